//! Arithmetic modulo a number.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};

use super::Big;
use crate::value::number::limit::MAX_MODULUS_BITS;
use crate::value::number::{JavaError, NumberError};

fn check_modulus(modulus: &BigInt) -> Result<(), NumberError> {
    if !modulus.is_positive() {
        return Err(JavaError::arithmetic("BigInteger: modulus not positive").into());
    }
    Ok(())
}

/// `a.mod(m)`: never negative.
pub(crate) fn modulo(a: &BigInt, modulus: &BigInt) -> Big {
    check_modulus(modulus)?;
    Ok(a.mod_floor(modulus))
}

/// `a.modPow(e, m)`
pub(crate) fn mod_pow(a: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Big {
    check_modulus(modulus)?;
    if modulus.bits().max(exponent.bits()) > MAX_MODULUS_BITS {
        return Err(NumberError::TooLarge);
    }
    let base =
        if exponent.is_negative() && !modulus.is_one() { mod_inverse(a, modulus)? } else { a.mod_floor(modulus) };
    Ok(base.modpow(&exponent.abs(), modulus))
}

/// `a.modInverse(m)`
pub(crate) fn mod_inverse(a: &BigInt, modulus: &BigInt) -> Big {
    check_modulus(modulus)?;
    if modulus.bits() > MAX_MODULUS_BITS {
        return Err(NumberError::TooLarge);
    }
    let inverse = if modulus.is_one() { Some(BigInt::ZERO) } else { a.modinv(modulus) };
    inverse.ok_or_else(|| JavaError::arithmetic("BigInteger not invertible.").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modular() {
        let n = |n: i64| BigInt::from(n);
        assert_eq!(modulo(&n(-7), &n(3)), Ok(n(2)));
        assert_eq!(mod_pow(&n(3), &n(-1), &n(7)), Ok(n(5)));
        let error = |message| Err(JavaError::arithmetic(message).into());
        assert_eq!(mod_inverse(&n(2), &n(4)), error("BigInteger not invertible."));
        assert_eq!(modulo(&n(2), &n(0)), error("BigInteger: modulus not positive"));
    }
}
