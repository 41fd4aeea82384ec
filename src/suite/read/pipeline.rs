//! `pipeline:`, what API Gateway runs around an integration.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::expect;
use super::fields::{BACKEND, Fields, PIPELINE, RESPONSE, entries, expected, word};
use super::node::{Complaint, Kind, Mark, Node};
use super::suite::Reader;
use crate::rest::{Integration, Refusal};
use crate::suite::model::{Backend, IntegrationResponse, Pipeline, Way};
use crate::suite::templates::TemplateFile;

/// The pipeline of a case, with the answer that the case gives its backend.
pub(super) fn read(
    reader: &Reader<'_>,
    way: Arc<Way>,
    case: &Fields<'_>,
    backend: Option<&Node>,
) -> Result<Pipeline, Complaint> {
    let (expect_request, expect_response) = expect::steps(reader, case.get("expect"))?;
    let needs_one = way.needs_backend();
    if let (Some(node), false) = (case.get("backend"), needs_one) {
        return Err(Complaint::at(node.mark, "a mock integration has no backend")
            .help("its answer is what the request template prints: `{\"statusCode\": 200}`"));
    }
    // that of `defaults` may be for other cases
    let backend =
        backend.filter(|_| needs_one).map(|node| answer(reader, node, way.integration.is_lambda())).transpose()?;
    let fails = expect_request.error().is_some() || expect_response.is_of_gateway();
    if needs_one && backend.is_none() && !fails {
        return Err(Complaint::at(case.mark, "the case does not say what the backend answers")
            .help("add `backend: { status: 200, body: {} }`, here or in `defaults`"));
    }
    Ok(Pipeline { way, backend, expect_request, expect_response })
}

/// What `integration` may be, with a URI that tells a function from other services.
const KINDS: &[(&str, (&str, &str))] = &[
    ("http", ("HTTP", "https://backend.example.com/")),
    ("aws", ("AWS", "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem")),
    ("lambda", ("AWS", "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/function/invocations")),
    ("mock", ("MOCK", "")),
];
const PASSTHROUGH: &[(&str, &str)] =
    &[("when_no_match", "WHEN_NO_MATCH"), ("when_no_templates", "WHEN_NO_TEMPLATES"), ("never", "NEVER")];

/// What a definition calls a pattern.
const PATTERN: &str = "SelectionPattern";

/// The integration that `pipeline` describes.
pub(super) fn way(reader: &Reader<'_>, node: &Node) -> Result<Way, Complaint> {
    let fields = Fields::new(node, "`pipeline`", &[PIPELINE])?;
    let kind = fields.get("integration").map(|node| word(node, "integration", KINDS)).transpose()?;
    let (kind, uri) = kind.unwrap_or(KINDS[0].1);
    let passthrough = fields.get("passthrough").map(|node| word(node, "passthrough", PASSTHROUGH)).transpose()?;
    let request = request(reader, fields.get("request"))?;
    let read = match fields.get("responses") {
        None => vec![default()],
        Some(Node { kind: Kind::List(items), .. }) if !items.is_empty() => {
            let read = items.iter().map(|item| response(reader, item)).collect::<Result<Vec<_>, _>>()?;
            check_all_chosen(items, &read)?;
            read
        }
        Some(node) => return Err(expected(node, "responses", "a list of integration responses")),
    };
    let (responses, definitions): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let templates = request.iter().map(|(media_type, file)| {
        (media_type.as_deref().unwrap_or("application/json").to_owned(), Json::from(file.source.as_str()))
    });
    let definition = json!({
        "Type": kind,
        "IntegrationHttpMethod": "POST",
        "Uri": fields.text("uri")?.unwrap_or(uri),
        "PassthroughBehavior": passthrough.unwrap_or("WHEN_NO_MATCH"),
        "RequestParameters": parameters(&fields)?,
        "RequestTemplates": templates.collect::<Map<_, _>>(),
        "IntegrationResponses": definitions,
    });
    let integration = Integration::from_json(&definition).map_err(|refusal| refused(node, &refusal))?;
    Ok(Way { integration, request, responses })
}

/// What API Gateway would refuse, where it stands in the suite.
fn refused(node: &Node, refusal: &Refusal) -> Complaint {
    let mut at = node;
    let mut rest = refusal.path().strip_prefix("integration.").unwrap_or_default();
    while let Some(next) = step(at, &mut rest) {
        at = next;
    }
    let complaint = Complaint::at(at.mark, format!("API Gateway refuses this: {}", refusal.message()));
    match refusal.help() {
        Some(help) => complaint.help(help),
        None => complaint,
    }
}

/// One step of a path into a definition, such as `RequestParameters['integration.request.path.id']`, in the suite.
fn step<'n>(node: &'n Node, rest: &mut &str) -> Option<&'n Node> {
    const NAMES: [(&str, &str); 6] = [
        ("Uri", "uri"),
        ("PassthroughBehavior", "passthrough"),
        ("RequestParameters", "parameters"),
        ("ResponseParameters", "parameters"),
        ("IntegrationResponses", "responses"),
        (PATTERN, "pattern"),
    ];
    let path = rest.trim_start_matches('.');
    if let Some(inside) = path.strip_prefix('[') {
        let (key, behind) = inside.split_once(']')?;
        *rest = behind;
        return match (&node.kind, key.trim_matches('\'')) {
            (Kind::List(items), key) => items.get(key.parse::<usize>().ok()?),
            (_, key) => node.get(key),
        };
    }
    let (name, own) = NAMES.iter().find(|(name, _)| path.starts_with(name))?;
    *rest = &path[name.len()..];
    node.get(own)
}

/// Of two that are chosen by the same, the second never is.
fn check_all_chosen(items: &[Node], read: &[(IntegrationResponse, Json)]) -> Result<(), Complaint> {
    let (mut patterns, mut names) = (HashMap::new(), HashMap::new());
    for (node, (response, definition)) in items.iter().zip(read) {
        let complaint = |first: Mark, message: String| {
            Err(Complaint::at(node.mark, message).help(format!("the first is in line {}", first.line)))
        };
        let pattern = definition[PATTERN].as_str();
        if let Some(first) = patterns.insert(pattern, node.mark) {
            let which = pattern.map_or("without `pattern`".to_owned(), |p| format!("with the pattern `{p}`"));
            return complaint(first, format!("a second integration response {which} is never chosen"));
        }
        if let Some(first) = names.insert(response.name.as_str(), node.mark) {
            return complaint(first, format!("two integration responses are named `{}`", response.name));
        }
    }
    Ok(())
}

type Templates = Vec<(Option<String>, Arc<TemplateFile>)>;

/// `request: a.vtl`, for any media type; or `request: {application/json: a.vtl}`.
fn request(reader: &Reader<'_>, node: Option<&Node>) -> Result<Templates, Complaint> {
    match node {
        None => Ok(Vec::new()),
        Some(Node { kind: Kind::Map(entries), .. }) => {
            entries.iter().map(|(key, node)| Ok((Some(key.name.clone()), reader.template(node)?))).collect()
        }
        Some(node) => Ok(vec![(None, reader.template(node)?)]),
    }
}

/// What passes everything through.
fn default() -> (IntegrationResponse, Json) {
    let response = IntegrationResponse { name: "default".to_owned(), template: None };
    (response, json!({"StatusCode": "200"}))
}

/// An integration response, and the same as a definition has it.
fn response(reader: &Reader<'_>, node: &Node) -> Result<(IntegrationResponse, Json), Complaint> {
    let fields = Fields::new(node, "an integration response", &[RESPONSE])?;
    let pattern = fields.text("pattern")?;
    let name = fields.text("name")?.or(pattern).unwrap_or("default").to_owned();
    let mark = fields.get("pattern").map_or(node.mark, |node| node.mark);
    pattern.map(|pattern| expect::regex(pattern, mark)).transpose()?;
    let template = fields.get("template").map(|node| reader.template(node)).transpose()?;
    let mut definition = json!({
        "StatusCode": fields.status("status")?.unwrap_or(200).to_string(),
        "ResponseParameters": parameters(&fields)?,
    });
    if let Some(pattern) = pattern {
        definition[PATTERN] = pattern.into();
    }
    if let Some(file) = &template {
        definition["ResponseTemplates"] = json!({"application/json": file.source});
    }
    Ok((IntegrationResponse { name, template }, definition))
}

fn parameters(fields: &Fields<'_>) -> Result<Json, Complaint> {
    match fields.get("parameters") {
        None => Ok(json!({})),
        Some(node) => entries(node, "parameters").map(|_| node.to_json()),
    }
}

fn answer(reader: &Reader<'_>, node: &Node, is_lambda: bool) -> Result<Backend, Complaint> {
    let fields = Fields::new(node, "`backend`", &[BACKEND])?;
    let error = fields.text("error")?.map(ToOwned::to_owned);
    if let (Some(_), false) = (&error, is_lambda) {
        return Err(Complaint::at(fields.key("error"), "only a Lambda function fails with a message")
            .help("say `integration: lambda` in the pipeline, or give the backend's `status`"));
    }
    let body = match (fields.given("body"), &error) {
        (Some(node), _) => reader.body(node)?,
        (None, Some(message)) => json!({"errorMessage": message}).to_string(),
        (None, None) => String::new(),
    };
    let headers = fields.pairs("headers")?.into_iter().filter_map(|(_, name, value)| Some((name, value?))).collect();
    Ok(Backend { status: fields.status("status")?.unwrap_or(200), headers, body })
}
