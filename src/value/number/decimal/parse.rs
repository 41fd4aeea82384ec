//! `new BigDecimal(String)`.

use num_bigint::{BigInt, BigUint};

use super::{BigDecimal, Decimal};
use crate::value::number::digit::decimal_digit;
use crate::value::number::limit::check_digits;
use crate::value::number::{JavaError, NumberError};

/// Up to this many characters after the sign Java reads the number as a long, with messages of its own.
const COMPACT: usize = 18;

fn refuse<T>(message: &str) -> Result<T, NumberError> {
    Err(JavaError::number_format(message).into())
}

impl BigDecimal {
    /// `new BigDecimal("-1.50E+3")` is -150 at scale -1.
    pub(crate) fn parse(text: &str) -> Decimal {
        // Java asks for a first character without looking whether there is one.
        if text.is_empty() {
            return refuse("");
        }
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let coefficient = Coefficient::read(unsigned)?;
        let exponent = match coefficient.rest {
            Some(rest) => read_exponent(rest)?,
            None => 0,
        };
        if coefficient.digits.is_empty() {
            return refuse("No digits found.");
        }
        let scale = coefficient.places - exponent;
        let Ok(scale) = i32::try_from(scale) else {
            return refuse("Scale out of range.");
        };
        let magnitude = BigUint::from_radix_be(&coefficient.digits, 10).unwrap_or_default();
        let unscaled = BigInt::from(magnitude);
        let negative = text.starts_with('-');
        Ok(BigDecimal::new(if negative { -unscaled } else { unscaled }, scale))
    }
}

/// The part before the exponent.
struct Coefficient<'x> {
    digits: Vec<u8>,
    /// Digits after the point.
    places: i64,
    /// What follows the `e`.
    rest: Option<&'x str>,
}

impl Coefficient<'_> {
    fn read(text: &str) -> Result<Coefficient<'_>, NumberError> {
        let compact = text.chars().map(char::len_utf16).sum::<usize>() <= COMPACT;
        let (mut digits, mut places, mut dot, mut rest) = (Vec::new(), 0, false, None);
        for (at, c) in text.char_indices() {
            if let Some(value) = decimal_digit(c) {
                digits.push(value as u8);
                places += i64::from(dot);
            } else if c == '.' && !dot {
                dot = true;
            } else if c == '.' {
                return refuse("Character array contains more than one decimal point.");
            } else if c == 'e' || c == 'E' {
                rest = Some(&text[at + 1..]);
                break;
            } else {
                return stray(c, compact);
            }
        }
        let zeros = digits.iter().take_while(|&&digit| digit == 0).count();
        check_digits((digits.len() - zeros) as u64)?;
        Ok(Coefficient { digits, places, rest })
    }
}

fn stray<T>(c: char, compact: bool) -> Result<T, NumberError> {
    if !compact {
        return refuse("Character array is missing \"e\" notation exponential mark.");
    }
    // Java shows one UTF-16 unit; half of a pair is encoded as a question mark.
    let c = if c.len_utf16() == 1 { c } else { '?' };
    refuse(&format!(
        "Character {c} is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark."
    ))
}

fn read_exponent(text: &str) -> Result<i64, NumberError> {
    let negative = text.starts_with('-');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() {
        return refuse("");
    }
    let units = digits.chars().map(char::len_utf16).sum::<usize>();
    // Leading zeros do not count, as long as ten characters stay.
    let mut chars = digits.chars();
    for _ in 10..units {
        match chars.clone().next().map(decimal_digit) {
            Some(Some(0)) => drop(chars.next()),
            _ => return refuse("Too many nonzero exponent digits."),
        }
    }
    let mut value = 0i64;
    for c in chars {
        match decimal_digit(c) {
            Some(digit) => value = value * 10 + i64::from(digit),
            None => return refuse("Not a digit."),
        }
    }
    if i32::try_from(if negative { -value } else { value }).is_err() {
        return refuse("Exponent overflow.");
    }
    Ok(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let parts = |text| {
            let number = BigDecimal::parse(text).unwrap();
            (i64::try_from(number.unscaled).unwrap(), number.scale)
        };
        assert_eq!(parts("-1.50E+3"), (-150, -1));
        assert_eq!(parts(".5"), (5, 1));
        assert_eq!(parts("5."), (5, 0));
        assert_eq!(parts("0.00"), (0, 2));
        assert_eq!(parts("1E2147483647"), (1, -2147483647));
    }

    #[test]
    fn messages() {
        let message = |text| match BigDecimal::parse(text) {
            Err(NumberError::Exception(error)) => error.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(message(""), "");
        assert_eq!(message("-"), "No digits found.");
        assert_eq!(message("1.2.3"), "Character array contains more than one decimal point.");
        assert_eq!(
            message("1x"),
            "Character x is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark."
        );
        assert_eq!(BigDecimal::parse(&"9".repeat(100_000)).err(), Some(NumberError::TooLarge));
    }
}
