//! `pipeline:`, what API Gateway runs around an integration.

use std::sync::Arc;

use super::expect;
use super::fields::{BACKEND, Fields, PIPELINE, RESPONSE, expected, word};
use super::node::{Complaint, Kind, Mark, Node};
use super::suite::Reader;
use crate::suite::model::{Backend, IntegrationResponse, Pipeline};

/// Reads the pipeline of a case, with the answer that the case gives its backend.
pub(super) fn read(
    reader: &Reader<'_>,
    node: &Node,
    case: &Fields<'_>,
    backend: Option<&Node>,
) -> Result<Pipeline, Complaint> {
    let fields = Fields::new(node, "`pipeline`", &[PIPELINE])?;
    let is_lambda = match fields.get("integration") {
        Some(node) => word(node, "integration", &[("http", false), ("aws", false), ("lambda", true)])?,
        None => false,
    };
    let responses = match fields.get("responses") {
        None => vec![IntegrationResponse::passthrough()],
        Some(Node { kind: Kind::List(items), .. }) if !items.is_empty() => {
            items.iter().map(|item| response(reader, item)).collect::<Result<Vec<_>, _>>()?
        }
        Some(node) => return Err(expected(node, "responses", "a list of integration responses")),
    };
    let (expect_request, expect_response) = expect::steps(reader, case.get("expect"))?;
    let backend = match backend {
        Some(node) => answer(reader, node, is_lambda)?,
        None if expect_request.error().is_some() => Backend::default(),
        None => {
            return Err(Complaint::at(case.mark, "the case does not say what the backend answers")
                .help("add `backend: { status: 200, body: {} }`, here or in `defaults`"));
        }
    };
    Ok(Pipeline {
        request: fields.get("request").map(|node| reader.template(node)).transpose()?,
        responses: Arc::new(responses),
        is_lambda,
        backend,
        expect_request,
        expect_response,
    })
}

impl Default for Backend {
    fn default() -> Backend {
        Backend { status: 200, headers: Vec::new(), body: String::new(), error: None }
    }
}

impl IntegrationResponse {
    /// What passes everything through.
    fn passthrough() -> IntegrationResponse {
        IntegrationResponse { name: "default".to_owned(), pattern: None, status: 200, template: None }
    }
}

fn response(reader: &Reader<'_>, node: &Node) -> Result<IntegrationResponse, Complaint> {
    let fields = Fields::new(node, "an integration response", &[RESPONSE])?;
    let pattern = fields.text("pattern")?.map(|pattern| (pattern, fields.get("pattern").map_or(node.mark, |n| n.mark)));
    let name = fields.text("name")?.or(pattern.map(|(pattern, _)| pattern)).unwrap_or("default").to_owned();
    let compiled =
        |(pattern, mark): (&str, Mark)| expect::regex(pattern, mark).map(|regex| (pattern.to_owned(), regex));
    Ok(IntegrationResponse {
        name,
        pattern: pattern.map(compiled).transpose()?,
        status: fields.status("status")?.unwrap_or(200),
        template: fields.get("template").map(|node| reader.template(node)).transpose()?,
    })
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
        (None, Some(message)) => serde_json::json!({"errorMessage": message}).to_string(),
        (None, None) => String::new(),
    };
    Ok(Backend { status: fields.status("status")?.unwrap_or(200), headers: fields.pairs("headers")?, body, error })
}
