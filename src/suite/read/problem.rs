//! Why a suite does not read, with its place.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::node::{Complaint, Mark};
use crate::terminal::is_hidden;

/// Why a suite does not read: what, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The suite's file.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// The text of that line.
    pub source_line: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What would be right, where that is known.
    pub help: Option<String>,
    /// What was read of the suite before.
    #[serde(skip)]
    pub(crate) files: Vec<PathBuf>,
}

impl Problem {
    /// A problem of a file as a whole.
    pub(crate) fn of_file(file: &str, message: impl Into<String>) -> Problem {
        let message = message.into();
        Problem {
            file: file.to_owned(),
            line: None,
            column: None,
            source_line: None,
            message,
            help: None,
            files: Vec::new(),
        }
    }

    pub(crate) fn new(file: &str, source: &str, complaint: Complaint) -> Problem {
        let Complaint { mark, message, help } = complaint;
        Problem {
            file: file.to_owned(),
            line: mark.map(|mark| mark.line),
            column: mark.map(|mark| mark.column),
            source_line: mark.and_then(|mark| line(source, mark)),
            message,
            help,
            files: Vec::new(),
        }
    }
}

/// The text of a line.
pub(crate) fn line(source: &str, mark: Mark) -> Option<String> {
    let visible = |c: char| match c {
        '\t' => ' ',
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    };
    source.lines().nth(mark.line.saturating_sub(1)).map(|line| line.chars().take(200).map(visible).collect())
}

impl fmt::Display for Problem {
    /// `orders.vtltest.yaml:2:7: message`, the line, and what would be right
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if let (Some(line), Some(column), Some(text)) = (self.line, self.column, &self.source_line) {
            let number = line.to_string();
            let blank = " ".repeat(number.len());
            write!(f, "\n{blank} |\n{number} | {text}\n{blank} | {}^", " ".repeat(column.saturating_sub(1).min(200)))?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
