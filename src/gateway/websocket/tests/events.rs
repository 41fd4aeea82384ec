//! The events of Lambda functions.

use super::*;

fn event(route: &str, message: &Message) -> Json {
    let function = integration("AWS_PROXY", json!({"integrationUri": "arn"}));
    serde_json::from_slice(&function.map_request(route, message).unwrap().body).unwrap()
}

/// What all events of the connection have in common.
fn context(fields: Json) -> Json {
    let mut context = json!({
        "authorizer": {"principalId": "ann", "level": "3", "admin": "true"},
        "messageDirection": "IN",
        "extendedRequestId": "r1",
        "requestTime": "13/Dec/2020:10:17:47 +0000",
        "stage": "prod",
        "connectedAt": 1_607_854_667_185i64,
        "requestTimeEpoch": 1_607_854_667_186i64,
        "identity": {"sourceIp": "192.0.2.1", "userAgent": "agent"},
        "requestId": "r1",
        "domainName": "abc.execute-api.eu-west-1.amazonaws.com",
        "connectionId": "L0SM9cOFvHcCIhw=",
        "apiId": "abc",
        "messageId": "m1",
    });
    for (name, value) in fields.as_object().unwrap() {
        context[name] = value.clone();
    }
    context
}

#[test]
fn the_event_of_connect_has_headers_and_query_string() {
    let message = on_connection(Message::connect())
        .header("Host", "abc.execute-api.eu-west-1.amazonaws.com")
        .header("X-Tag", "a")
        .header("X-Tag", "b")
        .query_param("token", "t1")
        .query_param("token", "t2");
    assert_eq!(
        event("$connect", &message),
        json!({
            "headers": {"Host": "abc.execute-api.eu-west-1.amazonaws.com", "X-Tag": "b"},
            "multiValueHeaders": {"Host": ["abc.execute-api.eu-west-1.amazonaws.com"], "X-Tag": ["a", "b"]},
            "queryStringParameters": {"token": "t2"},
            "multiValueQueryStringParameters": {"token": ["t1", "t2"]},
            "requestContext": context(json!({"routeKey": "$connect", "eventType": "CONNECT"})),
            "isBase64Encoded": false,
        })
    );
}

#[test]
fn the_event_of_a_message_has_its_body() {
    assert_eq!(
        event("join", &on_connection(Message::text("hello")).stage_variable("table", "rooms")),
        json!({
            "requestContext": context(json!({"routeKey": "join", "eventType": "MESSAGE"})),
            "stageVariables": {"table": "rooms"},
            "body": "hello",
            "isBase64Encoded": false,
        })
    );
}

#[test]
fn the_event_of_disconnect_has_code_and_reason() {
    let message =
        on_connection(Message::disconnect(1005, "Client-side close frame status not set")).header("Host", "h");
    assert_eq!(
        event("$disconnect", &message),
        json!({
            "headers": {"Host": "h"},
            "multiValueHeaders": {"Host": ["h"]},
            "requestContext": context(json!({
                "routeKey": "$disconnect", "eventType": "DISCONNECT",
                "disconnectStatusCode": 1005, "disconnectReason": "Client-side close frame status not set",
            })),
            "isBase64Encoded": false,
        })
    );
}

#[test]
fn an_event_is_read_back_as_what_a_template_would_see() {
    let event = crate::Event::try_from(event("join", &on_connection(Message::text("hello")))).unwrap();
    let template = crate::Template::parse("$context.connectionId $context.eventType $input.body").unwrap();
    assert_eq!(template.render(&event).unwrap().body, "L0SM9cOFvHcCIhw= MESSAGE hello");
}
