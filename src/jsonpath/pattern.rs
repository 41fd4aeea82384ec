//! `=~ /ab.*/i`: the way from filters to Java's regular expressions.

use std::sync::Arc;

use crate::error::{Fault, Result};
use crate::limits::Limit;
use crate::regex::{Flags, Regex};
use crate::value::Heap;

/// A regular expression of a filter.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    /// Letters of `dixmsuU`.
    flags: String,
    regex: Arc<Regex>,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.text == other.text && self.flags == other.flags
    }
}

impl Pattern {
    /// `Pattern.compile(text, flags)`; the error is a `PatternSyntaxException`'s message.
    pub fn compile(text: &str, flags: &str) -> std::result::Result<Pattern, String> {
        let bits = flags.chars().fold(Flags::NONE, |bits, letter| bits | flag(letter));
        let regex = Regex::with_flags(text, bits).map_err(|error| error.message)?;
        Ok(Pattern { text: text.to_owned(), flags: flags.to_owned(), regex: Arc::new(regex) })
    }

    /// `matcher(text).matches()`: the whole text.
    pub fn matches(&self, text: &str, heap: &Heap<'_>) -> Result<bool> {
        heap.charge(1)?;
        heap.charge_bytes(text.len())?;
        self.regex.is_match(text, heap.steps()).map_err(|_| Fault::limit(Limit::Steps, heap.limits().steps))
    }
}

/// Jayway's letters for Java's flags.
fn flag(letter: char) -> Flags {
    match letter {
        'd' => Flags::UNIX_LINES,
        'i' => Flags::CASE_INSENSITIVE,
        'x' => Flags::COMMENTS,
        'm' => Flags::MULTILINE,
        's' => Flags::DOTALL,
        'u' => Flags::UNICODE_CASE,
        'U' => Flags::UNICODE_CHARACTER_CLASS,
        _ => Flags::NONE,
    }
}
