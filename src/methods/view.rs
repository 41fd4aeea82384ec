//! `keySet()`, `values()`, `entrySet()`, which see every change of their map and change it, and `Set.of(…)`.

use super::collection::{Answer, Collection, NULLARY, boolean, not_null, outcome, spread, value, without_null};
use super::exception::{no_remove, no_such_element, null_pointer, unsupported};
use super::iterator::{self, item};
use super::map;
use crate::error::{Fault, Result};
use crate::value::object::{Entry, Origin, View, ViewKind};
use crate::value::{Heap, Known, Map, MapKind, Name, Object, Outcome, Value, equal, print};

/// A view as a value.
pub(super) fn of_map<'a>(heap: &Heap<'a>, map: &'a Map<'a>, kind: ViewKind, origin: Origin) -> Result<Outcome<'a>> {
    value(heap.object(Object::View(View { map, kind, origin }))?)
}

/// All that the view shows, in its order.
pub(super) fn items<'a>(heap: &Heap<'a>, view: &'a View<'a>) -> Result<Vec<Value<'a>>> {
    let order = view.map.order(heap)?;
    heap.reserve(order.len().saturating_mul(size_of::<Value>()))?;
    heap.charge(order.len() as u64)?;
    order.into_iter().map(|slot| item(heap, view.map, slot as usize, view.kind)).collect()
}

/// `contains(item)`
pub(super) fn contains<'a>(heap: &Heap<'a>, view: &'a View<'a>, item: Value<'a>) -> Result<bool> {
    let nullable = view.kind == ViewKind::Entries && view.map.len() != 1;
    if item.is_null() && view.map.kind() == MapKind::Immutable && !nullable {
        return Err(null_pointer());
    }
    match (view.kind, item) {
        (ViewKind::Keys, key) => Ok(view.map.get(heap, key)?.is_some()),
        (ViewKind::Values, value) => map::contains_value(heap, view.map, value),
        (ViewKind::Entries, Value::Object(Object::Entry(entry))) => has_entry(heap, view.map, entry),
        (ViewKind::Entries, _) => Ok(false),
    }
}

fn has_entry<'a>(heap: &Heap<'a>, map: &Map<'a>, entry: &Entry<'a>) -> Result<bool> {
    match map.get(heap, entry.key)? {
        Some(value) => equal::equals(heap, value, entry.value(heap)?),
        None => Ok(false),
    }
}

/// `$view.name(args)`
pub(super) fn call<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    view: &'a View<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Result<Outcome<'a>> {
    const OF_KEYS: &[Known] =
        &[Known::first, Known::last, Known::comparator, Known::pollFirst, Known::pollLast, Known::of];
    let sorted = view.map.kind() == MapKind::TreeMap && view.kind == ViewKind::Keys;
    let answer = if sorted { of_sorted_keys(heap, view, name, args) } else { None };
    let answer = answer.or_else(|| of_view(heap, this, view, name, args));
    match outcome(answer, name, args, NULLARY)? {
        Outcome::Missing if sorted => outcome(None, name, args, OF_KEYS),
        found => Ok(found),
    }
}

fn of_view<'a>(heap: &Heap<'a>, this: Value<'a>, view: &'a View<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    Some(match (name.known, args) {
        (Known::iterator, []) => iterator::of_map(heap, view.map, view.kind, view.origin).and_then(value),
        (Known::remove, [item]) => remove(heap, this, view, *item),
        (Known::removeAll, [items]) => keep(heap, this, view, Collection::argument(*items)?, false),
        (Known::retainAll, [items]) => keep(heap, this, view, Collection::argument(*items)?, true),
        (Known::clear, []) => clear(heap, this, view),
        (Known::add, [_]) => Err(unsupported(this.class_name())),
        (Known::addAll, [items]) => add_all(this, Collection::argument(*items)?),
        (Known::removeIf, [Value::Null]) => refuse(this).and_then(|()| Err(null_pointer())),
        (Known::of, args) if view.is_set() => set_of(heap, args),
        (Known::copyOf, [items]) if view.is_set() => set_copy(heap, Collection::argument(*items)?),
        _ => return Collection::View(view).call(heap, this, name, args),
    })
}

/// `clear()`
fn clear<'a>(heap: &Heap<'a>, this: Value<'a>, view: &'a View<'a>) -> Result<Outcome<'a>> {
    refuse(this)?;
    if view.map.kind() == MapKind::Immutable {
        match view.kind {
            ViewKind::Entries if view.map.len() == 0 => return Ok(Outcome::Void),
            ViewKind::Entries => return Err(no_remove()),
            _ => return Err(unsupported(this.class_name())),
        }
    }
    view.map.clear(heap);
    Ok(Outcome::Void)
}

/// An error for Java's immutable sets, which refuse changes even where there is nothing to change.
fn refuse(this: Value<'_>) -> Result<()> {
    let class = this.class_name();
    if class.starts_with("java.util.ImmutableCollections$Set") { Err(unsupported(class)) } else { Ok(()) }
}

/// Takes a key out; an error for a map that cannot change.
fn remove_key<'a>(heap: &Heap<'a>, view: &'a View<'a>, key: Value<'a>) -> Result<()> {
    if view.map.kind() == MapKind::Immutable {
        return Err(no_remove());
    }
    view.map.remove(heap, key).map(|_| ())
}

/// `addAll(items)`: a view takes none.
fn add_all<'a>(this: Value<'a>, items: Option<Collection<'a>>) -> Result<Outcome<'a>> {
    refuse(this)?;
    match items.ok_or_else(null_pointer)?.len() {
        0 => boolean(false),
        _ => Err(unsupported(this.class_name())),
    }
}

/// `remove(item)`
fn remove<'a>(heap: &Heap<'a>, this: Value<'a>, view: &'a View<'a>, item: Value<'a>) -> Result<Outcome<'a>> {
    refuse(this)?;
    boolean(remove_item(heap, view, item)?)
}

fn remove_item<'a>(heap: &Heap<'a>, view: &'a View<'a>, wanted: Value<'a>) -> Result<bool> {
    let key = match (view.kind, wanted) {
        (ViewKind::Keys, key) => view.map.get(heap, key)?.map(|_| key),
        (ViewKind::Entries, Value::Object(Object::Entry(entry))) => {
            has_entry(heap, view.map, entry)?.then_some(entry.key)
        }
        (ViewKind::Entries, _) => None,
        (ViewKind::Values, wanted) => key_of(heap, view.map, wanted)?,
    };
    let Some(key) = key else { return Ok(false) };
    remove_key(heap, view, key)?;
    Ok(true)
}

/// The first key that has the value.
fn key_of<'a>(heap: &Heap<'a>, map: &Map<'a>, wanted: Value<'a>) -> Result<Option<Value<'a>>> {
    for (key, value) in map.ordered(heap)? {
        if equal::equals(heap, wanted, value)? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// `removeAll(items)`, `retainAll(items)`: keeps the items of which `items.contains(item)` says `kept`.
fn keep<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    view: &'a View<'a>,
    items: Option<Collection<'a>>,
    kept: bool,
) -> Result<Outcome<'a>> {
    refuse(this)?;
    let items = items.ok_or_else(null_pointer)?;
    let mut changed = false;
    if !kept && view.is_set() && view.map.len() > items.len() {
        for item in items.items(heap)? {
            changed |= remove_item(heap, view, item)?;
        }
        return boolean(changed);
    }
    for slot in view.map.order(heap)? {
        let shown = item(heap, view.map, slot as usize, view.kind)?;
        if items.contains(heap, shown)? != kept
            && let Some((key, _)) = view.map.slot(heap, slot as usize)
        {
            remove_key(heap, view, key)?;
            changed = true;
        }
    }
    boolean(changed)
}

/// What the keys of a `TreeMap` have as a `NavigableSet`.
fn of_sorted_keys<'a>(heap: &Heap<'a>, view: &'a View<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let entry = match (name.known, args) {
        (Known::first, []) => map::end(heap, view.map, false).and_then(|e| e.ok_or_else(no_such_element).map(Some)),
        (Known::last, []) => map::end(heap, view.map, true).and_then(|e| e.ok_or_else(no_such_element).map(Some)),
        (Known::pollFirst, []) => map::poll(heap, view.map, false),
        (Known::pollLast, []) => map::poll(heap, view.map, true),
        (Known::lower, [key]) => map::near(heap, view.map, *key, map::Near::Lower),
        (Known::floor, [key]) => map::near(heap, view.map, *key, map::Near::Floor),
        (Known::ceiling, [key]) => map::near(heap, view.map, *key, map::Near::Ceiling),
        (Known::higher, [key]) => map::near(heap, view.map, *key, map::Near::Higher),
        (Known::comparator, []) => Ok(None),
        _ => return None,
    };
    Some(entry.map(|entry| Outcome::Value(entry.map_or(Value::Null, |(key, _)| key))))
}

/// `Set.of('a', 'b')`
fn set_of<'a>(heap: &Heap<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let set = heap.map(MapKind::Immutable)?;
    for item in spread(heap, args)? {
        if set.put(heap, not_null(item)?, Value::Boolean(true))?.is_some() {
            let item = print::to_text(heap, item)?;
            return Err(Fault::exception("java.lang.IllegalArgumentException", format!("duplicate element: {item}")));
        }
    }
    of_map(heap, set, ViewKind::Keys, Origin::Set)
}

/// `Set.copyOf(items)`
fn set_copy<'a>(heap: &Heap<'a>, items: Option<Collection<'a>>) -> Result<Outcome<'a>> {
    let items = items.ok_or_else(null_pointer)?;
    let set = heap.map(MapKind::Immutable)?;
    for item in without_null(items.items(heap)?)? {
        set.put(heap, item, Value::Boolean(true))?;
    }
    of_map(heap, set, ViewKind::Keys, Origin::Set)
}

#[cfg(test)]
mod tests {
    use super::super::collection::testing::{get, printed, shown, strings, text, with_heap};
    use super::*;

    #[test]
    fn retain_all_on_keys_changes_the_map() {
        with_heap(|heap| {
            let map = heap.map(MapKind::LinkedHashMap).unwrap();
            for key in ["a", "b", "c"] {
                map.put(heap, text(key), Value::Boolean(true)).unwrap();
            }
            let keys = get(heap, Value::Map(map), "keySet", &[]);
            assert_eq!(shown(heap, keys, "retainAll", &[strings(heap, &["c", "a", "x"])]), "true");
            assert_eq!(printed(heap, Value::Map(map)), "{a=true, c=true}");
            assert_eq!(shown(heap, keys, "containsAll", &[strings(heap, &["a"])]), "true");
        });
    }

    #[test]
    fn sets_made_with_of() {
        with_heap(|heap| {
            let keys = get(heap, Value::Map(heap.map(MapKind::TreeMap).unwrap()), "keySet", &[]);
            let set = get(heap, keys, "of", &[text("a")]);
            assert_eq!((set.class_name(), printed(heap, set)), ("java.util.ImmutableCollections$Set12", "[a]".into()));
            let twice = "!java.lang.IllegalArgumentException: duplicate element: a";
            assert_eq!(shown(heap, keys, "of", &[text("a"), text("a")]), twice);
        });
    }
}
