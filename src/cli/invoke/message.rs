//! `--method POST --path /pets/42 --header Accept=text/html --body @pet.json`: the message of a client.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value;
use vtl::rest::Query;

use super::super::event_arguments::{Context, Pair, context, pair};
use super::super::input;
use super::super::report::Failure;

/// What happens to a connection.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EventType {
    /// A client opens it, with headers and query string, for the route `$connect`
    Connect,
    /// A client sends the body
    Message,
    /// It is closed, for the route `$disconnect`
    Disconnect,
}

/// The message of a client.
#[derive(Args)]
#[command(next_help_heading = "Message")]
pub struct MessageArguments {
    /// The HTTP method
    #[arg(long, default_value = "GET")]
    pub method: String,

    /// The path without the stage; a query string may follow
    #[arg(long, default_value = "/", value_name = "PATH[?QUERY]")]
    pub path: String,

    /// A parameter of the query string; it may come again
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub query: Vec<Pair>,

    /// A header; it may come again
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub header: Vec<Pair>,

    /// The body, or the file that has it; `@-` is stdin
    #[arg(long, value_name = "TEXT|@FILE")]
    body: Option<String>,

    /// A file with the JSON object that `$context` shows, or one string in it: `identity.sourceIp=192.0.2.1`
    #[arg(long, value_name = "FILE|NAME=VALUE", value_parser = context)]
    context: Vec<Context>,

    /// What happens to the connection of a WebSocket API
    #[arg(long, value_enum, value_name = "TYPE")]
    pub event_type: Option<EventType>,

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

    /// `GET /pets/42`
    pub fn shown(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.bare_path())
    }

    /// The path without its query string, with its `/`.
    pub fn bare_path(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
    }

    /// What follows the path, and then the parameters that were given one by one.
    pub fn all_query(&self) -> Query {
        let mut query = Query::parse(self.path.split_once('?').map_or("", |(_, query)| query));
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
