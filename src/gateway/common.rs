//! What every Java object answers to: `toString()`, `equals(…)`, `hashCode()`, `getClass()` …

use crate::error::{Fault, Result};
use crate::value::object::{Host, HostCall};
use crate::value::{Heap, Known, Object, Outcome, Value};

/// A call that a host object has no method of its own for.
pub(super) fn call<'a>(heap: &Heap<'a>, host: &dyn Host<'a>, call: &HostCall<'_, 'a>) -> Result<Outcome<'a>> {
    let value = match (call.name.known, call.args) {
        (Known::equals, [other]) => Value::Boolean(is_same(host, *other)),
        (Known::toString, []) => Value::String(""),
        (Known::hashCode, []) => Value::Integer(heap.identity(host)?),
        (Known::getClass, []) => class(heap, host)?,
        (Known::notify | Known::notifyAll | Known::wait, []) => {
            return Err(Fault::exception("java.lang.IllegalMonitorStateException", "current thread is not owner"));
        }
        (Known::toString | Known::hashCode | Known::getClass, _) => return Err(wrong_number_of_arguments()),
        (Known::notify | Known::notifyAll | Known::wait, _) => return Err(wrong_number_of_arguments()),
        _ => return Ok(Outcome::Missing),
    };
    Ok(Outcome::Value(value))
}

/// `$input.class`
pub(super) fn property<'a>(heap: &Heap<'a>, host: &dyn Host<'a>, name: &str) -> Result<Outcome<'a>> {
    match name {
        "class" | "Class" => Ok(Outcome::Value(class(heap, host)?)),
        _ => Ok(Outcome::Missing),
    }
}

/// Velocity 1.7 finds a method without parameters whatever it is given, and then fails to call it.
pub(super) fn wrong_number_of_arguments() -> Box<Fault> {
    Fault::exception("java.lang.IllegalArgumentException", "wrong number of arguments")
}

/// The bare word `null` given to a method that needs an object.
pub(super) fn null_argument() -> Box<Fault> {
    Fault::exception("java.lang.NullPointerException", "null")
}

fn class<'a>(heap: &Heap<'a>, host: &dyn Host<'a>) -> Result<Value<'a>> {
    heap.object(Object::Class(host.class_name()))
}

fn is_same<'a>(host: &dyn Host<'a>, other: Value<'a>) -> bool {
    matches!(other, Value::Object(Object::Host(other)) if std::ptr::addr_eq(host, *other))
}
