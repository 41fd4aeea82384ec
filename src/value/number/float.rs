//! `java.lang.Float`. What is the same after widening to double is asked of [`double`].

use super::{Digits, NumberError, double, float_text};

/// The text of `Float.toString`, appended.
pub(crate) fn write(value: f32, out: &mut String) {
    if !float_text::write_special(value, out) {
        float_text::write_digits(&Digits::of_float(value), out);
    }
}

/// `Float.toString(0.1f)` is `0.1`
pub(crate) fn to_string(value: f32) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// `Float.parseFloat("0.1f")`, and `valueOf`
pub(crate) fn parse(text: &str) -> Result<f32, NumberError> {
    float_text::parse(text, |binary| f32::from_bits(binary.round(24, -126) as u32))
}

/// `Float.toHexString`
pub(crate) fn to_hex_string(value: f32) -> String {
    if !value.is_subnormal() {
        return double::to_hex_string(f64::from(value));
    }
    let shifted = double::to_hex_string(f64::from(value) * 2f64.powi(126 - 1022));
    shifted.replace("p-1022", "p-126")
}

/// `Float.floatToIntBits`: every NaN is the same one.
pub(crate) fn to_int_bits(value: f32) -> i32 {
    if value.is_nan() {
        return 0x7fc0_0000;
    }
    to_raw_int_bits(value)
}

/// `Float.floatToRawIntBits`
pub(crate) fn to_raw_int_bits(value: f32) -> i32 {
    value.to_bits() as i32
}

/// `Float.compare`
pub(crate) fn compare(a: f32, b: f32) -> i32 {
    double::compare(f64::from(a), f64::from(b))
}

/// `Float.hashCode`
pub(crate) fn hash_code(value: f32) -> i32 {
    to_int_bits(value)
}

/// `Math.max`
pub(crate) fn max(a: f32, b: f32) -> f32 {
    double::max(f64::from(a), f64::from(b)) as f32
}

/// `Math.min`
pub(crate) fn min(a: f32, b: f32) -> f32 {
    double::min(f64::from(a), f64::from(b)) as f32
}

/// `Float.sum`
pub(crate) fn sum(a: f32, b: f32) -> f32 {
    a + b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (value, text) in [
            (0.1, "0.1"),
            (1e10, "1.0E10"),
            (16777216.0, "1.6777216E7"),
            (f32::from_bits(1), "1.4E-45"),
            (f32::MAX, "3.4028235E38"),
        ] {
            assert_eq!(to_string(value), text);
        }
    }

    #[test]
    fn parsing() {
        assert_eq!(parse("0.1f"), Ok(0.1));
        assert_eq!(parse("1e40"), Ok(f32::INFINITY));
        assert_eq!(parse("0x1p-149"), Ok(f32::from_bits(1)));
        assert_eq!(to_hex_string(f32::from_bits(1)), "0x0.000002p-126");
    }
}
