//! `jsonencode({…})`: the text that Terraform makes of a value.

use super::document::{Kind, NodeRef, Style};
use super::quoted;
use super::text::Text;

/// How deep values may be.
const DEPTH: usize = 64;

/// The JSON of what is encoded: without white space, keys sorted, `<`, `>` and `&` escaped, as Terraform writes it.
pub(super) fn text(node: &NodeRef) -> Text {
    let mut text = Text::at(node.file_offset());
    if let Kind::Encoded(id) = node.kind() {
        value(&node.node(*id), &mut text, DEPTH);
    }
    text
}

fn value(node: &NodeRef, text: &mut Text, depth: usize) {
    let place = node.file_range();
    let mark = place.start..place.start;
    match node.kind() {
        Kind::Mapping(_) if depth > 0 => {
            let mut entries = node.entries();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            text.push_unit("{", mark.clone());
            for (at, (key, node)) in entries.iter().enumerate() {
                let comma = if at > 0 { "," } else { "" };
                text.push_unit(
                    &format!("{comma}\"{}\":", escaped(key)),
                    node.file_range().start..node.file_range().start,
                );
                value(node, text, depth - 1);
            }
            text.push_unit("}", place.end..place.end);
        }
        Kind::Sequence(_) if depth > 0 => {
            text.push_unit("[", mark.clone());
            for (at, node) in node.items().iter().enumerate() {
                if at > 0 {
                    text.push_unit(",", node.file_range().start..node.file_range().start);
                }
                value(node, text, depth - 1);
            }
            text.push_unit("]", place.end..place.end);
        }
        Kind::Scalar { style: Style::Plain, value } => text.push_unit(value, place),
        Kind::Scalar { .. } => {
            text.push_unit("\"", mark.clone());
            if let Some(string) = node.text() {
                string_value(&string, text);
            }
            text.push_unit("\"", place.end..place.end);
        }
        _ => text.push_hole(&format!("${{{}}}", node.source().trim()), node.source().trim(), place),
    }
}

/// The characters between the quotes, each from where it stands.
fn string_value(string: &Text, text: &mut Text) {
    let mut at = 0;
    for hole in &string.holes {
        characters(string, at, hole.range.start, text);
        text.push_hole(
            &hole.says,
            super::hole::label(&string.value[hole.range.clone()]),
            string.raw_range(&hole.range),
        );
        at = hole.range.end;
    }
    characters(string, at, string.value.len(), text);
}

fn characters(string: &Text, from: usize, to: usize, text: &mut Text) {
    for (at, c) in string.value[from..to].char_indices() {
        let range = from + at..from + at + c.len_utf8();
        let raw = string.raw_range(&range);
        let written = escaped(&string.value[range]);
        if written.len() == c.len_utf8() && raw.len() == c.len_utf8() {
            text.push_copy(&written, raw.start);
        } else {
            text.push_unit(&written, raw);
        }
    }
}

/// As Go's `encoding/json` has it.
fn escaped(text: &str) -> String {
    let is_escaped = |c: char| (c as u32) < 0x20 || matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    quoted::escaped(text, |c| is_escaped(c).then(|| quoted::by_number(c)))
}
