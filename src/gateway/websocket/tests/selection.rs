//! Selection expressions of templates and integration responses.

use super::super::{IntegrationAnswer, Reply};
use super::*;

/// The request template that a message takes.
fn request_template(expression: Option<&str>, message: &Message) -> String {
    let templates =
        json!({"join": "join template", "a-beta": "beta", "application/json": "json", "$default": "default"});
    let mut fields = json!({"requestTemplates": templates});
    if let Some(expression) = expression {
        fields["templateSelectionExpression"] = expression.into();
    }
    sent_body(&integration("HTTP", fields), message)
}

#[test]
fn a_request_template_is_selected_by_the_body_or_a_static_text() {
    assert_eq!(request_template(Some("${request.body.action}"), &join()), "join template");
    assert_eq!(request_template(Some("$request.body.action"), &join()), "join template");
    assert_eq!(request_template(Some("join"), &Message::text("hi")), "join template");
    assert_eq!(request_template(Some("${request.body.v}-beta"), &Message::text(r#"{"v": "a"}"#)), "beta");
}

#[test]
fn without_a_match_the_default_template_is_taken() {
    assert_eq!(request_template(Some("${request.body.nope}"), &join()), "default");
    assert_eq!(request_template(Some("\\$default"), &join()), "default");
    assert_eq!(request_template(Some("$default"), &join()), "default");
}

#[test]
fn without_an_expression_the_key_is_the_content_type() {
    assert_eq!(request_template(None, &join()), "json");
    assert_eq!(request_template(None, &Message::connect().header("Content-Type", "text/plain")), "default");
}

/// The text that a two-way route answers.
fn replied(kind: &str, uri: &str, responses: Json, answer: &IntegrationAnswer) -> String {
    let integration = integration(kind, json!({"integrationUri": uri, "integrationResponses": responses}));
    match integration.map_response("join", true, &join(), answer) {
        Ok(Reply::Frame(frame)) => String::from_utf8(frame).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Integration responses by key, whose templates print the key.
fn responses(keys: &[&str]) -> Json {
    keys.iter()
        .map(|key| json!({"integrationResponseKey": key, "responseTemplates": {"$default": format!("#[[{key}]]#")}}))
        .collect()
}

#[test]
fn an_integration_response_is_selected_by_the_status() {
    let by_status = |kind: &str, status: i64| {
        let keys = ["/2\\d\\d/", "/4\\d\\d/", "$default"];
        replied(kind, "https://rooms.example", responses(&keys), &IntegrationAnswer::new(status))
    };
    for kind in ["HTTP", "MOCK", "AWS"] {
        assert_eq!(by_status(kind, 204), "/2\\d\\d/");
        assert_eq!(by_status(kind, 404), "/4\\d\\d/");
        assert_eq!(by_status(kind, 500), "$default");
    }
}

#[test]
fn an_integration_response_of_a_function_is_selected_by_its_error() {
    let uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations";
    let of = |payload: &str| {
        replied("AWS", uri, responses(&["/no such.*/", "$default"]), &IntegrationAnswer::lambda(payload))
    };
    assert_eq!(of(r#"{"errorMessage": "no such room"}"#), "/no such.*/");
    assert_eq!(of(r#"{"errorMessage": "there is no such room"}"#), "$default", "the pattern is for the whole message");
    assert_eq!(of(r#"{"room": 1}"#), "$default");
}

#[test]
fn the_first_pattern_that_matches_is_taken() {
    let of = |keys: &[&str]| replied("HTTP", "https://r.example", responses(keys), &IntegrationAnswer::new(200));
    assert_eq!(of(&["$default", "/20\\d/", "/2.*/"]), "/20\\d/");
    assert_eq!(of(&["/20/", "200", "$default"]), "200", "a pattern matches all of it; other keys are equal");
}

#[test]
fn an_answer_that_no_integration_response_is_for_is_an_internal_error() {
    let integration = integration("HTTP", json!({"integrationResponses": responses(&["/2\\d\\d/"])}));
    let rejection = integration.map_response("join", true, &join(), &IntegrationAnswer::new(500)).unwrap_err();
    assert_eq!(
        error(rejection),
        (
            500,
            r#"{"message": "Internal server error", "connectionId":"L0SM9cOFvHcCIhw=", "requestId":"r1"}"#.to_owned()
        )
    );
}

#[test]
fn a_response_template_is_selected_by_message_status_or_header() {
    let of = |expression: &str| {
        let responses = json!([{
            "integrationResponseKey": "$default",
            "templateSelectionExpression": expression,
            "responseTemplates": {"join": "message", "200": "status", "x": "header", "x,y": "headers", "$default": "default"},
        }]);
        let answer = IntegrationAnswer::new(200)
            .header("X-Kind", "y")
            .header("X-One", "x")
            .header("X-Two", "x")
            .header("X-Two", "y");
        replied("HTTP", "https://r.example", responses, &answer)
    };
    assert_eq!(of("${request.body.action}"), "message");
    assert_eq!(of("${integration.response.statuscode}"), "status");
    assert_eq!(of("$integration.response.statuscode"), "status");
    assert_eq!(of("${integration.response.header.X-One}"), "header");
    assert_eq!(of("${integration.response.multivalueheader.X-Two}"), "headers");
    assert_eq!(of("join"), "message", "static");
    assert_eq!(of("\\$default"), "default");
    assert_eq!(of("${integration.response.header.nope}"), "default");
}
