//! Java's arrays, such as what `split` gives. Velocity lends them the methods of a list that cannot grow.

use super::collection::{Answer, int, value};
use super::exception::{indexes, thrown};
use super::list;
use crate::error::{Fault, Result};
use crate::value::{Heap, Known, List, ListKind, Name, Outcome, Value};

/// `$array.name(args)`
pub(super) fn answer<'a>(heap: &Heap<'a>, array: &'a List<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    match (name.known, args) {
        (Known::get, [i]) => Some(index(array, int(*i)?).and_then(|i| value(array.get(i).unwrap_or(Value::Null)))),
        (Known::set, [i, item]) => Some(set(heap, array, int(*i)?, *item)),
        _ => list::of_list(heap, array, name, args),
    }
}

fn index(array: &List<'_>, i: i32) -> Result<usize> {
    let index = usize::try_from(i).ok().filter(|&i| i < array.len());
    index.ok_or_else(|| thrown("java.lang.ArrayIndexOutOfBoundsException").help(indexes(array.len())))
}

fn set<'a>(heap: &Heap<'a>, array: &'a List<'a>, i: i32, item: Value<'a>) -> Result<Outcome<'a>> {
    let i = index(array, i)?;
    value(store(heap, array, i, item)?)
}

/// Replaces an item of a list or array; an array takes only values of its type. Gives the old one.
pub(super) fn store<'a>(heap: &Heap<'a>, list: &'a List<'a>, i: usize, item: Value<'a>) -> Result<Value<'a>> {
    let kind = list.root();
    let wider = match (kind, item) {
        (ListKind::StringArray, Value::String(_) | Value::Null)
        | (ListKind::CharArray, Value::Character(_))
        | (ListKind::ByteArray, Value::Byte(_)) => item,
        _ if kind.is_array() && kind != ListKind::ObjectArray => {
            let what = if kind == ListKind::StringArray { "array element" } else { "argument" };
            return Err(Fault::exception("java.lang.IllegalArgumentException", format!("{what} type mismatch"))
                .help(format!("a `{}` does not fit into this array", item.class_name())));
        }
        _ => item,
    };
    list.set(heap, i, wider)
}

#[cfg(test)]
mod tests {
    use super::super::collection::testing::{printed, shown, text, with_heap};
    use super::*;

    /// `#set($parts = 'a,b'.split(','))`, were literals to have methods.
    #[test]
    fn an_array_is_a_list_that_cannot_grow() {
        with_heap(|heap| {
            let array = heap.list(ListKind::StringArray, &[text("a"), text("b")]).unwrap();
            assert_eq!(shown(heap, array, "size", &[]), "2");
            assert_eq!(shown(heap, array, "set", &[Value::Integer(0), text("z")]), "a");
            assert_eq!(shown(heap, array, "indexOf", &[text("z")]), "0");
            assert_eq!(shown(heap, array, "add", &[text("c")]), "!java.lang.UnsupportedOperationException");
            assert_eq!(shown(heap, array, "get", &[Value::Integer(5)]), "!java.lang.ArrayIndexOutOfBoundsException");
            assert_eq!(
                shown(heap, array, "set", &[Value::Integer(0), Value::Integer(5)]),
                "!java.lang.IllegalArgumentException: array element type mismatch"
            );
            assert_eq!(shown(heap, array, "length", &[]), "?");
            assert!(printed(heap, array).starts_with("[Ljava.lang.String;@"));
        });
    }
}
