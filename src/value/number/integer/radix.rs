//! Whole numbers as digits.

use super::parse::{MAX_RADIX, MIN_RADIX};

/// A number in base ten, appended.
pub(crate) fn write(value: i64, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(value));
}

/// `Long.toString(255, 16)` is `ff`. A radix Java does not know counts as ten.
pub(super) fn signed(value: i64, radix: i32) -> String {
    let mut out = String::new();
    if value < 0 {
        out.push('-');
    }
    write_unsigned(value.unsigned_abs(), known(radix), &mut out);
    out
}

/// `Long.toUnsignedString(-1, 16)` is `ffffffffffffffff`
pub(super) fn unsigned(value: u64, radix: i32) -> String {
    let mut out = String::new();
    write_unsigned(value, known(radix), &mut out);
    out
}

fn known(radix: i32) -> u64 {
    if (MIN_RADIX..=MAX_RADIX).contains(&radix) { radix as u64 } else { 10 }
}

fn write_unsigned(mut value: u64, radix: u64, out: &mut String) {
    let mut digits = [0u8; 64];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b"0123456789abcdefghijklmnopqrstuvwxyz"[(value % radix) as usize];
        value /= radix;
        if value == 0 {
            break;
        }
    }
    out.extend(digits[start..].iter().map(|&digit| char::from(digit)));
}
