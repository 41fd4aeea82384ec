//! Where a name ends: `$name-suffix`, `$map._id`, `#set(${x} = 1)`.

use std::collections::HashSet;

use super::rule;
use super::syntax::{Misreading, misreading};
use crate::error::Span;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Place, Type, Use};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Kind, Set, Step};

pub(crate) const HYPHEN: Rule = rule!(
    "VTL004", "hyphen-in-name", Language, Warning, fixable: true,
    "A hyphen behind a name is read as part of it",
    "Names hold hyphens in Velocity 1.7: `$name-suffix` is the variable `name-suffix`, which is not set, and prints nothing.",
    hyphen,
);

pub(crate) const BRACES: Rule = rule!(
    "VTL019", "set-target-in-braces", Language, Error, fixable: true,
    "`#set(${x} = …)` or `#set($!x = …)`, which does not set `$x`",
    "Velocity 1.7 takes all that stands behind the `$` for the name, so that a variable is set which nobody can read.",
    braces,
);

pub(crate) const UNDERSCORE: Rule = rule!(
    "VTL036", "underscore-property", Language, Warning, fixable: true,
    "A property whose name starts with `_` is read as text",
    "A property starts with a letter. `$item._id` prints `$item` and behind it the text `._id`.",
    underscore,
);

pub(crate) const BARE_ARGUMENT: Rule = rule!(
    "VTL006", "bare-argument", Language, Error, fixable: true,
    "A word without `$` or quotes as an argument, which is null",
    "A bare word between the parentheses of a method is null, whatever it is.",
    bare_argument,
);

/// What of a name is known, if it is a name with a hyphen of which a part is.
fn hyphenated(facts: &Facts<'_>, usage: &Use<'_>) -> Option<(Span, String)> {
    let reference = usage.reference;
    let (root, steps) = reference.path()?;
    if root.contains('-') && !facts.variable(root).is_some_and(|variable| variable.is_set()) {
        let known = prefixes(root).find(|name| facts.is_given(name) || is_set(facts, name))?;
        let name = reference_name_start(facts, reference.offset, root)?;
        return Some((Span::new(name, name + root.len() as u32), known.to_owned()));
    }
    let types = facts.types_along(reference);
    steps.iter().zip(types).find_map(|(step, of)| match step {
        Step::Property { name, .. } if name.contains('-') => {
            let known = match of {
                Type::Loop => prefixes(name).find(|name| super::loops::PROPERTIES.contains(name)),
                Type::Context => prefixes(name).find(|name| super::context_names::is_known(name)),
                _ => name.strip_suffix('-').filter(|name| !name.is_empty()),
            };
            known.map(|known| (step.name_span(), known.to_owned()))
        }
        _ => None,
    })
}

fn is_set(facts: &Facts<'_>, name: &str) -> bool {
    facts.variable(name).is_some_and(|variable| variable.is_set())
}

/// `a-b-c`: `a-b`, `a`.
fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('-').map(|(at, _)| &name[..at]).filter(|prefix| !prefix.is_empty())
}

/// Where the root's name starts, behind `$`, `$!` or `${`.
fn reference_name_start(facts: &Facts<'_>, offset: u32, root: &str) -> Option<u32> {
    let at = facts.source.get(offset as usize..)?.find(root)?;
    (at <= 8).then_some(offset + at as u32)
}

fn hyphen(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let Some((name, known)) = hyphenated(facts, usage) else { continue };
        let whole = facts.slice(name);
        let Some(before) = facts.source.get(usage.reference.offset as usize..name.start as usize) else { continue };
        let message = format!("`{before}{whole}` is one name, in which `-` is a character");
        let finding = findings.add(Span::new(usage.reference.offset, name.end), message);
        let behind = Span::new(name.start + known.len() as u32, name.end);
        let is_plain = !before.contains('{') && usage.reference.end == name.end;
        if usage.place == Place::Printed {
            let opened = if before.starts_with("$!") { "$!{" } else { "${" };
            let path = before.trim_start_matches(['$', '!', '{']);
            finding.help(format!("end the name before the hyphen: `{opened}{path}{known}}}{}`", facts.slice(behind)));
            if is_plain {
                finding.fix(vec![
                    super::edit(Span::new(usage.reference.offset, name.start), format!("{opened}{path}")),
                    super::edit(Span::new(behind.start, behind.start), "}"),
                ]);
            }
        } else {
            let rest = facts.slice(behind).trim_start_matches('-');
            finding.help(format!("write the operator with blanks around it: `{before}{known} - {rest}`"));
            if is_plain && rest.starts_with(|c: char| c.is_ascii_digit()) && rest.bytes().all(|c| c.is_ascii_digit()) {
                finding.fix(vec![super::edit(Span::new(behind.start, behind.start + 1), " - ")]);
            }
        }
    }
}

/// The variables that `hyphen` speaks of, which are not set for a reason that is known.
pub(super) fn is_misread(facts: &Facts<'_>, usage: &Use<'_>) -> bool {
    hyphenated(facts, usage).is_some()
}

/// The variables that were meant.
pub(super) fn meant(facts: &Facts<'_>) -> HashSet<String> {
    facts.uses.iter().filter_map(|usage| hyphenated(facts, usage)).map(|(_, known)| known).collect()
}

/// `#set(${x} = 1)`
pub(super) fn braced<'s>(facts: &Facts<'s>) -> impl Iterator<Item = &'s Set<'s>> {
    let sets = facts.sets.iter().map(|set| set.node);
    sets.filter(|set| set.target.steps.is_empty() && set.key.starts_with(['{', '!']))
}

fn braces(facts: &Facts<'_>, findings: &mut Findings) {
    for set in braced(facts) {
        let target = set.target;
        let written = facts.slice(target.span());
        let name = target.root;
        findings
            .add(target.span(), format!("`#set({written} = …)` does not set `${name}`"))
            .help(format!("write `#set(${name} = …)`"))
            .fix(vec![super::edit(target.span(), format!("${name}"))]);
    }
}

fn underscore(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some((Misreading::Underscore, _, span)) = misreading(facts) {
        report_underscore(facts, findings, span.start);
        return;
    }
    for usage in &facts.uses {
        let end = usage.reference.end;
        let closed = facts.source[..(end as usize).min(facts.source.len())].ends_with('}');
        let is_read = usage.place == Place::Printed && usage.reference.path().is_some();
        if is_read && !closed && facts.source.get(end as usize..).is_some_and(|rest| rest.starts_with("._")) {
            report_underscore(facts, findings, end);
        }
    }
}

/// `._id`, from its dot.
fn report_underscore(facts: &Facts<'_>, findings: &mut Findings, dot: u32) {
    let rest = &facts.source[dot as usize + 1..];
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
    let name = &rest[..length];
    if !name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return;
    }
    let span = Span::new(dot, dot + 1 + length as u32);
    findings
        .add(span, format!("`.{name}` is text here: a property's name starts with a letter"))
        .help(format!("write `['{name}']`"))
        .fix(vec![super::edit(span, format!("['{name}']"))]);
}

/// The argument stands there without a `$`.
pub(super) fn is_bare(facts: &Facts<'_>, usage: &Use<'_>) -> bool {
    usage.place == Place::Argument && facts.slice(usage.reference.span()).starts_with(|c: char| c.is_ascii_alphabetic())
}

fn bare_argument(facts: &Facts<'_>, findings: &mut Findings) {
    for step in facts.uses.iter().flat_map(|usage| usage.reference.steps) {
        let Step::Method { name, args, .. } = step else { continue };
        for argument in args.iter().filter(|argument| matches!(argument.kind, Kind::Reference(_))) {
            let word = facts.slice(argument.span());
            if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
                report_bare(facts, findings, name, argument.span(), word);
            }
        }
    }
}

fn report_bare(facts: &Facts<'_>, findings: &mut Findings, method: &str, span: Span, word: &str) {
    let is_null = matches!(word, "null" | "Null" | "NULL" | "nil" | "None" | "undefined");
    // a map may well be given a null
    if is_null && !matches!(method, "equals" | "equalsIgnoreCase" | "contains") {
        return;
    }
    let finding = findings.add(
        span,
        match is_null {
            true => format!("`{word}` is Java's null as an argument, which no value equals"),
            false => format!("`{word}` is a bare word, whose value is null"),
        },
    );
    match word {
        _ if is_null => {
            finding.help("compare with the empty string, which is what null and missing values are: `$x == \"\"`")
        }
        "True" | "TRUE" | "False" | "FALSE" => {
            let meant = word.to_ascii_lowercase();
            finding.help(format!("write `{meant}`")).unsafe_fix(vec![super::edit(span, meant)])
        }
        _ if is_set(facts, word) => {
            finding.help(format!("write `${word}`")).unsafe_fix(vec![super::edit(span, format!("${word}"))])
        }
        _ => finding.help(format!("write `'{word}'` for the text, `${word}` for the variable")),
    };
}
