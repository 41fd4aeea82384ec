//! `java.lang.Boolean`

use super::args::{answer, missing};
use super::exception::{class_cast, null_because};
use crate::error::Result;
use crate::value::{Known, Outcome, Value};

/// `$b.parseBoolean('true')`, `$b.logicalAnd(true, false)`, `$b.compareTo($c)`
pub(super) fn call<'a>(b: bool, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::booleanValue, []) => answer(b),
        (Known::compareTo, [Value::Boolean(c)]) => answer(compare(b, *c)),
        (Known::compareTo, [Value::Null]) => Err(null_because("Cannot read field \"value\" because \"b\" is null")),
        (Known::compareTo, [other]) => Err(class_cast(*other, "java.lang.Boolean")),
        (Known::parseBoolean | Known::valueOf, [Value::String(s)]) => answer(s.eq_ignore_ascii_case("true")),
        // There are no system properties.
        (Known::getBoolean, [Value::String(_) | Value::Null]) => answer(false),
        (Known::parseBoolean | Known::valueOf, [Value::Null]) => answer(false),
        (Known::valueOf, [Value::Boolean(c)]) => answer(*c),
        (Known::toString, [Value::Boolean(c)]) => answer(if *c { "true" } else { "false" }),
        (Known::hashCode, [Value::Boolean(c)]) => answer(if *c { 1231 } else { 1237 }),
        (_, [Value::Boolean(c), Value::Boolean(d)]) => match method {
            Known::compare => answer(compare(*c, *d)),
            Known::logicalAnd => answer(*c && *d),
            Known::logicalOr => answer(*c || *d),
            Known::logicalXor => answer(*c != *d),
            _ => missing(),
        },
        _ => missing(),
    }
}

fn compare(a: bool, b: bool) -> i32 {
    i32::from(a) - i32::from(b)
}
