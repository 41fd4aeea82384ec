//! Runs one workload again and again, for `perf record` and `valgrind --tool=callgrind`:
//! `cargo run --release --example profile -- list-1k 200 [vtl|parse|minijinja|minijinja-parse|hand-typed|check]`.

use std::env;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

#[path = "../benches/support/mod.rs"]
mod support;

use support::{Jinja, NAMES, Workload};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str);
    let Some(workload) = argument(0).and_then(Workload::named) else {
        eprintln!("usage: profile {} [TIMES] [vtl|parse|minijinja|minijinja-parse|hand-typed|check]", NAMES.join("|"));
        return ExitCode::FAILURE;
    };
    let times = argument(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    match argument(2).unwrap_or("vtl") {
        "vtl" => {
            let (template, event) = (workload.template(), workload.request.event());
            run(times, || template.render(&event).expect("a template of ours").body.len());
        }
        "parse" => run(times, || workload.template().source().len()),
        "minijinja" => {
            let jinja = Jinja::new(workload);
            run(times, || jinja.render().len());
        }
        "minijinja-parse" => {
            let jinja = Jinja::new(workload);
            run(times, || jinja.parse().source().len());
        }
        "hand-typed" => {
            let capacity = workload.hand(0).len();
            run(times, || workload.hand(capacity).len());
        }
        _ => workload.check(),
    }
    ExitCode::SUCCESS
}

/// A function of its own, so that `--toggle-collect='*::repeat*'` counts nothing else.
#[inline(never)]
fn repeat(times: u32, work: impl Fn() -> usize) -> usize {
    (0..times).map(|_| black_box(work())).sum()
}

fn run(times: u32, work: impl Fn() -> usize) {
    let start = Instant::now();
    let bytes = repeat(times, work);
    let each = start.elapsed() / times.max(1);
    println!("{each:?} each, {} bytes", bytes / times.max(1) as usize);
}
