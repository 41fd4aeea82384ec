//! Which route a request takes, and where its backend is.

use serde_json::{Value as Json, json};

use super::super::{Api, Integration, IntegrationRequest, Request, RouteKey};

/// An API of Lambda functions that are named like their routes.
fn api(keys: &[&str]) -> Api {
    let routes =
        keys.iter().map(|key| json!({"routeKey": key, "target": format!("integrations/{}", key.replace('/', "|"))}));
    let integrations = keys.iter().map(
        |key| json!({"integrationId": key.replace('/', "|"), "integrationType": "AWS_PROXY", "integrationUri": key}),
    );
    Api::from_json(&json!({"routes": routes.collect::<Json>(), "integrations": integrations.collect::<Json>()}))
        .unwrap()
}

#[test]
fn a_full_match_goes_before_a_greedy_one_and_default_comes_last() {
    let api = api(&["$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}", "GET /pets/dog/1"]);
    let route = |method, path| api.route(method, path).unwrap().key().to_string();
    assert_eq!(route("GET", "/pets/dog/1"), "GET /pets/dog/1");
    assert_eq!(route("GET", "/pets/dog/2"), "GET /pets/dog/{id}");
    assert_eq!(route("GET", "/pets/cat/1"), "GET /pets/{proxy+}");
    assert_eq!(route("POST", "/test/5"), "ANY /{proxy+}");
    assert_eq!(route("GET", "/"), "$default");
}

#[test]
fn a_request_without_a_route_is_not_found() {
    let api = api(&["GET /pets"]);
    let response = api.map_request(&Request::new("POST", "/pets")).unwrap_err();
    assert_eq!((response.status, response.body_text().as_ref()), (404, r#"{"message":"Not Found"}"#));
}

#[test]
fn parameters_of_the_path_are_decoded() {
    let key = RouteKey::parse("GET /users/{name}/{rest+}").unwrap();
    let found = key.matches("GET", "/users/%E2%98%95%20Ann/a/b%2Fc").unwrap();
    assert_eq!(found, [("name".to_owned(), "☕ Ann".to_owned()), ("rest".to_owned(), "a/b/c".to_owned())]);
    assert_eq!(key.matches("GET", "/users/ann/"), None, "a greedy variable takes at least one part");
}

#[test]
fn a_route_key_must_be_one() {
    let refused = |key: &str| RouteKey::parse(key).unwrap_err().message().to_owned();
    assert_eq!(refused("FETCH /"), "unknown method `FETCH`");
    assert_eq!(refused("GET pets"), "there is no `/` at the beginning of the path in `pets`");
    assert_eq!(refused("GET /{a+}/b"), "a greedy variable is not the last part of the path in `/{a+}/b`");
    assert_eq!(refused("GET /{a}/{a}"), "two variables have one name in `/{a}/{a}`");
    assert_eq!(refused("GET /x{a}"), "a variable is not a whole part of the path in `/x{a}`");
    assert_eq!(refused("sendmessage"), "`sendmessage` is no route key");
}

#[test]
fn two_routes_are_not_alike() {
    let refused = |keys: [&str; 2]| {
        let routes = keys.map(|key| json!({"routeKey": key, "target": "integrations/i"}));
        let integration = json!({"integrationId": "i", "integrationType": "AWS_PROXY", "integrationUri": "f"});
        Api::from_json(&json!({"routes": routes, "integrations": [integration]})).map(drop).unwrap_err().to_string()
    };
    assert_eq!(refused(["GET /a", "GET /a"]), "routes[1].routeKey: there are two routes `GET /a`");
    assert_eq!(
        refused(["GET /a/{x}", "GET /a/{y}"]),
        "routes[1].routeKey: `GET /a/{y}` has another variable at the place where `GET /a/{x}` has one"
    );
    api(&["GET /a/{x}", "PUT /a/{x}", "GET /a/{x+}", "ANY /a/{x}"]);
}

/// The URI that a backend is asked for.
fn uri(integration: Json, route: &str, target: &str) -> String {
    let mut integration = integration;
    integration["integrationId"] = "i".into();
    integration["integrationType"] = "HTTP_PROXY".into();
    let json = json!({"routes": [{"routeKey": route, "target": "integrations/i"}], "integrations": [integration]});
    let request = Request::new("GET", target).context(json!({"stage": "test"})).stage_variable("host", "b.example");
    match Api::from_json(&json).unwrap().map_request(&request) {
        Ok(IntegrationRequest::Http(request)) => request.uri,
        other => panic!("{other:?}"),
    }
}

#[test]
fn placeholders_of_the_uri_are_filled_from_the_path() {
    let to = |uri: &str| json!({"integrationUri": uri});
    assert_eq!(uri(to("https://b.example/x/{id}"), "GET /pets/{id}", "/pets/a%20b"), "https://b.example/x/a%20b");
    assert_eq!(
        uri(to("https://b.example/{proxy}"), "ANY /parent/{proxy+}", "/parent/a/b?c=d"),
        "https://b.example/a/b?c=d"
    );
    assert_eq!(uri(to("https://${stageVariables.host}/x"), "GET /", "/"), "https://b.example/x");
}

#[test]
fn the_default_route_sends_the_full_path_to_its_backend() {
    let to = json!({"integrationUri": "https://b.example"});
    assert_eq!(uri(to, "$default", "/store/checkout"), "https://b.example/store/checkout");
}

#[test]
fn a_private_integration_gets_the_stage_in_its_path_unless_it_is_overwritten() {
    let private =
        json!({"integrationUri": "arn:aws:elasticloadbalancing:eu-west-1:1:listener/x", "connectionType": "VPC_LINK"});
    assert!(uri(private.clone(), "GET /pets", "/pets").ends_with("/test/pets"));
    let mut overwritten = private;
    overwritten["requestParameters"] = json!({"overwrite:path": "$request.path"});
    assert!(!uri(overwritten, "GET /pets", "/pets").contains("/test"));
}

#[test]
fn headers_of_one_connection_and_the_host_are_not_passed_on() {
    let send = |parameters: Json| {
        let json = json!({"type": "HTTP_PROXY", "uri": "https://b.example", "requestParameters": parameters});
        let request =
            Request::new("GET", "/").header("Host", "api.example").header("Connection", "x").header("X-A", "1");
        match Integration::from_json(&json).unwrap().map_request(&request) {
            IntegrationRequest::Http(request) => request.headers,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(send(json!({})).iter().collect::<Vec<_>>(), [("X-A", "1")]);
    assert_eq!(send(json!({"overwrite:header.Host": "inner.example"})).get("host"), Some("inner.example"));
}

#[test]
fn an_api_is_read_from_each_shape() {
    let open_api = json!({
        "openapi": "3.0.1",
        "paths": {
            "/pets": {"get": {"x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/f"}}},
            "/$default": {"x-amazon-apigateway-any-method": {"x-amazon-apigateway-integration": {"type": "http_proxy", "uri": "https://b.example"}}},
        },
        "components": {"x-amazon-apigateway-integrations": {"f": {"type": "aws_proxy", "uri": "arn", "payloadFormatVersion": 2.0}}},
    });
    let keys = |json: &Json| {
        let api = Api::from_json(json).unwrap();
        api.routes().iter().map(|route| route.key().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&open_api), ["GET /pets", "$default"]);
    let serverless = json!({"Resources": {"Function": {"Type": "AWS::Serverless::Function", "Properties": {"Events": {
        "Pets": {"Type": "HttpApi", "Properties": {"Path": "/pets/{id}", "Method": "get"}},
        "Rest": {"Type": "HttpApi"},
    }}}}});
    assert_eq!(keys(&serverless), ["GET /pets/{id}", "$default"]);
    let quick = json!({"Resources": {"Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {
        "ProtocolType": "HTTP", "Target": {"Fn::GetAtt": ["Function", "Arn"]},
    }}}});
    assert_eq!(keys(&quick), ["$default"]);
    let two = json!({"Resources": {
        "A": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "HTTP", "Target": "https://a.example"}},
        "B": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "HTTP", "Target": "https://b.example"}},
    }});
    assert!(Api::from_json(&two).unwrap_err().to_string().ends_with("say which of them: A, B"));
    assert_eq!(Api::from_resource(&two, "B").unwrap().routes()[0].integration().uri(), "https://b.example");
}
