//! A definition of an integration, a request, an answer, a body: all of the way of a REST API's messages, there and back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use vtl::Options;
use vtl::rest::{GatewayResponseType, GatewayResponses, Integration, IntegrationAnswer, MethodRequest};
use vtl_fuzz::{SEPARATOR, limits};

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(4, |byte| *byte == SEPARATOR);
    let mut part = || parts.next().unwrap_or_default();
    let (definition, request, answer, body) = (part(), part(), part(), part());
    let definition = serde_json::from_slice::<Value>(definition).unwrap_or_default();
    let given = serde_json::from_slice::<Value>(request).unwrap_or_default();
    let request = method_request(&given, body);

    let own = GatewayResponses::from_json(&given["gatewayResponses"]).unwrap_or_default();
    for kind in GatewayResponseType::ALL {
        assert!((100..600).contains(&own.answer(*kind, &request).status));
    }
    let integration = match Integration::from_json_with(&definition, &Options::new().limits(limits())) {
        Ok(integration) => integration.binary_media_types(texts(&given["binaryMediaTypes"])).gateway_responses(own),
        Err(refusal) => return assert!(!refusal.to_string().is_empty()),
    };
    let sent = integration.map_request(&request);
    assert_eq!(sent, integration.map_request(&request), "the second time it is another");
    let Ok(sent) = sent else { return };
    let _ = sent.url();
    let as_json =
        serde_json::from_slice::<Value>(answer).ok().and_then(|json| IntegrationAnswer::from_json(&json).ok());
    for answer in [as_json, sent.mock_answer(), Some(IntegrationAnswer::lambda(answer))].into_iter().flatten() {
        let response = integration.map_response(&request, &sent, &answer);
        let status = response.as_ref().map_or_else(|response| response.status, |response| response.status);
        assert!((100..600).contains(&status), "{status}");
        assert_eq!(response, integration.map_response(&request, &sent, &answer), "the second time it is another");
    }
});

fn method_request(given: &Value, body: &[u8]) -> MethodRequest {
    let text = |name: &str| given[name].as_str().unwrap_or("/").to_owned();
    let pairs = |name: &str| -> Vec<(String, String)> {
        let all = given[name].as_object().into_iter().flatten();
        all.flat_map(|(name, value)| texts(value).into_iter().map(move |text| (name.clone(), text))).collect()
    };
    let mut request = MethodRequest::new(text("method"), text("path")).body(body).context(given["context"].clone());
    request = pairs("params").into_iter().fold(request, |request, (name, value)| request.path_param(name, value));
    request = pairs("query").into_iter().fold(request, |request, (name, value)| request.query_param(name, value));
    request = pairs("headers").into_iter().fold(request, |request, (name, value)| request.header(name, value));
    let variables = pairs("stageVariables");
    request = variables.into_iter().fold(request, |request, (name, value)| request.stage_variable(name, value));
    match given.get("authorizer") {
        Some(answer) => request.authorizer(answer),
        None => request,
    }
}

/// A text, or those of a list.
fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(|item| item.as_str().map(ToOwned::to_owned)).collect()
}
