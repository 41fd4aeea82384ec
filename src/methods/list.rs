//! `java.util.List`: `ArrayList`, json-smart's `JSONArray`, `subList(…)`, `List.of(…)` and what an array lends from it.

use super::collection::{
    Answer, Collection, NULLARY, boolean, int, integer, outcome, position, spread, value, without_null,
};
use super::exception::{indexes, null_pointer, out_of_bounds, unsupported};
use super::{array, iterator};
use crate::error::{Fault, Result};
use crate::value::compare::{no_cast, sort};
use crate::value::json::{self, Style};
use crate::value::{Heap, Known, List, ListKind, Name, Outcome, Value, equal};

/// `$list.name(args)`
pub(crate) fn call<'a>(heap: &Heap<'a>, list: &'a List<'a>, name: Name<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    list.check_part()?;
    let answer = match list.kind() {
        kind if kind.is_array() => array::answer(heap, list, name, args),
        ListKind::JsonArray => of_json_array(heap, list, name, args).or_else(|| of_array_list(heap, list, name, args)),
        ListKind::ArrayList => of_array_list(heap, list, name, args),
        _ => of_list(heap, list, name, args),
    };
    match outcome(answer, name, args, NULLARY)? {
        Outcome::Missing => outcome(None, name, args, nullary(list.kind())),
        found => Ok(found),
    }
}

/// Methods without parameters that not every collection has.
fn nullary(kind: ListKind) -> &'static [Known] {
    match kind {
        ListKind::ArrayList => &[Known::listIterator, Known::of, Known::clone, Known::trimToSize],
        ListKind::JsonArray => &[Known::listIterator, Known::of, Known::clone, Known::trimToSize, Known::toJSONString],
        _ => &[Known::listIterator, Known::of],
    }
}

/// How a list may change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Growth {
    Free,
    /// Items may be replaced.
    Fixed,
    Never,
}

fn growth(list: &List<'_>) -> Growth {
    match list.kind() {
        ListKind::ArrayList | ListKind::JsonArray | ListKind::SubList => Growth::Free,
        ListKind::Immutable | ListKind::ImmutablePart => Growth::Never,
        _ => Growth::Fixed,
    }
}

/// An error for a list that never changes.
fn changeable(list: &List<'_>) -> Result<Growth> {
    match growth(list) {
        Growth::Never => Err(unsupported(list.class_name())),
        other => Ok(other),
    }
}

/// An error for a list whose length never changes.
fn growable(list: &List<'_>) -> Result<()> {
    match growth(list) {
        Growth::Free => Ok(()),
        _ => Err(unsupported(list.class_name())),
    }
}

/// The methods of `List`.
pub(super) fn of_list<'a>(heap: &Heap<'a>, list: &'a List<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    Some(match (name.known, args) {
        (Known::get, [i]) => index(list, int(*i)?).and_then(|i| value(list.get(i).unwrap_or(Value::Null))),
        (Known::set, [i, item]) => set(heap, list, int(*i)?, *item),
        (Known::add, [item]) => add(heap, list, *item),
        (Known::add, [i, item]) => insert(heap, list, int(*i)?, *item),
        (Known::addAll, [items]) => add_all(heap, list, None, Collection::argument(*items)?),
        (Known::addAll, [i, items]) => add_all(heap, list, Some(int(*i)?), Collection::argument(*items)?),
        (Known::remove, [item]) => match int(*item) {
            Some(i) => remove_at(heap, list, i),
            None => remove(heap, list, *item),
        },
        (Known::removeAll, [items]) => keep(heap, list, Collection::argument(*items)?, false),
        (Known::retainAll, [items]) => keep(heap, list, Collection::argument(*items)?, true),
        (Known::clear, []) => clear(heap, list),
        (Known::sort, [Value::Null]) => sort_naturally(heap, list),
        (Known::replaceAll | Known::removeIf, [Value::Null]) => changeable(list).and_then(|_| Err(null_pointer())),
        (Known::indexOf, [item]) => index_of(heap, list, *item, false),
        (Known::lastIndexOf, [item]) => index_of(heap, list, *item, true),
        (Known::subList, [from, to]) => sub_list(heap, list, int(*from)?, int(*to)?),
        (Known::iterator, []) => iterator::of_list(heap, list, 0, false).and_then(value),
        (Known::listIterator, []) => iterator::of_list(heap, list, 0, true).and_then(value),
        (Known::listIterator, [i]) => list_iterator(heap, list, int(*i)?),
        (Known::of, [args @ ..]) => of(heap, args),
        (Known::copyOf, [items]) => copy_of(heap, Collection::argument(*items)?),
        _ => return Collection::List(list).call(heap, Value::List(list), name, args),
    })
}

/// What `ArrayList` has beyond `List`.
fn of_array_list<'a>(heap: &Heap<'a>, list: &'a List<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    Some(match (name.known, args) {
        (Known::clone, []) => list.to_vec(heap).and_then(|items| heap.list(list.kind(), &items)).and_then(value),
        (Known::trimToSize, []) => {
            list.touched();
            Ok(Outcome::Void)
        }
        (Known::ensureCapacity, [capacity]) => int(*capacity).map(|_| Ok(Outcome::Void))?,
        _ => return of_list(heap, list, name, args),
    })
}

/// What `JSONArray` has beyond `ArrayList`.
fn of_json_array<'a>(heap: &Heap<'a>, list: &'a List<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let json = |value: Value<'a>| {
        let mut out = String::new();
        json::write(heap, value, Style::Protected, &mut out)?;
        Ok(Outcome::Value(heap.string(&out)?))
    };
    Some(match (name.known, args) {
        (Known::toJSONString, []) => json(Value::List(list)),
        (Known::toJSONString, [Value::List(other)]) if !other.kind().is_array() => json(Value::List(other)),
        (Known::toString, [Value::Null]) => Err(null_pointer()),
        (Known::merge, [Value::Null]) => Ok(Outcome::Void),
        (Known::merge, [Value::List(other)]) if other.kind() == ListKind::JsonArray => {
            add_all(heap, list, None, Some(Collection::List(other))).map(|_| Outcome::Void)
        }
        (Known::merge, [other]) => Err(no_cast(other.class_name(), ListKind::JsonArray.class_name())),
        _ => return None,
    })
}

/// An index that the list has.
fn index(list: &List<'_>, i: i32) -> Result<usize> {
    let len = list.len();
    match usize::try_from(i) {
        Ok(i) if i < len => Ok(i),
        _ => Err(match list.kind() {
            ListKind::Immutable if matches!(len, 1 | 2) => {
                Fault::exception("java.lang.IndexOutOfBoundsException", format!("Index: {i} Size: {len}"))
                    .help(indexes(len))
            }
            ListKind::Immutable | ListKind::ArraysAsList => Fault::exception(
                "java.lang.ArrayIndexOutOfBoundsException",
                format!("Index {i} out of bounds for length {len}"),
            )
            .help(indexes(len)),
            _ => out_of_bounds(i, len),
        }),
    }
}

/// An index at which something can be inserted.
fn gap(list: &List<'_>, i: i32) -> Result<usize> {
    let len = list.len();
    match usize::try_from(i) {
        Ok(i) if i <= len => Ok(i),
        _ => {
            let comma = if growth(list) == Growth::Never { "" } else { "," };
            Err(Fault::exception("java.lang.IndexOutOfBoundsException", format!("Index: {i}{comma} Size: {len}"))
                .help(format!("0 to {len} would do")))
        }
    }
}

/// `set(0, item)`
fn set<'a>(heap: &Heap<'a>, list: &'a List<'a>, i: i32, item: Value<'a>) -> Result<Outcome<'a>> {
    changeable(list)?;
    let i = index(list, i)?;
    value(array::store(heap, list, i, item)?)
}

/// `add(item)`
fn add<'a>(heap: &Heap<'a>, list: &'a List<'a>, item: Value<'a>) -> Result<Outcome<'a>> {
    growable(list)?;
    list.push(heap, item)?;
    boolean(true)
}

/// `add(0, item)`
fn insert<'a>(heap: &Heap<'a>, list: &'a List<'a>, i: i32, item: Value<'a>) -> Result<Outcome<'a>> {
    if list.kind() == ListKind::ArrayPart {
        gap(list, i)?;
    }
    growable(list)?;
    list.insert(heap, gap(list, i)?, item)?;
    Ok(Outcome::Void)
}

/// `addAll(items)`, `addAll(0, items)`
fn add_all<'a>(
    heap: &Heap<'a>,
    list: &'a List<'a>,
    at: Option<i32>,
    items: Option<Collection<'a>>,
) -> Result<Outcome<'a>> {
    changeable(list)?;
    let at = at.map_or(Ok(list.len()), |i| gap(list, i))?;
    let items = items.ok_or_else(null_pointer)?.items(heap)?;
    if items.is_empty() && list.kind() != ListKind::ArrayList && list.kind() != ListKind::JsonArray {
        return boolean(false);
    }
    growable(list)?;
    list.splice(heap, at, 0, &items)?;
    boolean(!items.is_empty())
}

/// `remove(0)`
fn remove_at<'a>(heap: &Heap<'a>, list: &'a List<'a>, i: i32) -> Result<Outcome<'a>> {
    if list.kind() == ListKind::ArrayPart {
        index(list, i)?;
    }
    growable(list)?;
    value(list.remove(heap, index(list, i)?)?)
}

/// `remove('a')`
fn remove<'a>(heap: &Heap<'a>, list: &'a List<'a>, item: Value<'a>) -> Result<Outcome<'a>> {
    changeable(list)?;
    let Some(at) = position(heap, list, item)? else { return boolean(false) };
    growable(list)?;
    list.remove(heap, at)?;
    boolean(true)
}

/// `removeAll(items)`, `retainAll(items)`: keeps the items of which `items.contains(item)` says `kept`.
fn keep<'a>(heap: &Heap<'a>, list: &'a List<'a>, items: Option<Collection<'a>>, kept: bool) -> Result<Outcome<'a>> {
    changeable(list)?;
    let items = items.ok_or_else(null_pointer)?;
    let mut left = Vec::new();
    for item in list.to_vec(heap)? {
        if items.contains(heap, item)? == kept {
            left.push(item);
        }
    }
    if left.len() == list.len() {
        return boolean(false);
    }
    growable(list)?;
    list.replace_all(heap, &left)?;
    boolean(true)
}

/// `clear()`
fn clear<'a>(heap: &Heap<'a>, list: &'a List<'a>) -> Result<Outcome<'a>> {
    if changeable(list)? == Growth::Free || list.len() > 0 {
        growable(list)?;
        list.replace_all(heap, &[])?;
    }
    Ok(Outcome::Void)
}

/// `sort($null)`: by the natural order.
fn sort_naturally<'a>(heap: &Heap<'a>, list: &'a List<'a>) -> Result<Outcome<'a>> {
    changeable(list)?;
    let mut items = list.to_vec(heap)?;
    let sorted = sort(heap, &mut items);
    if sorted.is_ok() {
        for (i, &item) in items.iter().enumerate() {
            list.set(heap, i, item)?;
        }
        if matches!(list.kind(), ListKind::ArrayList | ListKind::JsonArray) {
            list.touched();
        }
    }
    sorted.map(|()| Outcome::Void)
}

/// `indexOf(item)`, `lastIndexOf(item)`
fn index_of<'a>(heap: &Heap<'a>, list: &'a List<'a>, item: Value<'a>, last: bool) -> Result<Outcome<'a>> {
    if item.is_null() && growth(list) == Growth::Never {
        return Err(null_pointer());
    }
    let mut found = None;
    if last {
        for i in (0..list.len()).rev() {
            if equal::equals(heap, item, list.get(i).unwrap_or(Value::Null))? {
                found = Some(i);
                break;
            }
        }
    } else {
        found = position(heap, list, item)?;
    }
    found.map_or(value(Value::Integer(-1)), integer)
}

/// `subList(1, 3)`
fn sub_list<'a>(heap: &Heap<'a>, list: &'a List<'a>, from: i32, to: i32) -> Result<Outcome<'a>> {
    let len = list.len();
    let wrong = |message: String| {
        Err(Fault::exception("java.lang.IndexOutOfBoundsException", message).help(format!("0 to {len} would do")))
    };
    let (Ok(first), true) = (usize::try_from(from), true) else { return wrong(format!("fromIndex = {from}")) };
    match usize::try_from(to) {
        Ok(end) if end > len => wrong(format!("toIndex = {to}")),
        Ok(end) if first <= end => {
            heap.charge(1)?;
            heap.reserve(size_of::<List>())?;
            value(Value::List(heap.arena().alloc(List::part(list, first, end))))
        }
        _ => Err(Fault::exception("java.lang.IllegalArgumentException", format!("fromIndex({from}) > toIndex({to})"))),
    }
}

/// `listIterator(1)`
fn list_iterator<'a>(heap: &Heap<'a>, list: &'a List<'a>, i: i32) -> Result<Outcome<'a>> {
    value(iterator::of_list(heap, list, gap(list, i)?, true)?)
}

/// `List.of('a', 'b')`
fn of<'a>(heap: &Heap<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    value(heap.list(ListKind::Immutable, &without_null(spread(heap, args)?)?)?)
}

/// `List.copyOf(items)`
fn copy_of<'a>(heap: &Heap<'a>, items: Option<Collection<'a>>) -> Result<Outcome<'a>> {
    match items.ok_or_else(null_pointer)? {
        Collection::List(list) if list.kind() == ListKind::Immutable => value(Value::List(list)),
        items => value(heap.list(ListKind::Immutable, &without_null(items.items(heap)?)?)?),
    }
}
