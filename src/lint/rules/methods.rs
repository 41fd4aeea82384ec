//! `$list.push(1)`, `$name.length`: methods that Java does not have, and properties where there are none.

use std::collections::HashSet;

use super::rule;
use crate::error::Span;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Type, Use};
use crate::lint::finding::Finding;
use crate::lint::rule::Rule;
use crate::syntax::ast::Step;

pub(crate) const UNKNOWN: Rule = rule!(
    "VTL020", "unknown-method", Language, Error, fixable: true,
    "A method that Java's class does not have",
    "An unknown method is no error: the whole reference prints nothing, and is true in `#if`.",
    unknown,
);

pub(crate) const PROPERTY: Rule = rule!(
    "VTL021", "unknown-property", Language, Error, fixable: true,
    "A property of a value that has none of this name, such as `.length` without parentheses",
    "An unknown property is no error: the whole reference prints nothing, and is true in `#if`.",
    property,
);

const OBJECT: &[&str] = &["equals", "getClass", "hashCode", "toString"];

const STRING: &[&str] = &[
    "charAt",
    "chars",
    "codePointAt",
    "codePointBefore",
    "codePointCount",
    "codePoints",
    "compareTo",
    "compareToIgnoreCase",
    "concat",
    "contains",
    "contentEquals",
    "copyValueOf",
    "describeConstable",
    "endsWith",
    "equalsIgnoreCase",
    "format",
    "formatted",
    "getBytes",
    "getChars",
    "indent",
    "indexOf",
    "intern",
    "isBlank",
    "isEmpty",
    "join",
    "lastIndexOf",
    "length",
    "lines",
    "matches",
    "offsetByCodePoints",
    "regionMatches",
    "repeat",
    "replace",
    "replaceAll",
    "replaceFirst",
    "split",
    "startsWith",
    "strip",
    "stripIndent",
    "stripLeading",
    "stripTrailing",
    "subSequence",
    "substring",
    "toCharArray",
    "toLowerCase",
    "toUpperCase",
    "transform",
    "translateEscapes",
    "trim",
    "valueOf",
];

const COLLECTION: &[&str] = &[
    "add",
    "addAll",
    "clear",
    "contains",
    "containsAll",
    "forEach",
    "isEmpty",
    "iterator",
    "parallelStream",
    "remove",
    "removeAll",
    "removeIf",
    "retainAll",
    "size",
    "spliterator",
    "stream",
    "toArray",
];

const LIST: &[&str] = &[
    "clone",
    "ensureCapacity",
    "get",
    "indexOf",
    "lastIndexOf",
    "listIterator",
    "replaceAll",
    "set",
    "sort",
    "subList",
    "toJSONString",
    "trimToSize",
    "appendElement",
    "merge",
    "writeJSONString",
];

const MAP: &[&str] = &[
    "clear",
    "clone",
    "compute",
    "computeIfAbsent",
    "computeIfPresent",
    "containsKey",
    "containsValue",
    "entrySet",
    "forEach",
    "get",
    "getOrDefault",
    "isEmpty",
    "keySet",
    "merge",
    "put",
    "putAll",
    "putIfAbsent",
    "remove",
    "replace",
    "replaceAll",
    "size",
    "values",
];

const NUMBER: &[&str] = &[
    "bitCount",
    "byteValue",
    "compare",
    "compareTo",
    "doubleValue",
    "floatValue",
    "intValue",
    "isInfinite",
    "isNaN",
    "longValue",
    "max",
    "min",
    "parseDouble",
    "parseInt",
    "parseLong",
    "shortValue",
    "signum",
    "sum",
    "toBinaryString",
    "toHexString",
    "toOctalString",
    "valueOf",
    "abs",
    "add",
    "subtract",
    "multiply",
    "divide",
    "mod",
    "negate",
    "pow",
    "scale",
    "setScale",
    "round",
    "precision",
    "remainder",
    "compareUnsigned",
    "decode",
    "describeConstable",
    "divideUnsigned",
    "getInteger",
    "getLong",
    "highestOneBit",
    "isFinite",
    "lowestOneBit",
    "numberOfLeadingZeros",
    "numberOfTrailingZeros",
    "parseUnsignedInt",
    "parseUnsignedLong",
    "remainderUnsigned",
    "resolveConstantDesc",
    "reverse",
    "reverseBytes",
    "rotateLeft",
    "rotateRight",
    "toUnsignedInt",
    "toUnsignedLong",
    "toUnsignedString",
    "doubleToLongBits",
    "doubleToRawLongBits",
    "longBitsToDouble",
    "shiftLeft",
    "shiftRight",
    "sqrt",
    "testBit",
    "stripTrailingZeros",
    "toBigInteger",
    "toPlainString",
    "toEngineeringString",
    "unscaledValue",
    "movePointLeft",
    "movePointRight",
    "gcd",
    "modPow",
    "modInverse",
    "not",
    "and",
    "or",
    "xor",
    "andNot",
    "setBit",
    "clearBit",
    "flipBit",
    "getLowestSetBit",
    "bitLength",
    "isProbablePrime",
    "nextProbablePrime",
    "toByteArray",
    "intValueExact",
    "longValueExact",
    "byteValueExact",
    "shortValueExact",
    "divideToIntegralValue",
    "divideAndRemainder",
    "scaleByPowerOfTen",
    "ulp",
    "plus",
    "toBigIntegerExact",
    "bigDecimalValue",
    "describe",
];

const BOOLEAN: &[&str] = &[
    "booleanValue",
    "compare",
    "compareTo",
    "describeConstable",
    "getBoolean",
    "logicalAnd",
    "logicalOr",
    "logicalXor",
    "parseBoolean",
    "valueOf",
];

const LOOP: &[&str] = &[
    "getCount",
    "getFirst",
    "getHasNext",
    "getIndex",
    "getInfo",
    "getLast",
    "getParent",
    "getReplaced",
    "getTopmost",
    "hasNext",
    "isFirst",
    "isLast",
    "stop",
];

/// What people write who come from other languages, and Java's name for it.
const ELSEWHERE: &[(&str, &str)] = &[
    ("push", "add"),
    ("append", "add"),
    ("includes", "contains"),
    ("has", "containsKey"),
    ("hasKey", "containsKey"),
    ("hasOwnProperty", "containsKey"),
    ("keys", "keySet"),
    ("entries", "entrySet"),
    ("items", "entrySet"),
    ("substr", "substring"),
    ("slice", "substring"),
    ("lower", "toLowerCase"),
    ("upper", "toUpperCase"),
    ("lowercase", "toLowerCase"),
    ("uppercase", "toUpperCase"),
    ("count", "size"),
    ("len", "length"),
    ("startswith", "startsWith"),
    ("endswith", "endsWith"),
    ("strip", "trim"),
    ("sub", "replaceAll"),
    ("gsub", "replaceAll"),
    ("test", "matches"),
    ("toInt", "intValue"),
    ("delete", "remove"),
    ("at", "get"),
];

/// The methods of a type in groups, or nothing if they are not known.
fn methods(of: Type) -> Option<&'static [&'static [&'static str]]> {
    Some(match of {
        Type::String => &[STRING, OBJECT],
        Type::List | Type::Array => &[COLLECTION, LIST, OBJECT],
        Type::Collection => &[COLLECTION, OBJECT],
        Type::Map | Type::Strings | Type::Params | Type::ContextMap | Type::Context => &[MAP, OBJECT],
        Type::Whole | Type::Decimal => &[NUMBER, OBJECT],
        Type::Boolean => &[BOOLEAN, OBJECT],
        Type::Loop => &[LOOP, MAP, OBJECT],
        Type::Json => &[STRING, COLLECTION, LIST, MAP, NUMBER, BOOLEAN, OBJECT],
        _ => return None,
    })
}

fn has(groups: &[&[&str]], name: &str) -> bool {
    groups.iter().any(|group| group.contains(&name))
}

fn unknown(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let types = facts.types_along(usage.reference);
        for (step, of) in usage.reference.steps.iter().zip(types) {
            let (Step::Method { name, args, .. }, Some(groups)) = (step, methods(of)) else { continue };
            if has(groups, name) {
                continue;
            }
            let message = match of {
                Type::Json => format!("no value of a body has a method `{name}`"),
                _ => format!("{} has no method `{name}` in Java", owner(facts, usage, step, of)),
            };
            let finding = findings.add(step.name_span(), message);
            match suggestion(groups, of, name) {
                Some(near) => {
                    finding.help(format!("Java's is `{near}`"));
                    let same_arguments = !matches!(near, "substring" | "replaceAll") || near.eq_ignore_ascii_case(name);
                    if same_arguments && (!args.is_empty() || near != "get") {
                        finding.unsafe_fix(vec![super::edit(step.name_span(), near)]);
                    }
                }
                None => {
                    finding.help("methods are those of Java's classes, and case-sensitive");
                }
            }
        }
    }
}

fn suggestion(groups: &[&[&str]], of: Type, name: &str) -> Option<&'static str> {
    let is_text = of == Type::String;
    let swapped = match name {
        "size" if is_text => Some("length"),
        "length" | "len" if !is_text && of != Type::Json => Some("size"),
        "length" => Some("length"),
        _ => ELSEWHERE.iter().find(|(other, _)| *other == name).map(|(_, java)| *java),
    };
    let swapped = swapped.filter(|java| has(groups, java));
    let lists = [STRING, COLLECTION, LIST, MAP, NUMBER, BOOLEAN, LOOP, OBJECT];
    swapped.or_else(|| {
        let known: Vec<&'static str> =
            lists.iter().flat_map(|list| list.iter().copied()).filter(|known| has(groups, known)).collect();
        nearest(name, &known)
    })
}

/// Properties that a class has, by its getters.
fn properties(of: Type) -> Option<&'static [&'static str]> {
    Some(match of {
        Type::String => &["bytes", "empty", "blank", "class"],
        Type::List | Type::Array | Type::Collection => &["empty", "class"],
        Type::Whole | Type::Decimal | Type::Boolean => &["class", "infinite", "naN"],
        Type::Loop => super::loops::PROPERTIES,
        _ => return None,
    })
}

/// What `#foreach` goes through, as it is written: a value of the body that is a list.
fn looped(facts: &Facts<'_>) -> HashSet<String> {
    let lists = facts.loops.iter().filter_map(|each| facts.reference(&each.node.list));
    lists.map(|reference| without_braces(facts.slice(reference.span()))).collect()
}

fn without_braces(text: &str) -> String {
    text.replacen("$!", "$", 1).replacen("${", "$", 1).trim_end_matches('}').to_owned()
}

/// `$items` of `$items.length`.
fn owner_text<'s>(facts: &Facts<'s>, usage: &Use<'_>, step: &Step<'_>) -> &'s str {
    let end = step.offset().saturating_sub(1).max(usage.reference.offset);
    facts.slice(Span::new(usage.reference.offset, end))
}

fn property(facts: &Facts<'_>, findings: &mut Findings) {
    let looped = looped(facts);
    for usage in &facts.uses {
        if super::names::is_misread(facts, usage) {
            continue;
        }
        let types = facts.types_along(usage.reference);
        let steps = usage.reference.steps;
        for (number, (step, of)) in steps.iter().zip(types).enumerate() {
            let Step::Property { name, .. } = step else { continue };
            let is_list = of == Type::Json
                && matches!(*name, "length" | "size" | "count")
                && looped.contains(&without_braces(owner_text(facts, usage, step)));
            let of = if is_list { Type::List } else { of };
            let Some(known) = properties(of) else { continue };
            // `$input.body.name` has a rule of its own
            if known.contains(name)
                || (usage.reference.root == "input" && number == 1 && steps[0].name() == Some("body"))
            {
                continue;
            }
            let message = format!("{} has no property `{name}`", owner(facts, usage, step, of));
            report_property(findings.add(step.name_span(), message), step, of, name);
        }
    }
}

/// What a step is asked of: `$a.b` of `$a.b.c`, with what it is.
fn owner(facts: &Facts<'_>, usage: &Use<'_>, step: &Step<'_>, of: Type) -> String {
    let shown = crate::lint::text::shown(&without_braces(owner_text(facts, usage, step)));
    match of {
        Type::Loop | Type::Context => format!("`{shown}`"),
        of => format!("`{shown}` is {}, which", of.name()),
    }
}

fn report_property(finding: &mut Finding, step: &Step<'_>, of: Type, name: &str) {
    let span = step.name_span();
    let end = Span::new(span.end, span.end);
    let groups = methods(of).unwrap_or(&[]);
    if has(groups, name) {
        finding.help(format!("it is a method: `.{name}()`")).fix(vec![super::edit(end, "()")]);
        return;
    }
    let method = match (name, of) {
        ("length" | "count" | "len", Type::List | Type::Array | Type::Collection) => Some("size"),
        ("size" | "count" | "len", Type::String) => Some("length"),
        _ => None,
    };
    let near = properties(of).and_then(|known| nearest(name, known));
    match (method, near) {
        (Some(method), _) => {
            finding.help(format!("write `.{method}()`")).fix(vec![super::edit(span, format!("{method}()"))])
        }
        (None, Some(near)) if of == Type::Loop => {
            finding.help(format!("did you mean `.{near}`?")).unsafe_fix(vec![super::edit(span, near)])
        }
        _ if of == Type::String => finding.help("read text that is JSON with `$util.parseJson(…)` first"),
        _ if of == Type::Loop => finding.help(format!("it has {}", super::listed(super::loops::PROPERTIES))),
        _ => finding.help("methods need their parentheses"),
    };
}
