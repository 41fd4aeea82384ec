//! `vtl invoke`: a message through a definition of each sort of API, as people see it.
#![cfg(feature = "cli")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs the command in `fixtures/invoke`, with a text on stdin.
fn invoke_with(arguments: &[&str], stdin: &str) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/invoke");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vtl"));
    command.arg("invoke").args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // a command that is wrongly called reads none of it
    let _ = child.stdin.take().expect("stdin is piped").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("the command ends");
    Run {
        code: output.status.code().expect("it was not killed"),
        out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

fn invoke(arguments: &[&str]) -> Run {
    invoke_with(arguments, "")
}

const POST: [&str; 9] = [
    "pets.yaml",
    "--method=POST",
    "--path=/pets",
    "--stage-variable=table=pets-live",
    "--context=requestId=r-1",
    "--body",
    r#"{"name": "Rex"}"#,
    "--answer",
    "-",
];

#[test]
fn a_rest_apis_request_and_response() {
    let answer = json!({"status": 400, "body": {"message": "there is one"}});
    let run = invoke_with(&POST, &answer.to_string());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn without_an_answer_only_the_request_is_shown() {
    let run = invoke(&["pets.yaml", "--path", "/pets/7?tag=a", "--query", "tag=b c"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn a_mock_integration_answers_itself() {
    let run = invoke(&["pets.yaml", "--method", "options", "--path", "/pets/7"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn a_functions_event_and_answer() {
    let run = invoke_with(
        &["pets.yaml", "--method", "PUT", "--path", "/pets/7/toys", "--header", "X-Tag=t", "--answer", "-", "--json"],
        r#"{"statusCode": 202, "body": "later"}"#,
    );
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(shown["operation"]["name"], "ANY /{proxy+}");
    assert_eq!(shown["operation"]["pathParameters"], json!({"proxy": "pets/7/toys"}));
    let event: Value = serde_json::from_str(shown["integrationRequest"]["body"].as_str().unwrap()).unwrap();
    assert_eq!((&event["httpMethod"], &event["headers"]), (&json!("PUT"), &json!({"X-Tag": "t"})));
    let headers = json!({"Content-Type": "application/json"});
    assert_eq!(shown["methodResponse"], json!({"status": 202, "headers": headers, "body": "later"}));
}

#[test]
fn what_the_gateway_answers_itself() {
    let run = invoke(&["pets.yaml", "--method=POST", "--path=/pets", "--header=Content-Type=text/xml", "--body=<a/>"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "it is what the client is to get");
    insta::assert_snapshot!(run.out);
}

#[test]
fn a_template_that_fails_is_shown_with_its_line() {
    let run = invoke(&["pets.yaml", "--method", "DELETE", "--path", "/pets/7"]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains("500 API_CONFIGURATION_ERROR"), "{}", run.out);
    assert!(run.err.contains("IndexOutOfBoundsException"), "{}", run.err);
    assert!(run.err.contains("--> pets.yaml:49:17"), "{}", run.err);
    assert!(run.err.contains("$ids[2]"), "{}", run.err);
}

#[test]
fn a_header_is_written_in_two_ways() {
    for header in ["Content-Type=text/xml; a=b", "Content-Type: text/xml; a=b"] {
        let run = invoke(&["pets.yaml", "--method=POST", "--path=/pets", "--header", header, "--body=<a/>"]);
        assert!(run.out.contains("415 UNSUPPORTED_MEDIA_TYPE"), "{header}: {}", run.out);
    }
}

#[test]
fn a_message_that_nothing_is_for() {
    let run = invoke(&["pets.yaml", "--path", "/"]);
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("pets.yaml: nothing in it is for `GET /`"), "{}", run.err);
    assert!(run.err.contains("there is POST /pets, GET /pets/{id}"), "{}", run.err);
    let run = invoke(&["version.yaml", "--path", "/prod/pets"]);
    assert!(run.err.contains("the path is without the stage: `GET /pets`"), "{}", run.err);
}

#[test]
fn an_answer_that_is_none() {
    let run = invoke_with(&POST, r#"{"code": 200}"#);
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("<stdin>: answer: unknown field `code`"), "{}", run.err);
}

#[test]
fn a_definition_may_come_from_stdin() {
    let definition = r#"{"paths": {"/pets": {"get": {"x-amazon-apigateway-integration": {
        "type": "http", "httpMethod": "GET", "uri": "https://pets.example"}}}}}"#;
    let run = invoke_with(&["-", "--path=/pets"], definition);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("GET https://pets.example"), "{}", run.out);
}

#[test]
fn stdin_is_read_once() {
    let run = invoke(&["-", "--answer", "-"]);
    assert_eq!(run.code, 2);
}

#[test]
fn an_http_apis_request_and_response() {
    let arguments = ["web.yaml", "--path", "/pets/7?debug=1&page=2", "--context=requestId=r-1", "--answer", "-"];
    let run = invoke_with(&arguments, r#"{"status": 404, "headers": {"X-A": "1"}, "body": "gone"}"#);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn an_http_apis_function() {
    let arguments = ["web.yaml", "--method=POST", "--path=/pets/7", "--body=hi", "--answer", "-", "--json"];
    let run = invoke_with(&arguments, r#"{"made": true}"#);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(shown["integrationRequest"]["event"]["version"], "2.0");
    assert_eq!(shown["integrationRequest"]["event"]["routeKey"], "POST /pets/{id}");
    assert_eq!((&shown["response"]["status"], &shown["response"]["body"]), (&json!(200), &json!(r#"{"made": true}"#)));
}

#[test]
fn a_websocket_apis_message_selects_its_route() {
    let body = r#"{"action": "join", "room": "green"}"#;
    let arguments = ["chat.yaml", "--body", body, "--context=connectionId=c-1", "--answer", "-"];
    let run = invoke_with(&arguments, r#"{"body": {"name": "The green room"}}"#);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn a_websocket_apis_connection_is_asked_for_by_its_route() {
    let arguments =
        ["chat.yaml", "--route", "$connect", "--query=token=t", "--header=X-A=1", "--answer", "-", "--json"];
    let run = invoke_with(&arguments, r#"{"statusCode": 200}"#);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&run.out).unwrap();
    let event: Value = serde_json::from_str(shown["integrationRequest"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(event["requestContext"]["eventType"], "CONNECT");
    assert_eq!(event["queryStringParameters"], json!({"token": "t"}));
    assert_eq!(shown["reply"]["status"], 101);
}

#[test]
fn a_websocket_apis_message_that_no_route_is_for() {
    let run = invoke(&["chat.yaml", "--body", r#"{"action": "leave"}"#]);
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("nothing in it is for the body"), "{}", run.err);
    assert!(run.err.contains("there is $connect, join"), "{}", run.err);
    let run = invoke(&["chat.yaml", "--path", "/"]);
    assert_eq!(run.code, 5);
}

/// The first line: the method or route, and the sort of its API.
fn heading(arguments: &[&str]) -> String {
    let run = invoke(arguments);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    run.out.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn what_only_http_apis_have_makes_an_openapi_document_one() {
    assert_eq!(heading(&["version.yaml", "--path", "/pets"]), "GET /pets (HTTP API)");
    assert_eq!(heading(&["default.yaml", "--path", "/pets"]), "GET /pets (HTTP API)");
}

#[test]
fn a_resource_says_itself_of_what_sort_its_api_is() {
    assert_eq!(heading(&["explicit.yaml", "--path", "/pets"]), "GET /pets (REST API)");
}

#[test]
fn the_path_default_takes_what_no_other_route_takes() {
    let run = invoke(&["default.yaml", "--method=PUT", "--path=/toys"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("$default (HTTP API)\n"), "{}", run.out);
    assert!(run.out.contains("PUT https://rest.example"), "{}", run.out);
}

#[test]
fn a_route_without_a_route_response_is_one_way() {
    let shown = |body: &str| {
        let run = invoke_with(&["one-way.yaml", "--body", body, "--answer", "-"], r#"{"body": "heard"}"#);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    assert!(shown(r#"{"action": "ask"}"#).ends_with("--- reply\nheard\n"));
    assert!(shown(r#"{"action": "tell"}"#).ends_with("--- reply\n(nothing: the route is one-way)\n"));
}

#[test]
fn a_route_without_an_integration_is_selected_and_named() {
    let run = invoke(&["targets.yaml", "--body", r#"{"action": "ping"}"#]);
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("targets.yaml#/Resources/Ping/Properties"), "{}", run.err);
    assert!(run.err.contains("route `ping` has no integration"), "{}", run.err);
}

#[test]
fn a_routes_target_is_written_in_many_ways() {
    for (action, backend) in [("plain", "rooms"), ("named", "rooms"), ("anything", "rest")] {
        let run = invoke(&["targets.yaml", "--body", &json!({"action": action}).to_string()]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(run.out.contains(&format!("POST https://{backend}.example\n")), "{}", run.out);
    }
}

#[test]
fn an_apis_target_comes_with_a_route() {
    let pets = invoke(&["quick.yaml", "--api=Pets", "--path=/pets"]);
    assert_eq!((pets.code, pets.err.as_str()), (0, ""));
    assert!(
        pets.out.starts_with("GET /pets (HTTP API)\nquick.yaml#/Resources/Pets/Properties/Target\n"),
        "{}",
        pets.out
    );
    assert!(pets.out.contains("GET https://pets.example"), "{}", pets.out);
    let toys = invoke(&["quick.yaml", "--api=Toys", "--path=/anything"]);
    assert_eq!((toys.code, toys.err.as_str()), (0, ""));
    assert!(toys.out.starts_with("$default (HTTP API)\n"), "{}", toys.out);
    assert!(toys.out.contains("POST arn:aws:lambda:eu-west-1:123456789012:function:toys"), "{}", toys.out);
}

#[test]
fn a_refusal_has_the_integrations_address() {
    let run = invoke(&["refused.yaml", "--api=Web", "--path=/pets"]);
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("refused.yaml#/Resources/ToPets/Properties"), "{}", run.err);
    assert!(run.err.contains("IntegrationType: HTTP APIs have no integrations of type `HTTP`"), "{}", run.err);
    assert!(!run.err.contains("Integrations["), "{}", run.err);
}

#[test]
fn one_refused_integration_stands_in_nobodys_way() {
    let others = [
        (["--api=Web", "--path=/toys"], "GET https://toys.example", "ToPets/Properties: IntegrationType: HTTP APIs"),
        (
            ["--api=Chat", r#"--body={"action": "leave"}"#],
            "POST https://nobody.example",
            "ToRooms/Properties: RequestP",
        ),
        (
            ["--api=Shop", "--path=/dogs"],
            "GET https://dogs.example",
            "apigateway-integration: uri: invalid HTTP endpoint",
        ),
    ];
    for (arguments, sent, warning) in others {
        let run = invoke(&[&["refused.yaml"], &arguments[..]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains(sent), "{}", run.out);
        assert!(run.err.starts_with("warning: refused.yaml#/"), "{}", run.err);
        assert!(run.err.contains(warning), "{}", run.err);
    }
    let refused = [["--api=Chat", r#"--body={"action": "join"}"#], ["--api=Shop", "--path=/cats"]];
    for arguments in refused {
        let run = invoke(&[&["refused.yaml"], &arguments[..]].concat());
        assert_eq!((run.code, run.out.as_str()), (5, ""));
        assert!(run.err.starts_with("error: refused.yaml#/"), "{}", run.err);
    }
}

#[test]
fn terraforms_routes_are_two_way_with_a_route_response_only() {
    let run = |body: &str| invoke_with(&["chat.tf", "--body", body, "--answer", "-"], r#"{"body": "heard"}"#);
    let (asked, told) = (run(r#"{"action": "ask"}"#), run(r#"{"action": "tell"}"#));
    assert_eq!((asked.code, asked.err.as_str()), (0, ""));
    assert!(asked.out.ends_with("--- reply\nheard\n"), "{}", asked.out);
    assert!(told.out.ends_with("--- reply\n(nothing: the route is one-way)\n"), "{}", told.out);
    let pinged = run(r#"{"action": "ping"}"#);
    assert_eq!((pinged.code, pinged.out.as_str()), (5, ""));
    assert!(pinged.err.contains("route `ping` has no integration"), "{}", pinged.err);
}

#[test]
fn a_functions_events_are_methods_and_routes() {
    let run = |api: &str, method: &str, path: &str| {
        let run = invoke(&["events.yaml", "--json", "--api", api, "--method", method, "--path", path]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        serde_json::from_str::<Value>(&run.out).unwrap()
    };
    let read = run("ServerlessRestApi", "GET", "/pets/7");
    assert_eq!(read["operation"]["address"], "events.yaml#/Resources/Pets/Properties/Events/Read");
    assert_eq!((&read["operation"]["kind"], &read["operation"]["pathParameters"]["id"]), (&json!("REST"), &json!("7")));
    let made = run("Web", "POST", "/pets");
    assert_eq!((&made["operation"]["kind"], &made["operation"]["name"]), (&json!("HTTP"), &json!("POST /pets")));
    assert_eq!(made["integrationRequest"]["event"]["version"], "2.0");
    let rest = run("ServerlessHttpApi", "PUT", "/anything");
    assert_eq!(rest["integrationRequest"]["event"]["routeKey"], "$default");
}

#[test]
fn what_a_sam_template_says_of_all_apis_is_said_of_each() {
    let arguments = [
        "events.yaml",
        "--api=ServerlessRestApi",
        "--path=/pets/7",
        "--header=Content-Type: image/png",
        "--body=a",
        "--answer=-",
    ];
    let run = invoke_with(&arguments, r#"{"wrong": "answer"}"#);
    assert!(run.out.contains(r#""isBase64Encoded":true"#), "{}", run.out);
    assert!(run.out.contains("502 DEFAULT_5XX"), "{}", run.out);
    assert!(run.out.contains("Access-Control-Allow-Origin: *"), "{}", run.out);
}

#[test]
fn an_apis_own_document_goes_before_a_functions_event() {
    let run = invoke(&["events.yaml", "--api=Web", "--path=/toys"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("GET https://toys.example"), "{}", run.out);
}

#[test]
fn the_events_in_serverless_yml_are_no_api() {
    let run = invoke(&["serverless.yml", "--path", "/pets/7"]);
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("there is no API in it"), "{}", run.err);
    assert!(run.err.contains("only the CloudFormation in `resources` is read"), "{}", run.err);
}
