//! `String.format`, as `java.util.Formatter` of JDK 17 does it in `Locale.US`.
//!
//! For `methods/`, which turns a call's values into [`Arg`]s. The whole pattern is read before anything is printed, so
//! a mistake in it is found even after an argument that does not fit. Dates (`%tY`) are not supported.

mod decimal;
mod flags;
mod floating;
mod page;
mod pattern;
mod spec;
mod text;
mod whole;

use num_bigint::BigInt;

use crate::value::number::JavaError;
use crate::value::number::decimal::BigDecimal;
use page::Page;
use pattern::Piece;
use spec::{Index, Spec};

/// A value to print, by its Java class.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arg<'x> {
    Null,
    Bool(bool),
    Byte(i8),
    Short(i16),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Big(&'x BigInt),
    Decimal(&'x BigDecimal),
    Char(char),
    Str(&'x str),
    /// Anything else, with what its methods say.
    Other {
        /// `toString()`
        text: &'x str,
        /// `hashCode()`
        hash: i32,
        /// `getClass().getName()`
        class: &'x str,
    },
}

/// Why nothing was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FormatError {
    /// Java throws too.
    Exception(JavaError),
    /// The text would be longer than was allowed.
    TooLarge,
    /// Java prints something this library does not.
    Unsupported(&'static str),
}

type Done = Result<(), FormatError>;

/// `java.util.IllegalFormatException`'s many kinds
fn exception<T>(class: &'static str, message: impl Into<String>) -> Result<T, FormatError> {
    Err(FormatError::Exception(JavaError::new(class, message)))
}

/// `String.format("%5.2f|%-4s|", 3.14159, "ab")` is ` 3.14|ab  |`; refused if longer than `max_bytes`.
pub(crate) fn format(pattern: &str, args: &[Arg<'_>], max_bytes: usize) -> Result<String, FormatError> {
    let pieces = pattern::read(pattern)?;
    let mut page = Page::new(max_bytes);
    let mut ordinary = 0;
    let mut last = None;
    for piece in pieces {
        let spec = match piece {
            Piece::Fixed(text) => {
                page.push(text)?;
                continue;
            }
            Piece::Spec(spec) => spec,
        };
        match spec.index {
            Index::None => {
                spec.print_text(&mut page)?;
                continue;
            }
            Index::Previous => {}
            Index::Ordinary => {
                last = Some(ordinary);
                ordinary += 1;
            }
            Index::Explicit(index) => last = Some(index as usize - 1),
        }
        match last.and_then(|last| args.get(last)) {
            Some(arg) => spec.print(arg, &mut page)?,
            None => {
                let message = format!("Format specifier '{spec}'");
                return exception("java.util.MissingFormatArgumentException", message);
            }
        }
    }
    Ok(page.text)
}

impl Spec {
    fn print(&self, arg: &Arg<'_>, page: &mut Page) -> Done {
        if self.date {
            return self.print_date(arg, page);
        }
        match self.conversion {
            b'b' => self.print_bool(arg, page),
            b'h' => self.print_hash(arg, page),
            b's' => self.print_string(arg, page),
            b'c' => self.print_char(arg, page),
            b'd' | b'o' | b'x' => self.print_whole(arg, page),
            _ => self.print_floating(arg, page),
        }
    }

    /// An argument of a class this conversion does not take.
    fn refuse<T>(&self, arg: &Arg<'_>) -> Result<T, FormatError> {
        let message = format!("{} != {}", char::from(self.conversion), arg.class());
        exception("java.util.IllegalFormatConversionException", message)
    }
}

impl Arg<'_> {
    fn class(&self) -> &str {
        match self {
            Arg::Null => "null",
            Arg::Bool(_) => "java.lang.Boolean",
            Arg::Byte(_) => "java.lang.Byte",
            Arg::Short(_) => "java.lang.Short",
            Arg::Int(_) => "java.lang.Integer",
            Arg::Long(_) => "java.lang.Long",
            Arg::Float(_) => "java.lang.Float",
            Arg::Double(_) => "java.lang.Double",
            Arg::Big(_) => "java.math.BigInteger",
            Arg::Decimal(_) => "java.math.BigDecimal",
            Arg::Char(_) => "java.lang.Character",
            Arg::Str(_) => "java.lang.String",
            Arg::Other { class, .. } => class,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(pattern: &str, args: &[Arg<'_>]) -> String {
        format(pattern, args, 10_000).unwrap()
    }

    fn error(pattern: &str, args: &[Arg<'_>]) -> String {
        match format(pattern, args, 10_000) {
            Err(FormatError::Exception(error)) => error.to_string()[10..].to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn arguments() {
        let args = [Arg::Str("a"), Arg::Str("b"), Arg::Null];
        assert_eq!(ok("%2$s %s %<s %s %s%n100%%", &args), "b a a b null\n100%");
        assert_eq!(error("%s %s", &args[..1]), "MissingFormatArgumentException: Format specifier '%s'");
        assert_eq!(error("%<5d", &args), "MissingFormatArgumentException: Format specifier '%<5d'");
    }

    #[test]
    fn general() {
        let other = Arg::Other { text: "{a=1}", hash: 96, class: "java.util.HashMap" };
        assert_eq!(ok("[%6s|%-6s|%.2S]", &[other; 3]), "[ {a=1}|{a=1} |{A]");
        assert_eq!(ok("%h %b %B %c%c", &[other, Arg::Null, other, Arg::Char('x'), Arg::Int(228)]), "60 false TRUE xä");
        assert_eq!(error("%d", &[other]), "IllegalFormatConversionException: d != java.util.HashMap");
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(
            ok("%,d %05d %+d %(d % d", &[Arg::Int(-1234567); 5]),
            "-1,234,567 -1234567 -1234567 (1234567) -1234567"
        );
        assert_eq!(ok("%x %#X %o", &[Arg::Byte(-1), Arg::Int(255), Arg::Long(8)]), "ff 0XFF 10");
        let big = BigInt::from(-255);
        assert_eq!(ok("%x %,015d", &[Arg::Big(&big), Arg::Int(1234567)]), "-ff 0000001,234,567");
    }

    #[test]
    fn floating() {
        let half = Arg::Double(0.125);
        assert_eq!(ok("%f %.2f %e %g %a", &[half; 5]), "0.125000 0.13 1.250000e-01 0.125000 0x1.0p-3");
        assert_eq!(
            ok("%,.1f|%010.2f|%(.0f", &[Arg::Double(1234567.89), Arg::Double(-3.5), Arg::Double(-2.5)]),
            "1,234,567.9|-000003.50|(3)"
        );
        assert_eq!(ok("%f %5.1f", &[Arg::Float(0.1), Arg::Double(f64::NAN)]), "0.100000   NaN");
        let decimal = BigDecimal::parse("1234.565").unwrap();
        assert_eq!(ok("%.2f %e %s", &[Arg::Decimal(&decimal); 3]), "1234.57 1.234565e+03 1234.565");
    }

    #[test]
    fn mistakes() {
        let int = [Arg::Int(1)];
        assert_eq!(error("%q", &int), "UnknownFormatConversionException: Conversion = 'q'");
        assert_eq!(error("%", &int), "UnknownFormatConversionException: Conversion = '%'");
        assert_eq!(error("%-d", &int), "MissingFormatWidthException: %-d");
        assert_eq!(error("%--5d", &int), "DuplicateFormatFlagsException: Flags = '-'");
        assert_eq!(error("%.2d", &int), "IllegalFormatPrecisionException: 2");
        assert_eq!(error("%-05d", &int), "IllegalFormatFlagsException: Flags = '-0'");
        assert_eq!(error("%#d", &int), "FormatFlagsConversionMismatchException: Conversion = d, Flags = #");
        assert_eq!(error("%s%q", &[]), "UnknownFormatConversionException: Conversion = 'q'");
    }

    #[test]
    fn hostile_sizes() {
        assert_eq!(format("%.70000f", &[Arg::Double(0.5)], 1 << 20).unwrap().len(), 70_002);
        assert_eq!(format("%070000d", &[Arg::Int(5)], 1 << 20).unwrap().len(), 70_000);
        for pattern in ["%999999999d", "%.999999999f", "%0999999999d", "%999999999s", "%-999999999b"] {
            let arg = if pattern.ends_with('f') { Arg::Double(1.5) } else { Arg::Int(1) };
            assert_eq!(format(pattern, &[arg], 1000), Err(FormatError::TooLarge));
        }
        let huge = BigDecimal::parse("1E+999999999").unwrap();
        assert_eq!(format("%f", &[Arg::Decimal(&huge)], 1000), Err(FormatError::TooLarge));
    }
}
