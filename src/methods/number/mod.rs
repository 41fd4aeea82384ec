//! Java's numbers, a file for each class; what they compute is in [`value::number`](crate::value::number).
//! Called by `methods/` alone.

mod big_decimal;
mod big_integer;
mod double;
mod float;
mod integer;
mod long;
mod small;

use super::args::{answer, int, missing, text};
use super::exception::bad_range;
use super::exception::{class_cast, null_because, thrown};
use crate::error::{Fault, Result};
use crate::value::number::{NumberError, double as doubles};
use crate::value::{Heap, Known, Outcome, Value, utf16};

/// `$i.parseInt('7')`, `$d.intValue()`, `$i.compareTo(3)`
pub(super) fn call<'a>(heap: &Heap<'a>, receiver: Value<'a>, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let converted = match (receiver, args) {
        (Value::BigInteger(_) | Value::BigDecimal(_), _) => None,
        (_, []) => convert(receiver, method),
        _ => None,
    };
    if let Some(converted) = converted {
        return Ok(Outcome::Value(converted));
    }
    if let (Known::resolveConstantDesc, [Value::Null]) = (method, args) {
        return match receiver {
            Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Float(_) => answer(receiver),
            _ => missing(),
        };
    }
    match receiver {
        Value::Integer(i) => integer::call(heap, i, method, args),
        Value::Long(i) => long::call(heap, i, method, args),
        Value::Short(i) => small::short(heap, i, method, args),
        Value::Byte(i) => small::byte(heap, i, method, args),
        Value::Double(d) => double::call(heap, d, method, args),
        Value::Float(f) => float::call(heap, f, method, args),
        Value::BigInteger(i) => big_integer::call(heap, i, method, args),
        Value::BigDecimal(d) => big_decimal::call(heap, d, method, args),
        _ => missing(),
    }
}

/// `$i.longValue()`: Java's conversions between primitives.
fn convert<'a>(number: Value<'a>, method: Known) -> Option<Value<'a>> {
    let whole = match number {
        Value::Integer(i) => Some(i64::from(i)),
        Value::Long(i) => Some(i),
        Value::Short(i) => Some(i64::from(i)),
        Value::Byte(i) => Some(i64::from(i)),
        _ => None,
    };
    let real = match number {
        Value::Double(d) => d,
        Value::Float(f) => f64::from(f),
        _ => 0.0,
    };
    Some(match (method, whole) {
        (Known::intValue, Some(i)) => Value::Integer(i as i32),
        (Known::longValue, Some(i)) => Value::Long(i),
        (Known::shortValue, Some(i)) => Value::Short(i as i16),
        (Known::byteValue, Some(i)) => Value::Byte(i as i8),
        (Known::doubleValue, Some(i)) => Value::Double(i as f64),
        (Known::floatValue, Some(i)) => Value::Float(i as f32),
        (Known::intValue, None) => Value::Integer(doubles::int_value(real)),
        (Known::longValue, None) => Value::Long(doubles::long_value(real)),
        (Known::shortValue, None) => Value::Short(doubles::short_value(real)),
        (Known::byteValue, None) => Value::Byte(doubles::byte_value(real)),
        (Known::doubleValue, None) => Value::Double(real),
        (Known::floatValue, None) => Value::Float(real as f32),
        _ => return None,
    })
}

/// `$i.compareTo('x')`: of another class, or null.
#[cold]
fn not_comparable(number: Value<'_>, other: Value<'_>) -> Box<Fault> {
    let class = number.class_name();
    if !other.is_null() {
        return class_cast(other, class);
    }
    let simple = class.rsplit('.').next().unwrap_or(class);
    let field = match number {
        Value::BigInteger(_) => return null_because("Cannot read field \"signum\" because \"val\" is null"),
        Value::BigDecimal(_) => return null_because("Cannot read field \"scale\" because \"val\" is null"),
        _ => "value",
    };
    null_because(&format!("Cannot read field \"{field}\" because \"another{simple}\" is null"))
}

/// The result of a computation that may throw.
fn tried<'a, T: Into<Value<'a>>>(result: std::result::Result<T, NumberError>) -> Result<Outcome<'a>> {
    answer(result?)
}

/// Takes the work of multiplying or dividing numbers of so many bits off the budget.
fn charge_product(heap: &Heap<'_>, bits: u64, other: u64) -> Result<()> {
    heap.charge((bits / 64 + 1).saturating_mul(other / 64 + 1) / 64)
}

/// Takes the work of raising to a power of so many bits, modulo a number of so many, off the budget.
fn charge_power(heap: &Heap<'_>, exponent: u64, modulus: u64) -> Result<()> {
    let limbs = modulus / 64 + 1;
    heap.charge(exponent.saturating_mul(limbs).saturating_mul(limbs) / 64)
}

/// `Integer.parseInt(null)`
#[cold]
fn null_number<'a>() -> Result<Outcome<'a>> {
    Err(Fault::exception("java.lang.NumberFormatException", "Cannot parse null string"))
}

/// `Integer.decode(null)`
#[cold]
fn null_decode<'a>() -> Result<Outcome<'a>> {
    Err(null_because("Cannot invoke \"String.isEmpty()\" because \"nm\" is null"))
}

/// `Double.parseDouble(null)`
#[cold]
fn null_decimal<'a>() -> Result<Outcome<'a>> {
    Err(null_because("Cannot invoke \"String.trim()\" because \"in\" is null"))
}

/// `$i.parseInt('a17', 1, 3, 10)`: text, begin, end, radix.
fn ranged<'a, T: Into<Value<'a>>>(
    method: Known,
    args: [Value<'a>; 4],
    parse: fn(&str, i32) -> std::result::Result<T, NumberError>,
) -> Result<Outcome<'a>> {
    let (Some(text), Some(begin), Some(end), Some(radix)) = (text(args[0]), int(args[1]), int(args[2]), int(args[3]))
    else {
        return missing();
    };
    let text = text.ok_or_else(|| thrown("java.lang.NullPointerException"))?;
    let range = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
    let part = range.and_then(|(b, e)| utf16::substring(text, b, e)).ok_or_else(bad_range)?;
    if method != Known::parseInt && (2..=36).contains(&radix) {
        if part.is_empty() {
            return Err(Fault::exception("java.lang.NumberFormatException", ""));
        }
        if method != Known::parseLong && part.starts_with('-') {
            let message = format_args!("Illegal leading minus sign on unsigned string {text}.");
            return Err(Fault::exception("java.lang.NumberFormatException", message));
        }
    }
    match parse(&part, radix) {
        Err(NumberError::Exception(_)) if !part.is_empty() && (2..=36).contains(&radix) => {
            let bad = |c: char| !c.is_digit(radix as u32);
            let digits = part.strip_prefix(['-', '+']).unwrap_or(&part);
            let at = digits.find(bad).map_or(part.len() - 1, |at| at + part.len() - digits.len());
            let at = utf16::unit_index(&part, at.min(part.len()));
            let message = format_args!("Error at index {at} in: \"{part}\"");
            Err(Fault::exception("java.lang.NumberFormatException", message))
        }
        result => tried(result),
    }
}

#[cfg(test)]
mod tests {
    use super::super::truth::ask;

    #[test]
    fn static_methods_through_an_instance() {
        assert_eq!(ask("i:0", "parseInt", &["s:7f", "i:16"]), "127");
        assert_eq!(ask("i:0", "toHexString", &["i:255"]), "ff");
        assert_eq!(ask("i:0", "max", &["i:1", "i:2"]), "2");
        assert_eq!(ask("i:0", "max", &["i:1", "l:2"]), "no method");
        assert_eq!(ask("l:0", "max", &["i:1", "l:2"]), "2");
        assert_eq!(ask("d:0", "max", &["i:1", "d:2"]), "2.0");
        assert_eq!(ask("i:0", "parseInt", &["s:x"]), "java.lang.NumberFormatException: For input string: \"x\"");
        assert_eq!(ask("i:0", "parseInt", &["n"]), "java.lang.NumberFormatException: Cannot parse null string");
    }

    #[test]
    fn conversions() {
        assert_eq!(ask("d:-1.9", "intValue", &[]), "-1");
        assert_eq!(ask("d:1e300", "longValue", &[]), "9223372036854775807");
        assert_eq!(ask("i:300", "byteValue", &[]), "44");
        assert_eq!(ask("i:7", "doubleValue", &[]), "7.0");
    }

    #[test]
    fn only_one_class_compares() {
        assert_eq!(ask("i:7", "compareTo", &["i:8"]), "-1");
        assert_eq!(
            ask("i:7", "compareTo", &["l:8"]),
            "java.lang.ClassCastException: class java.lang.Long cannot be cast to class java.lang.Integer \
             (java.lang.Long and java.lang.Integer are in module java.base of loader 'bootstrap')"
        );
    }

    #[test]
    fn big_numbers() {
        assert_eq!(ask("B:99999999999999999999", "add", &["B:1"]), "100000000000000000000");
        assert_eq!(ask("B:7", "pow", &["i:30"]), "22539340290692258087863249");
        assert_eq!(ask("B:7", "add", &["i:1"]), "no method");
        assert_eq!(ask("D:1.25", "setScale", &["i:1", "i:4"]), "1.3");
        assert_eq!(ask("D:1.25", "setScale", &["i:1"]), "java.lang.ArithmeticException: Rounding necessary");
        assert_eq!(ask("D:1.25", "valueOf", &["i:5", "i:2"]), "0.05");
    }
}
