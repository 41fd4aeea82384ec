//! The Test Anything Protocol, version 14: <https://testanything.org/tap-version-14-specification.html>.

use std::fmt::Write;

use serde_json::Value as Json;

use super::{CaseReport, Failure, Report, Status, SuiteReport, show};
use crate::terminal::Paint;

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    let mut number = 0;
    for suite in &report.suites {
        if let Some(problem) = &suite.problem {
            number += 1;
            let _ = writeln!(out, "not ok {number} - {}", escaped(&suite.name));
            block(&[("message", problem.message.clone()), ("detail", problem.to_string())], &mut out);
        }
        for case in suite.cases.iter().filter(|case| case.status != Status::NotRun) {
            number += 1;
            line(number, suite, case, &mut out);
        }
    }
    for complaint in &report.complaints {
        number += 1;
        let _ = writeln!(out, "not ok {number} - {}", escaped(complaint));
    }
    format!("TAP version 14\n1..{number}\n{out}")
}

fn line(number: usize, suite: &SuiteReport, case: &CaseReport, out: &mut String) {
    let ok = if case.status == Status::Failed { "not ok" } else { "ok" };
    let _ = write!(out, "{ok} {number} - {}", escaped(&show::name(suite, case)));
    if let Status::Skipped(reason) = &case.status {
        let _ = write!(out, " # SKIP {}", escaped(reason));
    }
    out.push('\n');
    if !case.failures.is_empty() {
        block(&fields(suite, &case.failures), out);
    }
}

/// A test point has one block for all its failures.
fn fields(suite: &SuiteReport, failures: &[Failure]) -> [(&'static str, String); 3] {
    let message = |failure: &Failure| format!("{}: {}", show::expectation(failure), failure.message);
    let detail = |failure: &Failure| match failures.len() {
        1 => show::details(failure, Paint::Plain),
        _ => {
            let place = show::place(suite, failure.mark);
            format!("{place} {}\n{}", message(failure), show::details(failure, Paint::Plain))
        }
    };
    [
        ("message", failures.first().map_or(String::new(), message)),
        ("at", failures.first().map_or(String::new(), |failure| show::place(suite, failure.mark))),
        ("detail", failures.iter().map(detail).collect()),
    ]
}

/// `#` begins a directive.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#").replace(['\n', '\r'], " ")
}

/// A block of YAML.
fn block(fields: &[(&str, String)], out: &mut String) {
    out.push_str("  ---\n");
    for (name, value) in fields {
        if value.contains('\n') {
            let _ = writeln!(out, "  {name}: |2");
            value.lines().for_each(|line| {
                let _ = writeln!(out, "    {line}");
            });
        } else if !value.is_empty() {
            let _ = writeln!(out, "  {name}: {}", Json::from(value.as_str()));
        }
    }
    out.push_str("  ...\n");
}
