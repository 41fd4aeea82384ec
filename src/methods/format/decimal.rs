//! `%e %f %g` of `BigDecimal`: exact, rounded half up.

use super::flags::Flags;
use super::floating::with_places;
use super::page::Page;
use super::spec::Spec;
use super::{Done, FormatError};
use crate::value::number::NumberError;
use crate::value::number::decimal::{BigDecimal, MathContext, RoundingMode};

impl From<NumberError> for FormatError {
    fn from(error: NumberError) -> Self {
        match error {
            NumberError::Exception(error) => FormatError::Exception(error),
            NumberError::TooLarge => FormatError::TooLarge,
        }
    }
}

impl Spec {
    pub(super) fn print_decimal(&self, value: &BigDecimal, page: &mut Page) -> Done {
        let negative = value.signum() < 0;
        let value = value.abs();
        page.reserve(self.precision.unwrap_or(0))?;
        let precision = self.precision.unwrap_or(6);
        match self.conversion {
            b'e' => self.decimal_scientific(negative, &value, precision, page),
            b'f' => self.decimal_plain(negative, &value, precision, page),
            _ => self.decimal_general(negative, &value, precision.max(1), page),
        }
    }

    fn decimal_scientific(&self, negative: bool, value: &BigDecimal, precision: usize, page: &mut Page) -> Done {
        let digits = (precision as i64 + 1).min(value.precision());
        let rounded = value.round(MathContext::new(digits as i32, RoundingMode::HalfUp)?)?;
        let text = rounded.unscaled_value().to_string();
        let exponent = text.len() as i64 - 1 - i64::from(rounded.scale());
        let mut mantissa = with_places(&text[..1], &text[1..], precision);
        if precision == 0 && self.flags.has(Flags::ALTERNATE) {
            mantissa.push('.');
        }
        let mut exponent = self.exponent(exponent);
        if rounded.scale() == 0 && text.len() == 10 {
            // Java takes the ten digits of a whole number for a two-digit exponent: `e+9`.
            exponent = exponent.replace("+09", "+9");
        }
        self.print_signed(negative, &mantissa, &exponent, page)
    }

    fn decimal_plain(&self, negative: bool, value: &BigDecimal, precision: usize, page: &mut Page) -> Done {
        // Digits left of the point that only the scale speaks of.
        let zeros = if value.signum() == 0 { 0 } else { -i64::from(value.scale()) };
        page.reserve(zeros.max(0) as usize)?;
        let places = precision.min(i32::MAX as usize) as i32;
        let mut value = value.clone();
        if value.scale() > places {
            value = value.set_scale(places, RoundingMode::HalfUp)?;
        }
        let text = value.to_plain_string()?;
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let mut mantissa = with_places(whole, part, precision);
        if precision == 0 && self.flags.has(Flags::ALTERNATE) {
            mantissa.push('.');
        }
        self.print_signed(negative, &mantissa, "", page)
    }

    /// Plain from 0.0001 up to ten to the precision, once rounded.
    fn decimal_general(&self, negative: bool, value: &BigDecimal, precision: usize, page: &mut Page) -> Done {
        let digits = precision.min(i32::MAX as usize) as i32;
        let value = &value.round(MathContext::new(digits, RoundingMode::HalfUp)?)?;
        let least = BigDecimal::new(1, 4);
        let limit = BigDecimal::new(1, -digits);
        let zero = *value == BigDecimal::new(0, 0);
        if !zero && (value.compare(&least) < 0 || value.compare(&limit) >= 0) {
            return self.decimal_scientific(negative, value, precision - 1, page);
        }
        let exponent = value.precision() - 1 - i64::from(value.scale());
        let places = (precision as i64 - exponent - 1).max(0);
        self.decimal_plain(negative, value, places as usize, page)
    }
}
