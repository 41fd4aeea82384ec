//! Every case in `fixtures/hostile/`: what somebody might feed a template engine to hurt the process it runs in. Each must
//! end, on a small stack, in what its `ends` says: `ok`, or the kind of the error, a limit by its name.
//!
//! A text of a case is a string, a list of texts, or a description of a long one: see [`text`].
//! `cargo test --release --test hostile -- --ignored --nocapture` says what time and memory each takes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use vtl::{Dialect, ErrorKind, Event, Limits, Options};

/// What a thread may have; without optimisation frames are some times as large.
const STACK: usize = if cfg!(debug_assertions) { 2048 * 1024 } else { 512 * 1024 };

fn cases() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// `"text"`, `["a", "b"]`, `{"repeat": text, "times": n}`, `{"count": "#set($a{} = {})", "times": n}` with numbers for
/// `{}`, or `{"colliding": n}`: a JSON object of `n` keys that have the same Java hash.
fn text(value: &Value) -> String {
    match value {
        Value::Array(parts) => parts.iter().map(text).collect(),
        Value::Object(what) => {
            let times = what.get("times").and_then(Value::as_u64).unwrap_or(0) as usize;
            match (what.get("repeat"), what.get("count"), what.get("colliding").and_then(Value::as_u64)) {
                (Some(piece), ..) => text(piece).repeat(times),
                (_, Some(Value::String(pattern)), _) => {
                    (0..times).map(|n| pattern.replace("{}", &n.to_string())).collect()
                }
                (.., Some(keys)) => colliding(keys),
                _ => panic!("not a text: {value}"),
            }
        }
        Value::String(text) => text.clone(),
        other => panic!("not a text: {other}"),
    }
}

/// "Aa" and "BB" have one hash, and so have all words made of as many of them.
fn colliding(keys: u64) -> String {
    let mut body = String::from("{");
    for key in 0..keys {
        body.push_str(if key == 0 { "\"" } else { ",\"" });
        (0..15).for_each(|bit| body.push_str(if key >> bit & 1 == 0 { "Aa" } else { "BB" }));
        let _ = write!(body, "\":{key}");
    }
    body + "}"
}

/// Event fields may hold long texts too, at any depth.
fn expanded(value: &Value) -> Value {
    match value {
        Value::Object(map) if ["repeat", "count", "colliding"].iter().any(|k| map.contains_key(*k)) => {
            Value::String(text(value))
        }
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), expanded(v))).collect::<Map<_, _>>().into(),
        Value::Array(list) => list.iter().map(expanded).collect(),
        other => other.clone(),
    }
}

struct Case {
    name: String,
    template: String,
    event: String,
    dialect: Dialect,
    limits: Limits,
    ends: String,
}

impl Case {
    fn read(path: &Path) -> Case {
        let source = std::fs::read_to_string(path).expect("a case is UTF-8");
        let case: Value = serde_json::from_str(&source).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut event = Map::new();
        for field in ["params", "context", "stageVariables", "vars"] {
            if let Some(value) = case.get(field) {
                event.insert(field.to_owned(), expanded(value));
            }
        }
        if let Some(body) = case.get("body") {
            event.insert("body".to_owned(), text(body).into());
        }
        // a text: the event's own JSON
        let event = case.get("event").map_or_else(|| Value::Object(event).to_string(), text);
        let mut limits = Limits::default();
        if let Some(bytes) = case["template_bytes"].as_u64() {
            limits.template_bytes = bytes as usize;
        }
        Case {
            name: path.with_extension("").display().to_string().split_once("hostile/").expect("a case").1.to_owned(),
            template: text(&case["template"]),
            event,
            dialect: if case["dialect"] == "velocity" { Dialect::Velocity } else { Dialect::ApiGateway },
            limits,
            ends: case["ends"].as_str().unwrap_or_default().to_owned(),
        }
    }

    fn run(&self) -> String {
        let event = Event::from_json(&self.event);
        let template = Options::new().dialect(self.dialect).limits(self.limits.clone()).parse(&self.template);
        let result = event.and_then(|event| template.and_then(|template| template.render(&event)));
        match result.map_err(|error| error.kind()) {
            Ok(_) => "ok".to_owned(),
            Err(ErrorKind::Limit(limit)) => limit.name().to_owned(),
            Err(kind) => kind.name().to_owned(),
        }
    }
}

fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread starts");
    thread.join().expect("no panic")
}

/// How a case ended, if it should have ended otherwise.
fn wrong(path: &Path) -> Option<String> {
    let case = Case::read(path);
    println!("{}", case.name); // with `--nocapture`, the last one named overflows the stack
    on_a_small_stack(move || {
        let ended = case.run();
        (ended != case.ends).then(|| format!("{}: ended in {ended}, not {}", case.name, case.ends))
    })
}

#[test]
fn every_case_ends_as_it_says() {
    let cases = cases();
    assert!(cases.len() >= 80, "only {} cases", cases.len());
    let start = Instant::now();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let shares: Vec<_> = cases.chunks(cases.len().div_ceil(workers)).collect();
        let running: Vec<_> =
            shares.into_iter().map(|share| scope.spawn(|| share.iter().filter_map(|p| wrong(p)).collect())).collect();
        running.into_iter().flat_map(|thread| -> Vec<String> { thread.join().expect("no panic") }).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // catches runaways only
    assert!(start.elapsed() < Duration::from_secs(120), "took {:?}", start.elapsed());
}

const MEASURED: &str = "HOSTILE_CASE";

/// The time and memory of each case, in a process of its own.
#[test]
#[ignore = "prints a table; run it in release"]
fn measure() {
    if let Ok(path) = std::env::var(MEASURED) {
        return measure_one(Path::new(&path));
    }
    let program = std::env::current_exe().expect("this program");
    for path in cases() {
        let mut command = std::process::Command::new(&program);
        command.args(["measure", "--exact", "--ignored", "--nocapture"]).env(MEASURED, &path);
        let output = command.output().expect("this program starts");
        let printed = String::from_utf8_lossy(&output.stdout);
        match printed.lines().find_map(|line| line.split_once("measured ")) {
            Some((_, line)) if output.status.success() => println!("{line}"),
            _ => println!("CRASHED {}: {}", path.display(), String::from_utf8_lossy(&output.stderr)),
        }
    }
}

fn measure_one(path: &Path) {
    let case = Case::read(path);
    let input = case.template.len() + case.event.len();
    let name = case.name.clone();
    let (ended, time, work, memory) = on_a_small_stack(move || {
        let _ = std::fs::write("/proc/self/clear_refs", "5"); // forgets the peak so far
        let before = memory("VmRSS:");
        let (start, worked) = (Instant::now(), on_processor());
        let ended = case.run();
        (ended, start.elapsed(), on_processor().saturating_sub(worked), memory("VmHWM:").saturating_sub(before))
    });
    let row = json!([work.as_millis() as u64, time.as_millis() as u64, memory >> 20]);
    println!("measured {row} ms of work, ms, MB above its {input} bytes: {name} {ended}");
}

/// What Linux says this thread has had of a processor.
fn on_processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split_whitespace().next().and_then(|ns| ns.parse().ok()).unwrap_or(0))
}

/// Bytes that Linux says this process has.
fn memory(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<usize>().ok()).unwrap_or(0) << 10
}
