//! The event that a Lambda function gets.

use serde_json::{Map, Value as Json};

use super::super::overrides;
use super::super::rest::{all_values, last_values};
use super::{EventType, Message};
use crate::value::Datum;

/// `requestContext` in the service's order.
const CONTEXT: [&str; 16] = [
    "routeKey",
    "disconnectStatusCode",
    "authorizer",
    "messageId",
    "eventType",
    "extendedRequestId",
    "requestTime",
    "messageDirection",
    "disconnectReason",
    "stage",
    "connectedAt",
    "requestTimeEpoch",
    "identity",
    "requestId",
    "domainName",
    "connectionId",
];

/// The event of a message on its route. Headers and the query string come with `$connect`, headers also with
/// `$disconnect`, a body with all other routes; what is not there is left out.
pub(super) fn event(message: &Message) -> Json {
    let mut event = Map::new();
    let mut add = |name: &str, value: Json| event.insert(name.to_owned(), value);
    if message.event_type() != EventType::Message {
        let headers = message.headers().grouped();
        if !headers.is_empty() {
            add("headers", last_values(&headers));
            add("multiValueHeaders", all_values(&headers));
        }
    }
    if message.event_type() == EventType::Connect {
        let query = message.query().grouped();
        if !query.is_empty() {
            add("queryStringParameters", last_values(&query));
            add("multiValueQueryStringParameters", all_values(&query));
        }
    }
    add("requestContext", request_context(message));
    let variables = &message.event().stage_variables;
    if !variables.is_empty() {
        add("stageVariables", overrides::json(&Datum::Map(variables.clone())));
    }
    if message.event_type() == EventType::Message {
        add("body", message.body_text().into());
    }
    add("isBase64Encoded", false.into());
    Json::Object(event)
}

fn request_context(message: &Message) -> Json {
    let mut context = Map::new();
    for name in CONTEXT.into_iter().chain(["apiId"]) {
        match (name, message.context_datum(name)) {
            ("messageDirection", None) => _ = context.insert(name.to_owned(), "IN".into()),
            (_, None | Some(Datum::Null)) => {}
            (_, Some(datum)) => _ = context.insert(name.to_owned(), overrides::json(datum)),
        }
    }
    Json::Object(context)
}
