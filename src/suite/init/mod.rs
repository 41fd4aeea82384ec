//! `vtl test --init put-item.vtl`: a suite with one case, drawn from what the template reads.
//!
//! The template's tree is walked ([`reads`]) for what it reads of the event; that gives shapes ([`shape`]), the shapes a
//! sample event ([`sample`]), and the event an output, which the case expects. The command calls [`init`].

mod document;
mod event;
mod path;
mod reads;
mod sample;
mod shape;
mod steps;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use serde_json::{Map, Value as Json};

use self::reads::Reads;
use super::model::SentOverrides;
use super::report::Report;
use super::run::{self, Settings};
use crate::definitions::{self, DefinitionError};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::gateway::{Event, Output};
use crate::limits::Limits;
use crate::syntax::{self, ParseOptions};
use crate::template::{Options, Template};
use crate::terminal;

/// Writes a suite for a template, beside it: `put-item.vtltest.yaml` for `put-item.vtl`. Its case passes. Gives the suite's
/// path.
///
/// ```
/// use vtl::suite;
///
/// let folder = tempfile::tempdir()?;
/// let template = folder.path().join("greet.vtl");
/// std::fs::write(&template, r#"{"hello": "$input.path('$.user.firstName')", "n": $input.params('count')}"#)?;
///
/// let written = suite::init(&template, false)?;
/// assert_eq!(
///     std::fs::read_to_string(&written)?,
///     "# Tests of greet.vtl; run them with `vtl test`.\n\
///      template: greet.vtl\n\
///      \n\
///      cases:\n\
///      \x20 # What the template reads, with values made up by their names: put real ones in their place.\n\
///      \x20 - name: a sample\n\
///      \x20   body: { user: { firstName: Ann } }\n\
///      \x20   params: { querystring: { count: \"3\" } }\n\
///      \x20   expect:\n\
///      \x20     json: { hello: Ann, \"n\": 3 }\n"
/// );
/// assert_eq!(suite::run(&[written], &Default::default(), &mut |_| {}).exit_code(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the template cannot be read or parsed, or if there is such a suite, unless `force` asks for it to be overwritten. Also
/// if what was written does not pass, which the error gives the reason of: the suite is there then, to be mended by hand.
pub fn init(template: &Path, force: bool) -> Result<PathBuf, InitError> {
    let located = template.to_str().map(definitions::resolve).transpose().map_err(InitError::Definition)?.flatten();
    let (source, name, suite) = match &located {
        Some(located) => {
            let file = located.file().file_name().unwrap_or_default().to_string_lossy();
            (located.source().to_owned(), format!("{file}#{}", located.pointer()), beside(located.file()))
        }
        None => {
            let source = super::files::text(template);
            let source = source.map_err(|message| InitError::File(template.to_owned(), message))?;
            let name = template.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (source, name, beside(template))
        }
    };
    if !force && suite.exists() {
        return Err(InitError::Exists(suite));
    }
    let parsed = Options::new().name(template.display().to_string()).parse(&source);
    let in_file = |error: Error| located.as_ref().map_or_else(|| error.clone(), |located| located.in_file(&error));
    let parsed = parsed.map_err(|error| InitError::Template(Box::new(in_file(error))))?;
    let sample = sample_event(&source)?;
    let result = render(&parsed, &sample);
    let mut why = String::new();
    for form in [Form::Json, Form::Text] {
        let text = draw(&name, &sample, &result, form);
        write(&suite, &text, force || form == Form::Text)?;
        // a number that JSON writes otherwise than the template does may not survive
        let report = run::run(std::slice::from_ref(&suite), &Settings::default(), &mut |_| {});
        if report.exit_code() == 0 {
            return Ok(suite);
        }
        why = first_complaint(&report);
    }
    Err(InitError::File(suite, format!("it is written, but does not pass: {why}")))
}

fn first_complaint(report: &Report) -> String {
    let problem = report.suites.iter().find_map(|suite| suite.problem.as_ref());
    let failure = report.suites.iter().flat_map(|suite| &suite.cases).flat_map(|case| &case.failures).next();
    match (problem, failure) {
        (Some(problem), _) => problem.message.clone(),
        (None, Some(failure)) => format!("{}: {}", failure.expectation, failure.message),
        (None, None) => "no case was run".to_owned(),
    }
}

/// Why no suite was written.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum InitError {
    /// There is one already.
    Exists(PathBuf),
    /// A file cannot be read or written.
    File(PathBuf, String),
    /// A definition cannot be read, or has no such template, or several.
    Definition(DefinitionError),
    /// The template does not parse.
    Template(Box<Error>),
}

impl fmt::Display for InitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InitError::Exists(path) => write!(f, "{}: there is a suite already", path.display()),
            InitError::File(path, message) => write!(f, "{}: {message}", path.display()),
            InitError::Definition(error) => error.fmt(f),
            InitError::Template(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for InitError {}

/// `put-item.vtltest.yaml`
fn beside(template: &Path) -> PathBuf {
    let stem = template.file_stem().unwrap_or_default().to_string_lossy();
    template.with_file_name(format!("{stem}.vtltest.yaml"))
}

fn sample_event(source: &str) -> Result<Map<String, Json>, InitError> {
    let arena = Bump::new();
    let options = ParseOptions { dialect: Dialect::default(), depth: Limits::default().depth, macros: &|_| false };
    let tree = syntax::parse(&arena, source, &options)
        .map_err(|fault| InitError::Template(Box::new(Error::new(*fault, "template", source))))?;
    Ok(event::event(&Reads::of(tree)))
}

fn render(template: &Template, sample: &Map<String, Json>) -> Result<Output, Error> {
    template.render(&Event::try_from(Json::Object(sample.clone()))?)
}

fn write(suite: &Path, text: &str, over: bool) -> Result<(), InitError> {
    let mut options = OpenOptions::new();
    options.write(true);
    if over {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    options.open(suite).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => InitError::Exists(suite.to_owned()),
        _ => InitError::File(suite.to_owned(), format!("it cannot be written: {error}")),
    })
}

/// How an output is expected.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// As JSON where it is.
    Json,
    /// Byte for byte.
    Text,
}

/// The suite's text.
fn draw(name: &str, sample: &Map<String, Json>, result: &Result<Output, Error>, form: Form) -> String {
    let mut out = format!("# Tests of {}; run them with `vtl test`.\n", one_line(name));
    document::entry("template", &Json::from(name), 0, &mut out);
    let mut expect = String::new();
    let mut comment = None;
    match result {
        Err(error) => {
            comment = Some(format!("The template fails with this event: {}", one_line(error.message())));
            let message = serde_json::json!({"contains": error.message()});
            document::entry("error", &message, 6, &mut expect);
        }
        Ok(output) => {
            let json = serde_json::from_str::<Json>(&output.body);
            match (json, form) {
                (Ok(json), Form::Json) => document::entry("json", &at_doubled_in(json), 6, &mut expect),
                (json, _) => {
                    document::entry("text", &at_doubled(&output.body), 6, &mut expect);
                    let looks_like_json = output.body.trim_start().starts_with(['{', '[']);
                    match json {
                        Err(error) if looks_like_json => {
                            comment = Some(format!("The output should be JSON and is not: {error}"));
                        }
                        Err(_) => out.push_str("content: text\n"),
                        Ok(_) => {}
                    }
                }
            }
            let overrides = SentOverrides::of(&output.overrides);
            if overrides != SentOverrides::default() {
                document::entry("overrides", &overrides.document(), 6, &mut expect);
            }
        }
    }
    out.push_str("\ncases:\n");
    if !sample.is_empty() {
        out.push_str(
            "  # What the template reads, with values made up by their names: put real ones in their place.\n",
        );
    }
    out.push_str("  - name: a sample\n");
    for (name, value) in sample {
        let value = if name == "body" { at_doubled_in(value.clone()) } else { value.clone() };
        document::entry(name, &value, 4, &mut out);
    }
    if let Some(comment) = comment {
        out.push_str(&format!("    # {comment}\n"));
    }
    out.push_str(&format!("    expect:\n{expect}"));
    out
}

/// A text that names no file, though it starts with `@`.
fn at_doubled(text: &str) -> Json {
    if text.starts_with('@') { Json::from(format!("@{text}")) } else { Json::from(text) }
}

fn at_doubled_in(value: Json) -> Json {
    match value {
        Json::String(text) => at_doubled(&text),
        value => value,
    }
}

fn one_line(text: &str) -> String {
    terminal::one_line(text).chars().take(200).collect()
}
