//! `java.math.BigInteger`: its methods as functions over [`BigInt`]. For `methods/`, the interpreter's arithmetic and the
//! decimals beside it.

mod bits;
mod convert;
mod modular;
mod prime;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

pub(crate) use bits::*;
pub(crate) use convert::*;
pub(crate) use modular::*;
pub(crate) use prime::{is_probable_prime, next_probable_prime};

use super::limit::{self, check_bits};
use super::{JavaError, NumberError};

type Big = Result<BigInt, NumberError>;

/// `a.add(b)`
pub(crate) fn add(a: &BigInt, b: &BigInt) -> Big {
    check_bits(a.bits().max(b.bits()))?;
    Ok(a + b)
}

/// `a.subtract(b)`
pub(crate) fn subtract(a: &BigInt, b: &BigInt) -> Big {
    check_bits(a.bits().max(b.bits()))?;
    Ok(a - b)
}

/// `a.multiply(b)`
pub(crate) fn multiply(a: &BigInt, b: &BigInt) -> Big {
    limit::product(a, b)
}

fn check_divisor(divisor: &BigInt) -> Result<(), NumberError> {
    if divisor.is_zero() {
        return Err(JavaError::arithmetic("BigInteger divide by zero").into());
    }
    Ok(())
}

/// `a.divide(b)`: towards zero.
pub(crate) fn divide(a: &BigInt, b: &BigInt) -> Big {
    check_divisor(b)?;
    Ok(a / b)
}

/// `a.remainder(b)`: with the sign of `a`.
pub(crate) fn remainder(a: &BigInt, b: &BigInt) -> Big {
    check_divisor(b)?;
    Ok(a % b)
}

/// `a.divideAndRemainder(b)`
pub(crate) fn divide_and_remainder(a: &BigInt, b: &BigInt) -> Result<(BigInt, BigInt), NumberError> {
    check_divisor(b)?;
    Ok(a.div_rem(b))
}

/// `a.pow(3)`
pub(crate) fn pow(a: &BigInt, exponent: i32) -> Big {
    let exponent = u32::try_from(exponent).map_err(|_| JavaError::arithmetic("Negative exponent"))?;
    limit::power(a, exponent)
}

/// `a.sqrt()`: rounded down.
pub(crate) fn sqrt(a: &BigInt) -> Big {
    if a.is_negative() {
        return Err(JavaError::arithmetic("Negative BigInteger").into());
    }
    Ok(a.sqrt())
}

/// `a.gcd(b)`: never negative.
pub(crate) fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    a.gcd(b)
}

/// `a.signum()`
pub(crate) fn signum(a: &BigInt) -> i32 {
    match a.sign() {
        num_bigint::Sign::Minus => -1,
        num_bigint::Sign::NoSign => 0,
        num_bigint::Sign::Plus => 1,
    }
}

/// `a.compareTo(b)`
pub(crate) fn compare(a: &BigInt, b: &BigInt) -> i32 {
    a.cmp(b) as i32
}

/// `a.hashCode()`: over the magnitude's 32-bit words, highest first.
pub(crate) fn hash_code(a: &BigInt) -> i32 {
    let words = a.magnitude().to_u32_digits();
    let hash = words.iter().rev().fold(0i32, |hash, &word| hash.wrapping_mul(31).wrapping_add(word as i32));
    hash.wrapping_mul(signum(a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(text: &str) -> BigInt {
        text.parse().unwrap()
    }

    #[test]
    fn arithmetic() {
        assert_eq!(divide(&big("-7"), &big("2")), Ok(big("-3")));
        assert_eq!(remainder(&big("-7"), &big("2")), Ok(big("-1")));
        let error = JavaError::arithmetic("BigInteger divide by zero");
        assert_eq!(divide(&big("1"), &big("0")), Err(error.into()));
        assert_eq!(pow(&big("2"), 70), Ok(big("1180591620717411303424")));
        assert_eq!(hash_code(&big("-12345678901234567890")), 1436577082);
    }

    #[test]
    fn nothing_grows_without_bound() {
        assert_eq!(pow(&big("10"), i32::MAX), Err(NumberError::TooLarge));
        assert_eq!(shift_left(&big("1"), i32::MAX), Err(NumberError::TooLarge));
        assert_eq!(set_bit(&big("0"), i32::MAX), Err(NumberError::TooLarge));
        assert_eq!(pow(&big("1"), i32::MAX), Ok(big("1")));
        assert_eq!(shift_left(&big("0"), i32::MAX), Ok(big("0")));
    }
}
