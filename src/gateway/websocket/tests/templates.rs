//! What templates see, and what becomes of a body without one.

use super::super::{IntegrationAnswer, Reply};
use super::*;

/// What a request template makes of a message.
fn rendered(template: &str, message: &Message) -> String {
    sent_body(&integration("HTTP", json!({"requestTemplates": {"$default": template}})), message)
}

#[test]
fn the_context_of_a_message() {
    let cases = [
        ("connectionId", "L0SM9cOFvHcCIhw="),
        ("connectedAt", "1607854667185"),
        ("domainName", "abc.execute-api.eu-west-1.amazonaws.com"),
        ("eventType", "MESSAGE"),
        ("messageId", "m1"),
        ("routeKey", "join"),
        ("requestId", "r1"),
        ("extendedRequestId", "r1"),
        ("apiId", "abc"),
        ("authorizer.principalId", "ann"),
        ("identity.sourceIp", "192.0.2.1"),
        ("identity.userAgent", "agent"),
        ("requestTime", "13/Dec/2020:10:17:47 +0000"),
        ("requestTimeEpoch", "1607854667186"),
        ("stage", "prod"),
        ("error.messageString", ""),
        ("error.validationErrorString", ""),
        ("status", ""),
    ];
    for (name, value) in cases {
        assert_eq!(rendered(&format!("$context.{name}"), &join()), value, "{name}");
    }
    for name in [
        "accountId",
        "apiKey",
        "apiKeyId",
        "caller",
        "cognitoAuthenticationProvider",
        "cognitoAuthenticationType",
        "cognitoIdentityId",
        "cognitoIdentityPoolId",
        "user",
        "userArn",
    ] {
        let message = Message::text("{}").context(json!({"identity": {name: "x"}}));
        assert_eq!(rendered(&format!("$context.identity.{name}"), &message), "x", "{name}");
    }
}

#[test]
fn the_event_type_is_that_of_the_route() {
    assert_eq!(rendered("$context.eventType", &Message::connect()), "CONNECT");
    assert_eq!(rendered("$context.eventType", &Message::disconnect(1000, "")), "DISCONNECT");
}

#[test]
fn what_an_authorizer_gave_is_text() {
    let template =
        "$context.authorizer.level.class.name $context.authorizer.level $context.authorizer.admin.class.name";
    assert_eq!(rendered(template, &join()), "java.lang.String 3 java.lang.String");
}

#[test]
fn the_input_is_the_body() {
    let message = Message::text(r#"{ "a": {"b": [1, "x"]} }"#);
    assert_eq!(rendered("$input.body", &message), r#"{ "a": {"b": [1, "x"]} }"#);
    assert_eq!(rendered("$input.json('$.a')", &message), r#"{"b":[1,"x"]}"#);
    assert_eq!(rendered("$input.path('$.a.b[1]')", &message), "x");
}

#[test]
fn input_params_has_what_connect_has_and_is_empty_elsewhere() {
    let opening = Message::connect().header("Host", "h").query_param("token", "t1").query_param("token", "t2");
    assert_eq!(rendered("$input.params()", &opening), "{path={}, querystring={token=t2}, header={Host=h}}");
    assert_eq!(rendered("$input.params('token')", &opening), "t2");
    assert_eq!(rendered("$input.params()", &join()), "{path={}, querystring={}, header={}}");
    assert_eq!(rendered("[$input.params('token')]", &join()), "[]");
}

#[test]
fn stage_variables_have_three_forms() {
    let message = join().stage_variable("table", "rooms");
    let template = "$stageVariables.table $stageVariables['table'] ${stageVariables['table']}";
    assert_eq!(rendered(template, &message), "rooms rooms rooms");
}

#[test]
fn util_has_its_six_functions() {
    let template = "$util.escapeJavaScript(\"a'b\") $util.parseJson('{\"a\":1}').a $util.urlEncode('a b') \
         $util.urlDecode('a+b') $util.base64Encode('a') $util.base64Decode('YQ==')";
    assert_eq!(rendered(template, &join()), "a\\'b 1 a+b a b YQ== a");
}

#[test]
fn a_body_without_a_template_goes_through_or_not() {
    let of = |fields: Json| integration("HTTP", fields).map_request("join", &join());
    let body = join().body_text().to_owned();
    let other = json!({"other": "x"});
    let through = |fields: Json| String::from_utf8(of(fields).unwrap().body).unwrap();
    assert_eq!(through(json!({"requestTemplates": other})), body, "WHEN_NO_MATCH is usual");
    assert_eq!(through(json!({"passthroughBehavior": "WHEN_NO_MATCH", "requestTemplates": other})), body);
    assert_eq!(through(json!({"passthroughBehavior": "WHEN_NO_TEMPLATES"})), body);
    assert_eq!(through(json!({"requestTemplates": {"$default": ""}})), body, "an empty template");
    for fields in [
        json!({"passthroughBehavior": "WHEN_NO_TEMPLATES", "requestTemplates": other}),
        json!({"passthroughBehavior": "NEVER"}),
    ] {
        assert_eq!(
            error(of(fields).unwrap_err()),
            (
                415,
                r#"{"message": "Unsupported Media Type", "connectionId":"L0SM9cOFvHcCIhw=", "requestId":"r1"}"#
                    .to_owned()
            )
        );
    }
}

#[test]
fn a_template_that_fails_is_an_internal_error_with_its_place() {
    for (template, message) in [("#if(", "expected a value"), ("#set($l = [1])$l[9]", "IndexOutOfBounds")] {
        let integration = integration("HTTP", json!({"requestTemplates": {"$default": template}}));
        let rejection = integration.map_request("join", &join()).unwrap_err();
        let Rejection::Error { status: 500, template: Some(error), .. } = rejection else { panic!("{rejection:?}") };
        assert!(error.message().contains(message), "{error}");
        assert_eq!((error.template(), error.line()), ("integration.requestTemplates['$default']", Some(1)));
    }
}

#[test]
fn a_mock_integration_needs_a_status() {
    let mock = |template: &str| {
        integration("MOCK", json!({"requestTemplates": {"200": template}, "templateSelectionExpression": "200"}))
    };
    let sent = sent(&mock(r#"{"statusCode":200}"#), &join());
    assert_eq!(sent.mock_answer(), Some(IntegrationAnswer::new(200)));
    assert_eq!(mock("{statusCode: 204}").map_request("ping", &join()).unwrap().mock_answer().unwrap().status, 204);
    assert_eq!(error(mock("{}").map_request("ping", &join()).unwrap_err()).0, 500);
}

#[test]
fn content_handling_turns_base64_into_bytes_and_bytes_into_base64() {
    let to_binary = integration("HTTP", json!({"contentHandlingStrategy": "CONVERT_TO_BINARY"}));
    assert_eq!(sent(&to_binary, &Message::text("/wA=")).body, [0xff, 0]);
    assert_eq!(error(to_binary.map_request("x", &Message::text("%")).unwrap_err()).0, 500);
    let reply = |handling: &str, body: &[u8]| {
        let responses = json!([{"integrationResponseKey": "$default", "contentHandlingStrategy": handling}]);
        let integration = integration("HTTP", json!({"integrationResponses": responses}));
        integration.map_response("x", true, &join(), &IntegrationAnswer::new(200).body(body)).unwrap()
    };
    assert_eq!(reply("CONVERT_TO_TEXT", &[0xff, 0]), Reply::Frame(b"/wA=".to_vec()));
    assert_eq!(reply("CONVERT_TO_TEXT", b"text"), Reply::Frame(b"text".to_vec()), "text is text already");
    assert_eq!(reply("CONVERT_TO_BINARY", b"/wA="), Reply::Frame(vec![0xff, 0]));
}
