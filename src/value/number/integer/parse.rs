//! Texts of whole numbers.

use crate::value::number::digit::digit;
use crate::value::number::{JavaError, NumberError};

pub(super) const MIN_RADIX: i32 = 2;
pub(super) const MAX_RADIX: i32 = 36;

fn check_radix(radix: i32) -> Result<u32, NumberError> {
    let wrong = if radix < MIN_RADIX {
        "less than Character.MIN_RADIX"
    } else if radix > MAX_RADIX {
        "greater than Character.MAX_RADIX"
    } else {
        return Ok(radix as u32);
    };
    Err(JavaError::number_format(format!("radix {radix} {wrong}")).into())
}

/// `Integer.parseInt` and `Long.parseLong`, by their range.
pub(super) fn signed(text: &str, radix: i32, min: i64, max: i64) -> Result<i64, NumberError> {
    let base = check_radix(radix)?;
    let value = match text.as_bytes().first() {
        Some(b'-') => magnitude(&text[1..], base).map(|value| -value),
        Some(b'+') => magnitude(&text[1..], base),
        _ => magnitude(text, base),
    };
    value
        .and_then(|value| i64::try_from(value).ok())
        .filter(|value| (min..=max).contains(value))
        .ok_or_else(|| JavaError::for_input_radix(text, radix).into())
}

/// Digits only, at least one; `None` as well once the value is beyond any long.
fn magnitude(text: &str, base: u32) -> Option<i128> {
    let mut value = (!text.is_empty()).then_some(0i128)?;
    for c in text.chars() {
        value = value * i128::from(base) + i128::from(digit(c, base)?);
        if value > 1 << 64 {
            return None;
        }
    }
    Some(value)
}

/// `Short.parseShort("70000")`: read as an int, then `Value out of range. Value:"70000" Radix:10`.
pub(super) fn narrow(text: &str, radix: i32, min: i32, max: i32) -> Result<i32, NumberError> {
    let value = super::int::parse(text, radix)?;
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    let message = format!("Value out of range. Value:\"{text}\" Radix:{radix}");
    Err(JavaError::number_format(message).into())
}

/// `Short.decode("70000")`: as an int, then `Value 70000 out of range from input 70000`.
pub(super) fn decode_narrow(text: &str, min: i32, max: i32) -> Result<i32, NumberError> {
    let value = super::int::decode(text)?;
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    let message = format!("Value {value} out of range from input {text}");
    Err(JavaError::number_format(message).into())
}

/// `Integer.decode("-0x1F")`: a sign, then `0x`, `#`, `0` or nothing.
pub(super) fn decode(text: &str, min: i64, max: i64) -> Result<i64, NumberError> {
    if text.is_empty() {
        return Err(JavaError::number_format("Zero length string").into());
    }
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (digits, radix) = prefix(unsigned);
    if digits.starts_with(['-', '+']) {
        return Err(JavaError::number_format("Sign character in wrong position").into());
    }
    let sign = if negative { "-" } else { "" };
    signed(&format!("{sign}{digits}"), radix, min, max)
}

fn prefix(text: &str) -> (&str, i32) {
    for prefix in ["0x", "0X", "#"] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return (digits, 16);
        }
    }
    match text.strip_prefix('0') {
        Some(digits) if !digits.is_empty() => (digits, 8),
        _ => (text, 10),
    }
}

/// Refuses what Java refuses before it looks at the radix: nothing, and a minus.
pub(super) fn check_unsigned(text: &str, radix: i32) -> Result<(), NumberError> {
    if text.is_empty() {
        return Err(JavaError::for_input_radix(text, radix).into());
    }
    if text.starts_with('-') {
        let message = format!("Illegal leading minus sign on unsigned string {text}.");
        return Err(JavaError::number_format(message).into());
    }
    Ok(())
}

/// `String value 4294967296 exceeds range of unsigned int.`
pub(super) fn exceeds(text: &str, of: &str) -> NumberError {
    let message = format!("String value {text} exceeds range of unsigned {of}.");
    JavaError::number_format(message).into()
}

/// `Long.parseUnsignedLong`. Java reads all but the last digit as a long of its own, and says so in its messages.
pub(super) fn unsigned_long(text: &str, radix: i32) -> Result<u64, NumberError> {
    check_unsigned(text, radix)?;
    let length = text.chars().map(char::len_utf16).sum::<usize>();
    if length <= 12 || (radix == 10 && length <= 18) {
        return Ok(super::long::parse(text, radix)? as u64);
    }
    let base = check_radix(radix)?;
    let last = text.chars().next_back().unwrap_or('\0');
    let start = &text[..text.len() - last.len_utf8()];
    let upper = all_but_last(start, base)?;
    let Some(last) = digit(last, base) else {
        return Err(JavaError::number_format(format!("Bad digit at end of {text}")).into());
    };
    let value = i128::from(upper) * i128::from(base) + i128::from(last);
    u64::try_from(value).map_err(|_| exceeds(text, "long"))
}

/// A positive long, naming the place of what is wrong.
fn all_but_last(text: &str, base: u32) -> Result<i64, NumberError> {
    let signed = usize::from(text.starts_with('+'));
    let mut value = 0i64;
    for (index, c) in text.chars().enumerate().skip(signed) {
        let next = digit(c, base).and_then(|digit| {
            let shifted = value.checked_mul(i64::from(base))?;
            shifted.checked_add(i64::from(digit))
        });
        value = next.ok_or_else(|| JavaError::number_format(format!("Error at index {index} in: \"{text}\"")))?;
    }
    Ok(value)
}
