//! Whatever strangers send, the answer is a refusal, a rejection, a request or a reply.

use proptest::prelude::*;

use super::super::IntegrationAnswer;
use super::*;

fn definition() -> impl Strategy<Value = Json> {
    let expression = prop_oneof![
        "\\$?\\{?(request\\.body|integration\\.response\\.(header|statuscode))(\\.|\\[)?[a-z\\[\\]()?@*]{0,6}\\}?",
        "\\PC{0,12}",
    ];
    let kind = prop_oneof![Just("HTTP"), Just("AWS_PROXY"), Just("MOCK"), Just("HTTP_PROXY"), Just("AWS")];
    let key = prop_oneof![Just("$default".to_owned()), "/[0-9a-z.*+?()|\\[\\]\\\\]{0,8}/", "\\PC{0,6}"];
    let template = prop_oneof!["\\PC{0,20}", "[$#{}()a-z.'\\[\\]]{0,20}", Just("{statusCode: 200}".to_owned())];
    (expression.clone(), expression, kind, key, template).prop_map(|(route, of_template, kind, key, template)| {
        json!({
            "routeSelectionExpression": route,
            "routes": [{"routeKey": "$default", "target": "i", "routeResponseSelectionExpression": "$default"}],
            "integrations": [{
                "integrationId": "i",
                "integrationType": kind,
                "integrationUri": "https://x.example/{a}",
                "templateSelectionExpression": of_template,
                "requestTemplates": {"$default": template},
                "requestParameters": {"integration.request.path.a": "route.request.body.a"},
                "integrationResponses": [{"integrationResponseKey": key, "responseTemplates": {"$default": template}}],
            }],
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_definition_maps_any_message(definition in definition(), body in prop::collection::vec(any::<u8>(), 0..40), json in "[\\[\\]{}\":a1,]{0,30}") {
        if let Ok(api) = Api::from_json(&definition) {
            for message in [Message::frame(body.clone()), Message::text(json), Message::connect(), Message::disconnect(0, "")] {
                let _ = api.map_request(&message);
                for status in [200, 404, -1] {
                    let _ = api.map_response(&message, &IntegrationAnswer::new(status).body(body.clone()));
                }
            }
        }
    }
}

#[test]
fn deep_and_large_messages_are_mapped_or_rejected() {
    let api = api("$request.body.action", &["$default"]);
    assert!(api.map_request(&Message::text("[".repeat(100_000))).is_ok());
    assert!(api.map_request(&Message::text(format!("{}{}", "[".repeat(60_000), "]".repeat(60_000)))).is_ok());
    assert!(matches!(api.map_request(&Message::text("x".repeat(2 << 20))), Err(Rejection::Close { code: 1009, .. })));
}

#[test]
fn an_api_of_any_json_is_read_or_refused() {
    for json in [
        json!(null),
        json!([]),
        json!({}),
        json!({"Resources": {}}),
        json!({"routeSelectionExpression": {}}),
        json!({"routeSelectionExpression": "x", "routes": [1]}),
        json!({"routeSelectionExpression": "x", "routes": {"Items": {}}}),
    ] {
        assert!(Api::from_json(&json).is_err(), "{json}");
    }
}
