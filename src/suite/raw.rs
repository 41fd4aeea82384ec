//! `{"a": [1, 2]}` as text: where each value stands in it. The diff and the redactions look here.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::diff::Segment;

/// A value's text, in the text of the document.
#[derive(Clone, Copy)]
pub(super) struct Raw<'t> {
    document: &'t str,
    /// Without blanks around it.
    text: &'t str,
}

/// What is in a value.
pub(super) enum Children<'t> {
    /// In order. Of a repeated key each value is here; the last one counts.
    Object(Vec<(String, Raw<'t>)>),
    Array(Vec<Raw<'t>>),
    /// A string, a number, `true`, `false` or `null`.
    None,
}

impl<'t> Raw<'t> {
    /// The document; `None` if it is not JSON, or nested deeper than anybody walks.
    pub fn document(text: &'t str) -> Option<Raw<'t>> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        (depth(text) <= DEPTH).then_some(Raw { document: text, text: raw.get() })
    }

    /// As it is written.
    pub fn text(self) -> &'t str {
        self.text
    }

    /// Where it stands, in bytes.
    pub fn range(self) -> Range<usize> {
        let start = self.text.as_ptr() as usize - self.document.as_ptr() as usize;
        start..start + self.text.len()
    }

    /// The value that a step leads to.
    pub fn step(self, segment: &Segment) -> Option<Raw<'t>> {
        match (self.children(), segment) {
            // of a repeated key the last one counts
            (Children::Object(entries), Segment::Key(name)) => {
                entries.into_iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            (Children::Array(items), Segment::Index(at)) => items.get(*at).copied(),
            _ => None,
        }
    }

    /// What is in it.
    pub fn children(self) -> Children<'t> {
        let child = |raw: &'t RawValue| Raw { document: self.document, text: raw.get() };
        match self.text.as_bytes().first() {
            Some(b'[') => {
                let items: Vec<&'t RawValue> = serde_json::from_str(self.text).unwrap_or_default();
                Children::Array(items.into_iter().map(child).collect())
            }
            Some(b'{') => {
                let mut reader = serde_json::Deserializer::from_str(self.text);
                let entries = reader.deserialize_map(Entries).unwrap_or_default();
                Children::Object(entries.into_iter().map(|(key, raw)| (key, child(raw))).collect())
            }
            _ => Children::None,
        }
    }
}

/// As deep as serde_json reads values.
const DEPTH: usize = 127;

/// How deep lists and objects lie in each other.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Reads an object's entries, in order.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}
