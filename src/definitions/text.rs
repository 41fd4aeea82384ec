//! `"a\nb ${Name}"` as the gateway gets it, with the way back: where in the file each byte stands.

use std::ops::Range;

use super::hole::{self, Hole};

/// A decoded text. Offsets of `value` map to offsets of the document it was decoded from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text {
    pub value: String,
    pub holes: Vec<Hole>,
    pieces: Vec<Piece>,
    /// Where the text starts in the document, for a text with nothing in it.
    start: usize,
    /// The highest number of a placeholder.
    numbers: usize,
}

/// A run of bytes that is the same on both sides, or a unit: an escape, a fold, a placeholder.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    value: Range<usize>,
    raw: Range<usize>,
    copy: bool,
}

impl Text {
    /// A text with nothing in it yet, which stands at `start`.
    pub fn at(start: usize) -> Text {
        Text { start, ..Text::default() }
    }

    /// A text that stands in the document as it is.
    pub fn verbatim(value: &str, start: usize) -> Text {
        let mut text = Text::at(start);
        text.push_copy(value, start);
        text
    }

    /// A text of which no more is known than what it was made of.
    pub fn unit(value: &str, raw: Range<usize>) -> Text {
        let mut text = Text::at(raw.start);
        text.push_unit(value, raw);
        text
    }

    /// Bytes that stand in the document as they are, from `raw` on.
    pub fn push_copy(&mut self, value: &str, raw: usize) {
        if value.is_empty() {
            return;
        }
        let at = self.value.len();
        self.value.push_str(value);
        match self.pieces.last_mut() {
            Some(last) if last.copy && last.raw.end == raw => {
                last.value.end += value.len();
                last.raw.end += value.len();
            }
            _ => self.pieces.push(Piece { value: at..at + value.len(), raw: raw..raw + value.len(), copy: true }),
        }
    }

    /// Bytes that the document writes otherwise.
    pub fn push_unit(&mut self, value: &str, raw: Range<usize>) {
        if value.is_empty() {
            return;
        }
        let at = self.value.len();
        self.value.push_str(value);
        self.pieces.push(Piece { value: at..at + value.len(), raw, copy: false });
    }

    /// A placeholder, whose mark gets the next free number.
    pub fn push_hole(&mut self, says: &str, label: &str, raw: Range<usize>) {
        let number = self.numbers + 1;
        let mark = hole::mark(number, label);
        let at = self.value.len();
        self.push_unit(&mark, raw);
        self.holes.push(Hole { number, range: at..at + mark.len(), says: says.to_owned() });
        self.numbers = number;
    }

    /// A part of another text, with the placeholders that lie in it.
    pub fn push_part(&mut self, other: &Text, part: Range<usize>) {
        let shift = self.value.len();
        for piece in other.pieces_of(&part) {
            let value = &other.value[piece.value];
            if piece.copy { self.push_copy(value, piece.raw.start) } else { self.push_unit(value, piece.raw) }
        }
        let first = other.holes.partition_point(|hole| hole.range.start < part.start);
        for hole in other.holes[first..].iter().take_while(|hole| hole.range.end <= part.end) {
            let range = hole.range.start - part.start + shift..hole.range.end - part.start + shift;
            self.numbers = self.numbers.max(hole.number);
            self.holes.push(Hole { range, ..hole.clone() });
        }
    }

    /// Another text, whose placeholders get new numbers.
    pub fn push_renumbered(&mut self, other: &Text) {
        let mut done = 0;
        for hole in &other.holes {
            self.push_part(other, done..hole.range.start);
            self.push_hole(&hole.says, hole::label(&other.value[hole.range.clone()]), other.raw_range(&hole.range));
            done = hole.range.end;
        }
        self.push_part(other, done..other.value.len());
    }

    /// The pieces of a part; of a unit that it cuts, the whole document range.
    fn pieces_of(&self, part: &Range<usize>) -> impl Iterator<Item = Piece> {
        let first = self.pieces.partition_point(|piece| piece.value.end <= part.start);
        let pieces = self.pieces[first..].iter().take_while(|piece| piece.value.start < part.end);
        pieces.map(|piece| {
            let value = piece.value.start.max(part.start)..piece.value.end.min(part.end);
            let raw = if piece.copy {
                let start = piece.raw.start + (value.start - piece.value.start);
                start..start + value.len()
            } else {
                piece.raw.clone()
            };
            Piece { value, raw, copy: piece.copy }
        })
    }

    /// Where the byte at `offset` comes from; the end of the text for what lies beyond.
    pub fn raw_start(&self, offset: usize) -> usize {
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.value.end <= offset));
        match piece {
            Some(piece) if piece.copy => piece.raw.start + offset.saturating_sub(piece.value.start),
            Some(piece) => piece.raw.start,
            None => self.pieces.last().map_or(self.start, |piece| piece.raw.end),
        }
    }

    /// What a range comes from.
    pub fn raw_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.raw_start(range.start);
        let end = self.pieces_of(range).last().map_or(start, |piece| piece.raw.end);
        start..end.max(start)
    }

    /// The same text, where the document that it stands in is itself a text decoded from another. It has no placeholders
    /// of its own yet.
    pub fn within(&self, outer: &Text) -> Text {
        let mut text = Text::at(outer.raw_start(self.start));
        for piece in &self.pieces {
            let value = &self.value[piece.value.clone()];
            if piece.copy {
                text.push_part(outer, piece.raw.clone());
            } else {
                text.push_unit(value, outer.raw_range(&piece.raw));
            }
        }
        text
    }

    /// A part as the host language says it.
    pub fn shown(&self, part: Range<usize>) -> String {
        let says = |number| self.holes.iter().find(|hole| hole.number == number).map(|hole| &hole.says);
        hole::replace_marks(&self.value[part], says)
    }

    /// The placeholder that starts at an offset.
    fn hole_at(&self, offset: usize) -> Option<&Hole> {
        self.holes.binary_search_by_key(&offset, |hole| hole.range.start).ok().map(|at| &self.holes[at])
    }

    /// Rewrites the text from left to right: `rule` says what stands at an offset that is not to be copied.
    pub fn rewritten(&self, rule: impl Fn(&str, usize) -> Option<Rewrite>) -> Text {
        let mut text = Text { numbers: self.numbers, ..Text::at(self.start) };
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = self.value[at..].find(['$', '%', hole::OPEN]) {
            at += found;
            if let Some(hole) = self.hole_at(at) {
                at = hole.range.end;
                continue;
            }
            // the text itself may have what looks like a mark
            let look_alike = || hole::mark_at(&self.value[at..]).map(|mark| (at + mark.len, "text".to_owned()));
            let rewrite =
                rule(&self.value, at).or_else(|| look_alike().map(|(end, label)| Rewrite::Hole { end, label }));
            let Some(rewrite) = rewrite else {
                at += self.value[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            text.push_part(self, copied..at);
            let end = match rewrite {
                Rewrite::Hole { end, label } => {
                    text.push_hole(&self.shown(at..end), &label, self.raw_range(&(at..end)));
                    end
                }
                Rewrite::Text { end, value } => {
                    text.push_unit(&value, self.raw_range(&(at..end)));
                    end
                }
            };
            (copied, at) = (end, end);
        }
        text.push_part(self, copied..self.value.len());
        text
    }
}

/// What stands at a `$` that does not stand for itself.
pub(super) enum Rewrite {
    /// A placeholder up to `end`.
    Hole { end: usize, label: String },
    /// Another text for what stands up to `end`.
    Text { end: usize, value: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_go_back_through_copies_and_units() {
        let mut text = Text::at(1);
        text.push_copy("ab", 1);
        text.push_unit("\n", 3..5);
        text.push_copy("cd", 5);
        assert_eq!(text.value, "ab\ncd");
        assert_eq!([0, 2, 3, 4, 5].map(|at| text.raw_start(at)), [1, 3, 5, 6, 7]);
        assert_eq!(text.raw_range(&(1..3)), 2..5);
    }

    #[test]
    fn texts_within_texts_go_back_to_the_file() {
        let mut outer = Text::at(10);
        outer.push_copy("{\"a\": \"x", 10);
        outer.push_unit("\\", 18..20);
        outer.push_copy("ny\"}", 20);
        let mut inner = Text::at(7);
        inner.push_copy("x", 7);
        inner.push_unit("\n", 8..10);
        inner.push_copy("y", 10);
        let both = inner.within(&outer);
        assert_eq!(both.value, "x\ny");
        assert_eq!([0, 1, 2].map(|at| both.raw_start(at)), [17, 18, 21]);
    }

    #[test]
    fn what_looks_like_a_mark_is_a_hole_that_says_itself() {
        let mark = hole::mark(3, "x");
        let text = Text::verbatim(&format!("a {mark} b"), 0).rewritten(|_, _| None);
        assert_eq!(text.holes.len(), 1);
        assert_eq!(text.holes[0].says, mark);
        assert_eq!(text.value, format!("a {} b", hole::mark(1, "text")));
    }
}
