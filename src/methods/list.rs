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
    if answer.is_none() && nullary(list.kind()).contains(&name.known) {
        return outcome(None, name, args, &[name.known]);
    }
    outcome(answer, name, args, NULLARY)
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
        (Known::of, args) => of(heap, args),
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
        // between a list and a style Velocity cannot decide
        (Known::toJSONString, [Value::Null]) => Ok(Outcome::Missing),
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
    let Ok(first) = usize::try_from(from) else { return wrong(format!("fromIndex = {from}")) };
    match usize::try_from(to) {
        Ok(end) if end > len => wrong(format!("toIndex = {to}")),
        Ok(end) if first <= end => {
            heap.check_depth(list.nesting())?;
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

#[cfg(test)]
mod tests {
    use super::super::collection::testing::{call, get, printed, shown, strings, text, with_heap};
    use super::*;
    use Value::Integer;

    #[test]
    fn remove_takes_an_index_or_an_item() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b", "c"]);
            assert_eq!(shown(heap, list, "remove", &[Integer(0)]), "a");
            assert_eq!(shown(heap, list, "remove", &[text("c")]), "true");
            assert_eq!(shown(heap, list, "remove", &[Value::Long(0)]), "false");
            assert_eq!(printed(heap, list), "[b]");
        });
    }

    #[test]
    fn indexes_out_of_range_throw_as_in_java() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b", "c"]);
            let shown = |name, args: &[Value<'_>]| match args {
                [Integer(i)] => shown(heap, list, name, &[Integer(*i)]),
                [Integer(i), Integer(j)] => shown(heap, list, name, &[Integer(*i), Integer(*j)]),
                _ => String::new(),
            };
            let bounds = "!java.lang.IndexOutOfBoundsException: ";
            assert_eq!(shown("get", &[Integer(9)]), format!("{bounds}Index 9 out of bounds for length 3"));
            assert_eq!(shown("add", &[Integer(5), Integer(5)]), format!("{bounds}Index: 5, Size: 3"));
            assert_eq!(shown("subList", &[Integer(0), Integer(9)]), format!("{bounds}toIndex = 9"));
            let reversed = "!java.lang.IllegalArgumentException: fromIndex(2) > toIndex(1)";
            assert_eq!(shown("subList", &[Integer(2), Integer(1)]), reversed);
            let fault = call(heap, list, "get", &[Integer(9)]).unwrap_err();
            assert!(fault.help.is_some_and(|help| help.starts_with("the list has 3 items, indexes 0 to 2")));
        });
    }

    /// `$list.size('a')` is no missing method to Velocity 1.7, but a wrong call; `$list.get('a')` is missing.
    #[test]
    fn arguments_for_a_method_without_parameters_are_an_error() {
        with_heap(|heap| {
            let list = strings(heap, &["a"]);
            let wrong = "!java.lang.IllegalArgumentException: wrong number of arguments";
            assert_eq!(shown(heap, list, "size", &[text("a")]), wrong);
            assert_eq!(shown(heap, list, "get", &[text("a")]), "?");
            assert_eq!(shown(heap, list, "getFirst", &[]), "?");
        });
    }

    #[test]
    fn a_sub_list_is_a_part_of_its_list() {
        with_heap(|heap| {
            let list = strings(heap, &["a", "b", "c", "d"]);
            let part = get(heap, list, "subList", &[Integer(1), Integer(3)]);
            assert_eq!(shown(heap, part, "clear", &[]), "");
            assert_eq!(shown(heap, part, "add", &[text("x")]), "true");
            assert_eq!((printed(heap, list), printed(heap, part)), ("[a, x, d]".into(), "[x]".into()));
            assert_eq!(shown(heap, list, "add", &[text("y")]), "true");
            assert_eq!(shown(heap, part, "size", &[]), "!java.util.ConcurrentModificationException");
        });
    }

    #[test]
    fn lists_made_with_of_never_change() {
        with_heap(|heap| {
            let list = strings(heap, &[]);
            let of = get(heap, list, "of", &[text("a"), text("b")]);
            assert_eq!(of.class_name(), "java.util.ImmutableCollections$List12");
            assert_eq!(shown(heap, of, "add", &[text("c")]), "!java.lang.UnsupportedOperationException");
            assert_eq!(shown(heap, list, "of", &[Value::Null]), "!java.lang.NullPointerException");
        });
    }

    #[test]
    fn sorting_needs_items_of_one_class() {
        with_heap(|heap| {
            let list = strings(heap, &["b", "a", "C"]);
            assert_eq!(shown(heap, list, "sort", &[Value::Null]), "");
            assert_eq!(printed(heap, list), "[C, a, b]");
            let mixed = heap.list(ListKind::ArrayList, &[Integer(3), text("a")]).unwrap();
            assert_eq!(
                shown(heap, mixed, "sort", &[Value::Null]),
                "!java.lang.ClassCastException: class java.lang.Integer cannot be cast to class java.lang.String \
                 (java.lang.Integer and java.lang.String are in module java.base of loader 'bootstrap')"
            );
        });
    }

    #[test]
    fn a_list_added_to_itself_again_and_again_meets_a_limit() {
        with_heap(|heap| {
            let list = strings(heap, &["a"]);
            let end = (0..64).map(|_| call(heap, list, "addAll", &[list])).find_map(std::result::Result::err);
            assert!(end.is_some_and(|fault| fault.message.starts_with("limit")));
        });
    }

    #[test]
    fn parts_of_parts_are_bounded() {
        with_heap(|heap| {
            let mut list = strings(heap, &["a"]);
            let end = (0..1000).find_map(|_| match call(heap, list, "subList", &[Integer(0), Integer(1)]) {
                Ok(Outcome::Value(part)) => {
                    list = part;
                    None
                }
                other => other.err(),
            });
            assert!(end.is_some_and(|fault| fault.message.starts_with("limit `depth`")));
        });
    }
}
