//! `.split(".")`, `.replaceAll("(", "")`: arguments that are regular expressions.

use super::rule;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Type};
use crate::lint::rule::Rule;
use crate::regex::Regex;
use crate::syntax::ast::{Expression, Step};

pub(crate) const INVALID: Rule = rule!(
    "VTL029", "invalid-regex", Language, Error, fixable: false,
    "A regular expression or a replacement that Java refuses",
    "The method throws, and API Gateway answers 500.",
    invalid,
);

pub(crate) const MEANS_MORE: Rule = rule!(
    "VTL030", "regex-special-character", Language, Warning, fixable: true,
    "A single character that is special in a regular expression: `.split(\".\")`",
    "The argument is a regular expression: `.` is any character, `|` is nothing or nothing, `^` and `$` are places.",
    means_more,
);

/// The calls with a regular expression: the method, its arguments.
fn calls<'f, 's>(
    facts: &'f Facts<'s>,
) -> impl Iterator<Item = (&'s Step<'s>, &'s str, &'s [Expression<'s>])> + use<'f, 's> {
    facts.uses.iter().flat_map(move |usage| {
        let types = facts.types_along(usage.reference);
        usage.reference.steps.iter().zip(types).filter_map(|(step, of)| match step {
            Step::Method { name, args, .. } => {
                let arity = match *name {
                    "replaceAll" | "replaceFirst" => 2..=2,
                    "split" => 1..=2,
                    "matches" => 1..=1,
                    _ => return None,
                };
                let is_text = matches!(of, Type::String | Type::Json | Type::Unknown);
                (is_text && arity.contains(&args.len())).then_some((step, *name, *args))
            }
            _ => None,
        })
    })
}

fn invalid(facts: &Facts<'_>, findings: &mut Findings) {
    for (_, name, args) in calls(facts) {
        if let Some(Err(error)) = facts.constant(&args[0]).map(Regex::new) {
            let reason = error.message.lines().next().unwrap_or("").to_owned();
            let finding = findings.add(args[0].span(), format!("not a regular expression: {reason}"));
            finding.help("put a backslash before a character that is meant as itself: `\\(`; a backslash in a VTL string is itself");
        }
        if let ("replaceAll" | "replaceFirst", [_, replacement]) = (name, args)
            && let Some(problem) = facts.constant(replacement).and_then(replacement_problem)
        {
            findings
                .add(replacement.span(), format!("Java refuses this replacement: {problem}"))
                .help("in a replacement `$1` is a group, and `\\` makes the next character itself: `\\$`, `\\\\`");
        }
    }
}

/// What `Matcher.appendReplacement` throws.
fn replacement_problem(text: &str) -> Option<&'static str> {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.next().is_none() => return Some("a lone backslash at its end"),
            '$' => match chars.clone().next() {
                None => return Some("a lone `$` at its end"),
                Some(next) if !next.is_ascii_digit() && next != '{' => {
                    return Some("`$` is followed by no group's number");
                }
                _ => {}
            },
            _ => {}
        }
    }
    None
}

fn means_more(facts: &Facts<'_>, findings: &mut Findings) {
    for (_, name, args) in calls(facts) {
        let Some(pattern) = facts.constant(&args[0]) else { continue };
        let does = match (name, pattern) {
            ("split", ".") => "any character: nothing is left",
            ("replaceAll", ".") if !masks(facts, args) => "any character: all are replaced",
            ("split" | "replaceAll", "|") => "the empty text: the places between all characters",
            ("split", "^" | "$") => "a place, not a character",
            _ => continue,
        };
        let quote = &facts.slice(args[0].span())[..1];
        let edits = vec![super::edit(args[0].span(), format!("{quote}\\{pattern}{quote}"))];
        let finding = findings
            .add(args[0].span(), format!("`{pattern}` is a regular expression here, and means {does}"))
            .help(format!("write `[{pattern}]` or `\\{pattern}`"));
        match name {
            "split" => finding.fix(edits),
            _ => finding.unsafe_fix(edits),
        };
    }
}

/// `replaceAll(".", "*")` hides a password.
fn masks(facts: &Facts<'_>, args: &[Expression<'_>]) -> bool {
    args.get(1).and_then(|mask| facts.constant(mask)).is_some_and(|mask| matches!(mask, "*" | "x" | "X" | "#" | "?"))
}
