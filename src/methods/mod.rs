//! The Java methods that a template may call, a file for each receiver.

pub(crate) mod format;

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

/// What `#foreach` goes through.
pub(crate) struct Iteration<'a> {
    list: &'a crate::value::List<'a>,
    at: std::cell::Cell<usize>,
}
impl<'a> Iteration<'a> {
    pub fn has_next(&self) -> bool {
        self.at.get() < self.list.len()
    }
    pub fn next(&self, _heap: &Heap<'a>) -> Result<Value<'a>> {
        self.at.set(self.at.get() + 1);
        Ok(self.list.get(self.at.get() - 1).unwrap_or(Value::Null))
    }
}
/// `None` for what cannot be iterated.
pub(crate) fn iterate<'a>(_heap: &Heap<'a>, value: Value<'a>) -> Result<Option<Iteration<'a>>> {
    Ok(match value {
        Value::List(list) => Some(Iteration { list, at: std::cell::Cell::new(0) }),
        _ => None,
    })
}
