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
mod quick;
mod scope;
mod scope_info;
mod string;
#[cfg(test)]
mod truth;
mod view;

pub(crate) use iterator::iterate;
pub(crate) use quick::quick;

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
    let scalar = !matches!(receiver, Value::List(_) | Value::Map(_) | Value::Object(_));
    if unresolved && scalar && has_plain(heap, receiver, name) {
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
        Outcome::Missing => common::call(heap, receiver, name, args),
        found => Ok(found),
    }
}

/// True where Velocity finds two methods for a null and takes neither.
fn is_ambiguous(method: Known, args: &[Value<'_>]) -> bool {
    matches!((method, args), (Known::getBytes, [Value::Null]))
}

/// True if the receiver has a method of this name without parameters. Asked only where the render fails if it has, and
/// not of lists, maps and objects, which say so themselves.
#[cold]
fn has_plain<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: Name<'a>) -> bool {
    match name.known {
        // Their one parameter may be left out.
        Known::valueOf | Known::copyValueOf | Known::formatted => false,
        // They give what no template can use, and are not here.
        Known::chars | Known::codePoints | Known::lines => matches!(receiver, Value::String(_)),
        Known::describeConstable => !matches!(receiver, Value::BigInteger(_) | Value::BigDecimal(_)),
        _ => !matches!(resolve(heap, receiver, name, &[]), Ok(Outcome::Missing)),
    }
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

/// `getFoo()` for `foo` and `Foo`. Velocity would take `getfoo()` too, which no class here has.
fn getter<'a>(heap: &Heap<'a>, receiver: Value<'a>, prefix: &str, property: &'a str) -> Result<Option<Outcome<'a>>> {
    let Some(known) = getter_name(prefix, property) else { return Ok(None) };
    // An array is an object with a class here; Velocity lends it a list's methods, not its properties.
    let array = matches!(receiver, Value::List(list) if list.kind().is_array());
    if array && known != Known::getClass {
        return Ok(None);
    }
    match resolve(heap, receiver, Name { known, text: property }, &[])? {
        Outcome::Missing => Ok(None),
        found => Ok(Some(found)),
    }
}

/// The known method that a prefix and a property's name make.
fn getter_name(prefix: &str, property: &str) -> Option<Known> {
    let mut buffer = [0u8; 48];
    let (before, after) = buffer.get_mut(..prefix.len() + property.len())?.split_at_mut(prefix.len());
    before.copy_from_slice(prefix.as_bytes());
    after.copy_from_slice(property.as_bytes());
    after.first_mut()?.make_ascii_uppercase();
    let text = std::str::from_utf8(&buffer[..prefix.len() + property.len()]).ok()?;
    Some(Known::of_text(text)).filter(|&known| known != Known::Unknown)
}

#[cfg(test)]
mod tests {
    use super::truth::ask;

    #[test]
    fn properties_are_getters() {
        assert_eq!(ask("s:ab", ".bytes", &[]), "97 98");
        assert_eq!(ask("s:ab", ".empty", &[]), "false");
        assert_eq!(ask("s:ab", ".length", &[]), "no method");
        assert_eq!(ask("s:ab", ".class.simpleName", &[]), "String");
        assert_eq!(ask("L", ".class.name", &[]), "java.util.ArrayList");
        assert_eq!(ask("A:a b", ".empty", &[]), "no method");
        assert_eq!(ask("d:1.5", ".naN", &[]), "false");
    }

    #[test]
    fn a_key_of_a_map_is_found_before_a_method_but_for_its_class() {
        assert_eq!(ask("M", ".a", &[]), "1");
        assert_eq!(ask("M", ".empty", &[]), "null");
        assert_eq!(ask("M", ".class", &[]), "class java.util.LinkedHashMap");
    }

    #[test]
    fn of_a_class_only_the_name() {
        assert_eq!(ask("i:7", ".class", &[]), "class java.lang.Integer");
        assert_eq!(ask("C:ab", ".class.simpleName", &[]), "char[]");
        assert_eq!(ask("i:7", ".class.typeName", &[]), "no method");
        assert_eq!(ask("i:7", ".class.package", &[]), "no method");
    }

    #[test]
    fn of_every_object() {
        assert_eq!(ask("s:ab", "hashCode", &[]), "3105");
        assert_eq!(ask("i:7", "equals", &["l:7"]), "false");
        assert_eq!(ask("i:7", "wait", &[]), "java.lang.IllegalMonitorStateException: current thread is not owner");
    }
}
