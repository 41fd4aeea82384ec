//! `java.lang.Long`

use super::super::args::{answer, int, long, missing, text};
use super::{not_comparable, null_decode, null_number, ranged, tried};
use crate::error::Result;
use crate::value::number::integer::long as longs;
use crate::value::{Heap, Known, Outcome, Value};

/// `$l.parseLong('7')`, `$l.toHexString(255)`, `$l.max(1, 2)`, `$l.compareTo($m)`
pub(super) fn call<'a>(heap: &Heap<'a>, i: i64, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    if let (Known::compareTo, [other]) = (method, args) {
        return match other {
            Value::Long(j) => answer(longs::compare(i, *j)),
            other => Err(not_comparable(Value::Long(i), *other)),
        };
    }
    match args {
        [a] => match (long(*a), text(*a)) {
            (Some(a), _) => of_long(heap, method, a),
            (_, Some(text)) => of_text(method, text),
            _ => missing(),
        },
        [a, b] => match (long(*a), text(*a), long(*b)) {
            (Some(a), _, Some(j)) => of_longs(heap, method, a, j, int(*b)),
            (_, Some(_), Some(other)) if method == Known::getLong => answer(other),
            (_, Some(text), Some(_)) => match int(*b) {
                Some(radix) => of_text_in(method, text, radix),
                None => missing(),
            },
            (_, Some(_), None) if method == Known::getLong && b.is_null() => answer(Value::Null),
            _ => missing(),
        },
        [a, b, c, d] if method == Known::parseLong => ranged(method, [*a, *b, *c, *d], longs::parse),
        [a, b, c, d] if method == Known::parseUnsignedLong => ranged(method, [*a, *b, *c, *d], longs::parse_unsigned),
        _ => missing(),
    }
}

fn of_long<'a>(heap: &Heap<'a>, method: Known, i: i64) -> Result<Outcome<'a>> {
    let string = |s: String| answer(heap.string(&s)?);
    match method {
        Known::valueOf => answer(i),
        Known::hashCode => answer(longs::hash_code(i)),
        Known::toString => string(i.to_string()),
        Known::toHexString => string(longs::to_hex_string(i)),
        Known::toOctalString => string(longs::to_octal_string(i)),
        Known::toBinaryString => string(longs::to_binary_string(i)),
        Known::toUnsignedString => string(longs::to_unsigned_string(i, 10)),
        Known::highestOneBit => answer(longs::highest_one_bit(i)),
        Known::lowestOneBit => answer(longs::lowest_one_bit(i)),
        Known::numberOfLeadingZeros => answer(longs::number_of_leading_zeros(i)),
        Known::numberOfTrailingZeros => answer(longs::number_of_trailing_zeros(i)),
        Known::bitCount => answer(longs::bit_count(i)),
        Known::reverse => answer(longs::reverse(i)),
        Known::reverseBytes => answer(longs::reverse_bytes(i)),
        Known::signum => answer(longs::signum(i)),
        _ => missing(),
    }
}

/// `second` is `b` where it is an `int`.
fn of_longs<'a>(heap: &Heap<'a>, method: Known, a: i64, b: i64, second: Option<i32>) -> Result<Outcome<'a>> {
    let string = |s: String| answer(heap.string(&s)?);
    match (method, second) {
        (Known::toString, Some(radix)) => string(longs::to_string(a, radix)),
        (Known::toUnsignedString, Some(radix)) => string(longs::to_unsigned_string(a, radix)),
        (Known::rotateLeft, Some(distance)) => answer(longs::rotate_left(a, distance)),
        (Known::rotateRight, Some(distance)) => answer(longs::rotate_right(a, distance)),
        (Known::compare, _) => answer(longs::compare(a, b)),
        (Known::compareUnsigned, _) => answer(longs::compare_unsigned(a, b)),
        (Known::divideUnsigned, _) => tried(longs::divide_unsigned(a, b)),
        (Known::remainderUnsigned, _) => tried(longs::remainder_unsigned(a, b)),
        (Known::sum, _) => answer(longs::sum(a, b)),
        (Known::max, _) => answer(longs::max(a, b)),
        (Known::min, _) => answer(longs::min(a, b)),
        _ => missing(),
    }
}

fn of_text<'a>(method: Known, text: Option<&'a str>) -> Result<Outcome<'a>> {
    match (method, text) {
        (Known::parseLong | Known::valueOf, Some(text)) => tried(longs::parse(text, 10)),
        (Known::parseUnsignedLong, Some(text)) => tried(longs::parse_unsigned(text, 10)),
        (Known::parseLong | Known::valueOf | Known::parseUnsignedLong, None) => null_number(),
        (Known::decode, Some(text)) => tried(longs::decode(text)),
        (Known::decode, None) => null_decode(),
        // There are no system properties.
        (Known::getLong, _) => answer(Value::Null),
        _ => missing(),
    }
}

fn of_text_in<'a>(method: Known, text: Option<&'a str>, radix: i32) -> Result<Outcome<'a>> {
    match (method, text) {
        (Known::parseLong | Known::valueOf, Some(text)) => tried(longs::parse(text, radix)),
        (Known::parseUnsignedLong, Some(text)) => tried(longs::parse_unsigned(text, radix)),
        (Known::parseLong | Known::valueOf | Known::parseUnsignedLong, None) => null_number(),
        _ => missing(),
    }
}
