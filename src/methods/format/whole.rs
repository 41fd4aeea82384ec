//! `%d %o %x`, and what all numbers share: signs, groups and zeros.

use num_traits::Signed;

use super::flags::Flags;
use super::page::Page;
use super::spec::Spec;
use super::{Arg, Done};
use crate::value::number::big;
use crate::value::number::integer::long;

impl Spec {
    pub(super) fn print_whole(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        match *arg {
            Arg::Null => self.print_cut("null", page),
            Arg::Byte(value) => self.print_long(value.into(), i64::from(value as u8), page),
            Arg::Short(value) => self.print_long(value.into(), i64::from(value as u16), page),
            Arg::Int(value) => self.print_long(value.into(), i64::from(value as u32), page),
            Arg::Long(value) => self.print_long(value, value, page),
            Arg::Big(value) => self.print_big(value, page),
            _ => self.refuse(arg),
        }
    }

    /// `bits` is the value as its own width sees it without a sign.
    fn print_long(&self, value: i64, bits: i64, page: &mut Page) -> Done {
        if self.conversion == b'd' {
            let digits = value.unsigned_abs().to_string();
            return self.print_signed(value < 0, &digits, "", page);
        }
        self.forbid(&[Flags::PARENTHESES, Flags::SPACE, Flags::PLUS])?;
        let digits = match self.conversion {
            b'o' => long::to_octal_string(bits),
            _ => long::to_hex_string(bits),
        };
        self.print_radix(false, &digits, page)
    }

    fn print_big(&self, value: &num_bigint::BigInt, page: &mut Page) -> Done {
        let (negative, magnitude) = (value.is_negative(), value.abs());
        match self.conversion {
            b'd' => self.print_signed(negative, &magnitude.to_string(), "", page),
            b'o' => self.print_radix(negative, &big::to_string(&magnitude, 8), page),
            _ => self.print_radix(negative, &big::to_string(&magnitude, 16), page),
        }
    }

    /// Octal or hexadecimal digits, with a prefix before the zeros that pad them.
    fn print_radix(&self, negative: bool, digits: &str, page: &mut Page) -> Done {
        let mut text = self.leading_sign(negative).to_string();
        let trailing = self.trailing_sign(negative);
        if self.flags.has(Flags::ALTERNATE) {
            text.push_str(match (self.conversion, self.upper) {
                (b'o', _) => "0",
                (_, true) => "0X",
                (_, false) => "0x",
            });
        }
        let taken = text.len() + digits.len() + trailing.len();
        self.push_zeros(&mut text, taken, page)?;
        match self.upper {
            true => text.push_str(&digits.to_ascii_uppercase()),
            false => text.push_str(digits),
        }
        text.push_str(trailing);
        self.justify(&text, page)
    }

    /// Zeros up to the width, if the flags ask for them, given what else there will be.
    pub(super) fn push_zeros(&self, text: &mut String, taken: usize, page: &Page) -> Done {
        if self.flags.has(Flags::ZERO) {
            let zeros = self.width.unwrap_or(0).saturating_sub(taken);
            page.reserve(zeros)?;
            text.extend(std::iter::repeat_n('0', zeros));
        }
        Ok(())
    }

    /// A decimal number: its sign, digits grouped and padded with zeros, and an exponent.
    pub(super) fn print_signed(&self, negative: bool, digits: &str, exponent: &str, page: &mut Page) -> Done {
        let mut text = self.leading_sign(negative).to_string();
        let trailing = self.trailing_sign(negative);
        let grouped = if self.flags.has(Flags::GROUP) { group(digits) } else { digits.into() };
        let taken = text.len() + grouped.len() + exponent.len() + trailing.len();
        self.push_zeros(&mut text, taken, page)?;
        text.push_str(&grouped);
        text.push_str(exponent);
        text.push_str(trailing);
        self.justify(&text, page)
    }

    pub(super) fn leading_sign(&self, negative: bool) -> &'static str {
        match negative {
            true if self.flags.has(Flags::PARENTHESES) => "(",
            true => "-",
            false if self.flags.has(Flags::PLUS) => "+",
            false if self.flags.has(Flags::SPACE) => " ",
            false => "",
        }
    }

    pub(super) fn trailing_sign(&self, negative: bool) -> &'static str {
        if negative && self.flags.has(Flags::PARENTHESES) { ")" } else { "" }
    }
}

/// Commas between thousands, left of the point.
fn group(digits: &str) -> String {
    let point = digits.find('.').unwrap_or(digits.len());
    let mut grouped = String::with_capacity(digits.len() + point / 3);
    for (at, c) in digits.char_indices() {
        if at > 0 && at < point && (point - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    grouped
}
