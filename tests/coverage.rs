//! `vtl test --coverage…`: what is told, where, and the gate.
#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const TEMPLATE: &str = "#if($input.path('$.kind') == 'a')\none\n#else\nother\n#end\n";
const SUITE: &str =
    "template: t.vtl\ncontent: text\ncases:\n  - {name: a, body: {kind: a}, expect: {contains: [one]}}\n";

/// A folder with a template and a suite that reaches half of it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("t.vtl"), TEMPLATE).expect("it is written");
    fs::write(folder.path().join("t.vtltest.yaml"), SUITE).expect("it is written");
    folder
}

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn test(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_vtl"))
        .arg("test")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command starts");
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

#[test]
fn a_table_tells_what_is_not_covered() {
    let folder = folder();
    let run = test(folder.path(), &["--coverage"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let table = "\
template              lines   branches    loops    nulls  not covered
t.vtl      60.0%        2/3        1/2        –      0/1  1 #else, 4
";
    assert!(run.out.ends_with(table), "{}", run.out);
    assert!(!test(folder.path(), &[]).out.contains("not covered"), "it is told when asked for");
}

#[test]
fn reports_for_machines_stay_whole() {
    let folder = folder();
    let run = test(folder.path(), &["--coverage", "--format", "json"]);
    serde_json::from_str::<serde_json::Value>(&run.out).expect("stdout is JSON");
    assert!(run.err.contains("1 #else, 4"), "{}", run.err);
}

#[test]
fn a_gate_fails_with_too_little() {
    let folder = folder();
    let run = test(folder.path(), &["--coverage-min", "60"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let run = test(folder.path(), &["--coverage-min", "90%"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("coverage is 60.0%, and should be at least 90%"), "{}", run.err);
    assert!(run.out.contains("1 #else, 4"), "it says what is missing: {}", run.out);
    assert_eq!(test(folder.path(), &["--coverage-min", "110"]).code, Some(2));
}

#[test]
fn a_page_and_a_tracefile_are_written() {
    let folder = folder();
    let run = test(folder.path(), &["--coverage-html", "page.html", "--coverage-lcov", "lcov.info"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let read = |name| fs::read_to_string(folder.path().join(name)).expect("it was written");
    assert!(read("page.html").starts_with("<!DOCTYPE html>"));
    assert_eq!(
        read("lcov.info"),
        "TN:\nSF:t.vtl\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nBRF:2\nBRH:1\nDA:1,1\nDA:2,1\nDA:4,0\nLF:3\nLH:2\nend_of_record\n"
    );
    let nowhere = test(folder.path(), &["--coverage-html", "no/such/page.html"]);
    assert_eq!(nowhere.code, Some(5));
    assert!(nowhere.err.contains("no/such/page.html"), "{}", nowhere.err);
}

#[test]
fn a_template_in_a_definition_is_covered_in_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let indented = TEMPLATE.replace('\n', "\n              ");
    let definition = format!(
        "openapi: 3.0.1
info: {{title: t, version: '1'}}
paths:
  /a:
    post:
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem
        requestTemplates:
          application/json: |
              {indented}
"
    );
    fs::write(folder.path().join("api.yaml"), definition).expect("it is written");
    let address = "api.yaml#/paths/~1a/post/x-amazon-apigateway-integration/requestTemplates/application~1json";
    fs::write(folder.path().join("t.vtltest.yaml"), SUITE.replace("t.vtl", address)).expect("it is written");
    let run = test(folder.path(), &["--coverage", "--coverage-lcov", "lcov.info"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("12 #else, 15"), "{}", run.out);
    let lcov = fs::read_to_string(folder.path().join("lcov.info")).expect("it was written");
    assert!(lcov.starts_with("TN:\nSF:api.yaml\nBRDA:12,0,0,1\n"), "{lcov}");
    assert!(lcov.contains("DA:12,1\nDA:13,1\nDA:15,0\n"), "{lcov}");
}

#[test]
fn explain_tells_the_lines_of_the_definition() {
    let folder = tempfile::tempdir().expect("a folder");
    let definition = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n      \
        x-amazon-apigateway-integration:\n        type: mock\n        requestTemplates:\n          \
        application/json: |\n            {\"statusCode\": 200,\n             \"x\": \"$input.params('x')\"}\n";
    fs::write(folder.path().join("api.yaml"), definition).expect("it is written");
    let address = "api.yaml#/paths/~1a/post/x-amazon-apigateway-integration/requestTemplates/application~1json";
    let output = Command::new(env!("CARGO_BIN_EXE_vtl"))
        .args(["explain", address, "--query", "x=1"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("the command starts");
    let out = String::from_utf8(output.stdout).expect("stdout is UTF-8");
    assert!(out.contains("11  ├ $input.params('x') → \"1\"  String  ← params.querystring.x"), "{out}");
}
