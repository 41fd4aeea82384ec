//! `%e %f %g %a` of floats and doubles.
//!
//! Java rounds the digits of `Double.toString`, half up, not the number itself: `%.2f` of 1.005 is `1.01`, though
//! 1.005 is a little less than that.

use super::flags::Flags;
use super::page::Page;
use super::spec::Spec;
use super::{Arg, Done};
use crate::value::number::{Digits, double};

impl Spec {
    pub(super) fn print_floating(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        match *arg {
            Arg::Null => self.print_cut("null", page),
            Arg::Float(value) => self.print_double(value.into(), page),
            Arg::Double(value) => self.print_double(value, page),
            Arg::Decimal(_) if self.conversion == b'a' => self.refuse(arg),
            Arg::Decimal(value) => self.print_decimal(value, page),
            _ => self.refuse(arg),
        }
    }

    fn print_double(&self, value: f64, page: &mut Page) -> Done {
        if value.is_nan() {
            return self.justify(if self.upper { "NAN" } else { "NaN" }, page);
        }
        let negative = value.is_sign_negative();
        if value.is_infinite() {
            let name = if self.upper { "INFINITY" } else { "Infinity" };
            let (leading, trailing) = (self.leading_sign(negative), self.trailing_sign(negative));
            return self.justify(&format!("{leading}{name}{trailing}"), page);
        }
        page.reserve(self.precision.unwrap_or(0))?;
        if self.conversion == b'a' {
            return self.print_hex(value, page);
        }
        let digits = Rounded::new(value.abs());
        let precision = self.precision.unwrap_or(6);
        match self.conversion {
            b'e' => self.print_scientific(negative, digits.round_to(precision + 1), precision, page),
            b'f' => {
                let kept = precision as i64 + i64::from(digits.exponent);
                let digits = match usize::try_from(kept) {
                    Ok(kept) => digits.round_to(kept),
                    Err(_) => digits,
                };
                self.print_plain(negative, &digits, precision, page)
            }
            _ => self.print_general(negative, digits, precision.max(1), page),
        }
    }

    fn print_scientific(&self, negative: bool, digits: Rounded, precision: usize, page: &mut Page) -> Done {
        let mantissa = with_places(&digits.text[..1], &digits.text[1..], precision);
        let exponent = if digits.zero { 0 } else { i64::from(digits.exponent) - 1 };
        self.print_mantissa(negative, mantissa, precision, &self.exponent(exponent), page)
    }

    fn print_plain(&self, negative: bool, digits: &Rounded, precision: usize, page: &mut Page) -> Done {
        let mantissa = digits.plain(precision);
        self.print_mantissa(negative, mantissa, precision, "", page)
    }

    fn print_general(&self, negative: bool, digits: Rounded, precision: usize, page: &mut Page) -> Done {
        if digits.zero {
            let mantissa = with_places("0", "", precision - 1);
            return self.print_mantissa(negative, mantissa, precision - 1, "", page);
        }
        let digits = digits.round_to(precision);
        let exponent = i64::from(digits.exponent) - 1;
        if exponent < -4 || exponent >= precision as i64 {
            return self.print_scientific(negative, digits, precision - 1, page);
        }
        let places = (precision as i64 - exponent - 1) as usize;
        self.print_plain(negative, &digits, places, page)
    }

    fn print_mantissa(
        &self,
        negative: bool,
        mut mantissa: String,
        precision: usize,
        exponent: &str,
        page: &mut Page,
    ) -> Done {
        if self.flags.has(Flags::ALTERNATE) && precision == 0 {
            mantissa.push('.');
        }
        self.print_signed(negative, &mantissa, exponent, page)
    }

    /// `e+05`, at least two digits.
    pub(super) fn exponent(&self, exponent: i64) -> String {
        let letter = if self.upper { 'E' } else { 'e' };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{letter}{sign}{:02}", exponent.unsigned_abs())
    }

    fn print_hex(&self, value: f64, page: &mut Page) -> Done {
        let negative = value.is_sign_negative();
        let places = match self.precision {
            None => 0,
            Some(precision) => precision.max(1),
        };
        let text = hex(value.abs(), places);
        let (mantissa, exponent) = text.split_once('p').unwrap_or((&text, "0"));
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut out = format!("{}0x", self.leading_sign(negative));
        // Java counts the places before it adds zeros to them.
        let taken = out.len() + text.len();
        self.push_zeros(&mut out, taken, page)?;
        out.push_str(&with_places(whole, part, places.max(part.len())));
        out.push('p');
        out.push_str(exponent);
        self.justify(&if self.upper { out.to_ascii_uppercase() } else { out }, page)
    }
}

/// `whole.part`, with zeros up to a number of places; no point if there are none.
pub(super) fn with_places(whole: &str, part: &str, places: usize) -> String {
    if places == 0 {
        return whole.into();
    }
    let part = &part[..part.len().min(places)];
    let mut text = format!("{whole}.{part}");
    text.extend(std::iter::repeat_n('0', places - part.len()));
    text
}

/// The digits of a number, rounded to some: `0.ddd * 10^exponent`.
struct Rounded {
    text: String,
    exponent: i32,
    zero: bool,
}

impl Rounded {
    fn new(value: f64) -> Rounded {
        let digits = Digits::of_double(value, false);
        let text = digits.as_bytes().iter().map(|&digit| char::from(digit)).collect();
        Rounded { text, exponent: digits.exponent, zero: value == 0.0 }
    }

    /// Keeps some digits, rounding half up; the rest become zeros.
    fn round_to(mut self, kept: usize) -> Rounded {
        let len = self.text.len();
        if kept >= len {
            return self;
        }
        let up = self.text.as_bytes()[kept] >= b'5';
        let head = &self.text[..kept];
        let nines = head.bytes().rev().take_while(|&digit| digit == b'9').count();
        let text = match (up, kept - nines) {
            (false, _) => head.to_string(),
            (true, 0) => {
                self.exponent += 1;
                "1".to_string()
            }
            (true, stays) => {
                let digit = char::from(head.as_bytes()[stays - 1] + 1);
                format!("{}{digit}", &head[..stays - 1])
            }
        };
        self.text = format!("{text:0<len$}");
        self
    }

    fn plain(&self, precision: usize) -> String {
        if self.exponent > 0 {
            let point = self.exponent as usize;
            let text = format!("{:0<point$}", self.text);
            return with_places(&text[..point], &text[point..], precision);
        }
        let zeros = precision.min(self.exponent.unsigned_abs() as usize);
        let part = format!("{}{}", "0".repeat(zeros), self.text);
        with_places("0", &part, precision)
    }
}

/// `1.8p0`, rounded half to even to some hexadecimal places; 0 for all there are.
fn hex(value: f64, places: usize) -> String {
    let bare = |value: f64| double::to_hex_string(value)[2..].to_string();
    if value == 0.0 || places == 0 || places >= 13 {
        return bare(value);
    }
    let subnormal = value.is_subnormal();
    let scaled = if subnormal { value * 2f64.powi(54) } else { value };
    let drop = 52 - 4 * places as u32;
    let bits = scaled.to_bits();
    let (kept, rest, half) = (bits >> drop, bits & ((1 << drop) - 1), 1 << (drop - 1));
    let up = rest > half || (rest == half && kept & 1 == 1);
    let rounded = f64::from_bits((kept + u64::from(up)) << drop);
    if rounded.is_infinite() {
        return "1.0p1024".into();
    }
    let text = bare(rounded);
    match text.split_once('p') {
        Some((mantissa, exponent)) if subnormal => {
            let exponent = exponent.parse().unwrap_or(0) - 54;
            format!("{mantissa}p{exponent}")
        }
        _ => text,
    }
}
