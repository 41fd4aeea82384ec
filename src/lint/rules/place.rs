//! What the place of a template asks of it: its size, its content type, a gateway response.

use super::rule;
use crate::error::Span;
use crate::lint::check::Findings;
use crate::lint::facts::Facts;
use crate::lint::rule::Rule;
use crate::lint::settings::Level;
use crate::lint::subject::{Api, Role};
use crate::syntax::ast::Step;

pub(crate) const TOO_LARGE: Rule = rule!(
    "VTL024", "template-too-large", Language, Error, fixable: false,
    "A template of more than 300 KB, or nearly so",
    "API Gateway takes templates of at most 300 KB; a larger one cannot be deployed.",
    too_large,
);

pub(crate) const STAGE_VARIABLE: Rule = rule!(
    "VTL058", "stage-variable-name", Gateway, Error, fixable: false,
    "A stage variable under a name that none can have",
    "Names of stage variables are letters, digits and `_`; anything else is never there, and prints nothing.",
    stage_variable,
);

pub(crate) const CONTENT_TYPE: Rule = rule!(
    "VTL060", "content-type-never-chosen", Gateway, Error, fixable: false,
    "A content type whose template can never be chosen",
    "API Gateway compares the media type without its parameters, so that a key with `; charset=…` never matches.",
    content_type,
);

pub(crate) const GATEWAY_RESPONSE: Rule = rule!(
    "VTL061", "vtl-in-gateway-response", Gateway, Error, fixable: false,
    "VTL in a gateway response, which is no VTL",
    "Gateway responses replace `$context.…`, `$stageVariables.…` and `$method.request.…`, and print all else as it is.",
    gateway_response,
);

/// API Gateway's quota.
const MOST: usize = 300 * 1024;

fn too_large(facts: &Facts<'_>, findings: &mut Findings) {
    let size = facts.source.len();
    let kilobytes = size.div_ceil(1024);
    let first = facts.source.find('\n').unwrap_or(size).min(80);
    let message = if size > MOST {
        format!("the template has {kilobytes} KB, and 300 KB are allowed")
    } else if size > MOST / 10 * 9 {
        format!("the template has {kilobytes} KB of the 300 KB that are allowed")
    } else {
        return;
    };
    let finding = findings.add(0..first, message);
    finding.help("leave out indentation and comments, or do the work in a Lambda function");
    if size <= MOST {
        finding.why("A larger one cannot be deployed.");
        finding.level = finding.level.min(Level::Warning);
    }
}

fn stage_variable(facts: &Facts<'_>, findings: &mut Findings) {
    if !facts.is_given("stageVariables") {
        return;
    }
    for usage in &facts.uses {
        let Some(("stageVariables", [step, ..])) = usage.reference.path() else { continue };
        let Some(name) = step.name() else { continue };
        if matches!(step, Step::Method { .. }) && facts.slice(step.name_span()) != "get" {
            continue;
        }
        let is_possible =
            name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_') && !name.is_empty() && name.len() <= 64;
        if !is_possible && !facts.has_hole(usage.reference.span()) {
            findings
                .add(usage.reference.span(), format!("no stage variable can have the name `{name}`"))
                .help("names are up to 64 letters, digits and `_`; write `${stageVariables.name}-x` where the name ends before");
        }
    }
}

fn content_type(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(key) = facts.subject.content_type.as_deref() else { return };
    let is_websocket = facts.subject.api == Some(Api::WebSocket);
    let problem = if is_websocket || key == "$default" {
        return;
    } else if key.contains(';') && !key.contains("${") {
        "has parameters, which are taken off the request's type before it is compared"
    } else if key.contains(['$', '{', '(', '⟦']) {
        // the host language makes the key
        return;
    } else if key.trim() != key || key.contains(char::is_whitespace) {
        "holds a blank"
    } else if !key.contains('/') {
        "is no media type"
    } else {
        return;
    };
    let first = facts.source.find('\n').unwrap_or(facts.source.len()) as u32;
    let bare = key.split(';').next().unwrap_or("").trim();
    let help = match bare.contains('/') {
        true => format!("write `{bare}`"),
        false => "write a media type such as `application/json`".to_owned(),
    };
    findings.add(Span::new(0, first), format!("this template is never chosen: its key `{key}` {problem}")).help(help);
}

fn gateway_response(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.subject.role != Some(Role::GatewayResponse) {
        return;
    }
    let directives = (facts.sets.iter().map(|set| (set.node.offset, "#set")))
        .chain(facts.ifs.iter().map(|node| (node.node.offset, "#if")))
        .chain(facts.loops.iter().map(|node| (node.node.offset, "#foreach")))
        .chain(facts.defines.iter().map(|node| (node.node.offset, "#define")));
    for (offset, name) in directives {
        findings
            .add(Span::new(offset, offset + name.len() as u32), format!("`{name}` is text in a gateway response"))
            .help("write the JSON out, with `$context.error.messageString` for the message in quotes");
    }
    for usage in &facts.uses {
        let reference = usage.reference;
        let Some((root, steps)) = reference.path() else { continue };
        let is_plain = steps.iter().all(|step| matches!(step, Step::Property { .. }));
        if !matches!(root, "context" | "stageVariables" | "method") || !is_plain {
            let shown = facts.shown(reference.span());
            findings
                .add(reference.span(), format!("`{shown}` is text in a gateway response"))
                .help("`$context.…`, `$stageVariables.…` and `$method.request.header.name` are all there is");
        }
    }
}
