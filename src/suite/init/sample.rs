//! Sample values, made up by their names.

use serde_json::{Map, Value as Json, json};

use super::shape::{Hint, Id, Shapes, is_attribute_type, singular};

/// A value of this shape.
pub(super) fn value(shapes: &Shapes, id: Id) -> Json {
    let shape = shapes.get(id);
    let inside = inside(shapes, id);
    match (inside, shape.hint) {
        (Some(inside), Hint::JsonText) => Json::from(inside.to_string()),
        (None, Hint::JsonText) => Json::from("{}"),
        (Some(inside), _) => inside,
        (None, hint) => shape.literal.clone().unwrap_or_else(|| leaf(&shape.name, hint)),
    }
}

/// What is in an object or a list; `None` for what is neither.
fn inside(shapes: &Shapes, id: Id) -> Option<Json> {
    let shape = shapes.get(id);
    if !shape.fields.is_empty() {
        let fields = shape.fields.iter().map(|(name, field)| (name.clone(), attribute(name, value(shapes, *field))));
        return Some(Json::Object(fields.collect()));
    }
    if let Some(element) = shape.element {
        return Some(json!([value(shapes, element)]));
    }
    let entry = shape.entry?;
    let key = if shape.name.is_empty() { "key" } else { shape.name.as_str() };
    Some(Json::Object(Map::from_iter([(key.to_owned(), value(shapes, entry))])))
}

/// A value under one of DynamoDB's types.
fn attribute(name: &str, value: Json) -> Json {
    match (name, &value) {
        _ if !is_attribute_type(name) => value,
        ("S" | "B", Json::Number(_) | Json::Bool(_)) => Json::from(value.to_string()),
        ("N", Json::Number(number)) => Json::from(number.to_string()),
        ("N", Json::String(_) | Json::Bool(_)) => json!("1"),
        ("BOOL" | "NULL", Json::String(_) | Json::Number(_)) => json!(true),
        ("SS" | "BS", Json::String(_)) => json!([value]),
        ("NS", Json::String(_) | Json::Number(_)) => json!(["1"]),
        ("L", Json::Array(items)) => {
            let typed = |item: &Json| if item.is_object() { item.clone() } else { json!({"S": item}) };
            items.iter().map(typed).collect()
        }
        ("L", Json::String(_) | Json::Number(_)) => json!([{"S": value}]),
        ("M", Json::String(_) | Json::Number(_)) => json!({"key": {"S": value}}),
        _ => value,
    }
}

/// A value that has nothing in it.
fn leaf(name: &str, hint: Hint) -> Json {
    let by_name = by_name(name);
    match hint {
        Hint::List => json!([self::by_name(singular(name))]),
        Hint::Bare if matches!(by_name, Json::String(_)) => json!(1),
        Hint::Number if !matches!(by_name, Json::Number(_)) => json!(1),
        Hint::Text if !matches!(by_name, Json::String(_)) => Json::from(by_name.to_string()),
        Hint::Base64 => json!("aGVsbG8="),
        _ => by_name,
    }
}

/// The last words of names, and a value for each. The first that fits counts.
const BY_NAME: &[(&[&str], &str)] = &[
    (&["email", "mail"], r#""ann@example.com""#),
    (&["uuid", "guid"], r#""7c9e6679-7425-40de-944b-e07fc1f90ae7""#),
    (&["sourceip", "ip", "ipaddress"], r#""192.0.2.1""#),
    (&["url", "uri", "link", "href", "endpoint"], r#""https://example.com/""#),
    (&["arn"], r#""arn:aws:iam::123456789012:user/ann""#),
    (&["firstname", "givenname", "username", "user", "owner", "author", "customer"], r#""Ann""#),
    (&["lastname", "surname", "familyname"], r#""Lee""#),
    (&["phone", "phonenumber", "mobile"], r#""+49 30 123456""#),
    (&["date", "day", "birthday"], r#""2024-01-31""#),
    (&["time", "timestamp", "datetime", "createdat", "updatedat", "at", "ts"], r#""2024-01-31T12:00:00Z""#),
    (&["epoch"], "1706702400"),
    (&["price", "amount", "cost", "total", "sum", "balance", "rate"], "9.5"),
    (&["latitude", "lat"], "52.5"),
    (&["longitude", "lng", "lon"], "13.4"),
    (&["count", "quantity", "qty", "number", "num", "size", "length", "limit", "offset", "page"], "3"),
    (&["age", "year", "month", "version", "index", "priority", "level", "weight", "height", "width"], "3"),
    (&["enabled", "active", "deleted", "valid", "flag", "success", "completed"], "true"),
    (&["statuscode"], "200"),
    (&["status", "state"], r#""active""#),
    (&["token", "apikey"], r#""token-1""#),
    (&["country"], r#""DE""#),
    (&["city"], r#""Berlin""#),
    (&["zip", "zipcode", "postcode"], r#""10115""#),
    (&["currency"], r#""EUR""#),
    (&["language", "locale", "lang"], r#""en""#),
    (&["message", "text", "comment", "description"], r#""hello""#),
];

fn by_name(name: &str) -> Json {
    let words = words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let joined = words.concat();
    if joined == "id" {
        return json!("42");
    }
    if last == "id" {
        return json!(format!("{}-1", words[..words.len() - 1].join("-")));
    }
    if words.len() > 1 && matches!(words[0].as_str(), "is" | "has" | "can" | "should") {
        return json!(true);
    }
    let fits = |(names, _): &&(&[&str], &str)| names.contains(&joined.as_str()) || names.contains(&last);
    let found = BY_NAME.iter().find(fits).and_then(|(_, value)| serde_json::from_str(value).ok());
    found.unwrap_or_else(|| if words.is_empty() { json!("example") } else { json!(format!("{}-1", words.join("-"))) })
}

/// `userName`, `user_name`, `USER-NAME` → `user`, `name`
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars().take(60) {
        let starts = !before.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase());
        if c.is_alphanumeric() {
            match words.last_mut() {
                Some(word) if !starts => word.extend(c.to_lowercase()),
                _ => words.push(c.to_lowercase().collect()),
            }
        }
        before = c;
    }
    words
}

/// The text of a parameter.
pub(super) fn parameter(name: &str, shapes: &Shapes, id: Id) -> String {
    let known = match name.to_ascii_lowercase().as_str() {
        "accept" | "content-type" => Some("application/json"),
        "accept-language" => Some("en"),
        "authorization" => Some("Bearer token-1"),
        "host" => Some("api.example.com"),
        "user-agent" => Some("curl/8.5.0"),
        "x-forwarded-for" => Some("192.0.2.1"),
        "x-forwarded-proto" => Some("https"),
        "proxy" => Some("a/b"),
        _ => None,
    };
    match (known, value(shapes, id)) {
        (Some(known), _) if shapes.get(id).literal.is_none() => known.to_owned(),
        (_, Json::String(text)) => text,
        (_, other) => other.to_string(),
    }
}

/// Whether a name is that of a header rather than of anything else.
pub(super) fn is_header(name: &str) -> bool {
    const KNOWN: [&str; 6] = ["accept", "authorization", "cookie", "host", "origin", "referer"];
    name.contains('-') || KNOWN.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a name is rather that of a part of the path than of the query string.
pub(super) fn is_path(name: &str) -> bool {
    let words = words(name);
    matches!(words.last().map(String::as_str), Some("id" | "name" | "key" | "proxy" | "slug" | "uuid"))
}

/// What `$context` has under a dotted name, where that is known.
pub(super) fn context(path: &str) -> Option<Json> {
    Some(match path {
        "accountId" | "identity.accountId" => json!("123456789012"),
        "apiId" => json!("a1b2c3d4e5"),
        "authorizer.principalId" | "authorizer.claims.sub" => json!("user-1"),
        "awsEndpointRequestId" => json!("endpoint-request-1"),
        "connectionId" => json!("connection-1"),
        "domainName" => json!("api.example.com"),
        "domainPrefix" => json!("api"),
        "error.message" => json!("Forbidden"),
        "error.messageString" => json!("\"Forbidden\""),
        "error.responseType" => json!("ACCESS_DENIED"),
        "eventType" => json!("MESSAGE"),
        "extendedRequestId" => json!("extended-request-1"),
        "httpMethod" => json!("POST"),
        "identity.sourceIp" => json!("192.0.2.1"),
        "identity.userAgent" => json!("curl/8.5.0"),
        "path" => json!("/test/pets/42"),
        "protocol" => json!("HTTP/1.1"),
        "requestId" => json!("request-1"),
        "requestTime" => json!("31/Jan/2024:12:00:00 +0000"),
        "requestTimeEpoch" | "connectedAt" => json!(1_706_702_400_000_i64),
        "resourceId" => json!("resource-1"),
        "resourcePath" => json!("/pets/{id}"),
        "routeKey" => json!("$default"),
        "stage" => json!("test"),
        _ => return None,
    })
}
