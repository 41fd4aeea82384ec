//! `'it\'s'`: the escapes of names and strings.

use crate::value::utf16;

/// The text without its escapes; `None` for a `\u` that is not followed by hexadecimal digits.
pub(super) fn unescape(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return Some(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        match chars.next() {
            Some('u') => match take_unit(chars.as_str())? {
                Some((unit, after)) => {
                    out.push(utf16::char_of(unit));
                    chars = after.chars();
                }
                None => return Some(utf16::join_pairs(&out)), // an escape cut off by the end is dropped
            },
            Some('r') => out.push('\r'),
            Some('f') => out.push('\u{c}'),
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('b') => out.push('\u{8}'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    Some(utf16::join_pairs(&out))
}

/// Four digits, which Java reads as a number: it may have a sign. `Some(None)` if the text ends before.
fn take_unit(text: &str) -> Option<Option<(u16, &str)>> {
    if utf16::len(text) < 4 {
        return Some(None);
    }
    let (digits, after) = text.split_at_checked(4)?;
    let (negative, plain) = match digits.strip_prefix('-') {
        Some(plain) => (true, plain),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    if !plain.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let unit = u16::from_str_radix(plain, 16).ok()?;
    Some(Some((if negative { unit.wrapping_neg() } else { unit }, after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(unescape(r"it\'s \u0041\n\q\").as_deref(), Some("it's A\nq\\"));
        assert_eq!(unescape(r"\ud83d\ude00").as_deref(), Some("😀"));
        assert_eq!(unescape(r"a\u00").as_deref(), Some("a"));
        assert_eq!(unescape(r"\u00zz"), None);
        assert_eq!(unescape(r"\u0😀0"), None);
    }
}
