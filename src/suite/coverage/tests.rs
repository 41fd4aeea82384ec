//! What is counted, and how it is shown.

use serde_json::json;

use super::*;
use crate::terminal::Paint;
use crate::{Dialect, Options};

/// A template rendered with bodies; counted by the lean observer and by traces, which must agree.
fn covered(source: &str, bodies: &[serde_json::Value]) -> Coverage {
    let template = Options::new().name("t.vtl").parse(source).unwrap();
    let (mut counted, mut traced) = (Coverage::new(&template), Coverage::new(&template));
    for body in bodies {
        let event = Event::new().body(body.to_string());
        assert_eq!(counted.render(&event), template.render(&event));
        traced.add(&template.trace(&event));
    }
    assert_eq!(counted.counts, traced.counts, "counted and traced");
    counted
}

fn lines(coverage: &Coverage) -> Vec<(usize, u64)> {
    coverage.lines().collect()
}

#[test]
fn a_line_counts_if_something_on_it_can_run() {
    let source = "## a comment\n\n{\n#if($input.path('$.a') == 1)\n  one\n#else\n  other\n#end\n#* more *#\n}\n";
    let coverage = covered(source, &[json!({"a": 1}), json!({"a": 1})]);
    assert_eq!(lines(&coverage), [(3, 2), (4, 2), (5, 2), (7, 0), (10, 2)]);
    assert_eq!(coverage.totals().lines, Share { covered: 4, total: 5 });
}

#[test]
fn statements_on_one_line_are_one_line() {
    let coverage = covered("#if(false)never#end always", &[json!({})]);
    assert_eq!(lines(&coverage), [(1, 1)]);
}

#[test]
fn each_arm_is_a_branch_and_so_is_the_else_that_is_not_there() {
    let source = "#set($n = $input.path('$.n'))\n#if($n == 1)\na\n#elseif($n == 2)\nb\n#end\n#if($n == 1)c#{else}d#end";
    let arms = |coverage: &Coverage| -> Vec<(usize, &str, u64)> {
        coverage.branches().flat_map(|branch| branch.arms).map(|arm| (arm.line, arm.name, arm.taken)).collect()
    };
    let coverage = covered(source, &[json!({"n": 2}), json!({"n": 1}), json!({"n": 1})]);
    assert_eq!(arms(&coverage), [(2, "#if", 2), (4, "#elseif", 1), (2, "no arm", 0), (7, "#if", 2), (7, "#else", 1)]);
    assert_eq!(coverage.totals().branches, Share { covered: 4, total: 5 });
}

#[test]
fn loops_turn_never_once_and_often() {
    let source = "#foreach($i in $input.path('$.l'))\n#foreach($j in $i)$j#end\n#end";
    let coverage = covered(source, &[json!({"l": []}), json!({"l": [[], [1], [1, 2, 3]]}), json!({})]);
    let turns: Vec<_> = coverage.loops().map(|of| (of.line, of.turns)).collect();
    assert_eq!(turns, [(1, [2, 0, 1]), (2, [1, 1, 1])]);
    let broken = covered("#foreach($i in [1..3])#break#end", &[json!({})]);
    assert_eq!(broken.loops().next().unwrap().turns, [0, 1, 0]);
}

#[test]
fn references_are_null_once_or_never() {
    let source = "$input.path('$.a')#set($u = \"$input.path('$.b')\")#if($input.path('$.c') && $x)#end";
    let coverage = covered(source, &[json!({"b": 1}), json!({"a": 1, "c": true})]);
    let found: Vec<_> = coverage.references().map(|(span, looked, null)| (&source[span], looked, null)).collect();
    assert_eq!(
        found,
        [("$input.path('$.a')", 2, 1), ("$input.path('$.b')", 2, 1), ("$input.path('$.c')", 2, 1), ("$x", 2, 2),]
    );
}

#[test]
fn branches_in_strings_count_and_their_text_does_not() {
    let coverage = covered("#set($s = \"\n\n#if($input.path('$.a') == 1)x#{else}y#end\")$s", &[json!({"a": 1})]);
    assert_eq!(coverage.totals().branches, Share { covered: 1, total: 2 });
    assert_eq!(lines(&coverage), [(1, 1), (2, 1), (3, 1)], "they are the lines of the `#set`");
}

#[test]
fn a_render_that_fails_covers_what_it_reached() {
    let template = Template::parse("a\n#foreach($i in [1, 2])\n$input.path('$.l')[5]\n#end\nb").unwrap();
    let mut coverage = Coverage::new(&template);
    assert!(coverage.render(&Event::new().body(r#"{"l": []}"#)).is_err());
    assert_eq!(lines(&coverage), [(1, 1), (2, 1), (3, 1), (5, 0)]);
}

#[test]
fn macros_and_blocks_are_covered_where_they_stand() {
    let options = Options::new().dialect(Dialect::Velocity).loader(|_| Some("#if(true)x#end".to_owned()));
    let source = "#macro(m $p)\n[$p]\n#end\n#macro(n)\nnever\n#end\n#define($d)\nblock\n#end\n#m(1)$d#parse('a')";
    let mut coverage = Coverage::new(&options.parse(source).unwrap());
    coverage.render(&Event::new()).unwrap();
    assert_eq!(lines(&coverage), [(2, 1), (5, 0), (7, 1), (8, 1), (10, 1)]);
    assert_eq!(coverage.totals().branches, Share::default(), "what it reads is another template");
}

#[test]
fn those_of_threads_are_merged() {
    let template = Template::parse("#if($input.path('$.a') == 1)one#end").unwrap();
    let (mut one, mut other) = (Coverage::new(&template), Coverage::new(&template));
    one.render(&Event::new().body(r#"{"a": 1}"#)).unwrap();
    other.render(&Event::new()).unwrap();
    assert!(one.merge(&other));
    assert_eq!((one.totals().percent(), one.renders()), (100.0, 2));
    assert!(!one.merge(&Coverage::new(&Template::parse("another").unwrap())));
}

/// A template of which some is covered, for the pictures below.
fn example() -> Vec<Coverage> {
    let source = include_str!("../../../fixtures/explain/order.vtl");
    let event = include_str!("../../../fixtures/explain/order.json");
    let mut order = Coverage::new(&Options::new().name("templates/order.vtl").parse(source).unwrap());
    order.render(&Event::from_json(event).unwrap()).unwrap();
    order.render(&Event::new()).unwrap();
    let hostile = "#if($x == '</code><script>alert(1)</script>')\n<&>\n#else\n\"$!x\"\n#end\n";
    let mut hostile = Coverage::new(&Options::new().name("<b>.vtl").parse(hostile).unwrap());
    hostile.render(&Event::new()).unwrap();
    let unrun = Coverage::new(&Options::new().name("never.vtl").parse("a\nb\n").unwrap());
    vec![order, hostile, unrun]
}

#[test]
fn a_table_for_the_terminal() {
    insta::assert_snapshot!(table(&example(), Paint::Plain));
}

#[test]
fn a_page_with_the_templates_and_their_marks() {
    let page = html(&example());
    assert!(!page.contains("<script") && !page.contains("<b>.vtl"), "names and templates are escaped");
    let body = page.split_once("<body>").unwrap().1;
    insta::assert_snapshot!(body);
}

#[test]
fn a_tracefile_for_tools() {
    insta::assert_snapshot!(lcov(&example()));
}
