//! `Iterator` and `ListIterator`, and how `#foreach` goes through a value.

use std::cell::Cell;

use super::array;
use super::collection::{Answer, NULLARY_OBJECT, boolean, integer, of_object, outcome, value};
use super::entry;
use super::exception::{concurrent, illegal_state, no_remove, no_such_element, null_pointer, unsupported};
use crate::error::{Fault, Result};
use crate::value::object::{Iter, NONE, Origin, Over, ViewKind};
use crate::value::{Heap, Known, List, ListKind, Map, MapKind, Name, Object, Outcome, Value};

/// What `#foreach` goes through.
pub(crate) enum Iteration<'a> {
    /// A list or an array that is no part of another: the common case, without an object of its own.
    List {
        list: &'a List<'a>,
        next: Cell<usize>,
        /// The list's modifications when the loop began.
        expected: u32,
    },
    Iterator(&'a Iter<'a>),
}

/// `#foreach($item in value)`: the items of a list, array or view, the values of a map, what an iterator has left.
/// `None` for a value that has no items, such as a string.
pub(crate) fn iterate<'a>(heap: &Heap<'a>, value: Value<'a>) -> Result<Option<Iteration<'a>>> {
    let iterator = match value {
        Value::List(list) if !matches!(list.kind(), ListKind::SubList) => {
            return Ok(Some(Iteration::List { list, next: Cell::new(0), expected: list.modifications() }));
        }
        Value::List(list) => {
            list.check_part()?;
            of_list(heap, list, 0, false)?
        }
        Value::Map(map) => of_map(heap, map, ViewKind::Values, Origin::Map)?,
        Value::Object(Object::Scope(scope)) => of_map(heap, scope.storage, ViewKind::Values, Origin::Scope)?,
        Value::Object(Object::View(view)) => of_map(heap, view.map, view.kind, view.origin)?,
        other => other,
    };
    Ok(match iterator {
        Value::Object(Object::Iterator(iter)) => Some(Iteration::Iterator(iter)),
        _ => None,
    })
}

impl<'a> Iteration<'a> {
    /// Whether another item follows.
    #[inline]
    pub fn has_next(&self) -> bool {
        match self {
            Iteration::List { list, next, .. } => next.get() != list.len(),
            Iteration::Iterator(iter) => has_next(iter),
        }
    }

    /// The next item; an error if the list or map was changed meanwhile.
    #[inline]
    pub fn next(&self, heap: &Heap<'a>) -> Result<Value<'a>> {
        match self {
            Iteration::List { list, next, expected } => {
                if list.modifications() != *expected {
                    return Err(concurrent());
                }
                let item = list.get(next.get()).ok_or_else(no_such_element)?;
                next.set(next.get() + 1);
                Ok(item)
            }
            Iteration::Iterator(iter) => advance(heap, iter),
        }
    }
}

/// `list.iterator()`, `list.listIterator(at)`
pub(super) fn of_list<'a>(heap: &Heap<'a>, list: &'a List<'a>, at: usize, two_way: bool) -> Result<Value<'a>> {
    heap.charge(1)?;
    heap.object(Object::Iterator(Iter {
        over: Over::List(list),
        position: Cell::new(at),
        last: Cell::new(NONE),
        expected: Cell::new(list.modifications()),
        // Java has but one class for both where a list is a part of another
        two_way: two_way || matches!(list.kind(), ListKind::SubList | ListKind::ArrayPart),
    }))
}

/// The iterator of a map's `keySet()`, `values()` or `entrySet()`.
pub(super) fn of_map<'a>(heap: &Heap<'a>, map: &'a Map<'a>, kind: ViewKind, origin: Origin) -> Result<Value<'a>> {
    heap.charge(1)?;
    let (order, first) = match map.kind() {
        MapKind::HashMap | MapKind::Context => {
            let order = heap.slice(&map.order(heap)?)?;
            (Some(order), if order.is_empty() { NONE } else { 0 })
        }
        _ => {
            map.charge_gaps(heap)?;
            (None, map.next_slot(0).unwrap_or(NONE))
        }
    };
    heap.object(Object::Iterator(Iter {
        over: Over::Map(map, kind, origin, order),
        position: Cell::new(first),
        last: Cell::new(NONE),
        expected: Cell::new(map.modifications()),
        two_way: false,
    }))
}

/// `hasNext()`: a map's iterator has looked ahead, a list's has not.
fn has_next(iter: &Iter<'_>) -> bool {
    match &iter.over {
        Over::List(list) => iter.position.get() != list.len(),
        Over::Map(..) => iter.position.get() != NONE,
    }
}

/// `next()`
fn advance<'a>(heap: &Heap<'a>, iter: &Iter<'a>) -> Result<Value<'a>> {
    heap.charge(1)?;
    let at = iter.position.get();
    match &iter.over {
        Over::List(list) => {
            check(iter)?;
            let item = list.get(at).ok_or_else(|| past_the_end(list))?;
            iter.position.set(at + 1);
            iter.last.set(at);
            Ok(item)
        }
        Over::Map(map, kind, _, order) => {
            if at == NONE && map.kind() == MapKind::TreeMap {
                return Err(no_such_element());
            }
            check(iter)?;
            if at == NONE {
                return Err(no_such_element());
            }
            let (slot, next) = match order {
                Some(order) => (order[at] as usize, Some(at + 1).filter(|&next| next < order.len())),
                None => (at, map.next_slot(at + 1)),
            };
            iter.position.set(next.unwrap_or(NONE));
            iter.last.set(slot);
            item(heap, map, slot, *kind)
        }
    }
}

/// The exception at the end; of an array it names the one that stopped Java.
fn past_the_end(list: &List<'_>) -> Box<Fault> {
    if list.kind().is_array() {
        return Fault::exception("java.util.NoSuchElementException", "java.lang.ArrayIndexOutOfBoundsException");
    }
    no_such_element()
}

/// What a view shows of the entry in a slot.
pub(super) fn item<'a>(heap: &Heap<'a>, map: &'a Map<'a>, slot: usize, kind: ViewKind) -> Result<Value<'a>> {
    let (key, value) = map.slot(heap, slot).ok_or_else(no_such_element)?;
    match kind {
        ViewKind::Keys => Ok(key),
        ViewKind::Values => Ok(value),
        ViewKind::Entries => entry::of_map(heap, map, slot, key, value),
    }
}

/// An error if the list or map was changed by another than the iterator.
fn check(iter: &Iter<'_>) -> Result<()> {
    let modifications = match &iter.over {
        Over::List(list) => {
            list.check_part().map_err(|_| concurrent())?;
            list.modifications()
        }
        Over::Map(map, ..) => map.modifications(),
    };
    if modifications == iter.expected.get() { Ok(()) } else { Err(concurrent()) }
}

/// `$iterator.name(args)`
pub(super) fn call<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    iter: &'a Iter<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Result<Outcome<'a>> {
    const ONE_WAY: &[Known] = &[Known::hasNext, Known::next, Known::remove];
    const TWO_WAYS: &[Known] = &[Known::hasPrevious, Known::previous, Known::nextIndex, Known::previousIndex];
    let one_way = match (name.known, args) {
        (Known::hasNext, []) => Some(boolean(has_next(iter))),
        (Known::next, []) => Some(advance(heap, iter).and_then(value)),
        (Known::remove, []) => Some(remove(heap, this, iter)),
        (Known::forEachRemaining, [Value::Null]) => Some(Err(null_pointer())),
        _ => None,
    };
    let answer =
        one_way.or_else(|| two_ways(heap, this, iter, name, args)).or_else(|| of_object(heap, this, name, args));
    let nullary = if ONE_WAY.contains(&name.known) || is_list_iterator(iter) && TWO_WAYS.contains(&name.known) {
        &[name.known][..]
    } else {
        NULLARY_OBJECT
    };
    outcome(answer, name, args, nullary)
}

fn is_immutable(list: &List<'_>) -> bool {
    matches!(list.kind(), ListKind::Immutable | ListKind::ImmutablePart)
}

/// True if its class is a `ListIterator`, which for some lists it always is, even where it refuses to go back.
fn is_list_iterator(iter: &Iter<'_>) -> bool {
    iter.two_way || matches!(iter.over, Over::List(list) if is_immutable(list))
}

/// The methods of `ListIterator`.
fn two_ways<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    iter: &'a Iter<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Answer<'a> {
    let Over::List(list) = iter.over else { return None };
    if !is_list_iterator(iter) {
        return None;
    }
    let immutable = is_immutable(list);
    let known = match (name.known, args) {
        (Known::set | Known::add, [_]) => true,
        (Known::hasPrevious | Known::previous | Known::nextIndex | Known::previousIndex, []) => false,
        _ => return None,
    };
    if immutable && (known || !iter.two_way) {
        return Some(Err(unsupported(this.class_name())));
    }
    let at = iter.position.get();
    Some(match (name.known, args) {
        (Known::hasPrevious, _) => boolean(at != 0),
        (Known::nextIndex, _) => integer(at),
        (Known::previousIndex, _) => value(Value::Integer(i32::try_from(at).unwrap_or(i32::MAX) - 1)),
        (Known::previous, _) => previous(iter, list),
        (Known::set, [item]) => set(heap, iter, list, *item),
        (_, [item]) => add(heap, this, iter, list, *item),
        _ => return None,
    })
}

/// `previous()`
fn previous<'a>(iter: &Iter<'a>, list: &'a List<'a>) -> Result<Outcome<'a>> {
    check(iter)?;
    let at = iter.position.get().checked_sub(1).ok_or_else(|| past_the_end(list))?;
    let item = list.get(at).ok_or_else(concurrent)?;
    iter.position.set(at);
    iter.last.set(at);
    value(item)
}

/// `set(item)`: in place of what came last.
fn set<'a>(heap: &Heap<'a>, iter: &Iter<'a>, list: &'a List<'a>, item: Value<'a>) -> Result<Outcome<'a>> {
    if iter.last.get() == NONE {
        return Err(illegal_state());
    }
    check(iter)?;
    array::store(heap, list, iter.last.get(), item)?;
    Ok(Outcome::Void)
}

/// `add(item)`: before what comes next.
fn add<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    iter: &Iter<'a>,
    list: &'a List<'a>,
    item: Value<'a>,
) -> Result<Outcome<'a>> {
    check(iter)?;
    if !grows(list) {
        return Err(unsupported(this.class_name()));
    }
    let at = iter.position.get();
    list.insert(heap, at, item)?;
    iter.position.set(at + 1);
    iter.last.set(NONE);
    iter.expected.set(list.modifications());
    Ok(Outcome::Void)
}

fn grows(list: &List<'_>) -> bool {
    matches!(list.kind(), ListKind::ArrayList | ListKind::JsonArray | ListKind::SubList)
}

/// `remove()`: what came last.
fn remove<'a>(heap: &Heap<'a>, this: Value<'a>, iter: &Iter<'a>) -> Result<Outcome<'a>> {
    match &iter.over {
        Over::List(list) if is_immutable(list) => {
            return Err(unsupported(this.class_name()));
        }
        Over::List(list) if list.kind() == ListKind::ArraysAsList => return Err(no_remove()),
        Over::Map(map, ..) if map.kind() == MapKind::Immutable => return Err(no_remove()),
        _ => {}
    }
    let last = iter.last.get();
    if last == NONE {
        return Err(illegal_state());
    }
    check(iter)?;
    match &iter.over {
        Over::List(list) if !grows(list) => return Err(unsupported(this.class_name())),
        Over::List(list) => {
            list.remove(heap, last)?;
            iter.position.set(last);
            iter.expected.set(list.modifications());
        }
        Over::Map(map, ..) => {
            if let Some((key, _)) = map.slot(heap, last) {
                map.remove(heap, key)?;
            }
            iter.expected.set(map.modifications());
        }
    }
    iter.last.set(NONE);
    Ok(Outcome::Void)
}

#[cfg(test)]
mod tests {
    use super::super::collection::testing::{get, printed, shown, strings, text, with_heap};
    use super::*;

    #[test]
    fn a_loop_over_a_list_that_grows_fails_at_its_next_item() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b"]);
            let items = iterate(heap, list).unwrap().unwrap();
            assert!(items.has_next() && items.next(heap).is_ok());
            shown(heap, list, "add", &[text("c")]);
            assert!(items.has_next());
            assert_eq!(items.next(heap).unwrap_err().message, "java.util.ConcurrentModificationException");
        });
    }

    /// Java asks `hasNext()` of the length as it is then: losing the last but one item ends the loop early.
    #[test]
    fn a_loop_over_a_list_that_shrinks_may_just_end() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b"]);
            let items = iterate(heap, list).unwrap().unwrap();
            assert!(items.next(heap).is_ok());
            shown(heap, list, "remove", &[text("b")]);
            assert!(!items.has_next());
        });
    }

    #[test]
    fn a_loop_over_a_map_goes_through_its_values() {
        with_heap(|heap| {
            let map = Value::Map(heap.map(MapKind::LinkedHashMap).unwrap());
            shown(heap, map, "put", &[text("k"), text("v")]);
            let items = iterate(heap, map).unwrap().unwrap();
            assert_eq!(printed(heap, items.next(heap).unwrap()), "v");
            assert!(!items.has_next());
            assert!(iterate(heap, text("k")).unwrap().is_none());
        });
    }

    #[test]
    fn an_iterator_removes_what_came_last() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b"]);
            let iterator = get(heap, list, "iterator", &[]);
            assert_eq!(shown(heap, iterator, "remove", &[]), "!java.lang.IllegalStateException");
            assert_eq!(shown(heap, iterator, "next", &[]), "a");
            assert_eq!(shown(heap, iterator, "remove", &[]), "");
            assert_eq!((shown(heap, iterator, "next", &[]), printed(heap, list)), ("b".into(), "[b]".into()));
            assert_eq!(shown(heap, iterator, "next", &[]), "!java.util.NoSuchElementException");
            assert_eq!(shown(heap, iterator, "previous", &[]), "?");
        });
    }

    #[test]
    fn a_list_iterator_goes_both_ways() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b"]);
            let iterator = get(heap, list, "listIterator", &[Value::Integer(1)]);
            assert_eq!(shown(heap, iterator, "previous", &[]), "a");
            assert_eq!(shown(heap, iterator, "set", &[text("x")]), "");
            assert_eq!(shown(heap, iterator, "add", &[text("y")]), "");
            assert_eq!(
                (shown(heap, iterator, "nextIndex", &[]), printed(heap, list)),
                ("1".into(), "[y, x, b]".into())
            );
        });
    }
}
