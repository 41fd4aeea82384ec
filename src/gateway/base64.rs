//! `java.util.Base64`: its decoder takes no blank and no line break, and its padding is all or nothing.

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{alphabet, encoded_len};

use super::utf8;
use crate::error::{Fault, Result};
use crate::value::utf16;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// `$util.base64Encode("text")`
pub(super) fn encode(text: &str) -> String {
    ENGINE.encode(text)
}

/// The same of any bytes.
pub(super) fn encode_bytes(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Bytes of [`encode`]'s result.
pub(super) fn len(text: &str) -> usize {
    encoded_len(text.len(), true).unwrap_or(usize::MAX)
}

/// `$util.base64Decode("dGV4dA==")`
pub(super) fn decode(text: &str) -> Result<String> {
    let half_padded = text.ends_with('=') && !text.len().is_multiple_of(4);
    match ENGINE.decode(text) {
        Ok(bytes) if !half_padded => Ok(utf8::decode(bytes)),
        _ => Err(Fault::exception("java.lang.IllegalArgumentException", complaint(text))),
    }
}

/// The bytes that a text in base64 stands for, if it is one.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    ENGINE.decode(text).ok()
}

/// What Java says of a text that is not base64: the first of these that it meets on its way through the Latin-1 bytes.
#[cold]
fn complaint(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().map(latin1).collect();
    if bytes.len() < 2 {
        return "Input byte[] should at least have 2 bytes for base64 bytes".to_owned();
    }
    let is_symbol = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    let Some(end) = bytes.iter().position(|&b| !is_symbol(b)) else {
        return "Last unit does not have enough valid bits".to_owned();
    };
    if bytes[end] != b'=' {
        let signed = i32::from(bytes[end] as i8);
        let sign = if signed < 0 { "-" } else { "" };
        return format!("Illegal base64 character {sign}{:x}", signed.unsigned_abs());
    }
    match end % 4 {
        0 => "Input byte array has wrong 4-byte ending unit".to_owned(),
        1 => "Last unit does not have enough valid bits".to_owned(),
        2 if bytes.get(end + 1) != Some(&b'=') => "Input byte array has wrong 4-byte ending unit".to_owned(),
        in_unit => format!("Input byte array has incorrect ending byte at {}", end + 4 - in_unit),
    }
}

/// A character as `getBytes(ISO_8859_1)` writes it.
fn latin1(c: char) -> u8 {
    let c = if utf16::lone_surrogate(c).is_some() { '?' } else { c };
    u8::try_from(u32::from(c)).unwrap_or(b'?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_may_be_missing_but_not_half_of_it() {
        assert_eq!(decode("QQ==").unwrap(), "A");
        assert_eq!(decode("QQ").unwrap(), "A");
        assert_eq!(decode("QR==").unwrap(), "A");
        assert_eq!(decode("").unwrap(), "");
        let message = |text| decode(text).unwrap_err().message;
        assert!(message("QQ=").ends_with("Input byte array has wrong 4-byte ending unit"));
        assert!(message("Q").ends_with("Input byte[] should at least have 2 bytes for base64 bytes"));
        assert!(message("Q===").ends_with("Last unit does not have enough valid bits"));
        assert!(message("QUJéé").ends_with("Illegal base64 character -17"));
    }
}
