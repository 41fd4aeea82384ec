//! `vtl test --coverage…`: what is told, where, and the gate.
#![cfg(feature = "cli")]

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;

const TEMPLATE: &str = "#if($input.path('$.kind') == 'a')\none\n#else\nother\n#end\n";
const SUITE: &str =
    "template: t.vtl\ncontent: text\ncases:\n  - {name: a, body: {kind: a}, expect: {contains: [one]}}\n";

/// A folder with a template and a suite that reaches half of it.
fn folder() -> Folder {
    Folder::new().with("t.vtl", TEMPLATE).with("t.vtltest.yaml", SUITE)
}

#[test]
fn a_table_tells_what_is_not_covered() {
    let folder = folder();
    let run = folder.vtl(&["test", "--coverage"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let table = "\
template              lines   branches    loops    nulls  not covered
t.vtl      60.0%        2/3        1/2        –      0/1  1 #else, 4
";
    assert!(run.out.ends_with(table), "{}", run.out);
    assert!(!folder.vtl(&["test"]).out.contains("not covered"), "it is told when asked for");
}

#[test]
fn reports_for_machines_stay_whole() {
    let folder = folder();
    let run = folder.vtl(&["test", "--coverage", "--format", "json"]);
    serde_json::from_str::<serde_json::Value>(&run.out).expect("stdout is JSON");
    assert!(run.err.contains("1 #else, 4"), "{}", run.err);
}

#[test]
fn a_gate_fails_with_too_little() {
    let folder = folder();
    let run = folder.vtl(&["test", "--coverage-min", "60"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let run = folder.vtl(&["test", "--coverage-min", "90%"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("coverage is 60.0%, and should be at least 90%"), "{}", run.err);
    assert!(run.out.contains("1 #else, 4"), "it says what is missing: {}", run.out);
    assert_eq!(folder.vtl(&["test", "--coverage-min", "110"]).code, 2);
}

#[test]
fn a_page_and_a_tracefile_are_written() {
    let folder = folder();
    let run = folder.vtl(&["test", "--coverage-html", "page.html", "--coverage-lcov", "lcov.info"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(folder.read("page.html").starts_with("<!DOCTYPE html>"));
    assert_eq!(
        folder.read("lcov.info"),
        "TN:\nSF:t.vtl\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nBRF:2\nBRH:1\nDA:1,1\nDA:2,1\nDA:4,0\nLF:3\nLH:2\nend_of_record\n"
    );
    let nowhere = folder.vtl(&["test", "--coverage-html", "no/such/page.html"]);
    assert_eq!(nowhere.code, 5);
    assert!(nowhere.err.contains("no/such/page.html"), "{}", nowhere.err);
}

#[test]
fn a_template_in_a_definition_is_covered_in_its_file() {
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
    let address = "api.yaml#/paths/~1a/post/x-amazon-apigateway-integration/requestTemplates/application~1json";
    let folder = Folder::new().with("api.yaml", definition).with("t.vtltest.yaml", SUITE.replace("t.vtl", address));
    let run = folder.vtl(&["test", "--coverage", "--coverage-lcov", "lcov.info"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("12 #else, 15"), "{}", run.out);
    let lcov = folder.read("lcov.info");
    assert!(lcov.starts_with("TN:\nSF:api.yaml\nBRDA:12,0,0,1\n"), "{lcov}");
    assert!(lcov.contains("DA:12,1\nDA:13,1\nDA:15,0\n"), "{lcov}");
}
