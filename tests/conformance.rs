//! The cases with what the reference prints, one by one. Skips where they are not at hand.

#[path = "support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{Answer, ours, trimmed};

fn cases(file: &str) -> Option<Vec<Value>> {
    let folder = std::env::var_os("VTL_CONFORMANCE")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance"), PathBuf::from);
    let path = folder.join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a case is JSON")).collect())
}

/// The answer a case asks for.
fn wanted(case: &Value) -> Answer {
    if let Some(error) = case.get("expected_error") {
        return Answer::Error(error.to_string());
    }
    let overrides = match case["dialect"] == "velocity" {
        true => Value::Null,
        false => trimmed(case.get("expected_overrides").unwrap_or(&json!({}))),
    };
    Answer::Output(case["expected"].as_str().unwrap_or_default().to_owned(), overrides)
}

fn differs(case: &Value) -> Option<String> {
    let (got, wanted) = (ours(case), wanted(case));
    (!got.agrees(&wanted)).then(|| format!("wanted {wanted:?}\n      got {got:?}"))
}

/// Runs a file's cases; fails if fewer than `least` of each 1000 agree.
fn check(file: &str, least: usize) {
    let Some(cases) = cases(file) else { return };
    let mut report = String::new();
    let mut misses = 0;
    for case in &cases {
        if let Some(difference) = differs(case) {
            misses += 1;
            let shown = |name: &str| case.get(name).map_or(String::new(), |v| format!("\n    {name}: {v}"));
            let _ = writeln!(
                report,
                "{}\n    {:?}{}{}\n      {difference}",
                case["id"],
                case["template"].as_str().unwrap_or(""),
                shown("vars"),
                shown("body")
            );
        }
    }
    println!("{file}: {} of {} agree", cases.len() - misses, cases.len());
    if let Some(path) = std::env::var_os("VTL_REPORT") {
        std::fs::write(Path::new(&path).join(file), &report).expect("the report is written");
    }
    let agree = (cases.len() - misses) * 1000;
    assert!(agree >= least * cases.len(), "{file}: {misses} of {} differ\n{report:.20000}", cases.len());
}

#[test]
fn the_language_case_by_case() {
    check("language.jsonl", 1000);
}

#[test]
fn jsonpath_case_by_case() {
    check("jsonpath.jsonl", 980);
}

#[test]
fn public_templates_case_by_case() {
    check("realworld.jsonl", 1000);
}

#[test]
fn random_templates_case_by_case() {
    // one case expects a macro that the reference remembered from an earlier template; asked afresh it agrees with us
    check("random.jsonl", 999);
}
