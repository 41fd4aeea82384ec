//! `{"statusCode": 200}`: what a MOCK integration needs of its request template.

use super::explore::Explored;
use super::json::Top;
use super::messages::when;
use super::report::Reported;
use crate::lint::facts::Facts;

/// The findings for the request template of a MOCK integration. Its reader is lenient: keys without quotes and commas too
/// many are fine there, so that no other rule speaks.
pub(super) fn check(facts: &Facts<'_>, explored: &Explored) -> Vec<Reported> {
    let mut reported = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for document in &explored.documents {
        if !document.followed || !(document.is_json || document.blank || !document.top.is_empty()) {
            continue;
        }
        let status = document.top.iter().rev().find(|(key, _, _)| key == "statusCode");
        match status {
            None => {
                if seen.insert(None) {
                    reported.push(missing(facts, &document.decisions, document.blank));
                }
            }
            Some((_, at, value)) => {
                let wrong = match value {
                    Top::Scalar(text) => text.parse::<i32>().is_err(),
                    Top::Text(_) | Top::Other => true,
                    Top::Unknown => false,
                };
                if wrong && seen.insert(Some(at.start)) {
                    let what = match value {
                        Top::Scalar(text) => format!("`{text}`"),
                        Top::Text(text) => format!("the text `\"{text}\"`"),
                        _ => "a text or an object".to_owned(),
                    };
                    reported.push(Reported::new(
                        "VTL098",
                        *at,
                        format!("`statusCode` is {what}, not an integer"),
                        "write the number without quotes: `\"statusCode\": 200`",
                    ));
                }
            }
        }
    }
    reported
}

fn missing(facts: &Facts<'_>, decisions: &[super::plan::Decision], blank: bool) -> Reported {
    let source = facts.source;
    let start = source.len() - source.trim_start().len();
    let end = source.get(start..).and_then(|rest| rest.find('\n')).map_or(source.len(), |line| start + line);
    let at = crate::error::Span::new(start as u32, end as u32);
    let what = if blank { "nothing" } else { "no `statusCode`" };
    Reported::new(
        "VTL097",
        at,
        format!("the request template of this MOCK integration prints {what}{}", when(source, decisions)),
        "print `{\"statusCode\": 200}`, or the status of the integration response to choose",
    )
}
