//! Square roots.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::rounding::{MathContext, RoundingMode};
use super::{BigDecimal, Decimal, saturate};
use crate::value::number::limit::check_digits;
use crate::value::number::{JavaError, NumberError};

impl BigDecimal {
    /// `new BigDecimal("2").sqrt(new MathContext(5))` is `1.4142`
    pub(crate) fn sqrt(&self, context: MathContext) -> Decimal {
        // Java halves towards zero.
        let zero = BigDecimal::new(0, self.scale / 2);
        match self.signum() {
            0 => return Ok(zero),
            -1 => {
                let message = "Attempted square root of negative BigDecimal";
                return Err(JavaError::arithmetic(message).into());
            }
            _ => {}
        }
        let root = self.strip_trailing_zeros().root(context)?;
        if root.scale == zero.scale {
            return Ok(root);
        }
        // Zeros are added up to the scale Java would like, as far as the precision allows.
        let exact = MathContext::known(context.precision, RoundingMode::Unnecessary);
        root.strip_trailing_zeros().add_in(&zero, exact)
    }

    /// The root of a number without trailing zeros, before its scale is adjusted. Java rounds what Newton's steps
    /// arrive at, and where that misses an exact root it is seen in the result, so the steps are Java's.
    fn root(&self, context: MathContext) -> Decimal {
        use RoundingMode::{Ceiling, Down, Floor, HalfDown, HalfEven, HalfUp, Unnecessary, Up};
        let wanted = match (context.precision, context.rounding) {
            (0, _) => self.precision() / 2 + 1,
            (precision, HalfUp | HalfDown | HalfEven) => 2 * i64::from(precision),
            (precision, _) => i64::from(precision),
        };
        check_digits(wanted as u64)?;
        let approximate = self.newton(wanted as i32)?;
        if context.precision == 0 || context.rounding == Unnecessary {
            let rounding = if context.rounding == Unnecessary { Down } else { context.rounding };
            let root = approximate.round(MathContext::known(wanted as i32, rounding))?;
            if root.compare_square(self)?.is_ne() {
                return Err(JavaError::arithmetic("Computed square root not exact.").into());
            }
            return Ok(root);
        }
        let root = approximate.round(context)?;
        match context.rounding {
            Down | Floor if root.compare_square(self)?.is_gt() => {
                // Below a power of ten the next number is a tenth as far.
                let edge = approximate.strip_trailing_zeros().unscaled == BigInt::from(1);
                let ulp = root.ulp().scale_by_power_of_ten(if edge { -1 } else { 0 })?;
                root.subtract(&ulp)
            }
            Up | Ceiling if root.compare_square(self)?.is_lt() => root.add(&root.ulp()),
            _ => Ok(root),
        }
    }

    /// `self * self` against another number.
    fn compare_square(&self, other: &BigDecimal) -> Result<Ordering, NumberError> {
        Ok(self.multiply(self)?.compare_magnitude(other))
    }

    /// Newton's steps from the root of the nearest double, doubling its digits until there are enough.
    fn newton(&self, wanted: i32) -> Decimal {
        let first = i64::from(self.scale) - self.precision() + 1;
        let even = saturate(first - (first & 1));
        let working = self.scale_by_power_of_ten(even)?;
        let mut root = BigDecimal::from_double(working.double_value().sqrt())?;
        let half = BigDecimal::new(5, 1);
        let mut known = 15;
        loop {
            let precision = known.max(wanted + 2).max(working.precision() as i32);
            let context = MathContext::known(precision, RoundingMode::HalfEven);
            let other = working.divide_in(&root, context)?;
            root = half.multiply(&root.add_in(&other, context)?)?;
            known *= 2;
            if known >= wanted + 2 {
                return root.scale_by_power_of_ten(-(even / 2));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        let root = |text, precision| {
            let context = MathContext::known(precision, RoundingMode::HalfUp);
            let number = BigDecimal::parse(text).unwrap();
            number.sqrt(context).map(|root| root.to_java_string())
        };
        assert_eq!(root("2", 5), Ok("1.4142".into()));
        assert_eq!(root("4.00", 5), Ok("2.0".into()));
        assert_eq!(root("1E+4", 0), Ok("1E+2".into()));
        let error = |message| Err(JavaError::arithmetic(message).into());
        assert_eq!(root("2", 0), error("Computed square root not exact."));
        assert_eq!(root("-1", 5), error("Attempted square root of negative BigDecimal"));
    }
}
