//! Where the value stands that a JSONPath leads to.

use std::ops::Range;

use crate::suite::diff::Segment;
use crate::suite::raw::Raw;

/// The bytes of the value that some steps lead to in a document; where they end early, those of the last value on the way.
pub(crate) fn of(document: &str, segments: &[Segment]) -> Option<Range<usize>> {
    let mut value = Raw::document(document)?;
    for segment in segments {
        let Some(next) = value.step(segment) else { break };
        value = next;
    }
    Some(value.range())
}

/// The bytes of the value that all of the steps lead to.
pub(super) fn exact(document: &str, segments: &[Segment]) -> Option<Range<usize>> {
    segments.iter().try_fold(Raw::document(document)?, |value, segment| value.step(segment)).map(Raw::range)
}

/// The steps of a path of names and indexes, such as `$.a['b'][0]`.
pub(super) fn segments(path: &str) -> Option<Vec<Segment>> {
    let mut rest = path.strip_prefix('$')?;
    let mut segments = Vec::new();
    while !rest.is_empty() {
        if let Some(name) = rest.strip_prefix('.') {
            let end = name.find(['.', '[']).unwrap_or(name.len());
            if end == 0 || name[..end].contains(['*', '(', '?']) {
                return None;
            }
            segments.push(Segment::Key(name[..end].to_owned()));
            rest = &name[end..];
        } else {
            let (inner, after) = rest.strip_prefix('[')?.split_once(']')?;
            segments.push(match inner.parse() {
                Ok(index) => Segment::Index(index),
                Err(_) => Segment::Key(unquoted(inner)?.to_owned()),
            });
            rest = after;
        }
    }
    Some(segments)
}

fn unquoted(text: &str) -> Option<&str> {
    let inner = |quote| text.strip_prefix(quote).and_then(|text: &str| text.strip_suffix(quote));
    inner('\'').or_else(|| inner('"')).filter(|name| !name.contains(['\'', '"', '\\']))
}

#[cfg(test)]
mod tests {
    use super::{of, segments};

    #[test]
    fn finds_the_bytes_of_a_value() {
        let text = r#"{ "a": [1, {"b c": "é"}] }"#;
        let at = |path: &str| of(text, &segments(path)?).map(|range| &text[range]);
        assert_eq!(at("$.a[1]['b c']"), Some("\"é\""));
        assert_eq!(at("$.a[7].x"), Some(r#"[1, {"b c": "é"}]"#));
        assert_eq!(at("$"), Some(text));
        assert_eq!(at("$..a"), None);
    }
}
