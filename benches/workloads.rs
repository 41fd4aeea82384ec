//! The nine workloads: body string in, output string out. `vtl` beside minijinja, which a user could pick instead, and
//! beside Rust written by hand for that one template, which is the limit.

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

mod support;

use support::{Jinja, NAMES, Workload};

fn workloads(criterion: &mut Criterion) {
    for name in NAMES {
        let workload = Workload::named(name).expect("one of its names");
        workload.check();
        let (template, event, jinja) = (workload.template(), workload.request.event(), Jinja::new(workload));
        // as an engine could remember it
        let capacity = workload.hand(0).len();
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(capacity as u64));
        if name == "list-10k" || name == "list-100k" {
            group.sample_size(10).sampling_mode(SamplingMode::Flat);
        }
        group.bench_function("vtl", |bencher| bencher.iter(|| template.render(&event).expect("a template of ours")));
        group.bench_function("minijinja", |bencher| bencher.iter(|| jinja.render()));
        group.bench_function("hand-typed", |bencher| bencher.iter(|| workload.hand(capacity)));
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = support::criterion();
    targets = workloads
}
criterion_main!(benches);
