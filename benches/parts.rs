//! The parts that a render and a parse are made of, and how they grow.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use vtl::{Event, Template};

mod support;

use support::{Jinja, NAMES, Workload, books, options};

/// Templates per second, beside minijinja's.
fn template_parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("template parse");
    for name in NAMES.into_iter().filter(|name| !name.starts_with("list-") || *name == "list-10") {
        let workload = Workload::named(name).expect("one of its names");
        let (jinja, options) = (Jinja::new(workload), workload.options());
        group.throughput(Throughput::Bytes(workload.vtl.len() as u64));
        group.bench_function(BenchmarkId::new("vtl", name), |bencher| {
            bencher.iter(|| options.parse(&workload.vtl).expect("a template of ours"));
        });
        group.bench_function(BenchmarkId::new("minijinja", name), |bencher| bencher.iter(|| jinja.parse()));
    }
    group.finish();
}

/// A template of growing size: bytes per second stay what they are.
fn template_parse_growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("template parse, growing");
    let piece = &Workload::named("dynamodb-put").expect("one of its names").vtl;
    for kilobytes in [1, 3, 10, 30, 100, 300] {
        let source: String = piece.lines().cycle().scan(0, |bytes, line| whole_lines(bytes, line, kilobytes)).collect();
        let source = closed(source);
        group.throughput(Throughput::Bytes(source.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(format!("{kilobytes} KB")), |bencher| {
            bencher.iter(|| options().parse(&source).expect("a template of ours"));
        });
    }
    group.finish();
}

/// Lines until there are so many kilobytes, with some room to close what is open.
fn whole_lines(bytes: &mut usize, line: &str, kilobytes: usize) -> Option<String> {
    *bytes += line.len() + 1;
    (*bytes + 100 < kilobytes * 1024).then(|| format!("{line}\n"))
}

/// With an `#end` for an `#if` that was cut.
fn closed(mut source: String) -> String {
    if source.matches("#if").count() > source.matches("#end").count() {
        source.push_str("#end\n");
    }
    source
}

/// One thing each, a thousand times in a template, so that what every render costs does not count.
fn one_of_each(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a thousand times");
    group.throughput(Throughput::Elements(1000));
    let event = Event::new()
        .body(r#"{"a": {"b": {"c": "x"}}, "n": 12, "d": 1234.56, "s": "text"}"#)
        .context(serde_json::json!({"identity": {"sourceIp": "192.0.2.1"}}));
    let before = "#set($n = 7)#set($s = 'some text')#set($d = $input.path('$.d'))#set($b = $input.path('$.a.b'))";
    for (name, piece) in [
        ("text", "abcdefgh#*-*#"),
        ("$s", "$s"),
        ("$b.c", "$b.c"),
        ("$context.identity.sourceIp", "$context.identity.sourceIp"),
        ("JSONPath $.a.b.c", "$input.path('$.a.b.c')"),
        ("JSONPath $..c", "$input.path('$..c')"),
        ("method call", "$s.length()"),
        ("method call, a string", "$s.substring(2, 5)"),
        ("#set", "#set($x = 1)"),
        ("#set, arithmetic", "#set($x = $n * 3 + 1)"),
        ("#if", "#if($n > 3)a#end"),
        ("integer", "$n"),
        ("double", "$d"),
    ] {
        let template = parse(&format!("{before}{}", piece.repeat(1000)));
        group.bench_function(name, |bencher| bencher.iter(|| template.render(&event)));
    }
    let turns = parse("#foreach($i in [1..1000])$i#end");
    group.bench_function("#foreach turn", |bencher| bencher.iter(|| turns.render(&event)));
    group.finish();
}

/// The body's JSON alone: the template looks at nothing in it.
fn body_parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("body parse");
    let template = parse("#set($root = $input.path('$'))");
    for name in ["dynamodb-put", "passthrough", "list-10", "list-1k", "list-10k"] {
        let workload = Workload::named(name).expect("one of its names");
        let event = workload.request.event();
        let body = &workload.request.body;
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(BenchmarkId::new("vtl", name), |bencher| bencher.iter(|| template.render(&event)));
        group.bench_function(BenchmarkId::new("serde_json::Value", name), |bencher| {
            bencher.iter(|| serde_json::from_str::<serde_json::Value>(body));
        });
    }
    group.finish();
}

/// `$util.escapeJavaScript` of long texts: with nothing to escape, and with something in each line.
fn escape_java_script(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("escapeJavaScript");
    let template = parse("$util.escapeJavaScript($input.body)");
    for (name, line) in [
        ("plain", "nothing to escape in this line of text, nor in the next "),
        ("quotes", "a \"quoted\" word,\n and a 'line' break\n"),
        ("not ASCII", "Ein Wörterbuch der Grüße "),
    ] {
        let text = line.repeat(64 * 1024 / line.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        let event = Event::new().body(text);
        group.bench_function(name, |bencher| bencher.iter(|| template.render(&event)));
    }
    group.finish();
}

/// The time per item stays what it is from 10 items to 100,000.
fn items(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("items");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let template = Workload::named("list-10").expect("one of its names").template();
    for count in [10, 100, 1000, 10_000, 100_000] {
        let event = Event::new().body(books(count));
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| bencher.iter(|| template.render(&event)));
    }
    group.finish();
}

/// One template on one thread and on two: twice the renders per second if they share nothing that they write.
fn threads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("threads");
    for name in ["dynamodb-put", "list-100", "compute"] {
        let workload = Workload::named(name).expect("one of its names");
        let (template, event) = (workload.template(), workload.request.event());
        for count in [1, 2] {
            group.throughput(Throughput::Elements(count));
            group.bench_function(BenchmarkId::new(name, count), |bencher| {
                bencher.iter_custom(|times| on_threads(count, times, &template, &event));
            });
        }
    }
    group.finish();
}

/// How long `count` threads take to render `times` each.
fn on_threads(count: u64, times: u64, template: &Template, event: &Event) -> Duration {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                for _ in 0..times {
                    black_box(template.render(event).expect("a template of ours"));
                }
            });
        }
    });
    start.elapsed()
}

fn parse(source: &str) -> Template {
    options().parse(source).expect("a template of ours")
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(700))
        .sample_size(15);
    targets = template_parse, template_parse_growth, body_parse, one_of_each, escape_java_script, items, threads
}
criterion_main!(benches);
