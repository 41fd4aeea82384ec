//! `4\\d\\d`: a regular expression of Java that selects an integration response, for the whole of a status or an error.

use std::cell::Cell;
use std::sync::Arc;

use super::refusal::{Refusal, shown};
use crate::regex::Regex;

/// Longer patterns are no patterns of people.
const MAX_BYTES: usize = 64 * 1024;

/// Steps that the patterns of one selection may take.
const STEPS: u64 = 5_000_000;

/// What is left of them.
pub(super) struct Steps(Cell<u64>);

impl Steps {
    /// All of them.
    pub fn new() -> Steps {
        Steps(Cell::new(STEPS))
    }
}

/// A pattern that is read.
#[derive(Debug, Clone)]
pub(super) struct SelectionPattern(Arc<Regex>);

/// The patterns took more steps than they may.
#[derive(Debug)]
pub(super) struct TooLong;

impl SelectionPattern {
    /// Reads a pattern; a refusal has `path` as its place.
    pub fn read(pattern: &str, path: String) -> Result<SelectionPattern, Refusal> {
        if pattern.len() > MAX_BYTES {
            return Err(Refusal::new(path, format!("a pattern of more than {MAX_BYTES} bytes")));
        }
        Regex::new(pattern).map(|regex| SelectionPattern(regex.into())).map_err(|error| {
            let first = error.message.lines().next().unwrap_or_default();
            Refusal::new(path, format!("`{}` is no regular expression of Java: {first}", shown(pattern)))
        })
    }

    /// True if it is for the whole text.
    pub fn is_match(&self, text: &str, steps: &Steps) -> Result<bool, TooLong> {
        self.0.is_match(text, &steps.0).map_err(|_| TooLong)
    }
}
