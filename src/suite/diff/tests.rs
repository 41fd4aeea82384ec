use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::{json as compare, text};
use crate::terminal::Paint;

fn shown(expected: &Json, actual: &Json) -> String {
    compare(expected, actual).render(Paint::Plain)
}

#[test]
fn equal_documents_do_not_differ() {
    let equal = [
        (r#"{"a": 1, "b": [true, null]}"#, r#"{ "b": [true, null], "a": 1 }"#),
        ("[1, 10, -0.5]", "[1.0, 1e1, -0.5]"),
        (r#""\u00e9""#, "\"é\""),
    ];
    for (a, b) in equal {
        let diff = compare(&serde_json::from_str(a).unwrap(), &serde_json::from_str(b).unwrap());
        assert!(diff.is_empty(), "{a} {b}: {diff:?}");
        assert_eq!(diff.render(Paint::Plain), "");
    }
}

#[test]
fn numbers_of_other_values_differ() {
    for (a, b) in [("1", "2"), ("9007199254740993", "9007199254740992"), ("0.1", "0.10000000000000001e1")] {
        assert!(!compare(&serde_json::from_str(a).unwrap(), &serde_json::from_str(b).unwrap()).is_empty(), "{a} {b}");
    }
}

#[test]
fn each_difference_has_its_path() {
    let expected =
        json!({"TableName": "pets", "Item": {"id": {"S": "42"}, "age": {"N": "3"}}, "limit": 5, "none": null});
    let actual =
        json!({"TableName": "Pets", "Item": {"id": {"S": "42"}, "na me": {"S": "Rex"}}, "limit": "5", "none": {}});
    insta::assert_snapshot!(shown(&expected, &actual), @r#"
    $.TableName
      - "pets"
      + "Pets"
    $.Item.age: missing
      - {"N":"3"}
    $.Item['na me']: unexpected
      + {"S":"Rex"}
    $.limit: a string instead of a number
      - 5
      + "5"
    $.none: an object instead of null
      - null
      + {}
    "#);
}

#[test]
fn an_element_more_is_one_difference() {
    let expected = json!(["a", "b", "c"]);
    insta::assert_snapshot!(shown(&expected, &json!(["x", "a", "b", "c"])), @r#"
    $[0]: unexpected
      + "x"
    "#);
    insta::assert_snapshot!(shown(&expected, &json!(["a", "c"])), @r#"
    $[1]: missing
      - "b"
    "#);
}

#[test]
fn elements_that_are_alike_are_compared() {
    let expected = json!([{"id": 1, "name": "Rex", "ok": true}, {"id": 2, "name": "Tom", "ok": true}]);
    let actual =
        json!([{"id": 0, "new": 1}, {"id": 1, "name": "Max", "ok": true}, {"id": 2, "name": "Tom", "ok": false}]);
    insta::assert_snapshot!(shown(&expected, &actual), @r#"
    $[0]: unexpected
      + {"id":0,"new":1}
    $[1].name
      - "Rex"
      + "Max"
    $[2].ok
      - true
      + false
    "#);
    insta::assert_snapshot!(shown(&json!([1, 2]), &json!([3, 4, 5])), @r"
    $[0]
      - 1
      + 3
    $[1]
      - 2
      + 4
    $[2]: unexpected
      + 5
    ");
}

#[test]
fn the_words_of_a_string_that_differ_are_marked() {
    let diff = compare(&json!({"a": "puts one pet\tnow"}), &json!({"a": "puts two pet\tnow"}));
    insta::assert_snapshot!(diff.render(Paint::Colours).replace('\u{1b}', "^"), @r#"
    ^[1m$.a^[0m
      ^[31m-^[0m ^[31m"^[0m^[31mputs ^[0m^[31m^[1m^[7mone^[0m^[31m pet\tnow^[0m^[31m"^[0m
      ^[32m+^[0m ^[32m"^[0m^[32mputs ^[0m^[32m^[1m^[7mtwo^[0m^[32m pet\tnow^[0m^[32m"^[0m
    "#);
}

#[test]
fn differences_have_their_places_in_the_text() {
    let printed = "{\n  \"é\": [1, {\"b\": 2}],\n  \"twice\": 1, \"twice\": 2\n}";
    let diff = compare(&json!({"é": [1, {"b": 3, "c": 4}], "twice": 3}), &serde_json::from_str(printed).unwrap());
    let places: Vec<_> = diff.places(printed).into_iter().flatten().collect();
    let found: Vec<_> = places.iter().map(|p| (&printed[p.range()], p.line(), p.column())).collect();
    assert_eq!(found, [("2", 2, 18), ("{\"b\": 2}", 2, 12), ("2", 3, 24)]);
    assert_eq!(diff.places("no JSON"), [None, None, None]);
}

#[test]
fn lines_that_differ_stand_among_those_that_do_not() {
    let lines = |changed: &str| -> String {
        (1..=20).map(|n| if n == 10 { format!("{changed}\n") } else { format!("line {n}\n") }).collect()
    };
    insta::assert_snapshot!(text(&lines("line ten"), &lines("line 10")).render(Paint::Plain), @r"
     7  7   line 7
     8  8   line 8
     9  9   line 9
    10    - line ten
       10 + line 10
    11 11   line 11
    12 12   line 12
    13 13   line 13
    ");
}

#[test]
fn whitespace_that_differs_can_be_seen() {
    insta::assert_snapshot!(text("a b\nc\n\td\ne f", "a  b\nc \n  d\r\ne\u{a0}f\n").render(Paint::Plain), @r"
    1   - a·b
    2   - c
    3   - →d
    4   - e·f
        \ no line break at the end
      1 + a··b
      2 + c·
      3 + ··d␍
      4 + e⍽f
    (· is a blank, → a tab, ␍ a carriage return, ⍽ a blank that does not break)
    ");
}

#[test]
fn nothing_in_an_output_reaches_the_terminal_as_a_command() {
    let diff = text("a\u{1b}[2J\n", "b\u{1b}[2J\u{202e}\u{feff}\n").render(Paint::Plain);
    assert_eq!(diff, "1   - a<U+001B>[2J\n  1 + b<U+001B>[2J<U+202E><U+FEFF>\n");
    let json = compare(&json!({"k\u{1b}": "\u{9b}"}), &json!({"k\u{1b}": ""})).render(Paint::Plain);
    assert_eq!(json, "$['k\\u{1b}']\n  - \"<U+009B>\"\n  + \"\"\n");
}

#[test]
fn the_words_that_differ_are_marked() {
    let diff = text("keep\n{\"name\": \"Rex\", \"n\": 1}\n", "keep\n{\"name\": \"Max\", \"n\": 1}\n");
    insta::assert_snapshot!(diff.render(Paint::Colours).replace('\u{1b}', "^"), @r#"
    ^[2m1 1 ^[0m  keep
    ^[2m2   ^[0m^[31m-^[0m ^[31m{"name": "^[0m^[31m^[1m^[7mRex^[0m^[31m", "n": 1}^[0m
    ^[2m  2 ^[0m^[32m+^[0m ^[32m{"name": "^[0m^[32m^[1m^[7mMax^[0m^[32m", "n": 1}^[0m
    "#);
}

#[test]
fn a_long_line_is_cut_around_what_differs() {
    let line = |id: usize| format!("[{}{id}{}]", "\"a\", ".repeat(1000), ", 7".repeat(1000));
    insta::assert_snapshot!(text(&line(1), &line(2)).render(Paint::Plain), @r#"
    1   - [4941 more characters]"a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7[2941 more characters]
      1 + [4941 more characters]"a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", 2, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7[2941 more characters]
    "#);
}

#[test]
fn outputs_of_megabytes_take_no_time() {
    let numbers = |salt: u64| {
        (0..200_000_u64)
            .map(|n| (n * 7919 + salt).wrapping_mul(0x9e37_79b9) % 100_000)
            .map(Json::from)
            .collect::<Json>()
    };
    let (a, b) = (numbers(1), numbers(2));
    let lines = |json: &Json| format!("{json:#}");
    let start = Instant::now();
    let diff = compare(&a, &b);
    assert!(diff.omitted() > 1000);
    assert!(diff.places(&b.to_string()).iter().all(Option::is_some));
    assert!(diff.render(Paint::Plain).ends_with("more differences\n"));
    for (a, b) in [(a.to_string(), b.to_string()), (lines(&a), lines(&b)), ("x".repeat(2 << 20), " ".repeat(2 << 20))] {
        let shown = text(&a, &b).render(Paint::Plain);
        assert!(shown.len() < 100_000, "{}", shown.len());
    }
    // a few hundred milliseconds when optimised
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}
