//! One specifier, checked as far as it can be without its argument.

use std::fmt;

use super::flags::Flags;
use super::pattern::{Parts, unknown};
use super::{Done, FormatError, exception};

/// Which argument a specifier prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// `%n` and `%%`
    None,
    /// `%<s`
    Previous,
    /// `%s`
    Ordinary,
    /// `%2$s`
    Explicit(i32),
}

#[derive(Debug)]
pub(super) struct Spec {
    pub(super) index: Index,
    /// The index as written; 0 if none is.
    written: i32,
    pub(super) flags: Flags,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
    pub(super) date: bool,
    /// Whether the conversion was a capital.
    pub(super) upper: bool,
    /// Small, but for dates.
    pub(super) conversion: u8,
}

const WIDTH: &str = "java.util.IllegalFormatWidthException";
const PRECISION: &str = "java.util.IllegalFormatPrecisionException";
const INDEX: &str = "java.util.IllegalFormatArgumentIndexException";

impl Spec {
    pub(super) fn new(parts: &Parts<'_>) -> Result<Spec, FormatError> {
        let written = read_index(parts.index)?;
        let flags = Flags::read(parts.flags)?;
        let mut spec = Spec {
            index: match written {
                _ if flags.has(Flags::PREVIOUS) => Index::Previous,
                0 => Index::Ordinary,
                index => Index::Explicit(index),
            },
            written: if flags.has(Flags::PREVIOUS) { 0 } else { written },
            flags,
            width: read_size(parts.width, WIDTH)?,
            precision: read_size(parts.precision, PRECISION)?,
            date: parts.date.is_some(),
            upper: parts.date == Some(b'T'),
            conversion: parts.conversion,
        };
        if spec.date {
            spec.check_date()?;
            return Ok(spec);
        }
        let letter = parts.conversion;
        if !b"bBhHsScCdoxXeEfgGaA%n".contains(&letter) {
            return unknown(&char::from(letter).to_string());
        }
        spec.upper = letter.is_ascii_uppercase();
        spec.conversion = letter.to_ascii_lowercase();
        if matches!(letter, b'%' | b'n') {
            spec.index = Index::None;
            spec.written = 0;
        }
        spec.check()?;
        Ok(spec)
    }

    fn check(&self) -> Done {
        match self.conversion {
            b'b' | b'h' | b's' => self.check_general(),
            b'c' => self.check_char(),
            b'd' | b'o' | b'x' => self.check_whole(),
            b'%' | b'n' => self.check_text(),
            _ => self.check_floating(),
        }
    }

    fn check_general(&self) -> Done {
        if self.conversion != b's' {
            self.forbid(&[Flags::ALTERNATE])?;
        }
        self.left_needs_width()?;
        self.forbid(&[Flags::PLUS, Flags::SPACE, Flags::ZERO, Flags::GROUP, Flags::PARENTHESES])
    }

    fn check_char(&self) -> Done {
        self.forbid_precision()?;
        self.forbid_numeric()?;
        self.left_needs_width()
    }

    fn check_date(&self) -> Done {
        self.forbid_precision()?;
        if !b"HIklMNLQpsSTzZaAbBCdehjmyYrRcDF".contains(&self.conversion) {
            return unknown(&format!("t{}", char::from(self.conversion)));
        }
        self.forbid_numeric()?;
        self.left_needs_width()
    }

    fn check_whole(&self) -> Done {
        self.check_numeric()?;
        self.forbid_precision()?;
        self.forbid(&[if self.conversion == b'd' { Flags::ALTERNATE } else { Flags::GROUP }])
    }

    fn check_floating(&self) -> Done {
        self.check_numeric()?;
        match self.conversion {
            b'a' => self.forbid(&[Flags::PARENTHESES, Flags::GROUP]),
            b'e' => self.forbid(&[Flags::GROUP]),
            b'g' => self.forbid(&[Flags::ALTERNATE]),
            _ => Ok(()),
        }
    }

    fn check_numeric(&self) -> Done {
        if self.flags.has(Flags::ZERO) && self.width.is_none() {
            return self.missing_width();
        }
        self.left_needs_width()?;
        let has = |flag| self.flags.has(flag);
        if (has(Flags::PLUS) && has(Flags::SPACE)) || (has(Flags::LEFT) && has(Flags::ZERO)) {
            return self.illegal_flags();
        }
        Ok(())
    }

    fn check_text(&self) -> Done {
        self.forbid_precision()?;
        if self.conversion == b'%' {
            if self.flags != Flags::LEFT && self.flags != Flags::NONE {
                return self.illegal_flags();
            }
            return self.left_needs_width();
        }
        if let Some(width) = self.width {
            return exception(WIDTH, width.to_string());
        }
        if self.flags != Flags::NONE {
            return self.illegal_flags();
        }
        Ok(())
    }

    fn illegal_flags(&self) -> Done {
        // Java keeps a capital conversion as a flag of its own, and shows it here.
        let flags = self.flags.to_string();
        let (left, others) = flags.split_at(usize::from(self.flags.has(Flags::LEFT)));
        let upper = if self.upper { "^" } else { "" };
        let message = format!("Flags = '{left}{upper}{others}'");
        exception("java.util.IllegalFormatFlagsException", message)
    }

    fn missing_width(&self) -> Done {
        exception("java.util.MissingFormatWidthException", self.to_string())
    }

    fn left_needs_width(&self) -> Done {
        if self.flags.has(Flags::LEFT) && self.width.is_none() {
            return self.missing_width();
        }
        Ok(())
    }

    fn forbid_precision(&self) -> Done {
        match self.precision {
            Some(precision) => exception(PRECISION, precision.to_string()),
            None => Ok(()),
        }
    }

    fn forbid_numeric(&self) -> Done {
        self.forbid(&[Flags::ALTERNATE, Flags::PLUS, Flags::SPACE, Flags::ZERO, Flags::GROUP, Flags::PARENTHESES])
    }

    /// Names the first of these flags that is there.
    pub(super) fn forbid(&self, flags: &[Flags]) -> Done {
        match flags.iter().find(|&&flag| self.flags.has(flag)) {
            Some(flag) => {
                let conversion = char::from(self.conversion);
                let message = format!("Conversion = {conversion}, Flags = {flag}");
                exception("java.util.FormatFlagsConversionMismatchException", message)
            }
            None => Ok(()),
        }
    }
}

fn read_index(digits: Option<&str>) -> Result<i32, FormatError> {
    let Some(digits) = digits else {
        return Ok(0);
    };
    match digits.parse() {
        Ok(0) => exception(INDEX, "Illegal format argument index = 0"),
        Ok(index) => Ok(index),
        Err(_) => exception(INDEX, "Format argument index: (not representable as int)"),
    }
}

/// A width or precision; one beyond an int is reported as the smallest int.
fn read_size(digits: Option<&str>, class: &'static str) -> Result<Option<usize>, FormatError> {
    let Some(digits) = digits else {
        return Ok(None);
    };
    match digits.parse::<i32>() {
        Ok(size) => Ok(Some(size as usize)),
        Err(_) => exception(class, i32::MIN.to_string()),
    }
}

/// As Java shows it in messages: `%2$-5.1f`, flags sorted.
impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}", self.flags)?;
        if self.written > 0 {
            write!(f, "{}$", self.written)?;
        }
        if let Some(width) = self.width {
            write!(f, "{width}")?;
        }
        if let Some(precision) = self.precision {
            write!(f, ".{precision}")?;
        }
        if self.date {
            f.write_str(if self.upper { "T" } else { "t" })?;
        }
        let letter = char::from(self.conversion);
        let letter = if self.upper { letter.to_ascii_uppercase() } else { letter };
        write!(f, "{letter}")
    }
}
