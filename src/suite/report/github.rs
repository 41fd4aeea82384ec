//! Annotations of GitHub's workflows: `::error file=…,line=…::message`.

use std::fmt::Write;

use super::{Failure, Report, SuiteReport, show};
use crate::terminal::Paint;

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    for suite in &report.suites {
        if let Some(problem) = &suite.problem {
            let message = match &problem.help {
                Some(help) => format!("{}\nhelp: {help}", problem.message),
                None => problem.message.clone(),
            };
            let place = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
            annotation("error", &suite.name, place, "the suite does not read", &message, &mut out);
        }
        for case in &suite.cases {
            for failure in &case.failures {
                failed(suite, &case.name, failure, &mut out);
            }
            for warning in &case.warnings {
                let place = (case.mark.line, case.mark.column);
                annotation("warning", &suite.name, place, &case.name, warning, &mut out);
            }
        }
    }
    for complaint in &report.complaints {
        let _ = writeln!(out, "::error::{}", message(complaint));
    }
    out.push_str(&show::summary(report, Paint::Plain));
    out
}

fn failed(suite: &SuiteReport, case: &str, failure: &Failure, out: &mut String) {
    let text = format!(
        "{}: {}\n{}",
        show::expectation(failure),
        failure.message,
        show::details(failure, Paint::Plain).trim_end()
    );
    annotation("error", &suite.name, (failure.mark.line, failure.mark.column), case, text.trim_end(), out);
}

fn annotation(level: &str, file: &str, (line, column): (usize, usize), title: &str, text: &str, out: &mut String) {
    let (file, title, text) = (property(file), property(title), message(text));
    let _ = writeln!(out, "::{level} file={file},line={line},col={column},title={title}::{text}");
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
