//! What a terminal shows: colours, on or off, and nothing of a stranger's text that it would obey; and its settings, kept
//! while single keys are read. The rooms that write for people call it: `suite`, `trace::report`, the command.

mod kept;
mod paint;

pub(crate) use kept::interrupt;
pub use kept::{Kept, keep};
pub use paint::Paint;

/// Characters that a terminal would obey, that nobody can see, or that turn the text around.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A name on one line: a blank in place of each control character.
///
/// ```
/// assert_eq!(vtl::terminal::one_line("a\nb\u{1b}[2J"), "a b [2J");
/// ```
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
