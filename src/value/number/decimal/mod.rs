//! `java.math.BigDecimal`. For `methods/`, the interpreter's arithmetic and JSON.
//!
//! A number is `unscaled / 10^scale`. The scale is part of it: `2.0` and `2.00` compare as equal and are not
//! `equals`. Results are Java's to the last digit of their scale.

mod add;
mod compare;
mod convert;
mod divide;
mod multiply;
mod parse;
mod print;
mod rounding;
mod scale;

use num_bigint::BigInt;
use num_traits::Zero;

pub(crate) use rounding::{MathContext, RoundingMode};

use super::{JavaError, NumberError, big};

/// `new BigDecimal(unscaled, scale)`
#[derive(Debug, Clone)]
pub(crate) struct BigDecimal {
    unscaled: BigInt,
    scale: i32,
}

type Decimal = Result<BigDecimal, NumberError>;

impl BigDecimal {
    /// `new BigDecimal(unscaled, scale)`, and `BigDecimal.valueOf(long, scale)`
    pub(crate) fn new(unscaled: impl Into<BigInt>, scale: i32) -> Self {
        BigDecimal { unscaled: unscaled.into(), scale }
    }

    /// `x.unscaledValue()`
    pub(crate) fn unscaled_value(&self) -> &BigInt {
        &self.unscaled
    }

    /// `x.scale()`
    pub(crate) fn scale(&self) -> i32 {
        self.scale
    }

    /// `x.signum()`
    pub(crate) fn signum(&self) -> i32 {
        big::signum(&self.unscaled)
    }

    /// `x.precision()`: digits of the unscaled value; 1 for zero.
    pub(crate) fn precision(&self) -> i64 {
        digits(&self.unscaled)
    }

    /// `x.negate()`
    pub(crate) fn negate(&self) -> BigDecimal {
        BigDecimal::new(-&self.unscaled, self.scale)
    }

    /// `x.abs()`
    pub(crate) fn abs(&self) -> BigDecimal {
        BigDecimal::new(self.unscaled.magnitude().clone(), self.scale)
    }

    /// `x.ulp()`: one at the last digit.
    pub(crate) fn ulp(&self) -> BigDecimal {
        BigDecimal::new(1, self.scale)
    }

    fn is_zero(&self) -> bool {
        self.unscaled.is_zero()
    }

    fn zero(scale: i64) -> BigDecimal {
        BigDecimal::new(0, saturate(scale))
    }

    /// With a scale that may be beyond an int, which Java calls an overflow or underflow unless the number is zero.
    fn checked(unscaled: BigInt, scale: i64) -> Decimal {
        let scale = check_scale(scale, unscaled.is_zero())?;
        Ok(BigDecimal { unscaled, scale })
    }
}

/// Decimal digits of a number; 1 for zero.
fn digits(number: &BigInt) -> i64 {
    let bits = number.bits();
    if bits <= 128 {
        let (_, words) = number.to_u64_digits();
        let value = words.iter().rev().fold(0u128, |sum, &word| sum << 64 | u128::from(word));
        return value.checked_ilog10().map_or(1, |log| i64::from(log) + 1);
    }
    // Between bits-1 and bits powers of two lies at most one power of ten.
    let least = ((bits - 1) as f64 * std::f64::consts::LOG10_2) as u32;
    let above = num_bigint::BigUint::from(10u32).pow(least + 1);
    i64::from(least) + 1 + i64::from(*number.magnitude() >= above)
}

/// The nearest scale there is.
fn saturate(scale: i64) -> i32 {
    scale.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}

fn check_scale(scale: i64, zero: bool) -> Result<i32, NumberError> {
    match i32::try_from(scale) {
        Ok(scale) => Ok(scale),
        Err(_) if zero => Ok(saturate(scale)),
        Err(_) => {
            let message = if scale > 0 { "Underflow" } else { "Overflow" };
            Err(JavaError::arithmetic(message).into())
        }
    }
}

/// The same where Java names the fault by what is left of the scale in an int, which is the other way round for most.
fn check_scale_wrapped(scale: i64) -> Result<i32, NumberError> {
    i32::try_from(scale).map_err(|_| {
        let message = if scale as i32 > 0 { "Underflow" } else { "Overflow" };
        JavaError::arithmetic(message).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_counts_digits() {
        for (text, digits) in [("0.00", 1), ("99", 2), ("100", 3), ("-1E+9", 1)] {
            assert_eq!(BigDecimal::parse(text).unwrap().precision(), digits);
        }
        for power in 1..200 {
            let ten = BigInt::from(10).pow(power);
            assert_eq!(digits(&ten), i64::from(power) + 1);
            assert_eq!(digits(&(ten - 1)), i64::from(power));
        }
    }
}
