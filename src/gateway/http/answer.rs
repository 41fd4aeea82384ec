//! What an integration answered, and what its client gets of it.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

use super::{Headers, PayloadFormat, Response};

/// What an integration answered.
///
/// ```
/// use vtl::http::IntegrationAnswer;
///
/// let of_a_backend = IntegrationAnswer::new(404).header("content-type", "text/plain").body("no such pet");
/// let of_a_function = IntegrationAnswer::lambda(r#"{"statusCode": 201, "body": "created"}"#);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct IntegrationAnswer {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
    pub(super) function_failed: bool,
}

impl IntegrationAnswer {
    /// The answer of a backend.
    pub fn new(status: u16) -> IntegrationAnswer {
        IntegrationAnswer { status, headers: Headers::new(), body: Vec::new(), function_failed: false }
    }

    /// What a Lambda function returned.
    pub fn lambda(payload: impl Into<Vec<u8>>) -> IntegrationAnswer {
        IntegrationAnswer::new(200).body(payload)
    }

    /// A Lambda function that threw, with its `{"errorMessage": …}`.
    pub fn lambda_error(payload: impl Into<Vec<u8>>) -> IntegrationAnswer {
        IntegrationAnswer { function_failed: true, ..IntegrationAnswer::lambda(payload) }
    }

    /// Adds a header; a name may come again.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> IntegrationAnswer {
        self.headers.add(name, value);
        self
    }

    /// The body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> IntegrationAnswer {
        self.body = body.into();
        self
    }
}

/// What the service answers for a function's return value that says nothing of its type.
const TEXT: &str = "text/plain; charset=utf-8";

/// The response that a Lambda function's payload stands for. Whatever is malformed is 500.
pub(super) fn of_lambda(answer: &IntegrationAnswer, format: PayloadFormat) -> Response {
    if answer.function_failed {
        return Response::internal_server_error();
    }
    let json = serde_json::from_slice::<Json>(&answer.body);
    let response = match (format, json) {
        (_, Ok(Json::Object(fields))) if fields.contains_key("statusCode") => explicit(&fields, format),
        (PayloadFormat::V2, Ok(Json::String(text))) => Some(inferred(text.into_bytes())),
        // the service does not even look whether it is JSON
        (PayloadFormat::V2, _) => Some(inferred(answer.body.clone())),
        (PayloadFormat::V1, _) => None,
    };
    response.unwrap_or_else(Response::internal_server_error)
}

/// Without a `statusCode`, format 2.0 takes all of it as the body.
fn inferred(body: Vec<u8>) -> Response {
    Response::new(200, [("content-type", "application/json")].into_iter().collect(), body)
}

/// `{"statusCode": 200, "headers": {…}, "body": "…"}`
fn explicit(fields: &Map<String, Json>, format: PayloadFormat) -> Option<Response> {
    let status = status(fields.get("statusCode")?)?;
    let mut headers = Headers::new();
    if format == PayloadFormat::V1 {
        for (name, values) in object(fields.get("multiValueHeaders"))? {
            let Json::Array(values) = values else { return None };
            for value in values {
                headers.add(name, scalar(value)?);
            }
        }
    }
    for (name, value) in object(fields.get("headers"))? {
        if !value.is_null() {
            headers.add(name, scalar(value)?);
        }
    }
    if format == PayloadFormat::V2 {
        for cookie in list(fields.get("cookies"))? {
            headers.add("set-cookie", scalar(cookie)?);
        }
    }
    if !headers.contains("content-type") {
        headers.add("content-type", TEXT);
    }
    Some(Response::new(status, headers, body(fields)?))
}

/// An integer, or a text that is one.
fn status(json: &Json) -> Option<u16> {
    let status = match json {
        Json::Number(number) => number.as_u64()?,
        Json::String(text) => text.parse().ok()?,
        _ => return None,
    };
    u16::try_from(status).ok().filter(|status| (100..600).contains(status))
}

fn body(fields: &Map<String, Json>) -> Option<Vec<u8>> {
    let is_encoded = match fields.get("isBase64Encoded") {
        None | Some(Json::Null) => false,
        Some(encoded) => encoded.as_bool()?,
    };
    match fields.get("body") {
        None | Some(Json::Null) => Some(Vec::new()),
        Some(Json::String(text)) if is_encoded => STANDARD.decode(text).ok(),
        Some(Json::String(text)) => Some(text.clone().into_bytes()),
        Some(_) => None,
    }
}

fn object(json: Option<&Json>) -> Option<impl Iterator<Item = (&String, &Json)>> {
    match json {
        None | Some(Json::Null) => Some(None.into_iter().flatten()),
        Some(Json::Object(map)) => Some(Some(map).into_iter().flatten()),
        Some(_) => None,
    }
}

fn list(json: Option<&Json>) -> Option<&[Json]> {
    match json {
        None | Some(Json::Null) => Some(&[]),
        Some(Json::Array(items)) => Some(items),
        Some(_) => None,
    }
}

fn scalar(json: &Json) -> Option<Cow<'_, str>> {
    match json {
        Json::String(text) => Some(text.as_str().into()),
        Json::Number(_) | Json::Bool(_) => Some(json.to_string().into()),
        _ => None,
    }
}
