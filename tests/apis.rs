//! Whole ways through WebSocket and HTTP APIs: each file of `fixtures/mapping/websocket/` and `fixtures/mapping/http/` holds an
//! API, a message and what the integration answers; its snapshot is what the integration gets, and the client.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use vtl::{http, websocket};

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The texts of an object, and of the lists in it.
fn pairs(json: &Value) -> impl Iterator<Item = (&str, &str)> {
    let texts = |value: &'_ Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]).len();
    json.as_object().into_iter().flatten().flat_map(move |(name, value)| {
        (0..texts(value)).filter_map(move |i| Some((name.as_str(), value.get(i).unwrap_or(value).as_str()?)))
    })
}

fn answer(json: &Value) -> http::IntegrationAnswer {
    http::IntegrationAnswer::from_json(json).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[test]
fn ways_through_http_apis() {
    insta::glob!("../fixtures/mapping/http", "*.json", |path| {
        let way = read(path);
        let api = http::Api::from_json(&way["api"]).unwrap_or_else(|refusal| panic!("{refusal}"));
        let given = &way["message"];
        let text = |name: &str| given[name].as_str().unwrap_or_default();
        let mut request = http::Request::new(text("method"), text("target")).body(text("body"));
        request = request.context(given["context"].clone());
        request = pairs(&given["headers"]).fold(request, |request, (name, value)| request.header(name, value));
        request =
            pairs(&given["stageVariables"]).fold(request, |request, (name, value)| request.stage_variable(name, value));
        let shown = match api.map_request(&request) {
            Ok(sent) => format!(
                "{:#}\n\n{:#}",
                serde_json::json!(sent),
                serde_json::json!(api.map_response(&request, &answer(&way["answer"])))
            ),
            Err(response) => format!("{:#}", serde_json::json!(response)),
        };
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn ways_through_websocket_apis() {
    insta::glob!("../fixtures/mapping/websocket", "*.json", |path| {
        let way = read(path);
        let api = websocket::Api::from_json(&way["api"]).unwrap_or_else(|refusal| panic!("{refusal}"));
        let given = &way["message"];
        let mut message = match given["type"].as_str() {
            Some("connect") => websocket::Message::connect(),
            _ => websocket::Message::text(given["body"].as_str().unwrap_or_default()),
        };
        message = message.context(given["context"].clone());
        message = pairs(&given["headers"]).fold(message, |message, (name, value)| message.header(name, value));
        message = pairs(&given["query"]).fold(message, |message, (name, value)| message.query_param(name, value));
        message =
            pairs(&given["stageVariables"]).fold(message, |message, (name, value)| message.stage_variable(name, value));
        let mut shown = format!("route: {}\n", api.route(&message).map_or("none", |route| route.key()));
        match api.map_request(&message) {
            Err(rejection) => _ = write!(shown, "{rejection}"),
            Ok(sent) => match api.map_response(&message, &answer(&way["answer"])) {
                Err(rejection) => _ = write!(shown, "{sent}\n\n{rejection}"),
                Ok(websocket::Reply::Frame(frame)) => {
                    _ = write!(shown, "{sent}\n\nframe: {}", String::from_utf8_lossy(&frame));
                }
                Ok(reply) => _ = write!(shown, "{sent}\n\n{reply:#?}"),
            },
        }
        insta::assert_snapshot!(shown);
    });
}
