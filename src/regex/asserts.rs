//! `^ $ \b \1`: what looks at the text around a place, or at an earlier part of it.

use std::sync::OnceLock;

use super::Exhausted;
use super::ast::{Assert, Fold};
use super::matcher::Matcher;
use super::set::CharSet;
use super::stack::NONE;
use super::{fold, property};

impl Matcher<'_, '_> {
    pub(super) fn holds(&mut self, assert: Assert, at: usize) -> Result<bool, Exhausted> {
        let end = self.bytes.len();
        let rest = &self.bytes[at..];
        Ok(match assert {
            Assert::Begin => at == 0,
            Assert::End => at == end,
            Assert::Previous => at == self.previous,
            Assert::UnixLastLine => matches!(rest, b"" | b"\n"),
            Assert::UnixLineEnd => matches!(rest, b"" | [b'\n', ..]),
            // Java: nothing starts at the very end, not even in an empty text.
            Assert::UnixLineStart => at < end && (at == 0 || self.bytes[at - 1] == b'\n'),
            Assert::LineStart => at < end && (at == 0 || self.after_line(at)),
            Assert::LineEnd => at == end || self.before_line_end(at),
            Assert::LastLine => at == end || rest == b"\r\n" || (self.ends_with_one(at) && self.before_line_end(at)),
            Assert::Word { negate, unicode } => self.word_bound(at, unicode)? != negate,
            Assert::Grapheme => self.grapheme_bound(at)?,
        })
    }

    /// Between `\r` and `\n` is no place.
    fn after_line(&self, at: usize) -> bool {
        let split = self.bytes[at - 1] == b'\r' && self.bytes[at] == b'\n';
        !split && self.char_before(at).is_some_and(ends_line)
    }

    fn before_line_end(&self, at: usize) -> bool {
        let split = at > 0 && self.bytes[at - 1] == b'\r' && self.bytes[at] == b'\n';
        !split && self.char_at(at).is_some_and(ends_line)
    }

    fn ends_with_one(&self, at: usize) -> bool {
        let width = self.char_at(at).map_or(0, char::len_utf8);
        at + width == self.bytes.len()
    }

    fn word_bound(&mut self, at: usize, unicode: bool) -> Result<bool, Exhausted> {
        let before = match self.char_before(at) {
            Some(c) => self.is_word(c, at - c.len_utf8(), unicode)?,
            None => false,
        };
        let after = match self.char_at(at) {
            Some(c) => self.is_word(c, at, unicode)?,
            None => false,
        };
        Ok(before != after)
    }

    /// A mark that stands on a letter belongs to the word.
    fn is_word(&mut self, c: char, at: usize, unicode: bool) -> Result<bool, Exhausted> {
        if c.is_ascii() {
            return Ok(c == '_' || c.is_ascii_alphanumeric());
        }
        let sets = WordSets::get();
        let word = if unicode { &sets.unicode } else { &sets.plain };
        Ok(word.has(c) || (sets.marks.has(c) && self.has_base(at)?))
    }

    fn has_base(&mut self, at: usize) -> Result<bool, Exhausted> {
        let sets = WordSets::get();
        let text = self.text;
        for c in text[..at].chars().rev() {
            self.burn(1)?;
            if c != '_' && sets.plain.has(c) {
                return Ok(true);
            }
            if !sets.marks.has(c) {
                return Ok(false);
            }
        }
        Ok(false)
    }

    /// Where the text of a group ends that stands here again. A group that took no part stands nowhere.
    pub(super) fn backref(&mut self, group: u32, how: Fold, at: usize) -> Result<Option<usize>, Exhausted> {
        let Some(&(from, to)) = self.groups.get(group as usize) else {
            return Ok(None);
        };
        if from == NONE {
            return Ok(None);
        }
        let text = self.text;
        let wanted = &text[from as usize..to as usize];
        self.burn(wanted.len() / 8)?;
        if how == Fold::Exact {
            let here = text[at..].starts_with(wanted);
            return Ok(here.then_some(at + wanted.len()));
        }
        let mut rest = text[at..].chars();
        for c in wanted.chars() {
            match rest.next() {
                Some(other) if is_same(c, other, how) => {}
                _ => return Ok(None),
            }
        }
        Ok(Some(text.len() - rest.as_str().len()))
    }
}

fn is_same(a: char, b: char, how: Fold) -> bool {
    a == b
        || match how {
            Fold::Exact => false,
            Fold::Ascii => a.eq_ignore_ascii_case(&b),
            Fold::Unicode => fold::fold(a) == fold::fold(b),
        }
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What `\b` takes for a word.
struct WordSets {
    plain: CharSet,
    unicode: CharSet,
    marks: CharSet,
}

impl WordSets {
    fn get() -> &'static WordSets {
        static SETS: OnceLock<WordSets> = OnceLock::new();
        SETS.get_or_init(|| WordSets {
            plain: CharSet::new(&property::bound_word()),
            unicode: CharSet::new(&property::wide_word()),
            marks: CharSet::new(&property::marks()),
        })
    }
}
