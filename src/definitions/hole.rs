//! `⟦1:TableName⟧`: the mark of a placeholder that the host language fills in when the API is deployed.

use std::fmt::{Display, Write};
use std::ops::Range;

/// What a mark starts with. VTL gives it no meaning, and prints it as it is.
pub(super) const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// What a label may have beside letters and digits: nothing that VTL, JSON or a URL gives a meaning.
const LABEL: &str = "_.:-/";

/// A placeholder of the host language in a template: `${TableName}` of an `Fn::Sub`, `${aws_sqs_queue.q.url}` of
/// Terraform, `${self:custom.table}` of serverless.yml, a `Ref` between the parts of an `Fn::Join`.
///
/// In [`Located::source`](super::Located::source) it is a mark, `⟦1:TableName⟧`: its number and what is left of its text
/// when only letters, digits and `_ . : - /` are kept. VTL prints a mark as it is, in a text, a string literal and a JSON
/// string. A text of the definition that looks like a mark becomes a hole too, so no mark can be mistaken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// What tells it from the others of its template; from 1, not always without gaps.
    pub number: usize,
    /// Its mark, as bytes of the template's source.
    pub range: Range<usize>,
    /// Its text in the definition: `${TableName}`, `!Ref TableName`, `{"Ref": "TableName"}`.
    pub says: String,
}

/// The mark with this number; of the label what can stand anywhere.
pub(super) fn mark(number: usize, label: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || LABEL.contains(*c);
    let label: String = label.chars().filter(plain).take(60).collect();
    format!("{OPEN}{number}:{label}{CLOSE}")
}

/// The label in a mark.
pub(super) fn label(mark: &str) -> &str {
    mark.split_once(':').map_or("", |(_, label)| label.trim_end_matches(CLOSE))
}

/// A mark found in a text.
pub(super) struct Mark {
    pub number: usize,
    /// In bytes.
    pub len: usize,
}

/// `⟦1:TableName⟧…`: the mark that a text starts with.
pub(super) fn mark_at(text: &str) -> Option<Mark> {
    let rest = text.strip_prefix(OPEN)?;
    let end = rest.char_indices().take(90).find(|(_, c)| *c == CLOSE)?.0;
    let (number, label) = rest[..end].split_once(':')?;
    let is_label = |c: char| c.is_ascii_alphanumeric() || LABEL.contains(c);
    if !label.chars().all(is_label) || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Mark { number: number.parse().ok()?, len: OPEN.len_utf8() + end + CLOSE.len_utf8() })
}

/// The marks of placeholders in a text, such as a rendered output: their ranges and numbers.
///
/// ```
/// let found: Vec<_> = vtl::definitions::marks(r#"{"table": "⟦1:Table⟧"}"#).collect();
/// assert_eq!(found, [(11..24, 1)]);
/// ```
pub fn marks(text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(found) = text[at..].find(OPEN) {
            let start = at + found;
            if let Some(mark) = mark_at(&text[start..]) {
                at = start + mark.len;
                return Some((start..at, mark.number));
            }
            at = start + OPEN.len_utf8();
        }
        None
    })
}

/// A text with each mark replaced by what `say` gives for its number; marks of no hole stay.
pub(super) fn replace_marks<T: Display>(text: &str, say: impl Fn(usize) -> Option<T>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut copied = 0;
    for (range, number) in marks(text) {
        if let Some(says) = say(number) {
            let _ = write!(replaced, "{}{says}", &text[copied..range.start]);
            copied = range.end;
        }
    }
    replaced + &text[copied..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_again() {
        let text = format!("a{}⟦b{}", mark(1, "${Table Name}"), mark(12, ""));
        assert_eq!(text, "a⟦1:TableName⟧⟦b⟦12:⟧");
        assert_eq!(marks(&text).map(|(_, number)| number).collect::<Vec<_>>(), [1, 12]);
        assert_eq!(replace_marks(&text, |number| (number == 12).then_some("!")), "a⟦1:TableName⟧⟦b!");
    }

    #[test]
    fn velocity_prints_a_mark_as_it_is() {
        let source = format!("#set($x = \"{0}\")$x{0}#if($x == '{0}')$!{{x}}-{0}#end", mark(1, "AWS::Region"));
        let output = crate::Template::parse(&source).and_then(|t| t.render(&crate::Event::new())).unwrap();
        assert_eq!(output.body, format!("{0}{0}{0}-{0}", mark(1, "AWS::Region")));
    }
}
