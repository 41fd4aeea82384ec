//! The grammar `Double.parseDouble` and `Float.parseFloat` share, and the texts `toString` shares.

use std::str::FromStr;

use num_traits::Float;

use super::{Digits, JavaError, NumberError};

/// What a text says, once it is known to be a number.
enum Literal<'x> {
    Nan,
    Infinity,
    /// Digits, a point, an exponent: what Rust reads as well, rounding as Java does.
    Decimal(&'x str),
    Hex(Binary),
}

/// `mantissa * 2^exponent`; the lowest bit of the mantissa stands for all that did not fit.
#[derive(Clone, Copy)]
pub(super) struct Binary {
    mantissa: u64,
    exponent: i64,
}

/// `parseDouble(text)` and `parseFloat(text)`; `from_hex` rounds to the width of the result.
pub(super) fn parse<T: Float + FromStr>(text: &str, from_hex: fn(Binary) -> T) -> Result<T, NumberError> {
    let (negative, literal) = read(text)?;
    let value = match literal {
        Literal::Nan => return Ok(T::nan()),
        Literal::Infinity => T::infinity(),
        Literal::Decimal(digits) => digits.parse().unwrap_or(T::nan()),
        Literal::Hex(binary) => from_hex(binary),
    };
    Ok(if negative { -value } else { value })
}

/// Appends `NaN`, or the sign and `Infinity`. False for any other value: its digits are to follow the sign.
pub(super) fn write_special<T: Float>(value: T, out: &mut String) -> bool {
    if !value.is_nan() && value.is_sign_negative() {
        out.push('-');
    }
    if value.is_nan() {
        out.push_str("NaN");
    } else if value.is_infinite() {
        out.push_str("Infinity");
    }
    !value.is_finite()
}

/// What both read: `(negative, literal)`.
fn read(text: &str) -> Result<(bool, Literal<'_>), NumberError> {
    let text = text.trim_matches(|c| c <= ' ');
    if text.is_empty() {
        return Err(JavaError::number_format("empty String").into());
    }
    let (negative, rest) = match text.as_bytes()[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let literal = match rest {
        "NaN" => Some(Literal::Nan),
        "Infinity" => Some(Literal::Infinity),
        _ if rest.starts_with("0x") || rest.starts_with("0X") => hex(&rest[2..]).map(Literal::Hex),
        _ => decimal(rest)?.map(Literal::Decimal),
    };
    let literal = literal.ok_or_else(|| JavaError::for_input(text))?;
    Ok((negative, literal))
}

fn count_digits(text: &[u8], is_digit: fn(&u8) -> bool) -> usize {
    text.iter().take_while(|byte| is_digit(byte)).count()
}

/// A decimal number without its suffix, or `None`.
fn decimal(text: &str) -> Result<Option<&str>, NumberError> {
    let bytes = text.as_bytes();
    let whole = count_digits(bytes, u8::is_ascii_digit);
    let mut at = whole;
    let mut digits = whole;
    if bytes.get(at) == Some(&b'.') {
        let part = count_digits(&bytes[at + 1..], u8::is_ascii_digit);
        digits += part;
        at += 1 + part;
        if bytes.get(at) == Some(&b'.') {
            return Err(JavaError::number_format("multiple points").into());
        }
    }
    if digits == 0 {
        return Ok(None);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let power = count_digits(&bytes[at..], u8::is_ascii_digit);
        if power == 0 {
            return Ok(None);
        }
        at += power;
    }
    Ok(is_suffix(&bytes[at..]).then(|| &text[..at]))
}

fn is_suffix(rest: &[u8]) -> bool {
    matches!(rest, [] | [b'f' | b'F' | b'd' | b'D'])
}

/// `1.8p3` after its `0x`.
fn hex(text: &str) -> Option<Binary> {
    let bytes = text.as_bytes();
    let whole = count_digits(bytes, u8::is_ascii_hexdigit);
    let mut at = whole;
    let mut part = 0;
    if bytes.get(at) == Some(&b'.') {
        part = count_digits(&bytes[at + 1..], u8::is_ascii_hexdigit);
        at += 1 + part;
    }
    let digits = &text[..at];
    if whole + part == 0 || !matches!(bytes.get(at), Some(b'p' | b'P')) {
        return None;
    }
    at += 1;
    let below = bytes.get(at) == Some(&b'-');
    if matches!(bytes.get(at), Some(b'+' | b'-')) {
        at += 1;
    }
    let power = count_digits(&bytes[at..], u8::is_ascii_digit);
    if power == 0 || !is_suffix(&bytes[at + power..]) {
        return None;
    }
    // Beyond this every number is zero or infinite, whatever its digits.
    let power = text[at..at + power].bytes().fold(0i64, |sum, byte| (sum * 10 + i64::from(byte - b'0')).min(1 << 50));
    Some(hex_value(digits, part as i64, if below { -power } else { power }))
}

fn hex_value(digits: &str, part: i64, power: i64) -> Binary {
    let mut mantissa = 0u64;
    let mut exponent = power - 4 * part;
    for value in digits.chars().filter_map(|c| c.to_digit(16)) {
        if mantissa >> 59 == 0 {
            mantissa = mantissa << 4 | u64::from(value);
        } else {
            mantissa |= u64::from(value != 0);
            exponent += 4;
        }
    }
    Binary { mantissa, exponent }
}

impl Binary {
    /// Rounds, half to even, to a format with `precision` bits and a lowest exponent of `least`; the bits of the
    /// result without a sign.
    pub(super) fn round(self, precision: u32, least: i64) -> u64 {
        if self.mantissa == 0 {
            return 0;
        }
        let infinity = ((1 - least) as u64 * 2 + 1) << (precision - 1);
        let shift = self.mantissa.leading_zeros();
        let mantissa = self.mantissa << shift;
        let top = self.exponent - i64::from(shift) + 63;
        if top > 1 - least {
            return infinity;
        }
        let below = (least - top).max(0);
        let drop = i64::from(64 - precision) + below;
        let kept = round_shift(mantissa, drop);
        // A carry out of the fraction runs into the exponent, as it should; a normal number's top bit is the exponent's one.
        let exponent = if below > 0 { 0 } else { (top - least) as u64 };
        ((exponent << (precision - 1)) + kept).min(infinity)
    }
}

fn round_shift(value: u64, drop: i64) -> u64 {
    if drop > 64 {
        return 0;
    }
    let wide = u128::from(value);
    let half = 1u128 << (drop - 1);
    let kept = wide >> drop;
    let rest = wide & (half * 2 - 1);
    let up = rest > half || (rest == half && kept & 1 == 1);
    kept as u64 + u64::from(up)
}

/// The text of digits, as `toString` lays it out: plain from a thousandth to ten millions, `d.dE-n` beyond.
pub(super) fn write_digits(digits: &Digits, out: &mut String) {
    let text = digits.as_bytes();
    match digits.exponent {
        point @ 1..=7 => {
            let whole = text.len().min(point as usize);
            push(out, &text[..whole]);
            out.extend(std::iter::repeat_n('0', point as usize - whole));
            out.push('.');
            push_or_zero(out, &text[whole..]);
        }
        point @ -2..=0 => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', -point as usize));
            push(out, text);
        }
        point => {
            push(out, &text[..1]);
            out.push('.');
            push_or_zero(out, &text[1..]);
            out.push('E');
            super::integer::write(i64::from(point) - 1, out);
        }
    }
}

fn push_or_zero(out: &mut String, digits: &[u8]) {
    push(out, if digits.is_empty() { b"0" } else { digits });
}

fn push(out: &mut String, digits: &[u8]) {
    out.extend(digits.iter().map(|&digit| char::from(digit)));
}
