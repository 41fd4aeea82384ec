//! `vtl test`: what a reader of a report sees, and what a build server gets.
#![cfg(feature = "cli")]

#[path = "support/folder.rs"]
mod folder;

use std::path::PathBuf;
use std::time::Duration;

use folder::{Folder, Run};
use vtl::suite::{self, Format, Report, Settings, Style};
use vtl::terminal::Paint;

/// Runs suites as `vtl test --ci` does. Tests are started in the package's folder.
fn report(paths: &[&str]) -> Report {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let suites = suite::find(&paths).expect("the suites are there");
    let mut settings = Settings::default();
    settings.ci = true;
    let mut report = suite::run(&suites, &settings, &mut |_| {});
    report.duration = Duration::ZERO;
    for suite in &mut report.suites {
        suite.duration = Duration::ZERO;
        suite.cases.iter_mut().for_each(|case| case.duration = Duration::ZERO);
    }
    report
}

fn plain(report: &Report) -> String {
    report.render(Format::Pretty, Style::new(Paint::Plain, false))
}

#[test]
fn the_suites_of_three_projects_pass() {
    for (project, cases) in [("orders", 17), ("chat", 5), ("step-functions", 4)] {
        let report = report(&[&format!("fixtures/projects/{project}")]);
        assert_eq!(report.exit_code(), 0, "{}", plain(&report));
        assert_eq!(report.counts().passed, cases, "{project}");
    }
}

#[test]
fn each_kind_of_failure_is_shown() {
    let report = report(&["fixtures/projects/failures"]);
    assert_eq!(report.exit_code(), 3);
    insta::assert_snapshot!("failures", plain(&report));
}

#[test]
fn each_format_says_the_same() {
    let report = report(&[
        "fixtures/projects/failures/pipeline.vtltest.yaml",
        "fixtures/projects/failures/unreadable.vtltest.yaml",
        "fixtures/projects/chat",
    ]);
    for (name, format) in
        [("tap", Format::Tap), ("junit", Format::Junit), ("json", Format::Json), ("github", Format::Github)]
    {
        insta::assert_snapshot!(format!("format-{name}"), report.render(format, Style::default()));
    }
    let progress = |style| report.suites.iter().map(|suite| suite.progress(style)).collect::<String>();
    assert_eq!(progress(Style::new(Paint::Plain, false)), ".....FFFE");
    insta::assert_snapshot!("format-verbose", progress(Style::new(Paint::Plain, true)));
}

#[test]
fn a_suite_that_does_not_read_says_where_and_what_would_be_right() {
    insta::glob!("../fixtures/suites", "*.vtltest.*", |path: &Path| {
        let mut report = report(&[&path.display().to_string()]);
        let problem = report.suites.remove(0).problem.expect("it does not read");
        let folder = format!("{}/", path.parent().expect("a folder").display());
        insta::assert_snapshot!(problem.to_string().replace(&folder, ""));
    });
}

const PETS: &str = r#"{"id": "$input.params('id')", "name": "$input.path('$.name')"}"#;

fn pets(cases: &str) -> Folder {
    let suite = format!("template: pets.vtl\ncases:\n{cases}");
    Folder::new().with("pets.vtl", PETS).with("pets.vtltest.yaml", suite)
}

#[test]
fn all_is_well_in_two_lines() {
    let folder =
        pets("  - { name: one, params: { path: { id: 7 } }, expect: { path: { $.id: '7' } } }\n  - name: two\n");
    let run = folder.vtl(&["test"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let (dots, summary) = run.out.split_once('\n').expect("two lines");
    assert_eq!(dots, "..");
    assert!(summary.starts_with("2 passed in 1 suite, "), "{summary}");
}

#[test]
fn null_takes_away_what_the_defaults_give() {
    let suite = "template: t.vtl\ndefaults:\n  params: { path: { id: 7 }, header: { X-H: high, A: a } }\n  \
                 stageVariables: { s: 1 }\ncases:\n  \
                 - { name: all, expect: { text: '{id=7} {A=a, X-H=high} {s=1}' } }\n  \
                 - { name: another case, params: { header: { x-h: low } }, expect: { text: '{id=7} {A=a, x-h=low} {s=1}' } }\n  \
                 - { name: none, params: { path: { id: ~ }, header: { x-h: ~ } }, stageVariables: { s: ~ }, \
                 expect: { text: '{} {A=a} {}' } }\n";
    let folder = Folder::new()
        .with("t.vtl", "$input.params().path $input.params().header $stageVariables")
        .with("t.vtltest.yaml", format!("content: text\n{suite}"));
    let run = folder.vtl(&["test"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn a_report_that_cannot_be_written_is_named() {
    for argument in ["--coverage-html", "--coverage-lcov"] {
        let run = pets("  - name: one\n").vtl(&["test", argument, "no/such/report"]);
        assert_eq!(run.code, 5);
        assert!(run.err.contains("no/such/report: it cannot be written: "), "{}", run.err);
    }
}

#[test]
fn exit_codes_say_what_happened() {
    let failing = "  - { name: one, expect: { text: x } }\n";
    assert_eq!(pets(failing).vtl(&["test"]).code, 1);
    assert_eq!(pets("  - nam: one\n").vtl(&["test"]).code, 3);
    assert_eq!(pets(failing).vtl(&["test", "--wat"]).code, 2);
    assert_eq!(pets(failing).vtl(&["test", "no/such/folder"]).code, 2);
    let template = pets(failing).vtl(&["test", "pets.vtl"]);
    assert!(template.code == 2 && template.err.contains("`vtl test --init pets.vtl` writes one"), "{template:?}");
    let folder = pets("  - name: one\n");
    let absolute = folder.path("pets.vtltest.yaml").display().to_string();
    let twice = folder.vtl(&["test", "pets.vtltest.yaml", &absolute]);
    assert!(twice.out.contains("1 passed in 1 suite"), "{}", twice.out);
    let empty = Folder::new().vtl(&["test"]);
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("there is no suite"), "{}", empty.err);
}

/// A suite with one case, of a template that prints this.
fn printing(output: &str, expect: &str) -> Run {
    let suite = format!("template: t.vtl\ncases: [{{name: one, expect: {{{expect}}}}}]");
    Folder::new().with("t.vtl", output).with("t.vtltest.yaml", suite).vtl(&["test"])
}

#[test]
fn json_that_no_value_holds_is_valid_but_is_no_document_to_compare() {
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    for (output, why) in [
        (r#"{"a": "\ud83d"}"#, "unexpected end of hex escape at line 1 column 14"),
        (r#"{"a": 1e999}"#, "number out of range at line 1 column 11"),
        (deep.as_str(), "recursion limit exceeded at line 1 column 128"),
    ] {
        let run = printing(output, "json: 1");
        let said = format!("json: the output cannot be compared: {why}");
        assert!(run.code == 1 && run.out.contains(&said), "{}", run.out);
        assert_eq!(["true", "false"].map(|is| printing(output, &format!("valid_json: {is}")).code), [0, 1], "{output}");
    }
}

#[test]
fn a_path_asks_only_for_what_it_leads_to() {
    let output = r#"{"a": 1e999, "b": [1, "\ud83d"], "c": {"d": 7}}"#;
    let passing = "path: {$.c: {d: 7}, '$.b[0]': 1, $..d: [7]}, no_path: [$.e, '$.b[2]']";
    assert_eq!(printing(output, passing).code, 0);
    let run = printing(output, "path: {$.a: 1}");
    assert!(run.code == 1 && run.out.contains("path $.a: the value cannot be compared: "), "{}", run.out);
    let run = printing(output, "no_path: $.b");
    assert!(run.code == 1 && run.out.contains("no_path $.b: [1,"), "{}", run.out);
}

#[test]
fn numbers_are_compared_digit_by_digit() {
    let output = r#"{"n": 0.12345678901234567, "l": [18446744073709551617], "d": 1.2345678901234567}"#;
    let same = "json: {n: 0.12345678901234567, l: [18446744073709551617], d: 1.2345678901234567}";
    for expect in
        [same, "path: {$.n: 0.12345678901234567, '$.l[*]': [18446744073709551617], $..d: [1.2345678901234567]}"]
    {
        let run = printing(output, expect);
        assert_eq!(run.code, 0, "{}", run.out);
    }
    for (expect, said) in [
        (&*same.replace("4567,", "4568,"), "json: the number at $.n is 0.12345678901234567, where 0.12345678901234568"),
        (
            &*same.replace("617]", "618]"),
            "json: the number at $.l[0] is 18446744073709551617, where 18446744073709551618",
        ),
        ("path: {$.n: 0.12345678901234568}", "path $.n: the number is 0.12345678901234567, where 0.12345678901234568"),
        ("path: {$..l: [[18446744073709551618]]}", "path $..l: the number at $[0][0] is 18446744073709551617, where"),
    ] {
        let run = printing(output, expect);
        assert!(run.code == 1 && run.out.contains(said), "{expect}: {}", run.out);
    }
}

#[test]
fn cases_are_chosen_by_name_and_tag() {
    let cases = "  - { name: 'puts [one]', tags: [fast] }\n  - { name: puts two, tags: [slow, db] }\n  - name: gets\n";
    let chosen = |arguments: &[&str]| {
        let run = pets(cases).vtl(&[&["test", "-v"], arguments].concat());
        let names = run.out.lines().filter_map(|line| line.trim().strip_prefix("ok")?.trim().split(" (").next());
        (run.code, names.map(str::to_owned).collect::<Vec<_>>().join(", "))
    };
    assert_eq!(chosen(&["-t", "puts"]), (0, "puts [one], puts two".to_owned()));
    assert_eq!(chosen(&["-t", "[one]"]), (0, "puts [one]".to_owned()));
    assert_eq!(chosen(&["-t", "puts t|ge.s$"]), (0, "puts two, gets".to_owned()));
    assert_eq!(chosen(&["--tag", "db", "--tag", "fast"]), (0, "puts [one], puts two".to_owned()));
    assert_eq!(chosen(&["-t", "puts", "--tag", "slow"]), (0, "puts two".to_owned()));
    assert_eq!(chosen(&["-t", "nothing of the kind"]), (2, String::new()));
}

#[test]
fn only_leaves_the_others_out_but_fails_under_ci() {
    let cases = "  - { name: one, only: true }\n  - { name: two, expect: { text: x } }\n";
    let run = pets(cases).vtl(&["test"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("1 passed, 1 not run"), "{}", run.out);
    let run = pets(cases).vtl(&["test", "--ci"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("only: `only` is left in the suite"), "{}", run.out);
    assert!(run.out.contains("2 failed"), "{}", run.out);
}

#[test]
fn only_leaves_out_nothing_where_its_case_is_not_chosen() {
    let folder = pets("  - { name: one, only: true, tags: [db] }\n  - { name: two, tags: [fast] }\n");
    for arguments in [["-t", "two"], ["--tag", "fast"]] {
        let run = folder.vtl(&[&["test"][..], &arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}");
        assert!(run.out.contains("1 passed, 1 not run"), "{}", run.out);
    }
    let run = folder.vtl(&["test", "--tag", "fast", "--tag", "db", "-v"]);
    assert!(run.out.contains("ok   one") && run.out.contains("1 passed, 1 not run"), "{}", run.out);
}

#[test]
fn only_fails_under_ci_though_the_case_is_skipped() {
    let run = pets("  - { name: one, only: true, skip: not yet }\n  - name: two\n").vtl(&["test", "--ci"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("only: `only` is left in the suite"), "{}", run.out);
    assert!(run.out.contains("1 failed, 1 passed"), "{}", run.out);
}

#[test]
fn fail_fast_ends_at_the_first_failure() {
    let cases = "  - { name: one }\n  - { name: two, expect: { text: x } }\n  - { name: three }\n";
    let run = pets(cases).vtl(&["test", "--fail-fast", "-j", "1"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("1 failed, 1 passed, 1 not run"), "{}", run.out);
}

#[test]
fn skipped_cases_say_why() {
    let run = pets("  - { name: one, skip: not yet }\n  - { name: two, skip: false }\n").vtl(&["test", "-v"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("skip one (not yet)"), "{}", run.out);
    assert!(run.out.contains("1 passed, 1 skipped"), "{}", run.out);
}

#[test]
fn changed_runs_what_git_says_has_changed() {
    let folder = pets("  - name: one\n")
        .with("other.vtl", "{}")
        .with("other.vtltest.yaml", "template: other.vtl\ncases: [{name: two, body: '@body.json'}]")
        .with("other.vtltest.yaml.snap", "")
        .with("body.json", "{}");
    if !folder.git(&["init", "-q"]) {
        eprintln!("skipped: there is no git");
        return;
    }
    assert!(folder.git(&["add", "."]));
    let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    assert!(folder.git(&[&author[..], &["commit", "-q", "-m", "all"]].concat()));
    let ran = |folder: &Folder| {
        let run = folder.vtl(&["test", "-v", "--changed"]);
        assert_eq!(run.code, 0, "{run:?}");
        ["one", "two"].map(|name| run.out.contains(&format!("ok   {name}")))
    };
    assert_eq!(ran(&folder), [false, false]);
    let folder = folder.with("other.vtltest.yaml.snap", "# accepted\n");
    assert_eq!(ran(&folder), [false, true]);
    std::fs::remove_file(folder.path("other.vtltest.yaml.snap")).expect("it was there");
    assert_eq!(ran(&folder), [false, true]);
    let folder = folder.with("other.vtltest.yaml.snap", "").with("pets.vtl", "{}");
    assert_eq!(ran(&folder), [true, false]);
    let folder = folder.with("body.json", "[]");
    assert_eq!(ran(&folder), [true, true]);
    let run = folder.vtl(&["test", "--changed=no-such-commit"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no-such-commit"), "{}", run.err);
}

#[test]
fn snapshots_fail_until_they_are_accepted() {
    let folder = pets("  - { name: one, params: { path: { id: 7 } }, snapshot: true }\n");
    let run = folder.vtl(&["test", "--ci"]);
    assert_eq!(run.code, 1);
    assert!(!folder.has("pets.vtltest.yaml.snap.new"), "--ci writes nothing");
    assert!(run.out.contains("help: run `vtl test` without `--ci`, then `vtl review`"), "{}", run.out);
    let run = folder.vtl(&["test"]);
    assert!(run.code == 1 && run.out.contains("help: `vtl review` accepts it"), "{}", run.out);
    assert!(folder.has("pets.vtltest.yaml.snap.new"));
    let suite = folder.path("pets.vtltest.yaml");
    vtl::suite::snapshot::settle(&suite, &["one"], vtl::suite::snapshot::Decision::Accept).expect("it is accepted");
    assert_eq!(folder.vtl(&["test", "--ci"]).code, 0);

    let folder = folder.with("pets.vtl", r#"{"id": "$input.params('id')!", "name": "$input.path('$.name')"}"#);
    let run = folder.vtl(&["test", "--ci"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("$.id\n      - \"7\"\n      + \"7!\"\n    printed by pets.vtl:1:9"), "{}", run.out);

    let folder = folder.with("pets.vtltest.yaml", "template: pets.vtl\ncases: [{name: two}]");
    let run = folder.vtl(&["test", "--ci"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("the snapshot `one` belongs to no case"), "{}", run.out);
}

#[test]
fn redactions_hide_what_changes() {
    let suite = |id: u32| {
        format!(
            "template: pets.vtl\nredactions: {{ $.id: '[id]' }}\n\
             cases: [{{name: one, params: {{path: {{id: {id}}}}}, snapshot: true}}]"
        )
    };
    let folder = Folder::new().with("pets.vtl", PETS).with("pets.vtltest.yaml", suite(1));
    folder.vtl(&["test"]);
    let path = folder.path("pets.vtltest.yaml");
    vtl::suite::snapshot::settle(&path, &["one"], vtl::suite::snapshot::Decision::Accept).expect("it is accepted");
    let run = folder.with("pets.vtltest.yaml", suite(2)).vtl(&["test", "--ci"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn a_pipeline_says_why_it_failed_unless_the_gateways_answer_is_expected() {
    let ran = |body: &str, expect: &str| {
        let suite = format!(
            "pipeline: {{ request: request.vtl, responses: [{{ template: response.vtl }}] }}\n\
             cases: [{{ name: one, body: '{body}', backend: {{ body: '{{' }}, expect: {{ response: {{ {expect} }} }} }}]"
        );
        let folder = Folder::new().with("request.vtl", "{\n\"id\": $input.json('$.id')}");
        folder.with("response.vtl", "\n$input.json('$')").with("pets.vtltest.yaml", suite).vtl(&["test"])
    };
    // the request template fails
    assert_eq!(ran("{", "status: 400").code, 0);
    let run = ran("{", "status: 200");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("request.vtl:2:14"), "{}", run.out);
    assert!(run.out.contains("status: it is `400`, where `200` was expected"), "{}", run.out);
    // the response template fails
    for expect in ["status: 500", "status: 500, json: { message: Internal server error }", "status: 500, error: true"] {
        let run = ran("{}", expect);
        assert_eq!(run.code, 0, "{expect}: {}", run.out);
    }
    for expect in ["status: 200", "status: 500, json: { id: 7 }", "status: 500, error: { line: 7 }"] {
        let run = ran("{}", expect);
        assert_eq!(run.code, 1, "{expect}");
        assert!(run.out.contains("response.vtl:2:8"), "{}", run.out);
    }
}

#[test]
fn a_template_may_live_in_a_definition() {
    let api = "openapi: 3.0.1\npaths:\n  /pets:\n    post:\n      x-amazon-apigateway-integration:\n        type: aws\n        \
               requestTemplates:\n          application/json: |\n            {\n              \"id\": $input.path('$.id')\n            }\n";
    let suite = "template: api.yaml#/paths/~1pets/post\ncases:\n  - { name: one, body: { id: 7 }, expect: { json: { id: 7 } } }\n  - name: two\n";
    let run = Folder::new().with("api.yaml", api).with("api.vtltest.yaml", suite).vtl(&["test"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("1 failed, 1 passed"), "{}", run.out);
    assert!(run.out.contains("printed by api.yaml:10:20"), "{}", run.out);
    assert!(run.out.contains("$input.path('$.id') = null  from /body/id"), "{}", run.out);
}

#[test]
fn the_schema_is_printed() {
    let run = Folder::new().vtl(&["test", "--schema"]);
    assert_eq!((run.code, run.out.as_str()), (0, include_str!("../schema/vtltest.schema.json")));
}

#[test]
fn the_page_has_every_key() {
    let page = include_str!("../docs/suites.md");
    let schema: serde_json::Value = serde_json::from_str(suite::SCHEMA).expect("the schema is JSON");
    let definitions = schema["definitions"].as_object().expect("definitions").values();
    let keys =
        definitions.chain([&schema]).filter_map(|part| part["properties"].as_object()).flat_map(|keys| keys.keys());
    let missing: std::collections::BTreeSet<&String> = keys.filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), ["variables"], "only the other name of `vars` is not there");
}
