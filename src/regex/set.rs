//! Sets of characters.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// `[a-z]`: characters, quick to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CharSet {
    ascii: [u64; 2],
    /// Beyond ASCII; sorted, apart.
    ranges: Box<[(char, char)]>,
}

impl CharSet {
    pub fn new(class: &ClassUnicode) -> CharSet {
        let mut ascii = [0u64; 2];
        let mut ranges = Vec::new();
        for range in class.ranges() {
            let (start, end) = (range.start(), range.end());
            for c in start as u32..=(end as u32).min(127) {
                ascii[(c >> 6) as usize] |= 1 << (c & 63);
            }
            if end > '\u{7f}' {
                ranges.push((start.max('\u{80}'), end));
            }
        }
        CharSet { ascii, ranges: ranges.into() }
    }

    #[inline]
    pub fn has(&self, c: char) -> bool {
        let code = c as u32;
        if code < 128 {
            return self.has_ascii(code as u8);
        }
        let at = self.ranges.partition_point(|&(_, end)| end < c);
        self.ranges.get(at).is_some_and(|&(start, _)| start <= c)
    }

    #[inline]
    pub fn has_ascii(&self, byte: u8) -> bool {
        self.ascii[(byte >> 6) as usize] >> (byte & 63) & 1 == 1
    }

    pub fn ranges(&self) -> &[(char, char)] {
        &self.ranges
    }
}

/// A class of one range of code points. Lone surrogates live at U+10F800 and up (see [`from_java`]).
pub(super) fn range(start: u32, end: u32) -> ClassUnicode {
    let mut class = ClassUnicode::empty();
    push_range(start, end, &mut |start, end| {
        class.push(ClassUnicodeRange::new(start, end));
    });
    class
}

/// Gives `sink` the characters that stand for Java's code points `start..=end`.
pub(super) fn push_range(start: u32, end: u32, sink: &mut dyn FnMut(char, char)) {
    let parts = [(0, 0xd7ff), (0xd800, 0xdfff), (0xe000, 0x10ffff)];
    for (low, high) in parts {
        let (from, to) = (start.max(low), end.min(high));
        if from <= to {
            sink(from_java(from), from_java(to));
        }
    }
}

/// A Java code point as a character: a lone surrogate has a private one, as everywhere in this library.
pub(super) fn from_java(code: u32) -> char {
    match code {
        0xd800..=0xdfff => char::from_u32(code - 0xd800 + 0x10f800),
        _ => char::from_u32(code),
    }
    .unwrap_or('\u{fffd}')
}

pub(super) fn all() -> ClassUnicode {
    range(0, 0x10ffff)
}

/// The characters of `text`.
pub(super) fn of(text: &str) -> ClassUnicode {
    ClassUnicode::new(text.chars().map(|c| ClassUnicodeRange::new(c, c)))
}

pub(super) fn of_ranges(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|&(a, b)| ClassUnicodeRange::new(a, b)))
}

pub(super) fn negate(mut class: ClassUnicode) -> ClassUnicode {
    class.negate();
    class
}

pub(super) fn union(mut a: ClassUnicode, b: &ClassUnicode) -> ClassUnicode {
    a.union(b);
    a
}

pub(super) fn intersect(mut a: ClassUnicode, b: &ClassUnicode) -> ClassUnicode {
    a.intersect(b);
    a
}
