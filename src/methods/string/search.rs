//! Where one string is in another.

use std::borrow::Cow;

use crate::error::Result;
use crate::value::{Heap, utf16};

/// `text` with its pairs of surrogates torn into halves if one of `needles` has half a pair, which is to be found in them.
pub(super) fn torn<'t>(heap: &Heap<'_>, text: &'t str, needles: &[&str]) -> Result<Cow<'t, str>> {
    let halves = |t: &str| t.chars().any(|c| utf16::lone_surrogate(c).is_some());
    if !heap.lone_surrogates.get() || !needles.iter().any(|t| halves(t)) {
        return Ok(text.into());
    }
    heap.reserve(text.len().saturating_mul(2))?;
    Ok(utf16::encode(text).map(utf16::char_of).collect::<String>().into())
}

/// The bytes from unit `from` on; the end if that lies behind it.
fn offset(s: &str, from: i32) -> (usize, bool) {
    utf16::byte_offset(s, usize::try_from(from).unwrap_or(0)).unwrap_or((s.len(), false))
}

/// `$s.indexOf('b', 2)`
pub(super) fn index_of(heap: &Heap<'_>, s: &str, t: &str, from: i32) -> Result<i32> {
    let s = &*torn(heap, s, &[t])?;
    let (start, second) = offset(s, from);
    let after = if second { start + s[start..].chars().next().map_or(0, char::len_utf8) } else { start };
    if t.is_empty() {
        return Ok(from.clamp(0, utf16::len(s) as i32));
    }
    heap.charge_text(t.len())?;
    let at = memchr::memmem::find(&s.as_bytes()[after..], t.as_bytes());
    Ok(at.map_or(-1, |at| utf16::unit_index(s, after + at) as i32))
}

/// `$s.lastIndexOf('b', 2)`
pub(super) fn last_index_of(heap: &Heap<'_>, s: &str, t: &str, from: i32) -> Result<i32> {
    let s = &*torn(heap, s, &[t])?;
    if from < 0 {
        return Ok(-1);
    }
    if t.is_empty() {
        return Ok(from.min(utf16::len(s) as i32));
    }
    let (start, _) = offset(s, from);
    let mut end = start.saturating_add(t.len()).min(s.len());
    while !s.is_char_boundary(end) {
        end -= 1;
    }
    let Some(at) = memchr::memmem::rfind(&s.as_bytes()[..end], t.as_bytes()) else {
        heap.charge_text(end)?;
        return Ok(-1);
    };
    heap.charge_text(end - at)?;
    Ok(utf16::unit_index(s, at) as i32)
}

/// The string of one code point, if it is one.
fn point(heap: &Heap<'_>, code: i32, buffer: &mut [u8; 4]) -> Option<usize> {
    let code = u32::try_from(code).ok()?;
    let c = match u16::try_from(code) {
        Ok(unit) => utf16::char_of(unit),
        Err(_) => char::from_u32(code)?,
    };
    if (0xD800..0xE000).contains(&code) {
        heap.lone_surrogates.set(true);
    }
    Some(c.encode_utf8(buffer).len())
}

/// `$s.indexOf(98, 2)`: a code point.
pub(super) fn index_of_char(heap: &Heap<'_>, s: &str, code: i32, from: i32) -> Result<i32> {
    let mut buffer = [0; 4];
    let Some(len) = point(heap, code, &mut buffer) else { return Ok(-1) };
    index_of(heap, s, std::str::from_utf8(&buffer[..len]).unwrap_or(""), from)
}

/// `$s.lastIndexOf(98, 2)`: a code point.
pub(super) fn last_index_of_char(heap: &Heap<'_>, s: &str, code: i32, from: i32) -> Result<i32> {
    let mut buffer = [0; 4];
    let Some(len) = point(heap, code, &mut buffer) else { return Ok(-1) };
    last_index_of(heap, s, std::str::from_utf8(&buffer[..len]).unwrap_or(""), from)
}

/// `$s.startsWith('b', 1)`
pub(super) fn starts_with(heap: &Heap<'_>, s: &str, t: &str, from: i32) -> Result<bool> {
    let s = torn(heap, s, &[t])?;
    let Ok(from) = usize::try_from(from) else { return Ok(false) };
    Ok(match utf16::byte_offset(&s, from) {
        Some((start, false)) => s[start..].starts_with(t),
        // In the middle of a pair.
        Some((_, true)) => t.is_empty(),
        None => false,
    })
}

/// `$s.endsWith('b')`
pub(super) fn ends_with(heap: &Heap<'_>, s: &str, t: &str) -> Result<bool> {
    Ok(torn(heap, s, &[t])?.ends_with(t))
}
