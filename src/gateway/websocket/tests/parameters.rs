//! `requestParameters`: what is mapped into the parameters of the integration.

use super::*;

fn connect() -> Message {
    on_connection(Message::connect())
        .header("X-Token", "h1")
        .header("X-Token", "h2")
        .query_param("auth", "q1")
        .query_param("auth", "q2")
        .stage_variable("host", "rooms.example")
}

/// The header that an expression is mapped to.
fn mapped(expression: &str, message: &Message) -> Option<String> {
    let integration = integration("HTTP", json!({"requestParameters": {"integration.request.header.x": expression}}));
    sent(&integration, message).headers.get("x").map(str::to_owned)
}

#[test]
fn parameters_of_the_opening_request() {
    assert_eq!(mapped("route.request.querystring.auth", &connect()).as_deref(), Some("q2"));
    assert_eq!(mapped("route.request.header.X-Token", &connect()).as_deref(), Some("h2"));
    assert_eq!(mapped("route.request.multivaluequerystring.auth", &connect()).as_deref(), Some("q1,q2"));
    assert_eq!(mapped("route.request.multivalueheader.X-Token", &connect()).as_deref(), Some("h1,h2"));
}

#[test]
fn parameters_of_the_opening_request_are_on_connect_only() {
    let message = join().header("X-Token", "h1").query_param("auth", "q1");
    for expression in [
        "route.request.querystring.auth",
        "route.request.header.X-Token",
        "route.request.multivaluequerystring.auth",
        "route.request.multivalueheader.X-Token",
    ] {
        assert_eq!(mapped(expression, &message), None, "{expression}");
    }
}

#[test]
fn a_piece_of_the_body() {
    assert_eq!(mapped("route.request.body.data.room", &join()).as_deref(), Some("room1234"));
    assert_eq!(mapped("route.request.body.data.n[1]", &join()).as_deref(), Some("2"));
    assert_eq!(mapped("route.request.body.nope", &join()), None);
}

#[test]
fn stage_variables_the_context_and_static_values() {
    assert_eq!(mapped("stageVariables.host", &connect()).as_deref(), Some("rooms.example"));
    assert_eq!(mapped("context.connectionId", &join()).as_deref(), Some("L0SM9cOFvHcCIhw="));
    assert_eq!(mapped("context.routeKey", &join()).as_deref(), Some("join"));
    assert_eq!(mapped("context.authorizer.level", &join()).as_deref(), Some("3"));
    assert_eq!(mapped("'static'", &join()).as_deref(), Some("static"));
}

#[test]
fn they_go_into_header_query_string_and_path() {
    let integration = integration(
        "HTTP",
        json!({
            "integrationUri": "https://${stageVariables.host}/{room}",
            "requestParameters": {
                "integration.request.path.room": "route.request.body.data.room",
                "integration.request.querystring.who": "context.connectionId",
                "integration.request.header.X-Stage": "context.stage",
            },
        }),
    );
    let sent = sent(&integration, &join().stage_variable("host", "r.example"));
    assert_eq!(sent.url(), "https://r.example/room1234?who=L0SM9cOFvHcCIhw%3D");
    assert_eq!(sent.headers.get("X-Stage"), Some("prod"));
}

#[test]
fn path_parameters_are_encoded_in_the_uri() {
    let integration = integration(
        "HTTP",
        json!({
            "integrationUri": "https://rooms.example/{room}/x",
            "requestParameters": {"integration.request.path.room": "route.request.body.room"},
        }),
    );
    let sent = sent(&integration, &Message::text(r#"{"room": "a b/\u00fc?\r\n"}"#));
    assert_eq!(sent.uri, "https://rooms.example/a%20b/%C3%BC%3F%0D%0A/x");
    assert_eq!(sent.path, [("room".to_owned(), "a b/\u{fc}?\r\n".to_owned())]);
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let message = Message::text(r#"{"room": "a\r\nEvil: 1"}"#);
    assert_eq!(mapped("route.request.body.room", &message).as_deref(), Some("a  Evil: 1"));
    let template = "#set($context.requestOverride.header.x = $input.path('$.room'))";
    let integration = integration("HTTP", json!({"requestTemplates": {"$default": template}}));
    assert_eq!(sent(&integration, &message).headers.get("x"), Some("a  Evil: 1"));
}

#[test]
fn request_overrides_take_the_place_of_mapped_parameters() {
    let template = "#set($context.requestOverride.header.x-tag = 'new')\
                    #set($context.requestOverride.querystring['page'] = 2)\
                    #set($context.requestOverride.path.room = 'b')";
    let integration = integration(
        "HTTP",
        json!({
            "integrationUri": "https://rooms.example/{room}",
            "requestTemplates": {"$default": template},
            "requestParameters": {
                "integration.request.header.X-Tag": "'old'",
                "integration.request.querystring.page": "'1'",
                "integration.request.path.room": "'a'",
            },
        }),
    );
    let sent = sent(&integration, &join());
    assert_eq!(sent.url(), "https://rooms.example/b?page=2");
    assert_eq!(sent.headers.all("X-Tag").collect::<Vec<_>>(), ["new"]);
    assert_eq!(sent.path, [("room".to_owned(), "b".to_owned())]);
}

#[test]
fn a_body_that_is_broken_json_is_a_bad_request() {
    let integration =
        integration("HTTP", json!({"requestParameters": {"integration.request.header.x": "route.request.body.a"}}));
    let rejection = integration.map_request("x", &on_connection(Message::text("{a"))).unwrap_err();
    assert_eq!(error(rejection).0, 400);
    assert!(integration.map_request("x", &Message::text("no json")).is_ok());
}

#[test]
fn a_proxy_passes_the_opening_request_on() {
    let sent = sent(&integration("HTTP_PROXY", json!({})), &connect());
    assert_eq!(sent.query.all("auth").collect::<Vec<_>>(), ["q1", "q2"]);
    assert_eq!(sent.headers.get("x-token"), Some("h2"));
}

#[test]
fn headers_of_one_connection_are_not_sent_on() {
    let template = "#set($context.requestOverride.header['Content-Length'] = '3')\
                    #set($context.requestOverride.header['transfer-encoding'] = 'chunked')a longer body";
    let overridden = integration("HTTP", json!({"requestTemplates": {"$default": template}}));
    assert_eq!(json!(sent(&overridden, &join()).headers), json!({}));
    let opening = connect().header("Connection", "Upgrade").header("Upgrade", "websocket").header("Host", "a.example");
    let headers = sent(&integration("HTTP_PROXY", json!({})), &opening).headers;
    assert_eq!((headers.get("Connection"), headers.get("Upgrade"), headers.get("Host")), (None, None, None));
}

#[test]
fn a_name_that_no_header_can_have_is_an_internal_error() {
    let template = "#set($context.requestOverride.header[$input.path('$.room')] = 'x')";
    let integration = integration("HTTP", json!({"requestTemplates": {"$default": template}}));
    let message = Message::text(r#"{"room": "X: 1\r\nEvil"}"#);
    assert_eq!(error(integration.map_request("x", &message).unwrap_err()).0, 500);
}

#[test]
fn context_variables_must_be_those_of_websocket_apis() {
    let refused = |text: &str| {
        let parameters = json!({"integration.request.header.x": text});
        let json = json!({"integrationType": "HTTP", "integrationUri": "u", "requestParameters": parameters});
        Integration::from_json(&json).unwrap_err().to_string()
    };
    assert!(refused("context.conectionId").ends_with("did you mean `context.connectionId`?"));
    assert!(refused("context.resourcePath").ends_with("`$context` of a WebSocket API has no such variable"));
}
