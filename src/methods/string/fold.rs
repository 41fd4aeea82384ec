//! Letter case.

use super::super::args::{answer, int, made, missing, text};
use super::super::character::{lower, upper};
use super::super::exception::{null_because, reserve_text};
use crate::error::Result;
use crate::value::{Heap, Outcome, Value, utf16};

/// `$s.toLowerCase()`
pub(super) fn to_lower<'a>(heap: &Heap<'a>, s: &'a str) -> Result<Outcome<'a>> {
    if s.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return answer(s);
    }
    reserve_text(heap, 2, s.len())?;
    charge_mapping(heap, s)?;
    made(heap, &s.to_lowercase())
}

/// `$s.toUpperCase()`
pub(super) fn to_upper<'a>(heap: &Heap<'a>, s: &'a str) -> Result<Outcome<'a>> {
    if s.bytes().all(|b| b.is_ascii() && !b.is_ascii_lowercase()) {
        return answer(s);
    }
    reserve_text(heap, 4, s.len())?;
    charge_mapping(heap, s)?;
    made(heap, &s.to_uppercase())
}

/// Outside of ASCII each character is looked up.
fn charge_mapping(heap: &Heap<'_>, s: &str) -> Result<()> {
    if s.is_ascii() { Ok(()) } else { heap.charge(s.len() as u64) }
}

/// What two characters that differ only in case share.
fn folded(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { lower(upper(c)) }
}

/// `$s.equalsIgnoreCase('X')`
pub(super) fn equal(heap: &Heap<'_>, a: &str, b: &str) -> Result<bool> {
    charge(heap, a, b)?;
    Ok(utf16::len(a) == utf16::len(b) && a.chars().map(folded).eq(b.chars().map(folded)))
}

/// Other letters than those of ASCII are looked up in tables.
fn charge(heap: &Heap<'_>, a: &str, b: &str) -> Result<()> {
    let bytes = a.len().min(b.len());
    if a.is_ascii() && b.is_ascii() { heap.charge_text(bytes) } else { heap.charge(bytes as u64) }
}

/// `$s.compareToIgnoreCase('X')`
pub(super) fn compare(heap: &Heap<'_>, a: &str, b: &str) -> Result<i32> {
    charge(heap, a, b)?;
    // Java compares units if one of the strings is kept in Latin-1, and code points if none is.
    let wide = |s: &str| s.chars().any(|c| c > '\u{FF}');
    let by_point = wide(a) && wide(b);
    let unit = |c: char| utf16::encode(c.encode_utf8(&mut [0; 4])).next().map_or(0, i32::from);
    let code = |c: char| if by_point && utf16::lone_surrogate(c).is_none() { c as i32 } else { unit(c) };
    for (x, y) in a.chars().zip(b.chars()) {
        let (x, y) = (folded(x), folded(y));
        if x != y {
            return Ok(code(x) - code(y));
        }
    }
    Ok(utf16::len(a) as i32 - utf16::len(b) as i32)
}

/// `$s.regionMatches(0, 'abc', 1, 2)`: from, other, its from, length.
pub(super) fn region_matches<'a>(
    heap: &Heap<'a>,
    s: &str,
    ignore_case: bool,
    [from, other, at, len]: [Value<'a>; 4],
) -> Result<Outcome<'a>> {
    let (Some(from), Some(other), Some(at), Some(len)) = (int(from), text(other), int(at), int(len)) else {
        return missing();
    };
    let fits = |s: &str, from: i32| from >= 0 && i64::from(from) <= utf16::len(s) as i64 - i64::from(len);
    if ignore_case && (at < 0 || !fits(s, from)) {
        return answer(false);
    }
    let Some(other) = other else {
        return Err(null_because("Cannot read field \"value\" because \"other\" is null"));
    };
    heap.charge_bytes(other.len())?;
    if !fits(s, from) || !fits(other, at) {
        return answer(false);
    }
    let part = |s, from: i32| utf16::substring(s, from as usize, (from + len.max(0)) as usize).unwrap_or_default();
    let (a, b) = (part(s, from), part(other, at));
    answer(if ignore_case { equal(heap, &a, &b)? } else { a == b })
}
