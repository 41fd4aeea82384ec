//! `java.lang.Long`.

use super::{parse as text, radix};
use crate::value::number::{JavaError, NumberError};

bit_functions!(i64, u64);

/// `Long.parseLong("7f", 16)`, and `valueOf`
pub(crate) fn parse(text: &str, radix: i32) -> Result<i64, NumberError> {
    text::signed(text, radix, i64::MIN, i64::MAX)
}

/// `Long.parseUnsignedLong("18446744073709551615", 10)` is -1
pub(crate) fn parse_unsigned(text: &str, radix: i32) -> Result<i64, NumberError> {
    text::unsigned_long(text, radix).map(|value| value as i64)
}

/// `Long.decode("-0x1F")` is -31
pub(crate) fn decode(text: &str) -> Result<i64, NumberError> {
    text::decode(text, i64::MIN, i64::MAX)
}

/// `Long.hashCode`: both halves, one over the other.
pub(crate) fn hash_code(value: i64) -> i32 {
    (value ^ (value >> 32)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(parse("-9223372036854775808", 10), Ok(i64::MIN));
        assert_eq!(parse_unsigned("18446744073709551615", 10), Ok(-1));
        let error = JavaError::number_format("Bad digit at end of 999999999999999999x");
        assert_eq!(parse_unsigned("999999999999999999x", 10), Err(error.into()));
        assert_eq!(to_hex_string(-1), "ffffffffffffffff");
        assert_eq!(to_unsigned_string(-1, 10), "18446744073709551615");
        assert_eq!(hash_code(1 << 32), 1);
    }
}
