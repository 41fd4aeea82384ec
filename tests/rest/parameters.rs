//! `requestParameters` and `responseParameters`: what goes where.

use serde_json::{Value, json};
use vtl::rest::{GatewayResponseType, IntegrationAnswer, MethodRequest};

use crate::{answered, failed, http, integration, post, refused, sent, try_answer};

/// The header `X` that the integration gets for an expression.
fn mapped(expression: &str, request: &MethodRequest) -> Option<String> {
    let integration = http(json!({"requestParameters": {"integration.request.header.X": expression}}));
    sent(&integration, request).headers.get("X").map(ToOwned::to_owned)
}

fn request() -> MethodRequest {
    post()
        .path_param("id", "7")
        .query_param("tag", "a")
        .query_param("tag", "b")
        .header("X-Tag", "c")
        .header("X-Tag", "d")
        .context(json!({"requestId": "r-1", "identity": {"sourceIp": "192.0.2.1"}, "requestTimeEpoch": 5}))
        .stage_variable("table", "pets")
        .body(r#" {"pets": [{"name": "Rex"}], "n": 2, "none": null} "#)
}

#[test]
fn from_the_path() {
    assert_eq!(mapped("method.request.path.id", &request()).as_deref(), Some("7"));
}

#[test]
fn from_the_query_string_the_last_value() {
    assert_eq!(mapped("method.request.querystring.tag", &request()).as_deref(), Some("b"));
}

#[test]
fn from_the_query_string_all_values() {
    assert_eq!(mapped("method.request.multivaluequerystring.tag", &request()).as_deref(), Some("a,b"));
    let parameters = json!({"integration.request.querystring.t": "method.request.multivaluequerystring.tag"});
    let sent = sent(&http(json!({"requestParameters": parameters})), &request());
    assert_eq!(sent.query.to_string(), "t=a&t=b");
}

#[test]
fn from_a_header_the_last_value() {
    assert_eq!(mapped("method.request.header.X-Tag", &request()).as_deref(), Some("d"));
}

#[test]
fn from_a_header_all_values() {
    assert_eq!(mapped("method.request.multivalueheader.X-Tag", &request()).as_deref(), Some("c,d"));
}

#[test]
fn names_are_found_in_their_own_case_only() {
    assert_eq!(mapped("method.request.header.x-tag", &request()), None);
    assert_eq!(mapped("method.request.querystring.Tag", &request()), None);
    assert_eq!(mapped("method.request.path.ID", &request()), None);
}

#[test]
fn what_is_not_there_maps_nothing() {
    let missing = [
        "method.request.path.no",
        "method.request.querystring.no",
        "method.request.multivaluequerystring.no",
        "method.request.header.No",
        "method.request.multivalueheader.No",
        "method.request.body.no",
        "context.domainName",
        "context.authorizer.tenant",
        "stageVariables.no",
    ];
    for nothing in missing {
        assert_eq!(mapped(nothing, &request()), None, "{nothing}");
    }
    for nothing in ["integration.response.header.No", "integration.response.multivalueheader.No"] {
        assert_eq!(answered_header(nothing, &answer()), None, "{nothing}");
    }
    assert_eq!(answered_header("integration.response.body.no", &answer()), None);
}

#[test]
fn from_the_whole_body() {
    assert_eq!(mapped("method.request.body", &post().body(" [1] ")).as_deref(), Some("[1]"));
    assert_eq!(mapped("method.request.body", &post().body("a=b")).as_deref(), Some("a=b"));
    assert_eq!(mapped("method.request.body", &post()).as_deref(), Some("{}"), "recorded for an empty body");
}

#[test]
fn from_the_body_by_json_path() {
    assert_eq!(mapped("method.request.body.pets[0].name", &request()).as_deref(), Some("Rex"));
    assert_eq!(mapped("method.request.body.n", &request()).as_deref(), Some("2"));
    assert_eq!(mapped("method.request.body.none", &request()), None);
    assert_eq!(mapped("method.request.body.a", &post().body("a=b")), None);
}

#[test]
fn a_body_that_is_not_the_json_that_it_starts_like_is_400() {
    for expression in ["method.request.body", "method.request.body.a"] {
        let integration = http(json!({"requestParameters": {"integration.request.header.X": expression}}));
        let response = failed(&integration, &post().body("\n{wrong"));
        assert_eq!((response.status, response.body.as_str()), (400, r#"{"message": "Invalid JSON in request body"}"#));
    }
}

#[test]
fn from_stage_variables() {
    assert_eq!(mapped("stageVariables.table", &request()).as_deref(), Some("pets"));
}

#[test]
fn stage_variables_are_not_substituted_in_part() {
    assert!(
        refused(json!({"requestParameters": {"integration.request.header.X": "a-stageVariables.table"}}))
            .contains("invalid mapping expression")
    );
}

#[test]
fn from_the_context() {
    assert_eq!(mapped("context.requestId", &request()).as_deref(), Some("r-1"));
    assert_eq!(mapped("context.identity.sourceIp", &request()).as_deref(), Some("192.0.2.1"));
    assert_eq!(mapped("context.requestTimeEpoch", &request()).as_deref(), Some("5"));
}

#[test]
fn a_context_variable_is_one_that_the_documentation_names() {
    let refused = |text: &str| refused(json!({"requestParameters": {"integration.request.header.X": text}}));
    assert_eq!(
        refused("context.requestid"),
        "integration.requestParameters['integration.request.header.X']: invalid mapping expression `context.requestid`; \
         did you mean `context.requestId`?"
    );
    assert!(refused("context.identity").contains("invalid mapping expression `context.identity`"));
    assert!(refused("context.connectionId").ends_with("`$context` of a REST API has no such variable"));
    for own in ["context.authorizer.anything", "context.authorizer.claims['cognito:username']", "context.stage"] {
        assert_eq!(mapped(own, &request()), None, "{own} is accepted");
    }
}

#[test]
fn from_a_static_value() {
    assert_eq!(mapped("'it is $context.stage, not'", &request()).as_deref(), Some("it is $context.stage, not"));
}

#[test]
fn into_path_query_string_and_header() {
    let integration = http(json!({
        "uri": "https://example.com/{a}",
        "requestParameters": {
            "integration.request.path.a": "'p'",
            "integration.request.querystring.b": "'q'",
            "integration.request.header.c": "'h'",
        },
    }));
    let sent = sent(&integration, &post());
    assert_eq!((sent.url().as_str(), sent.headers.get("C")), ("https://example.com/p?b=q", Some("h")));
}

#[test]
fn names_are_letters_digits_and_four_signs() {
    let name = |name: &str| json!({"requestParameters": {(format!("integration.request.header.{name}")): "'x'"}});
    let sent = sent(&http(name("a.B_9$-")), &post());
    assert_eq!(sent.headers.get("a.B_9$-"), Some("x"));
    for bad in ["", "a b", "ä", "a:b"] {
        assert!(refused(name(bad)).contains("letters, digits"), "{bad}");
    }
}

#[test]
fn headers_that_are_there_already_cannot_be_mapped() {
    let lambda = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations";
    let map = |kind: &str, uri: &str, header: &str| {
        let parameters = json!({(format!("integration.request.header.{header}")): "'x'"});
        let json = json!({"type": kind, "uri": uri, "httpMethod": "POST", "requestParameters": parameters});
        integration(&json).map_request(&post())
    };
    for header in ["Content-Length", "transfer-encoding"] {
        let response = map("HTTP", "https://example.com", header).unwrap_err();
        assert_eq!((response.kind, response.status), (GatewayResponseType::ApiConfigurationError, 500));
    }
    for header in ["authorization", "Connection", "Expect", "Proxy-Authenticate", "TE"] {
        assert_eq!(map("AWS", lambda, header).unwrap_err().status, 500, "{header}");
        assert_eq!(map("AWS_PROXY", lambda, header).unwrap_err().status, 500, "{header}");
        assert!(map("HTTP", "https://example.com", header).is_ok(), "{header}");
    }
}

/// The header `X` that the client gets for an expression.
fn answered_header(expression: &str, answer: &IntegrationAnswer) -> Option<String> {
    let parameters = json!({"method.response.header.X": expression});
    let integration = http(json!({"responses": {"default": {"statusCode": "200", "responseParameters": parameters}}}));
    answered(&integration, &request(), answer).headers.get("X").map(ToOwned::to_owned)
}

fn answer() -> IntegrationAnswer {
    IntegrationAnswer::new(200).header("Tag", "a").header("Tag", "b").body(r#"{"url": {"to": "/x"}}"#)
}

#[test]
fn response_from_a_header_the_last_value() {
    assert_eq!(answered_header("integration.response.header.Tag", &answer()).as_deref(), Some("b"));
    assert_eq!(answered_header("integration.response.header.tag", &answer()), None);
}

#[test]
fn response_from_a_header_all_values() {
    assert_eq!(answered_header("integration.response.multivalueheader.Tag", &answer()).as_deref(), Some("a,b"));
}

#[test]
fn response_from_the_body() {
    assert_eq!(answered_header("integration.response.body", &answer()).as_deref(), Some(r#"{"url": {"to": "/x"}}"#));
    assert_eq!(answered_header("integration.response.body.url.to", &answer()).as_deref(), Some("/x"));
    assert_eq!(answered_header("integration.response.body.url", &answer()).as_deref(), Some(r#"{"to":"/x"}"#));
}

#[test]
fn response_from_context_stage_variables_and_static_values() {
    assert_eq!(answered_header("context.requestId", &answer()).as_deref(), Some("r-1"));
    assert_eq!(answered_header("stageVariables.table", &answer()).as_deref(), Some("pets"));
    assert_eq!(answered_header("'*'", &answer()).as_deref(), Some("*"));
}

#[test]
fn an_answer_that_is_not_the_json_that_it_starts_like_is_500() {
    let parameters = json!({"method.response.header.X": "integration.response.body.a"});
    let integration = http(json!({"responses": {"default": {"statusCode": "200", "responseParameters": parameters}}}));
    let response = try_answer(&integration, &post(), &IntegrationAnswer::new(200).body("{a")).unwrap_err();
    assert_eq!(response.status, 500);
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let integration = http(json!({
        "requestParameters": {"integration.request.header.X": "method.request.querystring.q"},
        "responses": {"default": {
            "statusCode": "200",
            "responseParameters": {"method.response.header.Y": "integration.response.body"},
        }},
    }));
    let request = post().query_param("q", "x\r\nEvil: 1");
    assert_eq!(sent(&integration, &request).headers.get("X"), Some("x  Evil: 1"));
    let answer = answered(&integration, &request, &IntegrationAnswer::new(200).body("y\nEvil: 1\0"));
    assert_eq!(answer.headers.get("Y"), Some("y Evil: 1 "));
}

#[test]
fn only_what_is_mapped_is_answered() {
    let parameters = json!({"method.response.header.Location": "integration.response.header.Next"});
    let integration = http(json!({"responses": {"default": {"statusCode": "302", "responseParameters": parameters}}}));
    let answer = IntegrationAnswer::new(200).header("Next", "/2").header("Secret", "x");
    let headers = answered(&integration, &post(), &answer).headers;
    assert_eq!(json!(headers), json!({"Location": "/2", "Content-Type": "application/json"}));
}

#[test]
fn headers_that_would_be_taken_for_the_gateways_own_are_renamed() {
    let parameters = json!({
        "method.response.header.Date": "'d'",
        "method.response.header.WWW-Authenticate": "'w'",
        "method.response.header.Transfer-Encoding": "'t'",
        "method.response.header.Pragma": "'p'",
    });
    let integration = http(json!({"responses": {"default": {"statusCode": "200", "responseParameters": parameters}}}));
    let headers: Value = json!(answered(&integration, &post(), &IntegrationAnswer::new(200)).headers);
    assert_eq!(
        headers,
        json!({
            "x-amzn-Remapped-Date": "d",
            "x-amzn-Remapped-WWW-Authenticate": "w",
            "Pragma": "p",
            "Content-Type": "application/json",
        })
    );
}

#[test]
fn cache_keys_are_parameters_of_the_request() {
    let all = ["method.request.path.id", "method.request.querystring.page", "method.request.header.X-Tag"];
    http(json!({"cacheKeyParameters": all}));
    for none in ["method.request.body", "context.stage", "method.request.header.", "'static'"] {
        assert!(refused(json!({"cacheKeyParameters": [none]})).contains("invalid cache key"), "{none}");
    }
    assert_eq!(
        refused(json!({"cacheKeyParameters": ["method.request.query.page"]})),
        "integration.cacheKeyParameters[0]: invalid cache key; did you mean `method.request.path.page`?"
    );
}
