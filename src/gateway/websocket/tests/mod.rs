//! The rules of WebSocket APIs, each as an example. `docs/mapping.md` says which test stands for which row of the
//! documentation.

mod definition;
mod events;
mod parameters;
mod properties;
mod replies;
mod routes;
mod selection;
mod templates;

use serde_json::{Value as Json, json};

use super::{Api, Integration, IntegrationRequest, Message, Rejection};

/// `{"action": "join", …}` on a connection.
fn join() -> Message {
    on_connection(Message::text(r#"{"service": "chat", "action": "join", "data": {"room": "room1234", "n": [1, 2]}}"#))
}

fn on_connection(message: Message) -> Message {
    message.context(json!({
        "connectionId": "L0SM9cOFvHcCIhw=",
        "messageId": "m1",
        "connectedAt": 1_607_854_667_185i64,
        "requestId": "r1",
        "stage": "prod",
        "domainName": "abc.execute-api.eu-west-1.amazonaws.com",
        "apiId": "abc",
        "requestTime": "13/Dec/2020:10:17:47 +0000",
        "requestTimeEpoch": 1_607_854_667_186i64,
        "identity": {"sourceIp": "192.0.2.1", "userAgent": "agent"},
        "authorizer": {"principalId": "ann", "level": 3, "admin": true},
    }))
}

/// An integration with more fields.
fn integration(kind: &str, fields: Json) -> Integration {
    let mut json =
        json!({"integrationType": kind, "integrationUri": "https://rooms.example", "integrationMethod": "POST"});
    for (name, value) in fields.as_object().unwrap() {
        json[name] = value.clone();
    }
    Integration::from_json(&json).unwrap()
}

/// Why an integration with these fields is refused.
fn refused(fields: Json) -> String {
    let mut json = json!({"integrationType": "HTTP", "integrationUri": "https://rooms.example"});
    for (name, value) in fields.as_object().unwrap() {
        json[name] = value.clone();
    }
    Integration::from_json(&json).unwrap_err().to_string()
}

fn sent(integration: &Integration, message: &Message) -> IntegrationRequest {
    integration.map_request("join", message).unwrap()
}

/// The body that the integration gets.
fn sent_body(integration: &Integration, message: &Message) -> String {
    String::from_utf8(sent(integration, message).body).unwrap()
}

/// An API with these routes, whose integrations are Lambda functions.
fn api(expression: &str, routes: &[&str]) -> Api {
    let routes: Json = routes.iter().map(|key| json!({"routeKey": key, "target": "integrations/f"})).collect();
    let functions = json!([{"integrationId": "f", "integrationType": "AWS_PROXY", "integrationUri": "arn"}]);
    let api = json!({"routeSelectionExpression": expression, "routes": routes, "integrations": functions});
    Api::from_json(&api).unwrap()
}

/// Status and frame of an error.
fn error(rejection: Rejection) -> (u16, String) {
    match rejection {
        Rejection::Error { status, frame, .. } => (status, frame),
        other => panic!("{other:?}"),
    }
}
