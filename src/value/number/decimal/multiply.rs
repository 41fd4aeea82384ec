//! Products and powers.

use super::rounding::MathContext;
use super::{BigDecimal, Decimal, check_scale};
use crate::value::number::limit::{power, product};
use crate::value::number::{JavaError, NumberError};

fn invalid() -> NumberError {
    JavaError::arithmetic("Invalid operation").into()
}

impl BigDecimal {
    /// `x.multiply(y)`: scales add up.
    pub(crate) fn multiply(&self, other: &BigDecimal) -> Decimal {
        let scale = i64::from(self.scale) + i64::from(other.scale);
        // Java does not look whether `other` is zero.
        let scale = check_scale(scale, self.is_zero())?;
        Ok(BigDecimal::new(product(&self.unscaled, &other.unscaled)?, scale))
    }

    /// `x.multiply(y, context)`
    pub(crate) fn multiply_in(&self, other: &BigDecimal, context: MathContext) -> Decimal {
        self.multiply(other)?.round(context)
    }

    /// `x.pow(3)`: exact, up to 999999999.
    pub(crate) fn pow(&self, exponent: i32) -> Decimal {
        if !(0..=999_999_999).contains(&exponent) {
            return Err(invalid());
        }
        let scale = check_scale(i64::from(self.scale) * i64::from(exponent), self.is_zero())?;
        Ok(BigDecimal::new(power(&self.unscaled, exponent as u32)?, scale))
    }

    /// `x.pow(-3, context)`: by repeated squaring with a few digits to spare, as ANSI X3.274 has it.
    pub(crate) fn pow_in(&self, exponent: i32, context: MathContext) -> Decimal {
        if context.precision == 0 {
            return self.pow(exponent);
        }
        if !(-999_999_999..=999_999_999).contains(&exponent) {
            return Err(invalid());
        }
        let mut result = BigDecimal::new(1, 0);
        if exponent == 0 {
            return Ok(result);
        }
        let bits = exponent.unsigned_abs();
        let length = bits.ilog10() as i32 + 1;
        if length > context.precision {
            return Err(invalid());
        }
        let precision = context.precision.wrapping_add(length + 1);
        let work = MathContext::new(precision, context.rounding)?;
        for bit in (0..=bits.ilog2()).rev() {
            result = result.multiply_in(&result, work)?;
            if bits >> bit & 1 == 1 {
                result = result.multiply_in(self, work)?;
            }
        }
        if exponent < 0 {
            result = BigDecimal::new(1, 0).divide_in(&result, work)?;
        }
        result.round(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers() {
        let of = |text| BigDecimal::parse(text).unwrap();
        let text = |number: Decimal| number.unwrap().to_java_string();
        assert_eq!(text(of("1.5").multiply(&of("2.0"))), "3.00");
        assert_eq!(text(of("1.1").pow(3)), "1.331");
        assert_eq!(text(of("3").pow_in(-2, MathContext::DECIMAL32)), "0.1111111");
        assert_eq!(of("1").pow(-1).err(), Some(invalid()));
        assert_eq!(of("3").pow(999_999_999).err(), Some(NumberError::TooLarge));
    }
}
