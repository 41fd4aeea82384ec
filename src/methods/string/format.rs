//! `String.format`: a call's values as arguments of the formatter.

use super::super::args::{made, missing};
use super::super::exception::null_because;
use super::super::format::{Arg, FormatError, format as print};
use crate::error::{ErrorKind, Fault, Result};
use crate::limits::Limit;
use crate::value::{Heap, ListKind, Outcome, Value, hash, print as text, utf16};

/// `$s.format('%05d', 7)`; a null before the pattern is a null `Locale`.
pub(super) fn format<'a>(heap: &Heap<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let (pattern, rest) = match args {
        [Value::Null, pattern @ (Value::String(_) | Value::Null), rest @ ..] if fit(rest) => (*pattern, rest),
        [pattern @ (Value::String(_) | Value::Null), rest @ ..] if fit(rest) => (*pattern, rest),
        _ => return missing(),
    };
    match pattern {
        Value::String(pattern) => formatted(heap, pattern, rest),
        _ => Err(null_because("Cannot invoke \"String.length()\" because \"s\" is null")),
    }
}

/// `Object...` takes anything but an array of primitives alone.
fn fit(args: &[Value<'_>]) -> bool {
    match args {
        [Value::List(list)] => !list.kind().is_array() || is_objects(list.kind()),
        _ => true,
    }
}

fn is_objects(kind: ListKind) -> bool {
    matches!(kind, ListKind::ObjectArray | ListKind::StringArray)
}

/// `$s.formatted(7)`
pub(super) fn formatted<'a>(heap: &Heap<'a>, pattern: &str, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    heap.charge_bytes(pattern.len())?;
    let values = match args {
        // A null array: every specifier finds a null.
        [Value::Null] => {
            let specifiers = pattern.matches('%').count();
            heap.reserve(specifiers.saturating_mul(size_of::<Value>()))?;
            vec![Value::Null; specifiers]
        }
        [Value::List(list)] if is_objects(list.kind()) => list.to_vec(heap)?,
        values if fit(values) => values.to_vec(),
        _ => return missing(),
    };
    heap.reserve(values.len().saturating_mul(size_of::<Arg>()))?;
    let args = values.into_iter().map(|value| arg(heap, value)).collect::<Result<Vec<_>>>()?;
    let out = print(pattern, &args, heap.room()).map_err(|error| fault(heap, error))?;
    heap.charge_bytes(out.len())?;
    made(heap, &out)
}

fn arg<'a>(heap: &Heap<'a>, value: Value<'a>) -> Result<Arg<'a>> {
    Ok(match value {
        Value::Null => Arg::Null,
        Value::Boolean(b) => Arg::Bool(b),
        Value::Byte(i) => Arg::Byte(i),
        Value::Short(i) => Arg::Short(i),
        Value::Integer(i) => Arg::Int(i),
        Value::Long(i) => Arg::Long(i),
        Value::Float(f) => Arg::Float(f),
        Value::Double(d) => Arg::Double(d),
        Value::BigInteger(i) => Arg::Big(i),
        Value::BigDecimal(d) => Arg::Decimal(d),
        Value::Character(c) => Arg::Char(utf16::char_of(c)),
        Value::String(s) => Arg::Str(s),
        other => {
            Arg::Other { text: text::to_text(heap, other)?, hash: hash::code(heap, other)?, class: other.class_name() }
        }
    })
}

#[cold]
fn fault(heap: &Heap<'_>, error: FormatError) -> Box<Fault> {
    match error {
        FormatError::Exception(exception) => Fault::new(ErrorKind::Exception, exception.to_string()),
        FormatError::TooLarge => Fault::limit(Limit::ValueBytes, heap.limits().value_bytes),
        FormatError::Unsupported(what) => Fault::new(ErrorKind::Exception, format!("`format` does not support {what}")),
    }
}
