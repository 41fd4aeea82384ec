//! Strings as arrays of bytes and characters.

use super::super::args::{byte_array, missing};
use super::super::exception::{begin_end, null_because, offset_count, thrown};
use crate::error::{Fault, Result};
use crate::value::{Heap, Known, ListKind, Outcome, Value, utf16};

/// The charsets that every Java has.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Charset {
    Utf8,
    /// ISO-8859-1, and US-ASCII with its smaller last character.
    SingleByte(u16),
    /// UTF-16: big-endian or not, with a mark or not.
    Utf16 {
        big: bool,
        mark: bool,
    },
}

impl Charset {
    fn named(method: &str) -> Option<Charset> {
        Some(match &*method.to_ascii_uppercase() {
            "UTF-8" | "UTF8" | "UNICODE-1-1-UTF-8" => Charset::Utf8,
            "ISO-8859-1" | "ISO8859-1" | "ISO8859_1" | "ISO_8859_1" | "ISO_8859-1" | "LATIN1" | "L1" | "CP819"
            | "IBM819" | "8859_1" => Charset::SingleByte(0xFF),
            "US-ASCII" | "ASCII" | "ASCII7" | "ISO646-US" | "CP367" | "646" => Charset::SingleByte(0x7F),
            "UTF-16" | "UTF16" | "UTF_16" | "UNICODE" => Charset::Utf16 { big: true, mark: true },
            "UTF-16BE" | "UTF_16BE" | "UNICODEBIGUNMARKED" => Charset::Utf16 { big: true, mark: false },
            "UTF-16LE" | "UTF_16LE" | "UNICODELITTLEUNMARKED" => Charset::Utf16 { big: false, mark: false },
            _ => return None,
        })
    }
}

/// `$s.getBytes('UTF-8')`
pub(super) fn get_bytes<'a>(heap: &Heap<'a>, s: &str, charset: &str) -> Result<Outcome<'a>> {
    match Charset::named(charset) {
        Some(charset) => encoded(heap, s, charset),
        None => Err(Fault::exception("java.io.UnsupportedEncodingException", charset)),
    }
}

/// `$s.getBytes()`
pub(super) fn encoded<'a>(heap: &Heap<'a>, s: &str, charset: Charset) -> Result<Outcome<'a>> {
    heap.reserve(s.len().saturating_mul(2 * size_of::<Value>() + 4))?;
    match charset {
        Charset::Utf8 if heap.lone_surrogates.get() => byte_array(heap, utf16::for_output(s).as_bytes()),
        Charset::Utf8 => byte_array(heap, s.as_bytes()),
        Charset::SingleByte(last) => {
            let byte = |c: char| if c as u32 <= u32::from(last) { c as u8 } else { b'?' };
            byte_array(heap, &utf16::for_output(s).chars().map(byte).collect::<Vec<_>>())
        }
        Charset::Utf16 { big, mark } => {
            let mark = (mark && !s.is_empty()).then_some(0xFEFF);
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            byte_array(heap, &mark.into_iter().chain(utf16::encode(s)).flat_map(bytes).collect::<Vec<_>>())
        }
    }
}

/// Remembers that a string with half a pair is about to be made of `units`.
pub(super) fn mark_halves(heap: &Heap<'_>, units: &[u16]) {
    if units.iter().any(|u| (0xD800..0xE000).contains(u)) {
        heap.lone_surrogates.set(true);
    }
}

/// `$s.getChars(0, 2, $chars, 0)`, and the old `getBytes` of the same shape.
pub(super) fn copy<'a>(
    heap: &Heap<'a>,
    s: &str,
    method: Known,
    (begin, end): (i32, i32),
    array: Value<'a>,
    at: i32,
) -> Result<Outcome<'a>> {
    let kind = if method == Known::getChars { ListKind::CharArray } else { ListKind::ByteArray };
    let list = match array {
        Value::List(list) if list.kind() == kind => Some(list),
        Value::Null => None,
        _ => return missing(),
    };
    let range = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
    let Some(part) = range.and_then(|(b, e)| utf16::substring(s, b, e)) else {
        return Err(begin_end(begin, end, utf16::len(s)));
    };
    let Some(list) = list else {
        return Err(match method {
            Known::getChars => null_because("Cannot read the array length because \"dst\" is null"),
            _ => thrown("java.lang.NullPointerException"),
        });
    };
    let start = usize::try_from(at).ok().filter(|&at| at + (end - begin) as usize <= list.len());
    let Some(start) = start else { return Err(offset_count(at, end - begin, list.len())) };
    for (i, unit) in utf16::encode(&part).enumerate() {
        let item = if method == Known::getChars { Value::Character(unit) } else { Value::Byte(unit as u8 as i8) };
        list.set(heap, start + i, item)?;
    }
    Ok(Outcome::Void)
}
