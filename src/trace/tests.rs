//! What a trace tells of small templates.

use super::*;
use crate::{Dialect, Event, Options};

/// A line for each step: how deep it is, what it is, where it stands and what came of it.
fn outline(trace: &Trace) -> Vec<String> {
    let line = |(number, step): (usize, &Step)| {
        let depth = trace.ancestors(number).count();
        let mut line = format!("{}{} `{}`", "  ".repeat(depth), step.kind.name(), trace.text_of(step));
        if let Some(output) = &step.output {
            line += &format!(" printed {:?}", &trace.printed()[output.clone()]);
        }
        if let Some(detail) = detail(trace, step) {
            line += &format!(": {detail}");
        }
        if step.ended != Ended::Done {
            line += &format!(" ({:?})", step.ended);
        }
        line
    };
    trace.steps().iter().enumerate().map(line).collect()
}

fn detail(trace: &Trace, step: &Step) -> Option<String> {
    let shown = |value: &Option<Shown>| value.as_ref().map(|v| format!("{} {}", v.class, v.text));
    let null = |null: &Option<NullAt>| {
        let text = |span| trace.text_at(step.source, span);
        null.as_ref().map(|n| format!("`{}` is {}, then `{}`", text(&n.span), n.why, text(&n.unreached)))
    };
    let parts: Vec<String> = match &step.kind {
        StepKind::Reference(found) => {
            let place = found.place.as_ref().map(|place| format!("from {place}"));
            [shown(&found.value), null(&found.null), place, found.sets_override.clone()].into_iter().flatten().collect()
        }
        StepKind::If { taken } => vec![format!("{taken:?}")],
        StepKind::Condition(condition) => {
            vec![format!("arm {} holds {:?}: {}", condition.arm, condition.holds, condition.why)]
        }
        StepKind::Foreach(of) => {
            let limited = if of.limited { ", limited" } else { "" };
            vec![format!("{} turns of {}{limited}", of.turns, shown(&of.list).unwrap_or_default())]
        }
        StepKind::Turn { number, variable, item, place } => {
            let place = place.as_ref().map(|place| format!(" from {place}")).unwrap_or_default();
            vec![format!("{number} ${variable} = {}{place}", item.text)]
        }
        StepKind::Set(set) => {
            let target = trace.text_at(step.source, &set.target);
            let done = format!("{target} {:?}", set.assigned);
            [Some(done), shown(&set.value), null(&set.null), set.sets_override.clone()].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    };
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn trace(source: &str, event: &Event) -> Trace {
    let template = Template::parse(source).unwrap();
    let trace = template.trace(event);
    assert_eq!(trace.result(), &template.render(event), "a trace changes nothing");
    trace
}

fn event(body: &str) -> Event {
    Event::new().body(body)
}

#[test]
fn text_and_references_with_what_they_printed() {
    let trace = trace("Hi $input.path('$.name')!", &event(r#"{"name": "Rex"}"#));
    assert_eq!(
        outline(&trace),
        [
            r#"text `Hi ` printed "Hi ""#,
            r#"reference `$input.path('$.name')` printed "Rex": java.lang.String Rex; from /body/name"#,
            r#"text `!` printed "!""#,
        ]
    );
}

#[test]
fn a_branch_and_why_it_was_taken() {
    let of = |source| outline(&trace(source, &event(r#"{"n": 2}"#)));
    assert_eq!(
        of("#if($nothing)a#{else}b#end"),
        [
            r#"if `#if($nothing)` printed "a": Arm(0)"#,
            "  condition `$nothing`: arm 0 holds Some(true): \
             null is the empty string on API Gateway, which is not null and no Boolean, so true",
            "    reference `$nothing`: null ; `$nothing` is undefined, then ``",
            r#"  text `a` printed "a""#,
        ]
    );
    assert_eq!(
        of("#set($n = $input.path('$.n'))#if($n > 5)big#elseif($n == 2)two#end"),
        [
            "set `#set($n = $input.path('$.n'))`: $n Some(Set); java.lang.Integer 2",
            "  reference `$input.path('$.n')`: java.lang.Integer 2; from /body/n",
            r#"if `#if($n > 5)` printed "two": Arm(1)"#,
            "  condition `$n > 5`: arm 0 holds Some(false): evaluated",
            "    reference `$n`: java.lang.Integer 2; from /body/n",
            "  condition `$n == 2`: arm 1 holds Some(true): evaluated",
            "    reference `$n`: java.lang.Integer 2; from /body/n",
            r#"  text `two` printed "two""#,
        ]
    );
    assert_eq!(of("#if(false)a#end")[0], r#"if `#if(false)` printed "": Nothing"#);
    assert_eq!(of("#if(false)a#{else}b#end")[0], r#"if `#if(false)` printed "b": Else"#);
}

#[test]
fn each_turn_of_a_loop_with_its_item() {
    let trace = trace("#foreach($t in $input.path('$.t'))$t,#end", &event(r#"{"t": ["a", 7]}"#));
    assert_eq!(
        outline(&trace),
        [
            r#"foreach `#foreach($t in $input.path('$.t'))` printed "a,7,": 2 turns of net.minidev.json.JSONArray ["a",7]"#,
            r#"  reference `$input.path('$.t')`: net.minidev.json.JSONArray ["a",7]; from /body/t"#,
            r#"  turn `#foreach($t in $input.path('$.t'))` printed "a,": 0 $t = a from /body/t/0"#,
            r#"    reference `$t` printed "a": java.lang.String a; from /body/t/0"#,
            r#"    text `,` printed ",""#,
            r#"  turn `#foreach($t in $input.path('$.t'))` printed "7,": 1 $t = 7 from /body/t/1"#,
            r#"    reference `$t` printed "7": java.lang.Integer 7; from /body/t/1"#,
            r#"    text `,` printed ",""#,
        ]
    );
}

#[test]
fn loops_that_do_not_turn_or_end_early() {
    let of = |source| outline(&trace(source, &event("{}")));
    assert_eq!(
        of("#foreach($x in 'text').#end")[0],
        r#"foreach `#foreach($x in 'text')` printed "": 0 turns of java.lang.String text"#
    );
    assert_eq!(
        of("#foreach($i in [1..3])#if($i == 2)#break#end$i#end.")[2..],
        [
            r#"    if `#if($i == 2)` printed "": Nothing"#,
            "      condition `$i == 2`: arm 0 holds Some(false): evaluated",
            "        reference `$i`: java.lang.Integer 1",
            r#"    reference `$i` printed "1": java.lang.Integer 1"#,
            r#"  turn `#foreach($i in [1..3])` printed "": 1 $i = 2 (Early)"#,
            r#"    if `#if($i == 2)` printed "": Arm(0) (Early)"#,
            "      condition `$i == 2`: arm 0 holds Some(true): evaluated",
            "        reference `$i`: java.lang.Integer 2",
            "      break `#break` (Early)",
            r#"text `.` printed ".""#,
        ]
    );
    let limited = outline(&trace("#set($l = [1..2000])#foreach($i in $l)#end", &event("{}")));
    assert!(limited[1].contains("1000 turns of java.util.ArrayList [1, 2, 3, ") && limited[1].ends_with(", limited"));
}

#[test]
fn sets_and_overrides_by_whatever_name() {
    let of = |source| outline(&trace(source, &event("{}")));
    assert_eq!(
        of("#set($context.responseOverride.status = 404)"),
        ["set `#set($context.responseOverride.status = 404)`: \
          $context.responseOverride.status Some(Set); java.lang.Integer 404; responseOverride.status"]
    );
    assert_eq!(
        of("#set($h = $context.requestOverride.header)#set($h['X-A'] = 'b')")[2],
        "set `#set($h['X-A'] = 'b')`: $h['X-A'] Some(Set); java.lang.String b; requestOverride.header.X-A"
    );
    assert_eq!(
        of("$context.requestOverride.querystring.put('q', 1)")[0],
        r#"reference `$context.requestOverride.querystring.put('q', 1)` printed "": null ; `$context.requestOverride.querystring.put('q', 1)` is null, then ``; from /context/requestOverride/querystring; requestOverride.querystring.q"#
    );
    assert_eq!(
        of("#set($a.b.c = 1)"),
        ["set `#set($a.b.c = 1)`: $a.b.c Some(Nowhere); java.lang.Integer 1; `$a` is undefined, then `.b.c`"]
    );
}

#[test]
fn the_link_of_a_chain_that_met_null() {
    let of = |source| outline(&trace(source, &event(r#"{"a": {"b": [1]}, "s": "x"}"#))).remove(0);
    assert!(of("$input.path('$.x').trim().length()").contains("`$input.path('$.x')` is null, then `.trim().length()`"));
    assert!(
        of("$input.path('$.a').b.length()")
            .contains("`$input.path('$.a').b.length()` is no such property or method, then ``")
    );
    assert!(of("$input.path('$.a').c.d").contains("`$input.path('$.a').c` is null, then `.d`"));
    assert!(of("$nope.a").contains("`$nope` is undefined, then `.a`"));
}

#[test]
fn where_in_the_event_a_value_comes_from() {
    let event = Event::from_json(
        r#"{"body": {"pets": [{"name": "Rex", "tags": {"k": "v"}}]},
            "params": {"path": {"id": "1"}, "header": {"X-A": "h"}},
            "context": {"identity": {"sourceIp": "192.0.2.1"}}, "stageVariables": {"t": "x"}, "vars": {"mine": {"a": 1}}}"#,
    )
    .unwrap();
    let last = |source: &str| {
        let trace = trace(source, &event);
        let printed = trace.steps().iter().rev().find(|step| step.output.is_some()).unwrap();
        match &printed.kind {
            StepKind::Reference(found) => found.place.clone().unwrap_or_default(),
            other => other.name().to_owned(),
        }
    };
    let cases = [
        ("$input.params('id')", "/params/path/id"),
        ("$input.params('X-A')", "/params/header/X-A"),
        ("$input.params().header.get('X-A')", "/params/header/X-A"),
        ("$input.body", "/body"),
        ("$input.json('$.pets')", "/body/pets"),
        ("$context.identity.sourceIp", "/context/identity/sourceIp"),
        ("$stageVariables.t", "/stageVariables/t"),
        ("$mine.a", "/vars/mine/a"),
        ("$input.path('$').pets[0].name", "/body/pets/0/name"),
        ("$input.path('$').pets[-1].name.trim()", "/body/pets/0/name"),
        ("$util.escapeJavaScript($input.path('$.pets[0].name')).trim()", "/body/pets/0/name"),
        ("#set($x = $input.path('$.pets')[0].name)$x", "/body/pets/0/name"),
        ("#set($x = $input.path('$.pets')[0])#set($y = $x)$y.get('name')", "/body/pets/0/name"),
        ("#foreach($e in $input.path('$.pets[0].tags').entrySet())$e.value#end", "/body/pets/0/tags/k"),
        ("#foreach($k in $input.path('$.pets[0].tags').keySet())$k#end", "/body/pets/0/tags/k"),
        ("$input.path('$..name')[0]", "/body"),
        ("$input.path('$.none.such')", "/body/none/such"),
        ("#set($x = 1)$x", ""),
        ("#set($x = \"$mine.a\")$x", ""),
        ("#set($mine = 2)$mine", ""),
    ];
    for (source, place) in cases {
        assert_eq!(last(source), place, "{source}");
    }
}

#[test]
fn an_interpolated_string_tells_its_references() {
    let trace = trace(r#"#set($u = "v1/$input.params('id')")$u"#, &Event::new().path_param("id", "7"));
    assert_eq!(
        outline(&trace),
        [
            r#"set `#set($u = "v1/$input.params('id')")`: $u Some(Set); java.lang.String v1/7"#,
            "  reference `$input.params('id')`: java.lang.String 7; from /params/path/id",
            r#"reference `$u` printed "v1/7": java.lang.String v1/7"#,
        ]
    );
}

#[test]
fn a_block_happens_where_it_is_printed() {
    let trace = trace("#define($b)<$x>#end#set($x = 1)$b#if($b == '<1>')!#end", &Event::new());
    assert_eq!(
        outline(&trace),
        [
            "define `#define($b)`",
            "set `#set($x = 1)`: $x Some(Set); java.lang.Integer 1",
            r#"reference `$b` printed "<1>": org.apache.velocity.runtime.directive.Block$Reference (a block of #define)"#,
            r#"  text `<` printed "<""#,
            r#"  reference `$x` printed "1": java.lang.Integer 1"#,
            r#"  text `>` printed ">""#,
            r#"if `#if($b == '<1>')` printed "!": Arm(0)"#,
            "  condition `$b == '<1>'`: arm 0 holds Some(true): evaluated",
            "    reference `$b`: org.apache.velocity.runtime.directive.Block$Reference (a block of #define)",
            "    reference `$x`: java.lang.Integer 1",
            r#"  text `!` printed "!""#,
        ]
    );
}

#[test]
fn nested_templates_are_sources_of_their_own() {
    let options = Options::new().dialect(Dialect::Velocity).name("main").loader(|name| Some(format!("[{name} $n]")));
    let template = options.parse("#set($n = 1)#parse('foot')#evaluate('<$n>')#macro(m $p)$p#end#m($n)").unwrap();
    let trace = template.trace(&Event::new());
    assert_eq!(trace.printed(), "[foot 1]<1>1");
    let names: Vec<_> = trace.sources().iter().map(|source| (&*source.name, &*source.text)).collect();
    assert_eq!(names[1..], [("foot", "[foot $n]"), ("main", "<$n>")]);
    assert_eq!(
        outline(&trace)[1..],
        [
            r#"parse `#parse('foot')` printed "[foot 1]""#,
            r#"  text `[foot ` printed "[foot ""#,
            r#"  reference `$n` printed "1": java.lang.Integer 1"#,
            r#"  text `]` printed "]""#,
            r#"evaluate `#evaluate('<$n>')` printed "<1>""#,
            r#"  text `<` printed "<""#,
            r#"  reference `$n` printed "1": java.lang.Integer 1"#,
            r#"  text `>` printed ">""#,
            r#"call `#m($n)` printed "1""#,
            r#"  reference `$p` printed "1": java.lang.Integer 1"#,
        ]
    );
}

#[test]
fn a_render_that_fails_is_traced_to_where_it_failed() {
    let trace = trace("a#if($input.path('$.n'))b$input.path('$.l')[2]c#end", &event(r#"{"n": 1, "l": []}"#));
    assert_eq!((trace.printed(), trace.result().is_err()), ("ab", true));
    assert_eq!(
        outline(&trace)[3..],
        [
            "    reference `$input.path('$.n')`: java.lang.Integer 1; from /body/n",
            r#"  text `b` printed "b""#,
            r#"  reference `$input.path('$.l')[2]` printed "" (Failed)"#,
        ]
    );
    assert_eq!(trace.step(1).ended, Ended::Failed);
}

#[test]
fn every_byte_of_the_output_has_its_origin() {
    let source =
        r##"{#foreach($i in [1..3])"$i": "$!{x}é#if($i % 2 == 0)$$i\$i#end"#foreach($j in [])#end,#end}#stop never"##;
    let trace = trace(source, &Event::new());
    for offset in 0..trace.printed().len() {
        let step = trace.step(trace.origin(offset).unwrap());
        assert!(matches!(step.kind, StepKind::Text | StepKind::Reference(_)), "{offset} is of {step:?}");
        let printed = &trace.printed()[step.output.clone().unwrap()];
        if matches!(step.kind, StepKind::Text) {
            assert_eq!(trace.text_of(step), printed);
        }
    }
    assert_eq!(trace.origin(trace.printed().len()), None);
}

#[test]
fn half_a_surrogate_pair_moves_nothing() {
    let event = Event::new().variable("e", serde_json::json!("😀"));
    let trace = trace("$e.substring(0, 1)|$e.substring(0,1)$e.substring(1)|$e.substring(1)x", &event);
    assert_eq!(trace.printed(), "?|😀|?x");
    let bar = trace.step(trace.origin(1).unwrap());
    assert_eq!((trace.text_of(bar), bar.output.clone()), ("|", Some(1..2)));
    let last = trace.step(trace.origin(trace.printed().len() - 1).unwrap());
    assert_eq!(trace.text_of(last), "x");
}

#[test]
fn what_is_kept_is_bounded() {
    let template = Template::parse("#foreach($i in [1..1000])$i#if($i > 2)x#end\n#end$input.path('$')").unwrap();
    let event = event(&format!(r#"{{"long": "{}", "k/é": [1, {{"a": null}}]}}"#, "é".repeat(1_000_000)));
    let bounds = Bounds { steps: 50, value_bytes: 11 };
    let traced = template.trace_within(&event, &bounds);
    assert_eq!((traced.steps().len(), traced.is_truncated()), (50, true));
    assert_eq!(traced.result(), &template.render(&event));
    assert_eq!(traced.origin(3000), Some(0), "what is left out happened in the loop");

    let trace = Template::parse("$input.path('$')").unwrap().trace_within(&event, &bounds);
    let StepKind::Reference(found) = &trace.step(0).kind else { panic!() };
    let value = found.value.as_ref().unwrap();
    assert_eq!((value.text.as_str(), value.cut), ("{long=éé", true));
}

#[test]
fn values_are_shown_as_java_prints_them() {
    let event = event(r#"{"o": {"a": [1, {"b": "x/\"y"}, null], "n": null, "d": 1.50}, "l": ["é", {"k": [2]}]}"#);
    for source in [
        "$input.path('$.o')",
        "$input.path('$.l')",
        "$input.path('$.o').entrySet()",
        "$input.path('$.o').keySet()",
        "$input.params()",
        "#set($l = [1, 'a', [2..3], {'k': 'v'}])$l",
        "$context",
        "$util",
        "$input",
        "$input.path('$.l').subList(0, 1)",
        "$input.path('$.o').d",
        "$input.path('$.l').class",
        "$input.path('$.o').values()",
    ] {
        let trace = trace(source, &event);
        let step = trace.steps().iter().find(|step| step.output.is_some()).unwrap();
        let StepKind::Reference(found) = &step.kind else { panic!("{source}") };
        let printed = &trace.printed()[step.output.clone().unwrap()];
        assert_eq!(found.value.as_ref().unwrap().text, printed, "{source}");
    }
}

#[test]
fn references_on_a_line_are_found() {
    let trace = trace("a\n$x\n#if($y.z && $x)\n#end", &Event::new());
    let on = |line| trace.references_on_line(line).map(|(step, _)| trace.text_of(trace.step(step))).collect::<Vec<_>>();
    assert_eq!((on(1), on(2), on(3)), (vec![], vec!["$x"], vec!["$y.z", "$x"]));
    assert_eq!(on(99), Vec::<&str>::new());
}
