//! What API Gateway does to the messages of a REST API: each test is one rule of the documentation, or one thing that was
//! recorded on the service. `docs/mapping.md` names the test for each rule.

mod binary;
mod definitions;
mod gateway_responses;
mod hostile;
mod mock;
mod overrides;
mod parameters;
mod pipelines;
mod proxies;
mod requests;
mod responses;
mod table;

use serde_json::{Value, json};
use vtl::rest::{GatewayResponse, Integration, IntegrationAnswer, IntegrationRequest, MethodRequest, MethodResponse};

/// An HTTP integration with more fields.
fn http(fields: Value) -> Integration {
    integration(&http_json(fields))
}

fn http_json(fields: Value) -> Value {
    let mut json = json!({"type": "HTTP", "uri": "https://example.com/pets", "httpMethod": "POST"});
    for (name, value) in fields.as_object().expect("fields") {
        json[name] = value.clone();
    }
    json
}

fn integration(json: &Value) -> Integration {
    Integration::from_json(json).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// Why an HTTP integration with these fields is refused.
fn refused(fields: Value) -> String {
    Integration::from_json(&http_json(fields)).expect_err("an integration that is refused").to_string()
}

fn post() -> MethodRequest {
    MethodRequest::new("POST", "/pets")
}

fn sent(integration: &Integration, request: &MethodRequest) -> IntegrationRequest {
    integration.map_request(request).unwrap_or_else(|response| panic!("{response:?}"))
}

/// The body that the integration gets.
fn sent_body(integration: &Integration, request: &MethodRequest) -> String {
    String::from_utf8(sent(integration, request).body).expect("text")
}

/// What the client gets instead of the integration's answer.
fn failed(integration: &Integration, request: &MethodRequest) -> GatewayResponse {
    integration.map_request(request).expect_err("a request that fails")
}

fn try_answer(
    integration: &Integration,
    request: &MethodRequest,
    answer: &IntegrationAnswer,
) -> Result<MethodResponse, GatewayResponse> {
    integration.map_response(request, &sent(integration, request), answer)
}

fn answered(integration: &Integration, request: &MethodRequest, answer: &IntegrationAnswer) -> MethodResponse {
    try_answer(integration, request, answer).unwrap_or_else(|response| panic!("{response:?}"))
}

/// The body that the client gets for an answer with the status 200.
fn answered_body(integration: &Integration, request: &MethodRequest, body: &str) -> String {
    let answer = IntegrationAnswer::new(200).body(body);
    String::from_utf8(answered(integration, request, &answer).body).expect("text")
}
