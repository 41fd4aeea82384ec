//! `java.lang.Integer`.

use super::{parse as text, radix};
use crate::value::number::{JavaError, NumberError};

bit_functions!(i32, u32);

const MIN: i64 = i32::MIN as i64;
const MAX: i64 = i32::MAX as i64;

/// `Integer.parseInt("7f", 16)`, and `valueOf`
pub(crate) fn parse(text: &str, radix: i32) -> Result<i32, NumberError> {
    text::signed(text, radix, MIN, MAX).map(|value| value as i32)
}

/// `Integer.parseUnsignedInt("4294967295", 10)` is -1
pub(crate) fn parse_unsigned(text: &str, radix: i32) -> Result<i32, NumberError> {
    text::check_unsigned(text, radix)?;
    let length = text.chars().count();
    if length <= 5 || (radix == 10 && length <= 9) {
        return parse(text, radix);
    }
    let value = super::long::parse(text, radix)?;
    u32::try_from(value).map(|value| value as i32).map_err(|_| text::exceeds(text, "int"))
}

/// `Integer.decode("-0x1F")` is -31
pub(crate) fn decode(text: &str) -> Result<i32, NumberError> {
    text::decode(text, MIN, MAX).map(|value| value as i32)
}

/// `Integer.toUnsignedLong(-1)` is 4294967295
pub(crate) fn to_unsigned_long(value: i32) -> i64 {
    i64::from(value as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message<T: std::fmt::Debug>(result: Result<T, NumberError>) -> String {
        match result {
            Err(NumberError::Exception(error)) => error.message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn parsing() {
        assert_eq!(parse("-2147483648", 10), Ok(i32::MIN));
        assert_eq!(parse("+7f", 16), Ok(127));
        assert_eq!(parse("٣", 10), Ok(3));
        assert_eq!(message(parse("x", 10)), "For input string: \"x\"");
        assert_eq!(message(parse("x", 16)), "For input string: \"x\" under radix 16");
        assert_eq!(message(parse("2147483648", 10)), "For input string: \"2147483648\"");
        assert_eq!(message(parse("1", 37)), "radix 37 greater than Character.MAX_RADIX");
        assert_eq!(parse_unsigned("4294967295", 10), Ok(-1));
        assert_eq!(message(parse_unsigned("4294967296", 10)), "String value 4294967296 exceeds range of unsigned int.");
        assert_eq!(message(parse_unsigned("-1", 10)), "Illegal leading minus sign on unsigned string -1.");
    }

    #[test]
    fn decoding() {
        assert_eq!(decode("-0x1F"), Ok(-31));
        assert_eq!(decode("#ff"), Ok(255));
        assert_eq!(decode("010"), Ok(8));
        assert_eq!(decode("0"), Ok(0));
        assert_eq!(message(decode("")), "Zero length string");
        assert_eq!(message(decode("--1")), "Sign character in wrong position");
        assert_eq!(message(decode("-08")), "For input string: \"-8\" under radix 8");
    }

    #[test]
    fn printing() {
        assert_eq!(to_string(-255, 16), "-ff");
        assert_eq!(to_string(9, 99), "9");
        assert_eq!(to_hex_string(-1), "ffffffff");
        assert_eq!(to_binary_string(5), "101");
        assert_eq!(to_unsigned_string(-1, 10), "4294967295");
    }

    #[test]
    fn bits() {
        assert_eq!(rotate_left(1, -1), i32::MIN);
        assert_eq!(rotate_right(1, 33), i32::MIN);
        assert_eq!(highest_one_bit(100), 64);
        assert_eq!(highest_one_bit(-1), i32::MIN);
        assert_eq!(lowest_one_bit(100), 4);
        assert_eq!(reverse(1), i32::MIN);
        assert_eq!(reverse_bytes(1), 0x0100_0000);
        assert_eq!(divide_unsigned(-1, 2), Ok(i32::MAX));
        assert_eq!(message(remainder_unsigned(1, 0)), "/ by zero");
        assert_eq!(compare_unsigned(-1, 1), 1);
        assert_eq!(sum(i32::MAX, 1), i32::MIN);
    }
}
