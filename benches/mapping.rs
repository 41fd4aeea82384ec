//! The mapping of a REST API beside the render of its template: the whole way may cost 1.5 times the render.

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::json;
use vtl::rest::{Integration, IntegrationAnswer, MethodRequest};

mod support;

use support::{Request, Workload};

/// `passthrough`, with its template on the way to the integration.
fn passthrough(criterion: &mut Criterion) {
    let workload = Workload::named("passthrough").expect("one of its names");
    let integration = integration(&workload.vtl);
    let (template, event) = (workload.template(), workload.request.event());
    let request = method_request(&workload.request);
    let sent = integration.map_request(&request).expect("a request of ours");
    assert_eq!(sent.body, template.render(&event).expect("a template of ours").body.as_bytes());
    let answer = IntegrationAnswer::lambda(workload.request.body.as_str());

    let render = || drop(template.render(&event).expect("a template of ours"));
    let map_request = || drop(integration.map_request(&request).expect("a request of ours"));
    let map_response = || drop(integration.map_response(&request, &sent, &answer).expect("an answer of ours"));

    let mut group = criterion.benchmark_group("passthrough");
    group.bench_function("render", |bencher| bencher.iter(render));
    group.bench_function("map_request", |bencher| bencher.iter(map_request));
    group.bench_function("map_response", |bencher| bencher.iter(map_response));
    let built = |bencher: &mut criterion::Bencher| bencher.iter(|| workload.request.event());
    group.bench_function("event built", built);
    let built = |bencher: &mut criterion::Bencher| bencher.iter(|| method_request(&workload.request));
    group.bench_function("method request built", built);
    group.finish();

    // both in turn, so that a busy machine is the same to both; the fastest of each counts
    let ratio = fastest(map_request, render);
    println!("passthrough: map_request costs {ratio:.2} x the render of its template; at most 1.5 is allowed");
}

/// How many times the fastest of `render` the fastest of `whole` takes.
fn fastest(whole: impl Fn(), render: impl Fn()) -> f64 {
    let (mut best_whole, mut best_render) = (Duration::MAX, Duration::MAX);
    for _ in 0..200 {
        for (best, work) in [(&mut best_whole, &whole as &dyn Fn()), (&mut best_render, &render)] {
            let start = Instant::now();
            (0..20).for_each(|_| work());
            *best = start.elapsed().min(*best);
        }
    }
    best_whole.as_secs_f64() / best_render.as_secs_f64()
}

fn integration(template: &str) -> Integration {
    let json = json!({
        "type": "HTTP",
        "httpMethod": "POST",
        "uri": "https://${stageVariables.alias}.example.com/{reader}/loans",
        "requestParameters": {
            "integration.request.path.reader": "method.request.path.reader",
            "integration.request.querystring.limit": "method.request.querystring.limit",
            "integration.request.header.X-Request-Id": "context.requestId",
            "integration.request.header.X-Mode": "stageVariables.mode",
        },
        "requestTemplates": {"application/json": template},
        "responses": {
            "default": {"statusCode": "200", "responseTemplates": {"application/json": "$input.body"}},
            "4\\d{2}": {"statusCode": "400"},
        },
    });
    Integration::from_json_with(&json, &support::options()).expect("an integration of ours")
}

fn method_request(request: &Request) -> MethodRequest {
    let mut made = MethodRequest::new("PUT", "/readers/r-2071/loans/l-90210")
        .resource_path("/readers/{reader}/loans/{loan}")
        .body(request.body.as_str())
        .context(request.context.clone());
    for (name, value) in &request.path {
        made = made.path_param(*name, *value);
    }
    for (name, value) in &request.query {
        made = made.query_param(*name, *value);
    }
    for (name, value) in &request.headers {
        made = made.header(*name, *value);
    }
    for (name, value) in &request.stage_variables {
        made = made.stage_variable(*name, *value);
    }
    made
}

criterion_group! {
    name = benches;
    config = support::criterion();
    targets = passthrough
}
criterion_main!(benches);
