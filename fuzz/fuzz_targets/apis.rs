//! A definition of an API, a message, an answer, a body: all of the way of a WebSocket or HTTP API's messages, there and back,
//! and the line of an access log.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use vtl::access_log::{ApiType, Format};
use vtl::{Options, http, websocket};
use vtl_fuzz::{SEPARATOR, limits};

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(4, |byte| *byte == SEPARATOR);
    let mut part = || parts.next().unwrap_or_default();
    let (definition, message, answer, body) = (part(), part(), part(), part());
    let definition = serde_json::from_slice::<Value>(definition).unwrap_or_default();
    let message = serde_json::from_slice::<Value>(message).unwrap_or_default();
    let json = serde_json::from_slice::<Value>(answer).ok();
    let answers: Vec<http::IntegrationAnswer> = json
        .and_then(|json| http::IntegrationAnswer::from_json(&json).ok())
        .into_iter()
        .chain([http::IntegrationAnswer::lambda(answer)])
        .collect();

    of_http(&definition, &message, &answers, body);
    of_websocket(&definition, &message, &answers, body);
    for api in [ApiType::Rest, ApiType::WebSocket, ApiType::Http] {
        match Format::parse(api, &String::from_utf8_lossy(body)) {
            Ok(format) => _ = (format.render(&message["context"]), format.unknown()),
            Err(refusal) => assert!(!refusal.to_string().is_empty()),
        }
    }
});

fn of_http(definition: &Value, message: &Value, answers: &[http::IntegrationAnswer], body: &[u8]) {
    let text = |name: &str| message[name].as_str().unwrap_or("/");
    let mut request = http::Request::new(text("method"), text("target")).context(message["context"].clone()).body(body);
    request =
        pairs(&message["headers"]).into_iter().fold(request, |request, (name, value)| request.header(name, value));
    request =
        pairs(&message["path"]).into_iter().fold(request, |request, (name, value)| request.path_param(name, value));
    let variables = pairs(&message["stageVariables"]);
    request = variables.into_iter().fold(request, |request, (name, value)| request.stage_variable(name, value));
    let status = |response: http::Response| assert!((100..600).contains(&response.status), "{}", response.status);
    if let Ok(integration) = http::Integration::from_json(definition) {
        assert_eq!(
            integration.map_request(&request),
            integration.map_request(&request),
            "the second time it is another"
        );
        answers.iter().for_each(|answer| status(integration.map_response(&request, answer)));
    }
    match http::Api::from_json(definition) {
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
        Ok(api) => {
            if let Err(response) = api.map_request(&request) {
                status(response);
            }
            answers.iter().for_each(|answer| status(api.map_response(&request, answer)));
        }
    }
}

fn of_websocket(definition: &Value, message: &Value, answers: &[http::IntegrationAnswer], body: &[u8]) {
    let api = match websocket::Api::from_json_with(definition, &Options::new().limits(limits())) {
        Ok(api) => api,
        Err(refusal) => return assert!(!refusal.to_string().is_empty()),
    };
    let messages =
        [websocket::Message::frame(body), websocket::Message::connect(), websocket::Message::disconnect(1000, "")];
    for of_client in messages {
        let mut given = of_client.context(message["context"].clone());
        given = pairs(&message["headers"]).into_iter().fold(given, |given, (name, value)| given.header(name, value));
        given = pairs(&message["query"]).into_iter().fold(given, |given, (name, value)| given.query_param(name, value));
        let sent = api.map_request(&given);
        assert_eq!(sent, api.map_request(&given), "the second time it is another");
        let of_mock = sent.ok().and_then(|sent| sent.mock_answer());
        for answer in answers.iter().chain(&of_mock) {
            assert_eq!(
                api.map_response(&given, answer),
                api.map_response(&given, answer),
                "the second time it is another"
            );
        }
    }
}

/// Names and texts, of which a list has more than one.
fn pairs(json: &Value) -> Vec<(String, String)> {
    let all = json.as_object().into_iter().flatten();
    let texts = |value: &Value| -> Vec<String> {
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        items.iter().filter_map(|item| item.as_str().map(ToOwned::to_owned)).collect()
    };
    all.flat_map(|(name, value)| texts(value).into_iter().map(move |text| (name.clone(), text))).collect()
}
