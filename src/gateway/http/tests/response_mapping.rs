//! What a definition changes in a response.

use serde_json::{Value as Json, json};

use super::super::{Integration, IntegrationAnswer, Response};
use super::request;

/// The response that a backend's answer becomes.
fn response(parameters: Json, answer: &IntegrationAnswer) -> Response {
    let json = json!({"type": "HTTP_PROXY", "uri": "https://backend.example", "responseParameters": parameters});
    Integration::from_json(&json).unwrap().map_response(&request(), answer)
}

fn answer(status: u16) -> IntegrationAnswer {
    IntegrationAnswer::new(status).header("X-A", "1").header("x-a", "2").body(r#"{"code": 418, "error": "no"}"#)
}

/// The value that a mapping gives a header.
fn mapped(value: &str) -> Option<String> {
    let response = response(json!({"200": {"append:header.x-mapped": value}}), &answer(200));
    response.headers.get("x-mapped").map(str::to_owned)
}

#[test]
fn without_a_mapping_an_answer_goes_through() {
    let response = response(json!({}), &answer(503).header("Connection", "close"));
    assert_eq!(response.status, 503);
    assert_eq!(response.headers.iter().collect::<Vec<_>>(), [("X-A", "1"), ("x-a", "2")]);
    assert_eq!(response.body_text(), r#"{"code": 418, "error": "no"}"#);
}

#[test]
fn each_status_has_mappings_of_its_own() {
    let parameters = json!({
        "500": {"append:header.header1": "$context.requestId", "overwrite:statuscode": "403"},
        "404": {"append:header.error": "$stageVariables.table"},
    });
    let mapped = response(parameters.clone(), &answer(500));
    assert_eq!((mapped.status, mapped.headers.get("header1"), mapped.headers.get("error")), (403, Some("r1"), None));
    let mapped = response(parameters.clone(), &answer(404));
    assert_eq!((mapped.status, mapped.headers.get("error")), (404, Some("pets")));
    assert_eq!(response(parameters, &answer(200)).headers.len(), 2);
}

#[test]
fn headers_are_appended_overwritten_and_removed() {
    let headers = |key: &str| response(json!({"200": {key: "3"}}), &answer(200)).headers;
    assert_eq!(headers("append:header.x-a").all("x-a").collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(headers("overwrite:header.X-A").all("x-a").collect::<Vec<_>>(), ["3"]);
    assert!(headers("remove:header.x-a").is_empty());
}

#[test]
fn the_status_code_is_overwritten_with_a_status() {
    let status = |value: &str| response(json!({"200": {"overwrite:statuscode": value}}), &answer(200)).status;
    assert_eq!(status("202"), 202);
    assert_eq!(status("$response.body.code"), 418);
    assert_eq!(status("$response.body.error"), 200, "what is no status changes nothing");
}

#[test]
fn values_come_from_the_answer_the_context_and_the_stage() {
    assert_eq!(mapped("$response.header.X-a").as_deref(), Some("1,2"));
    assert_eq!(mapped("${response.header.x-a}").as_deref(), Some("1,2"));
    assert_eq!(mapped("$response.body.error").as_deref(), Some("no"));
    assert_eq!(mapped("${response.body.code}").as_deref(), Some("418"));
    assert_eq!(mapped("$response.body").as_deref(), Some(r#"{"code": 418, "error": "no"}"#));
    assert_eq!(mapped("$context.requestId").as_deref(), Some("r1"));
    assert_eq!(mapped("$stageVariables.table").as_deref(), Some("pets"));
    assert_eq!(mapped("static").as_deref(), Some("static"));
    assert_eq!(mapped("${response.body.error}-${context.requestId}").as_deref(), Some("no-r1"));
}

#[test]
fn cloudformation_has_a_list_of_destinations_and_sources() {
    let parameters = json!({"500": {"ResponseParameters": [
        {"Destination": "overwrite:statuscode", "Source": 403},
        {"Destination": "append:header.x", "Source": "$response.body.error"},
    ]}});
    let response = response(parameters, &answer(500));
    assert_eq!((response.status, response.headers.get("x")), (403, Some("no")));
}

#[test]
fn a_large_answer_keeps_its_status_mapping() {
    let large = IntegrationAnswer::new(201).body("test123 ".repeat(200_000));
    assert_eq!(response(json!({"201": {"overwrite:statuscode": "202"}}), &large).status, 202);
}
