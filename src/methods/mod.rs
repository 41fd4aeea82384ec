//! The Java methods that a template may call, a file for each receiver.

mod array;
mod collection;
mod entry;
mod exception;
pub(crate) mod format;
pub(crate) mod iterator;
pub(crate) mod list;
pub(crate) mod map;
pub(crate) mod object;
pub(crate) mod regex;
mod scope;
mod view;

pub(crate) use iterator::iterate;

use crate::error::Result;
use crate::value::{Heap, Name, Outcome, Value};

/// `receiver.name(args)`, with Java's overload rules as Velocity 1.7 applies them.
pub(crate) fn call<'a>(
    _heap: &Heap<'a>,
    _receiver: Value<'a>,
    _name: Name<'a>,
    _args: &[Value<'a>],
) -> Result<Outcome<'a>> {
    Ok(Outcome::Missing)
}

/// `receiver.name`: `getName()`, `getname()`, a map's key, `get("name")`, `isName()`.
pub(crate) fn property<'a>(_heap: &Heap<'a>, _receiver: Value<'a>, _name: Name<'a>) -> Result<Outcome<'a>> {
    Ok(Outcome::Missing)
}
