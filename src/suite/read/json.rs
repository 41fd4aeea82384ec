//! JSON as a tree. serde_json's raw values are slices of the file, so their places are known.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{Complaint, DEPTH, Key, Kind, Mark, Node, Room, too_deep, twice};

/// Reads a file.
pub(crate) fn read(text: &str) -> Result<Node, Complaint> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| {
        let mark = Mark { line: error.line().max(1), column: error.column().max(1) };
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        Complaint::at(mark, format!("this is not JSON: {message}"))
    })?;
    Reader { lines: Lines::new(text), text, room: Room::new() }.node(raw, 0)
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines,
    room: Room,
}

impl<'t> Reader<'t> {
    fn node(&mut self, raw: &'t RawValue, depth: usize) -> Result<Node, Complaint> {
        let written = raw.get();
        let mark = self.mark(self.offset(written));
        if depth > DEPTH {
            return Err(too_deep(mark));
        }
        self.room.spend(mark, "")?;
        let broken = |error: serde_json::Error| Complaint::at(mark, format!("this is not JSON: {error}"));
        let kind = match written.as_bytes().first() {
            Some(b'{') => self.map(raw, depth)?,
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(written).map_err(broken)?;
                Kind::List(items.into_iter().map(|item| self.node(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Kind::Text(serde_json::from_str(written).map_err(broken)?),
            Some(b't') => Kind::Bool(true),
            Some(b'f') => Kind::Bool(false),
            Some(b'n') => Kind::Null,
            _ => Kind::Number(written.to_owned()),
        };
        Ok(Node { mark, kind })
    }

    fn map(&mut self, raw: &'t RawValue, depth: usize) -> Result<Kind, Complaint> {
        let start = self.offset(raw.get());
        let Entries(read) = serde_json::from_str(raw.get())
            .map_err(|error| Complaint::at(self.mark(start), format!("this is not JSON: {error}")))?;
        let mut entries: Vec<(Key, Node)> = Vec::with_capacity(read.len());
        let mut places = std::collections::HashMap::new();
        let mut before = start;
        for (name, value) in read {
            let at = before + self.text[before..].find('"').unwrap_or(0);
            let key = Key { name, mark: self.mark(at) };
            if let Some(first) = places.insert(key.name.clone(), key.mark) {
                return Err(twice(&key, first));
            }
            before = self.offset(value.get()) + value.get().len();
            entries.push((key, self.node(value, depth + 1)?));
        }
        Ok(Kind::Map(entries))
    }

    /// Where a slice of the text begins.
    fn offset(&self, slice: &str) -> usize {
        (slice.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn mark(&self, offset: usize) -> Mark {
        self.lines.mark(self.text, offset)
    }
}

/// Where lines begin, to find places fast.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub fn new(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    pub fn mark(&self, text: &str, offset: usize) -> Mark {
        let line = self.0.partition_point(|start| *start <= offset).max(1);
        let start = self.0[line - 1];
        Mark { line, column: text.get(start..offset).map_or(1, |before| before.chars().count() + 1) }
    }
}

/// The entries of an object in their order, with those of one name.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries<'de>, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
