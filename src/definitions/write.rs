//! A scalar with another value: the ways to write it, the one that changes least first.

use std::ops::Range;

use super::document::{Document, Kind, Language, NodeRef, Style};
use super::text::Text;
use super::{hcl, hole, quoted, yaml};

/// What stands for a range of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// The ways to give a scalar another value. Whoever uses one reads the result to see that it says what it should: none of
/// them is right in all cases.
pub(super) fn candidates(node: &NodeRef, value: &str) -> Vec<Edit> {
    let Kind::Scalar { style, .. } = node.kind() else { return Vec::new() };
    let Some(old) = node.own_text() else { return Vec::new() };
    let scalar = Scalar { document: &node.document, node, old: &old };
    let edits = match style {
        Style::Json => vec![scalar.patch(value, json_escaped), scalar.whole(value, json_escaped)],
        Style::Quoted => scalar.quoted(value),
        Style::Heredoc => scalar.heredoc(value),
        Style::Double => vec![scalar.patch(value, double_escaped), scalar.whole(value, double_escaped)],
        Style::Single => {
            let doubled = |text: &str| yaml::is_printable(text).then(|| text.replace('\'', "''"));
            vec![
                scalar.patch(value, doubled),
                scalar.whole(value, doubled),
                scalar.as_block(value),
                scalar.as_double(value),
            ]
        }
        Style::Plain => {
            // `12` and `true` are no strings
            let is_string = super::value::plain(value).is_string();
            let same = |text: &str| (is_string && yaml::is_printable(text)).then(|| text.to_owned());
            vec![scalar.patch(value, same), scalar.as_block(value), scalar.as_double(value)]
        }
        Style::Literal | Style::Folded => {
            let folded = *style == Style::Folded;
            vec![
                scalar.patch_lines(value),
                scalar.block(value, folded),
                scalar.block(value, false),
                scalar.block_as_double(value),
            ]
        }
    };
    edits.into_iter().flatten().collect()
}

struct Scalar<'s> {
    document: &'s Document,
    node: &'s NodeRef,
    old: &'s Text,
}

impl Scalar<'_> {
    fn file(&self) -> &str {
        &self.document.text
    }

    /// The content without tag and anchor.
    fn content(&self) -> Range<usize> {
        let span = self.node.span();
        match self.document.language {
            Language::Yaml => yaml::skip_properties(self.file(), span.start, span.end)..span.end,
            _ => span,
        }
    }

    fn newline(&self) -> &'static str {
        if self.file().contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Only what differs, between what the old and the new value have in common.
    fn patch(&self, value: &str, escape: impl Fn(&str) -> Option<String>) -> Option<Edit> {
        let (start, end) = difference(&self.old.value, value);
        let middle = value.get(start..value.len() - (self.old.value.len() - end))?;
        let range = self.old.raw_start(start)..self.old.raw_range(&(start..end)).end;
        Some(Edit { range: range.start..range.end.max(range.start), text: escape(middle)? })
    }

    /// All between the quotes.
    fn whole(&self, value: &str, escape: impl Fn(&str) -> Option<String>) -> Option<Edit> {
        let content = self.content();
        Some(Edit { range: content.start + 1..content.end.checked_sub(1)?, text: escape(value)? })
    }

    /// A YAML scalar in double quotes, in which everything can be said.
    fn as_double(&self, value: &str) -> Option<Edit> {
        let content = self.content();
        let end = content.start + self.file()[content.clone()].trim_end().len();
        let text = format!("{}\"{}\"", self.space_before(), double_escaped(value)?);
        Some(Edit { range: content.start..end, text })
    }

    /// What nothing stood for may stand at the colon itself.
    fn space_before(&self) -> &'static str {
        let before = self.file()[..self.content().start].chars().next_back();
        if before.is_some_and(|c| matches!(c, ':' | '-' | ',')) { " " } else { "" }
    }

    fn block_as_double(&self, value: &str) -> Option<Edit> {
        let content = self.content();
        let text = format!("\"{}\"{}", double_escaped(value)?, self.newline());
        Some(Edit { range: content, text })
    }

    /// A plain or quoted scalar of a block collection as a literal block.
    fn as_block(&self, value: &str) -> Option<Edit> {
        if !value.contains('\n') || self.is_in_flow() {
            return None;
        }
        let content = self.content();
        let end = content.start + self.file()[content.clone()].trim_end().len();
        let line_end = self.file()[end..].find('\n').map_or(self.file().len(), |at| end + at + 1);
        if !self.file()[end..line_end].trim().is_empty() {
            return None;
        }
        let parent = self.parent_indent();
        let text = yaml::write_block(value, parent + 2, parent, self.newline(), false)?;
        Some(Edit { range: content.start..line_end, text: self.space_before().to_owned() + &text })
    }

    /// The block scalar anew, in its indentation.
    fn block(&self, value: &str, folded: bool) -> Option<Edit> {
        let content = self.content();
        let parent = self.parent_indent();
        let indent = yaml::indent(self.file(), content.start, &self.old.value).filter(|indent| *indent > parent);
        let text = yaml::write_block(value, indent.unwrap_or(parent + 2), parent, self.newline(), folded)?;
        Some(Edit { range: content, text })
    }

    /// The lines of a block scalar that differ.
    fn patch_lines(&self, value: &str) -> Option<Edit> {
        let old = &self.old.value;
        let indent = yaml::indent(self.file(), self.content().start, old)?;
        let (start, end) = difference(old, value);
        let start = old[..start].rfind('\n').map_or(0, |at| at + 1);
        // from the start of the first line that is the same
        let end = if end == 0 || old[..end].ends_with('\n') {
            end
        } else {
            end + old[end..].find('\n').map_or(old.len() - end, |at| at + 1)
        };
        let end = end.max(start);
        let middle = value.get(start..value.len().checked_sub(old.len() - end)?)?;
        if !yaml::is_printable(middle) {
            return None;
        }
        let line_start = |at: usize| self.file()[..at].rfind('\n').map_or(0, |at| at + 1);
        let raw_start = line_start(self.old.raw_start(start));
        let raw_end = if end == old.len() { self.old.raw_start(end) } else { line_start(self.old.raw_start(end)) };
        let mut text = String::new();
        for line in middle.split_inclusive('\n') {
            let bare = line.trim_end_matches('\n');
            if !bare.is_empty() {
                text.extend(std::iter::repeat_n(' ', indent));
            }
            text.push_str(bare);
            if line.ends_with('\n') {
                text.push_str(self.newline());
            }
        }
        Some(Edit { range: raw_start..raw_end.max(raw_start), text })
    }

    /// A string of HCL, whose placeholders are written as they were.
    fn quoted(&self, value: &str) -> Vec<Option<Edit>> {
        let escape = |text: &str| self.with_holes(text, |text| Some(hcl::write_quoted(text)));
        vec![self.patch(value, escape), self.whole(value, escape)]
    }

    fn heredoc(&self, value: &str) -> Vec<Option<Edit>> {
        let span = self.node.span();
        let heredoc = hcl::heredoc(self.file(), span.clone(), &self.node.raw().holes);
        // the lines of a placeholder are its own
        let lines = hcl::write_heredoc(value, &heredoc);
        let lines = lines.and_then(|lines| self.with_holes(&lines, |text| Some(text.to_owned())));
        let whole = lines.map(|text| Edit { range: heredoc.content.clone(), text });
        let quoted = self.with_holes(value, |text| Some(hcl::write_quoted(text)));
        let end = span.start + self.file()[span.clone()].trim_end().len();
        vec![whole, quoted.map(|text| Edit { range: span.start..end, text: format!("\"{text}\"") })]
    }

    /// A text whose marks become the placeholders that they stand for.
    fn with_holes(&self, text: &str, literal: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        for (range, number) in hole::marks(text) {
            let Some(hole) = self.old.holes.iter().find(|hole| hole.number == number) else { continue };
            out.push_str(&literal(&text[done..range.start])?);
            out.push_str(&hole.says);
            done = range.end;
        }
        out.push_str(&literal(&text[done..])?);
        Some(out)
    }

    /// True within `{…}` and `[…]`, where there are no blocks.
    fn is_in_flow(&self) -> bool {
        let start = self.node.span().start;
        self.document.nodes.iter().any(|node| {
            let is_collection = matches!(node.kind, Kind::Mapping(_) | Kind::Sequence(_));
            let opens = || {
                let at = yaml::skip_properties(self.file(), node.span.start, node.span.end);
                self.file()[at..].starts_with(['{', '['])
            };
            is_collection && node.span.start <= start && start < node.span.end && opens()
        })
    }

    /// How far the key or the dash is indented that the scalar belongs to.
    fn parent_indent(&self) -> usize {
        let id = self.node.id;
        let key = self.document.nodes.iter().find_map(|node| match &node.kind {
            Kind::Mapping(entries) => entries.iter().find(|entry| entry.value == id).map(|entry| entry.key_span.start),
            Kind::Sequence(items) if items.contains(&id) => Some(self.dash()),
            _ => None,
        });
        let at = key.unwrap_or(self.node.span().start);
        at - self.file()[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Where the dash of a list's item stands.
    fn dash(&self) -> usize {
        let start = self.node.span().start;
        self.file()[..start].rfind('-').unwrap_or(start)
    }
}

/// What of two texts differs: a range of the old one, at characters' bounds.
fn difference(old: &str, new: &str) -> (usize, usize) {
    let common = old.chars().zip(new.chars()).take_while(|(a, b)| a == b);
    let start: usize = common.map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let common = old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = common.map(|(c, _)| c.len_utf8()).sum();
    (start, old.len() - end)
}

fn json_escaped(text: &str) -> Option<String> {
    let quoted = serde_json::to_string(text).ok()?;
    Some(quoted[1..quoted.len() - 1].to_owned())
}

/// For YAML's double quotes.
fn double_escaped(text: &str) -> Option<String> {
    Some(quoted::escaped(text, |c| match c {
        '\u{2028}' | '\u{2029}' | '\u{feff}' => Some(quoted::by_number(c)),
        c => c.is_control().then(|| format!("\\x{:02x}", c as u32)),
    }))
}
