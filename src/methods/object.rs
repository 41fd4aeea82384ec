//! The rarer objects: entries, views, iterators, scopes.

use super::collection::outcome;
use super::{entry, iterator, map, scope, scope_info, view};
use crate::error::Result;
use crate::value::{Heap, Name, Object, Outcome, Value};

/// `$object.name(args)`; classes, blocks and the host's objects have no methods here.
pub(crate) fn call<'a>(
    heap: &Heap<'a>,
    object: &'a Object<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Result<Outcome<'a>> {
    let this = Value::Object(object);
    match object {
        Object::Entry(of) => outcome(entry::answer(heap, this, of, name, args), name, args, entry::NULLARY),
        Object::View(of) => view::call(heap, this, of, name, args),
        Object::Iterator(of) => iterator::call(heap, this, of, name, args),
        Object::Scope(of) => {
            let answer = scope::answer(heap, this, of, name, args);
            match outcome(answer, name, args, if of.index.is_some() { scope::NULLARY_FOREACH } else { &[] })? {
                Outcome::Missing => match outcome(None, name, args, scope::NULLARY)? {
                    Outcome::Missing => outcome(None, name, args, map::NULLARY),
                    found => Ok(found),
                },
                found => Ok(found),
            }
        }
        Object::ScopeInfo(of) => outcome(scope_info::answer(heap, of, name, args), name, args, scope_info::NULLARY),
        _ => Ok(Outcome::Missing),
    }
}
