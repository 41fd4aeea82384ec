//! The command, as people and programs meet it: output, messages, exit codes.
#![cfg(feature = "cli")]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};

use folder::{Folder, command};
use serde_json::{Value, json};

const EVENT: &str = r#"{"body": {"name": "Rex"}, "params": {"path": {"id": "7"}}, "context": {"stage": "prod", "identity": {"user": "ann"}}}"#;

#[test]
fn render_prints_the_bytes_and_nothing_else() {
    let folder = Folder::new().with("t.vtl", "id=$input.params('id')").with("e.json", EVENT);
    folder.vtl(&["render", "t.vtl", "--event", "e.json"]).prints("id=7");
    folder.vtl_with(&["render", "-", "--event", "e.json"], "$input.body\r\n").prints("{\"name\":\"Rex\"}\r\n");
    folder.vtl_with(&["render", "t.vtl", "--event", "-"], EVENT).prints("id=7");
}

#[test]
fn options_replace_what_the_event_says() {
    let template = "$input.params() $context.stage $context.identity.user $context.identity.sourceIp $stageVariables.a";
    let folder = Folder::new().with("t.vtl", template).with("e.json", EVENT).with("c.json", r#"{"stage": "test"}"#);
    let mut arguments = vec!["render", "t.vtl", "--event", "e.json", "--param", "path.id=8", "--param", "header.A=b=c"];
    arguments.extend(["--query", "q=", "--header", "B=d", "--stage-variable", "a=1"]);
    arguments.extend(["--context", "c.json", "--context", "identity.sourceIp=192.0.2.1"]);
    folder.vtl(&arguments).prints("{path={id=8}, querystring={q=}, header={A=b=c, B=d}} test ann 192.0.2.1 1");
}

#[test]
fn a_body_is_taken_byte_for_byte() {
    let folder = Folder::new().with("t.vtl", "[$input.body]").with("b.txt", "a=1\n");
    folder.vtl(&["render", "t.vtl", "--body", "b.txt"]).prints("[a=1\n]");
    folder.vtl_with(&["render", "t.vtl", "--body", "-"], "{ }").prints("[{ }]");
    folder
        .vtl_with(&["render", "t.vtl", "--body", "-"], b"\xff")
        .fails(5, "error: <stdin>: not UTF-8: byte 0xff at offset 0");
}

#[test]
fn a_proxy_event_is_an_event() {
    let event = r#"{"httpMethod": "POST", "body": "eyJhIjoxfQ==", "isBase64Encoded": true, "pathParameters": {"id": "7"},
        "headers": {"Accept": "*/*"}, "requestContext": {"stage": "prod", "identity": {"sourceIp": "192.0.2.1"}}}"#;
    let template = "$input.path('$.a') $input.params('id') $context.httpMethod $context.identity.sourceIp";
    let folder = Folder::new().with("t.vtl", template).with("e.json", event);
    folder.vtl(&["render", "t.vtl", "--event", "e.json"]).prints("1 7 POST 192.0.2.1");
}

#[test]
fn json_has_the_overrides_and_warnings_too() {
    let template = "x#set($context.responseOverride.status = 201)\n#foreach($i in [1..1001])#end";
    let run = Folder::new().with("t.vtl", template).vtl(&["render", "t.vtl", "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        serde_json::from_str::<Value>(&run.out).expect("an object"),
        json!({
            "body": "x",
            "requestOverride": {"header": {}, "path": {}, "querystring": {}},
            "responseOverride": {"header": {}, "status": 201},
            "warnings": [{
                "message": "the loop ended after 1000 turns, the limit of one `#foreach`",
                "line": 2,
                "column": 1,
            }],
        })
    );
    assert!(run.err.contains("warning: the loop ended") && run.err.contains("--> t.vtl:2:1"), "{}", run.err);
}

#[test]
fn the_loop_limit_can_be_changed() {
    let folder = Folder::new().with("t.vtl", "#foreach($i in [1..3000]).#end");
    assert_eq!(folder.vtl(&["render", "t.vtl", "--loop-limit", "2"]).out, "..");
    folder.vtl(&["render", "t.vtl", "--loop-limit", "none"]).prints(&".".repeat(3000));
    folder.vtl(&["render", "t.vtl", "--loop-limit", "some"]).fails(2, "neither a number nor `none`");
}

#[test]
fn the_dialect_can_be_plain_velocity() {
    let folder = Folder::new().with("t.vtl", "#macro(m $x)<$x>#end#m('a')$b");
    folder.vtl(&["render", "t.vtl", "--dialect", "velocity"]).prints("<a>$b");
}

#[test]
fn code_2_is_for_wrong_arguments() {
    let folder = Folder::new().with("t.vtl", "");
    folder.vtl(&["render", "t.vtl", "--nope"]).fails(2, "unexpected argument '--nope'");
    folder.vtl(&["render"]).fails(2, "required arguments");
    folder.vtl(&["rendr", "t.vtl"]).fails(2, "'render'");
    folder.vtl(&["render", "t.vtl", "--param", "id=1"]).fails(2, "must start with `path.`");
    folder.vtl(&["render", "t.vtl", "--header", "id"]).fails(2, "NAME=VALUE");
    folder.vtl(&["render", "t.vtl", "--context", "a..b=1"]).fails(2, "a part of the dotted name is empty");
    folder.vtl(&["render", "-", "--body", "-"]).fails(2, "only one of the inputs can be stdin");
    folder.vtl(&["render", "-", "--body", "-"]).fails(2, "Usage: vtl render [OPTIONS] <TEMPLATE>");
    folder.vtl(&["bench", "t.vtl", "--budget", "2"]).fails(2, "a time has a unit");
    folder.vtl(&["bench", "t.vtl", "--budget=-2s"]).fails(2, "out of range");
}

#[test]
fn code_3_is_for_templates_that_do_not_parse() {
    let folder = Folder::new().with("t.vtl", "{\n  #if($x == )a#end\n}");
    let run = folder.vtl(&["render", "t.vtl"]);
    run.fails(3, "error[syntax]: ");
    assert!(run.err.contains("--> t.vtl:2:"), "{}", run.err);
    assert!(run.err.contains("2 |   #if($x == )a#end\n"), "{}", run.err);
    assert!(!run.err.contains('\u{1b}'), "no colours in a pipe");
    folder.with("long.vtl", "x".repeat(300 * 1024 + 1)).vtl(&["render", "long.vtl"]).fails(3, "limit `template_bytes`");
}

#[test]
fn code_4_is_for_templates_that_fail() {
    let folder = Folder::new().with("t.vtl", "a\n#set($l = [1, 2, 3])$l[9]");
    let run = folder.vtl(&["render", "t.vtl"]);
    run.fails(4, "error[exception]: ");
    assert!(run.err.contains("--> t.vtl:2:"), "{}", run.err);
    let folder = folder.with("b.vtl", "$input.path('$.a')").with("body", "{");
    folder.vtl(&["render", "b.vtl", "--body", "body"]).fails(4, "error[body]: ");
}

#[test]
fn code_5_is_for_inputs_that_cannot_be_read() {
    let folder =
        Folder::new().with("t.vtl", "").with("bad.vtl", b"a\nb\xffc").with("e.json", "[1]").with("n.json", "{");
    folder.vtl(&["render", "none.vtl"]).fails(5, "error: none.vtl: there is no such file");
    folder.vtl(&["render", "."]).fails(5, "error: .: this is a directory");
    folder.vtl(&["render", "bad.vtl"]).fails(5, "error: bad.vtl: not UTF-8: byte 0xff at offset 3, in line 2");
    folder.vtl(&["render", "t.vtl", "--event", "none.json"]).fails(5, "none.json: there is no such file");
    folder
        .vtl(&["render", "t.vtl", "--event", "e.json"])
        .fails(5, "e.json: an event must be an object, but this is a list");
    folder.vtl(&["render", "t.vtl", "--event", "n.json"]).fails(5, "n.json: the event is not JSON: EOF");
    folder.vtl(&["render", "t.vtl", "--context", "e.json"]).fails(5, "e.json: `context` must be an object");
    folder.vtl(&["render", "t.vtl", "--context", "n.json"]).fails(5, "n.json: not JSON: EOF");
    folder.vtl(&["render", "t.vtl", "--body", "."]).fails(5, "error: .: this is a directory");
}

/// Stdout is closed before anything is written to it.
#[test]
fn a_closed_stdout_ends_quietly() {
    let folder =
        Folder::new().with("t.vtl", "x".repeat(200_000)).with("cases", "{\"template\": \"x\"}\n".repeat(50_000));
    for (arguments, stdin) in
        [(&["render", "t.vtl"][..], "t.vtl"), (&["render", "t.vtl", "--json"], "t.vtl"), (&["batch"], "cases")]
    {
        let stdin = fs::File::open(folder.path(stdin)).expect("the file is there");
        let mut child = command(arguments).current_dir(folder.root()).stdin(stdin).spawn().expect("the command starts");
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().expect("stderr is piped").read_to_string(&mut err).expect("stderr is text");
        assert_eq!((child.wait().expect("it ends").code(), err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new().with("t.vtl", "x");
    let full = fs::File::create("/dev/full").expect("the device is there");
    let run = command(&["render", "t.vtl"]).current_dir(folder.root()).stdout(full).output().expect("the command runs");
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stderr).contains("cannot write the output"));
}

fn answers(arguments: &[&str], stdin: impl AsRef<[u8]>) -> Vec<Value> {
    let run = Folder::new().vtl_with(arguments, stdin);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    run.out.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

#[test]
fn batch_answers_line_by_line_and_goes_on_after_a_bad_one() {
    let mut stdin = br#"{"id": 1, "template": "$input.params('id') $v", "params": {"path": {"id": "7"}}, "vars": {"v": 12345678901234567890.5}}
not json
["id", "template"]

{"id": "no template"}
{"id": [1.50], "template": "a\n#if(", "more": true}
{"id": 2, "template": "$a", "dialect": "velocity"}
{"id": 3, "template": "", "dialect": "jinja"}
{"id": 4, "template": "", "params": 1}
"#
    .to_vec();
    stdin.extend_from_slice(b"{\"id\": 5, \"template\": \"\xff\"}\n{\"id\": 6, \"template\": \"#set($context.responseOverride.status = 201)\"}");
    let answers = answers(&["batch"], stdin);
    let nothing = json!({"header": {}, "path": {}, "querystring": {}});
    let input = |id: Value, message: &str| json!({"id": id, "error": {"kind": "input", "message": message, "line": null, "column": null}});
    assert_eq!(
        answers[0],
        json!({"id": 1, "output": "7 12345678901234567890.5", "requestOverride": nothing, "responseOverride": {"header": {}}})
    );
    assert_eq!(answers[1], input(json!(null), "the line is not JSON: expected ident at line 1 column 2"));
    assert_eq!(answers[2], input(json!(null), "the line is not an object"));
    assert_eq!(answers[3], input(json!("no template"), "the field `template` is missing"));
    assert_eq!((&answers[4]["id"], &answers[4]["error"]["kind"]), (&json!([1.5]), &json!("syntax")));
    assert_eq!((&answers[4]["error"]["line"], &answers[4]["error"]["column"]), (&json!(2), &json!(5)));
    assert_eq!(answers[5], json!({"id": 2, "output": "$a"}));
    assert_eq!(answers[6], input(json!(3), "`dialect` must be `apigateway` or `velocity`"));
    assert_eq!((&answers[7]["id"], &answers[7]["error"]["kind"]), (&json!(4), &json!("event")));
    assert_eq!(answers[8], input(json!(null), "the line is not UTF-8 from byte 23 on"));
    assert_eq!(
        answers[9],
        json!({"id": 6, "output": "", "requestOverride": nothing, "responseOverride": {"header": {}, "status": 201}})
    );
    assert_eq!(answers.len(), 10);
}

#[test]
fn batch_goes_on_after_a_line_that_is_too_long() {
    let mut stdin = vec![b'x'; (64 << 20) + 1];
    stdin.extend_from_slice(b"xyz\n{\"id\": 1, \"template\": \"\"}\n");
    let answers = answers(&["batch", "--loop-limit=9"], stdin);
    assert_eq!(answers[0]["error"]["message"], "the line is longer than 67108864 bytes");
    assert_eq!(answers[1]["output"], "");
    assert_eq!(answers.len(), 2);
}

#[test]
fn batch_has_the_options_of_the_language() {
    let stdin = r#"{"template": "$a#foreach($i in [1..9]).#end"}"#;
    let answers = answers(&["batch", "--dialect", "velocity", "--loop-limit", "2"], stdin);
    let warning = "1:3: the loop ended after 2 turns, the limit of one `#foreach`";
    assert_eq!(answers, [json!({"id": null, "output": "$a..", "warnings": [warning]})]);
}

/// A driver that waits for each answer before it asks again.
#[test]
fn batch_can_be_talked_to() {
    let mut child = command(&["batch"]).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
    for id in 0..3 {
        writeln!(stdin, r#"{{"id": {id}, "template": "x"}}"#).expect("it listens");
        let mut answer = String::new();
        stdout.read_line(&mut answer).expect("it answers");
        assert!(answer.starts_with(&format!(r#"{{"id":{id},"output":"x""#)), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn bench_measures() {
    let folder = Folder::new().with("t.vtl", "#foreach($i in [1..5])$i#end").with("bad.vtl", "$input.path('$[')");
    for mode in ["full", "render", "parse"] {
        let run = folder.vtl(&["bench", "t.vtl", "--mode", mode, "--budget", "5ms", "--warm-up", "1ms", "--json"]);
        let got: Value = serde_json::from_str(&run.out).expect("an object");
        assert_eq!(got["bytes"], if mode == "parse" { 28 } else { 5 });
        assert!(got["n"].as_u64() >= Some(3) && got["min_ns"].as_u64() <= got["median_ns"].as_u64(), "{got}");
        assert!(got["median_ns"].as_u64() <= got["p90_ns"].as_u64(), "{got}");
    }
    let run = folder.vtl(&["bench", "t.vtl", "--budget", "5ms", "--warm-up", "1ms"]);
    assert!(run.code == 0 && run.out.contains("renders/s") && run.out.contains("peak memory"), "{run:?}");
    folder.vtl(&["bench", "bad.vtl"]).fails(4, "--> bad.vtl:1:");
    folder.vtl(&["bench", "none.vtl"]).fails(5, "none.vtl");
}
