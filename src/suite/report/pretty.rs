//! For people: quiet when all is well, exact when not.

use std::fmt::Write;

use super::show::{self, Style};
use super::{CaseReport, Report, Status, SuiteReport};
use crate::terminal::Paint;

/// Dots, or a line for each case.
pub(super) fn progress(suite: &SuiteReport, style: Style) -> String {
    if style.verbose { lines(suite, style.paint) } else { dots(suite, style.paint) }
}

fn dots(suite: &SuiteReport, paint: Paint) -> String {
    if suite.problem.is_some() {
        return paint.removed("E");
    }
    let dot = |case: &CaseReport| match case.status {
        Status::Passed => ".".to_owned(),
        Status::Failed => paint.removed("F"),
        Status::Skipped(_) => paint.warning("s"),
        Status::NotRun => String::new(),
    };
    suite.cases.iter().map(dot).collect()
}

fn lines(suite: &SuiteReport, paint: Paint) -> String {
    let ran: Vec<&CaseReport> = suite.cases.iter().filter(|case| case.status != Status::NotRun).collect();
    if ran.is_empty() && suite.problem.is_none() {
        return String::new();
    }
    let mut out = format!("{}\n", paint.strong(&suite.name));
    if suite.problem.is_some() {
        let _ = writeln!(out, "  {} does not read", paint.removed("error"));
    }
    for case in ran {
        let took = paint.faint(&format!("({})", show::time(case.duration)));
        let _ = match &case.status {
            Status::Passed => writeln!(out, "  {}   {} {took}", paint.added("ok"), case.name),
            Status::Failed => writeln!(out, "  {} {} {took}", paint.removed("FAIL"), case.name),
            Status::Skipped(reason) => writeln!(out, "  {} {}{}", paint.warning("skip"), case.name, because(reason)),
            Status::NotRun => Ok(()),
        };
        for warning in &case.warnings {
            let _ = writeln!(out, "       {} {warning}", paint.warning("warning:"));
        }
    }
    out
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({reason})") }
}

/// Problems and failures in full, and the summary.
pub(super) fn render(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for suite in &report.suites {
        if let Some(problem) = &suite.problem {
            let _ = writeln!(out, "{} {problem}\n", style.paint.removed("ERROR"));
        }
        for case in suite.cases.iter().filter(|case| case.status == Status::Failed) {
            failed(suite, case, style.paint, &mut out);
        }
    }
    for complaint in &report.complaints {
        let _ = writeln!(out, "{} {complaint}\n", style.paint.removed("FAIL"));
    }
    let orphaned: usize = report.suites.iter().map(|suite| suite.orphaned.len()).sum();
    if orphaned > 0 && report.complaints.is_empty() {
        let note = match orphaned {
            1 => "1 accepted snapshot belongs to no case: `vtl review` removes it".to_owned(),
            count => format!("{count} accepted snapshots belong to no case: `vtl review` removes them"),
        };
        let _ = writeln!(out, "{}", style.paint.warning(&note));
    }
    out.push_str(&show::summary(report, style.paint));
    out
}

fn failed(suite: &SuiteReport, case: &CaseReport, paint: Paint, out: &mut String) {
    let _ = writeln!(out, "{} {}", paint.removed("FAIL"), paint.strong(&show::name(suite, case)));
    for failure in &case.failures {
        let place = show::place(suite, failure.mark);
        let expectation = paint.strong(&show::expectation(failure));
        let _ = writeln!(out, "  {} {expectation}: {}", paint.faint(&place), failure.message);
        for line in show::details(failure, paint).lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out.push('\n');
}
