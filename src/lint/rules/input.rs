//! `$input`

use super::rule;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Use};
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
