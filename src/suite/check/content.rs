//! `content: json`, `text` or `xml`: what every output must be of which nothing else is expected.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Finding, Subject, cause};
use crate::suite::model::Content;
use crate::suite::read::Mark;
use crate::suite::report::{Difference, Excerpt};

/// Whether the output is of its kind.
pub(super) fn check(subject: &Subject<'_>, content: Content, mark: Mark) -> Option<Finding> {
    match content {
        Content::Text => None,
        Content::Json => json(subject.body, mark),
        Content::Xml => xml(subject.body, mark),
    }
}

fn json(body: &str, mark: Mark) -> Option<Finding> {
    let cause = cause::of(body)?;
    let mut finding = Finding::new("valid_json", mark, format!("the output is not JSON: {}", cause.what));
    finding.failure.help = cause.help;
    finding.failure.difference = Difference::Output(Excerpt::of(body, Some(cause.at)));
    Some(finding.at(Some(character(body, cause.at))))
}

fn xml(body: &str, mark: Mark) -> Option<Finding> {
    let (what, at) = broken_xml(body)?;
    let at = (0..=at.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
    let mut finding = Finding::new("xml", mark, format!("the output is not well-formed XML: {what}"));
    finding.failure.difference = Difference::Output(Excerpt::of(body, Some(at)));
    Some(finding.at(Some(character(body, at))))
}

pub(super) fn character(body: &str, at: usize) -> Range<usize> {
    at..(at + 1).min(body.len()).max(at)
}

/// What is wrong with an XML document, and where.
fn broken_xml(body: &str) -> Option<(String, usize)> {
    let mut reader = Reader::from_str(body);
    let (mut depth, mut roots) = (0usize, 0usize);
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event() {
            Err(error) => return Some((error.to_string(), reader.error_position() as usize)),
            Ok(Event::Eof) if depth > 0 => return Some(("an element is not closed".to_owned(), body.len())),
            Ok(Event::Eof) if roots == 0 => return Some(("there is no element".to_owned(), 0)),
            Ok(Event::Eof) => return None,
            Ok(Event::Start(element)) => {
                if depth == 0 {
                    roots += 1;
                }
                depth += 1;
                if let Some(Err(error)) = element.attributes().find(Result::is_err) {
                    return Some((error.to_string(), before));
                }
            }
            Ok(Event::Empty(element)) => {
                roots += usize::from(depth == 0);
                if let Some(Err(error)) = element.attributes().find(Result::is_err) {
                    return Some((error.to_string(), before));
                }
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Text(text)) if depth == 0 && !text.trim_ascii().is_empty() => {
                return Some(("there is text outside of the root element".to_owned(), before));
            }
            Ok(_) => {}
        }
        if roots > 1 {
            return Some(("there is a second root element".to_owned(), before));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::broken_xml;

    #[test]
    fn well_formed_xml_passes() {
        assert_eq!(broken_xml("<?xml version=\"1.0\"?>\n<a b=\"1\"><c/>é &amp; d</a>\n"), None);
    }

    #[test]
    fn says_what_is_broken() {
        let what = |body| broken_xml(body).map(|(what, at)| format!("{at}: {what}"));
        assert_eq!(
            what("<a><b></a>").as_deref(),
            Some("6: ill-formed document: expected `</b>`, but `</a>` was found")
        );
        assert_eq!(what("<a>").as_deref(), Some("3: an element is not closed"));
        assert_eq!(what("<a/><b/>").as_deref(), Some("4: there is a second root element"));
        assert_eq!(what("hello").as_deref(), Some("0: there is text outside of the root element"));
        assert_eq!(what("").as_deref(), Some("0: there is no element"));
    }
}
