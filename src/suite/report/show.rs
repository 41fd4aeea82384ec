//! A failure in lines, as every format shows it.

use std::fmt::Write;
use std::time::Duration;

use serde_json::Value as Json;

use super::{CaseReport, Counts, Difference, Excerpt, Failure, Origin, ReferenceValue, Report, SuiteReport};
use crate::error::Error;
use crate::suite::{Mark, diff, snapshot};
use crate::terminal::{Paint, is_hidden};

/// How a report looks.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Style {
    /// With colours or without.
    pub paint: Paint,
    /// A line for each case instead of a dot.
    pub verbose: bool,
}

impl Style {
    /// How a report looks.
    pub fn new(paint: Paint, verbose: bool) -> Style {
        Style { paint, verbose }
    }
}

/// `expectation`, of a pipeline with its step: `response json`.
pub(super) fn expectation(failure: &Failure) -> String {
    match failure.step {
        Some(step) => format!("{step}: {}", failure.expectation),
        None => failure.expectation.clone(),
    }
}

/// Everything about a failure but its title.
pub(super) fn details(failure: &Failure, paint: Paint) -> String {
    let mut out = difference(&failure.difference, paint);
    for found in &failure.origins {
        origin(found, paint, &mut out);
    }
    values(&failure.values, 0, paint, &mut out);
    if let Some(help) = &failure.help {
        let _ = writeln!(out, "{} {help}", paint.strong("help:"));
    }
    out
}

fn difference(difference: &Difference, paint: Paint) -> String {
    match difference {
        Difference::None => String::new(),
        Difference::Json { expected, actual } => json(expected, actual, paint),
        Difference::Text { expected, actual } => diff::text(expected, actual).render(paint),
        Difference::Snapshot(proposal) => snapshot::show(proposal, paint),
        Difference::Output(excerpt) => output(excerpt, paint),
        Difference::Error(error) => failed(error, paint),
    }
}

/// Two values that are no objects or lists need no path.
fn json(expected: &Json, actual: &Json, paint: Paint) -> String {
    let rendered = diff::json(expected, actual).render(paint);
    let is_scalar = |json: &Json| !json.is_object() && !json.is_array();
    match rendered.split_once('\n') {
        Some((_, rest)) if is_scalar(expected) && is_scalar(actual) => {
            rest.lines().map(|line| format!("{}\n", line.strip_prefix("  ").unwrap_or(line))).collect()
        }
        _ => rendered,
    }
}

fn output(excerpt: &Excerpt, paint: Paint) -> String {
    if excerpt.lines.iter().all(String::is_empty) {
        return format!("{}\n", paint.faint("the output is empty"));
    }
    let last = excerpt.first_line + excerpt.lines.len();
    let width = last.to_string().len();
    let mut out = format!("{}\n", paint.faint("output:"));
    for (at, line) in excerpt.lines.iter().enumerate() {
        let number = excerpt.first_line + at;
        numbered(number, width, &visible(line), paint, &mut out);
        if let Some(mark) = excerpt.mark.filter(|mark| mark.line == number) {
            caret(mark.column, width, paint, &mut out);
        }
    }
    if excerpt.is_cut {
        let _ = writeln!(out, "{:width$} {}", "", paint.faint("…"));
    }
    out
}

fn numbered(number: usize, width: usize, line: &str, paint: Paint, out: &mut String) {
    let number = format!("{number:width$} |");
    let _ = writeln!(out, "{} {line}", paint.faint(&number));
}

fn caret(column: usize, width: usize, paint: Paint, out: &mut String) {
    let bar = format!("{:width$} |", "");
    let _ = writeln!(out, "{} {}{}", paint.faint(&bar), " ".repeat(column.saturating_sub(1)), paint.removed("^"));
}

/// What nobody sees, or what a terminal would obey, as what it stands for, one column each.
fn visible(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '\t' => '→',
            '\r' => '␍',
            c if is_hidden(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn failed(error: &Error, paint: Paint) -> String {
    let mut out = String::new();
    let (Some(line), Some(column), Some(text)) = (error.line(), error.column(), error.source_line()) else {
        let _ = writeln!(out, "{}: {}", error.template(), error.message());
        return out;
    };
    let _ = writeln!(out, "{}: {}", paint.strong(&format!("{}:{line}:{column}", error.template())), error.message());
    let width = line.to_string().len();
    let shown: String = text.chars().take(200).collect();
    numbered(line, width, &visible(&shown), paint, &mut out);
    caret(column.min(201), width, paint, &mut out);
    if let Some(help) = error.help() {
        let _ = writeln!(out, "{} {help}", paint.strong("help:"));
    }
    out
}

fn origin(origin: &Origin, paint: Paint, out: &mut String) {
    let place = format!("{}:{}:{}", origin.template, origin.line, origin.column);
    let _ = writeln!(out, "printed by {}", paint.strong(&place));
    let width = origin.line.to_string().len();
    let shown: String = origin.text.chars().take(200).collect();
    numbered(origin.line, width, &visible(&shown), paint, out);
    caret(origin.column.min(201), width, paint, out);
    values(&origin.values, width, paint, out);
}

fn values(values: &[ReferenceValue], width: usize, paint: Paint, out: &mut String) {
    for ReferenceValue { reference, value, place } in values {
        let from = place.as_ref().map_or(String::new(), |place| paint.faint(&format!("  from {place}")));
        let _ = writeln!(out, "{:width$}   {reference} = {value}{from}", "");
    }
}

/// `suite.vtltest.yaml:12:7`
pub(super) fn place(suite: &SuiteReport, mark: Mark) -> String {
    format!("{}:{}:{}", suite.name, mark.line, mark.column)
}

/// `suite.vtltest.yaml > puts one pet`
pub(super) fn name(suite: &SuiteReport, case: &CaseReport) -> String {
    format!("{} > {}", suite.name, case.name)
}

/// `0.24 ms`
pub(super) fn time(duration: Duration) -> String {
    match duration.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds if seconds >= 0.01 => format!("{:.0} ms", seconds * 1e3),
        seconds => format!("{:.2} ms", seconds * 1e3),
    }
}

/// `12 passed, 1 failed, 2 skipped in 4 suites`
pub(super) fn summary(report: &Report, paint: Paint) -> String {
    let Counts { passed, failed, skipped, not_run, broken } = report.counts();
    let mut parts = Vec::new();
    let mut part = |count: usize, what: &str, painted: &dyn Fn(&str) -> String| {
        if count > 0 {
            parts.push(painted(&format!("{count} {what}")));
        }
    };
    part(failed, "failed", &|text| paint.removed(text));
    part(broken, if broken == 1 { "suite does not read" } else { "suites do not read" }, &|text| paint.removed(text));
    part(passed, "passed", &|text| paint.added(text));
    part(skipped, "skipped", &|text| paint.warning(text));
    part(not_run, "not run", &|text| paint.faint(text));
    if parts.is_empty() {
        parts.push("no cases".to_owned());
    }
    let suites = match report.suites.len() {
        // they are counted already
        count if count == broken => String::new(),
        1 => " in 1 suite".to_owned(),
        count => format!(" in {count} suites"),
    };
    format!("{}{suites}, {}\n", parts.join(", "), time(report.duration))
}
