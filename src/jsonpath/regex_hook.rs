//! `=~ /ab.*/i`: the way from filters to Java's regular expressions.
//!
//! STAND-IN: until the engine of `methods/regex` is here, a pattern is literal text with `.*` in it. The integrator
//! replaces the bodies of [`Pattern::compile`] and [`Pattern::matches`], and the field `parts`.

use crate::error::Result;
use crate::value::Heap;

/// A regular expression of a filter.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    /// Letters of `dixmsuU`.
    flags: String,
    parts: Vec<String>,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.text == other.text && self.flags == other.flags
    }
}

impl Pattern {
    /// `Pattern.compile(text, flags)`; the error is a `PatternSyntaxException`'s message.
    pub fn compile(text: &str, flags: &str) -> std::result::Result<Pattern, String> {
        let text = text.to_owned();
        let parts = text.split(".*").map(|part| part.replace('\\', "")).collect();
        Ok(Pattern { text, flags: flags.to_owned(), parts })
    }

    /// `matcher(text).matches()`: the whole text.
    pub fn matches(&self, text: &str, heap: &Heap<'_>) -> Result<bool> {
        heap.charge(1)?;
        heap.charge_bytes(text.len())?;
        let fold = |s: &str| if self.flags.contains('i') { s.to_lowercase() } else { s.to_owned() };
        let (folded, parts): (String, Vec<String>) = (fold(text), self.parts.iter().map(|p| fold(p)).collect());
        let (first, last) = (&parts[0], &parts[parts.len() - 1]);
        if parts.len() == 1 {
            return Ok(folded == *first);
        }
        let Some(mut rest) = folded.strip_prefix(first.as_str()) else { return Ok(false) };
        for part in &parts[1..parts.len() - 1] {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return Ok(false),
            }
        }
        Ok(rest.ends_with(last.as_str()))
    }
}
