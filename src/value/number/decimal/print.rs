//! A decimal as text.

use super::BigDecimal;
use crate::value::number::NumberError;
use crate::value::number::limit::check_digits;

impl BigDecimal {
    /// `new BigDecimal("1E+3").toString()` is `1E+3`: plain for scales from 0 to a few places, else scientific.
    pub(crate) fn write(&self, out: &mut String) {
        let digits = self.magnitude_digits(out);
        let adjusted = self.adjusted(&digits);
        if self.scale >= 0 && adjusted >= -6 {
            return self.write_places(&digits, out);
        }
        out.push_str(&digits[..1]);
        if digits.len() > 1 {
            out.push('.');
            out.push_str(&digits[1..]);
        }
        write_exponent(adjusted, out);
    }

    /// `x.toString()`
    pub(crate) fn to_java_string(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// `new BigDecimal("12.3E+7").toEngineeringString()` is `123E+6`: exponents of three.
    pub(crate) fn to_engineering_string(&self) -> String {
        let mut out = String::new();
        let digits = self.magnitude_digits(&mut out);
        let mut adjusted = self.adjusted(&digits);
        if self.scale >= 0 && adjusted >= -6 {
            self.write_places(&digits, &mut out);
            return out;
        }
        let mut whole = adjusted.rem_euclid(3);
        adjusted -= whole;
        whole += 1;
        if self.signum() == 0 {
            // A zero shows its scale by decimals.
            out.push_str(["0", "0.00", "0.0"][whole as usize - 1]);
            adjusted += if whole > 1 { 3 } else { 0 };
        } else if whole as usize >= digits.len() {
            out.push_str(&digits);
            out.extend(std::iter::repeat_n('0', whole as usize - digits.len()));
        } else {
            out.push_str(&digits[..whole as usize]);
            out.push('.');
            out.push_str(&digits[whole as usize..]);
        }
        write_exponent(adjusted, &mut out);
        out
    }

    /// `new BigDecimal("1E+3").toPlainString()` is `1000`
    pub(crate) fn to_plain_string(&self) -> Result<String, NumberError> {
        let mut out = String::new();
        if self.signum() == 0 && self.scale <= 0 {
            return Ok("0".into());
        }
        check_digits(u64::from(self.scale.unsigned_abs()))?;
        let digits = self.magnitude_digits(&mut out);
        if self.scale >= 0 {
            self.write_places(&digits, &mut out);
        } else {
            out.push_str(&digits);
            out.extend(std::iter::repeat_n('0', self.scale.unsigned_abs() as usize));
        }
        Ok(out)
    }

    /// The digits without the sign, which is appended.
    fn magnitude_digits(&self, out: &mut String) -> String {
        if self.signum() < 0 {
            out.push('-');
        }
        self.unscaled.magnitude().to_string()
    }

    /// The exponent of the first digit.
    fn adjusted(&self, digits: &str) -> i64 {
        digits.len() as i64 - 1 - i64::from(self.scale)
    }

    /// Digits with a point; the scale is not negative.
    fn write_places(&self, digits: &str, out: &mut String) {
        let scale = self.scale as usize;
        if scale == 0 {
            out.push_str(digits);
        } else if scale < digits.len() {
            let (whole, part) = digits.split_at(digits.len() - scale);
            out.push_str(whole);
            out.push('.');
            out.push_str(part);
        } else {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', scale - digits.len()));
            out.push_str(digits);
        }
    }
}

fn write_exponent(exponent: i64, out: &mut String) {
    if exponent != 0 {
        out.push('E');
        if exponent > 0 {
            out.push('+');
        }
        crate::value::number::integer::write(exponent, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_notations() {
        for (text, scientific, engineering, plain) in [
            ("1E3", "1E+3", "1E+3", "1000"),
            ("12.3E7", "1.23E+8", "123E+6", "123000000"),
            ("0.0000001", "1E-7", "100E-9", "0.0000001"),
            ("-0.000001", "-0.000001", "-0.000001", "-0.000001"),
            ("0E4", "0E+4", "0.00E+6", "0"),
            ("0E-8", "0E-8", "0.00E-6", "0.00000000"),
        ] {
            let number = BigDecimal::parse(text).unwrap();
            assert_eq!(number.to_java_string(), scientific);
            assert_eq!(number.to_engineering_string(), engineering);
            assert_eq!(number.to_plain_string().unwrap(), plain);
        }
        let hostile = BigDecimal::new(1, i32::MIN);
        assert_eq!(hostile.to_plain_string(), Err(NumberError::TooLarge));
    }
}
