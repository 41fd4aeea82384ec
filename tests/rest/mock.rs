//! MOCK integrations: the request template says which status came.

use serde_json::json;
use vtl::rest::{GatewayResponseType, Integration};

use crate::{answered, failed, integration, post, sent};

fn mock(template: &str) -> Integration {
    integration(&json!({
        "type": "mock",
        "requestTemplates": {"application/json": template},
        "responses": {"4\\d\\d": {"statusCode": "404"}, "default": {"statusCode": "200"}},
    }))
}

/// The status that the client gets.
fn status(template: &str) -> u16 {
    let integration = mock(template);
    let answer = sent(&integration, &post()).mock_answer().unwrap();
    answered(&integration, &post(), &answer).status
}

#[test]
fn the_templates_status_code_selects_the_response() {
    assert_eq!(status(r#"{"statusCode": 200}"#), 200);
    assert_eq!(status(r#"{"statusCode": #if($context.httpMethod == "POST")404#{else}200#end}"#), 404);
    assert_eq!(status(r#"{"statusCode": -1000}"#), 200, "any integer will do");
}

#[test]
fn what_is_hardly_json_is_enough() {
    assert_eq!(status("{statusCode: 404}"), 404);
    assert_eq!(status(r#"{"statusCode": 404,}"#), 404);
}

#[test]
fn a_status_code_that_is_no_integer_is_500() {
    for template in [r#"{"statusCode": "200"}"#, "{}", "statusCode: 200", r#"{"statusCode": 200"#] {
        let response = failed(&mock(template), &post());
        assert_eq!((response.kind, response.status), (GatewayResponseType::ApiConfigurationError, 500), "{template}");
    }
}

#[test]
fn a_body_that_passes_through_may_have_the_status_code() {
    let mut json = json!({"type": "MOCK", "integrationResponses": {"200": {"statusCode": "200"}}});
    assert_eq!(sent(&integration(&json), &post().body(r#"{"statusCode": 201}"#)).mock_answer().unwrap().status, 201);
    json["passthroughBehavior"] = json!("NEVER");
    assert_eq!(failed(&integration(&json), &post().body(r#"{"statusCode": 201}"#)).status, 415);
}
