//! "when `$items` is empty": the words of findings.

use super::plan::{About, Decision};
use crate::error::Span;
use crate::lint::text;

/// Conditions that a message names; more help nobody.
const MOST_NAMED: usize = 4;

/// A piece of the template on one line, cut where it is long.
pub(super) fn shown(source: &str, at: Span) -> String {
    text::shown(source.get(at.start as usize..at.end as usize).unwrap_or(""))
}

/// ` when …`, or nothing if it always happens.
pub(super) fn when(source: &str, decisions: &[Decision]) -> String {
    let mut named: Vec<String> = Vec::new();
    for decision in decisions {
        let text = said(source, decision);
        if !named.contains(&text) {
            named.push(text);
        }
    }
    if named.len() > MOST_NAMED {
        named.truncate(MOST_NAMED - 1);
        named.push("more".to_owned());
    }
    match &named[..] {
        [] => String::new(),
        [only] => format!(" when {only}"),
        [first @ .., last] => format!(" when {} and {last}", first.join(", ")),
    }
}

fn said(source: &str, decision: &Decision) -> String {
    let text = shown(source, decision.at);
    let turn = decision.turn.map_or_else(String::new, |turn| format!(" in turn {turn}"));
    if decision.about == About::Count {
        let list = text.trim_end_matches(')').trim_end_matches('(');
        let list = list.strip_suffix(".size").or_else(|| list.strip_suffix(".isEmpty")).unwrap_or(&text);
        let count = match decision.answer {
            0 => "no items",
            1 => "one item",
            _ => "several items",
        };
        return format!("`{list}` has {count}{turn}");
    }
    let yes = (decision.answer == 1) != decision.opposite;
    match decision.about {
        // a missing value is true, too
        About::Value if yes => format!("`{text}` is not `false`{turn}"),
        About::Value => format!("`{text}` is `false`{turn}"),
        _ => format!("`{text}` is {yes}{turn}"),
    }
}
