//! What long templates and bodies cost: of each construct many, then four times as many. What costs no more than its length
//! costs about four times as much, and some more once the memory for it comes from the system anew each time. The last
//! lines say how much it was: `cargo bench --bench growth`.

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use vtl::{Event, Limits, Options};

mod support;

/// How many there are of a construct, and four times so many: the larger stay below 300 KB, the most a template may have.
const FEW: usize = 2400;
const MANY: usize = 4 * FEW;

/// A template and a body with `n` of something.
type Made = fn(usize) -> (String, String);

const CONSTRUCTS: [(&str, Made); 19] = [
    ("text and references", |n| (format!("#set($a = 1){}", "text $a ".repeat(n)), String::new())),
    ("#set of one variable", |n| ("#set($a = 'b')\n".repeat(n), String::new())),
    ("#set of as many variables", |n| ((0..n).map(|i| format!("#set($a{i} = {i})\n")).collect(), String::new())),
    ("variables read", |n| ((0..n).map(|i| format!("$!a{i} ")).collect(), String::new())),
    ("#elseif in a row", |n| (format!("#if($a == 1)x{}#end", "#elseif($a == 2)y".repeat(n)), String::new())),
    ("#if in a row", |n| ("#if($a)x#else y#end".repeat(n), String::new())),
    ("blocks side by side in a loop", |n| {
        (format!("#foreach($i in [1..4]){}#end", "#if($i > 2)$i#end".repeat(n)), String::new())
    }),
    ("operators", |n| ("#set($a = 1 + 2 * 3 - 4)".repeat(n), String::new())),
    ("strings with references", |n| ("#set($a = \"a $b c\")".repeat(n), String::new())),
    ("list items", |n| (format!("#set($a = [{}1])", "1, ".repeat(n)), String::new())),
    ("map entries", |n| {
        let entries: String = (0..n).map(|i| format!("'k{i}': {i}, ")).collect();
        (format!("#set($a = {{{entries}'last': 1}})"), String::new())
    }),
    ("comments", |n| ("## nothing\n".repeat(n), String::new())),
    ("backslashes", |n| ("\\".repeat(n), String::new())),
    ("dollars", |n| (format!("{}a ", "$".repeat(n)), String::new())),
    ("hashes before text", |n| ("# ".repeat(n), String::new())),
    ("constant paths", |n| ("$input.path('$.a.b')".repeat(n), r#"{"a": {"b": 1}}"#.to_owned())),
    ("keys of one object", |n| {
        let entries: String = (0..n).map(|i| format!("\"k{i}\": {i}, ")).collect();
        ("$input.json('$')".to_owned(), format!("{{{entries}\"last\": 1}}"))
    }),
    ("keys of one object, each asked for", |n| {
        let entries: String = (0..n).map(|i| format!("\"k{i}\": {i}, ")).collect();
        let template = "#set($o = $input.path('$'))#foreach($k in $o.keySet())$o.get($k)#end";
        (template.to_owned(), format!("{{{entries}\"last\": 1}}"))
    }),
    ("objects in a list", |n| {
        let template = "#foreach($i in $input.path('$'))$i.a $i.b#end";
        (template.to_owned(), format!("[{}{{}}]", r#"{"a": 1, "b": "c"}, "#.repeat(n)))
    }),
];

/// Parses the template and renders the body with it.
fn run(options: &Options, (template, body): &(String, String)) -> usize {
    let template = options.parse(template).expect("a template of ours");
    template.render(&Event::new().body(body.as_str())).map_or(0, |output| output.body.len())
}

fn growth(criterion: &mut Criterion) {
    let options = Options::new().limits(Limits { loop_iterations: None, ..Limits::default() });
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (name, made) in CONSTRUCTS {
        for count in [FEW, MANY] {
            let input = made(count);
            group.throughput(Throughput::Elements(count as u64));
            group.bench_function(BenchmarkId::new(name, count), |bencher| bencher.iter(|| run(&options, &input)));
        }
    }
    group.finish();
    for (name, made) in CONSTRUCTS {
        let fastest = |input| (0..20).map(|_| time(|| run(&options, &input))).min().unwrap_or_default().as_secs_f64();
        println!("{name}: 4 times as many cost {:.1} times as much", fastest(made(MANY)) / fastest(made(FEW)));
    }
}

fn time(work: impl Fn() -> usize) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

criterion_group! {
    name = benches;
    config = support::criterion();
    targets = growth
}
criterion_main!(benches);
