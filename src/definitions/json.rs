//! JSON as a tree with places. serde_json reads it, a level at a time, so that depth costs no stack.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::document::{DEPTH, Entry, Kind, Node, NodeId, Style, too_deep};
use super::error::{DefinitionErrorKind, Fault};
use super::text::Text;

/// Reads a file.
pub(super) fn parse(file: &str, nodes: &mut Vec<Node>) -> Result<NodeId, Fault> {
    let bom = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole: &RawValue = serde_json::from_str(&file[bom..]).map_err(|error| {
        let at = offset(&file[bom..], error.line(), error.column()) + bom;
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Fault::new(DefinitionErrorKind::Syntax, Some(at), format!("not JSON: {message}"))
    })?;
    check_depth(file)?;
    // a node's children follow it: what is left to read is the queue
    push(file, whole, nodes);
    let mut next = 0;
    while next < nodes.len() {
        let span = nodes[next].span.clone();
        let raw = &file[span.clone()];
        if raw.starts_with(['{', '[']) {
            let kind = match serde_json::from_str(raw) {
                Ok(Level::Object(entries)) => object(file, entries, nodes)?,
                Ok(Level::Array(items)) => Kind::Sequence(items.iter().map(|item| push(file, item, nodes)).collect()),
                // read before, and it was JSON
                Err(error) => return Err(Fault::new(DefinitionErrorKind::Syntax, Some(span.start), error.to_string())),
            };
            nodes[next].kind = kind;
        }
        next += 1;
    }
    Ok(0)
}

/// Reading level by level takes a depth's time more for each.
fn check_depth(file: &str) -> Result<(), Fault> {
    let (mut depth, mut in_string, mut bytes) = (0_usize, false, file.bytes().enumerate());
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if in_string => drop(bytes.next()),
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > DEPTH {
                    return Err(too_deep(at));
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// The byte that serde_json's line and column, which counts bytes, stand for.
fn offset(file: &str, line: usize, column: usize) -> usize {
    let lines = file.split_inclusive('\n').take(line.saturating_sub(1));
    let mut at = (lines.map(str::len).sum::<usize>() + column.saturating_sub(1)).min(file.len());
    while !file.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn span_of(file: &str, raw: &RawValue) -> Range<usize> {
    let start = raw.get().as_ptr() as usize - file.as_ptr() as usize;
    start..start + raw.get().len()
}

/// Adds a value whose children, if it has some, are still to be read.
fn push(file: &str, raw: &RawValue, nodes: &mut Vec<Node>) -> NodeId {
    let span = span_of(file, raw);
    let kind = match raw.get().as_bytes().first() {
        Some(b'"') => Kind::Scalar { style: Style::Json, value: decode(file, span.clone()).value },
        Some(b'{') => Kind::Mapping(Vec::new()),
        Some(b'[') => Kind::Sequence(Vec::new()),
        _ => Kind::Scalar { style: Style::Plain, value: raw.get().to_owned() },
    };
    nodes.push(Node { kind, span, tag: None, holes: Vec::new() });
    nodes.len() - 1
}

fn object(file: &str, raw: Vec<(&RawValue, &RawValue)>, nodes: &mut Vec<Node>) -> Result<Kind, Fault> {
    let mut names = HashSet::new();
    let mut entries = Vec::with_capacity(raw.len());
    for (key, value) in raw {
        let key_span = span_of(file, key);
        let key = decode(file, key_span.clone()).value;
        if !names.insert(key.clone()) {
            let message = format!("the key `{key}` is there twice");
            return Err(Fault::new(DefinitionErrorKind::Syntax, Some(key_span.start), message));
        }
        entries.push(Entry { key, key_span, value: push(file, value, nodes) });
    }
    Ok(Kind::Mapping(entries))
}

/// One object or array, what is in it not yet read.
enum Level<'t> {
    Object(Vec<(&'t RawValue, &'t RawValue)>),
    Array(Vec<&'t RawValue>),
}

impl<'de> Deserialize<'de> for Level<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Level<'de>, D::Error> {
        struct OneLevel;
        impl<'de> Visitor<'de> for OneLevel {
            type Value = Level<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or an array")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Level<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Level::Object(entries))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Level<'de>, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Level::Array(all))
            }
        }
        deserializer.deserialize_any(OneLevel)
    }
}

/// `"a\nb\u00e9"`: a half of a surrogate pair that stands alone is U+FFFD.
pub(super) fn decode(file: &str, raw: Range<usize>) -> Text {
    let end = raw.end.saturating_sub(1);
    let mut at = (raw.start + 1).min(end);
    let mut text = Text::at(at);
    while at < end {
        let rest = &file[at..end];
        let run = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        text.push_copy(&rest[..run], at);
        at += run;
        if at >= end {
            break;
        }
        let (value, length) = escape(&file[at + 1..end]);
        let stop = (at + 1 + length).min(end);
        text.push_unit(value.encode_utf8(&mut [0; 4]), at..stop);
        at = stop;
    }
    text
}

/// What follows a `\`: the character, and its length in bytes.
fn escape(rest: &str) -> (char, usize) {
    let Some(letter) = rest.chars().next() else { return ('\\', 0) };
    let unit = |rest: &str| u16::from_str_radix(rest.strip_prefix('u')?.get(..4)?, 16).ok();
    match letter {
        'b' => ('\x08', 1),
        'f' => ('\x0c', 1),
        'n' => ('\n', 1),
        'r' => ('\r', 1),
        't' => ('\t', 1),
        'u' => {
            let first = unit(rest);
            let second = rest.get(5..).and_then(|rest| unit(rest.strip_prefix('\\')?));
            let pair = first.zip(second).and_then(|(a, b)| char::decode_utf16([a, b]).next()?.ok());
            match (pair, first) {
                (Some(c), _) if c as u32 > 0xffff => (c, 11),
                (_, Some(first)) => (char::from_u32(u32::from(first)).unwrap_or('\u{fffd}'), 5),
                _ => ('\u{fffd}', 1),
            }
        }
        other => (other, other.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_units_and_the_rest_is_copied() {
        let file = r#""a\n\"\u00e9\ud83d\ude00\ud83dx\/""#;
        let text = decode(file, 0..file.len());
        assert_eq!(text.value, "a\n\"é😀\u{fffd}x/");
        assert_eq!(text.raw_start(0), 1);
        assert_eq!(text.raw_range(&(1..2)), 2..4);
        assert_eq!(text.raw_range(&(5..9)), 12..24);
        assert_eq!(text.raw_start(text.value.find('x').unwrap()), 30);
    }

    #[test]
    fn every_node_knows_its_place() {
        let file = "\u{feff}{\"a\": [1, {\"b\\u0031\": \"x\"}]}";
        let mut nodes = Vec::new();
        parse(file, &mut nodes).unwrap();
        let strings = nodes.iter().map(|node| &file[node.span.clone()]).collect::<Vec<_>>();
        assert_eq!(
            strings,
            [
                "{\"a\": [1, {\"b\\u0031\": \"x\"}]}",
                "[1, {\"b\\u0031\": \"x\"}]",
                "1",
                "{\"b\\u0031\": \"x\"}",
                "\"x\""
            ]
        );
        let Kind::Mapping(entries) = &nodes[3].kind else { panic!("an object") };
        assert_eq!((entries[0].key.as_str(), entries[0].value), ("b1", 4));
    }
}
