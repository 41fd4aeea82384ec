//! What a definition changes in a request.

use serde_json::json;

use super::*;

#[test]
fn append_adds_a_value_to_a_header() {
    let headers = sent(json!({"append:header.X-TENANT": "third"})).headers;
    assert_eq!(headers.all("x-tenant").collect::<Vec<_>>(), ["acme", "globex", "third"]);
}

#[test]
fn overwrite_puts_one_value_in_place_of_all_of_a_header() {
    let headers = sent(json!({"overwrite:header.x-tenant": "only"})).headers;
    assert_eq!(headers.all("X-Tenant").collect::<Vec<_>>(), ["only"]);
    assert_eq!(sent(json!({"overwrite:header.x-new": "1"})).headers.get("x-new"), Some("1"));
}

#[test]
fn remove_takes_a_header_away() {
    assert!(!sent(json!({"remove:header.x-tenant": "''"})).headers.contains("X-Tenant"));
    assert!(!sent(json!({"remove:header.X-TENANT": ""})).headers.contains("X-Tenant"));
}

#[test]
fn append_adds_a_parameter_to_the_query_string() {
    assert!(sent(json!({"append:querystring.tag": "d e"})).uri.ends_with("?tag=a&tag=b&Tag=c&tag=d%20e"));
}

#[test]
fn overwrite_puts_one_parameter_in_place_of_all_of_its_name() {
    assert!(sent(json!({"overwrite:querystring.tag": "d"})).uri.ends_with("?Tag=c&tag=d"));
}

#[test]
fn remove_takes_a_parameter_away_by_its_exact_name() {
    assert!(sent(json!({"remove:querystring.tag": "''"})).uri.ends_with("/7?Tag=c"));
    let uri = sent(json!({"remove:querystring.tag": "''", "remove:querystring.Tag": "''"})).uri;
    assert_eq!(uri, "https://backend.example/base/7");
}

#[test]
fn overwrite_path_takes_the_place_of_the_uris_path() {
    let path = |value: &str| sent(json!({"overwrite:path": value, "remove:querystring.tag": ""})).uri;
    assert_eq!(path("/v2/${request.path.id}"), "https://backend.example/v2/7?Tag=c");
    assert_eq!(
        path("/v2/$request.path.id"),
        "https://backend.example/v2/7?Tag=c",
        "one bare variable may stand in a text"
    );
    assert_eq!(path("$request.path"), "https://backend.example/pets/7?Tag=c", "without the stage's name");
    assert_eq!(path("static"), "https://backend.example/static?Tag=c");
}

#[test]
fn an_overwritten_path_is_encoded_where_it_must_be() {
    let path = |value: &str| sent(json!({"overwrite:path": value, "remove:querystring.tag": ""})).uri;
    assert_eq!(path("/a b/\u{fc}?c#d"), "https://backend.example/a%20b/%C3%BC%3Fc%23d?Tag=c");
    assert_eq!(path("/a%20b"), "https://backend.example/a%20b?Tag=c", "what is encoded already stays");
    let mapping = backend(json!({"overwrite:path": "/${request.path.id}"}));
    let IntegrationRequest::Http(sent) = mapping.map_request(&request().path_param("id", "a\r\nb")) else { panic!() };
    assert!(sent.uri.starts_with("https://backend.example/a%0D%0Ab?"), "{}", sent.uri);
}

#[test]
fn a_header_is_found_whatever_its_case_and_has_all_its_values() {
    assert_eq!(mapped("$request.header.X-TENANT").as_deref(), Some("acme,globex"));
    assert_eq!(mapped("${request.header.x-tenant}").as_deref(), Some("acme,globex"));
}

#[test]
fn a_parameter_of_the_query_string_is_found_in_its_case_and_has_all_its_values() {
    assert_eq!(mapped("$request.querystring.tag").as_deref(), Some("a,b"));
    assert_eq!(mapped("${request.querystring.Tag}").as_deref(), Some("c"));
    assert_eq!(mapped("$request.querystring.TAG"), None);
}

#[test]
fn a_piece_of_the_body_is_found_with_jsonpath() {
    assert_eq!(mapped("$request.body.name").as_deref(), Some("Rex"));
    assert_eq!(mapped("${request.body.owner.name}").as_deref(), Some("Ann"));
    assert_eq!(mapped("$request.body.tags[1]").as_deref(), Some("1"));
    assert_eq!(mapped("$request.body.tags").as_deref(), Some(r#"["x",1]"#));
    assert_eq!(mapped("$request.body.missing"), None);
}

#[test]
fn the_whole_body_is_mapped_as_it_is() {
    let body = r#"{"name": "Rex", "tags": ["x", 1], "owner": {"name": "Ann"}}"#;
    assert_eq!(mapped("$request.body").as_deref(), Some(body));
    assert_eq!(mapped("${request.body}").as_deref(), Some(body));
}

#[test]
fn a_piece_is_looked_for_in_the_first_100_kilobytes() {
    let json = |filler: usize| format!(r#"{{"name": "Rex", "filler": "{}"}}"#, "x".repeat(filler));
    let small = json(100 * 1024 - 29);
    assert_eq!(small.len(), 100 * 1024);
    let large = json(100 * 1024);
    let mapping = backend(json!({"append:header.piece": "$request.body.name", "append:header.all": "$request.body"}));
    for (body, piece) in [(&small, Some("Rex")), (&large, None)] {
        let IntegrationRequest::Http(sent) = mapping.map_request(&request().body(body.as_str())) else { panic!() };
        assert_eq!(sent.headers.get("piece"), piece);
        assert_eq!(sent.headers.get("all"), Some(body.as_str()), "the whole body is not cut");
        assert_eq!(sent.body, body.as_bytes());
    }
}

#[test]
fn the_path_and_its_parameters() {
    assert_eq!(mapped("$request.path").as_deref(), Some("/pets/7"));
    assert_eq!(mapped("${request.path}").as_deref(), Some("/pets/7"));
    assert_eq!(mapped("$request.path.id").as_deref(), Some("7"));
    assert_eq!(mapped("${request.path.id}").as_deref(), Some("7"));
    assert_eq!(mapped("$request.path.nope"), None);
    let request = Request::new("GET", "/a%20b%2Fc").path_param("id", "a b/c");
    let mapping = backend(json!({"append:header.x": "$request.path", "overwrite:path": "/v2${request.path}"}));
    let IntegrationRequest::Http(sent) = mapping.map_request(&request) else { panic!() };
    assert_eq!(sent.headers.get("x"), Some("/a b/c"), "decoded");
    assert_eq!(sent.uri, "https://backend.example/v2/a%20b/c");
}

#[test]
fn context_variables() {
    assert_eq!(mapped("$context.requestId").as_deref(), Some("r1"));
    assert_eq!(mapped("${context.identity.sourceIp}").as_deref(), Some("192.0.2.1"));
    assert_eq!(mapped("$context.path").as_deref(), Some("/prod/pets/7"), "with the stage's name");
    assert_eq!(mapped("$context.httpMethod").as_deref(), Some("POST"));
}

#[test]
fn claims_of_a_token_are_context_variables() {
    assert_eq!(mapped("$context.authorizer.claims.sub").as_deref(), Some("ann"));
    assert_eq!(mapped("$context.authorizer.jwt.claims.sub").as_deref(), Some("ann"));
    assert_eq!(mapped("$context.authorizer.claims.cognito:groups").as_deref(), Some("[a b]"));
    assert_eq!(mapped("$context.authorizer.claims"), None);
}

#[test]
fn properties_of_a_lambda_authorizer_are_context_variables() {
    let request =
        request().context(json!({"authorizer": {"lambda": {"key": "value", "numKey": 1, "mapKey": {"a": "b"}}}}));
    let mapping = backend(json!({
        "append:header.key": "$context.authorizer.key",
        "append:header.num": "$context.authorizer.numKey",
        "append:header.map": "$context.authorizer.mapKey",
    }));
    let IntegrationRequest::Http(sent) = mapping.map_request(&request) else { panic!() };
    let header = |name| sent.headers.get(name);
    assert_eq!([header("key"), header("num"), header("map")], [Some("value"), Some("1"), Some(r#"{"a":"b"}"#)]);
}

#[test]
fn stage_variables() {
    assert_eq!(mapped("$stageVariables.table").as_deref(), Some("pets"));
    assert_eq!(mapped("${stageVariables.table}").as_deref(), Some("pets"));
}

#[test]
fn a_static_value_is_taken_as_it_is() {
    assert_eq!(mapped("default-src 'self'").as_deref(), Some("default-src 'self'"));
    assert_eq!(mapped("costs $5").as_deref(), Some("costs $5"));
    assert_eq!(mapped("\\$default").as_deref(), Some("$default"));
}

#[test]
fn several_variables_stand_in_braces() {
    assert_eq!(mapped("${request.path.id} ${request.header.x-tenant}!").as_deref(), Some("7 acme,globex!"));
    assert_eq!(
        refused(json!({"append:header.x": "$request.path.a ${request.path.b}"})),
        "integration.requestParameters['append:header.x']: invalid mapping expression \
         `$request.path.a ${request.path.b}`; each of several variables needs its braces: \
         `${request.path.a} ${request.path.b}`"
    );
}

#[test]
fn what_is_missing_appends_nothing_and_overwrites_by_taking_away() {
    let headers = sent(json!({
        "append:header.a": "$request.header.nope",
        "overwrite:header.x-tenant": "$context.authorizer.claims.tenant",
    }))
    .headers;
    assert!(!headers.contains("a") && !headers.contains("x-tenant"));
    assert_eq!(mapped("[${request.header.nope}]").as_deref(), Some("[]"));
}

#[test]
fn values_are_read_from_the_message_as_it_came() {
    let headers =
        sent(json!({"remove:header.x-tenant": "''", "append:header.tenant": "$request.header.x-tenant"})).headers;
    assert_eq!((headers.get("tenant"), headers.contains("x-tenant")), (Some("acme,globex"), false));
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let mapping = backend(json!({"append:header.x": "$request.body"}));
    let IntegrationRequest::Http(sent) = mapping.map_request(&request().body("a\r\nx-admin: 1")) else { panic!() };
    assert_eq!(sent.headers.get("x"), Some("a  x-admin: 1"));
}

#[test]
fn an_action_of_a_service_takes_named_parameters() {
    let json = json!({
        "integrationType": "AWS_PROXY",
        "integrationSubtype": "SQS-SendMessage",
        "payloadFormatVersion": "1.0",
        "requestParameters": {"QueueUrl": "$stageVariables.table", "MessageBody": "$request.body.name", "DelaySeconds": "$request.body.no"},
    });
    let integration = Integration::from_json(&json).unwrap();
    let IntegrationRequest::Service { action, parameters } = integration.map_request(&request()) else { panic!() };
    assert_eq!(action, "SQS-SendMessage");
    assert_eq!(parameters, [("QueueUrl", "pets"), ("MessageBody", "Rex")].map(|(n, v)| (n.to_owned(), v.to_owned())));
}
