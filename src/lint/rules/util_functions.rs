//! `$util.toJson($x)`: functions of `$util` that API Gateway does not have.

use super::rule;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Type, Use};
use crate::lint::rule::Rule;
use crate::lint::subject::Api;
use crate::syntax::ast::Step;

/// All functions of `$util`.
const FUNCTIONS: [&str; 6] =
    ["escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode"];

/// What AppSync's `$util` has beside these.
const APPSYNC_FUNCTIONS: &[&str] = &[
    "appendError",
    "authType",
    "autoId",
    "autoKsuid",
    "autoUlid",
    "defaultIfNull",
    "defaultIfNullOrBlank",
    "defaultIfNullOrEmpty",
    "dynamodb",
    "error",
    "http",
    "invalidateCache",
    "isBoolean",
    "isList",
    "isMap",
    "isNull",
    "isNullOrBlank",
    "isNullOrEmpty",
    "isNumber",
    "isString",
    "list",
    "log",
    "map",
    "matches",
    "math",
    "qr",
    "quiet",
    "rds",
    "str",
    "time",
    "toJson",
    "transform",
    "typeOf",
    "unauthorized",
    "validate",
    "xml",
];

pub(crate) const UNKNOWN: Rule = rule!(
    "VTL040", "unknown-util-function", Gateway, Error, fixable: true,
    "`$util` has no function of this name",
    "An unknown function prints nothing and is true in `#if`; API Gateway says nothing about it.",
    unknown,
);

pub(crate) const APPSYNC: Rule = rule!(
    "VTL041", "appsync-function", Gateway, Error, fixable: false,
    "A function of AppSync's `$util`, which API Gateway does not have",
    "AppSync's templates are VTL with other objects. On API Gateway its functions print nothing.",
    appsync,
);

pub(crate) const NOT_TEXT: Rule = rule!(
    "VTL056", "util-takes-text", Gateway, Error, fixable: false,
    "A function of `$util` that takes a string and gets something else",
    "`base64Encode`, `base64Decode`, `urlEncode`, `urlDecode` and `parseJson` take a string; for anything else they print nothing.",
    not_text,
);

/// The functions of `$util` that are called or named, where `$util` is API Gateway's.
fn functions<'f, 's>(facts: &'f Facts<'s>) -> impl Iterator<Item = (&'f Use<'s>, &'s Step<'s>, &'s str)> {
    let here = facts.subject.api != Some(Api::AppSync) && facts.is_given("util");
    facts.uses.iter().filter(move |_| here).filter_map(|usage| match usage.reference.path()? {
        ("util", [step @ (Step::Property { name, .. } | Step::Method { name, .. }), ..]) => Some((usage, step, *name)),
        _ => None,
    })
}

fn unknown(facts: &Facts<'_>, findings: &mut Findings) {
    for (_, step, name) in functions(facts) {
        if FUNCTIONS.contains(&name) || APPSYNC_FUNCTIONS.contains(&name) {
            continue;
        }
        let finding = findings.add(step.name_span(), format!("`$util` has no function `{name}`"));
        match nearest(name, &FUNCTIONS) {
            Some(near) => {
                finding.help(format!("did you mean `$util.{near}`?"));
                let edits = vec![super::edit(step.name_span(), near)];
                match near.eq_ignore_ascii_case(name) {
                    true => finding.fix(edits),
                    false => finding.unsafe_fix(edits),
                }
            }
            None => finding.help(format!("it has {}", super::listed(&FUNCTIONS))),
        };
    }
}

fn appsync(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, _, name) in functions(facts) {
        if !APPSYNC_FUNCTIONS.contains(&name) {
            continue;
        }
        let message = format!("`$util.{name}` is a function of AppSync; API Gateway does not have it");
        let span = usage.reference.span();
        findings.add(span, message).help(instead(name));
    }
}

/// What stands for a function of AppSync on API Gateway.
fn instead(name: &str) -> &'static str {
    match name {
        "toJson" => {
            "print JSON with `$input.json('$.…')`; a map or list of the template itself is written out with `#foreach`"
        }
        "qr" | "quiet" => "call the method in `#set($ignored = …)`",
        "isNull" | "isNullOrEmpty" | "isNullOrBlank" => {
            "write `$x == \"\"`: null and missing values are the empty string"
        }
        "defaultIfNull" | "defaultIfNullOrEmpty" | "defaultIfNullOrBlank" => {
            "write `#if($x == \"\")default#else$x#end`"
        }
        "error" | "appendError" | "unauthorized" => "set `$context.responseOverride.status` and print the error's body",
        "time" => "use `$context.requestTimeEpoch` or `$context.requestTime`",
        "autoId" => "use `$context.requestId`",
        _ => "`$util` has escapeJavaScript, parseJson, urlEncode, urlDecode, base64Encode and base64Decode",
    }
}

fn not_text(facts: &Facts<'_>, findings: &mut Findings) {
    for (_, step, name) in functions(facts) {
        let Step::Method { args: [argument], .. } = step else { continue };
        let of = facts.type_of(argument);
        let takes_text = FUNCTIONS.contains(&name) && name != "escapeJavaScript";
        if takes_text && of.is_certain() && of != Type::String {
            let shown = facts.shown(argument.span());
            let finding =
                findings.add(argument.span(), format!("`{shown}` is {}, and `$util.{name}` takes a string", of.name()));
            match of {
                Type::Whole | Type::Decimal | Type::Boolean => finding.help("make it a string: `\"$x\"`"),
                _ => finding.help("print it as JSON first: `$input.json('$.…')`"),
            };
        }
    }
}
