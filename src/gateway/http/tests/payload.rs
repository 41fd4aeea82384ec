//! The events of Lambda functions, and what they may return.

use serde_json::{Value as Json, json};

use super::super::{Api, Integration, IntegrationAnswer, IntegrationRequest, PayloadFormat, Request, Response};

/// An API with one route to a function.
fn api(format: &str, parameters: Json) -> Api {
    Api::from_json(&json!({
        "routes": [{"routeKey": "POST /pets/{id}", "target": "integrations/i"}],
        "integrations": [{
            "integrationId": "i",
            "integrationType": "AWS_PROXY",
            "integrationUri": "arn:aws:lambda:eu-west-1:123456789012:function:pets",
            "payloadFormatVersion": format,
            "requestParameters": parameters,
        }],
    }))
    .unwrap()
}

fn event(format: &str, request: &Request) -> Json {
    match api(format, json!({})).map_request(request) {
        Ok(IntegrationRequest::Lambda { event, .. }) => event,
        other => panic!("{other:?}"),
    }
}

fn request() -> Request {
    Request::new("POST", "/pets/a%20b?tag=x&tag=y%20z&page=2")
        .header("Cookie", "session=abc; theme=dark")
        .header("X-Tag", "1")
        .header("x-tag", "2")
        .header("User-Agent", "agent")
        .header("Content-Type", "application/json")
        .body(r#"{"name":"Rex"}"#)
        .stage_variable("table", "pets")
        .context(json!({
            "accountId": "123456789012",
            "apiId": "api",
            "domainName": "api.execute-api.eu-west-1.amazonaws.com",
            "requestId": "r1",
            "stage": "$default",
            "requestTime": "12/Mar/2020:19:03:58 +0000",
            "requestTimeEpoch": 1_583_348_638_390i64,
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"jwt": {"claims": {"sub": "ann", "exp": 1}, "scopes": ["read"]}},
        }))
}

#[test]
fn the_event_of_format_2() {
    assert_eq!(
        event("2.0", &request()),
        json!({
            "version": "2.0",
            "routeKey": "POST /pets/{id}",
            "rawPath": "/pets/a b",
            "rawQueryString": "tag=x&tag=y%20z&page=2",
            "cookies": ["session=abc", "theme=dark"],
            "headers": {"x-tag": "1,2", "user-agent": "agent", "content-type": "application/json"},
            "queryStringParameters": {"tag": "x,y z", "page": "2"},
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "api",
                "authorizer": {"jwt": {"claims": {"sub": "ann", "exp": "1"}, "scopes": ["read"]}},
                "domainName": "api.execute-api.eu-west-1.amazonaws.com",
                "domainPrefix": "api",
                "http": {
                    "method": "POST", "path": "/pets/a b", "protocol": "HTTP/1.1",
                    "sourceIp": "192.0.2.1", "userAgent": "agent",
                },
                "requestId": "r1",
                "routeKey": "POST /pets/{id}",
                "stage": "$default",
                "time": "12/Mar/2020:19:03:58 +0000",
                "timeEpoch": 1_583_348_638_390i64,
            },
            "body": r#"{"name":"Rex"}"#,
            "pathParameters": {"id": "a b"},
            "isBase64Encoded": false,
            "stageVariables": {"table": "pets"},
        })
    );
}

#[test]
fn the_event_of_format_1() {
    assert_eq!(
        event("1.0", &request()),
        json!({
            "version": "1.0",
            "resource": "/pets/{id}",
            "path": "/pets/a%20b",
            "httpMethod": "POST",
            "headers": {
                "cookie": "session=abc; theme=dark", "x-tag": "2", "user-agent": "agent", "content-type": "application/json",
            },
            "multiValueHeaders": {
                "cookie": ["session=abc; theme=dark"], "x-tag": ["1", "2"], "user-agent": ["agent"],
                "content-type": ["application/json"],
            },
            "queryStringParameters": {"tag": "y z", "page": "2"},
            "multiValueQueryStringParameters": {"tag": ["x", "y z"], "page": ["2"]},
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "api",
                "authorizer": {"claims": {"sub": "ann", "exp": "1"}, "scopes": ["read"]},
                "domainName": "api.execute-api.eu-west-1.amazonaws.com",
                "domainPrefix": "api",
                "extendedRequestId": "r1",
                "httpMethod": "POST",
                "identity": {
                    "accessKey": null, "accountId": null, "caller": null, "cognitoAuthenticationProvider": null,
                    "cognitoAuthenticationType": null, "cognitoIdentityId": null, "cognitoIdentityPoolId": null,
                    "principalOrgId": null, "sourceIp": "192.0.2.1", "user": null, "userAgent": "agent", "userArn": null,
                },
                "path": "/pets/a%20b",
                "protocol": "HTTP/1.1",
                "requestId": "r1",
                "requestTime": "12/Mar/2020:19:03:58 +0000",
                "requestTimeEpoch": 1_583_348_638_390i64,
                "resourceId": null,
                "resourcePath": "/pets/{id}",
                "stage": "$default",
            },
            "pathParameters": {"id": "a b"},
            "stageVariables": {"table": "pets"},
            "body": r#"{"name":"Rex"}"#,
            "isBase64Encoded": false,
        })
    );
}

#[test]
fn what_is_not_there_is_missing_in_format_2_and_null_in_format_1() {
    let request = Request::new("POST", "/pets/7");
    let event_2 = event("2.0", &request);
    for name in ["body", "cookies", "queryStringParameters", "stageVariables"] {
        assert_eq!(event_2.get(name), None, "{name}");
    }
    assert_eq!(event_2["rawQueryString"], "");
    let event_1 = event("1.0", &request);
    for name in ["body", "queryStringParameters", "multiValueQueryStringParameters", "stageVariables"] {
        assert_eq!(event_1.get(name), Some(&Json::Null), "{name}");
    }
    assert_eq!(event_1["requestContext"]["authorizer"], json!({"claims": null, "scopes": null}));
}

#[test]
fn a_stage_other_than_default_is_in_the_path() {
    let event = event("2.0", &Request::new("POST", "/pets/7").context(json!({"stage": "prod"})));
    assert_eq!(
        (&event["rawPath"], &event["requestContext"]["http"]["path"]),
        (&json!("/prod/pets/7"), &json!("/prod/pets/7"))
    );
}

#[test]
fn lambda_and_iam_authorizers_are_in_the_request_context() {
    let authorizer = |format: &str, authorizer: Json| {
        let request = Request::new("POST", "/pets/7").context(json!({"authorizer": authorizer}));
        event(format, &request)["requestContext"]["authorizer"].clone()
    };
    let lambda = json!({"lambda": {"key": "value", "num": 1}});
    assert_eq!(authorizer("2.0", lambda.clone()), lambda);
    assert_eq!(authorizer("1.0", lambda), json!({"key": "value", "num": 1}));
    let iam = json!({"iam": {"accessKey": "AKIA", "userArn": "arn:aws:iam::1:user/ann", "cognitoIdentity": null}});
    assert_eq!(authorizer("2.0", iam.clone()), iam);
}

#[test]
fn a_body_that_is_no_text_is_in_base64() {
    let body = |content_type: &str, body: &[u8]| {
        let request = Request::new("POST", "/pets/7").header("Content-Type", content_type).body(body);
        let event = event("2.0", &request);
        (event["body"].as_str().unwrap().to_owned(), event["isBase64Encoded"].as_bool().unwrap())
    };
    assert_eq!(body("application/octet-stream", &[1, 2, 3, 4, 5]), ("AQIDBAU=".to_owned(), true));
    assert_eq!(body("application/x-www-form-urlencoded", b"a=1"), ("YT0x".to_owned(), true), "forms, too");
    assert_eq!(body("text/plain; charset=utf-8", b"a=1"), ("a=1".to_owned(), false));
    assert_eq!(body("application/problem+json", b"{}"), ("{}".to_owned(), false));
    assert_eq!(body("text/plain", &[0xff]), ("/w==".to_owned(), true), "what is no UTF-8 is no text");
}

#[test]
fn a_function_gets_the_mapped_request() {
    let parameters = json!({
        "append:header.x-user": "$context.authorizer.claims.sub",
        "overwrite:querystring.tag": "one",
        "overwrite:path": "/v2/pets",
    });
    let Ok(IntegrationRequest::Lambda { event, function }) = api("2.0", parameters).map_request(&request()) else {
        panic!()
    };
    assert_eq!(function, "arn:aws:lambda:eu-west-1:123456789012:function:pets");
    assert_eq!(event["headers"]["x-user"], "ann");
    assert_eq!((&event["rawQueryString"], &event["rawPath"]), (&json!("page=2&tag=one"), &json!("/v2/pets")));
}

/// What the client gets of a function's payload.
fn returned(format: PayloadFormat, payload: &str) -> Response {
    let format = if format == PayloadFormat::V2 { "2.0" } else { "1.0" };
    let json = json!({"type": "AWS_PROXY", "uri": "arn", "payloadFormatVersion": format});
    Integration::from_json(&json).unwrap().map_response(&request(), &IntegrationAnswer::lambda(payload))
}

#[test]
fn format_2_takes_a_payload_without_a_status_code_as_the_body() {
    let cases = [
        (r#"{"name": "John Doe", "age": 30}"#, r#"{"name": "John Doe", "age": 30}"#),
        ("[1, 2, 3]", "[1, 2, 3]"),
        ("42", "42"),
        ("true", "true"),
        (r#""Hello from Lambda!""#, "Hello from Lambda!"),
        (r#""""#, ""),
        (r#""Special \"quoted\" text""#, r#"Special "quoted" text"#),
        // it does not even look whether it is JSON
        (r#"{"name": "John Doe", "age":"#, r#"{"name": "John Doe", "age":"#),
        ("Hello, World!", "Hello, World!"),
    ];
    for (payload, body) in cases {
        let response = returned(PayloadFormat::V2, payload);
        assert_eq!((response.status, response.body_text().as_ref()), (200, body));
        assert_eq!(response.headers.get("Content-Type"), Some("application/json"));
    }
}

#[test]
fn format_2_with_a_status_code() {
    let response = returned(
        PayloadFormat::V2,
        r#"{"statusCode": 201, "headers": {"X-A": "1", "n": 2}, "cookies": ["a=1", "b=2"], "body": "created"}"#,
    );
    assert_eq!((response.status, response.body_text().as_ref()), (201, "created"));
    assert_eq!(
        response.headers.iter().collect::<Vec<_>>(),
        [
            ("X-A", "1"),
            ("n", "2"),
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
            ("content-type", "text/plain; charset=utf-8")
        ]
    );
}

#[test]
fn format_1_has_headers_with_many_values() {
    let response = returned(
        PayloadFormat::V1,
        r#"{"statusCode": 200, "headers": {"H": "single", "Content-Type": "text/html"}, "multiValueHeaders": {"h": ["m1", "m2"]}, "body": "x"}"#,
    );
    assert_eq!(response.headers.all("h").collect::<Vec<_>>(), ["m1", "m2", "single"]);
    assert_eq!(response.headers.get("content-type"), Some("text/html"));
}

#[test]
fn a_body_in_base64_is_decoded() {
    for format in [PayloadFormat::V1, PayloadFormat::V2] {
        let response = returned(format, r#"{"statusCode": 200, "isBase64Encoded": true, "body": "AQID/w=="}"#);
        assert_eq!(response.body, [1, 2, 3, 255]);
    }
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let payload = r#"{"statusCode": 200, "headers": {"a": "b\r\nEvil: 1"}, "cookies": ["c=1\nEvil: 1"]}"#;
    let headers = returned(PayloadFormat::V2, payload).headers;
    assert_eq!((headers.get("a"), headers.get("set-cookie")), (Some("b  Evil: 1"), Some("c=1 Evil: 1")));
}

#[test]
fn what_is_malformed_is_an_internal_error() {
    let malformed = [
        r#"{"statusCode": 200.5, "body": "Hello"}"#,
        r#"{"statusCode": "many"}"#,
        r#"{"statusCode": 0}"#,
        r#"{"statusCode": 200, "headers": []}"#,
        r#"{"statusCode": 200, "headers": {"a": ["b"]}}"#,
        r#"{"statusCode": 200, "headers": {"a\r\nb": "c"}}"#,
        r#"{"statusCode": 200, "body": {"a": 1}}"#,
        r#"{"statusCode": 200, "isBase64Encoded": "yes", "body": ""}"#,
        r#"{"statusCode": 200, "isBase64Encoded": true, "body": "%"}"#,
    ];
    for payload in malformed {
        for format in [PayloadFormat::V1, PayloadFormat::V2] {
            let response = returned(format, payload);
            assert_eq!(
                (response.status, response.body_text().as_ref()),
                (500, r#"{"message":"Internal Server Error"}"#),
                "{payload}"
            );
            assert_eq!(response.headers.get("content-type"), Some("application/json"));
        }
    }
    for payload in ["Not a valid proxy response object", "{}", "[]", "null", ""] {
        assert_eq!(returned(PayloadFormat::V1, payload).status, 500, "{payload}");
    }
}

#[test]
fn a_function_that_threw_is_an_internal_error() {
    let json = json!({"type": "AWS_PROXY", "uri": "arn", "payloadFormatVersion": "2.0"});
    let answer = IntegrationAnswer::lambda_error(r#"{"errorMessage": "no", "errorType": "Error"}"#);
    assert_eq!(Integration::from_json(&json).unwrap().map_response(&request(), &answer).status, 500);
}
