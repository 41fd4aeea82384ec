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
    /// How many characters stand before each block of bytes, so that a column in a line of megabytes is soon found.
    blocks: Vec<usize>,
}

/// Bytes of a block.
const BLOCK: usize = 1024;

/// Characters that start in some bytes: those that continue one do not count.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
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
        let sums = text.as_bytes().chunks(BLOCK).scan(0, |sum, block| {
            *sum += count(block);
            Some(*sum)
        });
        Lines { text, starts, blocks: std::iter::once(0).chain(sums).collect() }
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
        Position { line, column: self.chars_before(offset) - self.chars_before(self.starts[line - 1]) + 1 }
    }

    fn chars_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / BLOCK;
        self.blocks[block] + count(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The bytes of a line, from 1, without its `\n`; empty if there is no such line.
    pub fn span(&self, line: usize) -> Range<usize> {
        let Some(&start) = line.checked_sub(1).and_then(|at| self.starts.get(at)) else { return 0..0 };
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_however_long_a_line_is() {
        let text = format!("ab\n{}\nend", "é-".repeat(2000));
        let lines = Lines::new(&text);
        for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
            let line = text[..offset].matches('\n').count() + 1;
            let column = text[..offset].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            assert_eq!(lines.position(offset), Position { line, column }, "{offset}");
        }
        assert_eq!(Lines::new("").position(7), Position { line: 1, column: 1 });
        assert_eq!(lines.position(usize::MAX), lines.position(text.len()));
    }

    #[test]
    fn many_places_in_one_long_line_are_soon_found() {
        let text = "é,".repeat(1 << 16);
        let lines = Lines::new(&text);
        let columns: usize = (0..text.len()).step_by(3).map(|offset| lines.position(offset).column).sum();
        assert_eq!(columns, 1 << 32);
    }
}
