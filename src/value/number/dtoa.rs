//! The decimal digits Java 17 gives a double or float.
//!
//! Up to JDK 18 they are not always the shortest that read back as the same number: `1e23` prints as
//! `9.999999999999999E22` and `2^-44` as `5.6843418860808015E-14`, a digit more than it needs. The steps below are
//! Java's, with its two shortcuts and the places where they disagree, since texts must be the same to the byte.
//!
//! A number is written as a fraction B/S times a power of ten, with M half the distance to its neighbours on the
//! same scale. Each step takes one digit of B/S, until what is left is less than M (`low`: stop here) or within M of
//! the next digit (`high`: stop and round up).

use super::wide::Wide;

/// Digits `d1 d2 ...` and a place for the point: the number is `0.d1d2... * 10^exponent`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    text: [u8; 24],
    len: usize,
    pub(crate) exponent: i32,
}

/// Bits of fives: how many bits `5^n` has; the zeroth is 0, as in Java's table.
fn bits_of_five(power: i32) -> i32 {
    match power {
        0 => 0,
        1..=26 => 64 - 5u64.pow(power as u32).leading_zeros() as i32,
        _ => power * 3,
    }
}

impl Digits {
    /// The digits as ASCII.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.text[..self.len]
    }

    /// Digits of a finite double, whatever its sign. `printing` as `Double.toString` does; the `Formatter` always
    /// takes at least two digits.
    pub(crate) fn of_double(value: f64, printing: bool) -> Digits {
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let exponent = (bits >> 52 & 0x7ff) as i32;
        if exponent == 0 {
            return Digits::of_denormal(fraction, 52, -1022, printing);
        }
        Digits::of_binary(exponent - 1023, fraction | 1 << 52, 53, printing)
    }

    /// Digits of a finite float, for `Float.toString`.
    pub(crate) fn of_float(value: f32) -> Digits {
        let bits = value.to_bits();
        let fraction = u64::from(bits & ((1 << 23) - 1));
        let exponent = (bits >> 23 & 0xff) as i32;
        if exponent == 0 {
            return Digits::of_denormal(fraction, 23, -126, true);
        }
        Digits::of_binary(exponent - 127, (fraction | 1 << 23) << 29, 24, true)
    }

    fn of_denormal(fraction: u64, fraction_bits: i32, exponent: i32, printing: bool) -> Digits {
        if fraction == 0 {
            return Digits::zero();
        }
        let significant = 64 - fraction.leading_zeros() as i32;
        let shift = fraction_bits + 1 - significant;
        Digits::of_binary(exponent - shift, fraction << (53 - significant), significant, printing)
    }

    fn zero() -> Digits {
        let mut digits = Digits::empty(0);
        digits.push(0);
        digits
    }

    fn empty(exponent: i32) -> Digits {
        Digits { text: [b'0'; 24], len: 0, exponent }
    }

    fn push(&mut self, digit: u8) {
        self.text[self.len] = b'0' + digit;
        self.len += 1;
    }

    /// `fraction` has its highest bit at 52, worth `2^exponent`; `significant` bits of it mean something.
    fn of_binary(exponent: i32, fraction: u64, significant: i32, printing: bool) -> Digits {
        let fraction_bits = 53 - fraction.trailing_zeros() as i32;
        let tiny_bits = (fraction_bits - exponent - 1).max(0);
        if tiny_bits == 0 && exponent <= 62 {
            return Digits::of_integer(exponent, fraction, significant);
        }
        let scaled = Scaled::new(exponent, fraction, significant, tiny_bits);
        match scaled.width() {
            width if width < 32 => scaled.digits_in_int(printing),
            width if width < 64 => scaled.digits_in_long(printing),
            _ => scaled.digits_in_wide(printing),
        }
    }

    /// A whole number below `2^63`. Digits beyond the precision of large ones are rounded away.
    fn of_integer(exponent: i32, fraction: u64, significant: i32) -> Digits {
        let mut value = if exponent >= 52 { fraction << (exponent - 52) } else { fraction >> (52 - exponent) };
        let mut dropped = 0;
        let spare = exponent - significant - 1;
        if spare > 1 {
            dropped = (1u64 << spare).ilog10();
            let unit = 10u64.pow(dropped);
            let rest = value % unit;
            value = value / unit + u64::from(rest >= unit / 2 && dropped > 0);
        }
        Digits::of_value(value, dropped as i32)
    }

    /// `value * 10^zeros`, without trailing zeros.
    fn of_value(mut value: u64, mut zeros: i32) -> Digits {
        while value.is_multiple_of(10) {
            value /= 10;
            zeros += 1;
        }
        let len = value.ilog10() as usize + 1;
        let mut digits = Digits::empty(len as i32 + zeros);
        digits.len = len;
        for place in digits.text[..len].iter_mut().rev() {
            *place = b'0' + (value % 10) as u8;
            value /= 10;
        }
        digits
    }

    /// Adds one to the last digit.
    fn round_up(&mut self) {
        for index in (0..self.len).rev() {
            if self.text[index] != b'9' {
                self.text[index] += 1;
                return;
            }
            self.text[index] = b'0';
        }
        self.text[0] = b'1';
        self.exponent += 1;
    }

    fn finish(mut self, low: bool, high: bool, last: std::cmp::Ordering) -> Digits {
        let odd = self.text[self.len - 1] & 1 == 1;
        if high && (!low || last.is_gt() || (last.is_eq() && odd)) {
            self.round_up();
        }
        self
    }

    /// Whether digits may stop: Java's E-notation needs two, so it takes a second before it looks.
    fn may_stop(exponent: i32, printing: bool) -> bool {
        printing && (-3..8).contains(&exponent)
    }
}

/// B, S and M as powers of five and two; B is also a multiple of `fraction`.
struct Scaled {
    fraction: u64,
    fraction_bits: i32,
    /// The power of ten of the first digit: an estimate, right or one too large.
    exponent: i32,
    b5: i32,
    b2: i32,
    s5: i32,
    s2: i32,
    m2: i32,
}

/// The digit loop in a machine integer, with that integer's overflow.
macro_rules! digits_in {
    ($name:ident, $int:ty) => {
        fn $name(&self, printing: bool) -> Digits {
            let five = |power: i32| (5 as $int).pow(power as u32);
            let mut b = (self.fraction as $int).wrapping_mul(five(self.b5)) << self.b2;
            let s = five(self.s5) << self.s2;
            let mut m = five(self.b5) << self.m2;
            let tens = s.wrapping_mul(10);
            let mut digits = Digits::empty(self.exponent + 1);
            let mut first = true;
            let (mut low, mut high) = (false, false);
            while !low && !high {
                let digit = (b / s) as u8;
                b = (b % s).wrapping_mul(10);
                m = m.wrapping_mul(10);
                // An M that overflowed is larger than any B.
                low = m <= 0 || b < m;
                high = m <= 0 || b.wrapping_add(m) > tens;
                if first && digit == 0 && !high {
                    digits.exponent -= 1;
                } else {
                    digits.push(digit);
                }
                if first && !Digits::may_stop(digits.exponent - 1, printing) {
                    (low, high) = (false, false);
                }
                first = false;
            }
            digits.finish(low, high, b.wrapping_shl(1).wrapping_sub(tens).cmp(&0))
        }
    };
}

impl Scaled {
    fn new(exponent: i32, fraction: u64, significant: i32, tiny_bits: i32) -> Scaled {
        let zeros = fraction.trailing_zeros() as i32;
        let fraction_bits = 53 - zeros;
        let estimate = estimate_exponent(exponent, fraction);
        let b5 = (-estimate).max(0);
        let s5 = estimate.max(0);
        let mut b2 = b5 + tiny_bits + exponent;
        let mut s2 = s5 + tiny_bits;
        let mut m2 = b2 - significant;
        b2 -= fraction_bits - 1;
        let common = b2.min(s2);
        b2 -= common;
        s2 -= common;
        m2 -= common;
        if fraction_bits == 1 {
            // Below a power of two the neighbour is half as far.
            m2 -= 1;
        }
        if m2 < 0 {
            b2 -= m2;
            s2 -= m2;
            m2 = 0;
        }
        Scaled { fraction: fraction >> zeros, fraction_bits, exponent: estimate, b5, b2, s5, s2, m2 }
    }

    /// Bits that B and ten times S may need.
    fn width(&self) -> i32 {
        let b = self.fraction_bits + self.b2 + bits_of_five(self.b5);
        let ten_s = self.s2 + 1 + bits_of_five(self.s5 + 1);
        b.max(ten_s)
    }

    digits_in!(digits_in_int, i32);
    digits_in!(digits_in_long, i64);

    /// The same in wide numbers. Here Java also stops where B + M is exactly at the next digit.
    fn digits_in_wide(&self, printing: bool) -> Digits {
        let [b5, b2, s5, s2, m2] = [self.b5, self.b2, self.s5, self.s2, self.m2].map(|n| n as u32);
        let mut b = Wide::new(self.fraction, b5, b2);
        let s = Wide::new(1, s5, s2);
        let mut m = Wide::new(1, b5, m2);
        let tens = Wide::new(1, s5 + 1, s2 + 1);
        let mut digits = Digits::empty(self.exponent + 1);
        let mut digit = b.take_quotient(&s);
        b.multiply(10);
        m.multiply(10);
        let mut low = b.compare(&m).is_lt();
        let mut high = tens.compare(&b.sum(&m)).is_le();
        if digit == 0 && !high {
            digits.exponent -= 1;
        } else {
            digits.push(digit);
        }
        if !Digits::may_stop(digits.exponent - 1, printing) {
            (low, high) = (false, false);
        }
        while !low && !high {
            digit = b.take_quotient(&s);
            b.multiply(10);
            m.multiply(10);
            low = b.compare(&m).is_lt();
            high = tens.compare(&b.sum(&m)).is_le();
            digits.push(digit);
        }
        b.shift_left(1);
        digits.finish(low, high, b.compare(&tens))
    }
}

/// Java's, a little less than `std`'s: estimates must be the same.
#[allow(clippy::approx_constant)]
const LOG10_2: f64 = 0.301029995663981;

/// The decimal exponent, from a line through the logarithm of the fraction. Rounding down.
fn estimate_exponent(exponent: i32, fraction: u64) -> i32 {
    let fraction = f64::from_bits(1023 << 52 | fraction & ((1 << 52) - 1));
    let logarithm = (fraction - 1.5) * 0.289529654 + 0.176091259 + f64::from(exponent) * LOG10_2;
    logarithm.floor() as i32
}
