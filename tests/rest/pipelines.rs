//! Whole ways through the gateway: each file of `fixtures/mapping/rest/` holds an integration, a request and what the
//! integration answers; its snapshot what is sent and what the client gets. Adding one is adding a file.

use serde_json::Value;
use vtl::rest::{GatewayResponses, Integration, IntegrationAnswer, MethodRequest};

fn method_request(given: &Value, body: &str) -> MethodRequest {
    let text = |name: &str| given[name].as_str().unwrap_or_default();
    let mut request = MethodRequest::new(text("method"), text("path")).body(body).context(given["context"].clone());
    request = pairs(&given["params"]).fold(request, |request, (name, value)| request.path_param(name, value));
    request = pairs(&given["query"]).fold(request, |request, (name, value)| request.query_param(name, value));
    request = pairs(&given["headers"]).fold(request, |request, (name, value)| request.header(name, value));
    let variables = pairs(&given["stageVariables"]);
    request = variables.fold(request, |request, (name, value)| request.stage_variable(name, value));
    given.get("authorizer").into_iter().fold(request, |request, answer| request.authorizer(answer))
}

fn pairs(value: &Value) -> impl Iterator<Item = (&str, &str)> {
    value.as_object().into_iter().flatten().flat_map(|(name, value)| {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        values.iter().filter_map(move |value| Some((name.as_str(), value.as_str()?)))
    })
}

fn way(case: &Value) -> String {
    let own = case["request"].get("gatewayResponses");
    let own =
        own.map_or_else(GatewayResponses::new, |json| GatewayResponses::from_json(json).expect("gateway responses"));
    let integration = Integration::from_json(&case["integration"]).expect("an integration").gateway_responses(own);
    let request = method_request(&case["request"], case["body"].as_str().unwrap_or_default());
    let sent = match integration.map_request(&request) {
        Ok(sent) => sent,
        Err(response) => return response.to_string(),
    };
    let answer = match case.get("answer") {
        Some(json) => IntegrationAnswer::from_json(json).expect("an answer"),
        None => sent.mock_answer().expect("a mock integration"),
    };
    match integration.map_response(&request, &sent, &answer) {
        Ok(response) => format!("{sent}\n--------\n{response}"),
        Err(response) => format!("{sent}\n--------\n{response}"),
    }
}

#[test]
fn every_way_gives_its_snapshot() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots/mapping" }, {
        insta::glob!("../../fixtures/mapping/rest", "*.json", |path| {
            let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).expect("JSON");
            insta::assert_snapshot!("rest", way(&case));
        });
    });
}
