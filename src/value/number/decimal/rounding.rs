//! How a quotient becomes a whole number, and to how many digits.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

use super::digits;
use crate::value::number::limit::power_of_ten;
use crate::value::number::{JavaError, NumberError};

/// `java.math.RoundingMode`; the numbers are those of `BigDecimal.ROUND_UP` and its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoundingMode {
    Up = 0,
    Down = 1,
    Ceiling = 2,
    Floor = 3,
    HalfUp = 4,
    HalfDown = 5,
    HalfEven = 6,
    Unnecessary = 7,
}

impl RoundingMode {
    const ALL: [RoundingMode; 8] = [
        RoundingMode::Up,
        RoundingMode::Down,
        RoundingMode::Ceiling,
        RoundingMode::Floor,
        RoundingMode::HalfUp,
        RoundingMode::HalfDown,
        RoundingMode::HalfEven,
        RoundingMode::Unnecessary,
    ];

    /// The mode of `x.setScale(2, 4)`
    pub(crate) fn from_number(number: i32) -> Result<Self, NumberError> {
        let found = usize::try_from(number).ok().and_then(|at| Self::ALL.get(at));
        found.copied().ok_or_else(|| JavaError::illegal_argument("Invalid rounding mode").into())
    }

    /// Whether to go away from zero, given the sign, the part cut off against a half, and the last digit kept.
    fn away(self, negative: bool, half: Ordering, odd: bool) -> Result<bool, NumberError> {
        Ok(match self {
            RoundingMode::Up => true,
            RoundingMode::Down => false,
            RoundingMode::Ceiling => !negative,
            RoundingMode::Floor => negative,
            RoundingMode::HalfUp => half.is_ge(),
            RoundingMode::HalfDown => half.is_gt(),
            RoundingMode::HalfEven => half.is_gt() || (half.is_eq() && odd),
            RoundingMode::Unnecessary => {
                return Err(JavaError::arithmetic("Rounding necessary").into());
            }
        })
    }
}

/// `new MathContext(7, RoundingMode.HALF_EVEN)`; a precision of 0 is unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MathContext {
    pub(crate) precision: i32,
    pub(crate) rounding: RoundingMode,
}

impl MathContext {
    pub(super) const fn known(precision: i32, rounding: RoundingMode) -> Self {
        MathContext { precision, rounding }
    }

    /// `new MathContext(7, mode)`; Java's default mode is `HALF_UP`.
    pub(crate) fn new(precision: i32, rounding: RoundingMode) -> Result<Self, NumberError> {
        if precision < 0 {
            return Err(JavaError::illegal_argument("Digits < 0").into());
        }
        Ok(MathContext::known(precision, rounding))
    }
}

/// A rounded quotient, and whether it is exact.
pub(super) struct Quotient {
    pub(super) value: BigInt,
    pub(super) exact: bool,
}

/// `a / b`, rounded. `b` is not zero.
pub(super) fn divide(a: &BigInt, b: &BigInt, mode: RoundingMode) -> Result<Quotient, NumberError> {
    let (value, rest) = a.div_rem(b);
    let exact = rest.is_zero();
    if exact {
        return Ok(Quotient { value, exact });
    }
    let half = (rest.magnitude() << 1u32).cmp(b.magnitude());
    let negative = a.is_negative() != b.is_negative();
    let away = mode.away(negative, half, value.is_odd())?;
    Ok(Quotient { value: step(value, away, negative), exact })
}

fn step(value: BigInt, away: bool, negative: bool) -> BigInt {
    match (away, negative) {
        (false, _) => value,
        (true, false) => value + 1,
        (true, true) => value - 1,
    }
}

/// `a / (b * 10^drop)`, rounded, without making a power that is far beyond `a`.
pub(super) fn divide_scaled(a: &BigInt, b: &BigInt, drop: u64, mode: RoundingMode) -> Result<Quotient, NumberError> {
    let far = drop as i64 + digits(b) > digits(a) + 1;
    if far && !a.is_zero() {
        let negative = a.is_negative() != b.is_negative();
        let away = mode.away(negative, Ordering::Less, false)?;
        let value = step(BigInt::ZERO, away, negative);
        return Ok(Quotient { value, exact: false });
    }
    if a.is_zero() {
        return Ok(Quotient { value: BigInt::ZERO, exact: true });
    }
    divide(a, &(b * power_of_ten(drop)?), mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes() {
        let round = |tenths: i64, mode| {
            let quotient = divide(&tenths.into(), &10.into(), mode).unwrap();
            i64::try_from(quotient.value).unwrap()
        };
        for (mode, results) in [
            (RoundingMode::Up, [6, 3, 2, -2, -3]),
            (RoundingMode::Down, [5, 2, 1, -1, -2]),
            (RoundingMode::Ceiling, [6, 3, 2, -1, -2]),
            (RoundingMode::Floor, [5, 2, 1, -2, -3]),
            (RoundingMode::HalfUp, [6, 3, 1, -1, -3]),
            (RoundingMode::HalfDown, [5, 2, 1, -1, -2]),
            (RoundingMode::HalfEven, [6, 2, 1, -1, -2]),
        ] {
            assert_eq!([55, 25, 11, -11, -25].map(|n| round(n, mode)), results);
        }
        assert!(divide(&11.into(), &10.into(), RoundingMode::Unnecessary).is_err());
    }

    #[test]
    fn numbers_of_modes() {
        assert_eq!(RoundingMode::from_number(6), Ok(RoundingMode::HalfEven));
        assert!(RoundingMode::from_number(8).is_err());
        assert!(MathContext::new(-1, RoundingMode::Up).is_err());
    }
}
