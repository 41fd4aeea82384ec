//! `#if($x)`: what is true on API Gateway, and what never is.

use std::collections::{HashMap, HashSet};

use super::rule;
use crate::error::Span;
use crate::lint::check::Findings;
use crate::lint::facts::{BlockId, BlockKind, Facts, Place, Type, Use};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Expression, Kind, Operator, Reference, Step};

pub(crate) const EMPTY_IS_TRUE: Rule = rule!(
    "VTL013", "empty-is-true", Language, Warning, fixable: false,
    "`#if($x)` on a value that may be missing or empty, which is true",
    "On API Gateway a missing or null value is the empty string, and `#if` is false only for the boolean `false`: the block is printed all the same.",
    empty_is_true,
);

pub(crate) const NEGATED: Rule = rule!(
    "VTL014", "not-empty", Language, Warning, fixable: false,
    "`!$x` on a value that may be missing or empty, which is false",
    "On API Gateway a missing or null value is the empty string, which is true: `!$x` is true only if `$x` is the boolean `false`.",
    negated,
);

pub(crate) const LITERAL: Rule = rule!(
    "VTL015", "literal-condition", Language, Error, fixable: false,
    "A literal or a sum as a condition, which is never true",
    "Only references, `true`, comparisons and `&& || !` can be true; `#if(\"$x\")`, `#if(1)` and `#if($a + 1)` never are.",
    literal,
);

pub(crate) const UNREACHABLE: Rule = rule!(
    "VTL016", "unreachable", Language, Warning, fixable: false,
    "A branch that cannot be reached",
    "It is never printed.",
    unreachable,
);

/// What is asked in a condition, as it is written: references that stand for themselves, without those that another part of the same
/// condition asks more of (`$x && $x != ""`).
fn asked<'f, 's>(facts: &'f Facts<'s>, place: Place) -> impl Iterator<Item = (&'f Use<'s>, String)> {
    let guards = guards(facts);
    let uses = facts.uses.iter().filter(move |usage| {
        usage.place == place && usage.reference.path().is_some() && !guards.contains(&usage.reference.offset)
    });
    uses.map(|usage| (usage, facts.shown(usage.reference.span())))
}

fn empty_is_true(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, shown) in asked(facts, Place::Truth) {
        let reference = usage.reference;
        match facts.type_of_reference(reference) {
            Type::Json if is_value_of_body(reference) => {
                findings
                    .add(reference.span(), format!("`{shown}` is true in `#if` even if it is missing, null or empty"))
                    .help(format!("write `{shown} != \"\"`, or `{shown} == true` if it is a boolean"));
            }
            Type::Boolean => flag_in_branch(facts, findings, usage, &shown),
            of if of.is_certain() => {
                let test = if is_collection(of) { ".size() > 0" } else { " != \"\"" };
                findings
                    .add(
                        reference.span(),
                        format!("`{shown}` is always true in `#if`: it is {}, which is never `false`", of.name()),
                    )
                    .help(format!("write `{shown}{test}`"));
            }
            _ => {}
        }
    }
}

fn is_collection(of: Type) -> bool {
    matches!(of, Type::List | Type::Array | Type::Map | Type::Collection | Type::Strings | Type::Params)
}

/// It comes from the body by a path, not by a method that only a boolean's owner would be asked.
fn is_value_of_body(reference: &Reference<'_>) -> bool {
    !matches!(reference.steps.last(), Some(Step::Method { name, .. }) if name.starts_with("is") || *name == "equals")
}

/// A boolean that is set only in a branch is missing, and so true, where the branch was not taken.
fn flag_in_branch(facts: &Facts<'_>, findings: &mut Findings, usage: &Use<'_>, shown: &str) {
    /// Sets of one variable that are looked at.
    const MOST: usize = 50;
    let reference = usage.reference;
    let Some(variable) = facts.variable(reference.root).filter(|_| reference.steps.is_empty()) else { return };
    if variable.sets.len() > MOST {
        return;
    }
    let is_sure = variable
        .sets
        .iter()
        .map(|set| &facts.sets[*set])
        .any(|set| set.order < usage.order && facts.is_within(usage.block, set.block));
    let later =
        facts.runs_later(usage.block) || variable.sets.iter().any(|set| facts.runs_later(facts.sets[*set].block));
    let before = variable.sets.iter().any(|set| facts.sets[*set].order < usage.order);
    let covered = covered(facts, variable.sets.iter().map(|set| facts.sets[*set].block));
    if is_sure || later || !before || covered || variable.sets.is_empty() {
        return;
    }
    findings
        .add(reference.span(), format!("`{shown}` is set only in a branch, and true where that was not taken"))
        .help(format!("set `{shown}` to `false` before the `#if`"));
}

/// Every branch of some `#if` with an `#else` sets it.
fn covered(facts: &Facts<'_>, blocks: impl Iterator<Item = BlockId>) -> bool {
    let blocks: HashSet<BlockId> = blocks.collect();
    blocks.iter().any(|block| match facts.blocks[*block].kind {
        BlockKind::Otherwise(number) => facts.ifs[number].arms.iter().all(|arm| blocks.contains(arm)),
        _ => false,
    })
}

/// Where references start that stand beside an operand which asks more of the same value: `$x` in `$x && $x != ""`,
/// `$x && $x.size() > 0`, `$x || $x == 0`.
fn guards(facts: &Facts<'_>) -> HashSet<u32> {
    /// How many operands apart the two may be.
    const NEAR: usize = 16;
    let mut guards = HashSet::new();
    for binary in &facts.binaries {
        if !matches!(binary.operator, Operator::And | Operator::Or) {
            continue;
        }
        let mut left = binary.left;
        // of `a && b && c` the operator's left side is `a && b`
        for _ in 0..NEAR {
            let Kind::Binary(Operator::And | Operator::Or, (inner, last)) = &left.kind else { break };
            guard(facts, last, binary.right, &mut guards);
            left = inner;
        }
        guard(facts, left, binary.right, &mut guards);
    }
    guards
}

fn guard(facts: &Facts<'_>, one: &Expression<'_>, other: &Expression<'_>, guards: &mut HashSet<u32>) {
    for (asked, by) in [(one, other), (other, one)] {
        if let Kind::Reference(reference) = asked.kind {
            let name = facts.slice(reference.span());
            let text = facts.slice(by.span());
            let asks_more = !matches!(by.kind, Kind::Reference(other) if other.literal == reference.literal);
            if asks_more
                && !name.is_empty()
                && text.contains(name.trim_start_matches(['$', '!', '{']).trim_end_matches('}'))
            {
                guards.insert(reference.offset);
            }
        }
    }
}

fn negated(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, shown) in asked(facts, Place::Negated) {
        let reference = usage.reference;
        match facts.type_of_reference(reference) {
            Type::Json if is_value_of_body(reference) => {
                findings
                    .add(reference.span(), format!("`!{shown}` is false if the value is missing, null or empty"))
                    .help(format!("write `{shown} == \"\"`, or `{shown} != true` if it is a boolean"));
            }
            Type::Boolean | Type::Json => {}
            of if of.is_certain() => {
                let test = if is_collection(of) { ".isEmpty()" } else { " == \"\"" };
                findings
                    .add(reference.span(), format!("`!{shown}` is never true"))
                    .help(format!("write `{shown}{test}`"));
            }
            _ => {}
        }
    }
}

fn literal(facts: &Facts<'_>, findings: &mut Findings) {
    let mut report = |expression: &Expression<'_>| {
        let what = match expression.kind {
            Kind::String(_) | Kind::Interpolated(_) => "a string in quotes",
            Kind::Integer(_) | Kind::Float(_) => "a number",
            Kind::List(_) | Kind::Range(_) => "a list",
            Kind::Map(_) => "a map",
            Kind::Binary(
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder,
                _,
            ) => "the result of arithmetic",
            _ => return,
        };
        let shown = facts.shown(expression.span());
        let finding = findings.add(expression.span(), format!("{what} is never true as a condition"));
        match expression.kind {
            Kind::String(_) | Kind::Interpolated(_) => finding.help(format!("compare it: `{shown} != \"\"`")),
            _ => finding.help("compare it with what it should be, or put it into a variable"),
        };
    };
    for branching in &facts.ifs {
        branching.node.arms.iter().for_each(|(condition, _)| report(condition));
    }
    for binary in &facts.binaries {
        if matches!(binary.operator, Operator::And | Operator::Or) {
            report(binary.left);
            report(binary.right);
        }
    }
}

fn unreachable(facts: &Facts<'_>, findings: &mut Findings) {
    for branching in &facts.ifs {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut always: Option<Span> = None;
        for (condition, _) in branching.node.arms {
            let text = facts.slice(condition.span()).trim();
            if always.is_some() {
                report(findings, condition.span(), "an `#if` or `#elseif` before it is always true");
                break;
            }
            match condition.kind {
                Kind::Boolean(true) => always = Some(condition.span()),
                Kind::Boolean(false) => report(findings, condition.span(), "its condition is `false`"),
                _ if !seen.insert(text) && !text.is_empty() && !changes(text) => {
                    report(findings, condition.span(), "the same condition stands before it in this `#if`");
                }
                _ => {}
            }
        }
        if let (Some(condition), Some(_)) = (always, branching.node.otherwise) {
            report(findings, condition, "the `#else` is never reached: this condition is always true");
        }
    }
    behind_the_end(facts, findings);
}

fn report(findings: &mut Findings, span: Span, message: &str) {
    let message = match message.starts_with("the `#else`") {
        true => message.to_owned(),
        false => format!("this branch is never reached: {message}"),
    };
    findings.add(span, message).help("take the branch out, or change its condition");
}

/// The condition may change what it asks: `$list.add(1)`.
fn changes(text: &str) -> bool {
    [".add(", ".put(", ".remove(", ".next(", ".set("].iter().any(|method| text.contains(method))
}

/// What stands behind `#stop` or `#break` in the same block.
fn behind_the_end(facts: &Facts<'_>, findings: &mut Findings) {
    let stops = facts.stops.iter().map(|stop| (stop, "#stop"));
    let mut ends: HashMap<BlockId, (u32, &str)> = HashMap::new();
    for (end, name) in stops.chain(facts.breaks.iter().map(|stop| (stop, "#break"))) {
        if end.node.argument.is_none() && facts.blocks[end.block].kind != BlockKind::String {
            let first = ends.entry(end.block).or_insert((end.order, name));
            *first = (*first).min((end.order, name));
        }
    }
    for run in facts.texts.iter().filter(|run| !run.text.trim().is_empty()) {
        let end = ends.get(&run.block).copied().filter(|(order, _)| *order < run.order);
        let Some((_, name)) = end else { continue };
        ends.remove(&run.block);
        if let Some(offset) = run.offset {
            let start = offset + (run.text.len() - run.text.trim_start().len()) as u32;
            let first = run.text.trim().lines().next().unwrap_or("").len() as u32;
            findings
                .add(Span::new(start, start + first), format!("this is never printed: `{name}` stands before it"))
                .help(format!("put `{name}` into an `#if`, or take out what follows it"));
        }
    }
}
