//! What holds for the trace of every template and every event: it changes nothing, leaves nothing out, and fits together.

#[path = "support/mod.rs"]
mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Map, Value};
use support::generate::{self, Random};
use vtl::trace::{Bounds, StepKind, Trace};
use vtl::{Dialect, Event, Limits, Options, Template};

/// A case as the differential tests have it: the event's fields, the template and the dialect.
fn read(case: &Value) -> Option<(Template, Event)> {
    let fields = ["body", "params", "context", "stageVariables", "vars"];
    let event: Map<String, Value> =
        fields.iter().filter_map(|field| Some(((*field).to_owned(), case.get(*field)?.clone()))).collect();
    let dialect = if case["dialect"] == "velocity" { Dialect::Velocity } else { Dialect::ApiGateway };
    // room enough that a look at the values, which takes some of it, does not matter
    let limits = Limits { value_bytes: 256 << 20, steps: 50_000, ..Limits::default() };
    let template = Options::new().dialect(dialect).limits(limits).parse(case["template"].as_str()?).ok()?;
    Some((template, Event::try_from(Value::Object(event)).ok()?))
}

fn check(template: &Template, event: &Event) {
    let trace = template.trace(event);
    assert_eq!(trace.result(), &template.render(event), "the trace changed the render");
    check_tree(&trace);
    if trace.is_truncated() {
        return;
    }
    let mut at = 0;
    while at < trace.printed().len() {
        let number = trace.origin(at).unwrap_or_else(|| panic!("nothing printed byte {at} of {:?}", trace.printed()));
        let step = trace.step(number);
        let output = step.output.clone().expect("it printed something");
        assert_eq!(output.start, at, "what printed {at} is {step:?}");
        let printed = &trace.printed()[output.clone()];
        let text = trace.text_of(step);
        if matches!(step.kind, StepKind::Text) && !text.is_empty() && step.span.len() == printed.len() {
            assert_eq!(text, printed);
        }
        at = output.end;
    }
}

fn check_tree(trace: &Trace) {
    for (number, step) in trace.steps().iter().enumerate() {
        assert!(trace.sources()[step.source].text.get(step.span.clone()).is_some(), "{step:?} stands nowhere");
        assert!(step.end > number && step.end <= trace.steps().len(), "{number}: {step:?}");
        if let Some(parent) = step.parent {
            assert!(parent < number && step.end <= trace.step(parent).end, "{number}: {step:?}");
        }
        if let Some(output) = &step.output {
            assert!(trace.printed().get(output.clone()).is_some(), "{number}: {step:?}");
        }
    }
    let mut seen = vec![false; trace.steps().len()];
    let mut open: Vec<usize> = trace.children(None).collect();
    while let Some(number) = open.pop() {
        assert!(!std::mem::replace(&mut seen[number], true), "{number} is in two steps");
        open.extend(trace.children(Some(number)));
    }
    assert!(seen.iter().all(|seen| *seen), "a step is in none");
}

#[test]
fn random_templates_are_traced_whole() {
    let seed = std::env::var("TRACE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let count = std::env::var("TRACE_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(1500);
    let mut random = Random(seed);
    let mut traced = 0;
    for id in 0..count {
        let case = generate::case(&mut random, id);
        if let Some((template, event)) = read(&case) {
            let done = catch_unwind(AssertUnwindSafe(|| check(&template, &event)));
            assert!(done.is_ok(), "{case:#}");
            traced += 1;
        }
    }
    assert!(traced * 2 > count, "only {traced} of {count} cases can be read");
}

/// A template that asks for much, and the most that a body may hold.
#[test]
fn large_inputs_are_traced_within_bounds() {
    let pets: Vec<String> = (0..20_000).map(|n| format!(r#"{{"id": {n}, "name": "{}"}}"#, "x".repeat(80))).collect();
    let body = format!(r#"{{"pets": [{}]}}"#, pets.join(","));
    assert!(body.len() > 2_000_000);
    let source = "#set($all = $input.path('$'))#foreach($p in $all.pets)$p $all.pets.size() #if($all)$p.name#end\n#end";
    let trace = Template::parse(source).unwrap().trace_within(&Event::new().body(body), &Bounds::default());
    assert!(!trace.is_truncated());
    assert!(trace.steps().len() < 20_000);
    check_tree(&trace);
}
