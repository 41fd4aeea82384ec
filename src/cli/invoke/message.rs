//! `--method POST --path /pets/42 --header Accept=text/html --body @pet.json`: the message of a client.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;
use vtl::definitions::ApiKind;
use vtl::rest::Query;

use super::super::event_arguments::{Context, Pair, context, header, pair};
use super::super::input;
use super::super::report::Failure;

/// The message of a client.
#[derive(Args, Clone)]
#[command(next_help_heading = "Message")]
pub struct MessageArguments {
    /// The HTTP method; `GET` if none is given
    #[arg(long)]
    method: Option<String>,

    /// The path without the stage; a query string may follow
    #[arg(long, value_name = "PATH[?QUERY]")]
    path: Option<String>,

    /// The route of a WebSocket API, `$connect` and `$disconnect` for example; else the body selects it
    #[arg(long, value_name = "KEY", conflicts_with_all = ["method", "path"])]
    pub route: Option<String>,

    /// A parameter of the query string; it may come again
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub query: Vec<Pair>,

    /// A header, which may also be written `Name: value`; it may come again
    #[arg(long, value_name = "NAME=VALUE", value_parser = header)]
    pub header: Vec<Pair>,

    /// The body, or the file that has it; `@-` is stdin
    #[arg(long, value_name = "TEXT|@FILE")]
    body: Option<String>,

    /// A file with the JSON object that `$context` shows, or one string in it: `identity.sourceIp=192.0.2.1`
    #[arg(long, value_name = "FILE|NAME=VALUE", value_parser = context)]
    context: Vec<Context>,

    /// A stage variable
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub stage_variable: Vec<Pair>,
}

impl MessageArguments {
    /// How many of the files are stdin.
    pub fn stdin_count(&self) -> usize {
        let contexts = self.context.iter().filter(|context| context.is_stdin()).count();
        contexts + usize::from(self.body.as_deref() == Some("@-"))
    }

    /// A path is for the methods of REST and HTTP APIs; a route, or a body alone, for WebSocket APIs.
    pub fn is_for(&self, kind: ApiKind) -> bool {
        let has_path = self.method.is_some() || self.path.is_some();
        match kind {
            ApiKind::WebSocket => !has_path,
            _ => self.route.is_none(),
        }
    }

    /// `GET /pets/42`, or the key of a route.
    pub fn shown(&self) -> String {
        match (&self.route, &self.method, &self.path, &self.body) {
            (Some(key), ..) => format!("`{key}`"),
            (None, None, None, Some(_)) => "the body".to_owned(),
            _ => format!("`{} {}`", self.method(), self.bare_path()),
        }
    }

    /// The method in capital letters.
    pub fn method(&self) -> String {
        self.method.as_deref().unwrap_or("GET").to_uppercase()
    }

    fn target(&self) -> &str {
        self.path.as_deref().unwrap_or("/")
    }

    /// What stands behind the path's `?`, as it is.
    pub fn raw_query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// The path without its query string, with its `/`.
    pub fn bare_path(&self) -> String {
        let path = self.target().split('?').next().unwrap_or_default();
        if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
    }

    /// The same message with the first part of its path taken for the stage, and so away.
    pub fn without_stage(&self) -> Option<MessageArguments> {
        let (_, path) = self.target().trim_start_matches('/').split_once('/')?;
        Some(MessageArguments { path: Some(format!("/{path}")), ..self.clone() })
    }

    /// What follows the path, and then the parameters that were given one by one.
    pub fn all_query(&self) -> Query {
        let mut query = Query::parse(self.raw_query());
        self.query.iter().for_each(|(name, value)| query.add(name.as_str(), value.as_str()));
        query
    }

    /// The body's bytes.
    pub fn body(&self) -> Result<Vec<u8>, Failure> {
        match self.body.as_deref() {
            None => Ok(Vec::new()),
            Some(text) => match text.strip_prefix('@') {
                Some(file) => input::bytes(&PathBuf::from(file)),
                None => Ok(text.as_bytes().to_vec()),
            },
        }
    }

    /// `$context`, of which later arguments replace what earlier ones say.
    pub fn context(&self) -> Result<Value, Failure> {
        let mut all = Value::Object(serde_json::Map::new());
        for context in &self.context {
            merge(&mut all, context.json()?);
        }
        Ok(all)
    }
}

/// Objects of one name are merged.
fn merge(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (name, value) in over {
                match under.get_mut(&name) {
                    Some(old) => merge(old, value),
                    None => drop(under.insert(name, value)),
                }
            }
        }
        (under, over) => *under = over,
    }
}
