//! `--event FILE --body - --param path.id=42`: the arguments that an event is made of.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use vtl::Event;

use super::input;
use super::report::{Failure, name};

/// An event; what the other options say replaces what the file says.
#[derive(Args)]
#[command(next_help_heading = "Event")]
pub struct EventArguments {
    /// JSON: `{"body", "params": {"path", "querystring", "header"}, "context", "stageVariables", "vars"}`, or the event of
    /// a Lambda proxy integration; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub event: Option<PathBuf>,

    /// The body's file, taken byte for byte; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,

    /// A parameter: `path.id=42`, `querystring.q=1` or `header.Accept=text/html`
    #[arg(long, value_name = "WHERE.NAME=VALUE", value_parser = parameter)]
    param: Vec<Parameter>,

    /// A parameter of the query string
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<Pair>,

    /// A header, which may also be written `Name: value`
    #[arg(long, value_name = "NAME=VALUE", value_parser = header)]
    header: Vec<Pair>,

    /// A file with the JSON object that `$context` shows, or one string in it: `identity.sourceIp=192.0.2.1`
    #[arg(long, value_name = "FILE|NAME=VALUE", value_parser = context)]
    context: Vec<Context>,

    /// A stage variable
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    stage_variable: Vec<Pair>,
}

impl EventArguments {
    /// How many of the files are stdin.
    pub fn stdin_count(&self) -> usize {
        let contexts = self.context.iter().filter_map(|context| match context {
            Context::File(path) => Some(path),
            Context::Entry(..) => None,
        });
        self.event.iter().chain(&self.body).chain(contexts).filter(|path| path.as_os_str() == "-").count()
    }

    /// Reads the files and puts the event together.
    pub fn event(&self) -> Result<Event, Failure> {
        let mut event = match &self.event {
            Some(path) => read(path, &input::text(path)?)?,
            None => Event::new(),
        };
        if let Some(path) = &self.body {
            event = event.body(input::text(path)?);
        }
        for Parameter(place, (name, value)) in &self.param {
            event = match place {
                Place::Path => event.path_param(name, value),
                Place::Querystring => event.query_param(name, value),
                Place::Header => event.header(name, value),
            };
        }
        event = self.query.iter().fold(event, |event, (name, value)| event.query_param(name, value));
        event = self.header.iter().fold(event, |event, (name, value)| event.header(name, value));
        event = self.stage_variable.iter().fold(event, |event, (name, value)| event.stage_variable(name, value));
        for context in &self.context {
            event = event.overlay(context.event()?);
        }
        Ok(event)
    }
}

fn read(path: &Path, json: &str) -> Result<Event, Failure> {
    Event::from_json(json).map_err(|error| Failure::event(name(path), &error))
}

/// A name and a value.
pub type Pair = (String, String);

/// `name=value`
pub fn pair(text: &str) -> Result<Pair, &'static str> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name before `=` is missing"),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("not of the form NAME=VALUE"),
    }
}

/// `Accept=text/html`, or `Accept: text/html` as it stands in a message. No header's name has either sign in it.
pub fn header(text: &str) -> Result<Pair, &'static str> {
    match text.split_once([':', '=']) {
        Some((name, value)) if text[name.len()..].starts_with(':') && !name.is_empty() => {
            Ok((name.to_owned(), value.trim().to_owned()))
        }
        _ => pair(text),
    }
}

#[derive(Clone, Copy)]
enum Place {
    Path,
    Querystring,
    Header,
}

#[derive(Clone)]
struct Parameter(Place, Pair);

/// `path.id=42`
fn parameter(text: &str) -> Result<Parameter, &'static str> {
    let places = [("path.", Place::Path), ("querystring.", Place::Querystring), ("header.", Place::Header)];
    for (prefix, place) in places {
        if let Some(rest) = text.strip_prefix(prefix) {
            return Ok(Parameter(place, pair(rest)?));
        }
    }
    Err("it must start with `path.`, `querystring.` or `header.`")
}

/// `--context`
#[derive(Clone)]
pub enum Context {
    File(PathBuf),
    /// A dotted name and its value.
    Entry(String, String),
}

/// `identity.sourceIp=192.0.2.1`, or a file's name, in which there is no `=`
pub fn context(text: &str) -> Result<Context, &'static str> {
    if !text.contains('=') {
        return Ok(Context::File(text.into()));
    }
    let (name, value) = pair(text)?;
    if name.split('.').any(str::is_empty) {
        return Err("a part of the dotted name is empty");
    }
    Ok(Context::Entry(name, value))
}

impl Context {
    /// True for the file that is stdin.
    pub fn is_stdin(&self) -> bool {
        matches!(self, Context::File(path) if path.as_os_str() == "-")
    }

    /// The object that it stands for.
    pub fn json(&self) -> Result<Value, Failure> {
        match self {
            Context::Entry(name, value) => {
                Ok(name.rsplit('.').fold(Value::from(value.as_str()), |value, name| json!({name: value})))
            }
            Context::File(path) => {
                let json = serde_json::from_str::<Value>(&input::text(path)?)
                    .map_err(|error| Failure::input(name(path), format!("not JSON: {error}")))?;
                if json.is_object() { Ok(json) } else { Err(Failure::input(name(path), "not a JSON object")) }
            }
        }
    }

    /// An event with nothing but this in it.
    fn event(&self) -> Result<Event, Failure> {
        match self {
            Context::Entry(..) => Ok(Event::new().context(self.json()?)),
            Context::File(path) => {
                let text = input::text(path)?;
                serde_json::from_str::<IgnoredAny>(&text)
                    .map_err(|error| Failure::input(name(path), format!("not JSON: {error}")))?;
                read(path, &format!(r#"{{"context": {text}}}"#))
            }
        }
    }
}
