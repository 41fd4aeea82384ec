use serde_json::json;

use super::Redactions;

fn redacted(selectors: &[&str], text: &str) -> String {
    let mut redactions = Redactions::default();
    for selector in selectors {
        redactions.add(selector, &json!("[x]")).unwrap();
    }
    redactions.apply(text).unwrap()
}

fn complaint(what: &str) -> String {
    Redactions::default().add(what, &json!("[x]")).unwrap_err()
}

#[test]
fn a_selector_finds_values_by_their_path() {
    let text = r#"{"id": 1, "a": {"id": [2], "b c": {"id": {}}}, "l": [{"id": 3}, {"n": 4}]}"#;
    let found = |selector| redacted(&[selector], text);
    assert_eq!(found(".id"), r#"{"id": "[x]", "a": {"id": [2], "b c": {"id": {}}}, "l": [{"id": 3}, {"n": 4}]}"#);
    assert_eq!(found("$.a.id[0]"), r#"{"id": 1, "a": {"id": ["[x]"], "b c": {"id": {}}}, "l": [{"id": 3}, {"n": 4}]}"#);
    assert_eq!(
        found("$.a['b c'].id"),
        r#"{"id": 1, "a": {"id": [2], "b c": {"id": "[x]"}}, "l": [{"id": 3}, {"n": 4}]}"#
    );
    for every in ["$.l[*].id", ".l[].id", ".l.*.id", "$['l'][0][\"id\"]"] {
        assert_eq!(
            found(every),
            r#"{"id": 1, "a": {"id": [2], "b c": {"id": {}}}, "l": [{"id": "[x]"}, {"n": 4}]}"#,
            "{every}"
        );
    }
    for deep in ["$..id", ".**.id", "$..['id']"] {
        let all = r#"{"id": "[x]", "a": {"id": "[x]", "b c": {"id": "[x]"}}, "l": [{"id": "[x]"}, {"n": 4}]}"#;
        assert_eq!(found(deep), all, "{deep}");
    }
    assert_eq!(found("$"), r#""[x]""#);
    assert_eq!(found("$.nothing.here"), text);
}

#[test]
fn all_else_stays_byte_for_byte() {
    assert_eq!(
        redacted(&[".a"], "\t{ \"b\" : 1.50 ,\r\n\"a\":  [ 1 ] }\n"),
        "\t{ \"b\" : 1.50 ,\r\n\"a\":  \"[x]\" }\n"
    );
    assert_eq!(redacted(&[".a"], "{\"a\": 1,}"), "{\"a\": 1,}", "what is no JSON has no paths");
    let (beyond, expected) = (r#"{"a": 1, "b": [1e999, "\ud83d"]}"#, r#"{"a": "[x]", "b": [1e999, "\ud83d"]}"#);
    assert_eq!(redacted(&[".a"], beyond), expected, "no value holds it, but it is JSON");
}

#[test]
fn a_replacement_is_any_json_and_the_first_counts() {
    let mut redactions = Redactions::default();
    redactions.add(".n", &json!(0)).unwrap();
    redactions.add("$..n", &json!({"any": "number"})).unwrap();
    assert_eq!(redactions.apply(r#"{"n": 7, "m": {"n": 8}}"#).unwrap(), r#"{"n": 0, "m": {"n": {"any":"number"}}}"#);
}

#[test]
fn a_pattern_finds_text_anywhere() {
    let mut redactions = Redactions::default();
    redactions.add("/(id=)\\d+/", &json!("$1[n]")).unwrap();
    assert_eq!(redactions.apply("<a id=12/> id=7").unwrap(), "<a id=[n]/> id=[n]");
    redactions.add("/x/", &json!("$2")).unwrap();
    assert_eq!(redactions.apply("x").unwrap_err(), "a redaction fails: No group 2");
}

#[test]
fn a_pattern_that_takes_forever_is_stopped() {
    let mut redactions = Redactions::default();
    redactions.add(r"/(a|aa)+\1(a|aa)+\2b/", &json!("")).unwrap();
    let text = "a".repeat(100);
    assert_eq!(redactions.apply(&text).unwrap_err(), "a redaction fails: its pattern takes too long");
}

#[test]
fn says_what_is_wrong_with_a_selector() {
    assert_eq!(complaint("id"), "the selector `id` must start with `$`, `.` or `[`, or with `/` if it is a pattern");
    assert_eq!(complaint("$.a."), "the selector `$.a.` has a `.` without a name");
    assert_eq!(complaint("$.a[x]"), "the selector `$.a[x]` has brackets that are not `[1]`, `[*]` or `['name']`");
    assert_eq!(complaint("$.."), "the selector `$..` ends after `..`: which name?");
    assert_eq!(complaint("/a"), "the pattern `/a` has no `/` at its end");
    assert!(complaint("/(/").starts_with("the pattern `/(/` is none: "), "{}", complaint("/(/"));
}

#[test]
fn many_deep_steps_cost_no_more_than_few() {
    let selector = format!("{}.never", "..*".repeat(40));
    let text = format!("{}1{}", "{\"a\": [".repeat(60), "]}".repeat(60));
    assert_eq!(redacted(&[&selector], &text), text);
}
