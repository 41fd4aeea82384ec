//! Primes, by Miller and Rabin's test. Java's bases are random; these are the first primes, which decide every number
//! below 2^64 without error.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Signed, Zero};

use super::Big;
use crate::value::number::limit::MAX_MODULUS_BITS;
use crate::value::number::{JavaError, NumberError};

const BASES: [u32; 24] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89];

/// Bits of the largest number [`next_probable_prime`] starts from: it may test some hundreds of candidates.
const MAX_START_BITS: u64 = 1024;

/// `a.isProbablePrime(100)`: of the absolute value; anything is, to a certainty below one.
pub(crate) fn is_probable_prime(a: &BigInt, certainty: i32) -> Result<bool, NumberError> {
    if certainty <= 0 {
        return Ok(true);
    }
    if a.bits() > MAX_MODULUS_BITS {
        return Err(NumberError::TooLarge);
    }
    Ok(is_prime(a.magnitude()))
}

/// `a.nextProbablePrime()`
pub(crate) fn next_probable_prime(a: &BigInt) -> Big {
    if a.is_negative() {
        return Err(JavaError::arithmetic(format!("start < 0: {a}")).into());
    }
    if a.bits() > MAX_START_BITS {
        return Err(NumberError::TooLarge);
    }
    let mut candidate = a.magnitude() + 1u32;
    if candidate <= BigUint::from(2u32) {
        return Ok(BigInt::from(2));
    }
    candidate.set_bit(0, true);
    while !is_prime(&candidate) {
        candidate += 2u32;
    }
    Ok(BigInt::from(candidate))
}

fn is_prime(number: &BigUint) -> bool {
    if *number < BigUint::from(2u32) {
        return false;
    }
    for base in BASES {
        if (number % base).is_zero() {
            return *number == BigUint::from(base);
        }
    }
    let before = number - 1u32;
    let twos = before.trailing_zeros().unwrap_or(0);
    let odd = &before >> twos;
    BASES.iter().all(|&base| {
        let mut power = BigUint::from(base).modpow(&odd, number);
        if power.is_one() || power == before {
            return true;
        }
        for _ in 1..twos {
            power = &power * &power % number;
            if power == before {
                return true;
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primes() {
        let prime = |n: i64| is_probable_prime(&BigInt::from(n), 50);
        assert_eq!(prime(2), Ok(true));
        assert_eq!(prime(-7), Ok(true));
        assert_eq!(prime(561), Ok(false));
        assert_eq!(prime(i64::from(i32::MAX)), Ok(true));
        assert_eq!(next_probable_prime(&BigInt::from(89)), Ok(BigInt::from(97)));
        assert_eq!(next_probable_prime(&BigInt::ZERO), Ok(BigInt::from(2)));
    }
}
