//! Bytes → lines and columns.

use std::ops::Range;

/// The lines of a text, to look up many places in it.
///
/// ```
/// let lines = vtl::trace::Lines::new("a\nbé!");
/// let place = lines.position(5);
/// assert_eq!((place.line, place.column), (2, 3));
/// assert_eq!(lines.span(2), 2..6);
/// assert_eq!(lines.count(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where each line starts.
    starts: Vec<usize>,
}

/// A place in a text: line and column, from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl<'t> Lines<'t> {
    /// The lines of a text. They end with `\n`; one that is empty at the text's end counts, too.
    pub fn new(text: &'t str) -> Lines<'t> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line of a byte, from 1; the last one for what lies behind the text.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// The line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let before = &self.text.as_bytes()[self.starts[line - 1]..offset.min(self.text.len())];
        // bytes that continue a character do not count
        Position { line, column: before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1 }
    }

    /// The bytes of a line, from 1, without its `\n`; empty if there is no such line.
    pub fn span(&self, line: usize) -> Range<usize> {
        let Some(&start) = line.checked_sub(1).and_then(|at| self.starts.get(at)) else { return 0..0 };
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        start..end
    }
}
