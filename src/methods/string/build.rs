//! Strings made of strings.

use super::super::args::{answer, made, missing};
use super::super::collection::Collection;
use super::super::exception::{class_cast, illegal_argument, null_because, reserve_text, thrown};
use super::search;
use crate::error::Result;
use crate::value::{Heap, ListKind, Outcome, Value, utf16};

/// `$s.concat('x')`
pub(super) fn concat<'a>(heap: &Heap<'a>, s: &'a str, t: &'a str) -> Result<Outcome<'a>> {
    if t.is_empty() {
        return answer(s);
    }
    if s.is_empty() {
        return answer(t);
    }
    reserve_text(heap, 2, s.len().saturating_add(t.len()))?;
    made(heap, &[s, t].concat())
}

/// `$s.repeat(3)`
pub(super) fn repeat<'a>(heap: &Heap<'a>, s: &'a str, count: i32) -> Result<Outcome<'a>> {
    let Ok(times) = usize::try_from(count) else {
        return Err(illegal_argument(format_args!("count is negative: {count}")));
    };
    reserve_text(heap, times.saturating_mul(2), s.len())?;
    made(heap, &s.repeat(times))
}

/// `$s.replace('a', 'b')`
pub(super) fn replace<'a>(heap: &Heap<'a>, s: &'a str, from: &str, to: &str) -> Result<Outcome<'a>> {
    heap.charge_text(s.len() + from.len())?;
    let s_torn = search::torn(heap, s, &[from])?;
    let found = if from.is_empty() { s_torn.chars().count() + 1 } else { s_torn.matches(from).count() };
    if found == 0 {
        return answer(s);
    }
    heap.reserve(found.saturating_mul(to.len()).saturating_add(s_torn.len()).saturating_mul(2))?;
    heap.charge(found as u64 * 4)?;
    if from.is_empty() {
        // Between units, so also between the halves of a pair.
        let units = utf16::encode(s).map(utf16::char_of);
        let spaced: String = units.flat_map(|c| to.chars().chain([c])).chain(to.chars()).collect();
        if !s.chars().all(|c| utf16::units(c) == 1) && !to.is_empty() {
            heap.lone_surrogates.set(true);
        }
        return answer(heap.string(&utf16::join_pairs(&spaced))?);
    }
    made(heap, &s_torn.replace(from, to))
}

/// `$s.replace($a, $b)` with two characters.
pub(super) fn replace_unit<'a>(heap: &Heap<'a>, s: &'a str, from: u16, to: u16) -> Result<Outcome<'a>> {
    let half = |unit| (0xD800..0xE000).contains(&unit);
    if half(from) || half(to) {
        heap.lone_surrogates.set(true);
    }
    let (mut a, mut b) = ([0; 4], [0; 4]);
    let (from, to) = (utf16::char_of(from).encode_utf8(&mut a), utf16::char_of(to).encode_utf8(&mut b));
    replace(heap, s, from, to)
}

/// `$s.join(',', 'a', 'b')`, `$s.join(',', $list)`
pub(super) fn join<'a>(heap: &Heap<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let [delimiter, rest @ ..] = args else { return missing() };
    let delimiter = match delimiter {
        Value::String(s) => Some(*s),
        Value::Null => None,
        _ => return missing(),
    };
    let items = match rest {
        [Value::Null] => return missing(), // two methods fit
        [Value::List(list)] if list.kind() == ListKind::StringArray => list.to_vec(heap)?,
        [one] if Collection::of(*one).is_some() => Collection::of(*one).map_or(Ok(Vec::new()), |c| c.items(heap))?,
        texts if texts.iter().all(|t| matches!(t, Value::String(_) | Value::Null)) => texts.to_vec(),
        _ => return missing(),
    };
    let Some(delimiter) = delimiter else {
        return Err(if matches!(rest, [one] if Collection::of(*one).is_some()) {
            thrown("java.lang.NullPointerException")
        } else {
            null_because("Cannot invoke \"java.lang.CharSequence.toString()\" because \"delimiter\" is null")
        });
    };
    joined(heap, delimiter, &items)
}

fn joined<'a>(heap: &Heap<'a>, delimiter: &str, items: &[Value<'a>]) -> Result<Outcome<'a>> {
    let mut texts = Vec::with_capacity(items.len());
    let mut bytes = delimiter.len().saturating_mul(items.len());
    for item in items {
        let text = match item {
            Value::String(s) => s,
            Value::Null => "null",
            other => return Err(class_cast(*other, "java.lang.CharSequence")),
        };
        bytes = bytes.saturating_add(text.len());
        texts.push(text);
    }
    reserve_text(heap, 2, bytes)?;
    made(heap, &texts.join(delimiter))
}
