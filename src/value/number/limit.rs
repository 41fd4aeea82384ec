//! How large a number may grow.

use num_bigint::BigInt;

use super::NumberError;

/// Bits of the largest number made here, about 79,000 digits. A product of two such takes a millisecond.
pub(crate) const MAX_BITS: u64 = 262_144;

/// Decimal digits that surely fit [`MAX_BITS`], and characters of the longest plain text.
pub(crate) const MAX_DIGITS: u64 = 78_000;

/// Bits of a modulus or a candidate prime: their cost grows with the cube, and this many take some tens of milliseconds.
pub(crate) const MAX_MODULUS_BITS: u64 = 4096;

/// Whether a number of this many bits may be made.
pub(crate) fn check_bits(bits: u64) -> Result<(), NumberError> {
    if bits > MAX_BITS {
        return Err(NumberError::TooLarge);
    }
    Ok(())
}

/// Whether this many decimal digits may be made.
pub(crate) fn check_digits(digits: u64) -> Result<(), NumberError> {
    if digits > MAX_DIGITS {
        return Err(NumberError::TooLarge);
    }
    Ok(())
}

/// `a * b`, unless too large.
pub(crate) fn product(a: &BigInt, b: &BigInt) -> Result<BigInt, NumberError> {
    check_bits(a.bits() + b.bits())?;
    Ok(a * b)
}

/// `base` to the power `exponent`, unless too large.
pub(crate) fn power(base: &BigInt, exponent: u32) -> Result<BigInt, NumberError> {
    let bits = base.bits();
    if bits > 1 {
        // An upper bound; a power of two is one bit per step smaller than it says.
        let each = if base.magnitude().count_ones() == 1 { bits - 1 } else { bits };
        check_bits(each.saturating_mul(u64::from(exponent)) + 1)?;
    }
    Ok(base.pow(exponent))
}

/// Ten to the power `exponent`, unless too large.
pub(crate) fn power_of_ten(exponent: u64) -> Result<BigInt, NumberError> {
    check_digits(exponent)?;
    if exponent <= 18 {
        return Ok(BigInt::from(10u64.pow(exponent as u32)));
    }
    Ok(BigInt::from(5).pow(exponent as u32) << exponent)
}
