//! Upper and lower case, one character for one as Java's `Character` maps them.

use std::sync::OnceLock;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::property;
use super::set::{self, CharSet};

/// `Character.toUpperCase`
pub(super) fn upper(c: char) -> char {
    // The letters whose full mapping is longer have a single one too, of title case.
    match c as u32 {
        code @ (0x1f80..=0x1f87 | 0x1f90..=0x1f97 | 0x1fa0..=0x1fa7) => at(code + 8),
        code @ (0x1fb3 | 0x1fc3 | 0x1ff3) => at(code + 9),
        _ => known(c, one(c, c.to_uppercase())),
    }
}

/// `Character.toLowerCase`
pub(super) fn lower(c: char) -> char {
    match c {
        'İ' => 'i',
        _ => known(c, one(c, c.to_lowercase())),
    }
}

fn at(code: u32) -> char {
    char::from_u32(code).unwrap_or('\0')
}

fn one(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(single), None) => single,
        _ => c,
    }
}

/// A case that came after Unicode 13, Java 17's, does not count.
fn known(c: char, mapped: char) -> char {
    static ASSIGNED: OnceLock<CharSet> = OnceLock::new();
    if mapped == c || c.is_ascii() && mapped.is_ascii() {
        return mapped;
    }
    let assigned = ASSIGNED.get_or_init(|| CharSet::new(&property::assigned()));
    if assigned.has(c) && assigned.has(mapped) { mapped } else { c }
}

/// What Java compares when case does not matter.
pub(super) fn fold(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { lower(upper(c)) }
}

/// Every character that has another case: (itself, upper, fold), by fold.
fn cased() -> &'static [(char, char, char)] {
    static CASED: OnceLock<Vec<(char, char, char)>> = OnceLock::new();
    CASED.get_or_init(|| {
        let mut entries: Vec<_> = ('\0'..='\u{1ffff}')
            .map(|c| (c, upper(c), fold(c)))
            .filter(|&(c, upper, fold)| upper != c || fold != c)
            .collect();
        entries.sort_by_key(|entry| entry.2);
        entries
    })
}

/// The characters that match `c` under `(?i)`, where it stands alone: Java then takes what has one case in both
/// directions, `ß`, for itself.
pub(super) fn class_of_single(c: char, unicode: bool) -> ClassUnicode {
    if unicode && lower(c) == upper(c) {
        return set::range(c.into(), c.into());
    }
    class_of(c, unicode)
}

/// The characters that match `c` under `(?i)`.
pub(super) fn class_of(c: char, unicode: bool) -> ClassUnicode {
    let single = |c| ClassUnicodeRange::new(c, c);
    if !unicode {
        return ClassUnicode::new([single(c), single(swap_ascii(c))]);
    }
    let folded = fold(c);
    let entries = cased();
    let first = entries.partition_point(|entry| entry.2 < folded);
    let same = entries[first..].iter().take_while(|entry| entry.2 == folded);
    ClassUnicode::new(same.map(|entry| single(entry.0)).chain([single(folded)]))
}

fn swap_ascii(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}

/// The characters that match a range under `(?i)`: those that are in it, or whose upper or folded case is.
pub(super) fn class_of_range(start: u32, end: u32, unicode: bool) -> ClassUnicode {
    let within = |c: char| (start..=end).contains(&(c as u32));
    let single = |c| ClassUnicodeRange::new(c, c);
    let others: Vec<char> = if unicode {
        let entries = cased().iter().filter(|e| within(e.1) || within(e.2));
        entries.map(|entry| entry.0).collect()
    } else {
        ('\0'..='\u{7f}').filter(|c| within(swap_ascii(*c))).collect()
    };
    let others = ClassUnicode::new(others.into_iter().map(single));
    set::union(set::range(start, end), &others)
}
