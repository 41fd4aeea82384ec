//! Colours, on or off.

use console::Style;

/// Whether a report has colours. The caller decides it once, for the stream that the report goes to; nothing here looks at
/// the terminal or at `NO_COLOR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paint {
    /// Text alone.
    #[default]
    Plain,
    /// Text with a terminal's escape codes.
    Colours,
}

impl Paint {
    /// Colours where `wanted`.
    pub fn when(wanted: bool) -> Paint {
        if wanted { Paint::Colours } else { Paint::Plain }
    }

    /// What is expected and not there.
    pub fn removed(self, text: &str) -> String {
        self.apply(&Style::new().red(), text)
    }

    /// What is there.
    pub fn added(self, text: &str) -> String {
        self.apply(&Style::new().green(), text)
    }

    /// The words that changed in a line of [`removed`](Paint::removed) text.
    pub fn removed_word(self, text: &str) -> String {
        self.apply(&Style::new().red().bold().reverse(), text)
    }

    /// The words that changed in a line of [`added`](Paint::added) text.
    pub fn added_word(self, text: &str) -> String {
        self.apply(&Style::new().green().bold().reverse(), text)
    }

    /// A title, a path, a name.
    pub fn strong(self, text: &str) -> String {
        self.apply(&Style::new().bold(), text)
    }

    /// Line numbers, notes, what may be overlooked.
    pub fn faint(self, text: &str) -> String {
        self.apply(&Style::new().dim(), text)
    }

    /// What asks for attention.
    pub fn warning(self, text: &str) -> String {
        self.apply(&Style::new().yellow(), text)
    }

    fn apply(self, style: &Style, text: &str) -> String {
        match self {
            // an escape code around nothing is noise
            Paint::Plain => text.to_owned(),
            Paint::Colours if text.is_empty() => String::new(),
            Paint::Colours => style.apply_to(text).force_styling(true).to_string(),
        }
    }
}
