//! Whatever strangers send, the answer is a refusal, a response or a request.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::{Api, Integration, IntegrationAnswer, IntegrationRequest, Request, RouteKey};

/// Definitions that look like some, and others.
fn definition() -> impl Strategy<Value = Json> {
    let key = prop_oneof![
        "(append|overwrite|remove|add):(header|querystring|path|statuscode)(\\.[a-zA-Z:$-]{0,8})?",
        "\\PC{0,20}",
    ];
    let value = prop_oneof![
        "\\$?\\{?(request|response|context|stageVariables)\\.(header|body|path|identity)(\\.|\\.\\.|\\[)?[a-z\\[\\]?(@)*0-9]{0,8}\\}?",
        "\\PC{0,20}",
    ];
    let parameters = prop::collection::vec((key, value.prop_map(Json::from)), 0..4)
        .prop_map(|pairs| Json::Object(pairs.into_iter().collect()));
    let kind = prop_oneof![Just("HTTP_PROXY"), Just("AWS_PROXY"), Just("MOCK")];
    let uri = prop_oneof![Just("https://b.example/{id}?x=1".to_owned()), "\\PC{0,30}", "[a-z:/{}$.?]{0,30}"];
    (kind, uri, parameters.clone(), parameters).prop_map(|(kind, uri, request, response)| {
        json!({"type": kind, "uri": uri, "requestParameters": request, "responseParameters": {"200": response}})
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_definition_maps_any_message(
        definition in definition(),
        target in "[/a-z%?&={}+]{0,30}",
        body in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        if let Ok(integration) = Integration::from_json(&definition) {
            let request = Request::new("get", target).path_param("id", "7").header("x", "1").body(body.clone());
            let _ = integration.map_request(&request);
            let response = integration.map_response(&request, &IntegrationAnswer::lambda(body));
            prop_assert!((100..600).contains(&response.status));
        }
    }

    #[test]
    fn any_route_key_is_one_or_refused(key in "(GET|ANY|X)? ?[/a-z{}+$]{0,20}", path in "\\PC{0,20}") {
        if let Ok(key) = RouteKey::parse(&key) {
            let _ = key.matches("GET", &path);
        }
    }
}

#[test]
fn deep_and_large_bodies_are_mapped() {
    let json = json!({"type": "HTTP_PROXY", "uri": "https://b.example", "requestParameters": {"append:header.x": "$request.body.a"}});
    let integration = Integration::from_json(&json).unwrap();
    let deep = "[".repeat(50_000);
    let large = format!(r#"{{"a": "{}"}}"#, "x".repeat(2 << 20));
    for body in [deep, large] {
        let IntegrationRequest::Http(sent) = integration.map_request(&Request::new("POST", "/").body(body)) else {
            panic!()
        };
        assert_eq!(sent.headers.get("x"), None);
    }
}

#[test]
fn an_api_of_any_json_is_read_or_refused() {
    for json in [
        json!(null),
        json!([]),
        json!({"Resources": 1}),
        json!({"Resources": {"A": {"Type": "AWS::ApiGatewayV2::Api"}}}),
        json!({"openapi": "3.0", "paths": []}),
        json!({"routes": {"Items": [1]}}),
        json!({"routes": [{}]}),
    ] {
        assert!(Api::from_json(&json).is_err(), "{json}");
    }
}
