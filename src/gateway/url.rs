//! `java.net.URLEncoder` and `URLDecoder`: form encoding in UTF-8.

use urlencoding::Encoded;

use super::utf8;
use crate::error::{Fault, Result};
use crate::value::number::digit::digit;
use crate::value::utf16;

/// `$util.urlEncode("a b")`: a blank is `+`, and unlike in a path `*` stays and `~` does not.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(encoded_len(text));
    for piece in text.split_inclusive([' ', '*', '~']) {
        let (plain, special) = match piece.as_bytes().last() {
            Some(b' ') => (&piece[..piece.len() - 1], "+"),
            Some(b'*') => (&piece[..piece.len() - 1], "*"),
            Some(b'~') => (&piece[..piece.len() - 1], "%7E"),
            _ => (piece, ""),
        };
        Encoded::new(plain).append_to(&mut out);
        out.push_str(special);
    }
    out
}

/// Bytes of [`encode`]'s result.
pub(super) fn encoded_len(text: &str) -> usize {
    let kept = |b: &u8| b.is_ascii_alphanumeric() || b" *-._".contains(b);
    3 * text.len() - 2 * text.bytes().filter(kept).count()
}

/// `$util.urlDecode("a+b%20c")`
pub(super) fn decode(text: &str) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '+']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('+') {
            out.push(' ');
            rest = after;
            continue;
        }
        // A run of escapes is decoded as a whole.
        let mut bytes = Vec::new();
        while let Some(after) = rest.strip_prefix('%') {
            let (byte, used) = escaped_byte(after)?;
            bytes.push(byte);
            rest = &after[used..];
        }
        out.push_str(&utf8::decode(bytes));
    }
    out.push_str(rest);
    Ok(out)
}

/// The byte that the two units after a `%` stand for, and their length in bytes.
fn escaped_byte(text: &str) -> Result<(u8, usize)> {
    if let [high, low, ..] = text.as_bytes()
        && let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
    {
        return Ok(((high * 16 + low) as u8, 2));
    }
    escaped_byte_slowly(text)
}

/// `Integer.parseInt(…, 16)` takes a sign, and the digits of any script.
#[cold]
fn escaped_byte_slowly(text: &str) -> Result<(u8, usize)> {
    let units: Vec<u16> = utf16::encode(text).take(2).collect();
    let [first, second] = units[..] else { return Err(illegal("URLDecoder: Incomplete trailing escape (%) pattern")) };
    let (first, second) = (utf16::char_of(first), utf16::char_of(second));
    let sign = matches!(first, '+' | '-');
    let used = first.len_utf8() + second.len_utf8();
    match (digit(first, 16), digit(second, 16)) {
        (Some(high), Some(low)) => Ok(((high * 16 + low) as u8, used)),
        (None, Some(low)) if sign && (first == '+' || low == 0) => Ok((low as u8, used)),
        (None, Some(_)) if sign => {
            Err(illegal("URLDecoder: Illegal hex characters in escape (%) pattern - negative value"))
        }
        (high, _) => {
            let index = u8::from(high.is_some() || sign);
            let shown = utf16::for_output(&utf16::decode(units));
            Err(illegal(&format!(
                "URLDecoder: Illegal hex characters in escape (%) pattern - Error at index {index} in: \"{shown}\""
            )))
        }
    }
}

fn illegal(message: &str) -> Box<Fault> {
    Fault::exception("java.lang.IllegalArgumentException", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_a_form() {
        assert_eq!(encode("a b~*-._é/😀"), "a+b%7E*-._%C3%A9%2F%F0%9F%98%80");
        assert_eq!(encoded_len("a b~*-._é/😀"), encode("a b~*-._é/😀").len());
    }

    #[test]
    fn decodes_as_a_form() {
        assert_eq!(decode("a+b%20c%c3%a9").unwrap(), "a b cé");
        assert_eq!(decode("%E2%82x%+1").unwrap(), "\u{FFFD}x\u{1}");
    }

    #[test]
    fn says_what_is_wrong_with_an_escape() {
        let message = |text| decode(text).unwrap_err().message;
        assert_eq!(
            message("%4"),
            "java.lang.IllegalArgumentException: URLDecoder: Incomplete trailing escape (%) pattern"
        );
        assert!(message("%1z").ends_with("pattern - Error at index 1 in: \"1z\""));
        assert!(message("%-1").ends_with("pattern - negative value"));
    }
}
