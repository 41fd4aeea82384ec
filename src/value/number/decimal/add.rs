//! Sums and differences.

use super::rounding::{MathContext, RoundingMode};
use super::scale::raise;
use super::{BigDecimal, Decimal, check_scale};
use crate::value::number::limit::check_bits;

impl BigDecimal {
    /// `x.add(y)`: at the larger scale.
    pub(crate) fn add(&self, other: &BigDecimal) -> Decimal {
        let (upper, lower) = if self.scale <= other.scale { (self, other) } else { (other, self) };
        let by = i64::from(lower.scale) - i64::from(upper.scale);
        let by = check_scale(by, upper.is_zero())?;
        let sum = raise(&upper.unscaled, by as u64)? + &lower.unscaled;
        check_bits(sum.bits())?;
        Ok(BigDecimal::new(sum, lower.scale))
    }

    /// `x.subtract(y)`
    pub(crate) fn subtract(&self, other: &BigDecimal) -> Decimal {
        self.add(&other.negate())
    }

    /// `x.add(y, context)`
    pub(crate) fn add_in(&self, other: &BigDecimal, context: MathContext) -> Decimal {
        if context.precision == 0 {
            return self.add(other);
        }
        if self.is_zero() || other.is_zero() {
            return self.add_zero(other, context);
        }
        let (upper, lower) = if self.scale <= other.scale { (self, other) } else { (other, self) };
        let lower = lower.condensed(upper, context)?;
        upper.add(&lower)?.round(context)
    }

    /// `x.subtract(y, context)`
    pub(crate) fn subtract_in(&self, other: &BigDecimal, context: MathContext) -> Decimal {
        if context.precision == 0 {
            return self.subtract(other);
        }
        self.add_in(&other.negate(), context)
    }

    /// One is zero: the other, as near to the larger scale as the precision allows.
    fn add_zero(&self, other: &BigDecimal, context: MathContext) -> Decimal {
        let preferred = self.scale.max(other.scale);
        if self.is_zero() && other.is_zero() {
            return Ok(BigDecimal::new(0, preferred));
        }
        let result = if self.is_zero() { other } else { self }.round(context)?;
        if result.scale >= preferred {
            return Ok(result.strip_to(i64::from(preferred)));
        }
        let room = context.precision - result.precision() as i32;
        // In an int, as in Java; where it overflows the scale asked for is refused.
        let missing = preferred.wrapping_sub(result.scale);
        let scale = if room >= missing { preferred } else { result.scale + room };
        result.set_scale(scale, RoundingMode::Unnecessary)
    }

    /// A number too small to touch a digit of the result stands for itself as one unit further down.
    fn condensed(&self, upper: &BigDecimal, context: MathContext) -> Decimal {
        let scale = i64::from(upper.scale);
        let last = scale - upper.precision() + i64::from(context.precision);
        let first = i64::from(self.scale) - self.precision() + 1;
        if first > scale + 2 && first > last + 2 {
            let below = check_scale(scale.max(last) + 3, false)?;
            return Ok(BigDecimal::new(self.signum(), below));
        }
        Ok(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::number::NumberError;

    fn of(text: &str) -> BigDecimal {
        BigDecimal::parse(text).unwrap()
    }

    #[test]
    fn sums() {
        let text = |number: Decimal| number.unwrap().to_java_string();
        assert_eq!(text(of("1.5").add(&of("2.50"))), "4.00");
        assert_eq!(text(of("1E+3").subtract(&of("1"))), "999");
        assert_eq!(text(of("1E+20").add_in(&of("1E-900"), MathContext::DECIMAL32)), "1.000000E+20");
        let far = of("1E+999999999").add(&of("1"));
        assert_eq!(far.err(), Some(NumberError::TooLarge));
    }
}
