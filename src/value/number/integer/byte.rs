//! `java.lang.Byte`.

use super::parse as text;
use crate::value::number::NumberError;

const MIN: i32 = i8::MIN as i32;
const MAX: i32 = i8::MAX as i32;

/// `Byte.parseByte("7f", 16)`, and `valueOf`
pub(crate) fn parse(text: &str, radix: i32) -> Result<i8, NumberError> {
    text::narrow(text, radix, MIN, MAX).map(|value| value as i8)
}

/// `Byte.decode("-0x1F")` is -31
pub(crate) fn decode(text: &str) -> Result<i8, NumberError> {
    text::decode_narrow(text, MIN, MAX).map(|value| value as i8)
}

/// `Byte.compare`: the difference, not just its sign.
pub(crate) fn compare(a: i8, b: i8) -> i32 {
    i32::from(a) - i32::from(b)
}

/// `Byte.hashCode`
pub(crate) fn hash_code(value: i8) -> i32 {
    i32::from(value)
}
