//! Moving the point, and dropping digits.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

use super::rounding::{MathContext, RoundingMode, divide_scaled};
use super::{BigDecimal, Decimal, check_scale, check_scale_wrapped};
use crate::value::number::NumberError;
use crate::value::number::limit::{power_of_ten, product};

/// `number * 10^power`, unless too large.
pub(super) fn raise(number: &BigInt, power: u64) -> Result<BigInt, NumberError> {
    if number.is_zero() || power == 0 {
        return Ok(number.clone());
    }
    product(number, &power_of_ten(power)?)
}

impl BigDecimal {
    /// `x.setScale(2, RoundingMode.HALF_UP)`; with `UNNECESSARY`, also `x.setScale(2)`
    pub(crate) fn set_scale(&self, scale: i32, mode: RoundingMode) -> Decimal {
        let by = i64::from(scale) - i64::from(self.scale);
        let by = i64::from(check_scale_difference(by, self.is_zero())?);
        let unscaled = if by >= 0 {
            raise(&self.unscaled, by as u64)?
        } else {
            divide_scaled(&self.unscaled, &BigInt::from(1), by.unsigned_abs(), mode)?.value
        };
        Ok(BigDecimal { unscaled, scale })
    }

    /// `x.round(new MathContext(3))`
    pub(crate) fn round(&self, context: MathContext) -> Decimal {
        let mut result = self.clone();
        if context.precision == 0 {
            return Ok(result);
        }
        // Twice where rounding makes a digit more: 99.9 to 100.
        loop {
            let drop = result.precision() - i64::from(context.precision);
            if drop <= 0 {
                return Ok(result);
            }
            let scale = check_scale_wrapped(i64::from(result.scale) - drop)?;
            let one = BigInt::from(1);
            let quotient = divide_scaled(&result.unscaled, &one, drop as u64, context.rounding)?;
            result = BigDecimal::new(quotient.value, scale);
        }
    }

    /// `new BigDecimal("600.0").stripTrailingZeros()` is `6E+2`. At the least scale there is this stops, where Java
    /// throws.
    pub(crate) fn strip_trailing_zeros(&self) -> BigDecimal {
        if self.is_zero() {
            return BigDecimal::new(0, 0);
        }
        self.strip_to(i64::from(i32::MIN))
    }

    /// Without trailing zeros, as long as the scale is above `preferred`.
    pub(super) fn strip_to(&self, preferred: i64) -> BigDecimal {
        let mut result = self.clone();
        // Large steps first: a number of many zeros takes few divisions.
        for step in [4096u32, 256, 16, 1] {
            let power = BigInt::from(10).pow(if self.precision() > i64::from(step) { step } else { 0 });
            while i64::from(result.scale) - i64::from(step) >= preferred && result.precision() > i64::from(step) {
                let (quotient, rest) = result.unscaled.div_rem(&power);
                if !rest.is_zero() {
                    break;
                }
                result = BigDecimal::new(quotient, result.scale - step as i32);
            }
        }
        result
    }

    /// `x.movePointLeft(2)`
    pub(crate) fn move_point_left(&self, places: i32) -> Decimal {
        self.move_point(i64::from(places))
    }

    /// `x.movePointRight(2)`
    pub(crate) fn move_point_right(&self, places: i32) -> Decimal {
        self.move_point(-i64::from(places))
    }

    fn move_point(&self, left: i64) -> Decimal {
        if left == 0 {
            return Ok(self.clone());
        }
        let scale = check_scale(i64::from(self.scale) + left, self.is_zero())?;
        let moved = BigDecimal::new(self.unscaled.clone(), scale);
        if scale < 0 {
            return moved.set_scale(0, RoundingMode::Unnecessary);
        }
        Ok(moved)
    }

    /// `x.scaleByPowerOfTen(3)`: only the scale changes.
    pub(crate) fn scale_by_power_of_ten(&self, power: i32) -> Decimal {
        BigDecimal::checked(self.unscaled.clone(), i64::from(self.scale) - i64::from(power))
    }
}

/// Java keeps the difference of two scales in an int as well.
fn check_scale_difference(by: i64, zero: bool) -> Result<i32, NumberError> {
    if by >= 0 {
        return check_scale(by, zero);
    }
    // Digits are dropped by a positive count, so too many of them is an "Underflow" too.
    check_scale(-by, zero).map(|drop| -drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> BigDecimal {
        BigDecimal::parse(text).unwrap()
    }

    #[test]
    fn scales() {
        let text = |number: Decimal| number.unwrap().to_java_string();
        assert_eq!(text(of("2.5").set_scale(0, RoundingMode::HalfEven)), "2");
        assert_eq!(text(of("1").set_scale(2, RoundingMode::Unnecessary)), "1.00");
        assert_eq!(text(of("1E-999999999").set_scale(0, RoundingMode::Up)), "1");
        assert_eq!(text(of("99.96").round(MathContext::known(3, RoundingMode::HalfUp))), "100");
        assert_eq!(of("600.0").strip_trailing_zeros().to_java_string(), "6E+2");
        assert_eq!(text(of("1.5").move_point_right(3)), "1500");
        assert_eq!(text(of("1.5").move_point_left(3)), "0.0015");
        assert_eq!(text(of("1.5").scale_by_power_of_ten(3)), "1.5E+3");
    }

    #[test]
    fn hostile_scales() {
        let huge = of("1").set_scale(999_999_999, RoundingMode::Up);
        assert_eq!(huge.err(), Some(NumberError::TooLarge));
        let moved = of("1").move_point_right(i32::MAX);
        assert_eq!(moved.err(), Some(NumberError::TooLarge));
    }
}
