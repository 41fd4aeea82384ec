//! Why a snapshot cannot be read or written.

use std::fmt;
use std::path::{Path, PathBuf};

/// A file of snapshots that cannot be read or written, with the line that is wrong in it.
///
/// Prints as `put-item.vtltest.yaml.snap:3: message`, and the line below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    path: PathBuf,
    message: String,
    /// Its number, from 1, and its text.
    line: Option<(usize, String)>,
}

impl SnapshotError {
    pub(super) fn new(path: &Path, message: impl Into<String>) -> SnapshotError {
        SnapshotError { path: path.to_owned(), message: message.into(), line: None }
    }

    pub(super) fn at(path: &Path, number: usize, text: &str, message: impl Into<String>) -> SnapshotError {
        let text = text.chars().filter(|c| !c.is_control()).take(120).collect();
        SnapshotError { line: Some((number, text)), ..SnapshotError::new(path, message) }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line that is wrong, from 1.
    pub fn line(&self) -> Option<usize> {
        self.line.as_ref().map(|(number, _)| *number)
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.line {
            Some((number, text)) => write!(f, "{}:{number}: {}\n  {text}", self.path.display(), self.message),
            None => write!(f, "{}: {}", self.path.display(), self.message),
        }
    }
}

impl std::error::Error for SnapshotError {}
