//! A big integer as endless two's complement bits.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::Big;
use crate::value::number::limit::check_bits;
use crate::value::number::{JavaError, NumberError};

/// `a.and(b)`
pub(crate) fn and(a: &BigInt, b: &BigInt) -> BigInt {
    a & b
}

/// `a.or(b)`
pub(crate) fn or(a: &BigInt, b: &BigInt) -> BigInt {
    a | b
}

/// `a.xor(b)`
pub(crate) fn xor(a: &BigInt, b: &BigInt) -> BigInt {
    a ^ b
}

/// `a.not()`
pub(crate) fn not(a: &BigInt) -> BigInt {
    !a
}

/// `a.andNot(b)`
pub(crate) fn and_not(a: &BigInt, b: &BigInt) -> BigInt {
    a & !b
}

/// `a.shiftLeft(n)`; a negative distance shifts right.
pub(crate) fn shift_left(a: &BigInt, distance: i32) -> Big {
    shift(a, i64::from(distance))
}

/// `a.shiftRight(n)`: towards negative infinity; a negative distance shifts left.
pub(crate) fn shift_right(a: &BigInt, distance: i32) -> Big {
    shift(a, -i64::from(distance))
}

fn shift(a: &BigInt, left: i64) -> Big {
    if left <= 0 {
        return Ok(a >> left.unsigned_abs());
    }
    if a.is_zero() {
        return Ok(BigInt::ZERO);
    }
    check_bits(a.bits() + left as u64)?;
    Ok(a << left)
}

fn address(bit: i32) -> Result<u64, NumberError> {
    u64::try_from(bit).map_err(|_| JavaError::arithmetic("Negative bit address").into())
}

/// `a.testBit(3)`
pub(crate) fn test_bit(a: &BigInt, bit: i32) -> Result<bool, NumberError> {
    Ok(a.bit(address(bit)?))
}

/// `a.setBit(3)`
pub(crate) fn set_bit(a: &BigInt, bit: i32) -> Big {
    with_bit(a, bit, |_| true)
}

/// `a.clearBit(3)`
pub(crate) fn clear_bit(a: &BigInt, bit: i32) -> Big {
    with_bit(a, bit, |_| false)
}

/// `a.flipBit(3)`
pub(crate) fn flip_bit(a: &BigInt, bit: i32) -> Big {
    with_bit(a, bit, |old| !old)
}

fn with_bit(a: &BigInt, bit: i32, change: fn(bool) -> bool) -> Big {
    let bit = address(bit)?;
    let old = a.bit(bit);
    let mut result = a.clone();
    if change(old) != old {
        check_bits(bit)?;
        result.set_bit(bit, !old);
    }
    Ok(result)
}

/// `a.getLowestSetBit()`: -1 for zero.
pub(crate) fn lowest_set_bit(a: &BigInt) -> i32 {
    a.trailing_zeros().map_or(-1, |bit| bit as i32)
}

/// `a.bitLength()`: without the sign; 8 for 255, 8 for -256.
pub(crate) fn bit_length(a: &BigInt) -> i32 {
    let bits = a.bits();
    let power_of_two = a.is_negative() && a.magnitude().count_ones() == 1;
    (bits - u64::from(power_of_two)) as i32
}

/// `a.bitCount()`: bits that differ from the sign.
pub(crate) fn bit_count(a: &BigInt) -> i32 {
    let ones = if a.is_negative() { (!a).magnitude().count_ones() } else { a.magnitude().count_ones() };
    ones as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_numbers_have_endless_ones() {
        let minus = |n: i64| BigInt::from(-n);
        assert_eq!(bit_length(&minus(256)), 8);
        assert_eq!(bit_length(&minus(257)), 9);
        assert_eq!(bit_count(&minus(1)), 0);
        assert_eq!(lowest_set_bit(&minus(8)), 3);
        assert_eq!(shift_right(&minus(1), 100), Ok(minus(1)));
        assert_eq!(test_bit(&minus(1), i32::MAX), Ok(true));
        assert_eq!(clear_bit(&minus(1), 0), Ok(minus(2)));
    }
}
