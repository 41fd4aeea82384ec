//! Parts of a string by position.

use std::borrow::Cow;

use super::super::args::answer;
use super::super::exception::bad_range;
use super::super::exception::{begin_end, string_index};
use crate::error::{Fault, Result};
use crate::value::{Heap, Outcome, Value, utf16};

/// `Character.isWhitespace`: blanks that may break a line, and the separators of ASCII.
pub(in super::super) fn is_whitespace(c: char) -> bool {
    match c {
        '\t'..='\r' | '\u{1C}'..='\u{20}' => true,
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{85}' => false,
        c => c > '\u{A0}' && c.is_whitespace(),
    }
}

/// `$s.charAt(0)`
pub(super) fn char_at<'a>(s: &str, index: i32) -> Result<Outcome<'a>> {
    match usize::try_from(index).ok().and_then(|i| utf16::unit_at(s, i)) {
        Some(unit) => answer(unit),
        None => Err(bad_index(s, index)),
    }
}

/// Java's words depend on whether the string is kept in Latin-1.
#[cold]
pub(in super::super) fn bad_index(s: &str, index: i32) -> Box<Fault> {
    if s.chars().all(|c| c <= '\u{FF}') {
        string_index(format_args!("String index out of range: {index}"))
    } else {
        string_index(format_args!("index {index}, length {}", utf16::len(s)))
    }
}

/// `$s.substring(1, 3)`
pub(super) fn substring<'a>(heap: &Heap<'a>, s: &'a str, begin: i32, end: i32) -> Result<Outcome<'a>> {
    let range = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
    match range.and_then(|(b, e)| utf16::substring(s, b, e)) {
        Some(Cow::Borrowed(part)) => answer(part),
        Some(Cow::Owned(part)) => {
            heap.lone_surrogates.set(true);
            answer(heap.string(&part)?)
        }
        None => Err(begin_end(begin, end, utf16::len(s))),
    }
}

/// The code point that starts at a unit; half a pair stands for itself.
pub(in super::super) fn point_at(s: &str, index: usize) -> Option<u32> {
    let (byte, second) = utf16::byte_offset(s, index)?;
    let c = s[byte..].chars().next()?;
    Some(if second {
        u32::from(utf16::unit_at(s, index)?)
    } else {
        utf16::lone_surrogate(c).map_or(c as u32, u32::from)
    })
}

/// The code point that ends before a unit.
pub(in super::super) fn point_before(s: &str, index: usize) -> Option<u32> {
    let (byte, second) = utf16::byte_offset(s, index)?;
    if second {
        return utf16::unit_at(s, index.checked_sub(1)?).map(u32::from);
    }
    let c = s[..byte].chars().next_back()?;
    Some(utf16::lone_surrogate(c).map_or(c as u32, u32::from))
}

/// `$s.codePointAt(0)`
pub(super) fn code_point_at<'a>(s: &str, index: i32) -> Result<Outcome<'a>> {
    match usize::try_from(index).ok().and_then(|i| point_at(s, i)) {
        Some(point) => answer(point as i32),
        None => Err(string_index(format_args!("index {index}, length {}", utf16::len(s)))),
    }
}

/// `$s.codePointBefore(1)`
pub(super) fn code_point_before<'a>(s: &str, index: i32) -> Result<Outcome<'a>> {
    match usize::try_from(index).ok().and_then(|i| point_before(s, i)) {
        Some(point) => answer(point as i32),
        None => Err(string_index(format_args!("String index out of range: {index}"))),
    }
}

/// `$s.codePointCount(0, 3)`
pub(in super::super) fn code_point_count<'a>(s: &str, begin: i32, end: i32) -> Result<Outcome<'a>> {
    let range = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
    match range.and_then(|(b, e)| utf16::substring(s, b, e)) {
        Some(part) => answer(part.chars().count() as i32),
        None => Err(bad_range()),
    }
}

/// `$s.offsetByCodePoints(0, 2)`
pub(in super::super) fn offset_by_code_points<'a>(s: &str, index: i32, offset: i32) -> Result<Outcome<'a>> {
    let moved = || {
        let length = utf16::len(s);
        let index = usize::try_from(index).ok().filter(|&i| i <= length)?;
        let (before, after) = (utf16::substring(s, 0, index)?, utf16::substring(s, index, length)?);
        let count = usize::try_from(offset.unsigned_abs()).ok()?;
        let step = |c: Option<char>| c.map(utf16::units);
        let mut at = index;
        if offset >= 0 {
            let mut chars = after.chars();
            for _ in 0..count {
                at += step(chars.next())?;
            }
        } else {
            let mut chars = before.chars();
            for _ in 0..count {
                at -= step(chars.next_back())?;
            }
        }
        Some(at as i32)
    };
    moved().map_or_else(|| Err(bad_range()), |at| Ok(Outcome::Value(Value::Integer(at))))
}
