//! Which request template is taken, and what becomes of a body that none is for.

use serde_json::json;
use vtl::rest::{GatewayResponseType, MethodRequest};

use crate::{failed, http, post, sent, sent_body};

#[test]
fn the_template_is_chosen_by_content_type() {
    let integration = http(json!({"requestTemplates": {"application/json": "json", "text/csv": "csv"}}));
    assert_eq!(sent_body(&integration, &post().header("Content-Type", "text/csv")), "csv");
    assert_eq!(sent_body(&integration, &post().header("content-type", "Application/JSON")), "json");
}

#[test]
fn parameters_of_the_content_type_do_not_count() {
    let integration = http(json!({"requestTemplates": {"text/csv": "csv"}}));
    assert_eq!(sent_body(&integration, &post().header("Content-Type", "text/csv; charset=utf-8")), "csv");
}

#[test]
fn without_content_type_it_is_json() {
    let integration = http(json!({"requestTemplates": {"text/csv": "csv", "application/json": "json"}}));
    assert_eq!(sent_body(&integration, &post()), "json");
}

#[test]
fn when_no_match_passes_through_what_no_template_is_for() {
    let templates = json!({"application/json": "json"});
    let request = post().header("Content-Type", "text/plain").body("as it is");
    for fields in [
        json!({"requestTemplates": templates, "passthroughBehavior": "WHEN_NO_MATCH"}),
        json!({"requestTemplates": templates}),
    ] {
        assert_eq!(sent_body(&http(fields), &request), "as it is");
    }
}

#[test]
fn when_no_templates_passes_through_if_there_are_none() {
    let none = http(json!({"passthroughBehavior": "WHEN_NO_TEMPLATES"}));
    assert_eq!(sent_body(&none, &post().body("as it is")), "as it is");

    let some = json!({"passthroughBehavior": "WHEN_NO_TEMPLATES", "requestTemplates": {"text/csv": "csv"}});
    let response = failed(&http(some), &post().body("{}"));
    assert_eq!((response.kind, response.status), (GatewayResponseType::UnsupportedMediaType, 415));
}

#[test]
fn never_refuses_what_no_template_is_for() {
    let never = json!({"passthroughBehavior": "NEVER", "requestTemplates": {"application/json": "json"}});
    let integration = http(never);
    assert_eq!(sent_body(&integration, &post()), "json");
    let response = failed(&integration, &post().header("Content-Type", "text/plain").body("x"));
    assert_eq!((response.kind.name(), response.status), ("UNSUPPORTED_MEDIA_TYPE", 415));
    assert_eq!(response.body, r#"{"message": "Unsupported Media Type"}"#);
    assert_eq!(failed(&http(json!({"passthroughBehavior": "NEVER"})), &post()).status, 415);
}

#[test]
fn an_empty_template_passes_through() {
    let integration = http(json!({"passthroughBehavior": "NEVER", "requestTemplates": {"application/json": ""}}));
    assert_eq!(sent_body(&integration, &post().body("[1]")), "[1]");
}

#[test]
fn a_template_sees_the_request() {
    let template = "$input.params('id') $input.params('page') $input.params('X-Tag') $context.httpMethod \
                    $context.path $context.resourcePath $stageVariables.table $input.path('$.n')";
    let request = MethodRequest::new("put", "/pets/7")
        .resource_path("/pets/{id}")
        .context(json!({"stage": "prod"}))
        .path_param("id", "7")
        .query_param("page", "1")
        .query_param("page", "2")
        .header("X-Tag", "t")
        .stage_variable("table", "pets")
        .body(r#"{"n": 1}"#);
    let integration = http(json!({"requestTemplates": {"application/json": template}}));
    assert_eq!(sent_body(&integration, &request), "7 2 t PUT /prod/pets/7 /pets/{id} pets 1");
}

#[test]
fn headers_of_the_connection_are_seen_by_nobody() {
    let template = "$input.params().header";
    let request = post().header("Connection", "close").header("TE", "gzip").header("Host", "h").header("Accept", "a");
    let integration = http(json!({"requestTemplates": {"application/json": template}}));
    assert_eq!(sent_body(&integration, &request), "{Accept=a, Host=h}");
}

#[test]
fn a_body_that_starts_like_json_and_is_not_is_400() {
    let integration = http(json!({"requestTemplates": {"application/json": "$input.path('$.a')"}}));
    let response = failed(&integration, &post().body("{a"));
    assert_eq!(response.status, 400);
    assert_eq!(
        response.body,
        r#"{"message": "Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 1: null"}"#
    );
    assert_eq!(sent_body(&integration, &post().body("a=b")), "");
}

#[test]
fn a_template_that_fails_is_500() {
    let fails = http(json!({"requestTemplates": {"application/json": "#set($l = [1])$l[9]"}}));
    let response = failed(&fails, &post());
    assert_eq!((response.status, response.body.as_str()), (500, r#"{"message": "Internal server error"}"#));
    assert_eq!(response.headers.get("x-amzn-ErrorType"), Some("InternalServerErrorException"));
    assert!(response.cause.unwrap().to_string().contains("IndexOutOfBoundsException"));
}

#[test]
fn a_template_that_does_not_parse_is_taken_and_fails_when_it_is_needed() {
    let integration = http(json!({"requestTemplates": {"application/json": "#if(", "text/csv": "csv"}}));
    let (path, error) = integration.template_errors().next().unwrap();
    assert_eq!((path, error.line()), ("integration.requestTemplates['application/json']", Some(1)));
    assert_eq!(sent_body(&integration, &post().header("Content-Type", "text/csv")), "csv");
    assert_eq!(failed(&integration, &post()).status, 500);
}

#[test]
fn the_integrations_method_is_its_own_or_the_clients() {
    assert_eq!(sent(&http(json!({"httpMethod": "PUT"})), &post()).method, "PUT");
    assert_eq!(sent(&http(json!({"httpMethod": "ANY"})), &post()).method, "POST");
    assert_eq!(sent(&http(json!({"httpMethod": "ANY", "integrationHttpMethod": "PATCH"})), &post()).method, "PATCH");
}

#[test]
fn the_gateway_adds_headers_of_its_own() {
    let request = post().header("Content-Type", "text/plain").context(json!({"apiId": "abc"}));
    let headers = sent(&http(json!({})), &request).headers;
    assert_eq!(
        json!(headers),
        json!({
            "Accept": "application/json",
            "User-Agent": "AmazonAPIGateway_abc",
            "Content-Type": "text/plain",
            "X-Amzn-Apigateway-Api-Id": "abc",
        })
    );
}

#[test]
fn the_uri_is_filled_with_path_parameters_and_stage_variables() {
    let integration = http(json!({
        "uri": "https://${stageVariables.host}/{id}/{unmapped}",
        "requestParameters": {
            "integration.request.path.id": "method.request.path.pet",
            "integration.request.querystring.q": "'a b'",
        },
    }));
    let request = post().path_param("pet", "7").stage_variable("host", "pets.example");
    let sent = sent(&integration, &request);
    assert_eq!(sent.uri, "https://pets.example/7/{unmapped}");
    assert_eq!(sent.url(), "https://pets.example/7/{unmapped}?q=a%20b");
}

#[test]
fn what_a_client_encoded_stays_so_in_the_uri() {
    let integration = |template: &str| {
        http(json!({
            "uri": "https://pets.example/{id}",
            "requestParameters": {"integration.request.path.id": "method.request.path.id"},
            "requestTemplates": {"application/json": template},
        }))
    };
    let request = post().path_param("id", "folder%2Fa%20b.png");
    assert_eq!(sent(&integration("{}"), &request).uri, "https://pets.example/folder%2Fa%20b.png");
    let template = "#set($context.requestOverride.path.id = $util.urlEncode('a/b&c'))";
    assert_eq!(sent(&integration(template), &request).uri, "https://pets.example/a%2Fb%26c");
    assert_eq!(sent(&integration("{}"), &post().path_param("id", "100%")).uri, "https://pets.example/100%25");
}

#[test]
fn a_placeholder_may_be_the_host() {
    let integration = http(json!({
        "uri": "http://{host}/pets",
        "requestParameters": {"integration.request.path.host": "'pets.example:8080'"},
    }));
    assert_eq!(sent(&integration, &post()).uri, "http://pets.example:8080/pets");
}

#[test]
fn path_parameters_are_encoded_in_the_uri() {
    let integration = http(json!({
        "uri": "https://pets.example/{id}/x?own=1",
        "requestParameters": {"integration.request.path.id": "method.request.path.id"},
    }));
    let sent_for = |id: &str| sent(&integration, &post().path_param("id", id));
    assert_eq!(sent_for("a b").uri, "https://pets.example/a%20b/x?own=1");
    assert_eq!(sent_for("a\r\nb").uri, "https://pets.example/a%0D%0Ab/x?own=1");
    assert_eq!(sent_for("pets/a b").uri, "https://pets.example/pets/a%20b/x?own=1", "a greedy one keeps its slashes");
    assert_eq!(sent_for("us-east-1:7@x").uri, "https://pets.example/us-east-1:7@x/x?own=1", "a path can have these");
    assert_eq!(sent_for("a b").path, [("id".to_owned(), "a b".to_owned())]);
}
