//! `{"statusCode": 200}`: what a MOCK integration needs of its request template.

use super::explore::{Document, Explored};
use super::json::Top;
use super::messages::when;
use super::report::Reported;
use crate::error::Span;
use crate::gateway::mock;
use crate::lint::facts::Facts;

/// The findings for the request template of a MOCK integration. Its reader is lenient: keys without quotes and commas too
/// many are fine there, so that no other rule speaks.
pub(super) fn check(facts: &Facts<'_>, explored: &Explored) -> Vec<Reported> {
    let mut reported = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for document in &explored.documents {
        let status = document.top.iter().rev().find(|(key, _, _)| key == "statusCode");
        let wrong = status.filter(|(_, _, value)| is_wrong(value));
        let is_missing = match &document.text {
            // it is read as the service reads it
            Some(text) => mock::status(text.as_bytes()).is_none(),
            None => {
                let is_read = document.is_json || document.blank || !document.top.is_empty();
                document.followed && is_read && status.is_none()
            }
        };
        if let Some((_, at, value)) = wrong {
            if (is_missing || document.text.is_none()) && seen.insert((at.start as usize, "number")) {
                reported.push(not_a_number(*at, value));
            }
        } else if is_missing {
            let what = match (document.blank, status.is_some()) {
                (true, _) => "nothing",
                (false, true) => "what cannot be read as JSON",
                (false, false) => "no `statusCode`",
            };
            let missing = missing(facts, document, what);
            if seen.insert((missing.span.start, what)) {
                reported.push(missing);
            }
        }
    }
    reported
}

fn is_wrong(value: &Top) -> bool {
    match value {
        Top::Scalar(text) => text.parse::<i64>().is_err(),
        Top::Text(_) | Top::Other => true,
        Top::Unknown => false,
    }
}

fn not_a_number(at: Span, value: &Top) -> Reported {
    let what = match value {
        Top::Scalar(text) => format!("`{text}`"),
        Top::Text(text) => format!("the text `\"{text}\"`"),
        _ => "a text or an object".to_owned(),
    };
    let message = format!("`statusCode` is {what}, not an integer");
    Reported::new("VTL098", at, message, "write the number without quotes: `\"statusCode\": 200`")
}

fn missing(facts: &Facts<'_>, document: &Document, what: &str) -> Reported {
    let source = facts.source;
    let first = source.len() - source.trim_start().len();
    // the line in which the document starts; the template's first, if there is none
    let start = document.start.map_or(first, |at| at.start as usize);
    let end = source.get(start..).and_then(|rest| rest.find('\n')).map_or(source.len(), |line| start + line);
    Reported::new(
        "VTL097",
        Span::new(start as u32, end as u32),
        format!("the request template of this MOCK integration prints {what}{}", when(source, &document.decisions)),
        "print `{\"statusCode\": 200}`, or the status of the integration response to choose",
    )
}
