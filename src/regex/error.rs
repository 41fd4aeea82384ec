//! Why a pattern cannot be read.

use std::fmt;

/// `(a` → `Unclosed group near index 2⏎(a`: a `java.util.regex.PatternSyntaxException`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternError {
    /// What Java's `getMessage()` says.
    pub message: String,
    /// Java's `getIndex()`: characters before the place; -1 if it knows none.
    pub index: i32,
}

impl PatternError {
    pub(super) fn new(description: &str, pattern: &str, index: i32) -> PatternError {
        let Ok(before) = usize::try_from(index) else {
            let message = format!("{description}\n{pattern}");
            return PatternError { message, index };
        };
        let mut message = format!("{description} near index {index}\n{pattern}");
        if before < pattern.encode_utf16().count() {
            message.push('\n');
            let units = pattern.encode_utf16().take(before);
            message.extend(units.map(|unit| if unit == 9 { '\t' } else { ' ' }));
            message.push('^');
        }
        PatternError { message, index }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
