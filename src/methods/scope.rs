//! `$foreach`, `$macro` …: `$foreach.count`, `$foreach.hasNext`, `$foreach.parent.index`; also a map.

use super::collection::{Answer, boolean, value};
use super::{map, view};
use crate::error::Result;
use crate::value::object::{Origin, Scope, ViewKind};
use crate::value::{Heap, Known, Name, Object, Value};

/// Methods without parameters.
pub(super) const NULLARY: &[Known] = &[Known::getParent, Known::getTopmost, Known::getReplaced, Known::getInfo];

/// Those of a loop's scope.
pub(super) const NULLARY_FOREACH: &[Known] = &[
    Known::getIndex,
    Known::getCount,
    Known::hasNext,
    Known::getHasNext,
    Known::isFirst,
    Known::getFirst,
    Known::isLast,
    Known::getLast,
];

/// `$foreach.name(args)`
pub(super) fn answer<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    scope: &'a Scope<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Answer<'a> {
    if let (Some(index), []) = (&scope.index, args) {
        let index = index.get();
        match name.known {
            Known::getIndex => return Some(value(Value::Integer(index))),
            Known::getCount => return Some(value(Value::Integer(index.wrapping_add(1)))),
            Known::hasNext | Known::getHasNext => return Some(boolean(scope.has_next.get())),
            Known::isFirst | Known::getFirst => return Some(boolean(index < 1)),
            Known::isLast | Known::getLast => return Some(boolean(!scope.has_next.get())),
            _ => {}
        }
    }
    Some(match (name.known, args) {
        (Known::getParent, []) => value(scope.parent.unwrap_or(Value::Null)),
        (Known::getTopmost, []) => value(topmost(this, scope)),
        (Known::getReplaced, []) => value(replaced(scope)),
        (Known::getInfo, []) => heap.object(Object::ScopeInfo(scope)).and_then(value),
        _ => return of_map(heap, scope, name, args),
    })
}

/// The map in a scope: what it lacks, the scopes around it may have.
fn of_map<'a>(heap: &Heap<'a>, scope: &'a Scope<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let storage = scope.storage;
    Some(match (name.known, args) {
        (Known::get, [key]) => get(heap, scope, *key).and_then(value),
        (Known::getOrDefault, [key, default]) => get(heap, scope, *key).and_then(|found| match found {
            Value::Null if storage.get(heap, *key)?.is_none() => value(*default),
            found => value(found),
        }),
        (Known::putIfAbsent, [key, new]) => get(heap, scope, *key).and_then(|found| match found {
            Value::Null => value(storage.put(heap, *key, *new)?.unwrap_or(Value::Null)),
            found => value(found),
        }),
        (Known::replace, [key, new]) => get(heap, scope, *key).and_then(|found| match found {
            Value::Null if storage.get(heap, *key)?.is_none() => value(Value::Null),
            _ => value(storage.put(heap, *key, *new)?.unwrap_or(Value::Null)),
        }),
        (Known::keySet, []) => view::of_map(heap, storage, ViewKind::Keys, Origin::Scope),
        (Known::values, []) => view::of_map(heap, storage, ViewKind::Values, Origin::Scope),
        (Known::entrySet, []) => view::of_map(heap, storage, ViewKind::Entries, Origin::Scope),
        (Known::getClass, []) => {
            heap.object(Object::Class(if scope.index.is_some() { FOREACH } else { SCOPE })).and_then(value)
        }
        _ => return map::of_map(heap, storage, name, args),
    })
}

const FOREACH: &str = "org.apache.velocity.runtime.directive.ForeachScope";
const SCOPE: &str = "org.apache.velocity.runtime.directive.Scope";

/// `get(key)`
fn get<'a>(heap: &Heap<'a>, scope: &'a Scope<'a>, key: Value<'a>) -> Result<Value<'a>> {
    let mut scope = Some(scope);
    while let Some(this) = scope {
        heap.charge(1)?;
        if let Some(value) = this.storage.get(heap, key)? {
            return Ok(value);
        }
        scope = this.parent.and_then(of_value);
    }
    Ok(Value::Null)
}

fn of_value<'a>(value: Value<'a>) -> Option<&'a Scope<'a>> {
    match value {
        Value::Object(Object::Scope(scope)) => Some(scope),
        _ => None,
    }
}

/// `getTopmost()`: the outermost scope around this one.
fn topmost<'a>(this: Value<'a>, scope: &'a Scope<'a>) -> Value<'a> {
    let (mut top, mut scope) = (this, scope);
    while let Some((parent, of)) = scope.parent.and_then(|parent| of_value(parent).map(|of| (parent, of))) {
        (top, scope) = (parent, of);
    }
    top
}

/// `getReplaced()`: what the variable held before the outermost scope.
fn replaced<'a>(mut scope: &'a Scope<'a>) -> Value<'a> {
    while scope.replaced.is_null()
        && let Some(parent) = scope.parent.and_then(of_value)
    {
        scope = parent;
    }
    scope.replaced
}
