//! `7 / 2`, `$input.params('n') - 1`

use std::collections::HashMap;

use super::rule;
use crate::error::Span;
use crate::lint::check::Findings;
use crate::lint::facts::{Binary, Facts, Place, Type};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Expression, Kind, Operator};

pub(crate) const DIVISION: Rule = rule!(
    "VTL022", "integer-division", Language, Warning, fixable: true,
    "A division of whole numbers where a fraction is expected",
    "Whole numbers divide as in Java: `7 / 2` is 3, and `1 / 3` is 0.",
    division,
);

pub(crate) const NOT_A_NUMBER: Rule = rule!(
    "VTL031", "no-number", Language, Error, fixable: false,
    "Arithmetic with what is no number, or a division by zero",
    "The result is null, and a `#set` to null leaves the variable as it was; `+` with a string appends to it.",
    not_a_number,
);

fn division(facts: &Facts<'_>, findings: &mut Findings) {
    let mut outer: HashMap<u64, &Binary<'_>> = HashMap::new();
    for binary in &facts.binaries {
        outer.insert(key(binary.left.span()), binary);
        outer.insert(key(binary.right.span()), binary);
    }
    for binary in facts.binaries.iter().filter(|binary| binary.operator == Operator::Divide) {
        let both = facts.type_of(binary.left) == Type::Whole && facts.type_of(binary.right) == Type::Whole;
        if !both || !expects_fraction(facts, binary, outer.get(&key(binary.span)).copied()) {
            continue;
        }
        let shown = facts.shown(binary.span);
        let finding =
            findings.add(binary.span, format!("`{shown}` divides whole numbers: what is behind the point is lost"));
        let is_number = |side: &Expression<'_>| matches!(side.kind, Kind::Integer(_));
        match (is_number(binary.left), is_number(binary.right)) {
            (true, _) => finding
                .help("make one of them a decimal: `7.0 / 2`")
                .unsafe_fix(vec![super::edit(binary.left.span(), format!("{}.0", facts.slice(binary.left.span())))]),
            (false, true) => finding
                .help("make one of them a decimal: `$x / 2.0`")
                .unsafe_fix(vec![super::edit(binary.right.span(), format!("{}.0", facts.slice(binary.right.span())))]),
            _ => finding.help("make one of them a decimal: multiply by `1.0` first, or by 100 for a percentage"),
        };
    }
}

fn key(span: Span) -> u64 {
    u64::from(span.start) << 32 | u64::from(span.end)
}

/// Constants with a remainder; a result that meets a decimal, or that is made a percentage.
fn expects_fraction(facts: &Facts<'_>, binary: &Binary<'_>, outer: Option<&Binary<'_>>) -> bool {
    match (facts.whole(binary.left), facts.whole(binary.right)) {
        (_, Some(0)) => return false,
        (Some(left), Some(right)) => return left.checked_rem(right).is_some_and(|rest| rest != 0),
        (Some(1), None) => return true,
        _ => {}
    }
    let Place::Operand(_) = binary.place else { return false };
    outer.is_some_and(|outer| {
        let other = if outer.left.span() == binary.span { outer.right } else { outer.left };
        let meets = facts.type_of(other) == Type::Decimal;
        let percentage = outer.operator == Operator::Multiply && facts.whole(other) == Some(100);
        meets || percentage
    })
}

fn not_a_number(facts: &Facts<'_>, findings: &mut Findings) {
    use Operator::{Add, Divide, Multiply, Remainder, Subtract};
    for binary in &facts.binaries {
        match binary.operator {
            Subtract | Multiply | Divide | Remainder => arithmetic(facts, findings, binary),
            Add => addition(facts, findings, binary),
            _ => {}
        }
    }
}

fn arithmetic(facts: &Facts<'_>, findings: &mut Findings, binary: &Binary<'_>) {
    let is_division = matches!(binary.operator, Operator::Divide | Operator::Remainder);
    if is_division && facts.whole(binary.right) == Some(0) {
        let finding = findings.add(binary.span, "a division by zero is null");
        finding.help("a `#set` to it keeps the variable's old value");
        return;
    }
    for side in [binary.left, binary.right] {
        let of = facts.type_of(side);
        if !of.is_certain() || of.is_number() {
            continue;
        }
        let shown = facts.shown(side.span());
        let finding =
            findings.add(side.span(), format!("`{shown}` is {}, and no number: the result is null", of.name()));
        match of {
            Type::String => finding.help(
                "make it a number first: `#set($Integer = 0)`, then `$Integer.parseInt($text)`, or `$util.parseJson($text)`",
            ),
            _ => finding.help("arithmetic takes numbers only"),
        };
    }
}

/// `$input.params('page') + 1` is `"51"`.
fn addition(facts: &Facts<'_>, findings: &mut Findings, binary: &Binary<'_>) {
    let Kind::Integer(number) = binary.right.kind else { return };
    let Some(reference) = facts.reference(binary.left) else { return };
    let is_parameter = facts.type_of_reference(reference) == Type::String
        && match facts.variable(reference.root).filter(|variable| variable.is_set()) {
            Some(variable) if reference.steps.is_empty() => variable.sets.iter().all(|set| {
                let value = &facts.sets[*set].node.value;
                facts.reference(value).is_some_and(|of| facts.is_given(of.root) && of.root != "util")
            }),
            Some(_) => false,
            None => matches!(reference.root, "input" | "stageVariables"),
        };
    if is_parameter && binary.place == Place::Assigned {
        let shown = facts.shown(binary.left.span());
        findings
            .add(binary.span, format!("`{shown}` is a string: `+ {number}` appends the text `{number}` to it"))
            .help("make it a number first: `#set($Integer = 0)`, then `$Integer.parseInt($text)`, or `$util.parseJson($text)`");
    }
}
