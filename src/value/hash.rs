//! `hashCode()`, and the order in which a `HashMap` iterates.

use super::object::ViewKind;
use super::{Heap, Object, Value, number, utf16};
use crate::error::Result;

/// Java's `hashCode()` of a string.
pub(crate) fn string(s: &str) -> i32 {
    if s.is_ascii() {
        return s.bytes().fold(0i32, |h, b| h.wrapping_mul(31).wrapping_add(i32::from(b)));
    }
    utf16::encode(s).fold(0i32, |h, u| h.wrapping_mul(31).wrapping_add(i32::from(u)))
}

/// Java's `hashCode()`; 0 for null, as maps and lists count it.
pub(crate) fn code<'a>(heap: &Heap<'a>, value: Value<'a>) -> Result<i32> {
    nested(heap, value, 0)
}

fn nested<'a>(heap: &Heap<'a>, value: Value<'a>, depth: u32) -> Result<i32> {
    heap.check_depth(depth)?;
    heap.charge(1)?;
    Ok(match value {
        Value::Null => 0,
        Value::Boolean(b) => {
            if b {
                1231
            } else {
                1237
            }
        }
        Value::Integer(i) => i,
        Value::Short(i) => i32::from(i),
        Value::Byte(i) => i32::from(i),
        Value::Character(c) => i32::from(c),
        Value::Long(i) => long(i),
        Value::Double(d) => long(double_bits(d)),
        Value::Float(f) => {
            if f.is_nan() {
                0x7fc0_0000
            } else {
                f.to_bits() as i32
            }
        }
        Value::BigInteger(i) => number::big::hash_code(i),
        Value::BigDecimal(d) => d.hash_code(),
        Value::String(s) => {
            heap.charge_text(s.len())?;
            string(s)
        }
        Value::List(list) if list.kind().is_array() => heap.identity(list)?,
        Value::List(list) => {
            let mut hash = 1i32;
            for i in 0..list.len() {
                let item = list.get(i).unwrap_or(Value::Null);
                hash = hash.wrapping_mul(31).wrapping_add(nested(heap, item, depth + 1)?);
            }
            hash
        }
        Value::Map(map) => {
            let mut hash = 0i32;
            map.charge_gaps(heap)?;
            for slot in 0..map.slots() {
                if let Some((key, value)) = map.slot(heap, slot) {
                    hash = hash.wrapping_add(nested(heap, key, depth + 1)? ^ nested(heap, value, depth + 1)?);
                }
            }
            hash
        }
        Value::Object(Object::Entry(entry)) => {
            nested(heap, entry.key, depth + 1)? ^ nested(heap, entry.value(heap)?, depth + 1)?
        }
        Value::Object(Object::View(view)) if view.kind != ViewKind::Values => {
            let mut hash = 0i32;
            view.map.charge_gaps(heap)?;
            for slot in 0..view.map.slots() {
                if let Some((key, value)) = view.map.slot(heap, slot) {
                    let mut h = nested(heap, key, depth + 1)?;
                    if view.kind == ViewKind::Entries {
                        h ^= nested(heap, value, depth + 1)?;
                    }
                    hash = hash.wrapping_add(h);
                }
            }
            hash
        }
        Value::Object(Object::Scope(scope)) => nested(heap, Value::Map(scope.storage), depth)?,
        Value::Object(Object::ScopeInfo(scope)) => heap.identity(*scope)?,
        Value::Object(Object::Host(host)) => heap.identity(*host)?,
        Value::Object(object) => heap.identity(object)?,
    })
}

/// `Double.doubleToLongBits`: one NaN.
pub(crate) fn double_bits(d: f64) -> i64 {
    if d.is_nan() { 0x7ff8_0000_0000_0000 } else { d.to_bits() as i64 }
}

fn long(i: i64) -> i32 {
    (i ^ ((i as u64) >> 32) as i64) as i32
}

/// The order in which a `HashMap` goes through keys with these hash codes, put in this order: by bucket of a table of
/// `capacity`, and within a bucket as they came.
pub(crate) fn map_order(codes: &[i32], capacity: usize) -> Vec<u32> {
    let bucket = |code: i32| ((code ^ ((code as u32) >> 16) as i32) as u32 as usize) & (capacity - 1);
    let mut order: Vec<u32> = (0..codes.len() as u32).collect();
    order.sort_by_key(|&i| bucket(codes[i as usize]));
    order
}

/// A `HashMap`'s table once it has held `size` entries, grown one by one.
pub(crate) fn map_capacity(size: usize) -> usize {
    let mut capacity = 16;
    while size > capacity / 4 * 3 {
        capacity *= 2;
    }
    capacity
}
