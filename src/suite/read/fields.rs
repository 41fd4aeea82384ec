//! The keys of an object, checked against those that are known.

use super::node::{Complaint, Key, Kind, Mark, Node};
use crate::gateway::nearest::nearest;

/// `template`, `defaults`, `cases` …: what a suite may hold.
pub(crate) const SUITE: &[&str] =
    &["$schema", "name", "template", "pipeline", "dialect", "content", "tags", "redactions", "defaults", "cases"];
/// What `defaults` may hold.
pub(crate) const DEFAULTS: &[&str] = &[
    "event",
    "resource",
    "body",
    "params",
    "context",
    "identity",
    "stageVariables",
    "vars",
    "variables",
    "overrides",
    "backend",
];
/// What a case may hold besides what `defaults` may.
pub(crate) const CASE: &[&str] =
    &["name", "tags", "skip", "only", "each", "template", "pipeline", "content", "expect", "snapshot", "redactions"];
/// What `params` may hold.
pub(crate) const PARAMS: &[&str] = &["path", "querystring", "header"];
/// What `expect` may hold.
pub(crate) const EXPECT: &[&str] = &[
    "json",
    "path",
    "no_path",
    "text",
    "contains",
    "not_contains",
    "matches",
    "valid_json",
    "overrides",
    "warnings",
    "error",
];
/// What `expect` may hold in a pipeline case.
pub(crate) const STEPS: &[&str] = &["request", "response"];
/// What `expect.response` may hold besides what `expect` may.
pub(crate) const ANSWER: &[&str] = &["status", "headers", "integration_response", "gateway_response"];
/// What `expect.request` may hold besides what `expect` may.
pub(crate) const SENT: &[&str] = &["url", "headers"];
/// What `expect.error` may hold.
pub(crate) const ERROR: &[&str] = &["contains", "kind", "line", "column"];
/// What `overrides` may hold, here and in an event.
pub(crate) const OVERRIDES: &[&str] = &["request", "response"];
/// What `overrides.request` may hold.
pub(crate) const REQUEST_OVERRIDE: &[&str] = &["header", "path", "querystring"];
/// What `overrides.response` may hold.
pub(crate) const RESPONSE_OVERRIDE: &[&str] = &["header", "status"];
/// What `pipeline` may hold.
pub(crate) const PIPELINE: &[&str] = &["integration", "uri", "passthrough", "parameters", "request", "responses"];
/// What one of `pipeline.responses` may hold.
pub(crate) const RESPONSE: &[&str] = &["name", "pattern", "status", "parameters", "template"];
/// What `backend` may hold.
pub(crate) const BACKEND: &[&str] = &["status", "headers", "body", "error"];

/// The entries of an object of which every key is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'n> {
    entries: &'n [(Key, Node)],
    pub mark: Mark,
}

impl<'n> Fields<'n> {
    /// `what` is how messages call the object: `a case`.
    pub fn new(node: &'n Node, what: &str, known: &[&[&str]]) -> Result<Fields<'n>, Complaint> {
        let Kind::Map(entries) = &node.kind else {
            return Err(Complaint::at(node.mark, format!("{what} must be an object, but this is {}", node.what())));
        };
        match entries.iter().find(|(key, _)| !known.iter().any(|known| known.contains(&key.name.as_str()))) {
            Some((key, _)) => Err(unknown(key, what, &known.concat())),
            None => Ok(Fields { entries, mark: node.mark }),
        }
    }

    /// The value of a key; an empty one counts as missing.
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.given(name).filter(|node| !node.is_null())
    }

    /// The value of a key, which may be empty.
    pub fn given(&self, name: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// Where a key stands.
    pub fn key(&self, name: &str) -> Mark {
        self.entries.iter().find(|(key, _)| key.name == name).map_or(self.mark, |(key, _)| key.mark)
    }

    pub fn text(&self, name: &str) -> Result<Option<&'n str>, Complaint> {
        self.get(name).map(|node| text(node, name)).transpose()
    }

    pub fn bool(&self, name: &str) -> Result<Option<bool>, Complaint> {
        self.get(name)
            .map(|node| match node.kind {
                Kind::Bool(b) => Ok(b),
                _ => Err(expected(node, name, "`true` or `false`")),
            })
            .transpose()
    }

    /// A line or a column.
    pub fn place(&self, name: &str) -> Result<Option<usize>, Complaint> {
        let Some(node) = self.get(name) else { return Ok(None) };
        match number(node).filter(|number| *number > 0) {
            Some(number) => Ok(Some(number)),
            None => Err(expected(node, name, "a whole number from 1 on")),
        }
    }

    /// A status of HTTP.
    pub fn status(&self, name: &str) -> Result<Option<u16>, Complaint> {
        let Some(node) = self.get(name) else { return Ok(None) };
        match number(node).and_then(|status| u16::try_from(status).ok()) {
            Some(status @ 100..=599) => Ok(Some(status)),
            _ => Err(expected(node, name, "a status from 100 to 599")),
        }
    }

    /// A list of strings; one string counts as a list of it.
    pub fn texts(&self, name: &str) -> Result<Vec<(Mark, String)>, Complaint> {
        match self.get(name) {
            None => Ok(Vec::new()),
            Some(Node { kind: Kind::List(items), .. }) => {
                items.iter().map(|item| scalar(item, name).map(|text| (item.mark, text))).collect()
            }
            Some(one) => Ok(vec![(one.mark, scalar(one, name)?)]),
        }
    }

    /// Names and scalars, such as headers; an empty value is `None`.
    pub fn pairs(&self, name: &str) -> Result<Vec<(Mark, String, Option<String>)>, Complaint> {
        let entries = self.get(name).map_or(Ok(&[][..]), |node| entries(node, name))?;
        let pair = |(key, node): &(Key, Node)| {
            let value = if node.is_null() { None } else { Some(scalar(node, &format!("{name}.{}", key.name))?) };
            Ok((key.mark, key.name.clone(), value))
        };
        entries.iter().map(pair).collect()
    }
}

/// The entries of an object of any keys.
pub(crate) fn entries<'n>(node: &'n Node, name: &str) -> Result<&'n [(Key, Node)], Complaint> {
    match &node.kind {
        Kind::Map(entries) => Ok(entries),
        Kind::Null => Ok(&[]),
        _ => Err(expected(node, name, "an object")),
    }
}

pub(crate) fn text<'n>(node: &'n Node, name: &str) -> Result<&'n str, Complaint> {
    node.text().ok_or_else(|| expected(node, name, "a string"))
}

pub(crate) fn scalar(node: &Node, name: &str) -> Result<String, Complaint> {
    node.scalar().ok_or_else(|| expected(node, name, "a string"))
}

fn number(node: &Node) -> Option<usize> {
    match &node.kind {
        Kind::Number(written) => written.parse().ok(),
        _ => None,
    }
}

pub(crate) fn expected(node: &Node, name: &str, expected: &str) -> Complaint {
    let what = match &node.kind {
        Kind::Number(written) => written,
        Kind::Text(text) if text.is_empty() => "an empty string",
        Kind::List(items) if items.is_empty() => "an empty list",
        _ => node.what(),
    };
    Complaint::at(node.mark, format!("`{name}` must be {expected}, but is {what}"))
}

fn unknown(key: &Key, what: &str, known: &[&str]) -> Complaint {
    let complaint = Complaint::at(key.mark, format!("{what} has no key `{}`", key.name));
    match nearest(&key.name, known) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => complaint.help(format!("known are: {}", known.join(", "))),
    }
}

/// One of a few words.
pub(crate) fn word<T: Copy>(node: &Node, name: &str, words: &[(&str, T)]) -> Result<T, Complaint> {
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let listed = || known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
    let written = node.text().ok_or_else(|| expected(node, name, &listed()))?;
    match words.iter().find(|(word, _)| *word == written) {
        Some((_, meaning)) => Ok(*meaning),
        None => {
            let complaint = Complaint::at(node.mark, format!("`{name}` must be {}, but is `{written}`", listed()));
            Err(match nearest(written, &known) {
                Some(near) => complaint.help(format!("did you mean `{near}`?")),
                None => complaint,
            })
        }
    }
}
