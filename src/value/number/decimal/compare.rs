//! Order, equality and hash.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::BigDecimal;
use crate::value::number::big;

impl BigDecimal {
    /// `new BigDecimal("2.0").compareTo(new BigDecimal("2.00"))` is 0.
    pub(crate) fn compare(&self, other: &BigDecimal) -> i32 {
        let signs = self.signum().cmp(&other.signum());
        let order = signs.then_with(|| {
            let magnitudes = self.compare_magnitude(other);
            if self.signum() < 0 { magnitudes.reverse() } else { magnitudes }
        });
        order as i32
    }

    pub(super) fn compare_magnitude(&self, other: &BigDecimal) -> Ordering {
        if self.is_zero() || other.is_zero() {
            return self.signum().abs().cmp(&other.signum().abs());
        }
        let place = |number: &BigDecimal| number.precision() - i64::from(number.scale);
        place(self).cmp(&place(other)).then_with(|| {
            // With their first digits at one place, the scales differ by no more than the precisions.
            let by = i64::from(self.scale) - i64::from(other.scale);
            let ten = |power: i64| BigUint::from(10u32).pow(power.max(0) as u32);
            let a = self.unscaled.magnitude() * ten(-by);
            a.cmp(&(other.unscaled.magnitude() * ten(by)))
        })
    }

    /// `x.hashCode()`: of digits and scale, so `2.0` and `2.00` differ.
    pub(crate) fn hash_code(&self) -> i32 {
        let digits = big::hash_code(&self.unscaled);
        digits.wrapping_mul(31).wrapping_add(self.scale)
    }

    /// `x.min(y)`: `x` if they compare as equal.
    pub(crate) fn min<'x>(&'x self, other: &'x BigDecimal) -> &'x BigDecimal {
        if self.compare(other) <= 0 { self } else { other }
    }

    /// `x.max(y)`: `x` if they compare as equal.
    pub(crate) fn max<'x>(&'x self, other: &'x BigDecimal) -> &'x BigDecimal {
        if self.compare(other) >= 0 { self } else { other }
    }
}

/// `x.equals(y)`: digits and scale.
impl PartialEq for BigDecimal {
    fn eq(&self, other: &Self) -> bool {
        self.scale == other.scale && self.unscaled == other.unscaled
    }
}

impl Eq for BigDecimal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_ignores_scale_and_equality_does_not() {
        let of = |text| BigDecimal::parse(text).unwrap();
        assert_eq!(of("2.0").compare(&of("2.00")), 0);
        assert_ne!(of("2.0"), of("2.00"));
        assert_eq!(of("-3").compare(&of("-2.9")), -1);
        assert_eq!(of("1E+999999999").compare(&of("1E-999999999")), 1);
        assert_eq!(of("2.00").hash_code(), 6202);
        assert_eq!(of("2.0").max(&of("2.00")).scale(), 1);
    }
}
