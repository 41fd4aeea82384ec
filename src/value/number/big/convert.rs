//! A big integer as text, bytes and smaller numbers.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::value::number::{JavaError, NumberError};

/// `a.toString(16)`. A radix Java does not know counts as ten.
pub(crate) fn to_string(a: &BigInt, radix: i32) -> String {
    let radix = if (2..=36).contains(&radix) { radix as u32 } else { 10 };
    a.to_str_radix(radix)
}

/// `a.toByteArray()`: two's complement, highest byte first, as short as can be.
pub(crate) fn to_bytes(a: &BigInt) -> Vec<u8> {
    a.to_signed_bytes_be()
}

/// `a.longValue()`: the low bits.
pub(crate) fn long_value(a: &BigInt) -> i64 {
    let low = a.iter_u64_digits().next().unwrap_or(0) as i64;
    if a.is_negative() { low.wrapping_neg() } else { low }
}

/// `a.intValue()`: the low bits.
pub(crate) fn int_value(a: &BigInt) -> i32 {
    long_value(a) as i32
}

/// `a.shortValue()`: the low bits.
pub(crate) fn short_value(a: &BigInt) -> i16 {
    long_value(a) as i16
}

/// `a.byteValue()`: the low bits.
pub(crate) fn byte_value(a: &BigInt) -> i8 {
    long_value(a) as i8
}

fn exact<T>(value: Option<T>, name: &str) -> Result<T, NumberError> {
    value.ok_or_else(|| JavaError::arithmetic(format!("BigInteger out of {name} range")).into())
}

/// `a.longValueExact()`
pub(crate) fn long_value_exact(a: &BigInt) -> Result<i64, NumberError> {
    exact(a.to_i64(), "long")
}

/// `a.intValueExact()`
pub(crate) fn int_value_exact(a: &BigInt) -> Result<i32, NumberError> {
    exact(a.to_i32(), "int")
}

/// `a.shortValueExact()`
pub(crate) fn short_value_exact(a: &BigInt) -> Result<i16, NumberError> {
    exact(a.to_i16(), "short")
}

/// `a.byteValueExact()`
pub(crate) fn byte_value_exact(a: &BigInt) -> Result<i8, NumberError> {
    exact(a.to_i8(), "byte")
}

/// `a.doubleValue()`: the nearest, half to even, or infinity.
pub(crate) fn double_value(a: &BigInt) -> f64 {
    a.to_f64().unwrap_or(f64::NAN)
}

/// `a.floatValue()`
pub(crate) fn float_value(a: &BigInt) -> f32 {
    a.to_f32().unwrap_or(f32::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrowing_keeps_low_bits() {
        let big = BigInt::from(i64::MAX) + 2;
        assert_eq!(long_value(&big), i64::MIN + 1);
        assert_eq!(int_value(&-big.clone()), -1);
        let error = JavaError::arithmetic("BigInteger out of int range");
        assert_eq!(int_value_exact(&big), Err(error.into()));
        assert_eq!(to_bytes(&BigInt::from(-129)), [0xff, 0x7f]);
        assert_eq!(to_string(&BigInt::from(-255), 16), "-ff");
        assert_eq!(double_value(&(BigInt::from(1) << 2000)), f64::INFINITY);
    }
}
