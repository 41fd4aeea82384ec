//! Which shapes are read, and what is refused.

use super::*;

/// Why an API with these fields is refused.
fn refused_api(fields: Json) -> String {
    let mut json = json!({
        "routeSelectionExpression": "$request.body.action",
        "integrations": [{"integrationId": "f", "integrationType": "AWS_PROXY", "integrationUri": "arn"}],
    });
    for (name, value) in fields.as_object().unwrap() {
        json[name] = value.clone();
    }
    Api::from_json(&json).unwrap_err().to_string()
}

#[test]
fn an_api_is_read_from_a_template() {
    let target = json!({"Fn::Sub": "integrations/${Rooms}"});
    let template = json!({"Resources": {
        "Other": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "HTTP"}},
        "Chat": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {
            "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.action",
        }},
        "Join": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {
            "ApiId": {"Ref": "Chat"}, "RouteKey": "join", "Target": target, "RouteResponseSelectionExpression": "$default",
        }},
        "Leave": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {
            "ApiId": {"Ref": "Chat"}, "RouteKey": "leave", "Target": target, "RouteResponseSelectionExpression": "$default",
        }},
        "JoinResponse": {"Type": "AWS::ApiGatewayV2::RouteResponse", "Properties": {
            "ApiId": {"Ref": "Chat"}, "RouteId": {"Ref": "Join"}, "RouteResponseKey": "$default",
            "ModelSelectionExpression": "has no effect",
        }},
        "Rooms": {"Type": "AWS::ApiGatewayV2::Integration", "Properties": {
            "ApiId": {"Ref": "Chat"}, "IntegrationType": "HTTP", "IntegrationUri": "https://rooms.example",
            "RequestTemplates": {"$default": "$context.routeKey"},
        }},
        "RoomsResponse": {"Type": "AWS::ApiGatewayV2::IntegrationResponse", "Properties": {
            "ApiId": {"Ref": "Chat"}, "IntegrationId": {"Ref": "Rooms"}, "IntegrationResponseKey": "$default",
            "ResponseTemplates": {"$default": "answer"},
        }},
    }});
    let api = Api::from_json(&template).unwrap();
    let routes: Vec<_> = api.routes().iter().map(|route| (route.key(), route.is_two_way())).collect();
    assert_eq!(routes, [("join", true), ("leave", false)], "without a route response a route is one-way");
    assert_eq!(api.map_request(&join()).unwrap().body, b"join");
    let reply = api.map_response(&join(), &super::super::IntegrationAnswer::new(200)).unwrap();
    assert_eq!(reply, super::super::Reply::Frame(b"answer".to_vec()));
    assert!(
        Api::from_resource(&template, "Other")
            .unwrap_err()
            .to_string()
            .contains("no API `Other` of protocol `WEBSOCKET`")
    );
}

#[test]
fn lists_may_be_as_the_services_api_answers() {
    let api = Api::from_json(&json!({
        "RouteSelectionExpression": "$request.body.action",
        "Routes": {"Items": [{"RouteKey": "join", "Target": "integrations/abc"}]},
        "Integrations": {"Items": [{"IntegrationId": "abc", "IntegrationType": "MOCK"}]},
    }));
    assert_eq!(api.unwrap().routes()[0].key(), "join");
}

#[test]
fn selection_expressions_have_variables_of_their_own() {
    let of = |expression: &str| refused_api(json!({"routeSelectionExpression": expression}));
    assert_eq!(
        of("$request.bdy.action"),
        "routeSelectionExpression: invalid selection expression: there is no variable `$request.bdy.action`; \
         did you mean `${request.body.action}`?"
    );
    assert!(of("${context.stage}").ends_with("a variable begins with `$request.body.`"));
    assert!(of("${request.body.a").ends_with("add the `}` at its end"));
    assert!(of("${request.body.a[x]}").contains("is not JSONPath"));
    assert!(refused_api(json!({"routeSelectionExpression": null})).starts_with("routeSelectionExpression: is missing"));
    let of_response = |expression: &str| {
        refused(
            json!({"integrationResponses": [{"integrationResponseKey": "$default", "templateSelectionExpression": expression}]}),
        )
    };
    assert!(
        of_response("$integration.response.statusCode").ends_with("did you mean `${integration.response.statuscode}`?")
    );
    assert!(
        refused(json!({"templateSelectionExpression": "$integration.response.statuscode"}))
            .contains("there is no variable")
    );
}

#[test]
fn some_expressions_have_only_a_few_values() {
    for (name, good, bad) in [
        ("apiKeySelectionExpression", "$request.header.x-api-key", "$request.header.X-Api-Key"),
        ("apiKeySelectionExpression", "$context.authorizer.usageIdentifierKey", "$context.authorizer.key"),
        ("apiMappingSelectionExpression", "$request.basepath", "$request.path"),
    ] {
        assert!(refused_api(json!({name: bad})).starts_with(&format!("{name}: unknown selection expression `{bad}`")));
        assert!(Api::from_json(&json!({"routeSelectionExpression": "x", name: good})).is_ok());
    }
    let two_way = |expression: &str| {
        refused_api(
            json!({"routes": [{"routeKey": "a", "target": "f", "routeResponseSelectionExpression": expression}]}),
        )
    };
    assert!(
        two_way("$request.body.x").starts_with("routes[0].routeResponseSelectionExpression: unknown route response")
    );
    let of_response = json!({"routes": [{"routeKey": "a", "target": "f", "routeResponseSelectionExpression": "$default",
        "routeResponses": [{"routeResponseKey": "other"}]}]});
    assert!(
        refused_api(of_response)
            .starts_with("routes[0].routeResponses[0].routeResponseKey: unknown route response key")
    );
}

#[test]
fn routes_have_keys_and_integrations() {
    let of = |route: Json| refused_api(json!({"routes": [route]}));
    assert!(
        of(json!({"routeKey": "$conect", "target": "f"}))
            .ends_with("unknown route key `$conect`; did you mean `$connect`?")
    );
    assert_eq!(
        of(json!({"routeKey": "a", "target": "integrations/g"})),
        "routes[0].target: there is no integration `g`"
    );
    assert_eq!(of(json!({"target": "f"})), "routes[0].routeKey: is missing");
    let twice = json!({"routes": [{"routeKey": "a", "target": "f"}, {"routeKey": "a", "target": "f"}]});
    assert_eq!(refused_api(twice), "routes[1].routeKey: there are two routes `a`");
}

#[test]
fn an_integration_response_key_is_default_or_a_pattern_in_slashes() {
    let of = |key: &str| refused(json!({"integrationResponses": [{"integrationResponseKey": key}]}));
    assert!(of("/2\\d(/").contains("`2\\d(` is no regular expression of Java: Unclosed group"));
    assert!(of("2\\d\\d").ends_with("`2\\d\\d` is no pattern in slashes; write `/2\\d\\d/`"));
    assert!(of("/200").ends_with("write `/200/`"));
    assert!(refused(json!({"integrationResponses": [{}]})).contains("integrationResponseKey: is missing"));
}

#[test]
fn mapping_expressions_are_those_of_routes() {
    let of = |key: &str, value: &str| refused(json!({"requestParameters": {key: value}}));
    let header = "integration.request.header.x";
    assert_eq!(
        of(header, "method.request.header.x"),
        format!(
            "integration.requestParameters['{header}']: invalid mapping expression `method.request.header.x`; \
             did you mean `route.request.header.x`?"
        )
    );
    assert!(of(header, "route.request.path.x").contains("invalid mapping expression"));
    assert!(of(header, "route.request.body").contains("invalid mapping expression"), "only a piece of the body");
    assert!(of(header, "route.request.header.a b").contains("invalid mapping expression"), "^[a-zA-Z0-9._$-]+$");
    assert!(of("integration.request.headers.x", "'1'").ends_with("did you mean `integration.request.header.x`?"));
}

#[test]
fn fields_have_their_values() {
    assert!(refused(json!({"integrationType": "MOK"})).ends_with("unknown type `MOK`; did you mean `MOCK`?"));
    assert!(refused(json!({"passthroughBehavior": "ALWAYS"})).contains("unknown passthrough behavior `ALWAYS`"));
    assert!(refused(json!({"contentHandlingStrategy": "CONVERT_TO_TXT"})).ends_with("did you mean `CONVERT_TO_TEXT`?"));
    assert_eq!(refused(json!({"integrationUri": null})), "integration.integrationUri: is missing");
    assert!(
        refused(json!({"requestTemplates": {"a": [1]}}))
            .starts_with("integration.requestTemplates.a: must be a string")
    );
}

#[test]
fn a_template_that_does_not_parse_is_no_refusal() {
    let integration = integration("HTTP", json!({"requestTemplates": {"join": "#if("}}));
    let errors: Vec<_> = integration.template_errors().map(|(path, error)| (path, error.line())).collect();
    assert_eq!(errors, [("integration.requestTemplates.join", Some(1))]);
}
