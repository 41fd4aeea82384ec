//! The methods that templates call most, where nothing about the call is out of the ordinary: no detour, and the same
//! results.

use std::cell::Cell;

use crate::value::{Heap, Known, MapKind, Value};

/// Longer strings are work that is to be counted.
const SHORT: usize = 256;

/// `$s.substring(0, 3)`, `$list.get(0)`, `$map.get('key')`, put where it is wanted; false leaves it to
/// [`call`](super::call), errors included.
#[inline]
pub(crate) fn quick<'a>(
    heap: &Heap<'a>,
    receiver: Value<'a>,
    method: Known,
    args: &[Value<'a>],
    result: &mut Value<'a>,
) -> bool {
    let mut put = |value| {
        *result = value;
        true
    };
    match (receiver, method, args) {
        (Value::String(s), ..) => of_string(heap, s, method, args, put),
        (Value::List(list), Known::get, &[Value::Integer(index)]) if !list.is_part() => {
            usize::try_from(index).ok().and_then(|index| list.get(index)).is_some_and(put)
        }
        (Value::Map(map), Known::get, &[Value::String(key)])
            if map.kind() != MapKind::TreeMap && heap.charge_bytes(key.len()).is_ok() =>
        {
            put(map.get_str(heap, key, &Cell::new(u32::MAX)).unwrap_or(Value::Null))
        }
        _ => false,
    }
}

/// The methods of short strings of ASCII.
// `put` stands in each arm, so that each sort of value is written in place
#[inline]
fn of_string<'a>(
    heap: &Heap<'a>,
    s: &'a str,
    method: Known,
    args: &[Value<'a>],
    put: impl FnOnce(Value<'a>) -> bool,
) -> bool {
    if s.len() > SHORT || !s.is_ascii() {
        return false;
    }
    let at = |index: i32| usize::try_from(index).unwrap_or(usize::MAX);
    match (method, args) {
        (Known::length, []) => put(Value::Integer(s.len() as i32)),
        (Known::isEmpty, []) => put(Value::Boolean(s.is_empty())),
        (Known::toString, []) => put(Value::String(s)),
        (Known::toUpperCase, []) => upper(heap, s).is_some_and(|upper| put(Value::String(upper))),
        (Known::substring, &[Value::Integer(begin)]) => s.get(at(begin)..).is_some_and(|s| put(Value::String(s))),
        (Known::substring, &[Value::Integer(begin), Value::Integer(end)]) => {
            s.get(at(begin)..at(end)).is_some_and(|s| put(Value::String(s)))
        }
        (Known::contains, [Value::String(part)]) => find(s, part).is_some_and(|at| put(Value::Boolean(at.is_some()))),
        (Known::indexOf, [Value::String(part)]) => {
            find(s, part).is_some_and(|at| put(Value::Integer(at.map_or(-1, |at| at as i32))))
        }
        (Known::startsWith, [Value::String(part)]) => put(Value::Boolean(s.starts_with(part))),
        (Known::endsWith, [Value::String(part)]) => put(Value::Boolean(s.ends_with(part))),
        (Known::equals, [Value::String(other)]) => put(Value::Boolean(s == *other)),
        _ => false,
    }
}

fn upper<'a>(heap: &Heap<'a>, s: &'a str) -> Option<&'a str> {
    heap.reserve(s.len()).ok()?;
    let upper = heap.arena().alloc_str(s);
    upper.make_ascii_uppercase();
    Some(upper)
}

/// Where a short part stands; the outer `None` for a long one.
#[inline]
fn find(s: &str, part: &str) -> Option<Option<usize>> {
    match part.as_bytes() {
        [] => Some(Some(0)),
        [byte] => Some(s.bytes().position(|b| b == *byte)),
        _ if part.len() <= 16 => Some(s.find(part)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::value::{Name, Outcome};

    #[test]
    fn it_gives_what_the_long_way_gives() {
        let (arena, limits) = (bumpalo::Bump::new(), Limits::default());
        let heap = Heap::new(&arena, &limits, 0);
        let texts = ["", "a", "Hello", "hello hello", "l", "lo", "o h", "x"];
        let mut calls: Vec<(&str, Vec<Value<'_>>)> = Vec::new();
        for method in ["length", "isEmpty", "toString", "toUpperCase", "substring"] {
            calls.push((method, vec![]));
        }
        for method in ["contains", "indexOf", "startsWith", "endsWith", "equals"] {
            calls.extend(texts.iter().map(|text| (method, vec![Value::String(text)])));
        }
        for begin in -1..7 {
            calls.push(("substring", vec![Value::Integer(begin)]));
            calls.extend((-1..7).map(|end| ("substring", vec![Value::Integer(begin), Value::Integer(end)])));
        }
        for s in texts {
            for (method, args) in &calls {
                let name = Name::new(method);
                let mut short = Value::Null;
                if !quick(&heap, Value::String(s), name.known, args, &mut short) {
                    continue;
                }
                let Ok(Outcome::Value(long)) = crate::methods::call(&heap, Value::String(s), name, args) else {
                    panic!("{s}.{method}({args:?}) is quick and has no value")
                };
                assert_eq!(format!("{short:?}"), format!("{long:?}"), "{s}.{method}({args:?})");
            }
        }
    }
}
