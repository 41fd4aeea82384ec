//! `$context.requestID`, `$context.responseLength`: names of `$context`.

use super::rule;
use crate::gateway::access_log::ApiType;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Place, Type, Use};
use crate::lint::rule::Rule;
use crate::lint::subject::{Api, Role};
use crate::syntax::ast::Step;

pub(crate) const UNKNOWN: Rule = rule!(
    "VTL042", "unknown-context-name", Gateway, Error, fixable: true,
    "A name that `$context` does not have",
    "An unknown name is no error: it prints nothing and is true in `#if`. Names are case-sensitive.",
    unknown,
);

pub(crate) const ACCESS_LOG: Rule = rule!(
    "VTL043", "access-log-name", Gateway, Error, fixable: false,
    "A name of `$context` that only access logs have",
    "While a template runs, API Gateway does not yet know it: it prints nothing.",
    access_log,
);

pub(crate) const OTHER_API: Rule = rule!(
    "VTL044", "context-name-of-another-api", Gateway, Error, fixable: false,
    "A name of `$context` that this type of API does not have",
    "REST and WebSocket APIs have different names in `$context`; those of the other print nothing.",
    other_api,
);

pub(crate) const ERROR: Rule = rule!(
    "VTL045", "error-name", Gateway, Error, fixable: false,
    "`$context.error` outside of a gateway response",
    "Only gateway responses and access logs have `error.message`, `error.messageString` and `error.responseType`.",
    error,
);

pub(crate) const WHOLE_MAP: Rule = rule!(
    "VTL064", "whole-context-map", Gateway, Error, fixable: false,
    "A map of `$context` that is printed as a whole",
    "`$context.identity`, `$context.authorizer` and the overrides print nothing; their entries do.",
    whole_map,
);

/// Not documented for templates, but parts of the event that a WebSocket API hands to Lambda functions.
const WEBSOCKET_EVENT: &[&str] =
    &["messageDirection", "disconnectStatusCode", "disconnectReason", "requestOverride", "responseOverride"];

/// Names that people look for in `$context`, and where they are.
const ELSEWHERE: &[(&str, &str)] = &[
    ("body", "the body is `$input.body`"),
    ("headers", "headers are `$input.params().header`"),
    ("request", "headers, query and path are `$input.params()`"),
    ("queryStringParameters", "the query string is `$input.params().querystring`"),
    ("pathParameters", "the path's parameters are `$input.params().path`"),
    ("params", "parameters are `$input.params()`"),
    ("stageVariables", "stage variables are `$stageVariables`"),
    ("arguments", "`$context.arguments` is AppSync's; the body is `$input.path('$')`"),
    ("result", "`$context.result` is AppSync's; the backend's answer is `$input.path('$')`"),
    ("source", "`$context.source` is AppSync's"),
    ("args", "`$context.args` is AppSync's; the body is `$input.path('$')`"),
];

/// The first of dotted names, each once, in alphabetical order.
fn firsts(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut firsts: Vec<&str> = names.map(|name| name.split('.').next().unwrap_or(name)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
}

/// What `$context` has in templates of an API.
fn names_of(api: ApiType) -> Vec<&'static str> {
    firsts(api.names_in_templates())
}

/// What the map `$context.identity` or `$context.error` has.
fn names_in(map: &str) -> Vec<&'static str> {
    let all = ApiType::Rest.names_in_templates().chain(ApiType::WebSocket.names_in_templates());
    firsts(all.filter_map(|name| name.strip_prefix(map)?.strip_prefix('.')))
}

fn is_first(name: &str, mut names: impl Iterator<Item = &'static str>) -> bool {
    names.any(|known| known.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// It is a name of some API's `$context`.
pub(in crate::lint) fn is_known(name: &str) -> bool {
    let apis = [ApiType::Rest, ApiType::WebSocket];
    apis.iter().any(|api| is_first(name, api.names_in_templates())) || WEBSOCKET_EVENT.contains(&name)
}

/// It is a name that only access logs have: of REST APIs, or of HTTP APIs, which have no templates.
fn is_of_logs(name: &str) -> bool {
    is_first(name, ApiType::Rest.names_in_logs()) || is_first(name, ApiType::Http.context_names()) && !is_known(name)
}

/// Reads of names in `$context`: the first step, and its name.
fn reads<'f, 's>(facts: &'f Facts<'s>) -> impl Iterator<Item = (&'f Use<'s>, &'s [Step<'s>], &'s str)> {
    let here = facts.subject.api != Some(Api::AppSync) && facts.is_given("context");
    facts.uses.iter().filter(move |_| here).filter_map(|usage| {
        let ("context", steps) = usage.reference.path()? else { return None };
        Some((usage, steps, steps.first()?.name()?))
    })
}

/// A format of an access log, which is no template: nothing but `$context.…`, and of that what only logs have.
fn is_log_format(facts: &Facts<'_>) -> bool {
    let only_context = facts.uses.iter().all(|usage| usage.reference.root == "context");
    let plain = facts.sets.is_empty() && facts.ifs.is_empty() && facts.loops.is_empty();
    let of_logs = facts.uses.iter().filter(|usage| match usage.reference.steps.first().and_then(Step::name) {
        Some(name) => is_of_logs(name),
        None => false,
    });
    only_context && plain && facts.subject.role.is_none() && of_logs.count() >= 2
}

fn unknown(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, steps, name) in reads(facts) {
        if super::names::is_misread(facts, usage) {
            continue;
        }
        if !is_known(name) && !is_of_logs(name) {
            let known: Vec<&str> = match facts.subject.api {
                Some(Api::Rest) => names_of(ApiType::Rest),
                Some(Api::WebSocket) => names_of(ApiType::WebSocket),
                _ => [names_of(ApiType::Rest), names_of(ApiType::WebSocket)].concat(),
            };
            report(findings, &steps[0], "$context", name, &known);
            continue;
        }
        let inner = steps.get(1).and_then(|step| Some((step, step.name()?)));
        let known = match name {
            "identity" | "error" => names_in(name),
            _ => continue,
        };
        if let Some((step, inner)) = inner.filter(|(_, inner)| !known.contains(inner)) {
            report(findings, step, &format!("$context.{name}"), inner, &known);
        }
    }
}

fn report(findings: &mut Findings, step: &Step<'_>, of: &str, name: &str, known: &[&str]) {
    let finding = findings.add(step.name_span(), format!("`{of}` has no `{name}`"));
    let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == name && of == "$context");
    match (elsewhere, nearest(name, known)) {
        (Some((_, where_)), _) => {
            finding.help(*where_);
        }
        (None, Some(near)) => {
            finding.help(format!("did you mean `{of}.{near}`?"));
            if let Step::Property { .. } = step {
                let edits = vec![super::edit(step.name_span(), near)];
                match near.eq_ignore_ascii_case(name) {
                    true => finding.fix(edits),
                    false => finding.unsafe_fix(edits),
                };
            }
        }
        (None, None) => {
            finding.help("see the reference of `$context` in the developer guide; an authorizer's values are in `$context.authorizer`");
        }
    }
}

fn access_log(facts: &Facts<'_>, findings: &mut Findings) {
    if is_log_format(facts) {
        return;
    }
    for (usage, steps, name) in reads(facts) {
        let is_of_websocket = || is_first(name, ApiType::WebSocket.names_in_templates());
        if !is_of_logs(name) || facts.subject.api != Some(Api::Rest) && is_of_websocket() {
            continue;
        }
        let shown = facts.shown(usage.reference.span());
        findings.add(steps[0].name_span(), format!("only access logs have `{shown}`")).help(match name {
            "status" | "integrationStatus" | "integration" => {
                "a response template is chosen by the status: write what it stands for"
            }
            "integrationErrorMessage" => "the backend's answer is the body: `$input.path('$.errorMessage')`",
            _ => "take it out",
        });
    }
}

fn other_api(facts: &Facts<'_>, findings: &mut Findings) {
    let (of, known, other) = match facts.subject.api {
        Some(Api::Rest) => ("REST", names_of(ApiType::Rest), names_of(ApiType::WebSocket)),
        Some(Api::WebSocket) => ("WebSocket", names_of(ApiType::WebSocket), names_of(ApiType::Rest)),
        _ => return,
    };
    for (_, steps, name) in reads(facts) {
        let is_override = name.ends_with("Override");
        if other.contains(&name) && !known.contains(&name) && !is_override && !is_of_logs(name) {
            findings
                .add(steps[0].name_span(), format!("the `$context` of a {of} API has no `{name}`"))
                .help(format!("it has {}", super::listed(&known)));
        }
    }
}

fn error(facts: &Facts<'_>, findings: &mut Findings) {
    if !matches!(facts.subject.role, Some(Role::Request | Role::Response)) || facts.subject.api == Some(Api::WebSocket)
    {
        return;
    }
    for (usage, steps, name) in reads(facts) {
        let inner = steps.get(1).and_then(Step::name);
        if name == "error" && matches!(inner, Some("message" | "messageString" | "responseType")) {
            let shown = facts.shown(usage.reference.span());
            findings
                .add(usage.reference.span(), format!("`{shown}` prints nothing: this is no gateway response"))
                .help("a Lambda function's error is `$input.path('$.errorMessage')` in the integration response");
        }
    }
}

fn whole_map(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, steps, name) in reads(facts) {
        let is_map = facts.type_of_reference(usage.reference) == Type::ContextMap;
        let is_named = steps.iter().all(|step| step.name().is_some());
        // `$context.authorizer.claims.${claim}` is to be the name of an entry
        let goes_on = facts.source.get(usage.reference.end as usize..).is_some_and(|rest| rest.starts_with(".$"));
        if usage.place == Place::Printed && !goes_on && is_map && is_named && name != "error" {
            let shown = facts.shown(usage.reference.span());
            findings
                .add(usage.reference.span(), format!("`{shown}` prints nothing as a whole"))
                .help(format!("print its entries: `#foreach($key in {shown}.keySet())…{shown}.get($key)…#end`"));
        }
    }
}
