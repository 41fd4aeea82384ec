//! Which route a message takes.

use super::*;

fn key(expression: &str, message: &Message) -> String {
    api(expression, &[]).route_key(message).unwrap()
}

/// The key of the route that a message takes.
fn route(api: &Api, message: &Message) -> Option<String> {
    api.route(message).map(|route| route.key().to_owned())
}

#[test]
fn the_expression_gives_the_route_key() {
    assert_eq!(key("$request.body.action", &join()), "join");
    assert_eq!(key("${request.body.action}", &join()), "join");
    assert_eq!(key("${request.body.service}/${request.body.action}", &join()), "chat/join");
    assert_eq!(
        key("${request.body.action}-${request.body.invalidPath}", &join()),
        "join-",
        "what is missing is nothing"
    );
    assert_eq!(key("action", &join()), "action");
    assert_eq!(key("\\$default", &join()), "$default");
    assert_eq!(key("$request.body.data.room", &join()), "room1234");
}

#[test]
fn a_list_is_shown_as_java_shows_it() {
    assert_eq!(key("$request.body.data.n", &join()), "[1, 2]");
    assert_eq!(key("$request.body.names", &Message::text(r#"{"names": ["item1", "item2"]}"#)), "[item1, item2]");
}

#[test]
fn expressions_are_evaluated_once() {
    assert_eq!(
        key("$request.body.action", &Message::text(r#"{"action": "${request.body.x}", "x": 1}"#)),
        "${request.body.x}"
    );
}

#[test]
fn what_no_route_is_for_takes_the_default_route() {
    let api = api("$request.body.action", &["join", "$default"]);
    assert_eq!(route(&api, &join()).as_deref(), Some("join"));
    assert_eq!(route(&api, &Message::text(r#"{"action": "leave"}"#)).as_deref(), Some("$default"));
    assert_eq!(route(&api, &Message::text(r#"{"other": 1}"#)).as_deref(), Some("$default"));
    assert_eq!(route(&api, &Message::text("42")).as_deref(), Some("$default"));
}

#[test]
fn a_message_that_is_no_json_takes_the_default_route() {
    let api = api("join", &["join", "$default"]);
    assert_eq!(route(&api, &join()).as_deref(), Some("join"), "a static expression");
    for text in ["hello", "", "{action: join}", "{\"action\":"] {
        assert_eq!(route(&api, &Message::text(text)).as_deref(), Some("$default"), "{text}");
    }
}

#[test]
fn connect_and_disconnect_take_their_routes_and_no_message_does() {
    let api = api("$request.body.action", &["$connect", "$disconnect", "join"]);
    assert_eq!(route(&api, &Message::connect()).as_deref(), Some("$connect"));
    assert_eq!(route(&api, &Message::disconnect(1000, "")).as_deref(), Some("$disconnect"));
    assert_eq!(route(&api, &Message::text(r#"{"action": "$connect"}"#)), None);
}

#[test]
fn a_message_without_a_route_is_forbidden() {
    let rejection =
        api("$request.body.action", &["join"]).map_request(&on_connection(Message::text("hi"))).unwrap_err();
    assert_eq!(
        error(rejection),
        (403, r#"{"message": "Forbidden", "connectionId":"L0SM9cOFvHcCIhw=", "requestId":"r1"}"#.to_owned())
    );
    assert!(api("$request.body.action", &["join", "$default"]).map_request(&Message::text("hi")).is_ok());
}

#[test]
fn a_route_names_the_model_that_validates_its_messages() {
    let model = |expression: &str, message: &Message| {
        let json = json!({
            "routeSelectionExpression": "x",
            "routes": [{"routeKey": "x", "target": "f", "modelSelectionExpression": expression,
                "requestModels": {"join": "Join", "$default": "Any"}}],
            "integrations": [{"integrationId": "f", "integrationType": "MOCK"}],
        });
        Api::from_json(&json).unwrap().routes()[0].request_model(message).map(str::to_owned)
    };
    assert_eq!(model("${request.body.action}", &join()).as_deref(), Some("Join"));
    assert_eq!(model("${request.body.nope}", &join()).as_deref(), Some("Any"));
    assert_eq!(model("$default", &join()).as_deref(), Some("Any"));
}

#[test]
fn a_message_has_at_most_128_kilobytes_and_is_text() {
    let api = api("$request.body.action", &["$default"]);
    let sized = |bytes: usize| api.map_request(&Message::text("x".repeat(bytes)));
    assert!(sized(128 * 1024).is_ok());
    assert_eq!(
        sized(128 * 1024 + 1).unwrap_err(),
        Rejection::Close { code: 1009, reason: "a message may have 128 KB" }
    );
    let binary = api.map_request(&Message::frame([0xff, 0])).unwrap_err();
    assert!(matches!(binary, Rejection::Close { code: 1003, .. }));
    assert!(api.map_request(&Message::frame("text")).is_ok());
}
