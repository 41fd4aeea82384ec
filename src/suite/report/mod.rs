//! What a run gave, for people and machines. `run` makes it; the command prints it in one of its formats.

mod github;
mod junit;
mod machine;
mod pretty;
mod show;
mod tap;

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value as Json;

use super::read::{Mark, Problem};
use super::snapshot::Proposal;
use crate::error::Error;
use crate::trace::Lines;

pub use show::Style;

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Format {
    /// For people.
    #[default]
    Pretty,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// JUnit's XML.
    Junit,
    /// One JSON object.
    Json,
    /// Annotations of GitHub's workflows.
    Github,
}

impl Report {
    /// The report in a format, as it is printed when all is done. In the format for people, what
    /// [`SuiteReport::progress`] gives comes before it.
    pub fn render(&self, format: Format, style: Style) -> String {
        match format {
            Format::Pretty => pretty::render(self, style),
            Format::Tap => tap::render(self),
            Format::Junit => junit::render(self),
            Format::Json => machine::render(self),
            Format::Github => github::render(self),
        }
    }
}

impl SuiteReport {
    /// What is printed as soon as a suite is done, in the format for people: a dot for each case, or a line.
    pub fn progress(&self, style: Style) -> String {
        pretty::progress(self, style)
    }
}

/// What a run gave.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// The suites, by path.
    pub suites: Vec<SuiteReport>,
    /// How long all took.
    pub duration: Duration,
    /// What is wrong with the run as a whole: snapshots that no case has.
    pub complaints: Vec<String>,
}

/// What a suite gave.
#[derive(Debug)]
#[non_exhaustive]
pub struct SuiteReport {
    /// The file, as messages call it.
    pub name: String,
    /// All files it was made of: itself, templates, bodies, events. Of one that does not read, those that are known.
    pub files: Vec<PathBuf>,
    /// Why it does not read.
    pub problem: Option<Problem>,
    /// Its cases in their order.
    pub cases: Vec<CaseReport>,
    /// Snapshots that no case has.
    pub orphaned: Vec<String>,
    /// How long its cases took.
    pub duration: Duration,
}

/// What a case gave.
#[derive(Debug)]
#[non_exhaustive]
pub struct CaseReport {
    /// Its name, with its row's values if it has `each`.
    pub name: String,
    /// Where it stands in its suite.
    pub mark: Mark,
    /// Its tags and its suite's.
    pub tags: Vec<String>,
    /// What became of it.
    pub status: Status,
    /// How long it took.
    pub duration: Duration,
    /// What is not as expected.
    pub failures: Vec<Failure>,
    /// What API Gateway would do in silence, by the renders' warnings.
    pub warnings: Vec<String>,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// All is as expected.
    Passed,
    /// Something is not.
    Failed,
    /// It says `skip`; the reason may be empty.
    Skipped(String),
    /// Another case says `only`, or `--fail-fast` ended the run before.
    NotRun,
}

impl Status {
    /// A stable name for machines: `passed`, `failed`, `skipped`, `not_run`.
    pub fn name(&self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::Skipped(_) => "skipped",
            Status::NotRun => "not_run",
        }
    }
}

/// One thing that is not as expected.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Failure {
    /// `request` or `response`, of a pipeline.
    pub step: Option<&'static str>,
    /// The key of `expect` that is not met, such as `json` or `path $.a`.
    pub expectation: String,
    /// Where that stands in the suite.
    pub mark: Mark,
    /// What is wrong, in a line.
    pub message: String,
    /// What would be right, or what the cause most likely is.
    pub help: Option<String>,
    /// Expected and actual.
    pub difference: Difference,
    /// Which lines of the template printed what is wrong.
    pub origins: Vec<Origin>,
    /// What the references were on the line at which the template failed.
    pub values: Vec<ReferenceValue>,
}

impl Failure {
    pub(crate) fn new(expectation: impl Into<String>, mark: Mark, message: impl Into<String>) -> Failure {
        Failure {
            step: None,
            expectation: expectation.into(),
            mark,
            message: message.into(),
            help: None,
            difference: Difference::None,
            origins: Vec::new(),
            values: Vec::new(),
        }
    }
}

/// What was expected, and what is there.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Difference {
    /// The message says all.
    #[default]
    None,
    /// Two documents.
    Json {
        /// What the suite says.
        expected: Json,
        /// What the template printed.
        actual: Json,
    },
    /// Two texts.
    Text {
        /// What the suite says.
        expected: String,
        /// What the template printed.
        actual: String,
    },
    /// What was accepted, and what is printed now.
    Snapshot(Box<Proposal>),
    /// A piece of the output.
    Output(Excerpt),
    /// The template failed.
    Error(Box<Error>),
}

/// A few lines of an output around a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excerpt {
    /// The number of the first line shown, from 1.
    pub first_line: usize,
    /// The lines.
    pub lines: Vec<String>,
    /// The place.
    pub mark: Option<Mark>,
    /// There are more lines.
    pub is_cut: bool,
}

impl Excerpt {
    const LINES: usize = 12;
    const WIDTH: usize = 160;

    /// The lines around a byte; the first ones without.
    pub(crate) fn of(text: &str, at: Option<usize>) -> Excerpt {
        let mark: Option<Mark> = at.map(|at| Lines::new(text).position(at).into());
        let line = mark.map_or(1, |mark| mark.line);
        let first = line.saturating_sub(if mark.is_some() { 3 } else { 1 }).max(1);
        let count = if mark.is_some() { 5 } else { Excerpt::LINES };
        // a line break at the end begins no line, unless that is the place
        let shown =
            if mark.is_some_and(|_| at == Some(text.len())) { text } else { text.strip_suffix('\n').unwrap_or(text) };
        let all = || shown.split('\n').skip(first - 1);
        let column = mark.map_or(1, |mark| mark.column);
        // of a long line, what stands around the place
        let from = if column > Excerpt::WIDTH { column - Excerpt::WIDTH / 2 } else { 0 };
        let lines: Vec<String> =
            all().take(count).map(|line| line.chars().skip(from).take(Excerpt::WIDTH).collect()).collect();
        let mark = mark.map(|mark| Mark { column: mark.column - from, ..mark });
        let is_cut = first > 1 || all().nth(count).is_some();
        Excerpt { first_line: first, lines, mark, is_cut }
    }
}

/// A line of a template that printed something.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The template, as messages call it.
    pub template: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The line's text.
    pub text: String,
    /// References on that line and what they were.
    pub values: Vec<ReferenceValue>,
}

/// `$input.params('id')` and what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReferenceValue {
    /// The reference, as it is written.
    pub reference: String,
    /// Its value, strings in quotes.
    pub value: String,
    /// Where in the event it comes from: `/params/path/id`.
    pub place: Option<String>,
}

/// How many cases came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed.
    pub failed: usize,
    /// Cases that say `skip`.
    pub skipped: usize,
    /// Cases that were not reached, or that another's `only` left out.
    pub not_run: usize,
    /// Suites that do not read.
    pub broken: usize,
}

impl Report {
    /// How many cases came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for suite in &self.suites {
            counts.broken += usize::from(suite.problem.is_some());
            for case in &suite.cases {
                match case.status {
                    Status::Passed => counts.passed += 1,
                    Status::Failed => counts.failed += 1,
                    Status::Skipped(_) => counts.skipped += 1,
                    Status::NotRun => counts.not_run += 1,
                }
            }
        }
        counts
    }

    /// 0 if all passed, 1 if some failed, 3 if a suite does not read.
    pub fn exit_code(&self) -> u8 {
        let counts = self.counts();
        match counts {
            Counts { broken: 1.., .. } => 3,
            Counts { failed: 1.., .. } => 1,
            _ if !self.complaints.is_empty() => 1,
            _ => 0,
        }
    }
}
