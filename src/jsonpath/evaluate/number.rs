//! Numbers as filters and functions see them.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Flow, Stop};
use crate::jsonpath::decimal::Decimal;
use crate::value::{Heap, Value, number};

/// A number of a filter: Java's `BigDecimal` made of its text, with the two usual sorts kept as they are.
#[derive(Debug, Clone)]
pub(super) enum Number<'n> {
    Int(i64),
    /// Finite.
    Double(f64),
    Decimal(Cow<'n, Decimal>),
}

impl Number<'_> {
    /// `new BigDecimal(value.toString())`
    pub fn of_value<'a>(heap: &Heap<'a>, value: Value<'a>) -> Flow<Number<'static>> {
        let mut text = String::new();
        match value {
            Value::Integer(i) => return Ok(Number::Int(i.into())),
            Value::Long(i) => return Ok(Number::Int(i)),
            Value::Short(i) => return Ok(Number::Int(i.into())),
            Value::Byte(i) => return Ok(Number::Int(i.into())),
            Value::Double(d) if d.is_finite() => return Ok(Number::Double(d)),
            Value::Float(f) if f.is_finite() => number::float::write(f, &mut text),
            value => crate::value::print::print(heap, value, &mut text)?,
        }
        heap.charge_bytes(text.len().saturating_mul(8))?;
        match Decimal::parse(&text) {
            Some(decimal) => Ok(Number::Decimal(Cow::Owned(decimal))),
            None => Err(Stop::fault(format!("java.lang.NumberFormatException: {text} is no number to a filter"))),
        }
    }

    /// The number that a text is.
    pub fn of_text(text: &str) -> Option<Number<'static>> {
        if let Ok(i) = text.parse() {
            return Some(Number::Int(i));
        }
        Decimal::parse(text).map(|decimal| Number::Decimal(Cow::Owned(decimal)))
    }

    fn decimal(&self) -> Cow<'_, Decimal> {
        let mut text = String::new();
        match self {
            Number::Decimal(decimal) => return Cow::Borrowed(decimal),
            Number::Int(i) => number::integer::write(*i, &mut text),
            Number::Double(d) => number::double::write(*d, &mut text),
        }
        Cow::Owned(Decimal::parse(&text).unwrap_or(Decimal::ZERO))
    }

    /// `toString()`
    pub fn print(&self) -> String {
        match self {
            Number::Int(i) => i.to_string(),
            number => number.decimal().print(),
        }
    }

    pub fn compare(&self, other: &Number<'_>) -> Ordering {
        /// Up to here every whole number is a double.
        const EXACT: u64 = 1 << 53;
        let order = match (self, other) {
            (Number::Int(a), Number::Int(b)) => return a.cmp(b),
            (Number::Double(a), Number::Double(b)) => a.partial_cmp(b),
            (Number::Int(a), Number::Double(b)) if a.unsigned_abs() <= EXACT => (*a as f64).partial_cmp(b),
            (Number::Double(a), Number::Int(b)) if b.unsigned_abs() <= EXACT => a.partial_cmp(&(*b as f64)),
            _ => None,
        };
        order.unwrap_or_else(|| self.decimal().compare(&other.decimal()))
    }

    /// `intValue()`
    pub fn int_value(&self) -> i32 {
        match self {
            Number::Int(i) => *i as i32,
            number => number.decimal().int_value(),
        }
    }
}

/// Java's `doubleValue()`.
pub(super) fn double_value(value: Value<'_>) -> f64 {
    match value {
        Value::Integer(i) => f64::from(i),
        Value::Long(i) => i as f64,
        Value::Short(i) => f64::from(i),
        Value::Byte(i) => f64::from(i),
        Value::Double(d) => d,
        Value::Float(f) => f64::from(f),
        Value::BigInteger(i) => number::big::double_value(i),
        Value::BigDecimal(d) => d.double_value(),
        _ => f64::NAN,
    }
}

/// Java's `intValue()`.
pub(super) fn int_value(value: Value<'_>) -> i32 {
    match value {
        Value::Integer(i) => i,
        Value::Long(i) => i as i32,
        Value::Short(i) => i.into(),
        Value::Byte(i) => i.into(),
        Value::Double(d) => d as i32,
        Value::Float(f) => f as i32,
        Value::BigInteger(i) => number::big::int_value(i),
        Value::BigDecimal(d) => d.int_value(),
        _ => 0,
    }
}
