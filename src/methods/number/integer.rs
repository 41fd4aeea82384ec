//! `java.lang.Integer`

use super::super::args::{answer, int, missing, text};
use super::{not_comparable, null_decode, null_number, ranged, tried};
use crate::error::Result;
use crate::value::number::integer::int as ints;
use crate::value::{Heap, Known, Outcome, Value};

/// `$i.parseInt('7')`, `$i.toHexString(255)`, `$i.max(1, 2)`, `$i.compareTo(3)`
pub(super) fn call<'a>(heap: &Heap<'a>, i: i32, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    if let (Known::compareTo, [other]) = (method, args) {
        return match other {
            Value::Integer(j) => answer(ints::compare(i, *j)),
            other => Err(not_comparable(Value::Integer(i), *other)),
        };
    }
    match args {
        [a] => match (int(*a), text(*a)) {
            (Some(a), _) => of_int(heap, method, a),
            (_, Some(text)) => of_text(method, text),
            _ => missing(),
        },
        [a, b] => match (int(*a), text(*a), int(*b)) {
            (Some(a), _, Some(b)) => of_ints(heap, method, a, b),
            (_, Some(_), _) if method == Known::getInteger => match b {
                Value::Integer(_) | Value::Null => answer(*b),
                _ => missing(),
            },
            (_, Some(text), Some(radix)) => of_text_in(method, text, radix),
            _ => missing(),
        },
        [a, b, c, d] if method == Known::parseInt => ranged(method, [*a, *b, *c, *d], ints::parse),
        [a, b, c, d] if method == Known::parseUnsignedInt => ranged(method, [*a, *b, *c, *d], ints::parse_unsigned),
        _ => missing(),
    }
}

fn of_int<'a>(heap: &Heap<'a>, method: Known, i: i32) -> Result<Outcome<'a>> {
    let string = |s: String| answer(heap.string(&s)?);
    match method {
        Known::valueOf | Known::hashCode => answer(i),
        Known::toString => string(i.to_string()),
        Known::toHexString => string(ints::to_hex_string(i)),
        Known::toOctalString => string(ints::to_octal_string(i)),
        Known::toBinaryString => string(ints::to_binary_string(i)),
        Known::toUnsignedString => string(ints::to_unsigned_string(i, 10)),
        Known::toUnsignedLong => answer(ints::to_unsigned_long(i)),
        Known::highestOneBit => answer(ints::highest_one_bit(i)),
        Known::lowestOneBit => answer(ints::lowest_one_bit(i)),
        Known::numberOfLeadingZeros => answer(ints::number_of_leading_zeros(i)),
        Known::numberOfTrailingZeros => answer(ints::number_of_trailing_zeros(i)),
        Known::bitCount => answer(ints::bit_count(i)),
        Known::reverse => answer(ints::reverse(i)),
        Known::reverseBytes => answer(ints::reverse_bytes(i)),
        Known::signum => answer(ints::signum(i)),
        _ => missing(),
    }
}

fn of_ints<'a>(heap: &Heap<'a>, method: Known, a: i32, b: i32) -> Result<Outcome<'a>> {
    let string = |s: String| answer(heap.string(&s)?);
    match method {
        Known::toString => string(ints::to_string(a, b)),
        Known::toUnsignedString => string(ints::to_unsigned_string(a, b)),
        Known::compare => answer(ints::compare(a, b)),
        Known::compareUnsigned => answer(ints::compare_unsigned(a, b)),
        Known::divideUnsigned => tried(ints::divide_unsigned(a, b)),
        Known::remainderUnsigned => tried(ints::remainder_unsigned(a, b)),
        Known::rotateLeft => answer(ints::rotate_left(a, b)),
        Known::rotateRight => answer(ints::rotate_right(a, b)),
        Known::sum => answer(ints::sum(a, b)),
        Known::max => answer(ints::max(a, b)),
        Known::min => answer(ints::min(a, b)),
        _ => missing(),
    }
}

fn of_text<'a>(method: Known, text: Option<&'a str>) -> Result<Outcome<'a>> {
    match (method, text) {
        (Known::parseInt | Known::valueOf, Some(text)) => tried(ints::parse(text, 10)),
        (Known::parseUnsignedInt, Some(text)) => tried(ints::parse_unsigned(text, 10)),
        (Known::parseInt | Known::valueOf | Known::parseUnsignedInt, None) => null_number(),
        (Known::decode, Some(text)) => tried(ints::decode(text)),
        (Known::decode, None) => null_decode(),
        // There are no system properties.
        (Known::getInteger, _) => answer(Value::Null),
        _ => missing(),
    }
}

fn of_text_in<'a>(method: Known, text: Option<&'a str>, radix: i32) -> Result<Outcome<'a>> {
    match (method, text) {
        (Known::parseInt | Known::valueOf, Some(text)) => tried(ints::parse(text, radix)),
        (Known::parseUnsignedInt, Some(text)) => tried(ints::parse_unsigned(text, radix)),
        (Known::parseInt | Known::valueOf | Known::parseUnsignedInt, None) => null_number(),
        _ => missing(),
    }
}
