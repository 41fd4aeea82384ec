//! `java.lang.Double`

use super::super::args::{answer, double, long, missing};
use super::{not_comparable, null_decimal, tried};
use crate::error::Result;
use crate::value::number::double as doubles;
use crate::value::{Heap, Known, Outcome, Value};

/// `$d.parseDouble('1.5')`, `$d.isNaN()`, `$d.max(1, 2.5)`
pub(super) fn call<'a>(heap: &Heap<'a>, d: f64, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::compareTo, [Value::Double(e)]) => answer(doubles::compare(d, *e)),
        (Known::compareTo, [other]) => Err(not_comparable(Value::Double(d), *other)),
        (Known::isNaN, []) => answer(d.is_nan()),
        (Known::isInfinite, []) => answer(d.is_infinite()),
        (Known::parseDouble | Known::valueOf, [Value::String(s)]) => {
            heap.charge_bytes(s.len())?;
            tried(doubles::parse(s))
        }
        (Known::parseDouble | Known::valueOf, [Value::Null]) => null_decimal(),
        (Known::longBitsToDouble, [bits]) => match long(*bits) {
            Some(bits) => answer(doubles::from_long_bits(bits)),
            None => missing(),
        },
        (_, [a]) => match double(*a) {
            Some(a) => of_double(heap, method, a),
            None => missing(),
        },
        (_, [a, b]) => match (method, double(*a), double(*b)) {
            (Known::compare, Some(a), Some(b)) => answer(doubles::compare(a, b)),
            (Known::sum, Some(a), Some(b)) => answer(doubles::sum(a, b)),
            (Known::max, Some(a), Some(b)) => answer(doubles::max(a, b)),
            (Known::min, Some(a), Some(b)) => answer(doubles::min(a, b)),
            _ => missing(),
        },
        _ => missing(),
    }
}

fn of_double<'a>(heap: &Heap<'a>, method: Known, d: f64) -> Result<Outcome<'a>> {
    match method {
        Known::valueOf => answer(d),
        Known::toString => answer(heap.string(&doubles::to_string(d))?),
        Known::toHexString => answer(heap.string(&doubles::to_hex_string(d))?),
        Known::isNaN => answer(d.is_nan()),
        Known::isInfinite => answer(d.is_infinite()),
        Known::isFinite => answer(d.is_finite()),
        Known::hashCode => answer(doubles::hash_code(d)),
        Known::doubleToLongBits => answer(doubles::to_long_bits(d)),
        Known::doubleToRawLongBits => answer(doubles::to_raw_long_bits(d)),
        _ => missing(),
    }
}
