//! `$context.requestOverride` and `$context.responseOverride`.

use serde_json::{Value, json};
use vtl::rest::IntegrationAnswer;

use crate::{answered, http, post, sent};

/// An HTTP integration with this request template.
fn with_template(template: &str, parameters: Value) -> vtl::rest::Integration {
    http(json!({
        "uri": "https://example.com/{id}",
        "requestTemplates": {"application/json": template},
        "requestParameters": parameters,
    }))
}

#[test]
fn request_overrides_take_the_place_of_mapped_parameters() {
    let template = "#set($context.requestOverride.header.x-tag = 'new')\
                    #set($context.requestOverride.querystring['page'] = 2)\
                    #set($context.requestOverride.path.id = 'b')";
    let parameters = json!({
        "integration.request.header.X-Tag": "'old'",
        "integration.request.header.Other": "'kept'",
        "integration.request.querystring.page": "'1'",
        "integration.request.path.id": "'a'",
    });
    let sent = sent(&with_template(template, parameters), &post());
    assert_eq!(sent.url(), "https://example.com/b?page=2");
    assert_eq!(json!(sent.headers), json!({"x-tag": "new", "Other": "kept", "Accept": "application/json"}));
}

#[test]
fn an_overridden_path_parameter_is_encoded_in_the_uri() {
    let template = "#set($context.requestOverride.path.id = 'b/\u{fc}?')";
    assert_eq!(sent(&with_template(template, json!({})), &post()).uri, "https://example.com/b/%C3%BC%3F");
}

#[test]
fn a_request_override_says_nothing_of_the_bodys_length() {
    let template = "#set($context.requestOverride.header['Content-Length'] = '3')\
                    #set($context.requestOverride.header['transfer-encoding'] = 'chunked')a longer body";
    let headers = sent(&with_template(template, json!({})), &post()).headers;
    assert_eq!(json!(headers), json!({"Accept": "application/json"}));
}

#[test]
fn a_list_is_one_header_joined_with_commas() {
    let template = "#set($context.requestOverride.header.multi = ['a', $input.params('X')])";
    let sent = sent(&with_template(template, json!({})), &post().header("X", "b"));
    assert_eq!(sent.headers.get("multi"), Some("a,b"));
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let template = "#set($context.requestOverride.header.x = $input.params('q'))\
                    #set($context.responseOverride.header.y = $input.params('q'))";
    let integration = http(json!({
        "requestTemplates": {"application/json": template},
        "responses": {"default": {"statusCode": "200"}},
    }));
    let request = post().query_param("q", "x\r\nEvil: 1");
    assert_eq!(sent(&integration, &request).headers.get("x"), Some("x  Evil: 1"));
    let answer = answered(&integration, &request, &IntegrationAnswer::new(200));
    assert_eq!(answer.headers.get("y"), Some("x  Evil: 1"));
}

#[test]
fn a_name_that_no_header_can_have_is_500() {
    for place in ["requestOverride", "responseOverride"] {
        let template = format!("#set($context.{place}.header[$input.params('q')] = 'x')");
        let integration = http(json!({
            "requestTemplates": {"application/json": template},
            "responses": {"default": {"statusCode": "200"}},
        }));
        let request = post().query_param("q", "X: 1\r\nEvil");
        let response = match integration.map_request(&request) {
            Err(response) => response,
            Ok(sent) => integration.map_response(&request, &sent, &IntegrationAnswer::new(200)).unwrap_err(),
        };
        assert_eq!(response.status, 500);
        let cause = response.cause.unwrap().to_string();
        assert_eq!(cause, r#"no header can have the name "X: 1\r\nEvil" that the template set"#);
    }
}

#[test]
fn response_overrides_take_the_place_of_status_and_mapped_headers() {
    let template = "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.x = 'new')gone";
    let integration = http(json!({"responses": {"default": {
        "statusCode": "200",
        "responseParameters": {"method.response.header.X": "'old'"},
        "responseTemplates": {"application/json": template},
    }}}));
    let answer = answered(&integration, &post(), &IntegrationAnswer::new(200));
    assert_eq!((answer.status, answer.body.as_slice()), (404, &b"gone"[..]));
    assert_eq!(json!(answer.headers), json!({"x": "new", "Content-Type": "application/json"}));
}

/// An integration whose request template sets response overrides.
fn carried(response_templates: Value) -> vtl::rest::Integration {
    let template = "#set($context.responseOverride.status = 444)\
                    #set($context.responseOverride.header.X = 'early')\
                    #set($context.responseOverride.custom = 'mine')\
                    #set($context.requestOverride.path.body = 'path one')";
    http(json!({
        "requestTemplates": {"application/json": template},
        "responses": {"default": {"statusCode": "200", "responseTemplates": response_templates}},
    }))
}

#[test]
fn the_request_templates_response_overrides_have_their_effect() {
    let answer = answered(&carried(json!({})), &post(), &IntegrationAnswer::new(200).body("b"));
    assert_eq!((answer.status, answer.body.as_slice()), (444, &b"b"[..]));
    assert_eq!(answer.headers.get("x"), Some("early"));
}

#[test]
fn the_response_template_sees_what_the_request_template_set() {
    let template = "$context.responseOverride.status $context.responseOverride.custom \
                    path was $context.requestOverride.path.body#set($context.responseOverride.status = 201)";
    let integration = carried(json!({"application/json": template}));
    let answer = answered(&integration, &post(), &IntegrationAnswer::new(200));
    assert_eq!((answer.status, answer.body.as_slice()), (201, &b"444 mine path was path one"[..]));
    assert_eq!(answer.headers.get("x"), Some("early"));
}

#[test]
fn a_status_that_is_no_integer_from_100_to_599_is_passed_over() {
    for status in ["'404'", "99", "600", "404.0", "true"] {
        let template = format!("#set($context.responseOverride.status = {status})");
        let integration = http(json!({"responses": {"default": {
            "statusCode": "200", "responseTemplates": {"application/json": template},
        }}}));
        assert_eq!(answered(&integration, &post(), &IntegrationAnswer::new(200)).status, 200, "{status}");
    }
}

#[test]
fn proxies_have_no_overrides() {
    let integration = crate::integration(&json!({
        "type": "HTTP_PROXY",
        "uri": "https://example.com",
        "requestTemplates": {"application/json": "#set($context.requestOverride.header.X = 'x')changed"},
    }));
    let sent = sent(&integration, &post().body("as it is"));
    assert_eq!((sent.body.as_slice(), sent.headers.get("X")), (&b"as it is"[..], None));
}
