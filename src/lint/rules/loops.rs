//! `#foreach`, `$foreach`, `#break`

use super::rule;
use crate::error::Span;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Type};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Expression, Kind};

pub(crate) const TOO_LONG: Rule = rule!(
    "VTL023", "loop-too-long", Language, Warning, fixable: false,
    "A loop of more than 1000 turns",
    "API Gateway ends a `#foreach` after 1000 turns, without a word, and `$foreach.hasNext` is still true in the last.",
    too_long,
);

pub(crate) const NO_LIST: Rule = rule!(
    "VTL032", "loop-over-no-list", Language, Error, fixable: false,
    "A `#foreach` over a string, a number or a boolean",
    "There is no error: the loop has no turns.",
    no_list,
);

pub(crate) const OUTSIDE: Rule = rule!(
    "VTL035", "foreach-outside-loop", Language, Error, fixable: false,
    "`$foreach` outside of a loop",
    "There it is missing: it prints nothing and is true in `#if`, so that `#if($foreach.hasNext),#end` always prints the comma.",
    outside,
);

pub(crate) const BREAK_OUTSIDE: Rule = rule!(
    "VTL037", "break-outside-loop", Language, Warning, fixable: true,
    "`#break` outside of a loop, which ends the template",
    "Outside of a `#foreach` it does what `#stop` does: nothing behind it is printed.",
    break_outside,
);

/// What `$foreach` has.
pub(super) const PROPERTIES: &[&str] =
    &["index", "count", "hasNext", "first", "last", "parent", "topmost", "info", "replaced", "class", "empty"];

/// Turns of one `#foreach`.
const TURNS: u64 = 1000;

/// How many turns a range has whose ends are known.
fn turns<'s>(facts: &Facts<'s>, list: &Expression<'s>) -> Option<u64> {
    let Kind::Range((first, last)) = facts.settled(list).kind else { return None };
    facts.whole(first)?.abs_diff(facts.whole(last)?).checked_add(1)
}

fn too_long(facts: &Facts<'_>, findings: &mut Findings) {
    for each in &facts.loops {
        let list = &each.node.list;
        if let Some(turns) = turns(facts, list).filter(|turns| *turns > TURNS) {
            findings
                .add(list.span(), format!("this loop has {turns} turns, and ends after {TURNS}"))
                .help("nest two loops: each of them may have 1000 turns");
        }
    }
}

fn no_list(facts: &Facts<'_>, findings: &mut Findings) {
    for each in &facts.loops {
        let list = &each.node.list;
        if list.offset == list.end {
            continue;
        }
        let of = facts.type_of(list);
        if matches!(of, Type::String | Type::Whole | Type::Decimal | Type::Boolean) {
            let shown = facts.shown(list.span());
            let finding = findings.add(list.span(), format!("`{shown}` is {}: the loop has no turns", of.name()));
            match of {
                Type::String => finding.help("take the string apart first: `$text.split(\",\")`"),
                Type::Whole => finding.help("write a range: `[1..$n]`"),
                _ => finding.help("loops go through lists and maps"),
            };
        }
    }
}

fn outside(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let is_loop = matches!(usage.reference.root, "foreach" | "velocityCount" | "velocityHasNext");
        let is_here = is_loop && usage.reference.path().is_some() && facts.is_given(usage.reference.root);
        if is_here && facts.blocks[usage.block].loops == 0 && !facts.runs_later(usage.block) {
            let shown = facts.shown(usage.reference.span());
            findings
                .add(usage.reference.span(), format!("`{shown}` stands outside of every `#foreach`"))
                .help("move it before the loop's `#end`");
        }
    }
}

fn break_outside(facts: &Facts<'_>, findings: &mut Findings) {
    for node in &facts.breaks {
        if node.node.argument.is_none() && facts.blocks[node.block].loops == 0 && !facts.runs_later(node.block) {
            let span = Span::new(node.node.offset, node.node.end);
            findings
                .add(span, "this `#break` ends the template: there is no loop around it")
                .help("write `#stop`, if that is meant")
                .unsafe_fix(vec![super::edit(span, "#stop")]);
        }
    }
}
