//! A suite's file as a tree that knows its places, whichever of the three formats it was written in.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::trace::Position;

/// A place in a file: line and column from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mark {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl From<Position> for Mark {
    fn from(position: Position) -> Mark {
        Mark { line: position.line, column: position.column }
    }
}

/// `{name: Rex}`: a value and where it starts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub mark: Mark,
    pub kind: Kind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    /// As JSON writes it, with all its digits.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// In the order of the file; no two of a name.
    Map(Vec<(Key, Node)>),
}

/// `name:`
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub name: String,
    pub mark: Mark,
}

impl Node {
    /// What messages call it.
    pub fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "empty",
            Kind::Bool(true) => "`true`",
            Kind::Bool(false) => "`false`",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a string",
            Kind::List(_) => "a list",
            Kind::Map(_) => "an object",
        }
    }

    pub fn is_null(&self) -> bool {
        self.kind == Kind::Null
    }

    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entry of a map.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// How many entries a map has.
    pub fn count(&self) -> usize {
        if let Kind::Map(entries) = &self.kind { entries.len() } else { 0 }
    }

    /// A scalar as the text that a header or a parameter would carry.
    pub fn scalar(&self) -> Option<String> {
        match &self.kind {
            Kind::Bool(b) => Some(b.to_string()),
            Kind::Number(text) | Kind::Text(text) => Some(text.clone()),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The same value, said to stand at another place: for what another file gave.
    pub fn moved(mut self, mark: Mark) -> Node {
        self.mark = mark;
        self.kind = match self.kind {
            Kind::List(items) => Kind::List(items.into_iter().map(|item| item.moved(mark)).collect()),
            Kind::Map(entries) => Kind::Map(
                entries.into_iter().map(|(key, node)| (Key { mark, ..key }, node.moved(mark))).collect::<Vec<_>>(),
            ),
            scalar => scalar,
        };
        self
    }

    /// As compact JSON, numbers with all their digits.
    pub fn to_json_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// As JSON holds it.
    pub fn to_json(&self) -> Json {
        serde_json::from_str(&self.to_json_text()).unwrap_or(Json::Null)
    }

    fn write(&self, out: &mut String) {
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(b) => {
                let _ = write!(out, "{b}");
            }
            Kind::Number(text) => out.push_str(text),
            Kind::Text(text) => write_text(text, out),
            Kind::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
            Kind::Map(entries) => {
                out.push('{');
                for (i, (key, node)) in entries.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    write_text(&key.name, out);
                    out.push(':');
                    node.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push_str(&Json::from(text).to_string());
}

/// Why a file is no suite: without the file's name, which the caller knows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Complaint {
    pub mark: Option<Mark>,
    pub message: String,
    pub help: Option<String>,
}

impl Complaint {
    pub fn at(mark: Mark, message: impl Into<String>) -> Complaint {
        Complaint { mark: Some(mark), message: message.into(), help: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Complaint {
        self.help = Some(help.into());
        self
    }
}

/// What a file may expand to, so that a few aliases cannot fill the memory: nodes, and pieces of 16 bytes of text.
#[derive(Debug)]
pub(crate) struct Room(usize);

impl Room {
    const MOST: usize = 2_000_000;

    pub fn new() -> Room {
        Room(Room::MOST)
    }

    pub fn spend(&mut self, mark: Mark, text: &str) -> Result<(), Complaint> {
        self.0 = self.0.checked_sub(1 + text.len() / 16).ok_or_else(|| {
            Complaint::at(mark, "the file is too large once its aliases are expanded")
                .help("a suite holds at most 2,000,000 values; split it, or put large bodies into files: `@body.json`")
        })?;
        Ok(())
    }

    /// A whole tree once more.
    pub fn spend_again(&mut self, mark: Mark, node: &Node) -> Result<(), Complaint> {
        match &node.kind {
            Kind::Number(text) | Kind::Text(text) => self.spend(mark, text),
            Kind::List(items) => {
                self.spend(mark, "")?;
                items.iter().try_for_each(|item| self.spend_again(mark, item))
            }
            Kind::Map(entries) => {
                self.spend(mark, "")?;
                entries.iter().try_for_each(|(key, node)| {
                    self.spend(mark, &key.name)?;
                    self.spend_again(mark, node)
                })
            }
            Kind::Null | Kind::Bool(_) => self.spend(mark, ""),
        }
    }
}

/// How deep lists and maps may lie in each other.
pub(crate) const DEPTH: usize = 64;

pub(crate) fn too_deep(mark: Mark) -> Complaint {
    Complaint::at(mark, format!("lists and objects lie more than {DEPTH} deep in each other"))
}

pub(crate) fn twice(key: &Key, first: Mark) -> Complaint {
    Complaint::at(key.mark, format!("`{}` is here twice, first in line {}", key.name, first.line))
}
