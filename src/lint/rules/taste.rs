//! Rules that are a matter of opinion, and off unless asked for.

use super::rule;
use crate::error::Span;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Place};
use crate::lint::rule::Rule;
use crate::syntax::ast::Step;

pub(crate) const VELOCITY_COUNT: Rule = rule!(
    "VTL033", "velocity-count", Language, Off, fixable: true,
    "`$velocityCount` or `$velocityHasNext`, whose newer names are `$foreach.count` and `$foreach.hasNext`",
    "They work on API Gateway, and are gone in Velocity 2, which many tools run. Both counts start at 1; `$foreach.index` starts at 0.",
    velocity_count,
);

pub(crate) const QUIET: Rule = rule!(
    "VTL034", "needless-quiet", Language, Off, fixable: true,
    "`$!x`, where `$x` does the same",
    "On API Gateway a missing value prints nothing, with or without the `!`.",
    quiet,
);

pub(crate) const PARSED_BODY: Rule = rule!(
    "VTL055", "parsed-body", Gateway, Off, fixable: true,
    "`$util.parseJson($input.body)`, where `$input.path('$')` does the same",
    "`$input.path('$')` reads the body once for all calls, and lists in it print as JSON either way.",
    parsed_body,
);

pub(crate) const HEADER_CASE: Rule = rule!(
    "VTL057", "header-case", Gateway, Off, fixable: false,
    "A well-known header by another spelling than its usual one",
    "Names of headers are looked up case-sensitively, as the client sent them.",
    header_case,
);

fn velocity_count(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let name = usage.reference.root;
        let newer = match name {
            "velocityCount" => "foreach.count",
            "velocityHasNext" => "foreach.hasNext",
            _ => continue,
        };
        if usage.reference.path().is_some() && facts.is_given(name) && usage.reference.steps.is_empty() {
            let span = usage.reference.span();
            let text = facts.slice(span).replacen(name, newer, 1);
            findings
                .add(span, format!("`${name}` is an old name"))
                .help(format!("write `${newer}`"))
                .fix(vec![super::edit(span, text)]);
        }
    }
}

fn quiet(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let reference = usage.reference;
        let Some(bang) = facts.slice(reference.span()).find("$!").filter(|_| reference.quiet) else { continue };
        if reference.path().is_some() && usage.place != Place::Target {
            let at = reference.offset + bang as u32 + 1;
            findings
                .add(reference.span(), "`$!` is needless: a missing value prints nothing without it")
                .help("write `$` alone")
                .fix(vec![super::edit(Span::new(at, at + 1), "")]);
        }
    }
}

fn parsed_body(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let ("util", [Step::Method { name: "parseJson", args: [argument], .. }, ..]) =
            (usage.reference.root, usage.reference.steps)
        else {
            continue;
        };
        let Some(inner) = facts.reference(argument) else { continue };
        let is_body = match (inner.root, inner.steps) {
            ("input", [Step::Property { name: "body", .. }]) => true,
            ("input", [Step::Method { name: "json", args: [path], .. }]) => facts.constant(path) == Some("$"),
            _ => false,
        };
        if is_body {
            let start = usage.reference.offset;
            let end =
                facts.source[argument.end as usize..].find(')').map_or(argument.end, |at| argument.end + at as u32 + 1);
            let span = Span::new(start, end);
            let formal = facts.slice(span).starts_with("${");
            let finding = findings.add(span, "the body is parsed once more");
            finding.help("write `$input.path('$')`");
            if !formal {
                finding.unsafe_fix(vec![super::edit(span, "$input.path('$')")]);
            }
        }
    }
}

/// Headers as browsers and tools send them over HTTP/1.1.
const HEADERS: [&str; 16] = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Host",
    "If-Modified-Since",
    "If-None-Match",
    "Origin",
    "Referer",
    "User-Agent",
    "X-Amzn-Trace-Id",
    "X-Forwarded-For",
];

fn header_case(facts: &Facts<'_>, findings: &mut Findings) {
    for usage in &facts.uses {
        let [first, rest @ ..] = usage.reference.steps else { continue };
        let name = match (usage.reference.root, first) {
            ("input", Step::Method { name: "params", args: [argument], .. }) => facts.constant(argument),
            ("input", Step::Method { name: "params", args: [], .. }) => match rest {
                [header, name, ..] if header.name() == Some("header") => name.name(),
                _ => None,
            },
            _ => None,
        };
        let usual =
            name.and_then(|name| HEADERS.iter().find(|usual| usual.eq_ignore_ascii_case(name) && **usual != name));
        if let (Some(name), Some(usual)) = (name, usual) {
            findings
                .add(usage.reference.span(), format!("`{name}` is not how this header is usually spelled"))
                .help(format!("look for `{usual}`, or for both"));
        }
    }
}
