//! `$input.params('age') > 18`, `$list == ""`, `$count.equals("1")`

use super::rule;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Type};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Expression, Kind, Operator, Step};

pub(crate) const ORDER_OF_TEXT: Rule = rule!(
    "VTL026", "order-of-text", Language, Error, fixable: false,
    "`<`, `>`, `<=` or `>=` with a string, which is always false",
    "Only numbers have an order in VTL. With a string on either side the comparison is false, even if it looks like a number.",
    order,
);

pub(crate) const NEVER_EQUAL: Rule = rule!(
    "VTL027", "never-equal", Language, Warning, fixable: false,
    "`==` or `!=` between values that cannot be equal",
    "Values of different types are compared as they print: a list prints with brackets, a number with digits, a boolean as `true` or `false`.",
    never_equal,
);

pub(crate) const EQUALS: Rule = rule!(
    "VTL028", "equals-of-another-type", Language, Error, fixable: false,
    "`.equals(…)` with a value of another type, which is always false",
    "Java's `equals` is false for another class, where `==` compares what the values print.",
    equals,
);

fn order(facts: &Facts<'_>, findings: &mut Findings) {
    use Operator::{Greater, GreaterOrEqual, Less, LessOrEqual};
    for binary in &facts.binaries {
        if !matches!(binary.operator, Less | Greater | LessOrEqual | GreaterOrEqual) {
            continue;
        }
        let sides = [binary.left, binary.right];
        let Some(side) = sides.into_iter().find(|side| facts.type_of(side) == Type::String) else { continue };
        let shown = facts.shown(side.span());
        let finding =
            findings.add(side.span(), format!("`{shown}` is a string, so that this comparison is always false"));
        match side.kind {
            Kind::String(text) if text.parse::<f64>().is_ok() => finding.help(format!("write the number: `{text}`")),
            Kind::String(_) => finding.help("compare texts with `==`, or `$a.compareTo($b) > 0`"),
            _ => {
                finding.help("make it a number: `$util.parseJson($text)`; or compare texts with `$a.compareTo($b) > 0`")
            }
        };
    }
}

fn never_equal(facts: &Facts<'_>, findings: &mut Findings) {
    for binary in &facts.binaries {
        if !matches!(binary.operator, Operator::Equal | Operator::NotEqual) {
            continue;
        }
        let Some((value, text)) = with_text(facts, binary.left, binary.right) else { continue };
        let of = facts.type_of(value);
        if can_print(of, text) {
            continue;
        }
        let result = if binary.operator == Operator::Equal { "false" } else { "true" };
        let shown = facts.shown(value.span());
        let message = format!("`{shown}` is {}, which never prints as \"{text}\": this is always {result}", of.name());
        let finding = findings.add(binary.span, message);
        match of {
            Type::Whole | Type::Decimal => finding.help("compare it with a number"),
            Type::Boolean => finding.help("compare it with `true` or `false`"),
            _ if text.is_empty() => finding.help(format!("write `{shown}.isEmpty()`")),
            _ => finding.help("compare one of its items"),
        };
    }
}

/// The side that is a constant string, and the other.
fn with_text<'e, 's>(
    facts: &Facts<'s>,
    left: &'e Expression<'s>,
    right: &'e Expression<'s>,
) -> Option<(&'e Expression<'s>, &'s str)> {
    match (facts.constant(left), facts.constant(right)) {
        (Some(text), None) => Some((right, text)),
        (None, Some(text)) => Some((left, text)),
        _ => None,
    }
}

fn can_print(of: Type, text: &str) -> bool {
    match of {
        Type::Whole => text.parse::<i128>().is_ok(),
        Type::Decimal => text.parse::<f64>().is_ok(),
        Type::Boolean => matches!(text, "true" | "false"),
        Type::List | Type::Collection => text.starts_with('['),
        Type::Map | Type::Strings | Type::Params => text.starts_with('{') || of != Type::Map && !text.is_empty(),
        Type::Array => text.starts_with('['),
        _ => true,
    }
}

fn equals(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let types = facts.types_along(usage.reference);
        for (step, of) in usage.reference.steps.iter().zip(types) {
            let Step::Method { name: "equals", args: [argument], .. } = step else { continue };
            let given = facts.type_of(argument);
            if !differ(of, given) {
                continue;
            }
            let message = format!("{} never `equals` {}", of.name(), given.name());
            let finding = findings.add(step.name_span(), message);
            finding.help("compare with `==`, which compares what values of different types print");
        }
    }
}

fn differ(a: Type, b: Type) -> bool {
    let scalar = |of: Type| matches!(of, Type::String | Type::Whole | Type::Decimal | Type::Boolean);
    let list = |of: Type| matches!(of, Type::List | Type::Array | Type::Map);
    a != b && scalar(a) && (scalar(b) || list(b)) || a != b && list(a) && scalar(b)
}
