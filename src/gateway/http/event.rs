//! The event that a Lambda function gets, in the formats 1.0 and 2.0.

use serde_json::{Map, Value as Json, json};

use super::super::base64;
use super::super::context::Entries;
use super::super::message::media_type;
use super::super::overrides;
use super::super::uri::decoded;
use super::authorizer::Authorizer;
use super::{Headers, PayloadFormat, Query, Request, RouteKey, context};
use crate::value::Datum;

/// A request as its function sees it: after the parameter mappings.
pub(super) struct Mapped<'m> {
    pub request: &'m Request,
    pub route: Option<&'m RouteKey>,
    pub context: &'m Entries,
    pub headers: &'m Headers,
    pub query: &'m Query,
    pub raw_query: String,
    /// If a mapping overwrote it.
    pub path: Option<String>,
}

pub(super) fn event(mapped: &Mapped<'_>, format: PayloadFormat) -> Json {
    match format {
        PayloadFormat::V1 => version_1(mapped),
        PayloadFormat::V2 => version_2(mapped),
    }
}

/// Format 2.0: what is not there is left out.
fn version_2(mapped: &Mapped<'_>) -> Json {
    let path = decoded(&path(mapped));
    let (body, is_encoded) = body(mapped);
    let headers = mapped.headers.grouped();
    let (cookies, headers): (Vec<_>, Vec<_>) =
        headers.into_iter().partition(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    let cookies = cookies.iter().flat_map(|(_, values)| values.iter().flat_map(|value| value.split(';')));
    let cookies: Vec<&str> = cookies.map(str::trim).filter(|cookie| !cookie.is_empty()).collect();
    let joined = |groups: Vec<(&str, Vec<&str>)>, lower: bool| -> Map<String, Json> {
        let name = |name: &str| if lower { name.to_ascii_lowercase() } else { name.to_owned() };
        groups.into_iter().map(|(key, values)| (name(key), values.join(",").into())).collect()
    };
    let mut event = Map::new();
    let mut add = |name: &str, value: Json| event.insert(name.to_owned(), value);
    add("version", "2.0".into());
    add("routeKey", route_key(mapped));
    add("rawPath", path.as_str().into());
    add("rawQueryString", mapped.raw_query.as_str().into());
    if !cookies.is_empty() {
        add("cookies", cookies.into());
    }
    add("headers", Json::Object(joined(headers, true)));
    if !mapped.query.is_empty() {
        add("queryStringParameters", Json::Object(joined(mapped.query.grouped(), false)));
    }
    add("requestContext", request_context_2(mapped, &path));
    if let Some(body) = body {
        add("body", body.into());
    }
    if !mapped.request.path_parameters.is_empty() {
        add("pathParameters", path_parameters(mapped.request));
    }
    add("isBase64Encoded", is_encoded.into());
    if !mapped.request.stage_variables.is_empty() {
        add("stageVariables", object(&mapped.request.stage_variables));
    }
    Json::Object(event)
}

fn request_context_2(mapped: &Mapped<'_>, path: &str) -> Json {
    let given = |name: &str| field(mapped.context, name);
    let identity = |name: &str| match field(mapped.context, "identity") {
        Json::Object(mut identity) => identity.remove(name).unwrap_or(Json::Null),
        _ => Json::Null,
    };
    let text = |json: Json| if json.is_null() { Json::from("") } else { json };
    let mut context = Map::new();
    let mut add = |name: &str, value: Json| {
        if !value.is_null() {
            context.insert(name.to_owned(), value);
        }
    };
    add("accountId", given("accountId"));
    add("apiId", given("apiId"));
    let certificate = identity("clientCert");
    if !certificate.is_null() {
        add("authentication", json!({"clientCert": certificate}));
    }
    add("authorizer", Authorizer::of(&mapped.request.context).of_version_2().unwrap_or(Json::Null));
    add("domainName", given("domainName"));
    add("domainPrefix", given("domainPrefix"));
    add(
        "http",
        json!({
            "method": mapped.request.method,
            "path": path,
            "protocol": text(given("protocol")),
            "sourceIp": text(identity("sourceIp")),
            "userAgent": text(identity("userAgent")),
        }),
    );
    add("requestId", given("requestId"));
    add("routeKey", route_key(mapped));
    add("stage", given("stage"));
    add("time", given("requestTime"));
    add("timeEpoch", given("requestTimeEpoch"));
    Json::Object(context)
}

/// Format 1.0: what is not there is null.
fn version_1(mapped: &Mapped<'_>) -> Json {
    let (body, is_encoded) = body(mapped);
    let null_if_empty = |map: Map<String, Json>| if map.is_empty() { Json::Null } else { Json::Object(map) };
    let headers = mapped.headers.grouped();
    let query = mapped.query.grouped();
    let last = |groups: &[(&str, Vec<&str>)], lower: bool| -> Map<String, Json> {
        let name = |name: &str| if lower { name.to_ascii_lowercase() } else { name.to_owned() };
        groups.iter().map(|(key, values)| (name(key), values.last().copied().into())).collect()
    };
    let all = |groups: &[(&str, Vec<&str>)], lower: bool| -> Map<String, Json> {
        let name = |name: &str| if lower { name.to_ascii_lowercase() } else { name.to_owned() };
        groups.iter().map(|(key, values)| (name(key), values.clone().into())).collect()
    };
    let parameters = &mapped.request.path_parameters;
    let variables = &mapped.request.stage_variables;
    json!({
        "version": "1.0",
        "resource": mapped.route.map(RouteKey::resource),
        "path": path(mapped),
        "httpMethod": mapped.request.method,
        "headers": last(&headers, true),
        "multiValueHeaders": all(&headers, true),
        "queryStringParameters": null_if_empty(last(&query, false)),
        "multiValueQueryStringParameters": null_if_empty(all(&query, false)),
        "requestContext": request_context_1(mapped),
        "pathParameters": if parameters.is_empty() { Json::Null } else { path_parameters(mapped.request) },
        "stageVariables": if variables.is_empty() { Json::Null } else { object(variables) },
        "body": body,
        "isBase64Encoded": is_encoded,
    })
}

/// What `identity` has in format 1.0, be it null.
const IDENTITY: [&str; 12] = [
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "sourceIp",
    "user",
    "userAgent",
    "userArn",
];

fn request_context_1(mapped: &Mapped<'_>) -> Json {
    let given = |name: &str| field(mapped.context, name);
    let Json::Object(mut identity) = (match given("identity") {
        identity @ Json::Object(_) => identity,
        _ => json!({}),
    }) else {
        return Json::Null;
    };
    for name in IDENTITY {
        identity.entry(name).or_insert(Json::Null);
    }
    json!({
        "accountId": given("accountId"),
        "apiId": given("apiId"),
        "authorizer": Authorizer::of(&mapped.request.context).of_version_1(),
        "domainName": given("domainName"),
        "domainPrefix": given("domainPrefix"),
        "extendedRequestId": given("extendedRequestId"),
        "httpMethod": mapped.request.method,
        "identity": identity,
        "path": path(mapped),
        "protocol": given("protocol"),
        "requestId": given("requestId"),
        "requestTime": given("requestTime"),
        "requestTimeEpoch": given("requestTimeEpoch"),
        "resourceId": given("resourceId"),
        "resourcePath": mapped.route.map(RouteKey::resource),
        "stage": given("stage"),
    })
}

fn path(mapped: &Mapped<'_>) -> String {
    mapped.path.clone().unwrap_or_else(|| context::path_with_stage(mapped.request, mapped.context))
}

fn route_key(mapped: &Mapped<'_>) -> Json {
    mapped.route.map_or_else(|| field(mapped.context, "routeKey"), |key| key.to_string().into())
}

/// Text of a type that the service takes for text is sent as it is, all else in base64.
fn body(mapped: &Mapped<'_>) -> (Option<String>, bool) {
    let body = &mapped.request.body;
    if body.is_empty() {
        return (None, false);
    }
    match std::str::from_utf8(body) {
        Ok(text) if is_text(mapped.headers.get("content-type").map_or("", media_type)) => {
            (Some(text.to_owned()), false)
        }
        _ => (Some(base64::encode_bytes(body)), true),
    }
}

/// Forms (`application/x-www-form-urlencoded`) are no text to the service.
fn is_text(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    const TYPES: [&str; 3] = ["application/json", "application/javascript", "application/xml"];
    media_type.is_empty()
        || media_type.starts_with("text/")
        || TYPES.contains(&media_type.as_str())
        || media_type.ends_with("+json")
        || media_type.ends_with("+xml")
}

fn path_parameters(request: &Request) -> Json {
    let pairs = request.path_parameters.iter().map(|(name, value)| (name.clone(), Json::from(value.as_str())));
    Json::Object(pairs.collect())
}

fn object(entries: &Entries) -> Json {
    overrides::json(&Datum::Map(entries.clone()))
}

/// A field of the context, which is null if it is missing.
fn field(context: &Entries, name: &str) -> Json {
    context.iter().find(|(key, _)| key == name).map_or(Json::Null, |(_, datum)| overrides::json(datum))
}
