//! How parameters take arguments, and what methods answer.
//!
//! Velocity matches by class: whole numbers widen as Java's do, nothing else is converted, and null fits whatever is no
//! primitive.

use crate::error::Result;
use crate::value::{Heap, ListKind, Outcome, Value, utf16};

/// A parameter `int`.
pub(super) fn int(arg: Value<'_>) -> Option<i32> {
    match arg {
        Value::Integer(i) => Some(i),
        Value::Short(i) => Some(i.into()),
        Value::Byte(i) => Some(i.into()),
        _ => None,
    }
}

/// A parameter `long`.
pub(super) fn long(arg: Value<'_>) -> Option<i64> {
    match arg {
        Value::Long(i) => Some(i),
        other => int(other).map(i64::from),
    }
}

/// A parameter `short`.
pub(super) fn short(arg: Value<'_>) -> Option<i16> {
    match arg {
        Value::Short(i) => Some(i),
        Value::Byte(i) => Some(i.into()),
        _ => None,
    }
}

/// A parameter `float`.
pub(super) fn float(arg: Value<'_>) -> Option<f32> {
    match arg {
        Value::Float(f) => Some(f),
        other => long(other).map(|i| i as f32),
    }
}

/// A parameter `double`.
pub(super) fn double(arg: Value<'_>) -> Option<f64> {
    match arg {
        Value::Double(d) => Some(d),
        Value::Float(f) => Some(f.into()),
        other => long(other).map(|i| i as f64),
    }
}

/// A parameter `String` or `CharSequence`; the inner `None` is null.
pub(super) fn text<'a>(arg: Value<'a>) -> Option<Option<&'a str>> {
    match arg {
        Value::String(s) => Some(Some(s)),
        Value::Null => Some(None),
        _ => None,
    }
}

/// A parameter `char[]`, as units.
pub(super) fn chars<'a>(heap: &Heap<'a>, arg: Value<'a>) -> Result<Option<Vec<u16>>> {
    match arg {
        Value::List(list) if list.kind() == ListKind::CharArray => {
            let unit = |v| if let Value::Character(c) = v { c } else { 0 };
            Ok(Some(list.to_vec(heap)?.into_iter().map(unit).collect()))
        }
        _ => Ok(None),
    }
}

/// The result of a method.
pub(super) fn answer<'a>(value: impl Into<Value<'a>>) -> Result<Outcome<'a>> {
    Ok(Outcome::Value(value.into()))
}

/// The result of a method that made a string: halves of a surrogate pair that met in it become one character.
pub(super) fn made<'a>(heap: &Heap<'a>, text: &str) -> Result<Outcome<'a>> {
    if heap.lone_surrogates.get() { answer(heap.string(&utf16::join_pairs(text))?) } else { answer(heap.string(text)?) }
}

/// The result of a method that made a `char[]`.
pub(super) fn char_array<'a>(heap: &Heap<'a>, units: &[u16]) -> Result<Outcome<'a>> {
    heap.reserve(units.len().saturating_mul(2 * size_of::<Value>()))?;
    let items: Vec<_> = units.iter().map(|&u| Value::Character(u)).collect();
    answer(heap.list(ListKind::CharArray, &items)?)
}

/// The result of a method that made a `byte[]`.
pub(super) fn byte_array<'a>(heap: &Heap<'a>, bytes: &[u8]) -> Result<Outcome<'a>> {
    heap.reserve(bytes.len().saturating_mul(2 * size_of::<Value>()))?;
    let items: Vec<_> = bytes.iter().map(|&b| Value::Byte(b as i8)).collect();
    answer(heap.list(ListKind::ByteArray, &items)?)
}

/// The result of a method that the class does not have for these arguments.
pub(super) fn missing<'a>() -> Result<Outcome<'a>> {
    Ok(Outcome::Missing)
}

macro_rules! values {
    ($($from:ty => $variant:ident)*) => {
        $(impl From<$from> for Value<'_> {
            fn from(value: $from) -> Self {
                Value::$variant(value)
            }
        })*
    };
}

values! {
    bool => Boolean i32 => Integer i64 => Long f64 => Double f32 => Float i16 => Short i8 => Byte u16 => Character
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::String(text)
    }
}
