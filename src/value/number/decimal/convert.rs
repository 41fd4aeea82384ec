//! To and from other numbers.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::rounding::RoundingMode;
use super::{BigDecimal, Decimal};
use crate::value::number::{JavaError, NumberError, big, double};

fn overflow() -> NumberError {
    JavaError::arithmetic("Overflow").into()
}

impl BigDecimal {
    /// `new BigDecimal(0.1)`: every binary digit of it, `0.1000000000000000055511151231257827...`
    pub(crate) fn from_double(value: f64) -> Decimal {
        if !value.is_finite() {
            return Err(JavaError::number_format("Infinite or NaN").into());
        }
        if value == 0.0 {
            return Ok(BigDecimal::new(0, 0));
        }
        let bits = value.to_bits();
        let (mut mantissa, field) = (bits & ((1 << 52) - 1), bits >> 52 & 0x7ff);
        if field > 0 {
            mantissa |= 1 << 52;
        }
        let zeros = mantissa.trailing_zeros();
        let exponent = field.max(1) as i32 - 1075 + zeros as i32;
        let sign = if value < 0.0 { -1 } else { 1 };
        let whole = BigInt::from(mantissa >> zeros) * sign;
        Ok(if exponent >= 0 {
            BigDecimal::new(whole << exponent, 0)
        } else {
            BigDecimal::new(whole * BigInt::from(5).pow(-exponent as u32), -exponent)
        })
    }

    /// `BigDecimal.valueOf(0.1)`: the digits of `Double.toString`, `0.1`.
    pub(crate) fn value_of_double(value: f64) -> Decimal {
        BigDecimal::parse(&double::to_string(value))
    }

    /// Whether nothing is left of the point.
    fn is_fraction(&self) -> bool {
        self.precision() <= i64::from(self.scale)
    }

    /// `x.toBigInteger()`: without the fraction.
    pub(crate) fn to_big_integer(&self) -> Result<BigInt, NumberError> {
        if self.is_zero() || self.is_fraction() {
            return Ok(BigInt::ZERO);
        }
        Ok(self.set_scale(0, RoundingMode::Down)?.unscaled)
    }

    /// `x.toBigIntegerExact()`
    pub(crate) fn to_big_integer_exact(&self) -> Result<BigInt, NumberError> {
        Ok(self.set_scale(0, RoundingMode::Unnecessary)?.unscaled)
    }

    /// `x.longValue()`: the low bits of the whole part.
    pub(crate) fn long_value(&self) -> i64 {
        // Ten to the 64th is a multiple of two to the 64th.
        if self.scale <= -64 {
            return 0;
        }
        // The whole part is smaller than the number, so it is never too large.
        self.to_big_integer().map_or(0, |whole| big::long_value(&whole))
    }

    /// `x.intValue()`; `shortValue` and `byteValue` are its low bits.
    pub(crate) fn int_value(&self) -> i32 {
        self.long_value() as i32
    }

    /// `x.longValueExact()`
    pub(crate) fn long_value_exact(&self) -> Result<i64, NumberError> {
        if self.is_zero() {
            return Ok(0);
        }
        if self.is_fraction() {
            return Err(JavaError::arithmetic("Rounding necessary").into());
        }
        if self.precision() - i64::from(self.scale) > 19 {
            return Err(overflow());
        }
        self.to_big_integer_exact()?.to_i64().ok_or_else(overflow)
    }

    /// `x.intValueExact()`
    pub(crate) fn int_value_exact(&self) -> Result<i32, NumberError> {
        i32::try_from(self.long_value_exact()?).map_err(|_| overflow())
    }

    /// `x.shortValueExact()`
    pub(crate) fn short_value_exact(&self) -> Result<i16, NumberError> {
        i16::try_from(self.long_value_exact()?).map_err(|_| overflow())
    }

    /// `x.byteValueExact()`
    pub(crate) fn byte_value_exact(&self) -> Result<i8, NumberError> {
        i8::try_from(self.long_value_exact()?).map_err(|_| overflow())
    }

    /// `x.doubleValue()`: the nearest.
    pub(crate) fn double_value(&self) -> f64 {
        self.literal().parse().unwrap_or(f64::NAN)
    }

    /// `x.floatValue()`: the nearest.
    pub(crate) fn float_value(&self) -> f32 {
        self.literal().parse().unwrap_or(f32::NAN)
    }

    fn literal(&self) -> String {
        format!("{}e{}", self.unscaled, -i64::from(self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> BigDecimal {
        BigDecimal::parse(text).unwrap()
    }

    #[test]
    fn doubles() {
        let exact = BigDecimal::from_double(0.1).unwrap();
        assert_eq!(exact.to_java_string(), "0.1000000000000000055511151231257827021181583404541015625");
        let short = BigDecimal::value_of_double(0.1).unwrap();
        assert_eq!(short.to_java_string(), "0.1");
        assert_eq!(of("1E+400").double_value(), f64::INFINITY);
        assert_eq!(of("0.1").double_value(), 0.1);
        assert!(BigDecimal::from_double(f64::NAN).is_err());
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(of("-1.9").int_value(), -1);
        assert_eq!(of("1E+999999999").long_value(), 0);
        assert_eq!(of("4294967297").int_value(), 1);
        assert_eq!(of("1E+10").int_value_exact(), Err(overflow()));
        assert!(of("1.5").long_value_exact().is_err());
        assert_eq!(of("1E+999999999").to_big_integer(), Err(NumberError::TooLarge));
        assert_eq!(of("1E-999999999").to_big_integer(), Ok(BigInt::ZERO));
    }
}
