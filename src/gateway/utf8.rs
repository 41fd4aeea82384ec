//! Bytes to text and back, as `java.lang.String` does it.

use std::borrow::Cow;

use crate::value::{Heap, utf16};

/// `new String(bytes, UTF_8)`: a malformed piece becomes U+FFFD.
///
/// Java and Rust agree on what a piece is, but for an encoded surrogate: one piece to Java, each byte one to Rust.
pub(super) fn decode(bytes: Vec<u8>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some(chunk) = rest.utf8_chunks().next() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            break;
        }
        text.push('\u{FFFD}');
        rest = &rest[chunk.valid().len() + chunk.invalid().len()..];
        if chunk.invalid() == [0xED] {
            rest = match rest {
                [0xA0..=0xBF, 0x80..=0xBF, rest @ ..] | [0xA0..=0xBF, rest @ ..] => rest,
                _ => rest,
            };
        }
    }
    text
}

/// `s.getBytes(UTF_8)`, as text: a lone surrogate becomes `?`.
pub(super) fn encodable<'a>(heap: &Heap<'_>, s: &'a str) -> Cow<'a, str> {
    if heap.lone_surrogates.get() { utf16::for_output(s).into() } else { s.into() }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_malformed_piece_becomes_one_replacement_character() {
        assert_eq!(decode(b"a\xC3\xA9".to_vec()), "aé");
        assert_eq!(decode(b"\xE2\x82".to_vec()), "\u{FFFD}");
        assert_eq!(decode(b"\xE2A\xFF".to_vec()), "\u{FFFD}A\u{FFFD}");
        assert_eq!(decode(b"\xED\xA0\x80|".to_vec()), "\u{FFFD}|");
    }
}
