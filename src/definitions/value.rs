//! A part of a definition as JSON, with templates as they reach the gateway and functions in their long form.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Number, Value};

use super::document::{Kind, NodeRef, Style};
use super::error::{DefinitionErrorKind, Fault};
use super::locals::Locals;

/// More nodes than a definition of 6 MB can have without aliases.
const NODES: usize = 2_000_000;

/// How deep values may be: aliases can nest what the text does not.
const DEPTH: usize = 60;

/// Turns nodes into values, of all of a definition not more than a bound.
pub(super) struct Values {
    /// The text of nodes that are templates.
    templates: HashMap<(usize, usize), String>,
    locals: Locals,
    left: usize,
}

fn key(node: &NodeRef) -> (usize, usize) {
    (Arc::as_ptr(&node.document) as usize, node.id)
}

impl Values {
    pub fn new<'t>(templates: impl Iterator<Item = (&'t NodeRef, &'t str)>, locals: Locals) -> Values {
        let templates = templates.map(|(node, source)| (key(node), source.to_owned())).collect();
        Values { templates, locals, left: NODES }
    }

    /// A node as JSON: `!Ref Table` is `{"Ref": "Table"}`, a template its text with marks for what is not known.
    pub fn of(&mut self, node: &NodeRef) -> Result<Value, Fault> {
        self.at_depth(node, DEPTH)
    }

    /// The value of a key, null if there is none.
    pub fn at(&mut self, node: &NodeRef, key: &str) -> Result<Value, Fault> {
        node.get(key).map_or(Ok(Value::Null), |node| self.of(&node))
    }

    fn at_depth(&mut self, node: &NodeRef, depth: usize) -> Result<Value, Fault> {
        if depth == 0 || self.left == 0 {
            let message = "aliases make too much of it";
            return Err(Fault::new(DefinitionErrorKind::Limit, Some(node.file_offset()), message));
        }
        self.left -= 1;
        if let Some(source) = self.templates.get(&key(node)) {
            return Ok(Value::String(source.clone()));
        }
        let node = &self.locals.followed(node);
        if let Some((function, argument)) = node.intrinsic() {
            let argument = self.at_depth(&argument, depth - 1)?;
            return Ok(Value::Object(Map::from_iter([(function, argument)])));
        }
        match node.kind() {
            Kind::Mapping(_) | Kind::Encoded(_) if node.is_mapping() => self.object(node, depth - 1),
            Kind::Sequence(_) | Kind::Encoded(_) => {
                let mut items = Vec::new();
                for item in node.items() {
                    items.push(self.at_depth(&item, depth - 1)?);
                }
                Ok(Value::Array(items))
            }
            kind => Ok(leaf(node, kind)),
        }
    }

    fn object(&mut self, node: &NodeRef, depth: usize) -> Result<Value, Fault> {
        let mut object = Map::new();
        for (name, node) in node.entries() {
            let value = match self.at_depth(&node, depth)? {
                // YAML has `statusCode: 200`, API Gateway takes it for the text that it should be
                Value::Number(number) if name.eq_ignore_ascii_case("statusCode") => number.to_string().into(),
                value => value,
            };
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

fn leaf(node: &NodeRef, kind: &Kind) -> Value {
    match kind {
        Kind::Scalar { style: Style::Plain, value } => plain(value),
        Kind::Scalar { .. } => Value::String(node.text().map(|text| text.value).unwrap_or_default()),
        _ => Value::String(format!("${{{}}}", node.source().trim())),
    }
}

/// What a plain scalar is in YAML's core schema, which JSON's words and numbers are part of.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => {
            let starts = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
            let number = starts.then(|| serde_json::from_str::<Number>(text).ok()).flatten();
            number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
        }
    }
}
