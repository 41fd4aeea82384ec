//! "when `$items` is empty": the words of findings.

use super::plan::Decision;
use crate::error::Span;

/// Conditions that a message names; more help nobody.
const MOST_NAMED: usize = 4;

/// A piece of the template on one line, cut where it is long.
pub(super) fn shown(source: &str, at: Span) -> String {
    let text = source.get(at.start as usize..at.end as usize).unwrap_or("").trim();
    let mut short = String::new();
    for word in text.split_whitespace() {
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.chars().count() > 60 {
        short = short.chars().take(58).collect::<String>() + "…";
    }
    short
}

/// The line of a place, from 1.
pub(super) fn line(source: &str, at: u32) -> usize {
    let end = (at as usize).min(source.len());
    source.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count() + 1
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
    if decision.count {
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
    format!("`{text}` is {yes}{turn}")
}
