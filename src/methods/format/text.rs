//! `%s %b %h %c %% %n`, and `%t` of nothing.

use super::flags::Flags;
use super::page::Page;
use super::spec::Spec;
use super::{Arg, Done, FormatError, exception};
use crate::value::number::{big, double, float, integer};

impl Spec {
    pub(super) fn print_text(&self, page: &mut Page) -> Done {
        if self.conversion == b'n' {
            return page.push("\n");
        }
        self.justify("%", page)
    }

    pub(super) fn print_bool(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        let truth = !matches!(arg, Arg::Null | Arg::Bool(false));
        self.print_cut(if truth { "true" } else { "false" }, page)
    }

    pub(super) fn print_hash(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        match arg {
            Arg::Null => self.print_cut("null", page),
            _ => self.print_cut(&integer::int::to_hex_string(arg.hash()), page),
        }
    }

    pub(super) fn print_string(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        self.forbid(&[Flags::ALTERNATE])?;
        match arg {
            Arg::Str(text) | Arg::Other { text, .. } => self.print_cut(text, page),
            _ => self.print_cut(&arg.text(), page),
        }
    }

    pub(super) fn print_char(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        let code = match *arg {
            Arg::Null => return self.print_cut("null", page),
            Arg::Char(c) => c as i32,
            Arg::Byte(code) => code.into(),
            Arg::Short(code) => code.into(),
            Arg::Int(code) => code,
            _ => return self.refuse(arg),
        };
        if !(0..=0x10ffff).contains(&code) {
            let message = format!("Code point = 0x{code:x}");
            return exception("java.util.IllegalFormatCodePointException", message);
        }
        // Half of a surrogate pair is no character; Java's encoder makes it a question mark.
        let c = char::from_u32(code as u32).unwrap_or('?');
        self.print_cut(c.encode_utf8(&mut [0; 4]), page)
    }

    pub(super) fn print_date(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        match arg {
            Arg::Null => self.print_cut("null", page),
            Arg::Long(_) => Err(FormatError::Unsupported("dates in String.format")),
            _ => self.refuse(arg),
        }
    }

    /// A text cut to the precision, in capitals if asked for, and padded.
    pub(super) fn print_cut(&self, text: &str, page: &mut Page) -> Done {
        let cut = self.precision.map(|precision| cut(text, precision));
        let text = cut.as_deref().unwrap_or(text);
        if self.upper {
            return self.justify(&text.to_uppercase(), page);
        }
        self.justify(text, page)
    }

    /// A text padded to the width.
    pub(super) fn justify(&self, text: &str, page: &mut Page) -> Done {
        let Some(width) = self.width else {
            return page.push(text);
        };
        let spaces = width.saturating_sub(utf16_len(text));
        if self.flags.has(Flags::LEFT) {
            page.push(text)?;
            return page.pad(spaces);
        }
        page.pad(spaces)?;
        page.push(text)
    }
}

fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The first UTF-16 units of a text; half of a pair becomes a question mark, as Java encodes it.
fn cut(text: &str, units: usize) -> String {
    let mut cut = String::new();
    let mut left = units;
    for c in text.chars() {
        if c.len_utf16() > left {
            if left == 1 {
                cut.push('?');
            }
            break;
        }
        left -= c.len_utf16();
        cut.push(c);
    }
    cut
}

impl Arg<'_> {
    /// `toString()`
    fn text(&self) -> String {
        match *self {
            Arg::Null => "null".into(),
            Arg::Bool(value) => value.to_string(),
            Arg::Byte(value) => value.to_string(),
            Arg::Short(value) => value.to_string(),
            Arg::Int(value) => value.to_string(),
            Arg::Long(value) => value.to_string(),
            Arg::Float(value) => float::to_string(value),
            Arg::Double(value) => double::to_string(value),
            Arg::Big(value) => value.to_string(),
            Arg::Decimal(value) => value.to_java_string(),
            Arg::Char(value) => value.into(),
            Arg::Str(text) | Arg::Other { text, .. } => text.into(),
        }
    }

    /// `hashCode()`
    fn hash(&self) -> i32 {
        match *self {
            Arg::Null => 0,
            Arg::Bool(value) => {
                if value {
                    1231
                } else {
                    1237
                }
            }
            Arg::Byte(value) => value.into(),
            Arg::Short(value) => value.into(),
            Arg::Int(value) => value,
            Arg::Long(value) => integer::long::hash_code(value),
            Arg::Float(value) => float::hash_code(value),
            Arg::Double(value) => double::hash_code(value),
            Arg::Big(value) => big::hash_code(value),
            Arg::Decimal(value) => value.hash_code(),
            Arg::Char(value) => value as i32,
            Arg::Str(text) => {
                text.encode_utf16().fold(0i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
            }
            Arg::Other { hash, .. } => hash,
        }
    }
}
