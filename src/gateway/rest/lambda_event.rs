//! `{"resource": "/{proxy+}", "httpMethod": "GET", …}`: the event of a Lambda proxy integration, format 1.0.

use serde_json::{Map, Value as Json, json};

use super::super::overrides;
use super::super::{base64, utf8};
use super::{MethodRequest, binary};
use crate::value::Datum;

/// The event that a function gets. A body of a binary media type is in base64.
pub(super) fn event(request: &MethodRequest, binary_media_types: &[String]) -> Json {
    let headers = request.headers().grouped();
    let query = request.query().grouped();
    let is_binary = binary::is_binary(request.headers().get("Content-Type"), binary_media_types);
    let body = match (request.bytes(), request.text()) {
        ([], _) => Json::Null,
        (bytes, _) if is_binary => base64::encode_bytes(bytes).into(),
        (_, Some(text)) => text.into(),
        (bytes, None) => utf8::decode(bytes.to_vec()).into(),
    };
    let event = &request.event();
    json!({
        "resource": request.resource(),
        "path": request.path(),
        "httpMethod": request.method(),
        "headers": last_values(&headers),
        "multiValueHeaders": all_values(&headers),
        "queryStringParameters": last_values(&query),
        "multiValueQueryStringParameters": all_values(&query),
        "pathParameters": object_or_null(&event.path),
        "stageVariables": object_or_null(&event.stage_variables),
        "requestContext": request_context(&event.context),
        "isBase64Encoded": is_binary && !body.is_null(),
        "body": body,
    })
}

/// Of a repeated name, the last.
pub(in crate::gateway) fn last_values(groups: &[(&str, Vec<&str>)]) -> Json {
    let last = |(name, values): &(&str, Vec<&str>)| ((*name).to_owned(), json!(values.last()));
    if groups.is_empty() { Json::Null } else { groups.iter().map(last).collect::<Map<_, _>>().into() }
}

pub(in crate::gateway) fn all_values(groups: &[(&str, Vec<&str>)]) -> Json {
    let all = |(name, values): &(&str, Vec<&str>)| ((*name).to_owned(), json!(values));
    if groups.is_empty() { Json::Null } else { groups.iter().map(all).collect::<Map<_, _>>().into() }
}

fn object_or_null(entries: &[(String, Datum)]) -> Json {
    if entries.is_empty() { Json::Null } else { overrides::json(&Datum::Map(entries.to_vec())) }
}

/// `$context`, in which there is nothing to override here.
fn request_context(context: &[(String, Datum)]) -> Json {
    let shown = context.iter().filter(|(name, _)| name != "requestOverride" && name != "responseOverride");
    shown.map(|(name, datum)| (name.clone(), overrides::json(datum))).collect::<Map<_, _>>().into()
}
