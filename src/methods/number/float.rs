//! `java.lang.Float`, which templates get from `floatValue()`.

use super::super::args::{answer, float, int, missing};
use super::{not_comparable, null_decimal, tried};
use crate::error::Result;
use crate::value::number::float as floats;
use crate::value::{Heap, Known, Outcome, Value};

/// `$f.parseFloat('1.5')`, `$f.isNaN()`, `$f.max(1, 2)`
pub(super) fn call<'a>(heap: &Heap<'a>, f: f32, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::compareTo, [Value::Float(g)]) => answer(floats::compare(f, *g)),
        (Known::compareTo, [other]) => Err(not_comparable(Value::Float(f), *other)),
        (Known::isNaN, []) => answer(f.is_nan()),
        (Known::isInfinite, []) => answer(f.is_infinite()),
        (Known::parseFloat | Known::valueOf, [Value::String(s)]) => {
            heap.charge_bytes(s.len())?;
            tried(floats::parse(s))
        }
        (Known::parseFloat | Known::valueOf, [Value::Null]) => null_decimal(),
        (Known::intBitsToFloat, [bits]) => match int(*bits) {
            Some(bits) => answer(f32::from_bits(bits as u32)),
            None => missing(),
        },
        (_, [a]) => match float(*a) {
            Some(a) => of_float(heap, method, a),
            None => missing(),
        },
        (_, [a, b]) => match (method, float(*a), float(*b)) {
            (Known::compare, Some(a), Some(b)) => answer(floats::compare(a, b)),
            (Known::sum, Some(a), Some(b)) => answer(floats::sum(a, b)),
            (Known::max, Some(a), Some(b)) => answer(floats::max(a, b)),
            (Known::min, Some(a), Some(b)) => answer(floats::min(a, b)),
            _ => missing(),
        },
        _ => missing(),
    }
}

fn of_float<'a>(heap: &Heap<'a>, method: Known, f: f32) -> Result<Outcome<'a>> {
    match method {
        Known::valueOf => answer(f),
        Known::toString => answer(heap.string(&floats::to_string(f))?),
        Known::toHexString => answer(heap.string(&floats::to_hex_string(f))?),
        Known::isNaN => answer(f.is_nan()),
        Known::isInfinite => answer(f.is_infinite()),
        Known::isFinite => answer(f.is_finite()),
        Known::hashCode => answer(floats::hash_code(f)),
        Known::floatToIntBits => answer(floats::to_int_bits(f)),
        Known::floatToRawIntBits => answer(floats::to_raw_int_bits(f)),
        _ => missing(),
    }
}
