//! Definitions from strangers: whatever is in them, there is an answer, soon, on little stack, without a panic.
#![cfg(feature = "cli")]

use std::time::{Duration, Instant};

use vtl::definitions::{Definition, DefinitionError, DefinitionErrorKind};

/// Reads a text on a thread with little stack.
fn read(name: &'static str, text: impl Into<String>) -> Result<usize, DefinitionError> {
    let text = text.into();
    let work = move || {
        let definition = Definition::parse(name, &text)?;
        definition.apis()?;
        Ok(definition.templates().len())
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap();
    thread.join().expect("it did not panic")
}

fn refusal(name: &'static str, text: impl Into<String>) -> DefinitionError {
    let start = Instant::now();
    let error = read(name, text).expect_err("it is refused");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {error}", start.elapsed());
    error
}

/// An API whose only template is `value` as YAML has it.
fn api(value: &str) -> String {
    format!("paths: {{/: {{get: {{x-amazon-apigateway-integration: {{requestTemplates: {{a: {value}}}}}}}}}}}\n")
}

#[test]
fn depth_is_an_error_with_its_place() {
    for (name, open, shut) in
        [("a.yaml", "[", "]"), ("a.yaml", "{a: ", "}"), ("a.json", "[", "]"), ("a.json", "{\"a\":", "}")]
    {
        for shut in [shut, ""] {
            let text = format!("{}1{}", open.repeat(100_000), shut.repeat(100_000));
            let error = refusal(name, text);
            let kinds = [DefinitionErrorKind::Limit, DefinitionErrorKind::Syntax];
            assert!(kinds.contains(&error.kind()) && error.line().is_some(), "{name} {open}: {}", error.message());
        }
    }
    let indented: String = (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(refusal("a.yaml", indented).kind(), DefinitionErrorKind::Limit);
    assert_eq!(refusal("a.yaml", "- ".repeat(10_000) + "a").kind(), DefinitionErrorKind::Limit);
}

#[test]
fn depth_in_terraform_is_an_error_with_its_place() {
    for (open, shut) in
        [("[", "]"), ("{a=", "}"), ("(", ")"), ("f(", ")"), ("!", ""), ("\"${", "}\""), ("a ? ", " : 1")]
    {
        for depth in [60, 100, 100_000] {
            let text = format!("a = {}1{}\n", open.repeat(depth), shut.repeat(depth));
            let start = Instant::now();
            let error = read("a.tf", text).expect_err("it is refused");
            assert!(error.kind() == DefinitionErrorKind::NotADefinition || error.line().is_some(), "{open} {error}");
            assert!(start.elapsed() < Duration::from_secs(5), "{open} {depth}: {:?}", start.elapsed());
        }
    }
    let blocks = "a {\n".repeat(100_000);
    assert!(refusal("a.tf", blocks).line().is_some());
    assert!(refusal("a.tf", format!("a = 1{}", " + 1".repeat(100_000))).line().is_some());
}

#[test]
fn aliases_do_not_multiply() {
    let mut text = "a0: &a0 {x: y}\n".to_owned();
    for level in 1..100 {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 10].join(", "));
    }
    text += "paths:\n  /:\n    get:\n      parameters: *a99\n      x-amazon-apigateway-integration: {requestTemplates: {a: b}}\n";
    assert_eq!(refusal("a.yaml", text).kind(), DefinitionErrorKind::Limit);

    let mut text = "x: &x {x-amazon-apigateway-integration: {requestTemplates: {a: b}}}\npaths:\n".to_owned();
    text += "  /0: &p {get: *x, put: *x, post: *x}\n";
    text += &(1..20_000).map(|at| format!("  /{at}: *p\n")).collect::<String>();
    assert_eq!(refusal("a.yaml", text).kind(), DefinitionErrorKind::Limit);

    let merges = format!("paths: &a {{<<: [{}], b: c}}\n", ["{d: e}"; 1000].join(", "));
    assert_eq!(read("a.yaml", merges).unwrap(), 0);
    let error = refusal("a.yaml", "paths: &a {/: *a}\n");
    assert_eq!((error.kind(), error.line()), (DefinitionErrorKind::Syntax, Some(1)));
}

#[test]
fn much_of_one_thing_takes_no_time() {
    let start = Instant::now();
    let many = 60_000;
    for text in ["${", "⟦1:", "⟦1:a⟧", "${a}", "''", "$${", "%{", "${!"] {
        let yaml = api(&format!("!Sub '{}'", text.repeat(many / text.len())));
        assert_eq!(read("a.yaml", yaml).unwrap(), 1, "{text}");
    }
    let lines = "          x\n\n".repeat(10_000);
    let keys = "paths:\n  /:\n    get:\n      x-amazon-apigateway-integration:\n        requestTemplates:\n";
    assert!(read("a.yaml", format!("{keys}          a: >5\n{lines}")).is_err());
    assert_eq!(read("a.yaml", format!("{keys}          a: >\n {lines}")).unwrap_or(1), 1);
    let heredoc = format!(
        "resource \"aws_api_gateway_integration\" \"a\" {{\n  request_templates = {{ a = <<-EOF\n{}  EOF\n }}\n}}\n",
        "    ${a}\n".repeat(2000)
    );
    assert_eq!(read("a.tf", heredoc).unwrap(), 1);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn many_resources_take_no_time() {
    let start = Instant::now();
    let methods: String = (0..3000)
        .map(|at| format!("  R{at}: {{Type: AWS::ApiGateway::Resource, Properties: {{ParentId: !GetAtt A.RootResourceId, PathPart: p{at}}}}}\n  M{at}: {{Type: AWS::ApiGateway::Method, Properties: {{ResourceId: !Ref R{at}, Integration: {{RequestTemplates: {{a: b}}}}}}}}\n"))
        .collect();
    assert_eq!(read("a.yaml", format!("Resources:\n{methods}")).unwrap(), 3000);
    let integrations: String = (0..1000)
        .map(|at| {
            format!(
                "resource \"aws_api_gateway_integration\" \"i{at}\" {{\n  request_templates = {{ a = \"b\" }}\n}}\n"
            )
        })
        .collect();
    assert_eq!(read("a.tf", integrations).unwrap(), 1000);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn a_file_of_more_than_16_mb_is_refused() {
    let error = refusal("a.yaml", format!("a: '{}'", "x".repeat(17 << 20)));
    assert_eq!((error.kind(), error.message()), (DefinitionErrorKind::Limit, "larger than 16 MB"));
}

#[test]
fn bytes_that_are_no_utf_8_are_an_error_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    std::fs::write(&path, b"paths:\n  a: \xff\n").unwrap();
    let error = Definition::read(&path).unwrap_err();
    assert_eq!((error.kind(), error.line(), error.column()), (DefinitionErrorKind::Encoding, Some(2), Some(6)));
    assert_eq!(error.message(), "not UTF-8: byte 0xff at offset 12");
}

#[test]
fn a_key_that_is_there_twice_is_an_error_at_the_second() {
    for (name, text) in [("a.yaml", "paths:\n  /: {}\n  /: {}\n"), ("a.json", "{\"paths\": {\"/\": 1,\n  \"/\": 2}}")] {
        let error = refusal(name, text);
        assert_eq!(error.message(), "the key `/` is there twice");
        assert_eq!(error.column(), Some(3), "{error}");
    }
}

#[test]
fn syntax_errors_show_the_line() {
    for (name, text, line) in [
        ("a.yaml", "paths:\n  /: 'x\n", 2),
        ("a.yaml", "paths:\n\t/: x\n", 2),
        ("a.json", "{\n \"paths\": nul\n}", 2),
        ("a.tf", "resource \"a\" {\n  b = \n}\n", 2),
    ] {
        let error = refusal(name, text);
        assert_eq!(error.kind(), DefinitionErrorKind::Syntax, "{error}");
        assert!(error.line().is_some_and(|found| found.abs_diff(line) <= 1), "{error}");
        assert!(error.source_line().is_some_and(|found| text.contains(found)), "{error}");
    }
}

#[test]
fn crlf_and_a_byte_order_mark_change_no_place() {
    let text = "\u{feff}paths:\r\n  /:\r\n    get:\r\n      x-amazon-apigateway-integration:\r\n        requestTemplates:\r\n          a: |\r\n            one\r\n            two\r\n          b: \"x\\ny\"\r\n";
    let definition = Definition::parse("a.yaml", text).unwrap();
    let [a, b] = definition.templates() else { panic!("two templates") };
    assert_eq!((a.source(), b.source()), ("one\ntwo\n", "x\ny"));
    assert_eq!((a.place(4).line, a.place(4).column, a.place(4).text.as_str()), (8, 13, "            two"));
    assert_eq!((b.place(2).line, b.place(2).column), (9, 18));
    assert_eq!(
        definition.replace(a.pointer(), "one\n2\ntwo\n").unwrap(),
        text.replace("one\r\n", "one\r\n            2\r\n")
    );
    let bom = definition.text().lines().next().unwrap();
    assert_eq!((bom, definition.templates()[0].place(0).line), ("\u{feff}paths:", 7));
}

#[test]
fn heredocs_with_crlf_keep_their_breaks() {
    let text = "resource \"aws_api_gateway_integration\" \"a\" {\r\n  request_templates = {\r\n    a = <<-EOF\r\n      one\r\n        ${x}\r\n    EOF\r\n  }\r\n}\r\n";
    let definition = Definition::parse("a.tf", text).unwrap();
    let located = &definition.templates()[0];
    assert_eq!(located.source(), "one\r\n  ⟦1:x⟧\r\n");
    assert_eq!((located.place(5).line, located.place(5).column), (5, 7));
    assert_eq!(definition.replace(located.pointer(), "1\r\n  ⟦1:x⟧\r\n").unwrap(), text.replace("one", "1"));
}

#[test]
fn tags_and_types_of_all_sorts_are_taken() {
    let text = api("!Foo [!<tag:x,2000:a> b, !!str c, !!binary ZA==, ! d, !a!b e]")
        .replace("paths", "%TAG !a! tag:x:\n---\npaths");
    assert_eq!(read("a.yaml", text).unwrap(), 1);
    for (value, source) in [("!!str x", "x"), ("12", "12"), ("~", "~"), ("!Sub 12", "12"), ("? b", "")] {
        let text = api(value);
        if let Ok(definition) = Definition::parse("a.yaml", &text)
            && let Some(located) = definition.templates().first()
        {
            assert!(located.source() == source || value.starts_with('?'), "{value}: {}", located.source());
        }
    }
}

#[test]
fn broken_shapes_are_no_templates() {
    for text in [
        "paths: [1, 2]",
        "paths: {/: [get]}",
        "paths: {/: {get: x}}",
        "Resources: {A: {Type: AWS::ApiGateway::Method, Properties: [1]}}",
        "paths: {/: {get: {x-amazon-apigateway-integration: {requestTemplates: [a], responses: {default: 1}}}}}",
        "Resources: {A: {Type: AWS::ApiGateway::Method, Properties: {ResourceId: !GetAtt A, Integration: {IntegrationResponses: {a: b}}}}}",
        "Resources: {A: {Type: AWS::ApiGateway::Resource, Properties: {ParentId: !Ref A, PathPart: a}}, M: {Type: AWS::ApiGateway::Method, Properties: {ResourceId: !Ref A, Integration: {RequestTemplates: {}}}}}",
        "service: a\nfunctions: {a: {events: [http: {path: 1}]}}\nprovider: {}",
    ] {
        match read("a.yaml", text) {
            Ok(count) => assert_eq!(count, 0, "{text}"),
            Err(error) => assert_eq!(error.kind(), DefinitionErrorKind::NotADefinition, "{text}: {error}"),
        }
    }
}

#[test]
fn flow_mappings_may_be_less_indented_than_yaml_wants() {
    let text = "paths:\n  /:\n    get: {\"x-amazon-apigateway-integration\": { # with a comment\n  \"requestTemplates\": {\n\"a\": \"one\\ntwo\",\n\"b\": !Sub 'it''s {'}}}\n  /b:\n    get:\n      x-amazon-apigateway-integration:\n        requestTemplates:\n          c: d\n";
    let definition = Definition::parse("a.yaml", text).unwrap();
    let sources: Vec<&str> = definition.templates().iter().map(|located| located.source()).collect();
    assert_eq!(sources, ["one\ntwo", "it's {", "d"]);
    assert_eq!((definition.templates()[0].place(4).line, definition.templates()[0].place(4).column), (5, 12));
    assert_eq!(
        definition.replace(definition.templates()[1].pointer(), "it's").unwrap(),
        text.replace("it''s {", "it''s")
    );
    // elsewhere it is an error, still
    assert_eq!(refusal("a.yaml", "paths:\n  - a\n - b\n").kind(), DefinitionErrorKind::Syntax);
}
