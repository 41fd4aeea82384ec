//! `$.requestId: "[uuid]"`: placeholders for values that change from one run to the next. The runner redacts what it takes
//! snapshots of; nothing else is touched, byte for byte.

mod selector;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::ops::Range;

use serde_json::Value as Json;

use self::selector::{Selector, States};
use super::diff::Segment;
use super::raw::{Children, Raw};
use crate::regex::Regex;

/// What patterns may cost, in steps of the matcher: so many, and more for each byte of the text.
const STEPS: (u64, u64) = (1_000_000, 200);

/// What is replaced in an output before it becomes a snapshot.
///
/// ```
/// use serde_json::json;
/// use vtl::suite::Redactions;
///
/// let mut redactions = Redactions::default();
/// redactions.add(".id", &json!("[uuid]"))?;
/// redactions.add("$.items[*].ts", &json!("[time]"))?;
/// redactions.add("/r-[0-9]+/", &json!("[request]"))?;
/// assert_eq!(
///     redactions.apply(r#"{"id": 7,  "items": [{"ts": 1}, {"ts": 2}], "by": "r-42"}"#)?,
///     r#"{"id": "[uuid]",  "items": [{"ts": "[time]"}, {"ts": "[time]"}], "by": "[request]"}"#
/// );
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Default)]
pub struct Redactions {
    /// With the replacement as JSON text.
    selected: Vec<(Selector, String)>,
    patterns: Vec<(Regex, String)>,
}

impl Redactions {
    /// Adds a replacement of the values that a selector finds, or of the text that a pattern matches.
    ///
    /// A selector is a path into the output, which has to be JSON: `$.id` or `.id`, `.items[0]`, `.items[*].ts` or
    /// `.items[].ts`, `.*.id`, `$..requestId` or `.**.requestId`, `['odd key']`. The value it finds becomes the replacement,
    /// which may be any JSON; where two find the same value, the first counts.
    ///
    /// A pattern stands between slashes, as Java writes it: `/[0-9a-f-]{36}/`. It is matched with any output, after the
    /// selectors, and its replacement is a string, in which `$1` stands for a group.
    ///
    /// # Errors
    /// A message if it is neither.
    pub fn add(&mut self, what: &str, replacement: &Json) -> Result<(), String> {
        match what.strip_prefix('/') {
            Some(rest) => {
                let pattern =
                    rest.strip_suffix('/').ok_or_else(|| format!("the pattern `{what}` has no `/` at its end"))?;
                let regex = Regex::new(pattern)
                    .map_err(|error| format!("the pattern `{what}` is none: {}", first_line(&error)))?;
                let text = replacement.as_str().ok_or_else(|| format!("what replaces `{what}` must be a string"))?;
                self.patterns.push((regex, text.to_owned()));
            }
            None => self.selected.push((Selector::parse(what)?, replacement.to_string())),
        }
        Ok(())
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.selected.is_empty() && self.patterns.is_empty()
    }

    /// The text with its replacements.
    ///
    /// # Errors
    /// A message if a pattern's replacement names a group that is not there, or if a pattern takes too long.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        let mut redacted = self.select(text).unwrap_or_else(|| text.to_owned());
        let budget = Cell::new(STEPS.0 + STEPS.1 * text.len() as u64);
        for (regex, replacement) in &self.patterns {
            let mut out = String::with_capacity(redacted.len());
            regex
                .replace(&redacted, replacement, usize::MAX, &budget, LONGEST, &mut out)
                .map_err(|error| format!("a redaction fails: {}", replace_error(error)))?;
            redacted = out;
        }
        Ok(redacted)
    }

    /// What the selectors make of it; `None` if it is no JSON.
    fn select(&self, text: &str) -> Option<String> {
        if self.selected.is_empty() {
            return None;
        }
        let mut edits = Vec::new();
        let states = self.selected.iter().map(|(selector, _)| selector.start()).collect();
        self.walk(Raw::document(text)?, states, &mut edits);
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (range, replacement) in edits {
            out.push_str(&text[copied..range.start]);
            out.push_str(replacement);
            copied = range.end;
        }
        out.push_str(&text[copied..]);
        Some(out)
    }

    /// Finds what is to be replaced, in the order of the text.
    fn walk<'r>(&'r self, value: Raw<'_>, states: Vec<States>, edits: &mut Vec<(Range<usize>, &'r str)>) {
        let selectors = || self.selected.iter().zip(&states);
        if let Some(((_, replacement), _)) = selectors().find(|((selector, _), states)| selector.is_found(states)) {
            edits.push((value.range(), replacement));
            return;
        }
        if states.iter().all(Vec::is_empty) {
            return;
        }
        let step =
            |segment: &Segment| selectors().map(|((selector, _), states)| selector.step(states, segment)).collect();
        match value.children() {
            Children::Object(entries) => {
                for (key, child) in entries {
                    self.walk(child, step(&Segment::Key(key)), edits);
                }
            }
            Children::Array(items) => {
                for (index, child) in items.into_iter().enumerate() {
                    self.walk(child, step(&Segment::Index(index)), edits);
                }
            }
            Children::None => {}
        }
    }
}

/// No output is as long as this.
const LONGEST: usize = 256 << 20;

fn first_line(error: &crate::regex::PatternError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

fn replace_error(error: crate::regex::ReplaceError) -> String {
    use crate::regex::ReplaceError;
    match error {
        ReplaceError::Exhausted => "its pattern takes too long".to_owned(),
        ReplaceError::TooLong => "the result is too long".to_owned(),
        ReplaceError::IllegalArgument(message) | ReplaceError::IndexOutOfBounds(message) => message,
    }
}
