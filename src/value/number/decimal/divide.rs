//! Quotients and remainders.

use num_bigint::BigInt;

use super::rounding::{MathContext, RoundingMode, divide_scaled};
use super::scale::raise;
use super::{BigDecimal, Decimal, check_scale, check_scale_wrapped, saturate};
use crate::value::number::limit::check_digits;
use crate::value::number::{JavaError, NumberError};

const ENDLESS: &str = "Non-terminating decimal expansion; no exact representable decimal result.";

impl BigDecimal {
    fn check_divisor(&self, divisor: &BigDecimal) -> Result<(), NumberError> {
        match (divisor.is_zero(), self.is_zero()) {
            (true, true) => Err(JavaError::arithmetic("Division undefined").into()),
            (true, false) => Err(JavaError::arithmetic("Division by zero").into()),
            _ => Ok(()),
        }
    }

    /// The scale a quotient would like to have.
    fn preferred_scale(&self, divisor: &BigDecimal) -> i64 {
        i64::from(self.scale) - i64::from(divisor.scale)
    }

    /// `x.divide(y)`: exact, or an `ArithmeticException`.
    pub(crate) fn divide(&self, divisor: &BigDecimal) -> Decimal {
        self.check_divisor(divisor)?;
        let preferred = saturate(self.preferred_scale(divisor));
        if self.is_zero() {
            return Ok(BigDecimal::new(0, preferred));
        }
        let precision = self.precision() + (10 * divisor.precision() + 2) / 3;
        check_digits(precision as u64)?;
        let context = MathContext::known(precision as i32, RoundingMode::Unnecessary);
        let quotient = self.divide_in(divisor, context).map_err(|error| match error {
            NumberError::Exception(_) => JavaError::arithmetic(ENDLESS).into(),
            NumberError::TooLarge => error,
        })?;
        quotient.at_least(preferred)
    }

    /// With zeros added up to a scale.
    fn at_least(self, scale: i32) -> Decimal {
        if self.scale >= scale {
            return Ok(self);
        }
        self.set_scale(scale, RoundingMode::Unnecessary)
    }

    /// `x.divide(y, new MathContext(7))`
    pub(crate) fn divide_in(&self, divisor: &BigDecimal, context: MathContext) -> Decimal {
        if context.precision == 0 {
            return self.divide(divisor);
        }
        self.check_divisor(divisor)?;
        let preferred = self.preferred_scale(divisor);
        if self.is_zero() {
            return Ok(BigDecimal::zero(preferred));
        }
        // Digits to add so that the quotient has as many as the context asks for.
        let behind = self.precision() - divisor.precision();
        let larger = self.leads(divisor)?;
        let by = i64::from(context.precision) - behind - i64::from(larger);
        let scale = check_scale_wrapped(preferred + by)?;
        let preferred = check_scale_wrapped(preferred)?;
        let quotient = self.quotient(divisor, by, context.rounding)?;
        let result = BigDecimal::new(quotient.value, scale);
        if quotient.exact {
            return result.strip_to(preferred.into()).round(context);
        }
        result.round(context)
    }

    /// Whether the digits of `self` are above those of `other`, both read as `0.ddd`.
    fn leads(&self, other: &BigDecimal) -> Result<bool, NumberError> {
        let by = other.precision() - self.precision();
        let a = raise(&self.unscaled, by.max(0) as u64)?;
        let b = raise(&other.unscaled, (-by).max(0) as u64)?;
        Ok(a.magnitude() > b.magnitude())
    }

    /// `unscaled * 10^by / divisor's`, rounded.
    fn quotient(
        &self,
        divisor: &BigDecimal,
        by: i64,
        mode: RoundingMode,
    ) -> Result<super::rounding::Quotient, NumberError> {
        let raised = raise(&self.unscaled, by.max(0) as u64)?;
        let drop = (-by).max(0) as u64;
        divide_scaled(&raised, &divisor.unscaled, drop, mode)
    }

    /// `x.divide(y, 2, RoundingMode.HALF_UP)`; `x.divide(y, mode)` is this at the scale of `x`.
    pub(crate) fn divide_to_scale(&self, divisor: &BigDecimal, scale: i32, mode: RoundingMode) -> Decimal {
        let raised = i64::from(scale) + i64::from(divisor.scale);
        let by = raised - i64::from(self.scale);
        if divisor.is_zero() {
            return Err(self.by_zero(by));
        }
        if by > 0 {
            check_scale(raised, self.is_zero())?;
        } else {
            check_scale(i64::from(self.scale) - i64::from(scale), false)?;
        }
        Ok(BigDecimal::new(self.quotient(divisor, by, mode)?.value, scale))
    }

    /// Java divides longs where it can, and has a message of its own for them.
    fn by_zero(&self, by: i64) -> NumberError {
        let is_long = |number: &BigInt| i64::try_from(number).is_ok_and(|value| value != i64::MIN);
        let small = by.abs() < 19
            && is_long(&self.unscaled)
            && raise(&self.unscaled, by.max(0) as u64).is_ok_and(|raised| is_long(&raised));
        let message = if small { "/ by zero" } else { "BigInteger divide by zero" };
        JavaError::arithmetic(message).into()
    }

    /// `x.divideToIntegralValue(y)`: the whole part of the quotient, near the scale it would like.
    pub(crate) fn divide_to_integral_value(&self, divisor: &BigDecimal) -> Decimal {
        let preferred = saturate(self.preferred_scale(divisor));
        if self.compare_magnitude(divisor).is_lt() {
            return Ok(BigDecimal::new(0, preferred));
        }
        if self.is_zero() && !divisor.is_zero() {
            return self.set_scale(preferred, RoundingMode::Unnecessary);
        }
        let precision = self.precision() + (10 * divisor.precision() + 2) / 3 + self.preferred_scale(divisor).abs() + 2;
        check_divisor_digits(self, divisor, precision)?;
        let context = MathContext::known(precision as i32, RoundingMode::Down);
        let mut quotient = self.divide_in(divisor, context)?;
        if quotient.scale > 0 {
            quotient = quotient.set_scale(0, RoundingMode::Down)?;
            quotient = quotient.strip_to(i64::from(preferred));
        }
        quotient.at_least(preferred)
    }

    /// `x.remainder(y)`: with the sign of `x`.
    pub(crate) fn remainder(&self, divisor: &BigDecimal) -> Decimal {
        Ok(self.divide_and_remainder(divisor)?.1)
    }

    /// `x.divideAndRemainder(y)`
    pub(crate) fn divide_and_remainder(&self, divisor: &BigDecimal) -> Result<(BigDecimal, BigDecimal), NumberError> {
        let quotient = self.divide_to_integral_value(divisor)?;
        let rest = self.subtract(&quotient.multiply(divisor)?)?;
        Ok((quotient, rest))
    }
}

/// A division by zero is reported as such, however many digits it would take.
fn check_divisor_digits(a: &BigDecimal, b: &BigDecimal, digits: i64) -> Result<(), NumberError> {
    a.check_divisor(b)?;
    check_digits(digits as u64)
}

impl From<BigInt> for BigDecimal {
    fn from(value: BigInt) -> Self {
        BigDecimal::new(value, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> BigDecimal {
        BigDecimal::parse(text).unwrap()
    }

    fn text(number: Decimal) -> String {
        number.unwrap().to_java_string()
    }

    #[test]
    fn exact() {
        assert_eq!(text(of("1").divide(&of("8"))), "0.125");
        assert_eq!(text(of("1.00").divide(&of("2"))), "0.50");
        assert_eq!(text(of("100").divide(&of("0.5"))), "2.0E+2");
        let error = |message| Some(NumberError::from(JavaError::arithmetic(message)));
        assert_eq!(of("1").divide(&of("3")).err(), error(ENDLESS));
        assert_eq!(of("1").divide(&of("0")).err(), error("Division by zero"));
        assert_eq!(of("0").divide(&of("0")).err(), error("Division undefined"));
    }

    #[test]
    fn rounded() {
        assert_eq!(text(of("2").divide_to_scale(&of("3"), 4, RoundingMode::HalfUp)), "0.6667");
        let seven = MathContext::known(7, RoundingMode::HalfEven);
        assert_eq!(text(of("2").divide_in(&of("3"), seven)), "0.6666667");
        assert_eq!(text(of("1").divide_in(&of("4"), seven)), "0.25");
        let huge = of("1").divide_to_scale(&of("3"), i32::MAX, RoundingMode::Down);
        assert_eq!(huge.err(), Some(NumberError::TooLarge));
    }

    #[test]
    fn whole() {
        assert_eq!(text(of("7.5").divide_to_integral_value(&of("2"))), "3.0");
        assert_eq!(text(of("-7.5").remainder(&of("2"))), "-1.5");
    }
}
