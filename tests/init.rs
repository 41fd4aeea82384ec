//! `vtl test --init`: from a template to a passing test in two commands.
#![cfg(feature = "cli")]

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;

#[test]
fn two_commands_lead_to_a_passing_test() {
    let folder = Folder::new().with("put-item.vtl", r#"{"id": {"S": "$input.params('petId')"}}"#);
    let run = folder.vtl(&["test", "--init", "put-item.vtl"]);
    let told = "Wrote put-item.vtltest.yaml. Run it:\n\n    vtl test put-item.vtltest.yaml\n";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, told, ""));
    let run = folder.vtl(&["test", "put-item.vtltest.yaml"]);
    assert!(run.code == 0 && run.out.contains("1 passed in 1 suite"), "{run:?}");
}

#[test]
fn a_suite_is_overwritten_only_by_force() {
    let folder = Folder::new().with("t.vtl", "{}").with("t.vtltest.yaml", "mine");
    let run = folder.vtl(&["test", "--init", "t.vtl"]);
    assert!(run.code == 5 && run.err.contains("t.vtltest.yaml: there is a suite already"), "{run:?}");
    assert!(run.err.contains("`--force` overwrites it"), "{run:?}");
    assert_eq!(folder.vtl(&["test", "--init", "t.vtl", "--force"]).code, 0);
    assert_eq!(folder.vtl(&["test"]).code, 0);
}

#[test]
fn several_templates_may_be_given() {
    let folder = Folder::new().with("a.vtl", "{}").with("b.request.vtl", "<a/>").with("c.vtl", "#if(");
    assert_eq!(folder.vtl(&["test", "--init", "a.vtl", "--init", "b.request.vtl"]).code, 0);
    assert!(folder.vtl(&["test"]).out.contains("2 passed in 2 suites"));
    let run = folder.vtl(&["test", "--init", "c.vtl"]);
    assert!(run.code == 3 && run.err.contains("c.vtl:1"), "{run:?}");
    assert_eq!(folder.vtl(&["test", "--init", "no.vtl"]).code, 5);
    assert_eq!(folder.vtl(&["test", "--force"]).code, 2);
}

#[test]
fn one_that_fails_does_not_keep_the_others_from_being_written() {
    let folder = Folder::new().with("a.vtl", "{}").with("bad.vtl", "#if(").with("c.vtl", "{}");
    let run = folder.vtl(&["test", "--init", "a.vtl", "bad.vtl", "no.vtl", "c.vtl"]);
    assert_eq!(run.code, 3, "the first failure's");
    assert!(run.err.contains("bad.vtl:1") && run.err.contains("no.vtl: there is no such file"), "{}", run.err);
    assert!(folder.has("a.vtltest.yaml") && folder.has("c.vtltest.yaml"));
}

#[test]
fn the_command_that_runs_it_can_be_copied() {
    let run = Folder::new().with("it's a.vtl", "{}").vtl(&["test", "--init", "it's a.vtl"]);
    assert!(run.out.ends_with("    vtl test 'it'\\''s a.vtltest.yaml'\n"), "{}", run.out);
}

#[test]
fn a_template_of_a_definition_is_named_by_its_address() {
    let method = |name: &str| {
        format!(
            "    {name}:\n      x-amazon-apigateway-integration:\n        type: aws\n        \
        requestTemplates:\n          application/json: '{{\"id\": \"$input.params(''id'')\"}}'\n"
        )
    };
    let api = format!("openapi: 3.0.1\npaths:\n  /pets:\n{}{}", method("post"), method("put"));
    let folder = Folder::new().with("api.yaml", api);
    let run = folder.vtl(&["test", "--init", "api.yaml"]);
    assert!(run.code == 5 && run.err.contains("api.yaml#/paths/~1pets/put/"), "{run:?}");
    assert!(!folder.has("api.vtltest.yaml"));
    let run = folder.vtl(&["test", "--init", "api.yaml#/paths/~1pets/post"]);
    assert!(run.code == 0 && run.out.contains("vtl test api.vtltest.yaml"), "{run:?}");
    assert_eq!(folder.vtl(&["test"]).code, 0);
}
