//! The three formats give the same tree.

use super::Format;
use super::node::{Kind, Mark, Node};
use crate::suite::templates::Templates;

fn read(format: Format, text: &str) -> String {
    match format.read(text) {
        Ok(node) => node.to_json_text(),
        Err(complaint) => {
            let place = complaint.mark.map_or(String::new(), |mark| format!("{}:{}: ", mark.line, mark.column));
            format!("{place}{}", complaint.message)
        }
    }
}

#[test]
fn one_suite_in_three_formats_is_one_tree() {
    let json =
        r#"{"template":"a.vtl","cases":[{"name":"é","body":{"n":1.50,"big":12345678901234567890123},"only":true}]}"#;
    let yaml =
        "template: a.vtl\ncases:\n  - name: é\n    body: { n: 1.50, big: 12345678901234567890123 }\n    only: true\n";
    assert_eq!(read(Format::Yaml, yaml), json);
    assert_eq!(read(Format::Json, json), json);
    let toml = "template = 'a.vtl'\n[[cases]]\nname = 'é'\nonly = true\nbody.n = 1.50\n";
    assert_eq!(
        read(Format::Toml, toml),
        r#"{"template":"a.vtl","cases":[{"name":"é","only":true,"body":{"n":1.50}}]}"#
    );
}

#[test]
fn yaml_has_the_values_of_its_core_schema() {
    let written = "[~, true, no, 'true', 0x1F, .5, +1, .inf, 2024-01-01, 1_000, \"\\u00e9\", !!str 42]";
    let values = r#"[null,true,"no","true",31,0.5,1,".inf","2024-01-01","1_000","é","42"]"#;
    assert_eq!(read(Format::Yaml, written), values);
}

#[test]
fn yaml_merges_what_is_not_there() {
    let text = "base: &base { a: 1, b: 2 }\ncase:\n  <<: *base\n  b: 3\nboth: { <<: [*base, { c: 4 }] }\n404: x\n";
    assert_eq!(
        read(Format::Yaml, text),
        r#"{"base":{"a":1,"b":2},"case":{"b":3,"a":1},"both":{"a":1,"b":2,"c":4},"404":"x"}"#
    );
    assert_eq!(read(Format::Yaml, "a: 1\n<<: 2\n"), "2:5: `<<` merges objects, but this is a number");
}

#[test]
fn a_suite_is_one_document_with_keys_that_are_there_once() {
    assert_eq!(read(Format::Yaml, "a: 1\n---\nb: 2\n"), "2:1: a second document begins here");
    assert_eq!(read(Format::Yaml, "a: 1\nb: 2\na: 3\n"), "3:1: `a` is here twice, first in line 1");
    assert_eq!(read(Format::Json, "{\"a\": 1,\n \"a\": 2}"), "2:2: `a` is here twice, first in line 1");
    assert_eq!(read(Format::Yaml, "? [a, b]\n: 1\n"), "1:3: a key must be a string, but this is a list");
}

#[test]
fn json_is_read_as_json_and_not_as_yaml() {
    assert_eq!(read(Format::Json, r#""\ud83d\ude00\/""#), "\"😀/\"");
    assert_eq!(read(Format::Json, "{'a': 1}"), "1:2: this is not JSON: key must be a string");
    assert_eq!(read(Format::Json, "{\"a\":\t1}"), "{\"a\":1}");
    assert_eq!(read(Format::Json, "\u{feff}{\"a\": 1}"), "{\"a\":1}", "some editors put a mark there");
}

#[test]
fn values_know_their_places_in_each_format() {
    let place = |format: Format, text: &str| {
        let node = format.read(text).expect("it reads");
        let Kind::Map(entries) = &node.kind else { panic!("an object") };
        let (key, Node { mark, .. }) = &entries[1];
        (key.mark, *mark)
    };
    let at = |line, column| Mark { line, column };
    assert_eq!(place(Format::Yaml, "é: 1\nb:  [2]\n"), (at(2, 1), at(2, 5)));
    assert_eq!(place(Format::Json, "{\"é\": 1, \"b\": [2]}"), (at(1, 10), at(1, 15)));
    assert_eq!(place(Format::Toml, "a = 1\nb =  [2]\n"), (at(2, 1), at(2, 6)));
}

#[test]
fn what_is_nested_too_deep_is_refused_in_each_format() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    for text in [deep.clone(), format!("{{\"a\": {deep}}}")] {
        assert!(read(Format::Yaml, &text).contains("more than 64 deep"));
        assert!(read(Format::Json, &text).contains("more than 64 deep"));
    }
    // TOML's own reader is as careful
    let toml = read(Format::Toml, &format!("a = {deep}"));
    assert!(toml.contains("this is not TOML") || toml.contains("more than 64 deep"), "{toml}");
}

/// The message about a suite whose template prints nothing, or how many cases it has.
fn suite(text: &str) -> Result<usize, String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("t.vtl"), "").expect("it is written");
    let path = folder.path().join("t.vtltest.yaml");
    std::fs::write(&path, format!("template: t.vtl\n{text}")).expect("it is written");
    super::read(&path, &Templates::default()).map(|suite| suite.cases.len()).map_err(|problem| problem.message)
}

#[test]
fn what_is_said_for_all_cases_is_bounded() {
    let many = |count: usize, entry: fn(usize) -> String| (0..count).map(entry).collect::<Vec<_>>().join(", ");
    let cases = many(1000, |n| format!("{{name: c{n}}}"));
    let redactions = many(10_000, |n| format!("$.k{n}: x"));
    assert_eq!(
        suite(&format!("redactions: {{{redactions}}}\ncases: [{cases}]")),
        Err("what the suite says for all cases is too large for so many of them".to_owned())
    );
    assert_eq!(suite(&format!("redactions: {{$.k: x}}\ncases: [{cases}]")), Ok(1000));
}

#[test]
fn many_names_take_no_longer_than_few() {
    let many = |entry: fn(usize) -> String| (0..10_000).map(entry).collect::<Vec<_>>().join(", ");
    let given = many(|n| format!("k{n}: v"));
    let taken = many(|n| format!("k{n}: ~"));
    let event =
        format!("defaults: {{params: {{header: {{{given}}}}}, vars: {{{given}}}, stageVariables: {{{given}}}}}");
    let case = format!("params: {{header: {{{taken}}}}}, vars: {{{given}}}, stageVariables: {{{taken}}}");
    assert_eq!(suite(&format!("{event}\ncases: [{{name: one, {case}}}]")), Ok(1));
    let placeholders = many(|_| "'${k9999}'".to_owned());
    assert_eq!(suite(&format!("cases: [{{name: one, each: [{{{given}}}], body: [{placeholders}]}}]")), Ok(1));
}
