//! `$input`

use super::rule;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Place, Use};
use crate::lint::rule::Rule;
use crate::lint::subject::Api;
use crate::syntax::ast::Step;

pub(crate) const UNKNOWN: Rule = rule!(
    "VTL046", "unknown-input-member", Gateway, Error, fixable: true,
    "A name that `$input` does not have, or has with other arguments",
    "`$input` has `body`, `json(path)`, `path(path)`, `params()` and `params(name)`. Anything else prints nothing.",
    unknown,
);

pub(crate) const WEBSOCKET: Rule = rule!(
    "VTL047", "params-in-websocket", Gateway, Error, fixable: false,
    "`$input.params` in a template of a WebSocket API, which has no such thing",
    "Messages of a WebSocket have no path, query string or headers: it prints nothing.",
    websocket,
);

pub(crate) const QUOTED_JSON: Rule = rule!(
    "VTL054", "quoted-json", Gateway, Warning, fixable: true,
    "`\"$input.json(…)\"`, which puts quotes around what has its own",
    "`$input.json` prints JSON: a string comes with its quotes, an object with its braces, and in quotes neither is JSON.",
    quoted_json,
);

pub(crate) const BODY_PROPERTY: Rule = rule!(
    "VTL066", "property-of-body", Gateway, Error, fixable: true,
    "A property of `$input.body`, which is text",
    "`$input.body` is the body's text, and text has no properties: the reference prints nothing.",
    body_property,
);

const MEMBERS: [&str; 4] = ["body", "json", "path", "params"];

fn reads<'f, 's>(facts: &'f Facts<'s>) -> impl Iterator<Item = (&'f Use<'s>, &'s Step<'s>, &'s [Step<'s>])> {
    let here = facts.is_given("input") && facts.subject.api != Some(Api::AppSync);
    facts.uses.iter().filter(move |_| here).filter_map(|usage| match usage.reference.path()? {
        ("input", [first, rest @ ..]) => Some((usage, first, rest)),
        _ => None,
    })
}

fn unknown(facts: &Facts<'_>, findings: &mut Findings) {
    for (_, step, _) in reads(facts) {
        let span = step.name_span();
        match *step {
            Step::Property { name: "body" | "class", .. } => {}
            Step::Method { name: "toString" | "getClass" | "hashCode" | "equals" | "getBody", .. } => {}
            Step::Method { name: "json" | "path", args: [_], .. } => {}
            Step::Method { name: "params", args: [] | [_], .. } => {}
            Step::Method { name: "body", .. } => {
                findings.add(span, "`$input.body` is no method").help("write `$input.body`");
            }
            Step::Method { name: name @ ("json" | "path"), args, .. } => {
                let message = format!("`$input.{name}` takes one path, and got {} arguments", args.len());
                findings.add(span, message).help(format!("write `$input.{name}('$.a')`"));
            }
            Step::Method { name: "params", args, .. } => {
                let message = format!("`$input.params` takes one name or nothing, and got {} arguments", args.len());
                findings.add(span, message).help("write `$input.params('name')`");
            }
            Step::Property { name: name @ ("json" | "path" | "params"), .. } => {
                let finding =
                    findings.add(span, format!("`$input.{name}` is a method, and prints nothing without parentheses"));
                finding.help(match name {
                    "params" => "write `$input.params('name')` or `$input.params()`".to_owned(),
                    _ => format!("write `$input.{name}('$.name')`"),
                });
            }
            Step::Property { name, .. } | Step::Method { name, .. } => {
                let finding = findings.add(span, format!("`$input` has no `{name}`"));
                match nearest(name, &MEMBERS) {
                    Some(near) => {
                        let edits = vec![super::edit(span, near)];
                        let is_method = matches!(step, Step::Method { .. });
                        finding.help(format!("did you mean `$input.{near}`?"));
                        if is_method == (near != "body") {
                            finding.unsafe_fix(edits);
                        }
                    }
                    None => {
                        finding.help(
                            "a value of the body is `$input.path('$.name')`, a parameter `$input.params('name')`",
                        );
                    }
                }
            }
            Step::Index { .. } => {
                findings
                    .add(span, "`$input` has no index")
                    .help("a value of the body is `$input.path('$.name')`, a parameter `$input.params('name')`");
            }
        }
    }
}

fn websocket(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.subject.api != Some(Api::WebSocket) {
        return;
    }
    for (usage, step, _) in reads(facts) {
        if let Step::Method { name: "params", .. } | Step::Property { name: "params", .. } = step {
            findings
                .add(usage.reference.span(), "a WebSocket API has no `$input.params`")
                .help("send it in the message: `$input.path('$.name')`; on `$connect`, map it with `route.request.querystring.name`");
        }
    }
}

fn quoted_json(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, step, rest) in reads(facts) {
        let (Step::Method { name: "json", .. }, []) = (step, rest) else { continue };
        let span = usage.reference.span();
        let (start, end) = (span.start as usize, span.end as usize);
        let quoted =
            facts.source[..start].ends_with('"') && facts.source[end.min(facts.source.len())..].starts_with('"');
        let escaped = facts.source[..start].ends_with("\\\"");
        if usage.place == Place::Printed && !usage.in_string && quoted && !escaped && is_json_value(facts, start, end) {
            let shown = facts.shown(span);
            findings
                .add(start - 1..end + 1, format!("`\"{shown}\"` has quotes around JSON"))
                .help("take the quotes away; or escape it: `\"$util.escapeJavaScript($input.json('$')).replaceAll(\"\\\\'\",\"'\")\"`")
                .unsafe_fix(vec![super::super::finding::Edit::replace(start - 1..end + 1, shown_whole(facts, start, end))]);
        }
    }
}

fn shown_whole(facts: &Facts<'_>, start: usize, end: usize) -> String {
    facts.source.get(start..end).unwrap_or("").to_owned()
}

/// The quotes are those of a JSON value, and not an attribute of XML or so: a colon, a comma or a bracket is before, and
/// what may follow a value is behind.
fn is_json_value(facts: &Facts<'_>, start: usize, end: usize) -> bool {
    let before = facts.source[..start - 1].trim_end();
    let behind = facts.source[end + 1..].trim_start();
    before.ends_with([':', ',', '[']) && (behind.is_empty() || behind.starts_with([',', '}', ']', '#']))
}

fn body_property(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, step, rest) in reads(facts) {
        let (Step::Property { name: "body", .. }, [first, ..]) = (step, rest) else { continue };
        let name = match first {
            Step::Property { name, .. } if !matches!(*name, "bytes" | "empty" | "blank" | "class") => *name,
            Step::Index { .. } => first.name().unwrap_or("name"),
            _ => continue,
        };
        let span = usage.reference.span();
        let names: Option<Vec<&str>> = rest
            .iter()
            .map(|step| match step {
                Step::Property { name, .. } => Some(*name),
                _ => None,
            })
            .collect();
        let finding = findings.add(span, format!("`$input.body` is text, and has no property `{name}`"));
        let path = names.map(|names| format!("$input.path('$.{}')", names.join(".")));
        finding.help(format!("write `{}`", path.as_deref().unwrap_or("$input.path('$.name')")));
        if let Some(path) = path.filter(|_| facts.slice(span).starts_with("$input")) {
            finding.fix(vec![super::edit(span, path)]);
        }
    }
}
