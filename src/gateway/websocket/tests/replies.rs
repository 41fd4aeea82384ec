//! What a client gets of an answer.

use super::super::{IntegrationAnswer, Reply};
use super::*;

fn reply(kind: &str, two_way: bool, message: &Message, answer: &IntegrationAnswer) -> Result<Reply, Rejection> {
    let responses = json!([{
        "integrationResponseKey": "$default",
        "responseParameters": {"method.response.header.Sec-WebSocket-Protocol": "integration.response.header.Protocol"},
    }]);
    integration(kind, json!({"integrationResponses": responses})).map_response("join", two_way, message, answer)
}

fn frame(text: &str) -> Result<Reply, Rejection> {
    Ok(Reply::Frame(text.as_bytes().to_vec()))
}

#[test]
fn a_one_way_route_answers_nothing() {
    for kind in ["HTTP", "HTTP_PROXY", "MOCK"] {
        assert_eq!(reply(kind, false, &join(), &IntegrationAnswer::new(500).body("x")), Ok(Reply::Nothing));
    }
    assert_eq!(
        reply("AWS_PROXY", false, &join(), &IntegrationAnswer::lambda(r#"{"statusCode": 200}"#)),
        Ok(Reply::Nothing)
    );
}

#[test]
fn a_proxys_answer_goes_through() {
    assert_eq!(reply("HTTP_PROXY", true, &join(), &IntegrationAnswer::new(404).body("x")), frame("x"));
    let answer = IntegrationAnswer::lambda(r#"{"statusCode": 200, "body": "hello"}"#);
    assert_eq!(reply("AWS_PROXY", true, &join(), &answer), frame("hello"));
}

#[test]
fn an_answer_without_a_template_goes_through() {
    assert_eq!(reply("HTTP", true, &join(), &IntegrationAnswer::new(200).body("x")), frame("x"));
}

#[test]
fn a_function_that_failed_or_is_malformed_is_an_internal_error_on_any_route() {
    let internal = r#"{"message": "Internal server error", "connectionId":"L0SM9cOFvHcCIhw=", "requestId":"r1"}"#;
    let answers = [
        IntegrationAnswer::lambda_error(r#"{"errorMessage": "no"}"#),
        IntegrationAnswer::lambda("null"),
        IntegrationAnswer::lambda(r#"{"statusCode": "x"}"#),
        IntegrationAnswer::lambda([0xff]),
    ];
    for answer in answers {
        for two_way in [true, false] {
            assert_eq!(error(reply("AWS_PROXY", two_way, &join(), &answer).unwrap_err()), (502, internal.to_owned()));
        }
    }
}

#[test]
fn an_answer_to_connect_opens_the_connection_or_refuses_it() {
    let of = |kind: &str, answer: IntegrationAnswer| reply(kind, false, &Message::connect(), &answer).unwrap();
    let protocol = |name: &'static str| [(name, "myprotocol")].into_iter().collect();
    let payload = r#"{"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "myprotocol"}}"#;
    assert_eq!(
        of("AWS_PROXY", IntegrationAnswer::lambda(payload)),
        Reply::Opened { headers: protocol("Sec-WebSocket-Protocol") }
    );
    assert_eq!(
        of("HTTP", IntegrationAnswer::new(204).header("Protocol", "myprotocol")),
        Reply::Opened { headers: protocol("Sec-WebSocket-Protocol") }
    );
    assert_eq!(
        of("HTTP_PROXY", IntegrationAnswer::new(401).body("who?")),
        Reply::Refused { status: 401, headers: Default::default(), body: b"who?".to_vec() }
    );
    let refused = of("AWS_PROXY", IntegrationAnswer::lambda(r#"{"statusCode": 400}"#));
    assert!(matches!(refused, Reply::Refused { status: 400, .. }));
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let answer = IntegrationAnswer::new(200).header("Protocol", "p\r\nEvil: 1");
    let Ok(Reply::Opened { headers }) = reply("HTTP", false, &Message::connect(), &answer) else { panic!() };
    assert_eq!(headers.get("Sec-WebSocket-Protocol"), Some("p  Evil: 1"));
}

#[test]
fn an_error_on_connect_is_an_http_response() {
    let failed = reply("AWS_PROXY", false, &Message::connect(), &IntegrationAnswer::lambda_error("{}")).unwrap_err();
    assert_eq!(error(failed), (502, r#"{"message": "Internal server error"}"#.to_owned()));
}

#[test]
fn nobody_gets_an_answer_to_disconnect() {
    let message = Message::disconnect(1000, "");
    assert_eq!(reply("AWS_PROXY", true, &message, &IntegrationAnswer::lambda_error("{}")), Ok(Reply::Nothing));
}

#[test]
fn a_mock_integration_answers_a_ping() {
    let api = Api::from_json(&json!({
        "routeSelectionExpression": "$request.body.action",
        "routes": [{"routeKey": "ping", "target": "integrations/m", "routeResponseSelectionExpression": "$default"}],
        "integrations": [{
            "integrationId": "m",
            "integrationType": "MOCK",
            "requestTemplates": {"200": r#"{"statusCode":200}"#},
            "templateSelectionExpression": "200",
            "integrationResponses": [{
                "integrationResponseKey": "/200/",
                "templateSelectionExpression": "\\$default",
                "responseTemplates": {"$default": r#"{"action": "pong", "to": "$context.connectionId"}"#},
            }],
        }],
    }))
    .unwrap();
    let ping = on_connection(Message::text(r#"{"action": "ping"}"#));
    let answer = api.map_request(&ping).unwrap().mock_answer().unwrap();
    assert_eq!(api.map_response(&ping, &answer), frame(r#"{"action": "pong", "to": "L0SM9cOFvHcCIhw="}"#));
}
