//! JSON as a tree that knows its places.

use std::collections::HashMap;

use super::node::{Complaint, DEPTH, Key, Kind, Mark, Node, Room, too_deep, twice};
use crate::suite::raw::{Children, Raw};
use crate::trace::Lines;

/// Reads a file.
pub(crate) fn read(text: &str) -> Result<Node, Complaint> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let mark = Mark { line: error.line().max(1), column: error.column().max(1) };
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        return Err(Complaint::at(mark, format!("this is not JSON: {message}")));
    }
    match Raw::document(text) {
        Some(raw) => Reader { lines: Lines::new(text), text, room: Room::new() }.node(raw, 0),
        None => Err(Complaint::at(Mark { line: 1, column: 1 }, "this is not JSON")),
    }
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines<'t>,
    room: Room,
}

impl<'t> Reader<'t> {
    fn node(&mut self, raw: Raw<'t>, depth: usize) -> Result<Node, Complaint> {
        let range = raw.range();
        let mark = self.mark(range.start);
        if depth > DEPTH {
            return Err(too_deep(mark));
        }
        self.room.spend(mark, "")?;
        let written = &self.text[range.clone()];
        let kind = match raw.children() {
            Children::Object(entries) => self.map(range.start, entries, depth)?,
            Children::Array(items) => {
                Kind::List(items.into_iter().map(|item| self.node(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Children::None => match written.as_bytes().first() {
                Some(b'"') => Kind::Text(serde_json::from_str(written).unwrap_or_default()),
                Some(b't') => Kind::Bool(true),
                Some(b'f') => Kind::Bool(false),
                Some(b'n') => Kind::Null,
                _ => Kind::Number(written.to_owned()),
            },
        };
        Ok(Node { mark, kind })
    }

    fn map(&mut self, start: usize, read: Vec<(String, Raw<'t>)>, depth: usize) -> Result<Kind, Complaint> {
        let mut entries: Vec<(Key, Node)> = Vec::with_capacity(read.len());
        let mut places = HashMap::new();
        let mut before = start;
        for (name, value) in read {
            let at = before + self.text[before..].find('"').unwrap_or(0);
            let key = Key { name, mark: self.mark(at) };
            if let Some(first) = places.insert(key.name.clone(), key.mark) {
                return Err(twice(&key, first));
            }
            before = value.range().end;
            entries.push((key, self.node(value, depth + 1)?));
        }
        Ok(Kind::Map(entries))
    }

    fn mark(&self, offset: usize) -> Mark {
        self.lines.position(offset).into()
    }
}
