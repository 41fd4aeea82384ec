//! Whitespace and control characters that can be seen.

use std::collections::BTreeSet;

use crate::terminal::{Paint, is_hidden};

/// Makes text visible, and remembers the signs it used so that they can be explained.
#[derive(Default)]
pub(super) struct Visible {
    used: BTreeSet<Sign>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Blank,
    Tab,
    CarriageReturn,
    NoBreak,
}

impl Sign {
    fn explained(self) -> &'static str {
        match self {
            Sign::Blank => "· is a blank",
            Sign::Tab => "→ a tab",
            Sign::CarriageReturn => "␍ a carriage return",
            Sign::NoBreak => "⍽ a blank that does not break",
        }
    }
}

/// Which whitespace is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// Only what a terminal would take for its own: control characters.
    Control,
    /// Tabs and all that is no plain blank, too.
    Unusual,
    /// Plain blanks, too.
    All,
}

impl Visible {
    /// A piece of a line.
    pub fn text(&mut self, text: &str, show: Show) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                ' ' if show == Show::All => self.sign(Sign::Blank, '·', &mut out),
                '\t' if show != Show::Control => self.sign(Sign::Tab, '→', &mut out),
                '\t' => out.push(c),
                '\r' => self.sign(Sign::CarriageReturn, '␍', &mut out),
                '\u{a0}' | '\u{202f}' | '\u{2007}' if show != Show::Control => {
                    self.sign(Sign::NoBreak, '⍽', &mut out);
                }
                c if is_hidden(c) => out.push_str(&format!("<U+{:04X}>", c as u32)),
                c => out.push(c),
            }
        }
        out
    }

    fn sign(&mut self, sign: Sign, shown: char, out: &mut String) {
        self.used.insert(sign);
        out.push(shown);
    }

    /// The last lines of a report: how much was left out, of which `differs` says one and several, and what the signs mean.
    pub fn ending(&self, more: usize, differs: [&str; 2], paint: Paint) -> String {
        let left_out = (more > 0).then(|| format!("... {more} more {}", differs[usize::from(more > 1)]));
        let signs: Vec<_> = self.used.iter().map(|sign| sign.explained()).collect();
        let legend = (!signs.is_empty()).then(|| format!("({})", signs.join(", ")));
        left_out.iter().chain(&legend).map(|line| format!("{}\n", paint.faint(line))).collect()
    }
}
