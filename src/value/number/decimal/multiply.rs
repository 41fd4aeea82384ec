//! Products and powers.

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

    /// `x.pow(3)`: exact, up to 999999999.
    pub(crate) fn pow(&self, exponent: i32) -> Decimal {
        if !(0..=999_999_999).contains(&exponent) {
            return Err(invalid());
        }
        let scale = check_scale(i64::from(self.scale) * i64::from(exponent), self.is_zero())?;
        Ok(BigDecimal::new(power(&self.unscaled, exponent as u32)?, scale))
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
        assert_eq!(of("1").pow(-1).err(), Some(invalid()));
        assert_eq!(of("3").pow(999_999_999).err(), Some(NumberError::TooLarge));
    }
}
