//! What fuzzing and measuring found, small. The collection of what was thought of is `fixtures/hostile/`.

use vtl::{Dialect, ErrorKind, Event, Limit, Limits, Options, Output};

/// Few steps, so that even a machine that is slow and busy, without optimisation, is through them at once.
fn render(template: &str, event: &Event) -> Result<Output, vtl::Error> {
    let limits = Limits { steps: 200_000, value_bytes: 4 << 20, output_bytes: 1 << 20, ..Limits::default() };
    let template = Options::new().dialect(Dialect::Velocity).limits(limits).parse(template)?;
    template.render(event)
}

#[track_caller]
fn ends(template: &str, limit: Limit) {
    let error = render(template, &Event::new()).map(|output| output.body.len()).expect_err("a limit");
    assert_eq!(error.kind(), ErrorKind::Limit(limit), "{error:.200}");
}

/// In two loops, a million turns.
fn often(inside: &str) -> String {
    format!("#foreach($i in [1..1000])#foreach($j in [1..1000]){inside}#end#end")
}

/// Text of letters as long as a template can hold.
fn long() -> String {
    "x".repeat(250_000)
}

#[test]
fn identities_are_the_same_each_time() {
    // they were made of addresses
    for template in [
        "$s.split(',')",
        "$s.toCharArray()",
        "$s.getBytes().hashCode()",
        "#set($l = [1])$l.iterator()",
        "#set($m = {'a': 1})$m.keySet().iterator() $m.class.hashCode()",
        "#set($a = $s.split(','))#set($m = {$a: 1, $s.split(','): 2})$m.hashCode()",
    ] {
        let event = Event::new().variable("s", "a,b".into());
        let first = render(template, &event).expect("it renders");
        for _ in 0..3 {
            let _hole = vec![0u8; 100_000];
            assert_eq!(render(template, &event).expect("it renders").body, first.body, "{template}");
        }
    }
}

#[test]
fn a_null_reference_that_prints_its_source_counts_as_output() {
    ends(&often(&format!("${}", long())), Limit::OutputBytes);
    ends(&format!("#macro(m $p){}#end#m($nothing.{})", often("$p"), long()), Limit::OutputBytes);
}

#[test]
fn evaluated_templates_count_as_values_while_they_are_kept() {
    let source = "$q".repeat(2000);
    let template = format!("#set($s = '{source}')#foreach($i in [1..1000])#set($t = $s + $i)#evaluate($t)#end");
    let limits = Limits { steps: 2_000_000, value_bytes: 4 << 20, ..Limits::default() };
    let template = Options::new().dialect(Dialect::Velocity).limits(limits).parse(&template).expect("it parses");
    let error = template.render(&Event::new()).expect_err("a limit");
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::ValueBytes), "{error:.200}");
    // one and the same is kept once
    let output = render(
        "#set($s = '$i,$foreach.count;$i,$foreach.count;')#foreach($i in [1..1000])#evaluate($s)#end",
        &Event::new(),
    );
    assert!(output.expect("it renders").body.starts_with("1,1;1,1;2,2;"));
}

#[test]
fn a_macro_evaluated_anew_is_called_anew() {
    // what was read before the macro is known is not what is read after
    let template = "#set($s = '#n()')#evaluate($s)#set($h = '#')#set($d = \"${h}macro(n)x${h}end\")#evaluate($d)#evaluate($s)#evaluate($s)";
    assert_eq!(render(template, &Event::new()).expect("it renders").body, "#n()xx");
}

#[test]
fn looking_through_the_variables_of_a_macro_takes_steps() {
    let parameters: String = (0..10_000).map(|i| format!("$p{i} ")).collect();
    let arguments = "$a ".repeat(10_000);
    ends(&format!("#macro(m {parameters}){}#end#m({arguments})", often("$b")), Limit::Steps);
    let sets: String = (0..10_000).map(|i| format!("#set($p{i} = 1)")).collect();
    ends(&format!("#macro(m){sets}{}#end#m()", often("#set($p9999 = 1)")), Limit::Steps);
}

#[test]
fn every_part_of_an_expression_takes_steps() {
    let link = |piece: &str, count: usize| piece.repeat(count);
    for expression in [
        format!("$m{}", link(".b", 50_000)),
        format!("$l{}", link("[0]", 50_000)),
        format!("$i.x({}1)", link("1,", 50_000)),
        format!("1{}", link(" + 1", 190)),
        format!("1 == 1{}", link(" && 1 == 1", 95)),
        format!("{}$i", link("!", 190)),
    ] {
        let set = often(&format!("#set($x = {expression})"));
        ends(
            &format!("#set($m = {{}})#set($x = $m.put('b', $m))#set($l = [])#set($x = $l.add($l)){set}"),
            Limit::Steps,
        );
    }
    ends(&often(&format!("#if(false){}#elseif(true)#end", link("#elseif(false)", 10_000))), Limit::Steps);
    ends(&often(&format!("#set($i.{} = 1)", long())), Limit::Steps);
}

#[test]
fn a_long_number_meets_the_limit_of_numbers() {
    let template = format!("#set($n = {})$n", "9".repeat(290_000));
    let error = Options::new().parse(&template).expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::ValueBytes));
    // zeros before it do not count
    let template = format!("#set($n = {}7)$n", "0".repeat(290_000));
    assert_eq!(render(&template, &Event::new()).expect("it renders").body, "7");
}

#[test]
fn text_that_is_looked_at_character_by_character_takes_steps() {
    let ascii = "k".repeat(100_000);
    let wide = "é😀K".repeat(15_000);
    for (text, calls) in [
        (
            &ascii,
            ["indexOf($u)", "lastIndexOf($u, 100)", "replace($u, 'x')", "compareToIgnoreCase($u)", "toUpperCase()"],
        ),
        (
            &wide,
            ["equalsIgnoreCase($u)", "compareToIgnoreCase($u)", "charAt(40000)", "substring(40000)", "stripIndent()"],
        ),
    ] {
        let event = Event::new().variable("s", text.as_str().into()).variable("u", format!("{text}x").into());
        for call in calls {
            let error = render(&often(&format!("#set($x = $s.{call})")), &event).expect_err("a limit");
            assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{call}: {error:.200}");
        }
    }
}

#[test]
fn comparing_strings_skips_what_they_share() {
    let event = |a: &str, b: &str| Event::new().variable("a", a.into()).variable("b", b.into());
    for (a, b, expected) in [
        ("x".repeat(64) + "a", "x".repeat(64) + "c", "-2"),
        ("x".repeat(63) + "é1", "x".repeat(63) + "é2", "-1"),
        ("é".repeat(40) + "😀", "é".repeat(40) + "😁", "-1"),
        ("x".repeat(62) + "😀b", "x".repeat(62) + "😀", "1"),
        ("x".repeat(128), "x".repeat(64), "64"),
        ("x".repeat(64), "x".repeat(64), "0"),
    ] {
        assert_eq!(render("$a.compareTo($b)", &event(&a, &b)).expect("it renders").body, expected);
    }
}
