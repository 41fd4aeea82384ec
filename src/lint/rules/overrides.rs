//! `#set($context.responseOverride.status = 404)`

use std::collections::HashMap;

use super::rule;
use crate::error::Span;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Exclusion, Facts, Located, Type};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Kind, Set, Step};

pub(crate) const TWICE: Rule = rule!(
    "VTL048", "override-twice", Gateway, Warning, fixable: false,
    "An override that may be set twice in one render",
    "The developer guide says that a parameter may be overridden once, and that API Gateway answers 5XX if it is overridden again.",
    twice,
);

pub(crate) const STATUS: Rule = rule!(
    "VTL049", "override-status", Gateway, Error, fixable: true,
    "A status override that is no integer from 100 to 599",
    "API Gateway ignores it, and answers with the status of the integration response.",
    status,
);

pub(crate) const MISSPELT: Rule = rule!(
    "VTL050", "override-name", Gateway, Error, fixable: true,
    "An override under a name that API Gateway does not look at",
    "It takes `requestOverride.header`, `.path` and `.querystring`, `responseOverride.header` and `.status`; what else is set has no effect.",
    misspelt,
);

pub(crate) const PROXY: Rule = rule!(
    "VTL051", "template-of-proxy", Gateway, Error, fixable: false,
    "A template of a proxy integration, which takes none",
    "A proxy integration hands the request on as it is: neither templates nor overrides have an effect.",
    proxy,
);

/// A `#set` of an override: which of the two, and the steps behind it.
struct Override<'f, 's> {
    set: &'f Located<'s, Set<'s>>,
    of: &'s str,
    steps: &'s [Step<'s>],
}

fn overrides<'f, 's>(facts: &'f Facts<'s>) -> impl Iterator<Item = Override<'f, 's>> {
    let here = facts.is_given("context");
    facts.sets.iter().filter(move |_| here).filter_map(|set| {
        let ("context", [first, steps @ ..]) = set.node.target.path()? else { return None };
        let of = first.name().filter(|name| matches!(*name, "requestOverride" | "responseOverride"))?;
        Some(Override { set, of, steps })
    })
}

fn twice(facts: &Facts<'_>, findings: &mut Findings) {
    /// More would take time; nobody writes them.
    const MOST: usize = 50;
    let mut seen: HashMap<(&str, Vec<String>), Vec<&Located<'_, Set<'_>>>> = HashMap::new();
    let mut exclusion = Exclusion::new(facts);
    for Override { set, of, steps } in overrides(facts) {
        let Some(names) = steps.iter().map(|step| step.name().map(str::to_lowercase)).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        if names.is_empty() || facts.runs_later(set.block) {
            continue;
        }
        let shown = facts.shown(set.node.target.span());
        let earlier = seen.entry((of, names)).or_default();
        let again =
            earlier.iter().find(|earlier| exclusion.can_follow((earlier.block, earlier.order), (set.block, set.order)));
        if let Some(again) = again {
            let line = facts.line(again.node.offset);
            findings
                .add(set.node.target.span(), format!("`{shown}` may be set a second time here, after line {line}"))
                .help("set it once, in branches that exclude each other: `#if … #else … #end`");
        } else if exclusion.is_repeated((set.block, set.order)) {
            findings
                .add(set.node.target.span(), format!("`{shown}` is set in every turn of the loop"))
                .help("keep the value in a variable, and set the override behind the loop");
        }
        if earlier.len() < MOST {
            earlier.push(set);
        }
    }
}

fn status(facts: &Facts<'_>, findings: &mut Findings) {
    for Override { set, of, steps } in overrides(facts) {
        if of != "responseOverride" || steps.len() != 1 || steps[0].name() != Some("status") {
            continue;
        }
        let value = &set.node.value;
        let settled = facts.settled(value);
        let shown = match std::ptr::eq(value, settled) {
            true => format!("`{}`", facts.shown(value.span())),
            false => format!("`{}` (`{}`)", facts.shown(value.span()), facts.shown(settled.span())),
        };
        let problem = match (facts.whole(value), settled.kind, facts.type_of(value)) {
            (Some(100..600), ..) => continue,
            (Some(_), ..) | (_, Kind::Integer(_), _) => format!("{shown} is no status from 100 to 599"),
            (_, Kind::String(_), _) => format!("{shown} is a string, and no integer"),
            (.., of @ (Type::Decimal | Type::Boolean | Type::List | Type::Map)) => {
                format!("{shown} is {}, and no integer", of.name())
            }
            _ => continue,
        };
        let finding = findings.add(value.span(), problem);
        finding.help("write a number: `#set($context.responseOverride.status = 404)`");
        if let Kind::String(text) = value.kind
            && text.len() == 3
            && text.parse::<u16>().is_ok_and(|status| (100..600).contains(&status))
        {
            finding.fix(vec![super::edit(value.span(), text)]);
        }
    }
}

fn misspelt(facts: &Facts<'_>, findings: &mut Findings) {
    for Override { of, steps, .. } in overrides(facts) {
        let Some(name) = steps.first().and_then(Step::name) else { continue };
        let known: &[&str] =
            if of == "requestOverride" { &["header", "path", "querystring"] } else { &["header", "status"] };
        if known.contains(&name) {
            continue;
        }
        // other names are scratch space that a response template can read
        let meant = match (of, name) {
            (_, "headers") => Some("header"),
            ("requestOverride", "query" | "queryString" | "queryStrings" | "queryStringParameters" | "queryParams") => {
                Some("querystring")
            }
            ("requestOverride", "pathParameters" | "pathParams") => Some("path"),
            ("responseOverride", "statusCode" | "status_code" | "statuscode" | "code") => Some("status"),
            _ => nearest(name, known).filter(|near| near.len().abs_diff(name.len()) <= 1),
        };
        if let Some(meant) = meant {
            let span = steps[0].name_span();
            let finding = findings.add(span, format!("`$context.{of}.{name}` overrides nothing"));
            finding.help(format!("write `$context.{of}.{meant}`"));
            if let Step::Property { .. } = steps[0] {
                finding.fix(vec![super::edit(span, meant)]);
            }
        }
    }
}

fn proxy(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(integration) = facts.subject.integration.filter(|integration| integration.is_proxy()) else { return };
    let first = overrides(facts).next().map(|first| (first.set.node.target.span(), "this override has no effect"));
    let line = facts.source.find('\n').unwrap_or(facts.source.len()) as u32;
    let (span, what) = first.unwrap_or((Span::new(0, line), "this template is never run"));
    findings
        .add(span, format!("{what}: the integration is `{}`", integration.name()))
        .help("take the template out, or make the integration one without proxy");
}
