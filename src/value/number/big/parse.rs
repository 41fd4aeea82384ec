//! `new BigInteger(String, radix)`.

use num_bigint::{BigInt, BigUint};

use super::Big;
use crate::value::number::digit::digit;
use crate::value::number::limit::check_bits;
use crate::value::number::{JavaError, NumberError};

fn refuse<T>(message: &str) -> Result<T, NumberError> {
    Err(JavaError::number_format(message).into())
}

/// `new BigInteger("-ff", 16)`
pub(crate) fn parse(text: &str, radix: i32) -> Big {
    if !(2..=36).contains(&radix) {
        return refuse("Radix out of range");
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.contains(['-', '+']) {
        return refuse("Illegal embedded sign character");
    }
    if digits.is_empty() {
        return refuse("Zero length BigInteger");
    }
    let base = radix as u32;
    let values: Option<Vec<u8>> = digits.chars().map(|c| digit(c, base).map(|value| value as u8)).collect();
    let Some(values) = values else {
        return Err(JavaError::for_input_radix(bad_group(digits, base), radix).into());
    };
    let start = values.iter().position(|&value| value != 0);
    let values = &values[start.unwrap_or(values.len())..];
    check_bits((values.len() as f64 * f64::from(base).log2()) as u64)?;
    let magnitude = BigUint::from_radix_be(values, base).unwrap_or_default();
    let value = BigInt::from(magnitude);
    Ok(if text.starts_with('-') { -value } else { value })
}

/// Java reads digits in groups that fit an int, the first one short, and its message names only the bad group.
fn bad_group(digits: &str, base: u32) -> &str {
    let significant = digits.trim_start_matches(|c| digit(c, base) == Some(0));
    let size = i32::MAX.ilog(base as i32) as usize;
    let places: Vec<usize> = significant
        .char_indices()
        .flat_map(|(at, c)| std::iter::repeat_n(at, c.len_utf16()))
        .chain([significant.len()])
        .collect();
    let units = places.len() - 1;
    let first = if units.is_multiple_of(size) { size } else { units % size };
    let mut start = 0;
    let mut end = first;
    loop {
        let group = &significant[places[start]..places[end]];
        if end >= units || group.chars().any(|c| digit(c, base).is_none()) {
            return group;
        }
        (start, end) = (end, end + size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        let message = |text, radix| match parse(text, radix) {
            Err(NumberError::Exception(error)) => error.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(message("", 10), "Zero length BigInteger");
        assert_eq!(message("-", 10), "Zero length BigInteger");
        assert_eq!(message("1", 99), "Radix out of range");
        assert_eq!(message("1-1", 10), "Illegal embedded sign character");
        assert_eq!(message("12345678901x", 10), "For input string: \"45678901x\"");
        assert_eq!(message("zz", 16), "For input string: \"zz\" under radix 16");
        assert_eq!(parse("-ff", 16), Ok(BigInt::from(-255)));
        assert_eq!(parse(&"9".repeat(100_000), 10), Err(NumberError::TooLarge));
    }
}
