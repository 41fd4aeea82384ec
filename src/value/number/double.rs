//! `java.lang.Double`.

use super::{Digits, NumberError, float_text, integer};

/// The text of `Double.toString`, appended.
pub(crate) fn write(value: f64, out: &mut String) {
    if float_text::write_special(value, out) || short(value.abs(), out) {
        return;
    }
    float_text::write_digits(&Digits::of_double(value, true), out);
}

/// Prints a number of few decimals, such as a price: its digits are those of a whole number of thousandths, and no
/// shorter text means the same double. False for what is not so simple.
fn short(value: f64, out: &mut String) -> bool {
    if !(1e-3..1e7).contains(&value) {
        return false;
    }
    let thousandths = value * 1000.0;
    let whole = thousandths as u64;
    if whole as f64 != thousandths || whole as f64 / 1000.0 != value {
        return false;
    }
    let mut fraction = whole % 1000;
    let mut digits = 3;
    while digits > 1 && fraction.is_multiple_of(10) {
        fraction /= 10;
        digits -= 1;
    }
    integer::write((whole / 1000) as i64, out);
    out.push('.');
    for place in [100, 10, 1].into_iter().skip(3 - digits) {
        out.push(char::from(b'0' + (fraction / place % 10) as u8));
    }
    true
}

/// `Double.toString(1e22)` is `1.0E22`
pub(crate) fn to_string(value: f64) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// `Double.parseDouble(" 1.5e3d ")`, and `valueOf`
pub(crate) fn parse(text: &str) -> Result<f64, NumberError> {
    float_text::parse(text, |binary| f64::from_bits(binary.round(53, -1022)))
}

/// `Double.toHexString(1.5)` is `0x1.8p0`
pub(crate) fn to_hex_string(value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}Infinity");
    }
    let bits = value.to_bits();
    let fraction = format!("{:013x}", bits & ((1 << 52) - 1));
    let fraction = match fraction.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let (lead, exponent) = match bits >> 52 & 0x7ff {
        0 if value == 0.0 => (0, 0),
        0 => (0, -1022),
        exponent => (1, exponent as i32 - 1023),
    };
    format!("{sign}0x{lead}.{fraction}p{exponent}")
}

/// `Double.doubleToLongBits`: every NaN is the same one.
pub(crate) fn to_long_bits(value: f64) -> i64 {
    if value.is_nan() {
        return 0x7ff8_0000_0000_0000;
    }
    to_raw_long_bits(value)
}

/// `Double.doubleToRawLongBits`
pub(crate) fn to_raw_long_bits(value: f64) -> i64 {
    value.to_bits() as i64
}

/// `Double.longBitsToDouble`
pub(crate) fn from_long_bits(bits: i64) -> f64 {
    f64::from_bits(bits as u64)
}

/// `Double.compare(0.0, -0.0)` is 1; NaN is above all and equal to itself.
pub(crate) fn compare(a: f64, b: f64) -> i32 {
    if a < b {
        return -1;
    }
    if a > b {
        return 1;
    }
    to_long_bits(a).cmp(&to_long_bits(b)) as i32
}

/// `Double.hashCode`
pub(crate) fn hash_code(value: f64) -> i32 {
    super::integer::long::hash_code(to_long_bits(value))
}

/// `(byte) 300.7` is 44: by way of int.
pub(crate) fn byte_value(value: f64) -> i8 {
    int_value(value) as i8
}

/// `(short) 70000.5` is 4464: by way of int.
pub(crate) fn short_value(value: f64) -> i16 {
    int_value(value) as i16
}

/// `(int) 1e10` is `Integer.MAX_VALUE`, `(int) NaN` is 0.
pub(crate) fn int_value(value: f64) -> i32 {
    value as i32
}

/// `(long) -1e30` is `Long.MIN_VALUE`
pub(crate) fn long_value(value: f64) -> i64 {
    value as i64
}

/// `Math.max`: NaN if either is, and `0.0` above `-0.0`.
pub(crate) fn max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    if compare(a, b) >= 0 { a } else { b }
}

/// `Math.min`: NaN if either is, and `-0.0` below `0.0`.
pub(crate) fn min(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    if compare(a, b) <= 0 { a } else { b }
}

/// `Double.sum`
pub(crate) fn sum(a: f64, b: f64) -> f64 {
    a + b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_prints_what_the_long_way_prints() {
        let mut seed = 7u64;
        for i in 0..200_000u64 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = match i % 3 {
                0 => (seed >> 34) as f64 / 100.0,
                1 => (seed >> 40) as f64 / 1000.0,
                _ => (seed >> 44) as f64 * 0.001,
            };
            let (mut quick, mut full) = (String::new(), String::new());
            if short(value, &mut quick) {
                float_text::write_digits(&Digits::of_double(value, true), &mut full);
                assert_eq!(quick, full);
            }
        }
    }

    #[test]
    fn texts() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (100.0, "100.0"),
            (0.001, "0.001"),
            (9999999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (0.1 + 0.2, "0.30000000000000004"),
            (5e-324, "4.9E-324"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (9007199254740993.0, "9.007199254740992E15"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_string(value), text);
        }
    }

    /// Before JDK 19 not every text is the shortest.
    #[test]
    fn texts_of_jdk_17() {
        assert_eq!(to_string(1e23), "9.999999999999999E22");
        assert_eq!(to_string(2e23), "1.9999999999999998E23");
        assert_eq!(to_string(2f64.powi(-44)), "5.6843418860808015E-14");
        assert_eq!(to_string(2.2e-322), "2.2E-322");
    }

    #[test]
    fn parsing() {
        assert_eq!(parse(" 1.5e3d\n"), Ok(1500.0));
        assert_eq!(parse(".5"), Ok(0.5));
        assert_eq!(parse("0x1.8p1"), Ok(3.0));
        assert_eq!(parse("-Infinity"), Ok(f64::NEG_INFINITY));
        assert_eq!(parse("1e999999999999"), Ok(f64::INFINITY));
        let message = |text| match parse(text) {
            Err(NumberError::Exception(error)) => error.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(message(" "), "java.lang.NumberFormatException: empty String");
        assert_eq!(message(" 1_0 "), "java.lang.NumberFormatException: For input string: \"1_0\"");
        assert_eq!(message("1.2.3"), "java.lang.NumberFormatException: multiple points");
    }

    #[test]
    fn hex() {
        assert_eq!(to_hex_string(1.5), "0x1.8p0");
        assert_eq!(to_hex_string(-0.0), "-0x0.0p0");
        assert_eq!(to_hex_string(5e-324), "0x0.0000000000001p-1022");
    }

    #[test]
    fn order_and_hash() {
        assert_eq!(compare(0.0, -0.0), 1);
        assert_eq!(compare(f64::NAN, f64::INFINITY), 1);
        assert_eq!(hash_code(1.0), 1072693248);
        assert_eq!(min(0.0, -0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(int_value(1e10), i32::MAX);
        assert_eq!(byte_value(300.7), 44);
    }
}
