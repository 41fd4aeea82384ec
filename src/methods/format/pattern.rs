//! A pattern as fixed text and specifiers.

use super::spec::Spec;
use super::{FormatError, exception};

pub(super) enum Piece<'x> {
    Fixed(&'x str),
    Spec(Spec),
}

/// The parts of `%2$-10.3tY`, as text.
#[derive(Default)]
pub(super) struct Parts<'x> {
    pub(super) index: Option<&'x str>,
    pub(super) flags: &'x str,
    pub(super) width: Option<&'x str>,
    pub(super) precision: Option<&'x str>,
    /// The `t` or `T` of a date.
    pub(super) date: Option<u8>,
    pub(super) conversion: u8,
}

pub(super) fn read(pattern: &str) -> Result<Vec<Piece<'_>>, FormatError> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('%') {
        if at > 0 {
            pieces.push(Piece::Fixed(&rest[..at]));
        }
        rest = &rest[at + 1..];
        let Some((parts, length)) = split(rest) else {
            return unknown(&first_unit(rest));
        };
        pieces.push(Piece::Spec(Spec::new(&parts)?));
        rest = &rest[length..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Fixed(rest));
    }
    Ok(pieces)
}

pub(super) fn unknown<T>(conversion: &str) -> Result<T, FormatError> {
    let message = format!("Conversion = '{conversion}'");
    exception("java.util.UnknownFormatConversionException", message)
}

/// What follows the percent sign, as Java shows it: one UTF-16 unit, half a pair as a question mark.
fn first_unit(rest: &str) -> String {
    match rest.chars().next() {
        None => "%".into(),
        Some(c) if c.len_utf16() == 1 => c.into(),
        Some(_) => "?".into(),
    }
}

/// The specifier at the start of a text, after its percent sign, and its length.
fn split(text: &str) -> Option<(Parts<'_>, usize)> {
    let bytes = text.as_bytes();
    let run = |from: usize, is: fn(u8) -> bool| from + bytes[from..].iter().take_while(|&&byte| is(byte)).count();
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let mut parts = Parts::default();
    let mut at = 0;
    let end = run(at, is_digit);
    if end > 0 && bytes.get(end) == Some(&b'$') {
        parts.index = Some(&text[..end]);
        at = end + 1;
    }
    let end = run(at, |byte| super::flags::Flags::of(byte).is_some());
    parts.flags = &text[at..end];
    at = end;
    let end = run(at, is_digit);
    parts.width = (end > at).then(|| &text[at..end]);
    at = end;
    if bytes.get(at) == Some(&b'.') {
        let end = run(at + 1, is_digit);
        parts.precision = Some(&text[at + 1..end]).filter(|digits| !digits.is_empty());
        parts.precision?;
        at = end;
    }
    let is_conversion = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b'%';
    let letter = *bytes.get(at).filter(is_conversion)?;
    parts.conversion = letter;
    at += 1;
    // A `t` that nothing follows is taken for the conversion itself, which there is not.
    if let (b't' | b'T', Some(&of)) = (letter, bytes.get(at).filter(is_conversion)) {
        parts.date = Some(letter);
        parts.conversion = of;
        at += 1;
    }
    Some((parts, at))
}
