//! `java.lang.Short` and `java.lang.Byte`, which templates get from `shortValue()`, `byteValue()` and `getBytes()`.

use super::super::args::{answer, int, missing, short as short_arg, text};
use super::{not_comparable, null_decode, null_number, tried};
use crate::error::Result;
use crate::value::number::integer::{byte as bytes, short as shorts};
use crate::value::{Heap, Known, Outcome, Value};

/// `$h.parseShort('7')`, `$h.toUnsignedInt($h)`
pub(super) fn short<'a>(heap: &Heap<'a>, i: i16, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::compareTo, [Value::Short(j)]) => answer(shorts::compare(i, *j)),
        (Known::compareTo, [other]) => Err(not_comparable(Value::Short(i), *other)),
        (Known::parseShort | Known::valueOf, [Value::Null]) => null_number(),
        (Known::decode, [Value::Null]) => null_decode(),
        (Known::parseShort | Known::valueOf, [Value::String(s)]) => tried(shorts::parse(s, 10)),
        (Known::decode, [Value::String(s)]) => tried(shorts::decode(s)),
        (Known::parseShort | Known::valueOf, [s, radix]) => match (text(*s), int(*radix)) {
            (Some(Some(s)), Some(radix)) => tried(shorts::parse(s, radix)),
            (Some(None), Some(_)) => null_number(),
            _ => missing(),
        },
        (_, [a]) => match (method, short_arg(*a)) {
            (Known::valueOf, Some(a)) => answer(a),
            (Known::toString, Some(a)) => answer(heap.string(&a.to_string())?),
            (Known::hashCode, Some(a)) => answer(shorts::hash_code(a)),
            (Known::reverseBytes, Some(a)) => answer(a.swap_bytes()),
            (Known::toUnsignedInt, Some(a)) => answer(i32::from(a as u16)),
            (Known::toUnsignedLong, Some(a)) => answer(i64::from(a as u16)),
            _ => missing(),
        },
        (_, [a, b]) => match (method, short_arg(*a), short_arg(*b)) {
            (Known::compare, Some(a), Some(b)) => answer(shorts::compare(a, b)),
            (Known::compareUnsigned, Some(a), Some(b)) => answer(i32::from(a as u16) - i32::from(b as u16)),
            _ => missing(),
        },
        _ => missing(),
    }
}

/// `$y.parseByte('7')`, `$y.toUnsignedInt($y)`
pub(super) fn byte<'a>(heap: &Heap<'a>, i: i8, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::compareTo, [Value::Byte(j)]) => answer(bytes::compare(i, *j)),
        (Known::compareTo, [other]) => Err(not_comparable(Value::Byte(i), *other)),
        (Known::parseByte | Known::valueOf, [Value::Null]) => null_number(),
        (Known::decode, [Value::Null]) => null_decode(),
        (Known::parseByte | Known::valueOf, [Value::String(s)]) => tried(bytes::parse(s, 10)),
        (Known::decode, [Value::String(s)]) => tried(bytes::decode(s)),
        (Known::valueOf, [Value::Byte(a)]) => answer(*a),
        (Known::toString, [Value::Byte(a)]) => answer(heap.string(&a.to_string())?),
        (Known::hashCode, [Value::Byte(a)]) => answer(bytes::hash_code(*a)),
        (Known::toUnsignedInt, [Value::Byte(a)]) => answer(i32::from(*a as u8)),
        (Known::toUnsignedLong, [Value::Byte(a)]) => answer(i64::from(*a as u8)),
        (Known::compare, [Value::Byte(a), Value::Byte(b)]) => answer(bytes::compare(*a, *b)),
        (Known::compareUnsigned, [Value::Byte(a), Value::Byte(b)]) => answer(i32::from(*a as u8) - i32::from(*b as u8)),
        (Known::parseByte | Known::valueOf, [s, radix]) => match (text(*s), int(*radix)) {
            (Some(Some(s)), Some(radix)) => tried(bytes::parse(s, radix)),
            (Some(None), Some(_)) => null_number(),
            _ => missing(),
        },
        _ => missing(),
    }
}
