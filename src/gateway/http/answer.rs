//! `{"statusCode": 200, "headers": {…}, "body": "…"}`: what a Lambda function returned, and what its client gets of it.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::super::base64;
use super::super::message::is_header_name;
use super::{Headers, IntegrationAnswer, PayloadFormat, Response};

/// What the service answers for a function's return value that says nothing of its type.
const TEXT: &str = "text/plain; charset=utf-8";

/// The response that a Lambda function's payload stands for. Whatever is malformed is 500.
pub(super) fn of_lambda(answer: &IntegrationAnswer, format: PayloadFormat) -> Response {
    if answer.function_error {
        return Response::internal_server_error();
    }
    let json = serde_json::from_slice::<Json>(&answer.body);
    let response = match (format, json) {
        (_, Ok(Json::Object(fields))) if fields.contains_key("statusCode") => explicit(&fields, format).map(with_type),
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

/// What a function answers in format 1.0, of a REST or WebSocket API, too, where its status may be missing.
pub(in crate::gateway) fn of_proxy(payload: &[u8]) -> Option<Response> {
    let Ok(Json::Object(mut fields)) = serde_json::from_slice(payload) else { return None };
    fields.entry("statusCode").or_insert(200.into());
    explicit(&fields, PayloadFormat::V1)
}

fn with_type(mut response: Response) -> Response {
    if !response.headers.contains("content-type") {
        response.headers.add("content-type", TEXT);
    }
    response
}

/// `{"statusCode": 200, "headers": {…}, "body": "…"}`
fn explicit(fields: &Map<String, Json>, format: PayloadFormat) -> Option<Response> {
    let status = status(fields.get("statusCode")?)?;
    let mut headers = Headers::new();
    if format == PayloadFormat::V1 {
        for (name, values) in object(fields.get("multiValueHeaders"))? {
            let Json::Array(values) = values else { return None };
            let name = header_name(name)?;
            for value in values {
                headers.add(name, scalar(value)?);
            }
        }
    }
    for (name, value) in object(fields.get("headers"))? {
        if !value.is_null() {
            headers.add(header_name(name)?, scalar(value)?);
        }
    }
    if format == PayloadFormat::V2 {
        for cookie in list(fields.get("cookies"))? {
            headers.add("set-cookie", scalar(cookie)?);
        }
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
        Some(Json::String(text)) if is_encoded => base64::bytes(text),
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

fn header_name(name: &str) -> Option<&str> {
    is_header_name(name).then_some(name)
}

fn scalar(json: &Json) -> Option<Cow<'_, str>> {
    match json {
        Json::String(text) => Some(text.as_str().into()),
        Json::Number(_) | Json::Bool(_) => Some(json.to_string().into()),
        _ => None,
    }
}
