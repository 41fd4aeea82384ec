//! Whether an output is what its case expects. `run` calls it; it knows no files.

pub(crate) mod cause;
mod content;
mod digits;
mod json_path;
mod message;
mod overrides;
pub(crate) mod place;

pub(crate) use message::Message;

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use serde_json::Value as Json;

use self::digits::OtherNumber;
use super::diff;
use super::model::{Check, Content, Expect, ExpectedError, ExpectedValue};
use super::read::Mark;
use super::report::{Difference, Excerpt, Failure};
use crate::error::Error;
use crate::gateway::Output;
use crate::regex::Regex;

/// A failure, and the pieces of the output that it is about.
#[derive(Debug)]
pub(crate) struct Finding {
    pub failure: Failure,
    pub ranges: Vec<Range<usize>>,
}

impl Finding {
    pub fn new(expectation: impl Into<String>, mark: Mark, message: impl Into<String>) -> Finding {
        Finding { failure: Failure::new(expectation, mark, message), ranges: Vec::new() }
    }

    fn help(mut self, help: impl Into<String>) -> Finding {
        self.failure.help = Some(help.into());
        self
    }

    fn difference(mut self, difference: Difference) -> Finding {
        self.failure.difference = difference;
        self
    }

    fn at(mut self, ranges: impl IntoIterator<Item = Range<usize>>) -> Finding {
        self.ranges = ranges.into_iter().collect();
        self
    }
}

/// The output of a template, about to be looked at.
pub(crate) struct Subject<'a> {
    pub body: &'a str,
    pub output: &'a Output,
    message: Message<'a>,
    json: OnceCell<Result<Json, serde_json::Error>>,
}

impl<'a> Subject<'a> {
    pub fn new(output: &'a Output, message: Message<'a>) -> Subject<'a> {
        Subject { body: &output.body, output, message, json: OnceCell::new() }
    }

    fn json(&self) -> Result<&Json, &serde_json::Error> {
        self.json.get_or_init(|| serde_json::from_str(self.body)).as_ref()
    }

    /// Everything that is not as expected. `case` is where the case stands.
    pub fn findings(&self, expect: &Expect, content: Content, case: Mark) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !expect.checks.iter().any(|(_, check)| check.is_of_output()) {
            findings.extend(content::check(self, content, case));
        }
        let mut is_broken = false;
        for (mark, check) in &expect.checks {
            let broken = match check {
                Check::Json(_) => self.unreadable(*mark),
                // a path may lead to something that can be held, in a document that cannot
                Check::Path(..) => self.json().err().and_then(|_| content::check(self, Content::Json, *mark)),
                Check::ValidJson(true) => content::check(self, Content::Json, *mark),
                _ => None,
            };
            match broken {
                // once is enough
                Some(finding) if !std::mem::replace(&mut is_broken, true) => findings.push(finding),
                Some(_) => {}
                None => findings.extend(self.finding(*mark, check)),
            }
        }
        findings
    }

    /// Why there is nothing to compare: the output is not JSON, or it is JSON of which we can hold no value, such as `1e999`.
    fn unreadable(&self, mark: Mark) -> Option<Finding> {
        let error = self.json().err()?;
        let incomparable = || {
            let at = cause::offset(self.body, error.line(), error.column());
            Finding::new("json", mark, format!("the output cannot be compared: {error}"))
                .difference(self.excerpt(Some(at)))
                .at(Some(content::character(self.body, at)))
        };
        Some(content::check(self, Content::Json, mark).unwrap_or_else(incomparable))
    }

    fn finding(&self, mark: Mark, check: &Check) -> Option<Finding> {
        match check {
            Check::Json(expected) => self.whole(mark, expected),
            Check::Path(path, expected) => self.path(mark, path, expected.as_ref()),
            Check::Text(expected) => self.text(mark, expected),
            Check::Contains(text) if !self.body.contains(text.as_str()) => Some(
                Finding::new("contains", mark, format!("the output does not contain {text:?}"))
                    .difference(self.excerpt(None)),
            ),
            Check::NotContains(text) => {
                let at = self.body.find(text.as_str())?;
                Some(
                    Finding::new("not_contains", mark, format!("the output contains {text:?}"))
                        .difference(self.excerpt(Some(at)))
                        .at(Some(at..at + text.len())),
                )
            }
            Check::Matches(pattern, regex) => self.matches(mark, pattern, regex),
            Check::ValidJson(false) if cause::of(self.body).is_none() => {
                Some(Finding::new("valid_json", mark, "the output is valid JSON").difference(self.excerpt(None)))
            }
            Check::Overrides(expected) => overrides::check(expected, &self.output.overrides, mark),
            Check::Warnings(expected) => self.warnings(mark, expected),
            Check::Error(_) => Some(
                Finding::new("error", mark, "the template was expected to fail, but it did not")
                    .difference(self.excerpt(None)),
            ),
            Check::Status(_)
            | Check::Header(..)
            | Check::IntegrationResponse(_)
            | Check::GatewayResponse(_)
            | Check::Url(_) => self.message.finding(mark, check),
            Check::Contains(_) | Check::ValidJson(_) => None,
        }
    }

    fn whole(&self, mark: Mark, expected: &ExpectedValue) -> Option<Finding> {
        let actual = self.json().ok()?;
        let diff = diff::json(&expected.json, actual);
        let number = match diff.differences().len() + diff.omitted() {
            0 => {
                let other = digits::other_number(&expected.text, self.body)?;
                let finding = Finding::new("json", mark, other.to_string()).help(OtherNumber::HELP);
                return Some(finding.at([other.range]));
            }
            1 => "in one place".to_owned(),
            n => format!("in {n} places"),
        };
        let ranges: Vec<_> = diff.places(self.body).into_iter().flatten().take(3).map(|place| place.range()).collect();
        let difference = Difference::Json { expected: expected.json.clone(), actual: actual.clone() };
        let message = format!("the output is another document, {number}");
        Some(Finding::new("json", mark, message).difference(difference).at(ranges))
    }

    fn path(&self, mark: Mark, path: &str, expected: Option<&ExpectedValue>) -> Option<Finding> {
        let what = if expected.is_some() { "path" } else { "no_path" };
        let finding = |message: String| Finding::new(format!("{what} {path}"), mark, message);
        let found = match json_path::read(self.body, path) {
            Ok(found) => found,
            Err(why) => return Some(finding(format!("the path cannot be followed: {why}"))),
        };
        let segments = place::segments(path);
        let range = || place::of(self.body, segments.as_deref()?);
        match (expected, found) {
            (None, None) => None,
            (Some(expected), Some(found)) => {
                // as it is printed, where that is known; what was read has lost digits
                let place = segments.as_deref().and_then(|segments| place::exact(self.body, segments));
                let text = place.clone().map_or(found.as_str(), |range| &self.body[range]);
                let finding = match serde_json::from_str::<Json>(text) {
                    Err(error) => finding(format!("the value cannot be compared: {error}")),
                    Ok(actual) if !diff::json(&expected.json, &actual).is_empty() => {
                        let difference = Difference::Json { expected: expected.json.clone(), actual };
                        finding("the value is another".to_owned()).difference(difference)
                    }
                    Ok(_) => {
                        let other = digits::other_number(&expected.text, text);
                        let other = other.filter(|other| place.is_some() || other.is_long())?;
                        finding(other.to_string()).help(OtherNumber::HELP)
                    }
                };
                Some(finding.at(range()))
            }
            (Some(expected), None) => Some(
                finding(format!("nothing is there, where {} was expected", expected.text))
                    .difference(self.excerpt(None))
                    .at(range()),
            ),
            (None, Some(found)) => Some(finding(format!("{found} is there, where nothing was expected")).at(range())),
        }
    }

    fn text(&self, mark: Mark, expected: &str) -> Option<Finding> {
        if self.body == expected {
            return None;
        }
        let difference = Difference::Text { expected: expected.to_owned(), actual: self.body.to_owned() };
        let ranges = first_difference(expected, self.body);
        Some(Finding::new("text", mark, "the output is another text").difference(difference).at(ranges))
    }

    fn matches(&self, mark: Mark, pattern: &str, regex: &Regex) -> Option<Finding> {
        let message = match regex.find(self.body, &Cell::new(PATIENCE)) {
            Ok(true) => return None,
            Ok(false) => format!("nothing in the output matches `{pattern}`"),
            Err(_) => format!("the output is too much for `{pattern}`: it would take too long"),
        };
        Some(Finding::new("matches", mark, message).difference(self.excerpt(None)))
    }

    fn warnings(&self, mark: Mark, expected: &[String]) -> Option<Finding> {
        let actual: Vec<String> = self.output.warnings.iter().map(ToString::to_string).collect();
        let same = actual.len() == expected.len() && actual.iter().zip(expected).all(|(a, e)| a.contains(e.as_str()));
        (!same).then(|| {
            let (expected, actual) = (expected.join("\n"), actual.join("\n"));
            Finding::new("warnings", mark, "other warnings than expected")
                .difference(Difference::Text { expected, actual })
        })
    }

    fn excerpt(&self, at: Option<usize>) -> Difference {
        Difference::Output(Excerpt::of(self.body, at))
    }
}

/// The first byte at which a text is another.
pub(crate) fn first_difference(expected: &str, actual: &str) -> Option<Range<usize>> {
    let same = actual.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
    let at = (0..=same.min(actual.len().saturating_sub(1))).rev().find(|at| actual.is_char_boundary(*at))?;
    Some(at..at + 1)
}

/// Steps that a pattern of a suite may take.
pub(crate) const PATIENCE: u64 = 20_000_000;

/// What is not as expected about a template that failed; nothing if that was expected. `shown` is the error with its place
/// in the file that people know.
pub(crate) fn error(expect: &Expect, error: &Error, shown: Error, message: &Message<'_>, case: Mark) -> Vec<Finding> {
    let mut findings = message.findings(expect);
    let difference = Difference::Error(Box::new(shown));
    let Some((mark, expected)) = expect.error() else {
        let what = if error.kind() == crate::ErrorKind::Syntax { "does not parse" } else { "failed" };
        findings.insert(0, Finding::new("output", case, format!("the template {what}")).difference(difference));
        return findings;
    };
    let differences = error_differences(expected, error);
    if !differences.is_empty() {
        findings.insert(0, Finding::new("error", mark, differences.join("; ")).difference(difference));
    }
    findings
}

fn error_differences(expected: &ExpectedError, error: &Error) -> Vec<String> {
    let mut differences = Vec::new();
    let help = error.help().unwrap_or_default();
    for text in &expected.contains {
        if !error.message().contains(text.as_str()) && !help.contains(text.as_str()) {
            differences.push(format!("the error's message does not contain {text:?}"));
        }
    }
    let actual = error.kind().name();
    if let Some(kind) = expected.kind.as_deref().filter(|kind| *kind != actual) {
        differences.push(format!("the error is of kind `{actual}`, where `{kind}` was expected"));
    }
    let places = [("line", expected.line, error.line()), ("column", expected.column, error.column())];
    for (what, expected, actual) in places {
        if expected.is_some() && expected != actual {
            let shown = |n: Option<usize>| n.map_or("none".to_owned(), |n| n.to_string());
            differences.push(format!(
                "the error is in {what} {}, where {} was expected",
                shown(actual),
                shown(expected)
            ));
        }
    }
    differences
}
