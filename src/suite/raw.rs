//! `{"a": [1, 2]}` as text: where each value stands in it. The diff and the redactions look here.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::diff::Segment;

/// A value's text, in the text of the document.
#[derive(Clone, Copy)]
pub(super) struct Raw<'t> {
    text: &'t str,
    /// Without blanks around it.
    value: &'t str,
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
    /// The document; `None` if it is not JSON.
    pub fn document(text: &'t str) -> Option<Raw<'t>> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        // the reader of raw values takes what no reader of values does, half a surrogate pair
        serde_json::from_str::<serde_json::Value>(text).ok()?;
        Some(Raw { text, value: raw.get() })
    }

    /// Where it stands, in bytes.
    pub fn range(self) -> Range<usize> {
        let start = self.value.as_ptr() as usize - self.text.as_ptr() as usize;
        start..start + self.value.len()
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
        let child = |raw: &'t RawValue| Raw { text: self.text, value: raw.get() };
        match self.value.as_bytes().first() {
            Some(b'[') => {
                let items: Vec<&'t RawValue> = serde_json::from_str(self.value).unwrap_or_default();
                Children::Array(items.into_iter().map(child).collect())
            }
            Some(b'{') => {
                let mut reader = serde_json::Deserializer::from_str(self.value);
                let entries = reader.deserialize_map(Entries).unwrap_or_default();
                Children::Object(entries.into_iter().map(|(key, raw)| (key, child(raw))).collect())
            }
            _ => Children::None,
        }
    }
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
