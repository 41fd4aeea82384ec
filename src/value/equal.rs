//! Java's `equals`.

use super::object::ViewKind;
use super::{Heap, Object, Value, hash};
use crate::error::Result;

/// `a.equals(b)`; null equals null only.
pub(crate) fn equals<'a>(heap: &Heap<'a>, a: Value<'a>, b: Value<'a>) -> Result<bool> {
    nested(heap, a, b, 0)
}

fn nested<'a>(heap: &Heap<'a>, a: Value<'a>, b: Value<'a>, depth: u32) -> Result<bool> {
    heap.check_depth(depth)?;
    heap.charge(1)?;
    Ok(match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Boolean(x), Value::Boolean(y)) => x == y,
        (Value::Integer(x), Value::Integer(y)) => x == y,
        (Value::Long(x), Value::Long(y)) => x == y,
        (Value::Short(x), Value::Short(y)) => x == y,
        (Value::Byte(x), Value::Byte(y)) => x == y,
        (Value::Character(x), Value::Character(y)) => x == y,
        (Value::Double(x), Value::Double(y)) => hash::double_bits(x) == hash::double_bits(y),
        (Value::Float(x), Value::Float(y)) => x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()),
        (Value::BigInteger(x), Value::BigInteger(y)) => x == y,
        (Value::BigDecimal(x), Value::BigDecimal(y)) => x == y,
        (Value::String(x), Value::String(y)) => {
            heap.charge_bytes(x.len().min(y.len()))?;
            x == y
        }
        (Value::List(x), Value::List(y)) if x.kind().is_array() || y.kind().is_array() => std::ptr::eq(x, y),
        (Value::List(x), Value::List(y)) => {
            if std::ptr::eq(x, y) {
                return Ok(true);
            }
            if x.len() != y.len() {
                return Ok(false);
            }
            for i in 0..x.len() {
                let pair = (x.get(i).unwrap_or(Value::Null), y.get(i).unwrap_or(Value::Null));
                if !nested(heap, pair.0, pair.1, depth + 1)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Map(x), Value::Map(y)) => {
            if std::ptr::eq(x, y) {
                return Ok(true);
            }
            if x.len() != y.len() {
                return Ok(false);
            }
            x.charge_gaps(heap)?;
            for slot in 0..x.slots() {
                let Some((key, value)) = x.slot(heap, slot) else { continue };
                match y.get(heap, key)? {
                    Some(other) if nested(heap, value, other, depth + 1)? => {}
                    _ => return Ok(false),
                }
            }
            true
        }
        (Value::Object(Object::Entry(x)), Value::Object(Object::Entry(y))) => {
            nested(heap, x.key, y.key, depth + 1)? && nested(heap, x.value(heap)?, y.value(heap)?, depth + 1)?
        }
        (Value::Object(Object::Class(x)), Value::Object(Object::Class(y))) => x == y,
        (Value::Object(Object::View(x)), Value::Object(Object::View(y))) => {
            if std::ptr::eq(x.map, y.map) && x.kind == y.kind {
                return Ok(true); // Java makes each view of a map once
            }
            if x.kind == ViewKind::Values || y.kind == ViewKind::Values || x.map.len() != y.map.len() {
                return Ok(false);
            }
            if x.kind != y.kind {
                return Ok(x.map.len() == 0);
            }
            x.map.charge_gaps(heap)?;
            for slot in 0..x.map.slots() {
                let Some((key, value)) = x.map.slot(heap, slot) else { continue };
                match y.map.get(heap, key)? {
                    Some(_) if x.kind == ViewKind::Keys => {}
                    Some(other) if nested(heap, value, other, depth + 1)? => {}
                    _ => return Ok(false),
                }
            }
            true
        }
        (Value::Object(Object::Scope(x)), _) if matches!(b, Value::Map(_)) => {
            return nested(heap, Value::Map(x.storage), b, depth);
        }
        (_, Value::Object(Object::Scope(y))) if !matches!(a, Value::Object(_)) => {
            return nested(heap, a, Value::Map(y.storage), depth);
        }
        (Value::Object(Object::Scope(x)), Value::Object(Object::Scope(y))) => {
            return nested(heap, Value::Map(x.storage), Value::Map(y.storage), depth);
        }
        (Value::Object(Object::ScopeInfo(x)), Value::Object(Object::ScopeInfo(y))) => std::ptr::eq(*x, *y),
        (Value::Object(x), Value::Object(y)) => std::ptr::eq(x, y),
        _ => false,
    })
}
