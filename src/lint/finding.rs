//! What a rule found, and how to repair it.

use std::ops::Range;

use super::rule::Rule;
use super::settings::Level;

/// One mistake in a template: what it is, where, why it matters and what to write instead.
///
/// ```
/// use vtl::lint::{Settings, Subject, check};
///
/// let findings = check(&Subject::new("{\"id\": $util.toJson($id)}"), &Settings::default());
/// assert_eq!((findings[0].code(), &findings[0].span), ("VTL041", &(7..24)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it matters, as the settings have it.
    pub level: Level,
    /// Where, in bytes of the template.
    pub span: Range<usize>,
    /// What is wrong, in one line.
    pub message: String,
    /// What API Gateway makes of it.
    pub why: String,
    /// What to write instead.
    pub help: String,
    /// The change that does it, where one is known.
    pub fix: Option<Fix>,
}

impl Finding {
    /// `VTL012`
    pub fn code(&self) -> &'static str {
        self.rule.code
    }

    pub(crate) fn why(&mut self, why: impl Into<String>) -> &mut Finding {
        self.why = why.into();
        self
    }

    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Finding {
        self.help = help.into();
        self
    }

    /// A fix that keeps what the template prints where it printed what was meant.
    pub(crate) fn fix(&mut self, edits: Vec<Edit>) -> &mut Finding {
        self.fix = Some(Fix { edits, safe: true });
        self
    }

    /// A fix that a person should look at.
    pub(crate) fn unsafe_fix(&mut self, edits: Vec<Edit>) -> &mut Finding {
        self.fix = Some(Fix { edits, safe: false });
        self
    }
}

/// Edits that together repair one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Pieces of the template to replace; none overlaps another.
    pub edits: Vec<Edit>,
    /// Only a safe fix is made unless more is asked for: it cannot make a template print what its author did not mean.
    pub safe: bool,
}

/// A piece of the template and the text to put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the template.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Replaces a piece of the template.
    pub fn replace(span: Range<usize>, text: impl Into<String>) -> Edit {
        Edit { span, text: text.into() }
    }

    /// Puts a text before a place.
    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit::replace(at..at, text)
    }
}
