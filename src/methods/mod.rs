//! The Java methods that a template may call, a file for each receiver.
//!
//! For the interpreter, which asks [`call`] and [`property`] and calls host objects itself. Which method a call means is
//! decided as Velocity 1.7 does: by the classes of the arguments; see [`args`].

mod args;
mod array;
mod boolean;
mod character;
mod class;
mod collection;
mod common;
mod entry;
mod exception;
pub(crate) mod format;
pub(crate) mod iterator;
pub(crate) mod list;
pub(crate) mod map;
mod number;
pub(crate) mod object;
pub(crate) mod regex;
mod scope;
mod string;
#[cfg(test)]
mod truth;
mod view;

pub(crate) use iterator::iterate;

use crate::error::Result;
use crate::value::{Heap, Known, Name, Object, Outcome, Value};

/// `receiver.name(args)`, with Java's overload rules as Velocity 1.7 applies them.
pub(crate) fn call<'a>(
    heap: &Heap<'a>,
    receiver: Value<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Result<Outcome<'a>> {
    if name.known == Known::Unknown {
        return Ok(Outcome::Missing);
    }
    let outcome = resolve(heap, receiver, name, args)?;
    let unresolved = matches!(outcome, Outcome::Missing) && !args.is_empty() && !is_ambiguous(name.known, args);
    if unresolved && has_plain(heap, receiver, name) {
        return Err(exception::wrong_number_of_arguments());
    }
    Ok(outcome)
}

/// The methods of the receiver's class, then those of every object.
fn resolve<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: Name<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let outcome = match receiver {
        Value::Null => return Ok(Outcome::Missing),
        Value::String(s) => string::call(heap, s, name.known, args)?,
        Value::Map(map) => map::call(heap, map, name, args)?,
        Value::List(list) => list::call(heap, list, name, args)?,
        Value::Object(Object::Class(class)) => class::call(heap, class, name.known, args)?,
        Value::Object(object) => object::call(heap, object, name, args)?,
        Value::Boolean(b) => boolean::call(b, name.known, args)?,
        Value::Character(c) => character::call(heap, c, name.known, args)?,
        number => number::call(heap, number, name.known, args)?,
    };
    match outcome {
        Outcome::Missing => common::call(heap, receiver, name.known, args),
        found => Ok(found),
    }
}

/// True where Velocity finds two methods for a null and takes neither.
fn is_ambiguous(method: Known, args: &[Value<'_>]) -> bool {
    matches!((method, args), (Known::getBytes | Known::toArray, [Value::Null]))
}

/// True if the receiver has a method of this name without parameters. Asked only where the render fails if it has.
#[cold]
fn has_plain<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: Name<'a>) -> bool {
    !matches!(receiver, Value::Object(Object::Class(_)))
        && !matches!(resolve(heap, receiver, name, &[]), Ok(Outcome::Missing))
}

/// `receiver.name`: `getName()`, `getname()`, a map's key, `get("name")`, `isName()`.
pub(crate) fn property<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: Name<'a>) -> Result<Outcome<'a>> {
    if let Value::Map(map) = receiver
        && !is_map_getter(name)
    {
        return Ok(Outcome::Value(map.get(heap, Value::String(name.text))?.unwrap_or(Value::Null)));
    }
    if let Some(found) = getter(heap, receiver, "get", name.text)? {
        return Ok(found);
    }
    if let Value::Object(Object::Scope(_)) = receiver {
        return object_key(heap, receiver, name);
    }
    match getter(heap, receiver, "is", name.text)? {
        Some(found @ Outcome::Value(Value::Boolean(_))) => Ok(found),
        _ => Ok(Outcome::Missing),
    }
}

/// True for the names that a map answers by a method rather than by its key: `$map.class`.
pub(crate) const fn is_map_getter(name: Name<'_>) -> bool {
    matches!(name.text.as_bytes(), b"class" | b"Class")
}

/// A scope is a map too: what the template put into it.
fn object_key<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: Name<'a>) -> Result<Outcome<'a>> {
    let get = Name { known: Known::get, text: "get" };
    resolve(heap, receiver, get, &[Value::String(name.text)])
}

/// `getFoo()` for `foo`: the prefix and the name as it is, else with the case of its first letter turned.
fn getter<'a>(heap: &Heap<'a>, receiver: Value<'a>, prefix: &str, property: &'a str) -> Result<Option<Outcome<'a>>> {
    // An array is an object with a class here; Velocity lends it a list's methods, not its properties.
    let array = matches!(receiver, Value::List(list) if list.kind().is_array());
    for turned in [false, true] {
        let Some(known) = getter_name(prefix, property, turned) else { continue };
        if array && known != Known::getClass {
            continue;
        }
        match resolve(heap, receiver, Name { known, text: property }, &[])? {
            Outcome::Missing => {}
            found => return Ok(Some(found)),
        }
    }
    Ok(None)
}

/// The known method that a prefix and a property's name make.
fn getter_name(prefix: &str, property: &str, turned: bool) -> Option<Known> {
    let first = property.chars().next()?;
    let mut buffer = [0u8; 48];
    let len = prefix.len() + property.len();
    let bytes = buffer.get_mut(..len)?;
    bytes[..prefix.len()].copy_from_slice(prefix.as_bytes());
    bytes[prefix.len()..].copy_from_slice(property.as_bytes());
    if turned {
        if !first.is_ascii_alphabetic() {
            return None;
        }
        bytes[prefix.len()] ^= 0x20;
    }
    let known = Known::of_text(std::str::from_utf8(bytes).ok()?);
    (known != Known::Unknown).then_some(known)
}
