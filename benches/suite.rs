//! `vtl test` on a project of 50 templates and 1,000 cases, made here: found, read, run and reported.

use std::fs;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use vtl::suite::{self, Format, Report, Settings, Style};

const TEMPLATES: usize = 50;
const CASES: usize = 20;

/// The lines of an order, an item at a time: about what a mapping to DynamoDB looks like.
const TEMPLATE: &str = r#"#set($order = $input.path('$'))
#set($context.requestOverride.header.X-Request = $context.requestId)
{
  "TableName": "$stageVariables.table",
  "Item": {
    "id": {"S": "$input.params('id')"},
    "customer": {"S": "$util.escapeJavaScript($order.customer).replaceAll("\\'", "'")"},
    "lines": {"L": [
#foreach($line in $order.lines)
      {"M": {"sku": {"S": "$line.sku"}, "count": {"N": "$line.count"}}}#if($foreach.hasNext),#end

#end
    ]}
  }
}
"#;

/// Writes a suite of each template.
fn project(folder: &Path) {
    fs::write(folder.join("body.json"), r#"{"customer": "Bea", "lines": [{"sku": "C-3", "count": 12}]}"#)
        .expect("a body");
    for number in 0..TEMPLATES {
        fs::write(folder.join(format!("order-{number}.vtl")), TEMPLATE).expect("a template");
        let mut text = format!(
            "template: order-{number}.vtl\ndefaults:\n  context: {{ requestId: r-{number} }}\n  stageVariables: {{ table: orders }}\ncases:\n"
        );
        for case in 0..CASES {
            text.push_str(&self::case(case));
        }
        fs::write(folder.join(format!("order-{number}.vtltest.yaml")), text).expect("a suite");
    }
}

/// A fourth of the cases each: a whole document, paths, texts, nothing but valid JSON.
fn case(number: usize) -> String {
    let head = format!("  - name: case {number}\n    params: {{ path: {{ id: {number} }} }}\n");
    let body =
        format!("    body: {{ customer: Ann, lines: [{{ sku: A-{number}, count: 2 }}, {{ sku: B, count: 1 }}] }}\n");
    let expect = match number % 4 {
        0 => format!(
            "    expect:\n      json:\n        TableName: orders\n        Item:\n          id: {{ S: \"{number}\" }}\n          customer: {{ S: Ann }}\n          \
             lines: {{ L: [{{ M: {{ sku: {{ S: A-{number} }}, count: {{ N: \"2\" }} }} }}, {{ M: {{ sku: {{ S: B }}, count: {{ N: \"1\" }} }} }}] }}\n"
        ),
        1 => format!("    expect: {{ path: {{ $.Item.id.S: \"{number}\", \"$.Item.lines.L.length()\": 2 }} }}\n"),
        2 => {
            "    expect: { contains: '\"sku\": {\"S\": \"B\"}', not_contains: undefined, matches: '\"N\": \"\\d+\"' }\n"
                .to_owned()
        }
        _ => return format!("{head}    body: '@body.json'\n"),
    };
    format!("{head}{body}{expect}")
}

fn run(folder: &Path) -> Report {
    let suites = suite::find(&[folder.to_path_buf()]).expect("the folder is there");
    let report = suite::run(&suites, &Settings::default(), &mut |_| {});
    assert_eq!((report.counts().passed, report.exit_code()), (TEMPLATES * CASES, 0));
    report
}

fn suites(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    project(folder.path());
    let mut group = criterion.benchmark_group("suite");
    group.bench_function("1000 cases", |bencher| bencher.iter(|| run(folder.path())));
    group.bench_function("report", |bencher| {
        let report = run(folder.path());
        bencher.iter(|| report.render(Format::Json, Style::default()));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20);
    targets = suites
}
criterion_main!(benches);
