//! `{"statusCode": 200, "headers": {…}, "body": "…"}`: what a function with a proxy integration answers.

use serde_json::{Map, Value as Json};

use super::super::base64;
use super::super::message::is_header_name;
use super::failure::Failure;
use super::{Headers, IntegrationAnswer, MethodRequest, MethodResponse, binary};

const FIELDS: [&str; 5] = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

/// Checks the answer as the service does, which takes no field but these, none of them needed. Anything else is 502.
pub(super) fn response(
    request: &MethodRequest,
    answer: &IntegrationAnswer,
    binary_media_types: &[String],
) -> Result<MethodResponse, Box<Failure>> {
    let json: Json = serde_json::from_slice(&answer.body)
        .map_err(|error| Failure::malformed(format!("the function's answer is no JSON: {error}")))?;
    let Json::Object(fields) = json else {
        return Err(Failure::malformed("the function's answer is no object"));
    };
    if let Some(name) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(Failure::malformed(match fields.get("errorMessage").and_then(Json::as_str) {
            Some(message) => format!("the function failed: {}", super::super::refusal::shown(message)),
            None => format!("the function's answer has a field `{}`", super::super::refusal::shown(name)),
        }));
    }
    let accepts_binary = binary::is_binary(request.headers().get("Accept"), binary_media_types);
    Ok(MethodResponse {
        status: status(fields.get("statusCode"))?,
        headers: headers(&fields)?,
        body: body(&fields, accepts_binary)?,
        warnings: Vec::new(),
    })
}

/// 200 if there is none; a string of digits is a number too.
fn status(json: Option<&Json>) -> Result<u16, Box<Failure>> {
    let status = match json {
        None | Some(Json::Null) => Some(200),
        Some(Json::Number(number)) => number.as_f64().filter(|n| n.fract() == 0.0).map(|n| n as i64),
        Some(Json::String(text)) => text.parse().ok(),
        Some(_) => None,
    };
    let status = status.and_then(|status| u16::try_from(status).ok()).filter(|status| (100..600).contains(status));
    status.ok_or_else(|| Failure::malformed("`statusCode` is no status"))
}

/// Of a header in both objects, the values of `multiValueHeaders` come first, under their name.
fn headers(fields: &Map<String, Json>) -> Result<Headers, Box<Failure>> {
    let mut single = Vec::new();
    for (name, value) in object(fields, "headers")?.into_iter().flatten() {
        check_name(name)?;
        if let Some(text) = header(value) {
            single.push((name.clone(), text));
        } else if !value.is_null() {
            return Err(Failure::malformed("a value of `headers` is neither a string nor a boolean"));
        }
    }
    let mut headers = Headers::new();
    headers.set_all(single);
    let many = object(fields, "multiValueHeaders")?.into_iter().flatten();
    let many: Vec<(&String, Vec<String>)> = many.map(many_values).collect::<Result<_, _>>()?;
    let mut in_both = headers.remove_all(many.iter().map(|(name, _)| name.as_str()));
    for (name, values) in many {
        let single = in_both.remove(&name.to_ascii_lowercase()).filter(|single| !values.contains(single));
        values.into_iter().chain(single).for_each(|value| headers.add(name.as_str(), value));
    }
    if !headers.contains("Content-Type") {
        headers.add("Content-Type", "application/json");
    }
    Ok(headers)
}

fn many_values<'f>((name, values): (&'f String, &Json)) -> Result<(&'f String, Vec<String>), Box<Failure>> {
    check_name(name)?;
    let Json::Array(values) = values else {
        return Err(Failure::malformed("a value of `multiValueHeaders` is no list"));
    };
    let texts: Option<Vec<String>> = values.iter().map(header).collect();
    let texts = texts.ok_or_else(|| Failure::malformed("a value of `multiValueHeaders` is no list of strings"))?;
    Ok((name, texts))
}

fn check_name(name: &str) -> Result<(), Box<Failure>> {
    match is_header_name(name) {
        true => Ok(()),
        false => {
            Err(Failure::malformed(format!("no header can have the name {:?}", super::super::refusal::shown(name))))
        }
    }
}

fn object<'f>(fields: &'f Map<String, Json>, name: &str) -> Result<Option<&'f Map<String, Json>>, Box<Failure>> {
    match fields.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(object)) => Ok(Some(object)),
        Some(_) => Err(Failure::malformed(format!("`{name}` is no object"))),
    }
}

fn header(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Base64 is decoded only for a client who accepts a binary media type first.
fn body(fields: &Map<String, Json>, accepts_binary: bool) -> Result<Vec<u8>, Box<Failure>> {
    let encoded = fields.get("isBase64Encoded") == Some(&Json::Bool(true));
    match fields.get("body") {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::String(text)) if encoded && accepts_binary => {
            base64::bytes(text).ok_or_else(|| Failure::configuration("`body` is to be base64, and is not"))
        }
        Some(Json::String(text)) => Ok(text.clone().into_bytes()),
        Some(_) => Err(Failure::malformed("`body` is no string")),
    }
}
