//! `12.50`: the decimal numbers that filters compare (Java's `BigDecimal`, as far as filters need it).

use std::borrow::Cow;
use std::cmp::Ordering;

/// `±digits · 10^-scale`, with the digits as they were written: `2.50` is not printed as `2.5`, but equals it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decimal {
    negative: bool,
    /// ASCII, without leading zeros; `0` for zero.
    digits: Cow<'static, str>,
    scale: i64,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal { negative: false, digits: Cow::Borrowed("0"), scale: 0 };

    /// `new BigDecimal(text)`
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => (&unsigned[..at], exponent(&unsigned[at + 1..])?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let scale = fraction.len() as i64 - exponent;
        i32::try_from(scale).ok()?;
        let mut digits = format!("{whole}{fraction}");
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        digits.drain(..zeros.min(digits.len() - 1));
        let negative = negative && digits != "0";
        Some(Decimal { negative, digits: digits.into(), scale })
    }

    /// `toString()`
    pub fn print(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let len = self.digits.len() as i64;
        let exponent = len - 1 - self.scale;
        if self.scale >= 0 && exponent >= -6 {
            if self.scale == 0 {
                return format!("{sign}{}", self.digits);
            }
            let zeros = "0".repeat((self.scale + 1 - len).max(0) as usize);
            let padded = format!("{zeros}{}", self.digits);
            let (whole, fraction) = padded.split_at(padded.len() - self.scale as usize);
            return format!("{sign}{whole}.{fraction}");
        }
        let (first, others) = self.digits.split_at(1);
        let point = if others.is_empty() { "" } else { "." };
        if exponent == 0 {
            return format!("{sign}{first}{point}{others}");
        }
        format!("{sign}{first}{point}{others}E{exponent:+}")
    }

    /// `compareTo`: by value, whatever the scale.
    pub fn compare(&self, other: &Decimal) -> Ordering {
        match (self.sign(), other.sign()) {
            (a, b) if a != b => a.cmp(&b),
            (0, _) => Ordering::Equal,
            (sign, _) => {
                let order =
                    self.magnitude().cmp(&other.magnitude()).then_with(|| self.significant().cmp(other.significant()));
                if sign < 0 { order.reverse() } else { order }
            }
        }
    }

    /// `intValue()`: without the fraction, the low 32 bits.
    pub fn int_value(&self) -> i32 {
        let whole = self.digits.len() as i64 - self.scale;
        let mut value = 0u32;
        // past 32 zeros nothing of the low bits is left
        if whole <= self.digits.len() as i64 + 32 {
            let digits = self.digits.bytes().chain(std::iter::repeat(b'0')).take(usize::try_from(whole).unwrap_or(0));
            for digit in digits {
                value = value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
            }
        }
        if self.negative { value.wrapping_neg() as i32 } else { value as i32 }
    }

    fn sign(&self) -> i32 {
        if self.digits == "0" {
            0
        } else if self.negative {
            -1
        } else {
            1
        }
    }

    fn magnitude(&self) -> i64 {
        self.digits.len() as i64 - self.scale
    }

    fn significant(&self) -> &str {
        self.digits.trim_end_matches('0')
    }
}

/// An exponent: a sign and up to ten digits.
fn exponent(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.trim_start_matches('0');
    if unsigned.is_empty() || digits.len() > 10 || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(if text.starts_with('-') { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> Option<String> {
        Decimal::parse(text).map(|d| d.print())
    }

    #[test]
    fn prints_as_bigdecimal_does() {
        for (text, printed) in [
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("2.50", "2.50"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e5", "1E+5"),
            ("1.0E10", "1.0E+10"),
            ("1.5e-9", "1.5E-9"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1E-7"),
            ("-12.0E-1", "-1.20"),
            ("0.00", "0.00"),
        ] {
            assert_eq!(print(text).as_deref(), Some(printed), "{text}");
        }
        for bad in ["", ".", "-", "1e", "1e+", "e5", "1 ", "0x1", "1.2.3", "--1", "1e99999999999"] {
            assert_eq!(print(bad), None, "{bad}");
        }
    }

    #[test]
    fn compares_by_value() {
        let cmp = |a: &str, b: &str| Decimal::parse(a).unwrap().compare(&Decimal::parse(b).unwrap());
        assert_eq!(cmp("2.50", "2.5"), Ordering::Equal);
        assert_eq!(cmp("100", "1e2"), Ordering::Equal);
        assert_eq!(cmp("1e999999999", "1e999999998"), Ordering::Greater);
        assert_eq!(cmp("-2", "1"), Ordering::Less);
        assert_eq!(cmp("-2", "-1"), Ordering::Less);
        assert_eq!(cmp("0.00", "0"), Ordering::Equal);
        assert_eq!(cmp("12", "9"), Ordering::Greater);
        assert_eq!(cmp("1.01", "1.1"), Ordering::Less);
    }

    #[test]
    fn int_values() {
        let int = |text: &str| Decimal::parse(text).unwrap().int_value();
        assert_eq!((int("2.9"), int("-2.9"), int("0.5"), int("1e3")), (2, -2, 0, 1000));
        assert_eq!((int("4294967297"), int("1e999999999"), int("1e-999999999")), (1, 0, 0));
    }
}
