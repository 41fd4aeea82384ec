//! `vtl check`, as people and programs meet it.
#![cfg(feature = "cli")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    fn with(self, name: &str, text: &str) -> Folder {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("the file is written");
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// Runs `vtl check` here.
    fn check(&self, arguments: &[&str]) -> Run {
        self.check_with(arguments, "")
    }

    fn check_with(&self, arguments: &[&str], stdin: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vtl"));
        command.arg("check").args(arguments).current_dir(self.0.path());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        std::io::Write::write_all(&mut child.stdin.take().expect("stdin"), stdin.as_bytes()).expect("stdin is read");
        let output = child.wait_with_output().expect("the command ends");
        Run {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

#[derive(Debug, PartialEq)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn quiet(&self) {
        assert_eq!((self.code, self.out.as_str(), self.err.as_str()), (0, "", ""));
    }

    fn fails(&self, code: i32, message: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(message), "no {message:?} in\n{}", self.err);
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// The codes in a JSON report.
    fn codes(&self) -> Vec<String> {
        let findings = self.json()["findings"].as_array().expect("findings").clone();
        findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
    }
}

const WRONG: &str = "{\n  \"é\": \"$context.requestID\"\n}\n";

#[test]
fn all_is_quiet_where_nothing_is_wrong() {
    let folder = Folder::new().with("a.vtl", "{\"id\": \"$context.requestId\"}").with("notes.txt", "$util.nope()");
    folder.check(&[]).quiet();
    folder.check(&["a.vtl"]).quiet();
    folder.check_with(&["-"], "$context.requestId").quiet();
}

#[test]
fn a_finding_is_shown_with_its_line_and_ends_in_code_1() {
    let run = Folder::new().with("a/b.vtl", WRONG).check(&["a"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.out,
        "\
error[VTL042]: `$context` has no `requestID`
 --> a/b.vtl:2:18
  |
2 |   \"é\": \"$context.requestID\"
  |                  ^^^^^^^^^
  |
  = note: An unknown name is no error: it prints nothing and is true in `#if`. Names are case-sensitive.
  = help: did you mean `$context.requestId`?

1 error in 1 file; `vtl check --fix` repairs 1
"
    );
}

#[test]
fn notes_alone_do_not_fail() {
    let template = "#foreach($a in $input.path('$.as'))$input.path('$.b')$a#end";
    let run = Folder::new().with("a.vtl", template).check(&["--format", "json"]);
    assert_eq!((run.code, run.codes()), (0, vec!["VTL053".to_owned()]));
}

#[test]
fn json_says_all_there_is_to_say() {
    let run = Folder::new().with("a.vtl", WRONG).check(&["a.vtl", "--format", "json"]);
    assert_eq!(
        run.json(),
        json!({
            "version": 1,
            "findings": [{
                "code": "VTL042",
                "name": "unknown-context-name",
                "level": "error",
                "file": "a.vtl",
                "line": 2, "column": 18, "endLine": 2, "endColumn": 27,
                "message": "`$context` has no `requestID`",
                "why": "An unknown name is no error: it prints nothing and is true in `#if`. Names are case-sensitive.",
                "help": "did you mean `$context.requestId`?",
                "fix": {"safe": true, "edits": [
                    {"line": 2, "column": 18, "endLine": 2, "endColumn": 27, "text": "requestId"},
                ]},
            }],
            "summary": {"errors": 1, "warnings": 0, "notes": 0, "files": 1},
        })
    );
}

#[test]
fn sarif_has_the_rules_and_the_results() {
    let run = Folder::new().with("a b.vtl", WRONG).check(&["--format", "sarif"]);
    let log = run.json();
    assert_eq!((run.code, &log["version"]), (1, &json!("2.1.0")));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let result = &run["results"][0];
    let rule = &rules[result["ruleIndex"].as_u64().expect("an index") as usize];
    assert_eq!(
        (&rule["id"], &result["ruleId"], &rule["name"]),
        (&json!("VTL042"), &json!("VTL042"), &json!("UnknownContextName"))
    );
    assert!(rule["help"]["markdown"].as_str().expect("a page").contains("## Wrong"));
    assert_eq!(
        result["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": {"uri": "a%20b.vtl"},
            "region": {"startLine": 2, "startColumn": 18, "endLine": 2, "endColumn": 27},
        })
    );
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "requestId");
}

#[test]
fn github_gets_annotations() {
    let run = Folder::new().with("a,b.vtl", WRONG).check(&["--format", "github"]);
    assert_eq!(run.code, 1);
    let start = "::error file=a%2Cb.vtl,line=2,endLine=2,col=18,endColumn=27,title=VTL042 unknown-context-name::\
                 `$context` has no `requestID`%0A";
    assert!(run.out.starts_with(start), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn junit_has_a_case_for_each_finding() {
    let folder = Folder::new().with("a.vtl", WRONG).with("b.vtl", "{}");
    let run = folder.check(&["--format", "junit"]);
    assert!(
        run.out.contains(r#"<testsuites name="vtl check" tests="2" skipped="0" failures="1" errors="0""#),
        "{}",
        run.out
    );
    assert!(run.out.contains(r#"<testcase name="VTL042 a.vtl:2:18" classname="unknown-context-name">"#), "{}", run.out);
    assert!(run.out.contains(r#"<testcase name="no findings""#), "{}", run.out);
}

const API: &str = r#"openapi: 3.0.1
paths:
  /pets:
    post:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
          application/json: |
            {"statusCode": "200"}
          "application/json; charset=utf-8": '{"statusCode": 200}'
        responses:
          default:
            responseTemplates:
              application/json: |
                {"id": "$context.requestID", "room": "$context.connectionId"}
"#;

#[test]
fn templates_are_checked_where_they_live() {
    let folder = Folder::new().with("api.yaml", API);
    let run = folder.check(&["--format", "json"]);
    let places: Vec<_> = run.json()["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| (finding["code"].clone(), finding["line"].clone(), finding["column"].clone()))
        .collect();
    assert_eq!(
        places,
        [
            (json!("VTL098"), json!(9), json!(14)),
            (json!("VTL060"), json!(10), json!(47)),
            (json!("VTL042"), json!(15), json!(34)),
            (json!("VTL044"), json!(15), json!(64)),
        ]
    );
    let address = "api.yaml#/paths/~1pets/post/x-amazon-apigateway-integration/responses/default/responseTemplates/\
                   application~1json";
    let run = folder.check(&[address, "--format", "json"]);
    assert_eq!(run.codes(), ["VTL042", "VTL044"]);
    assert_eq!(run.json()["findings"][0]["address"], address);
}

#[test]
fn lines_in_messages_are_those_of_the_file() {
    let folder = Folder::new().with(
        "api.yaml",
        "openapi: 3.0.1
paths:
  /pets:
    post:
      x-amazon-apigateway-integration:
        type: aws
        requestTemplates:
          application/json: |
            {\"a\": 1,
             \"a\": 2}
          text/plain:
            Fn::Join:
              - \"\\n\"
              - - '#set($name = $input.params(\"name\"))'
                - '{\"name\": \"$name\"}'
",
    );
    let found = folder.check(&["--format", "json"]).json()["findings"].clone();
    let said = |at: usize| (found[at]["line"].as_u64(), found[at]["message"].as_str().expect("a message").to_owned());
    assert_eq!(said(0), (Some(10), "the key `a` is in this object already, on line 9".to_owned()));
    let parameter =
        "`$name` (`$input.params(\"name\")`, line 14) prints a parameter, which is not escaped, in a JSON string";
    assert_eq!(said(1), (Some(15), parameter.to_owned()));
}

#[test]
fn what_an_alias_shares_is_said_once() {
    let folder = Folder::new().with(
        "api.yaml",
        "openapi: 3.0.1
paths:
  /pets:
    post:
      x-amazon-apigateway-integration:
        type: aws
        requestTemplates:
          application/json: &shared |
            {\"id\": \"$context.requestID\"}
          text/plain: *shared
          text/plain; charset=utf-8: *shared
",
    );
    let run = folder.check(&["--format", "json"]);
    // the key of the third is wrong, which is its own
    assert_eq!(run.codes(), ["VTL042", "VTL060"]);
    assert_eq!(folder.check(&["--format", "junit"]).out.matches("<testsuite ").count(), 2);
    assert_eq!(folder.check(&["--fix"]).out.matches("error[").count(), 1, "the key cannot be repaired");
    assert!(folder.read("api.yaml").contains("$context.requestId"));
}

#[test]
fn placeholders_of_a_definition_are_not_held_against_a_template() {
    let sam = r#"
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      HttpMethod: POST
      Integration:
        Type: AWS
        RequestTemplates:
          application/json: !Sub |
            #set($table = "${Table}")
            {"table": "$table", "region": "${AWS::Region}", "key": "$context.requestId", "x": "${!nope}"}
"#;
    let run = Folder::new().with("sam.yaml", sam).check(&["--format", "json"]);
    assert_eq!(run.codes(), ["VTL018"], "{}", run.out);
    assert_eq!(run.json()["findings"][0]["message"], "`$nope` is never set");
}

#[test]
fn fix_repairs_what_is_safe_and_says_the_rest() {
    let template =
        "id=$context.requestID\n#set($root = $input.path('$'))\na=$rooot.a#if($root.b == null)#else if(1 == 2)#end\n";
    let folder = Folder::new().with("a.vtl", template);
    let run = folder.check(&["--diff"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("+a=$rooot.a#if($root.b == \"\")#elseif(1 == 2)#end"), "{}", run.out);
    assert_eq!(folder.read("a.vtl"), template);

    let run = folder.check(&["--fix", "--format", "json"]);
    let fixed = template.replace("ID", "Id").replace("null", "\"\"").replace("else if", "elseif");
    assert_eq!(folder.read("a.vtl"), fixed);
    assert_eq!((run.code, run.codes()), (1, vec!["VTL018".to_owned()]));

    folder.check(&["--fix", "--unsafe"]).quiet();
    assert_eq!(folder.read("a.vtl"), fixed.replace("rooot", "root"));
    assert_eq!(folder.check(&["--diff", "--unsafe"]).out, "");
}

#[test]
fn fix_repairs_templates_in_a_definition_and_nothing_else() {
    let sam = r##"# a comment
Resources:
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      HttpMethod: POST   # as it is
      Integration:
        Type: AWS
        RequestTemplates:
          application/json: !Sub |
            #set($table = "${Table}")
            {"table": "$table", "id": "$context.requestID"}
        IntegrationResponses:
          - ResponseTemplates: {application/json: "#if($x == null)\"a\"#else if($context.stage == 1)#end"}
"##;
    let folder = Folder::new().with("sam.yaml", sam);
    folder.check(&["--fix", "--ignore", "VTL018"]);
    let fixed = sam.replace("requestID", "requestId").replace("null", r#"\"\""#).replace("#else if", "#elseif");
    assert_eq!(folder.read("sam.yaml"), fixed);
}

#[test]
fn what_cannot_be_put_back_is_found_and_offers_no_repair() {
    let terraform = "resource \"aws_api_gateway_integration\" \"a\" {
  type = \"AWS\"
  request_templates = {
    \"application/json\" = jsonencode({ id = \"$context.requestID\" })
  }
}
";
    let folder = Folder::new().with("main.tf", terraform);
    let run = folder.check(&["--fix"]);
    assert!(run.out.contains("main.tf:4:54") && !run.out.contains("repairs"), "{}", run.out);
    assert_eq!(folder.read("main.tf"), terraform);
}

#[test]
fn stdin_can_be_shown_repaired_and_not_written() {
    let folder = Folder::new();
    let run = folder.check_with(&["-", "--diff"], "$context.requestID\n");
    assert!(run.out.starts_with("--- <stdin>\n+++ <stdin>\n"), "{}", run.out);
    folder.check_with(&["-", "--fix"], "$context.requestID").fails(2, "`--fix` writes files, and stdin is none");
}

#[test]
fn comments_ignore_and_tell() {
    let folder = Folder::new()
        .with("same.vtl", "{\"id\": \"$context.requestID\"} ## vtl-ignore VTL042 the authorizer's\n")
        .with("next.vtl", "## vtl-ignore VTL042\n{\"id\": \"$context.requestID\"}\n")
        .with("api.vtl", "## vtl: api=websocket\nid=$input.params('id')\n");
    folder.check(&["same.vtl", "next.vtl"]).quiet();
    assert_eq!(folder.check(&["api.vtl", "--format", "json"]).codes(), ["VTL047"]);
    // the option says it of templates that do not say it themselves
    let folder = folder.with("b.vtl", "id=$input.params('id')\n");
    assert_eq!(folder.check(&["b.vtl", "--api", "websocket", "--format", "json"]).codes(), ["VTL047"]);
    assert_eq!(folder.check(&["b.vtl", "--api", "rest", "--format", "json"]).codes(), Vec::<String>::new());
}

#[test]
fn vtl_toml_sets_levels_the_api_and_what_is_passed_over() {
    let settings = "[check]\napi = \"websocket\"\nexclude = [\"old/\", \"*.bak.vtl\"]\n\n[check.levels]\nVTL042 = \"note\"\n\
                    needless-quiet = \"error\"\n";
    let folder = Folder::new()
        .with("vtl.toml", settings)
        .with("a.vtl", "$context.nope $!context.stage")
        .with("old/b.vtl", "$context.nope")
        .with("c.bak.vtl", "$context.nope")
        .with("d.vtl", "$input.params('id')");
    let run = folder.check(&["--format", "json"]);
    assert_eq!(run.codes(), ["VTL042", "VTL034", "VTL047"]);
    assert_eq!(run.json()["summary"], json!({"errors": 2, "warnings": 0, "notes": 1, "files": 2}));
    // what is named is checked
    assert_eq!(folder.check(&["old/b.vtl", "--format", "json"]).codes(), ["VTL042"]);
    assert_eq!(folder.check(&["a.vtl", "--level", "VTL034=off", "--format", "json"]).codes(), ["VTL042"]);
}

#[test]
fn settings_that_are_wrong_are_answered_with_what_would_be_right() {
    let of = |settings: &str| Folder::new().with("vtl.toml", settings).check(&[]);
    of("[check.levels]\nVTL42 = \"off\"\n").fails(2, "did you mean `VTL042`?");
    of("[check.levels]\nempty-is-tru = \"off\"\n").fails(2, "did you mean `VTL013`?");
    of("[check.levels]\nVTL042 = \"loud\"\n").fails(2, "known are: off, note, warning, error");
    of("[check]\nlevel = 1\n").fails(2, "did you mean `check.levels`?");
    of("[check]\napi = \"websockets\"\n").fails(2, "did you mean `websocket`?");
    of("[check]\nexclude = \"old\"\n").fails(2, "a list of patterns");
    of("[chek]\n").fails(2, "did you mean `check`?");
    of("[check\n").fails(2, "vtl.toml: line 1: ");
    Folder::new().check(&["--config", "none.toml"]).fails(2, "none.toml: cannot be read");
}

#[test]
fn rules_are_selected_by_code_or_name() {
    let folder = Folder::new().with("a.vtl", "$context.nope $!nothing $util.nope()");
    let codes = |arguments: &[&str]| {
        let mut all = vec!["--format", "json"];
        all.extend(arguments);
        folder.check(&all).codes()
    };
    assert_eq!(codes(&["--select", "unknown-util-function,vtl034"]), ["VTL034", "VTL040"]);
    assert_eq!(codes(&["--ignore", "VTL042", "--ignore", "VTL018"]), ["VTL040"]);
    assert_eq!(codes(&["--select", "VTL034,VTL040", "--ignore", "VTL040"]), ["VTL034"]);
    folder.check(&["--select", "VTL4"]).fails(2, "there is no such rule");
    folder.check(&["--select", "unknown-utl-function"]).fails(2, "did you mean VTL040");
    folder.check(&["--level", "VTL040=quiet"]).fails(2, "a level is off, note, warning or error");
}

#[test]
fn pages_and_the_list_of_rules_are_printed() {
    let folder = Folder::new();
    let page = folder.check(&["--explain", "empty-is-true"]);
    assert_eq!(page.code, 0);
    assert!(page.out.starts_with("# VTL013 `empty-is-true`\n"), "{}", page.out);
    assert_eq!(page, folder.check(&["--explain", "VTL013"]));
    let list = folder.check(&["--list"]);
    assert_eq!(list.out.matches("\n  VTL").count(), vtl::lint::rules().len(), "{}", list.out);
    assert_eq!(list, folder.check(&["--rules"]));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_checked() {
    let folder = Folder::new().with("a.vtl", WRONG).with("api.yaml", "openapi: 3.0.1\nx-amazon-apigateway-x: [\n");
    let run = folder.check(&["--format", "json"]);
    run.fails(5, "api.yaml");
    assert_eq!(run.codes(), ["VTL042"]);
    for missing in ["none.vtl", "api.yaml#/paths", "none.yaml#/paths"] {
        let run = folder.check(&[missing, "a.vtl", "--format", "json"]);
        run.fails(5, missing.split('#').next().expect("a file"));
        assert_eq!(run.codes(), ["VTL042"], "{missing}");
    }
    folder.check(&["-", "-"]).fails(2, "only one of the inputs can be stdin");
    folder.check(&["--unsafe"]).fails(2, "`--unsafe` goes with `--fix`");
}
