//! The event that API Gateway sends to a Lambda function with a proxy integration, as what a template would have seen.
//!
//! REST APIs send format 1.0, WebSocket APIs nearly the same, HTTP APIs format 2.0. Fields that no template can see are
//! passed over.

use super::context::Entries;
use super::event::set;
use super::fields::{expected, object};
use super::{Event, base64};
use crate::error::Result;
use crate::value::Datum;

/// An event from the fields of one with a `requestContext`.
pub(super) fn event(fields: Entries) -> Result<Event> {
    let mut fields = Fields(fields);
    let version_2 = matches!(fields.take("version"), Datum::String(version) if version == "2.0");
    let mut event = Event::new();
    event.body = body(&mut fields)?;
    event.path = fields.object("pathParameters")?;
    event.querystring = fields.object("queryStringParameters")?;
    add_last_values(&mut event.querystring, fields.object("multiValueQueryStringParameters")?);
    event.stage_variables = fields.object("stageVariables")?;
    let mut header = fields.object("headers")?;
    add_last_values(&mut header, fields.object("multiValueHeaders")?);
    if let Datum::List(cookies) = fields.take("cookies") {
        let cookies: Vec<String> = cookies.iter().filter_map(text).collect();
        set(&mut header, "cookie".to_owned(), Datum::String(cookies.join("; ")));
    }
    let context = Fields(object(fields.take("requestContext"), "requestContext")?);
    let context = if version_2 { context_of_version_2(context)? } else { context_of_version_1(context, &mut fields)? };
    Ok(event.with_headers(header).with_context(context))
}

/// A body that is no text stays in base64: that is how a template sees it, with `CONVERT_TO_TEXT`.
fn body(fields: &mut Fields) -> Result<Option<String>> {
    let encoded = fields.take("isBase64Encoded") == Datum::Boolean(true);
    match fields.take("body") {
        Datum::Null => Ok(None),
        Datum::String(text) if encoded => {
            let decoded = base64::bytes(&text).and_then(|bytes| String::from_utf8(bytes).ok());
            Ok(Some(decoded.unwrap_or(text)))
        }
        Datum::String(text) => Ok(Some(text)),
        other => Err(expected("body", "a string", &other)),
    }
}

/// `$context` of a REST or WebSocket API has the names of its `requestContext`.
fn context_of_version_1(mut context: Fields, fields: &mut Fields) -> Result<Entries> {
    for (name, field) in [("httpMethod", "httpMethod"), ("path", "path"), ("resourcePath", "resource")] {
        let datum = fields.take(field);
        if !context.has(name) && datum != Datum::Null {
            context.0.push((name.to_owned(), datum));
        }
    }
    if let Some((_, authorizer)) = context.0.iter_mut().find(|(name, _)| name == "authorizer") {
        stringify(authorizer);
    }
    Ok(context.0)
}

/// `$context` has a REST API's names for what format 2.0 calls otherwise.
fn context_of_version_2(mut context: Fields) -> Result<Entries> {
    let mut http = Fields(object(context.take("http"), "requestContext.http")?);
    let authorizer = Fields(object(context.take("authorizer"), "requestContext.authorizer")?);
    let identity = ["sourceIp", "userAgent"].map(|name| (name.to_owned(), http.take(name)));
    let route = context.get("routeKey").and_then(text);
    let resource = route.as_deref().and_then(|route| route.split_once(' ')).map(|(_, resource)| resource.to_owned());
    let mut more = vec![
        ("httpMethod", http.take("method")),
        ("path", http.take("path")),
        ("protocol", http.take("protocol")),
        ("requestTime", context.take("time")),
        ("requestTimeEpoch", context.take("timeEpoch")),
        ("resourcePath", resource.map_or(Datum::Null, Datum::String)),
        ("extendedRequestId", context.get("requestId").cloned().unwrap_or(Datum::Null)),
        ("identity", Datum::Map(identity.into())),
    ];
    if !authorizer.0.is_empty() {
        more.push(("authorizer", authorizer_of_version_2(authorizer)?));
    }
    for (name, datum) in more {
        if !context.has(name) && datum != Datum::Null {
            context.0.push((name.to_owned(), datum));
        }
    }
    Ok(context.0)
}

/// `jwt.claims` becomes `claims`, and what a Lambda authorizer gave stands for itself.
fn authorizer_of_version_2(mut authorizer: Fields) -> Result<Datum> {
    let mut jwt = Fields(object(authorizer.take("jwt"), "requestContext.authorizer.jwt")?);
    let mut entries = object(authorizer.take("lambda"), "requestContext.authorizer.lambda")?;
    match jwt.take("claims") {
        Datum::Null => {}
        claims => entries.push(("claims".to_owned(), claims)),
    }
    let mut authorizer = Datum::Map(entries);
    stringify(&mut authorizer);
    Ok(authorizer)
}

/// Of a repeated parameter or header a template sees the last value.
fn add_last_values(entries: &mut Entries, lists: Entries) {
    for (name, datum) in lists {
        if let Datum::List(mut values) = datum
            && let Some(last) = values.pop()
            && !entries.iter().any(|(key, _)| *key == name)
        {
            entries.push((name, last));
        }
    }
}

/// Numbers and booleans of an authorizer are strings to a template.
fn stringify(datum: &mut Datum) {
    if let Datum::Map(entries) = datum {
        entries.iter_mut().for_each(|(_, datum)| stringify(datum));
    } else if let Some(text) = text(datum) {
        *datum = Datum::String(text);
    }
}

fn text(datum: &Datum) -> Option<String> {
    match datum {
        Datum::Null | Datum::List(_) | Datum::Map(_) => None,
        Datum::String(text) => Some(text.clone()),
        number => Some(super::overrides::text(number)),
    }
}

/// Fields of an object, taken one by one.
struct Fields(Entries);

impl Fields {
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    fn get(&self, name: &str) -> Option<&Datum> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, datum)| datum)
    }

    /// The field's value, which is null if it is missing.
    fn take(&mut self, name: &str) -> Datum {
        let at = self.0.iter().position(|(key, _)| key == name);
        at.map_or(Datum::Null, |at| self.0.remove(at).1)
    }

    fn object(&mut self, name: &str) -> Result<Entries> {
        object(self.take(name), name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::overrides::json;
    use super::*;
    use serde_json::json;

    fn context(event: &Event) -> serde_json::Value {
        let mut context = json(&Datum::Map(event.context.clone()));
        let entries = context.as_object_mut().unwrap();
        entries.remove("requestOverride");
        entries.remove("responseOverride");
        context
    }

    #[test]
    fn a_rest_apis_event() {
        let event = Event::try_from(json!({
            "resource": "/{proxy+}",
            "path": "/path/to/resource",
            "httpMethod": "POST",
            "body": "eyJ0ZXN0IjoiYm9keSJ9",
            "isBase64Encoded": true,
            "queryStringParameters": {"foo": "bar"},
            "multiValueQueryStringParameters": {"foo": ["bar"], "more": ["a", "b"]},
            "pathParameters": {"proxy": "/path/to/resource"},
            "stageVariables": {"baz": "qux"},
            "headers": {"Accept": "text/html"},
            "requestContext": {
                "accountId": "123456789012",
                "stage": "prod",
                "requestTimeEpoch": 1_428_582_896_000i64,
                "authorizer": {"principalId": "u", "admin": true, "level": 3},
                "identity": {"cognitoIdentityPoolId": null, "sourceIp": "127.0.0.1"},
                "path": "/prod/path/to/resource",
            },
        }))
        .unwrap();
        let expected = Event::new()
            .body(r#"{"test":"body"}"#)
            .path_param("proxy", "/path/to/resource")
            .query_param("foo", "bar")
            .query_param("more", "b")
            .header("Accept", "text/html")
            .stage_variable("baz", "qux")
            .context(json!({
                "accountId": "123456789012",
                "stage": "prod",
                "requestTimeEpoch": 1_428_582_896_000i64,
                "authorizer": {"principalId": "u", "admin": "true", "level": "3"},
                "identity": {"cognitoIdentityPoolId": null, "sourceIp": "127.0.0.1"},
                "path": "/prod/path/to/resource",
                "httpMethod": "POST",
                "resourcePath": "/{proxy+}",
            }));
        assert_eq!(context(&event), context(&expected));
        assert_eq!(event, expected);
    }

    #[test]
    fn an_http_apis_event() {
        let event = Event::try_from(json!({
            "version": "2.0",
            "routeKey": "GET /pets/{id}",
            "rawPath": "/pets/7",
            "cookies": ["a=1", "b=2"],
            "headers": {"accept": "*/*"},
            "pathParameters": {"id": "7"},
            "requestContext": {
                "apiId": "api",
                "authorizer": {"jwt": {"claims": {"sub": "u"}, "scopes": null}},
                "http": {"method": "GET", "path": "/pets/7", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x"},
                "requestId": "r",
                "routeKey": "GET /pets/{id}",
                "time": "12/Mar/2020:19:03:58 +0000",
                "timeEpoch": 1_583_348_638_390i64,
            },
            "isBase64Encoded": false,
        }))
        .unwrap();
        let expected = json!({
            "apiId": "api",
            "requestId": "r",
            "routeKey": "GET /pets/{id}",
            "httpMethod": "GET",
            "path": "/pets/7",
            "protocol": "HTTP/1.1",
            "requestTime": "12/Mar/2020:19:03:58 +0000",
            "requestTimeEpoch": 1_583_348_638_390i64,
            "resourcePath": "/pets/{id}",
            "extendedRequestId": "r",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "x"},
            "authorizer": {"claims": {"sub": "u"}},
        });
        assert_eq!(context(&event), expected);
        assert_eq!(event.header[1], ("cookie".to_owned(), Datum::String("a=1; b=2".to_owned())));
    }

    #[test]
    fn a_websocket_apis_event() {
        let event = Event::try_from(json!({
            "requestContext": {"routeKey": "$default", "eventType": "MESSAGE", "connectionId": "c"},
            "body": "hello",
            "isBase64Encoded": false,
        }))
        .unwrap();
        assert_eq!(event.body_text(), "hello");
        assert_eq!(context(&event), json!({"routeKey": "$default", "eventType": "MESSAGE", "connectionId": "c"}));
    }

    #[test]
    fn a_body_that_is_no_text_stays_encoded() {
        let event = Event::from_json(r#"{"requestContext": {}, "body": "/w==", "isBase64Encoded": true}"#).unwrap();
        assert_eq!(event.body_text(), "/w==");
        let error = Event::from_json(r#"{"requestContext": 1}"#).unwrap_err();
        assert_eq!(error.message(), "`requestContext` must be an object, but is a number");
    }
}
