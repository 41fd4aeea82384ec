//! Strings as json-smart escapes them.

use super::Style;
use super::scan::skip_plain;

/// What a byte of UTF-8 may start that is not written as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// An ASCII character that is escaped.
    Escaped,
    /// `/`, escaped in one style.
    Slash,
    /// Starts U+0080 … U+00BF.
    C2,
    /// Starts U+2000 … U+2FFF.
    E2,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut i = 0;
    while i < 0x20 {
        classes[i] = Class::Escaped;
        i += 1;
    }
    classes[0x7F] = Class::Escaped;
    classes[b'"' as usize] = Class::Escaped;
    classes[b'\\' as usize] = Class::Escaped;
    classes[b'/' as usize] = Class::Slash;
    classes[0xC2] = Class::C2;
    classes[0xE2] = Class::E2;
    classes
};

/// Appends `text` in quotes.
#[inline]
pub(super) fn quote(text: &str, style: Style, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    match plain_end(text.as_bytes(), 0, style) {
        end if end == text.len() => out.push_str(text),
        end => push_escaped(text, end, style, out),
    }
    out.push('"');
}

/// Past what is written as it is.
#[inline]
fn plain_end(bytes: &[u8], at: usize, style: Style) -> usize {
    let slash = if style == Style::Protected { b'/' } else { b'"' };
    let mut at = skip_plain::<true, 3>(bytes, at, [b'"', b'\\', slash]);
    while bytes.get(at).is_some_and(|&b| CLASSES[b as usize] == Class::Plain) {
        at += 1;
    }
    at
}

/// A text in which something may be escaped, at `at` for the first time.
#[inline(never)]
fn push_escaped(text: &str, mut at: usize, style: Style, out: &mut String) {
    let bytes = text.as_bytes();
    let mut written = 0;
    while let Some(&b) = bytes.get(at) {
        let second = || bytes.get(at + 1).copied().unwrap_or(0);
        let width = match CLASSES[b as usize] {
            Class::Plain => 0,
            Class::Escaped => 1,
            Class::Slash => (style == Style::Protected) as usize,
            Class::C2 => 2 * (second() < 0xA0) as usize,
            Class::E2 => 3 * (second() < 0x84) as usize,
        };
        if width == 0 {
            at = plain_end(bytes, at + 1, style);
            continue;
        }
        out.push_str(&text[written..at]);
        written = at + width;
        text[at..written].chars().for_each(|c| escape(c, out));
        at = plain_end(bytes, written, style);
    }
    out.push_str(&text[written..]);
}

fn escape(c: char, out: &mut String) {
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '/' => "\\/",
        '\x08' => "\\b",
        '\x0C' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => return hex(c as u32, out),
    };
    out.push_str(short);
}

/// `\u007F`
fn hex(c: u32, out: &mut String) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        let digit = char::from_digit(c >> shift & 15, 16).unwrap_or('0');
        out.push(digit.to_ascii_uppercase());
    }
}
