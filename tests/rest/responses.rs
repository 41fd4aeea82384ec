//! Which integration response and which template an answer gets.

use serde_json::{Value, json};
use vtl::rest::{GatewayResponseType, Integration, IntegrationAnswer};

use crate::{answered, answered_body, http, integration, post, try_answer};

fn status(integration: &Integration, answer: IntegrationAnswer) -> u16 {
    answered(integration, &post(), &answer).status
}

/// Integration responses by pattern.
fn by_pattern(patterns: &[(&str, &str)]) -> Value {
    let response = |(pattern, status): &(&str, &str)| json!({"selectionPattern": pattern, "statusCode": status});
    let by_status = patterns.iter().map(|pair| (pair.1.to_owned(), response(pair)));
    json!({"integrationResponses": by_status.collect::<serde_json::Map<_, _>>()})
}

fn lambda(fields: Value) -> Integration {
    let mut json = fields;
    json["type"] = json!("AWS");
    json["uri"] = json!("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations");
    integration(&json)
}

#[test]
fn the_response_is_selected_by_status() {
    let integration = http(by_pattern(&[("4\\d{2}", "400"), ("5..", "502"), ("", "200")]));
    assert_eq!(status(&integration, IntegrationAnswer::new(404)), 400);
    assert_eq!(status(&integration, IntegrationAnswer::new(599)), 502);
    assert_eq!(status(&integration, IntegrationAnswer::new(204)), 200);
}

#[test]
fn a_pattern_is_for_the_whole_text() {
    let integration = http(by_pattern(&[("4", "400"), ("", "200")]));
    assert_eq!(status(&integration, IntegrationAnswer::new(404)), 200);
}

#[test]
fn a_pattern_is_a_regular_expression_of_java() {
    let integration = http(by_pattern(&[("[45&&[^4]]\\d++", "500"), ("", "200")]));
    assert_eq!(status(&integration, IntegrationAnswer::new(503)), 500);
    assert_eq!(status(&integration, IntegrationAnswer::new(403)), 200);
}

#[test]
fn a_functions_error_message_selects() {
    let integration = lambda(by_pattern(&[(".*four hundred.*", "400"), (".*five hundred.*", "500"), ("", "200")]));
    let failed = |message: &str| IntegrationAnswer::lambda(json!({"errorMessage": message}).to_string());
    assert_eq!(status(&integration, failed("Error: four hundred!")), 400);
    assert_eq!(status(&integration, failed("Error: five hundred!")), 500);
    assert_eq!(status(&integration, failed("Error:\nfour hundred!")), 200, "a dot is no line break");
}

#[test]
fn an_error_message_is_found_beside_what_is_nested_deep() {
    let integration = lambda(by_pattern(&[("no such pet", "404"), ("", "200")]));
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let failed = format!(r#"{{"cause": {deep}, "errorMessage": "no such pet"}}"#);
    assert_eq!(status(&integration, IntegrationAnswer::lambda(failed)), 404);
    for not_failed in [r#"["no such pet", "errorMessage"]"#, r#"{"errorMessage": ["no such pet"]}"#] {
        assert_eq!(status(&integration, IntegrationAnswer::lambda(not_failed)), 200, "{not_failed}");
    }
}

#[test]
fn of_an_error_message_that_comes_twice_the_last_counts() {
    let integration = lambda(by_pattern(&[("no such pet", "404"), ("", "200")]));
    let failed = r#"{"errorMessage": "boom", "errorType": "E", "errorMessage": "no such pet"}"#;
    assert_eq!(status(&integration, IntegrationAnswer::lambda(failed)), 404);
}

#[test]
fn a_function_that_did_not_fail_has_no_status_to_select_by() {
    let integration = lambda(by_pattern(&[("200", "201"), ("", "200")]));
    assert_eq!(status(&integration, IntegrationAnswer::lambda(r#"{"ok": true}"#)), 200);
    let any = lambda(by_pattern(&[(".+", "500"), ("", "200")]));
    assert_eq!(status(&any, IntegrationAnswer::lambda(r#"{"message": "errorMessage"}"#)), 200);
}

#[test]
fn without_a_default_it_is_500() {
    let integration = http(by_pattern(&[("200", "200")]));
    let response = try_answer(&integration, &post(), &IntegrationAnswer::new(404)).unwrap_err();
    assert_eq!((response.kind, response.status), (GatewayResponseType::ApiConfigurationError, 500));
    let cause = response.cause.unwrap().to_string();
    assert_eq!(cause, "no integration response is for `404`, and none is the default");
    assert_eq!(try_answer(&http(json!({})), &post(), &IntegrationAnswer::new(200)).unwrap_err().status, 500);
}

#[test]
fn a_pattern_that_never_ends_is_500() {
    let integration = lambda(by_pattern(&[("(a*)*(a*)*b", "400"), ("", "200")]));
    let answer = IntegrationAnswer::lambda(json!({"errorMessage": "a".repeat(4000)}).to_string());
    match try_answer(&integration, &post(), &answer) {
        Ok(response) => assert_eq!(response.status, 200),
        Err(response) => assert_eq!(response.status, 500),
    }
}

/// An HTTP integration with these templates for its default response.
fn with_templates(templates: Value) -> Integration {
    http(json!({"responses": {"default": {"statusCode": "200", "responseTemplates": templates}}}))
}

#[test]
fn the_template_is_chosen_by_accept() {
    let integration = with_templates(json!({"application/json": "json", "text/html": "html"}));
    assert_eq!(answered_body(&integration, &post().header("Accept", "text/html"), ""), "html");
}

#[test]
fn without_accept_it_is_json() {
    let integration = with_templates(json!({"text/html": "html", "application/json": "json"}));
    assert_eq!(answered_body(&integration, &post(), ""), "json");
}

#[test]
fn only_the_first_type_of_accept_counts() {
    let integration = with_templates(json!({"application/json": "json", "text/html": "html"}));
    assert_eq!(answered_body(&integration, &post().header("Accept", "text/html;q=0.1, application/json"), ""), "html");
    assert_eq!(answered_body(&integration, &post().header("Accept", "text/csv, text/html"), ""), "json");
}

#[test]
fn without_a_match_the_first_template_is_taken() {
    let integration = with_templates(json!({"text/xml": "xml", "text/html": "html"}));
    assert_eq!(answered_body(&integration, &post().header("Accept", "image/png"), ""), "xml");
    let json_is_there = with_templates(json!({"text/xml": "xml", "application/json": "json"}));
    assert_eq!(answered_body(&json_is_there, &post().header("Accept", "image/png"), ""), "json", "as it was seen");
}

#[test]
fn without_templates_the_answer_passes_through() {
    assert_eq!(answered_body(&with_templates(json!({})), &post(), "as it is"), "as it is");
    assert_eq!(answered_body(&with_templates(json!({"application/json": ""})), &post(), "as it is"), "as it is");
}

#[test]
fn a_response_template_sees_the_answers_body_and_the_requests_parameters() {
    let template = "$input.path('$.n') $input.params('id') $context.httpMethod $stageVariables.v $input.body";
    let integration = with_templates(json!({"application/json": template}));
    let request = post().path_param("id", "7").stage_variable("v", "s").body("of the request");
    assert_eq!(answered_body(&integration, &request, r#"{"n":1}"#), r#"1 7 POST s {"n":1}"#);
    assert_eq!(answered_body(&integration, &request, ""), " 7 POST s {}");
}

#[test]
fn a_response_template_that_fails_is_500() {
    let integration = with_templates(json!({"application/json": "$input.path('$.a')"}));
    let response = try_answer(&integration, &post(), &IntegrationAnswer::new(200).body("{a")).unwrap_err();
    assert_eq!((response.status, response.body.as_str()), (500, r#"{"message": "Internal server error"}"#));
}
