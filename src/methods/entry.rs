//! `Map.Entry`: `#foreach($entry in $map.entrySet())$entry.key=$entry.value#end`

use std::cell::Cell;

use super::collection::{Answer, of_object, value};
use super::exception::{null_pointer, unsupported};
use crate::error::{Fault, Result};
use crate::value::object::{Entry, EntryOf};
use crate::value::{Heap, Known, Map, MapKind, Name, Object, Outcome, Value};

/// Methods without parameters.
pub(super) const NULLARY: &[Known] = &[
    Known::getKey,
    Known::getValue,
    Known::hashCode,
    Known::toString,
    Known::getClass,
    Known::comparingByKey,
    Known::comparingByValue,
];

/// The entry in a slot of a map.
pub(super) fn of_map<'a>(
    heap: &Heap<'a>,
    map: &'a Map<'a>,
    slot: usize,
    key: Value<'a>,
    value: Value<'a>,
) -> Result<Value<'a>> {
    let of = match map.kind() {
        MapKind::Immutable => EntryOf::Holder,
        _ => EntryOf::Map(map, slot as u32),
    };
    heap.object(Object::Entry(Entry { of, key, value: Cell::new(value) }))
}

/// `Map.entry(key, value)`
pub(super) fn holder<'a>(heap: &Heap<'a>, key: Value<'a>, value: Value<'a>) -> Result<Outcome<'a>> {
    if key.is_null() || value.is_null() {
        return Err(null_pointer());
    }
    let entry = Entry { of: EntryOf::Holder, key, value: Cell::new(value) };
    Ok(Outcome::Value(heap.object(Object::Entry(entry))?))
}

/// `$entry.name(args)`
pub(super) fn answer<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    entry: &'a Entry<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Answer<'a> {
    Some(match (name.known, args) {
        (Known::getKey, []) => value(entry.key),
        (Known::getValue, []) => entry.value(heap).and_then(value),
        (Known::setValue, [new]) => set_value(heap, this, entry, *new),
        (Known::copyOf, [Value::Null]) => Err(null_pointer()),
        (Known::copyOf, [other @ Value::Object(Object::Entry(entry))]) => match entry.of {
            EntryOf::Holder => value(*other),
            _ => entry.value(heap).and_then(|value| holder(heap, entry.key, value)),
        },
        _ => return of_object(heap, this, name, args),
    })
}

/// `setValue(value)`: into the map, as long as the key is there.
fn set_value<'a>(heap: &Heap<'a>, this: Value<'a>, entry: &Entry<'a>, new: Value<'a>) -> Result<Outcome<'a>> {
    let map = match entry.of {
        EntryOf::Map(map, _) => map,
        EntryOf::Snapshot => return Err(unsupported(this.class_name())),
        EntryOf::Holder => {
            return Err(Fault::exception("java.lang.UnsupportedOperationException", "not supported")
                .help("an entry made with `entry`, `of` or `copyOf` cannot be changed"));
        }
    };
    let old = entry.value(heap)?;
    if map.get(heap, entry.key)?.is_some() {
        map.put(heap, entry.key, new)?;
    }
    entry.value.set(new);
    value(old)
}
