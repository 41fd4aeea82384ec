//! `Character.digit(char, radix)`: which characters are digits.

/// The zero of each decimal script in the basic plane (Unicode 13, as JDK 17); nine more digits follow each.
const ZEROS: [u16; 36] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// The value of a digit or letter in a radix. Characters beyond the basic plane are two of Java's, and no digits.
pub(crate) fn digit(c: char, radix: u32) -> Option<u32> {
    let value = if c.is_ascii() { c.to_digit(36) } else { foreign(c) }?;
    (value < radix).then_some(value)
}

/// `Character.isDigit(char)`, with the digit's value.
pub(crate) fn decimal_digit(c: char) -> Option<u32> {
    digit(c, 10)
}

fn foreign(c: char) -> Option<u32> {
    let code = u16::try_from(u32::from(c)).ok()?;
    match code {
        0xFF21..=0xFF3A => return Some(u32::from(code - 0xFF21) + 10),
        0xFF41..=0xFF5A => return Some(u32::from(code - 0xFF41) + 10),
        _ => {}
    }
    let after = ZEROS.partition_point(|&zero| zero <= code);
    let zero = ZEROS[after.checked_sub(1)?];
    (code - zero < 10).then(|| u32::from(code - zero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_script() {
        assert_eq!(digit('7', 8), Some(7));
        assert_eq!(digit('8', 8), None);
        assert_eq!(digit('z', 36), Some(35));
        assert_eq!(digit('٣', 10), Some(3));
        assert_eq!(digit('Ｆ', 16), Some(15));
        assert_eq!(digit('𝟘', 10), None);
        assert_eq!(digit('é', 36), None);
    }
}
