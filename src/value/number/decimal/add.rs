//! Sums and differences.

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
        let far = of("1E+999999999").add(&of("1"));
        assert_eq!(far.err(), Some(NumberError::TooLarge));
    }
}
