//! Lambda proxy integrations, format 1.0, and `HTTP_PROXY`.

use serde_json::{Value, json};
use vtl::Event;
use vtl::rest::{Integration, IntegrationAnswer, MethodRequest, MethodResponse};

use crate::{answered, failed, integration, post, sent, try_answer};

fn function() -> Integration {
    integration(&json!({
        "type": "AWS_PROXY",
        "httpMethod": "POST",
        "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f:${stageVariables.alias}/invocations",
    }))
}

/// The event that the function gets.
fn event(integration: &Integration, request: &MethodRequest) -> Value {
    serde_json::from_slice(&sent(integration, request).body).unwrap()
}

fn request() -> MethodRequest {
    MethodRequest::new("GET", "/pets/7")
        .resource_path("/pets/{id}")
        .path_param("id", "7")
        .query_param("tag", "a")
        .query_param("tag", "b")
        .header("Accept", "*/*")
        .header("X-Tag", "c")
        .header("x-tag", "d")
        .stage_variable("alias", "live")
        .context(json!({"stage": "prod", "requestTimeEpoch": 5, "identity": {"sourceIp": "192.0.2.1", "user": null}}))
}

#[test]
fn a_function_gets_the_request_as_an_event() {
    let expected = json!({
        "resource": "/pets/{id}",
        "path": "/pets/7",
        "httpMethod": "GET",
        "headers": {"Accept": "*/*", "X-Tag": "d"},
        "multiValueHeaders": {"Accept": ["*/*"], "X-Tag": ["c", "d"]},
        "queryStringParameters": {"tag": "b"},
        "multiValueQueryStringParameters": {"tag": ["a", "b"]},
        "pathParameters": {"id": "7"},
        "stageVariables": {"alias": "live"},
        "requestContext": {
            "stage": "prod",
            "requestTimeEpoch": 5,
            "identity": {"sourceIp": "192.0.2.1", "user": null},
            "httpMethod": "GET",
            "path": "/prod/pets/7",
            "resourcePath": "/pets/{id}",
        },
        "body": null,
        "isBase64Encoded": false,
    });
    assert_eq!(event(&function(), &request()), expected);
    assert!(sent(&function(), &request()).uri.ends_with("f:live/invocations"));
}

#[test]
fn what_is_empty_is_null_in_the_event() {
    let event = event(&function(), &MethodRequest::new("GET", "/"));
    let null = [
        "headers",
        "multiValueHeaders",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "body",
    ];
    for name in null {
        assert_eq!(event[name], Value::Null, "{name}");
    }
}

#[test]
fn a_body_is_text_or_base64_by_the_apis_binary_types() {
    let integration = function().binary_media_types(["image/png"]);
    let text = event(&integration, &post().body("é"));
    assert_eq!((&text["body"], &text["isBase64Encoded"]), (&json!("é"), &json!(false)));
    let bytes = event(&integration, &post().header("Content-Type", "image/png").body([0xff]));
    assert_eq!((&bytes["body"], &bytes["isBase64Encoded"]), (&json!("/w=="), &json!(true)));
    let replaced = event(&integration, &post().body([0xff]));
    assert_eq!((&replaced["body"], &replaced["isBase64Encoded"]), (&json!("\u{fffd}"), &json!(false)));
}

#[test]
fn the_event_reads_back_as_what_a_template_would_have_seen() {
    let request = post().path_param("id", "7").query_param("a", "1").query_param("a", "2").header("X-Tag", "t");
    let request = request.context(json!({"stage": "prod"})).body(r#"{"n": 1}"#);
    let read = Event::try_from(event(&function(), &request)).unwrap();
    let template = vtl::Template::parse("$input.body $input.params() $context.stage $context.path").unwrap();
    let seen = r#"{"n": 1} {path={id=7}, querystring={a=2}, header={X-Tag=t}} prod /prod/pets"#;
    assert_eq!(template.render(&read).unwrap().body, seen);
    assert_eq!(template.render(request.event()).unwrap().body, seen);
}

#[test]
fn an_authorizers_context_and_the_api_key_are_in_the_context() {
    let request = post().context(json!({"stage": "prod"})).authorizer(&json!({
        "principalId": "ann",
        "context": {"level": 3, "admin": true, "name": "Ann", "none": null},
        "usageIdentifierKey": "k1",
    }));
    let context = &event(&function(), &request)["requestContext"];
    let expected = json!({"level": "3", "admin": "true", "name": "Ann", "none": null, "principalId": "ann"});
    assert_eq!(context["authorizer"], expected);
    assert_eq!(context["identity"]["apiKey"], json!("k1"));

    let request = post().api_key("k2", "id2").claims(&json!({"sub": "u", "exp": 5}));
    let context = &event(&function(), &request)["requestContext"];
    assert_eq!(context["authorizer"], json!({"claims": {"sub": "u", "exp": "5"}}));
    assert_eq!(context["identity"], json!({"apiKey": "k2", "apiKeyId": "id2"}));
}

#[test]
fn a_function_is_invoked_with_post_only() {
    let mut json = json!({"type": "AWS_PROXY", "httpMethod": "GET"});
    json["uri"] = json!("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations");
    assert_eq!(failed(&integration(&json), &post()).body, r#"{"message": "Internal server error"}"#);
    json.as_object_mut().unwrap().remove("httpMethod");
    assert_eq!(sent(&integration(&json), &MethodRequest::new("GET", "/")).method, "POST");
}

fn answer(payload: &Value) -> MethodResponse {
    answered(&function(), &post(), &IntegrationAnswer::lambda(payload.to_string()))
}

#[test]
fn a_functions_answer_is_status_headers_and_body() {
    let response = answer(&json!({"statusCode": 201, "headers": {"X": "a", "B": true}, "body": "hi"}));
    assert_eq!((response.status, response.body.as_slice()), (201, &b"hi"[..]));
    assert_eq!(json!(response.headers), json!({"X": "a", "B": "true", "Content-Type": "application/json"}));
}

#[test]
fn no_field_of_the_answer_is_needed() {
    assert_eq!(answer(&json!({"headers": {"X": "a"}})).status, 200);
    assert_eq!(answer(&json!({"statusCode": "201", "headers": null, "body": null})).status, 201);
}

#[test]
fn multi_value_headers_come_first_and_name_the_header() {
    let response =
        answer(&json!({"headers": {"x": "one", "y": "y"}, "multiValueHeaders": {"X": ["a", "b"], "Y": ["y"]}}));
    let headers: Vec<_> = response.headers.iter().collect();
    assert_eq!(headers, [("X", "a"), ("X", "b"), ("X", "one"), ("Y", "y"), ("Content-Type", "application/json")]);
}

#[test]
fn a_malformed_answer_is_502() {
    let malformed = [
        json!({"statusCode": 200, "wrongValue": "value"}),
        json!({"statusCode": "test"}),
        json!({"statusCode": 99}),
        json!({"multiValueHeaders": {"X": "value1"}}),
        json!({"headers": ["X"]}),
        json!({"headers": {"X": {}}}),
        json!({"headers": {"X: 1\r\nEvil": "2"}}),
        json!({"multiValueHeaders": {"X Y": ["1"]}}),
        json!({"body": {"a": 1}}),
        json!("justAString"),
        json!(null),
        json!({"errorMessage": "boom", "errorType": "Error"}),
    ];
    for payload in malformed {
        let answer = IntegrationAnswer::lambda(payload.to_string());
        let response = try_answer(&function(), &post(), &answer).unwrap_err();
        let expected = (502, r#"{"message": "Internal server error"}"#);
        assert_eq!((response.status, response.body.as_str()), expected, "{payload}");
    }
    assert_eq!(try_answer(&function(), &post(), &IntegrationAnswer::lambda([0xff])).unwrap_err().status, 502);
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let payload = json!({"headers": {"X": "1\r\nEvil: 2"}, "multiValueHeaders": {"Y": ["3\nEvil: 4"]}}).to_string();
    let headers = answered(&function(), &post(), &IntegrationAnswer::lambda(payload)).headers;
    assert_eq!((headers.get("X"), headers.get("Y")), (Some("1  Evil: 2"), Some("3 Evil: 4")));
}

#[test]
fn base64_is_decoded_for_a_client_who_accepts_bytes() {
    let payload = json!({"body": "/w==", "isBase64Encoded": true}).to_string();
    let body = |accept: &str| {
        let request = post().header("Accept", accept);
        let integration = function().binary_media_types(["image/png"]);
        answered(&integration, &request, &IntegrationAnswer::lambda(payload.as_str())).body
    };
    assert_eq!(body("image/png"), [0xff]);
    assert_eq!(body("text/plain"), b"/w==");
    assert_eq!(answered(&function(), &post(), &IntegrationAnswer::lambda(payload.as_str())).body, b"/w==");
}

fn proxy(parameters: Value) -> Integration {
    integration(&json!({
        "type": "http_proxy",
        "httpMethod": "ANY",
        "uri": "https://example.com/{proxy}",
        "requestParameters": parameters,
    }))
}

#[test]
fn http_proxy_passes_the_request_on() {
    let integration = proxy(json!({"integration.request.path.proxy": "method.request.path.proxy"}));
    let request = MethodRequest::new("PUT", "/a/b")
        .path_param("proxy", "a/b")
        .query_param("q", "1")
        .header("Host", "api.example.com")
        .header("Content-Encoding", "gzip")
        .header("X-Tag", "t")
        .body("as it is");
    let sent = sent(&integration, &request);
    assert_eq!((sent.method.as_str(), sent.url().as_str()), ("PUT", "https://example.com/a/b?q=1"));
    assert_eq!(json!(sent.headers), json!({"X-Tag": "t", "Accept": "application/json"}));
    assert_eq!(sent.body, b"as it is");
}

#[test]
fn http_proxys_parameters_join_those_of_the_client() {
    let integration = proxy(json!({
        "integration.request.querystring.q": "'mapped'",
        "integration.request.header.X-Tag": "'mapped'",
        "integration.request.header.Host": "'mapped'",
    }));
    let request = MethodRequest::new("GET", "/").query_param("q", "1").header("X-Tag", "t").header("Host", "h");
    let sent = sent(&integration, &request);
    assert_eq!(sent.query.to_string(), "q=1&q=mapped");
    assert_eq!((sent.headers.get("X-Tag"), sent.headers.get("Host")), (Some("mapped"), Some("mapped")));
}

#[test]
fn http_proxys_answer_passes_through() {
    let answer = IntegrationAnswer::new(418)
        .header("Date", "d")
        .header("X-Tag", "a")
        .header("X-Tag", "b")
        .header("Transfer-Encoding", "chunked")
        .body("short and stout");
    let response = answered(&proxy(json!({})), &post(), &answer);
    assert_eq!((response.status, response.body.as_slice()), (418, &b"short and stout"[..]));
    assert_eq!(json!(response.headers), json!({"x-amzn-Remapped-Date": "d", "X-Tag": ["a", "b"]}));
}

#[test]
fn a_proxys_response_has_no_mapping() {
    let responses =
        json!({"default": {"statusCode": "200", "responseParameters": {"method.response.header.X": "'x'"}}});
    let integration = integration(&json!({"type": "http_proxy", "uri": "https://example.com", "responses": responses}));
    let response = answered(&integration, &post(), &IntegrationAnswer::new(204));
    assert_eq!((response.status, response.headers.len()), (204, 0));
}
