//! One JSON object, for programs.

use serde_json::{Value as Json, json};

use super::{CaseReport, Difference, Failure, ReferenceValue, Report, Status, SuiteReport, show};
use crate::terminal::Paint;

pub(super) fn render(report: &Report) -> String {
    let counts = report.counts();
    let document = json!({
        "version": 1,
        "passed": counts.passed,
        "failed": counts.failed,
        "skipped": counts.skipped,
        "not_run": counts.not_run,
        "broken_suites": counts.broken,
        "duration_ms": milliseconds(report.duration),
        "complaints": report.complaints,
        "suites": report.suites.iter().map(suite).collect::<Json>(),
    });
    format!("{document:#}\n")
}

fn milliseconds(duration: std::time::Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

fn suite(suite: &SuiteReport) -> Json {
    json!({
        "file": suite.name,
        "problem": suite.problem,
        "duration_ms": milliseconds(suite.duration),
        "cases": suite.cases.iter().map(case).collect::<Json>(),
    })
}

fn case(case: &CaseReport) -> Json {
    let mut json = json!({
        "name": case.name,
        "line": case.mark.line,
        "column": case.mark.column,
        "tags": case.tags,
        "status": case.status.name(),
        "duration_ms": milliseconds(case.duration),
        "warnings": case.warnings,
        "failures": case.failures.iter().map(failure).collect::<Json>(),
    });
    if let Status::Skipped(reason) = &case.status {
        json["reason"] = reason.as_str().into();
    }
    json
}

fn values(values: &[ReferenceValue]) -> Json {
    let value =
        |value: &ReferenceValue| json!({"reference": value.reference, "value": value.value, "from": value.place});
    values.iter().map(value).collect()
}

fn failure(failure: &Failure) -> Json {
    let mut json = json!({
        "step": failure.step,
        "expectation": failure.expectation,
        "line": failure.mark.line,
        "column": failure.mark.column,
        "message": failure.message,
        "help": failure.help,
        "detail": show::details(failure, Paint::Plain),
        "origins": failure.origins.iter().map(|origin| json!({
            "template": origin.template,
            "line": origin.line,
            "column": origin.column,
            "text": origin.text,
            "values": values(&origin.values),
        })).collect::<Json>(),
        "values": values(&failure.values),
    });
    match &failure.difference {
        Difference::Json { expected, actual } => {
            json["expected"] = expected.clone();
            json["actual"] = actual.clone();
        }
        Difference::Text { expected, actual } => {
            json["expected"] = expected.as_str().into();
            json["actual"] = actual.as_str().into();
        }
        Difference::Error(error) => {
            json["error"] = json!({
                "kind": error.kind().name(),
                "message": error.message(),
                "template": error.template(),
                "line": error.line(),
                "column": error.column(),
            });
        }
        Difference::Snapshot(_) | Difference::Output(_) | Difference::None => {}
    }
    json
}
