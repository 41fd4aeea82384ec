//! Makes the seed corpora from `fixtures/`, and from files of JSON-line cases if any are named.
//!
//! ```text
//! cargo run --example seeds [cases.jsonl]...
//! ```

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use vtl_fuzz::SEPARATOR;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases = fixtures(&root.join("../fixtures"));
    for file in std::env::args().skip(1) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        cases.extend(text.lines().filter_map(|line| serde_json::from_str(line).ok()));
    }
    let mut seeds = Seeds { corpus: root.join("corpus"), written: HashSet::new() };
    for case in &cases {
        seeds.add(case);
    }
    for way in ways(&root.join("../fixtures/mapping/rest")) {
        seeds.add_way(&way);
    }
    for folder in ["../fixtures/mapping/http", "../fixtures/mapping/websocket"] {
        for way in ways(&root.join(folder)) {
            let [api, message, answer] = ["api", "message", "answer"].map(|name| way[name].to_string());
            seeds.write("apis", &[&api, &message, &answer, way["message"]["body"].as_str().unwrap_or_default()]);
        }
    }
    println!("{} seeds of {} cases", seeds.written.len(), cases.len());
}

/// Every `name.vtl` with the event `name.json` beside it.
fn fixtures(folder: &Path) -> Vec<Value> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            cases.extend(fixtures(&path));
        } else if path.extension().is_some_and(|extension| extension == "vtl") {
            let Ok(template) = fs::read_to_string(&path) else { continue };
            let event = fs::read_to_string(path.with_extension("json")).ok();
            let event = event.and_then(|text| serde_json::from_str::<Value>(&text).ok()).filter(Value::is_object);
            let mut case = event.unwrap_or_else(|| json!({}));
            case["template"] = template.into();
            cases.push(case);
        }
    }
    cases
}

/// Ways of messages through an API.
fn ways(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|entry| serde_json::from_str(&fs::read_to_string(entry.path()).ok()?).ok()).collect()
}

struct Seeds {
    corpus: PathBuf,
    written: HashSet<PathBuf>,
}

impl Seeds {
    /// Puts what of a case is of use into each target's corpus. `methods` has no seeds: its inputs are choices.
    fn add(&mut self, case: &Value) {
        let template = case["template"].as_str().unwrap_or_default();
        let body = match &case["body"] {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let event: Map<_, _> = ["params", "context", "stageVariables", "vars"]
            .iter()
            .filter_map(|field| Some(((*field).to_owned(), case.get(*field)?.clone())))
            .collect();
        self.write("parse", &[template]);
        self.write("render", &[template, &body, &Value::Object(event).to_string()]);
        if !body.is_empty() {
            self.write("json_body", &[&body]);
        }
        for path in quoted(template, &["json(", "path("]).chain(case["vars"]["p"].as_str()) {
            self.write("jsonpath", &[path, &body]);
        }
        for pattern in quoted(template, &["replaceAll(", "split(", "matches(", "replaceFirst("]) {
            self.write("regex", &[pattern, "a,b: 1-2 $x", "$0-"]);
        }
    }

    fn add_way(&mut self, way: &Value) {
        let [integration, request, answer] = ["integration", "request", "answer"].map(|name| way[name].to_string());
        self.write("mapping", &[&integration, &request, &answer, way["body"].as_str().unwrap_or_default()]);
    }

    fn write(&mut self, target: &str, parts: &[&str]) {
        let bytes = parts.iter().map(|part| part.as_bytes()).collect::<Vec<_>>().join(&SEPARATOR);
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let folder = self.corpus.join(target);
        fs::create_dir_all(&folder).expect("the corpus can be written");
        let path = folder.join(format!("seed-{:016x}", hasher.finish()));
        fs::write(&path, bytes).expect("the corpus can be written");
        self.written.insert(path);
    }
}

/// The literal that is the first argument of each call of one of `names`.
fn quoted<'t>(template: &'t str, names: &'t [&'t str]) -> impl Iterator<Item = &'t str> {
    names.iter().flat_map(move |name| template.split(name).skip(1)).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        rest[1..].split(quote).next()
    })
}
