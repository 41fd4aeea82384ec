use std::fs;
use std::path::Path;

use super::*;

/// The suite for a template, which has to pass.
fn drawn(source: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.vtl");
    fs::write(&template, source).unwrap();
    let suite = init(&template, false).unwrap();
    let report = run::run(std::slice::from_ref(&suite), &Settings::default(), &mut |_| {});
    let text = fs::read_to_string(&suite).unwrap();
    assert_eq!(report.exit_code(), 0, "{text}\n{:?}", report.suites);
    text
}

/// The suite without what all suites have in common.
fn case(source: &str) -> String {
    let text = drawn(source);
    let (_, case) = text.split_once("  - name: a sample\n").unwrap();
    case.to_owned()
}

#[test]
fn what_a_template_reads_is_in_the_event() {
    insta::assert_snapshot!(case(
        r#"{"id": "$input.params('petId')", "by": "$context.identity.sourceIp", "t": "$stageVariables.table", "all": $input.json('$.pet'), "n": $input.path('$.pet.age'), "l": "$input.params().header.get('X-Tag')"}"#
    ), @r#"
    body: { pet: { age: 3 } }
    params: { path: { petId: pet-1 }, header: { X-Tag: x-tag-1 } }
    context: { identity: { sourceIp: "192.0.2.1" } }
    stageVariables: { table: table-1 }
    expect:
      json:
        id: pet-1
        by: "192.0.2.1"
        t: table-1
        all: { age: 3 }
        "n": 3
        l: x-tag-1
    "#);
}

#[test]
fn a_loop_gets_a_list_of_what_its_body_reads() {
    let template = r##"#set($root = $input.path('$'))
{"orders": [#foreach($order in $root.orders){"email": "$order.customer.email", "tags": [#foreach($tag in $order.tags)"$tag"#if($foreach.hasNext),#end#end]}#end]}"##;
    insta::assert_snapshot!(case(template), @r#"
    body: { orders: [{ customer: { email: "ann@example.com" }, tags: [tag-1] }] }
    expect:
      json: { orders: [{ email: "ann@example.com", tags: [tag-1] }] }
    "#);
}

#[test]
fn aliases_and_parsed_strings_are_followed() {
    let template = r#"#set($b = $util.parseJson($input.body))#set($e = $util.parseJson($b.event))
{"a": "$b.list[0].name", "b": "$e.title", "c": "$util.escapeJavaScript($b.get('note'))"}"#;
    insta::assert_snapshot!(case(template), @r#"
    body: { event: "{\"title\":\"title-1\"}", list: [{ name: name-1 }], note: note-1 }
    expect:
      json: { a: name-1, b: title-1, c: note-1 }
    "#);
}

#[test]
fn a_value_that_is_compared_is_what_it_is_compared_with() {
    let template =
        r#"{#if($input.path('$.kind') == 'cat' && $input.path('$.lives') > 1)"meow": true#else"kind": 1#end}"#;
    insta::assert_snapshot!(case(template), @r"
    body: { kind: cat, lives: 2 }
    expect:
      json: { meow: true }
    ");
}

#[test]
fn all_parameters_are_there_if_they_are_all_printed() {
    let template = r##"{#set($all = $input.params())"params": {#foreach($type in $all.keySet())#set($params = $all.get($type))"$type": {#foreach($name in $params.keySet())"$name": "$util.escapeJavaScript($params.get($name))"#if($foreach.hasNext),#end#end}#if($foreach.hasNext),#end#end}}"##;
    insta::assert_snapshot!(case(template), @r#"
    params:
      path: { id: "42" }
      querystring: { page: "3" }
      header: { Accept: application/json }
    expect:
      json:
        params:
          path: { id: "42" }
          querystring: { page: "3" }
          header: { Accept: application/json }
    "#);
}

#[test]
fn types_of_dynamodb_have_their_values() {
    let template = r##"#foreach($i in $input.path('$.Items')){"id": "$i.id.S", "n": $i.count.N, "on": $i.active.BOOL, "tags": "$i.tags.L.size()"}#end"##;
    insta::assert_snapshot!(case(template), @r#"
    body:
      Items:
        - id: { S: "42" }
          count: { "N": "3" }
          active: { BOOL: true }
          tags: { L: [{ S: tag-1 }] }
    expect:
      json: { id: "42", "n": 3, "on": true, tags: "1" }
    "#);
}

#[test]
fn a_defined_block_reads_where_it_is_printed() {
    let template = r##"#define($loop){#foreach($k in $map.keySet())"$k": "$map.get($k)"#if($foreach.hasNext),#end#end}#end
{#set($map = $input.params().header)"headers": $loop, #set($map = $stageVariables)"variables": $loop}"##;
    insta::assert_snapshot!(case(template), @r"
    params: { header: { Accept: application/json } }
    stageVariables: { stage: test }
    expect:
      json: { headers: { Accept: application/json }, variables: { stage: test } }
    ");
}

#[test]
fn overrides_are_expected() {
    let template = "#set($context.responseOverride.status = 201)#set($context.responseOverride.header.Location = \"/pets/$input.path('$.id')\"){}";
    insta::assert_snapshot!(case(template), @r#"
    body: { id: "42" }
    expect:
      json: {}
      overrides: { response: { header: { Location: /pets/42 }, status: 201 } }
    "#);
}

#[test]
fn an_output_that_is_no_json_is_expected_as_text() {
    insta::assert_snapshot!(drawn("<pet>\n  $input.path('$.name')\n</pet>\n"), @r"
    # Tests of t.vtl; run them with `vtl test`.
    template: t.vtl
    content: text

    cases:
      # What the template reads, with values made up by their names: put real ones in their place.
      - name: a sample
        body: { name: name-1 }
        expect:
          text: |
            <pet>
              name-1
            </pet>
    ");
    insta::assert_snapshot!(drawn("{\"a\": 1,}"), @r#"
    # Tests of t.vtl; run them with `vtl test`.
    template: t.vtl

    cases:
      - name: a sample
        # The output should be JSON and is not: trailing comma at line 1 column 9
        expect:
          text: "{\"a\": 1,}"
    "#);
}

#[test]
fn a_template_that_fails_is_expected_to() {
    insta::assert_snapshot!(case("#set($l = [1])$l[7]"), @r#"
    # The template fails with this event: java.lang.IndexOutOfBoundsException: Index 7 out of bounds for length 1
    expect:
      error:
        contains: "java.lang.IndexOutOfBoundsException: Index 7 out of bounds for length 1"
    "#);
}

#[test]
fn texts_come_back_byte_for_byte() {
    for text in [
        "a\n\nb\n",
        "a\n",
        "\n a\n",
        "@file",
        " a \n\tb",
        "\u{85}\u{feff}\r\n",
        "a: b # c\n- d\n---\n...\n'",
        "\n\n  a  \n \t\nb",
        "\ta\n b\n",
        "a\n ",
        "  \n\n",
        "",
        "\n",
        "a\n\n",
    ] {
        drawn(&format!("{text}#set($x = 1)"));
    }
}

#[test]
fn no_suite_is_overwritten_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.vtl");
    fs::write(&template, "{}").unwrap();
    let suite = folder.path().join("t.vtltest.yaml");
    fs::write(&suite, "mine").unwrap();
    assert_eq!(init(&template, false), Err(InitError::Exists(suite.clone())));
    assert_eq!(fs::read_to_string(&suite).unwrap(), "mine");
    assert_eq!(init(&template, true), Ok(suite.clone()));
    assert!(fs::read_to_string(&suite).unwrap().contains("template: t.vtl"));
}

#[test]
fn says_why_there_is_no_suite() {
    let missing = init(Path::new("no/such.vtl"), false).unwrap_err();
    assert_eq!(missing.to_string(), "no/such.vtl: there is no such file");
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.vtl");
    fs::write(&template, "#if(").unwrap();
    assert!(matches!(init(&template, false), Err(InitError::Template(_))));
    assert!(!folder.path().join("t.vtltest.yaml").exists());
}

#[test]
fn a_template_may_have_any_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["@t.vtl", "a b.vtl", "t#1.vtl", "-.vtl", "true.vtl", "é: {.vtl"] {
        let template = folder.path().join(name);
        fs::write(&template, "{}").unwrap();
        let suite = init(&template, false).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(run::run(&[suite], &Settings::default(), &mut |_| {}).counts().passed, 1, "{name}");
    }
}

#[test]
#[cfg(unix)]
fn a_suite_that_does_not_pass_is_there_and_the_error_says_why() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    // no suite can name this file, which is not UTF-8
    let template = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.vtl"));
    if fs::write(&template, "{}").is_err() {
        return eprintln!("skipped: the file system has no such names");
    }
    let Err(InitError::File(suite, why)) = init(&template, false) else { panic!("it cannot pass") };
    let expected = "it is written, but does not pass: cannot read the template `\u{fffd}.vtl`: there is no such file";
    assert_eq!(why, expected);
    assert!(suite.exists());
}

#[test]
fn hostile_templates_end() {
    let path = format!("$input.path('$.{}')", "a.".repeat(3000) + "b");
    let chain = format!("$input.path('$.x'){}", ".a[0]".repeat(3000));
    let sum = format!("#set($x = 1{})", " + $input.path('$.n')".repeat(150));
    for source in [path, chain, sum] {
        drawn(&source);
    }
}
