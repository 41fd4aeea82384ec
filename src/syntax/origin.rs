//! Where a text comes from: the template itself, or a string in it.

use crate::error::{ErrorKind, Fault, Span};

/// How offsets of the text that is read become offsets of the template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    /// Where the text starts in the template.
    base: u32,
    /// Where it ends there.
    end: u32,
    /// The text stands in the template as it is; otherwise every offset is that of its start.
    exact: bool,
}

impl Origin {
    /// The template itself.
    pub fn template(source: &str) -> Origin {
        Origin { base: 0, end: source.len() as u32, exact: true }
    }

    /// A text that stands at `start..end` of this one, unchanged or not.
    pub fn within(self, start: u32, end: u32, exact: bool) -> Origin {
        Origin { base: self.offset(start), end: self.offset(end), exact: self.exact && exact }
    }

    /// The template's offset.
    #[inline]
    pub fn offset(self, at: u32) -> u32 {
        if self.exact { (self.base + at).min(self.end) } else { self.base }
    }

    /// The template's offset of an end.
    #[inline]
    pub fn end(self, at: u32) -> u32 {
        if self.exact { (self.base + at).min(self.end) } else { self.end }
    }

    pub fn span(self, start: u32, end: u32) -> Span {
        Span::new(self.offset(start), self.end(end))
    }

    #[cold]
    pub fn fault(self, start: u32, end: u32, message: impl Into<String>) -> Box<Fault> {
        Fault::new(ErrorKind::Syntax, message).at(self.span(start, end))
    }
}
