//! `java.lang.Short`.

use super::parse as text;
use crate::value::number::NumberError;

const MIN: i32 = i16::MIN as i32;
const MAX: i32 = i16::MAX as i32;

/// `Short.parseShort("7f", 16)`, and `valueOf`
pub(crate) fn parse(text: &str, radix: i32) -> Result<i16, NumberError> {
    text::narrow(text, radix, MIN, MAX).map(|value| value as i16)
}

/// `Short.decode("-0x1F")` is -31
pub(crate) fn decode(text: &str) -> Result<i16, NumberError> {
    text::decode_narrow(text, MIN, MAX).map(|value| value as i16)
}

/// `Short.compare`: the difference, not just its sign.
pub(crate) fn compare(a: i16, b: i16) -> i32 {
    i32::from(a) - i32::from(b)
}

/// `Short.hashCode`
pub(crate) fn hash_code(value: i16) -> i32 {
    i32::from(value)
}
