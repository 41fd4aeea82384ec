//! Numbers: Integer, Long or BigInteger by size; a decimal is a Double, or a BigDecimal if its text is long.

use num_bigint::BigInt;

use super::read::Reader;
use super::scan::{END, byte, skip_blank, skip_control, trim};
use super::token::Stop;
use crate::error::Result;
use crate::value::{BigDecimal, Value};

/// A decimal with a longer text is a BigDecimal.
const DOUBLE_TEXT: usize = 18;

/// Digits that always fit a Long.
const LONG_DIGITS: usize = 18;

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Where a value may end: a `,` or `close` after blanks.
#[inline(always)]
pub(super) fn ends(bytes: &[u8], at: usize, close: u8) -> Option<usize> {
    let at = skip_blank(bytes, at);
    let b = byte(bytes, at);
    (b == b',' || b == close).then_some(at)
}

/// An ordinary number inside a list or object, and where its `,` or `close` is. `None` for one that needs care.
#[inline(always)]
pub(super) fn quick<'a>(bytes: &[u8], start: usize, close: u8) -> Option<(Value<'a>, usize)> {
    let negative = byte(bytes, start) == b'-';
    let first = start + negative as usize;
    let (mantissa, at) = digits(bytes, first, 0);
    if at == first || at - first > LONG_DIGITS {
        return None;
    }
    match byte(bytes, at) {
        b'.' | b'e' | b'E' => quick_decimal(bytes, start, at, mantissa, close),
        _ => {
            let long = if negative { -(mantissa as i64) } else { mantissa as i64 };
            Some((whole(long), ends(bytes, at, close)?))
        }
    }
}

/// The digits from `at` as a number (wrapped if there are too many) that goes on from `number`.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    loop {
        let digit = byte(bytes, at).wrapping_sub(b'0');
        if digit > 9 {
            return (number, at);
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
}

#[inline(always)]
fn whole<'a>(long: i64) -> Value<'a> {
    i32::try_from(long).map_or(Value::Long(long), Value::Integer)
}

/// From the `.` or `e` at `at`.
#[inline]
fn quick_decimal<'a>(bytes: &[u8], start: usize, at: usize, whole: u64, close: u8) -> Option<(Value<'a>, usize)> {
    let (mut mantissa, mut at, mut scale) = (whole, at, 0);
    if byte(bytes, at) == b'.' {
        let point = at;
        (mantissa, at) = digits(bytes, at + 1, mantissa);
        scale = (at - point - 1) as i64;
    }
    if byte(bytes, at) | 0x20 == b'e' {
        let sign = byte(bytes, at + 1);
        let first = at + 1 + matches!(sign, b'+' | b'-') as usize;
        let exponent;
        (exponent, at) = digits(bytes, first, 0);
        if at == first || at - first > 4 {
            return None;
        }
        scale -= if sign == b'-' { -(exponent as i64) } else { exponent as i64 };
    }
    if at - start > DOUBLE_TEXT {
        return None;
    }
    let end = ends(bytes, at, close)?;
    let double = exact(mantissa, scale).map(|d| if byte(bytes, start) == b'-' { -d } else { d });
    let text = || std::str::from_utf8(&bytes[start..at]).ok()?.parse().ok();
    Some((Value::Double(double.or_else(text)?), end))
}

/// The double for `mantissa / 10^scale`, where one exact operation gives it.
#[inline(always)]
fn exact(mantissa: u64, scale: i64) -> Option<f64> {
    if mantissa >= 1 << 53 {
        return None;
    }
    let power = *POWERS.get(scale.unsigned_abs() as usize)?;
    Some(if scale < 0 { mantissa as f64 * power } else { mantissa as f64 / power })
}

impl<'a> Reader<'_, 'a> {
    /// From a digit or `-`. What goes on like no number is a string.
    #[cold]
    pub fn number(&self, start: usize, stop: Stop) -> Result<(Value<'a>, usize)> {
        let bytes = self.bytes();
        let mut at = digits(bytes, start + 1, 0).1;
        let mut decimal = false;
        if byte(bytes, at) == b'.' {
            decimal = true;
            at = digits(bytes, at + 1, 0).1;
        }
        if byte(bytes, at) | 0x20 == b'e' {
            decimal = true;
            at += 1;
            if !matches!(byte(bytes, at), b'+' | b'-' | b'0'..=b'9') {
                return Ok(self.no_number(start, at, stop));
            }
            at = digits(bytes, at + 1, 0).1;
        }
        let end = skip_control(bytes, at);
        let after = byte(bytes, end);
        if after < b'~' && after != END && !stop.at(after) {
            return Ok(self.no_number(start, end, stop));
        }
        let text = trim(&self.text[start..at]);
        let value = if decimal { self.decimal(start, text)? } else { self.integer(text)? };
        Ok((value, end))
    }

    fn no_number(&self, start: usize, at: usize, stop: Stop) -> (Value<'a>, usize) {
        let end = stop.find(self.bytes(), at);
        (Value::String(trim(&self.text[start..end])), end)
    }

    /// A text of 20 digits is a BigInteger even if most are leading zeros.
    fn integer(&self, text: &str) -> Result<Value<'a>> {
        if text == "-" {
            return Ok(Value::Integer(0));
        }
        if text.trim_start_matches('-').len() <= LONG_DIGITS + 1
            && let Ok(long) = text.parse()
        {
            return Ok(whole(long));
        }
        self.heap.big_integer(self.big(text)?)
    }

    fn decimal(&self, at: usize, text: &str) -> Result<Value<'a>> {
        if text.len() > DOUBLE_TEXT {
            return self.big_decimal(at, text);
        }
        match text.parse() {
            Ok(double) => Ok(Value::Double(double)),
            Err(_) => Err(self.number_format(at, &format!("For input string: \"{text}\""))),
        }
    }

    fn big_decimal(&self, at: usize, text: &str) -> Result<Value<'a>> {
        let (number, exponent) = match text.find(['e', 'E']) {
            Some(e) => (&text[..e], exponent(&text[e + 1..]).map_err(|message| self.number_format(at, message))?),
            None => (text, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.trim_start_matches('-').is_empty() && fraction.is_empty() {
            return Err(self.number_format(at, "No digits found."));
        }
        let Ok(scale) = i32::try_from(fraction.len() as i64 - exponent) else {
            return Err(self.number_format(at, "Scale out of range."));
        };
        let unscaled = self.big(&[whole, fraction].concat())?;
        self.heap.big_decimal(BigDecimal::new(unscaled, scale))
    }

    fn big(&self, digits: &str) -> Result<BigInt> {
        if digits.len() <= LONG_DIGITS + 1
            && let Ok(long) = digits.parse::<i64>()
        {
            return Ok(BigInt::from(long));
        }
        self.heap.charge_big(digits.len() as u64 * 10 / 3)?;
        Ok(digits.parse().unwrap_or_default())
    }
}

/// What stands after the `E` of a BigDecimal, or Java's message.
fn exponent(text: &str) -> std::result::Result<i64, &'static str> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let shown = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Err("");
    }
    if shown.len() > 10 {
        return Err("Too many nonzero exponent digits.");
    }
    let size: i64 = if shown.is_empty() { 0 } else { shown.parse().unwrap_or(i64::MAX) };
    let exponent = if text.starts_with('-') { -size } else { size };
    i32::try_from(exponent).map(i64::from).map_err(|_| "Exponent overflow.")
}
