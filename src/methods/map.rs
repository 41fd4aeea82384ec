//! `java.util.Map`: `LinkedHashMap`, `HashMap`, `TreeMap` and `Map.of(…)`.

use std::cell::Cell;

use super::collection::{Answer, boolean, integer, of_object, outcome, spread, value};
use super::exception::{no_such_element, null_pointer, unsupported};
use super::{entry, view};
use crate::error::{Fault, Result};
use crate::value::compare::natural;
use crate::value::object::{Entry, EntryOf, Origin, ViewKind};
use crate::value::{Heap, Known, Map, MapKind, Name, Object, Outcome, Value, equal, print};

/// Methods without parameters.
pub(super) const NULLARY: &[Known] = &[
    Known::size,
    Known::isEmpty,
    Known::clear,
    Known::keySet,
    Known::values,
    Known::entrySet,
    Known::hashCode,
    Known::toString,
    Known::getClass,
    Known::of,
];

/// Methods without parameters of the maps that are not `Map.of(…)`, and of a `TreeMap`.
const NULLARY_CLONE: &[Known] = &[Known::clone];
const NULLARY_SORTED: &[Known] = &[
    Known::clone,
    Known::comparator,
    Known::firstKey,
    Known::lastKey,
    Known::firstEntry,
    Known::lastEntry,
    Known::pollFirstEntry,
    Known::pollLastEntry,
    Known::navigableKeySet,
    Known::descendingKeySet,
    Known::descendingMap,
];

/// `$map.name(args)`
pub(crate) fn call<'a>(heap: &Heap<'a>, map: &'a Map<'a>, name: Name<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let sorted = map.kind() == MapKind::TreeMap;
    let answer = if sorted { of_sorted(heap, map, name, args) } else { None };
    let answer = answer.or_else(|| of_hash_map(heap, map, name, args)).or_else(|| of_map(heap, map, name, args));
    match outcome(answer, name, args, NULLARY)? {
        Outcome::Missing if sorted => outcome(None, name, args, NULLARY_SORTED),
        Outcome::Missing if map.kind() != MapKind::Immutable => outcome(None, name, args, NULLARY_CLONE),
        found => Ok(found),
    }
}

/// The methods of `Map` and of all its classes alike.
pub(super) fn of_map<'a>(heap: &Heap<'a>, map: &'a Map<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let read = match (name.known, args) {
        (Known::size, []) => integer(map.len()),
        (Known::isEmpty, []) => boolean(map.len() == 0),
        (Known::get, [key]) => get(heap, map, *key).and_then(|found| value(found.unwrap_or(Value::Null))),
        (Known::getOrDefault, [key, default]) => {
            get(heap, map, *key).and_then(|found| value(found.unwrap_or(*default)))
        }
        (Known::containsKey, [key]) => get(heap, map, *key).and_then(|found| boolean(found.is_some())),
        (Known::containsValue, [value]) => contains_value(heap, map, *value).and_then(boolean),
        (Known::keySet, []) => view::of_map(heap, map, ViewKind::Keys, Origin::Map),
        (Known::values, []) => view::of_map(heap, map, ViewKind::Values, Origin::Map),
        (Known::entrySet, []) => view::of_map(heap, map, ViewKind::Entries, Origin::Map),
        (Known::forEach, [Value::Null]) => Err(null_pointer()),
        (Known::of, pairs) if pairs.len() % 2 == 0 && pairs.len() <= 20 => of(heap, pairs),
        (Known::ofEntries, entries) => of_entries(heap, entries)?,
        (Known::entry, [key, value]) => entry::holder(heap, *key, *value),
        (Known::copyOf, [other]) => copy_of(heap, argument(*other)?),
        _ => return change(heap, map, name, args).or_else(|| of_object(heap, Value::Map(map), name, args)),
    };
    Some(read)
}

/// The methods that change a map.
fn change<'a>(heap: &Heap<'a>, map: &'a Map<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let known = match (name.known, args) {
        (Known::put | Known::putIfAbsent | Known::replace | Known::remove, [_, _])
        | (Known::replace, [_, _, _])
        | (Known::remove, [_])
        | (Known::clear, [])
        | (Known::replaceAll, [Value::Null])
        | (Known::compute | Known::computeIfAbsent | Known::computeIfPresent, [_, Value::Null])
        | (Known::merge, [_, _, Value::Null]) => true,
        (Known::putAll, [other]) => argument(*other).is_some(),
        _ => false,
    };
    if !known {
        return None;
    }
    if map.kind() == MapKind::Immutable {
        return Some(Err(unsupported(map.class_name())));
    }
    Some(changed(heap, map, name, args))
}

fn changed<'a>(heap: &Heap<'a>, map: &'a Map<'a>, name: Name<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let or_null = |found: Option<Value<'a>>| value(found.unwrap_or(Value::Null));
    match (name.known, args) {
        (Known::put, [key, new]) => or_null(map.put(heap, *key, *new)?),
        (Known::putIfAbsent, [key, new]) => match map.get(heap, *key)? {
            Some(old) if !old.is_null() => value(old),
            _ => or_null(map.put(heap, *key, *new)?),
        },
        (Known::replace, [key, new]) => match map.get(heap, *key)? {
            Some(_) => or_null(map.put(heap, *key, *new)?),
            None => value(Value::Null),
        },
        (Known::replace, [key, old, new]) => {
            let same = has(heap, map, *key, *old)?;
            if same {
                map.put(heap, *key, *new)?;
            }
            boolean(same)
        }
        (Known::remove, [key]) => or_null(map.remove(heap, *key)?),
        (Known::remove, [key, old]) => {
            let same = has(heap, map, *key, *old)?;
            if same {
                map.remove(heap, *key)?;
            }
            boolean(same)
        }
        (Known::clear, []) => {
            map.clear(heap);
            Ok(Outcome::Void)
        }
        (Known::putAll, [other]) => put_all(heap, map, *other),
        _ => Err(null_pointer()),
    }
}

/// What the public classes `HashMap` and `TreeMap` have beyond `Map`.
fn of_hash_map<'a>(heap: &Heap<'a>, map: &'a Map<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    match (name.known, args) {
        (Known::clone, []) if map.kind() != MapKind::Immutable => Some(clone(heap, map)),
        _ => None,
    }
}

/// An argument for a parameter `Map`: `Some(None)` is Java's null.
fn argument<'a>(value: Value<'a>) -> Option<Option<&'a Map<'a>>> {
    match value {
        Value::Null => Some(None),
        Value::Map(map) => Some(Some(map)),
        Value::Object(Object::Scope(scope)) => Some(Some(scope.storage)),
        _ => None,
    }
}

/// `get(key)`; `Map.of(…)` has no null and does not like to be asked.
fn get<'a>(heap: &Heap<'a>, map: &Map<'a>, key: Value<'a>) -> Result<Option<Value<'a>>> {
    if key.is_null() && map.kind() == MapKind::Immutable {
        return Err(null_pointer());
    }
    map.get(heap, key)
}

/// True if the key has that value.
fn has<'a>(heap: &Heap<'a>, map: &Map<'a>, key: Value<'a>, wanted: Value<'a>) -> Result<bool> {
    match map.get(heap, key)? {
        Some(value) => equal::equals(heap, value, wanted),
        None => Ok(false),
    }
}

/// `containsValue(value)`
pub(super) fn contains_value<'a>(heap: &Heap<'a>, map: &Map<'a>, wanted: Value<'a>) -> Result<bool> {
    if wanted.is_null() && map.kind() == MapKind::Immutable {
        return Err(null_pointer());
    }
    map.charge_gaps(heap)?;
    for slot in 0..map.slots() {
        if let Some((_, value)) = map.slot(heap, slot)
            && equal::equals(heap, wanted, value)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `putAll(other)`
fn put_all<'a>(heap: &Heap<'a>, map: &'a Map<'a>, other: Value<'a>) -> Result<Outcome<'a>> {
    let other = argument(other).flatten().ok_or_else(null_pointer)?;
    map.grow_for(heap, other.len());
    for (key, value) in other.ordered(heap)? {
        map.put(heap, key, value)?;
    }
    Ok(Outcome::Void)
}

/// `clone()`
fn clone<'a>(heap: &Heap<'a>, map: &'a Map<'a>) -> Result<Outcome<'a>> {
    let copy = heap.map(map.kind())?;
    copy.sized_for(heap, map.len());
    for (key, value) in map.ordered(heap)? {
        copy.put(heap, key, value)?;
    }
    value(Value::Map(copy))
}

/// `Map.of('a', 1, 'b', 2)`
fn of<'a>(heap: &Heap<'a>, pairs: &[Value<'a>]) -> Result<Outcome<'a>> {
    let pairs: Vec<_> = pairs.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    immutable(heap, &pairs, true)
}

/// `Map.ofEntries(…)`
fn of_entries<'a>(heap: &Heap<'a>, entries: &[Value<'a>]) -> Answer<'a> {
    if !entries.iter().all(|e| matches!(e, Value::Object(Object::Entry(_)) | Value::Null)) {
        return None;
    }
    let pairs = || {
        let mut pairs = Vec::new();
        for entry in spread(heap, entries)? {
            let Value::Object(Object::Entry(entry)) = entry else { return Err(null_pointer()) };
            pairs.push((entry.key, entry.value(heap)?));
        }
        immutable(heap, &pairs, true)
    };
    Some(pairs())
}

/// `Map.copyOf(map)`
fn copy_of<'a>(heap: &Heap<'a>, other: Option<&'a Map<'a>>) -> Result<Outcome<'a>> {
    let other = other.ok_or_else(null_pointer)?;
    if other.kind() == MapKind::Immutable {
        return value(Value::Map(other));
    }
    immutable(heap, &other.ordered(heap)?, false)
}

fn immutable<'a>(heap: &Heap<'a>, pairs: &[(Value<'a>, Value<'a>)], distinct: bool) -> Result<Outcome<'a>> {
    let map = heap.map(MapKind::Immutable)?;
    for &(key, value) in pairs {
        if key.is_null() || value.is_null() {
            return Err(null_pointer().help("`Map.of` and `Map.copyOf` hold no null"));
        }
        if map.put(heap, key, value)?.is_some() && distinct {
            let key = print::to_text(heap, key)?;
            return Err(Fault::exception("java.lang.IllegalArgumentException", format!("duplicate key: {key}")));
        }
    }
    value(Value::Map(map))
}

/// A key and its value.
type Pair<'a> = (Value<'a>, Value<'a>);

/// Which neighbour of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    Lower,
    Floor,
    Ceiling,
    Higher,
}

/// What `TreeMap` has beyond `Map`.
fn of_sorted<'a>(heap: &Heap<'a>, map: &'a Map<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let near = |key: &Value<'a>, which| near(heap, map, *key, which);
    let found = match (name.known, args) {
        (Known::firstKey | Known::firstEntry, []) => end(heap, map, false),
        (Known::lastKey | Known::lastEntry, []) => end(heap, map, true),
        (Known::pollFirstEntry, []) => poll(heap, map, false),
        (Known::pollLastEntry, []) => poll(heap, map, true),
        (Known::lowerKey | Known::lowerEntry, [key]) => near(key, Near::Lower),
        (Known::floorKey | Known::floorEntry, [key]) => near(key, Near::Floor),
        (Known::ceilingKey | Known::ceilingEntry, [key]) => near(key, Near::Ceiling),
        (Known::higherKey | Known::higherEntry, [key]) => near(key, Near::Higher),
        (Known::comparator, []) => return Some(value(Value::Null)),
        (Known::navigableKeySet, []) => return Some(view::of_map(heap, map, ViewKind::Keys, Origin::Map)),
        _ => return None,
    };
    Some(found.and_then(|found| match (name.known, found) {
        (Known::firstKey | Known::lastKey, None) => Err(no_such_element()),
        (_, None) => value(Value::Null),
        (_, Some((key, _))) if name.text.ends_with("Key") => value(key),
        (_, Some((key, old))) => {
            let entry = Entry { of: EntryOf::Snapshot, key, value: Cell::new(old) };
            value(heap.object(Object::Entry(entry))?)
        }
    }))
}

/// `firstEntry()`, `lastEntry()`
pub(super) fn end<'a>(heap: &Heap<'a>, map: &'a Map<'a>, last: bool) -> Result<Option<Pair<'a>>> {
    map.charge_gaps(heap)?;
    let slot = if last { map.last_slot() } else { map.next_slot(0) };
    Ok(slot.and_then(|slot| map.slot(heap, slot)))
}

/// `pollFirstEntry()`, `pollLastEntry()`
pub(super) fn poll<'a>(heap: &Heap<'a>, map: &'a Map<'a>, last: bool) -> Result<Option<Pair<'a>>> {
    let found = end(heap, map, last)?;
    if let Some((key, _)) = found {
        map.remove(heap, key)?;
    }
    Ok(found)
}

/// `lowerEntry(key)` and its like.
pub(super) fn near<'a>(heap: &Heap<'a>, map: &'a Map<'a>, key: Value<'a>, which: Near) -> Result<Option<Pair<'a>>> {
    if key.is_null() && map.len() > 0 {
        return Err(null_pointer());
    }
    let mut below = None;
    for pair in map.ordered(heap)? {
        let order = natural(heap, key, pair.0)?;
        match which {
            Near::Lower | Near::Floor if order > 0 || order == 0 && which == Near::Floor => below = Some(pair),
            Near::Ceiling if order <= 0 => return Ok(Some(pair)),
            Near::Higher if order < 0 => return Ok(Some(pair)),
            _ => {}
        }
    }
    Ok(below)
}

#[cfg(test)]
mod tests {
    use super::super::collection::testing::{get, printed, shown, text, with_heap};
    use super::*;
    use Value::Integer;

    fn map_of<'a>(heap: &Heap<'a>, kind: MapKind, keys: &[&'static str]) -> Value<'a> {
        let map = heap.map(kind).unwrap();
        for (i, key) in keys.iter().enumerate() {
            map.put(heap, text(key), Integer(i as i32)).unwrap();
        }
        Value::Map(map)
    }

    #[test]
    fn views_see_and_make_changes() {
        with_heap(|heap| {
            let map = map_of(heap, MapKind::LinkedHashMap, &["a", "b", "c"]);
            let (keys, values) = (get(heap, map, "keySet", &[]), get(heap, map, "values", &[]));
            assert_eq!(shown(heap, values, "remove", &[Integer(1)]), "true");
            assert_eq!(shown(heap, map, "put", &[text("d"), Integer(7)]), "null");
            assert_eq!((printed(heap, keys), printed(heap, map)), ("[a, c, d]".into(), "{a=0, c=2, d=7}".into()));
            assert_eq!(shown(heap, keys, "add", &[text("x")]), "!java.lang.UnsupportedOperationException");
        });
    }

    #[test]
    fn set_value_writes_into_the_map() {
        with_heap(|heap| {
            let map = map_of(heap, MapKind::LinkedHashMap, &["a"]);
            let entries = get(heap, map, "entrySet", &[]);
            let entry = get(heap, get(heap, entries, "iterator", &[]), "next", &[]);
            assert_eq!(shown(heap, entry, "setValue", &[Integer(5)]), "0");
            assert_eq!((printed(heap, entry), printed(heap, map)), ("a=5".into(), "{a=5}".into()));
        });
    }

    /// An entry may be a key of its own map, which is then asked while it looks for the key.
    #[test]
    fn an_entry_as_a_key_of_its_map() {
        with_heap(|heap| {
            let map = map_of(heap, MapKind::LinkedHashMap, &["a"]);
            let entries = get(heap, map, "entrySet", &[]);
            let entry = get(heap, get(heap, entries, "iterator", &[]), "next", &[]);
            assert_eq!(shown(heap, map, "put", &[entry, Integer(1)]), "null");
            assert_eq!(shown(heap, map, "put", &[entry, Integer(2)]), "1");
            assert_eq!(shown(heap, map, "remove", &[entry]), "2");
        });
    }

    /// A clone's table is sized for its entries at once, so that it may iterate in another order.
    #[test]
    fn a_clone_of_a_hash_map_may_have_another_order() {
        with_heap(|heap| {
            let map = heap.map(MapKind::HashMap).unwrap();
            for i in 0..12 {
                map.put(heap, Integer(i * 17), Integer(i)).unwrap();
            }
            let copy = get(heap, Value::Map(map), "clone", &[]);
            let keys = get(heap, copy, "keySet", &[]);
            assert_eq!(printed(heap, keys), "[0, 34, 68, 102, 136, 170, 17, 51, 85, 119, 153, 187]");
        });
    }

    #[test]
    fn sorted_maps_know_their_neighbours() {
        with_heap(|heap| {
            let map = map_of(heap, MapKind::TreeMap, &["c", "a", "b"]);
            assert_eq!(shown(heap, map, "firstKey", &[]), "a");
            assert_eq!(shown(heap, map, "higherKey", &[text("b")]), "c");
            assert_eq!(shown(heap, map, "floorEntry", &[text("bb")]), "b=2");
            assert_eq!(shown(heap, map, "pollLastEntry", &[]), "c=0");
            assert_eq!(
                shown(heap, map, "get", &[Integer(5)]),
                "!java.lang.ClassCastException: class java.lang.String cannot be cast to class java.lang.Integer \
                 (java.lang.String and java.lang.Integer are in module java.base of loader 'bootstrap')"
            );
        });
    }

    #[test]
    fn maps_made_with_of() {
        with_heap(|heap| {
            let map = map_of(heap, MapKind::LinkedHashMap, &[]);
            let of = get(heap, map, "of", &[text("a"), Integer(1)]);
            assert_eq!((of.class_name(), printed(heap, of)), ("java.util.ImmutableCollections$Map1", "{a=1}".into()));
            assert_eq!(
                shown(heap, map, "of", &[text("a"), Integer(1), text("a"), Integer(2)]),
                "!java.lang.IllegalArgumentException: duplicate key: a"
            );
            assert_eq!(shown(heap, of, "put", &[text("b"), Integer(1)]), "!java.lang.UnsupportedOperationException");
        });
    }
}
