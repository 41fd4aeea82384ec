//! `Character`'s methods on strings and arrays of characters: `$c.codePointAt('abc', 1)`.

use super::super::args::{answer, chars, int, missing};
use super::super::exception::bad_range;
use super::super::exception::{array_index, null_because};
use super::super::string;
use super::invalid;
use crate::error::Result;
use crate::value::{Heap, Known, Outcome, Value, utf16};

/// The methods of more than one parameter that take no `char`.
pub(super) fn call<'a>(heap: &Heap<'a>, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let [first, rest @ ..] = args else { return missing() };
    if method == Known::toChars {
        return to_chars(heap, args);
    }
    let Some(numbers) = rest.iter().map(|v| int(*v)).collect::<Option<Vec<i32>>>() else { return missing() };
    match (first, chars(heap, *first)?) {
        (Value::String(s), _) => {
            heap.charge_bytes(s.len())?;
            of_text(s, method, &numbers)
        }
        (Value::Null, _) => of_null(method, &numbers),
        (_, Some(units)) => of_array(&units, method, &numbers),
        _ => missing(),
    }
}

fn of_text<'a>(s: &str, method: Known, numbers: &[i32]) -> Result<Outcome<'a>> {
    match (method, numbers) {
        (Known::codePointAt, [at]) => match usize::try_from(*at).ok().and_then(|i| string::point_at(s, i)) {
            Some(code) => answer(code as i32),
            None => Err(string::bad_index(s, *at)),
        },
        (Known::codePointBefore, [at]) => match usize::try_from(*at).ok().and_then(|i| string::point_before(s, i)) {
            Some(code) => answer(code as i32),
            None => Err(string::bad_index(s, at.wrapping_sub(1))),
        },
        (Known::codePointCount, [begin, end]) => string::code_point_count(s, *begin, *end),
        (Known::offsetByCodePoints, [at, by]) => string::offset_by_code_points(s, *at, *by),
        _ => missing(),
    }
}

#[cold]
fn of_null<'a>(method: Known, numbers: &[i32]) -> Result<Outcome<'a>> {
    let sequence = "Cannot invoke \"java.lang.CharSequence.length()\" because \"seq\" is null";
    let array = "Cannot read the array length because \"a\" is null";
    match (method, numbers) {
        (Known::codePointAt, [at, limit]) if at >= limit || *limit < 0 => Err(bad_range()),
        (Known::codePointBefore, [at, start]) if at <= start || *start < 0 => Err(bad_range()),
        (Known::codePointAt | Known::codePointBefore, [_, _]) => Err(null_because(array)),
        (Known::offsetByCodePoints, [_, _]) => Err(null_because(sequence)),
        (Known::offsetByCodePoints, [_, _, _, _]) => Err(null_because(array)),
        _ => missing(),
    }
}

/// The units as a string of their own, and its positions.
fn of_array<'a>(units: &[u16], method: Known, numbers: &[i32]) -> Result<Outcome<'a>> {
    let outside = |at: i32| array_index(i64::from(at), units.len());
    let part = |from: usize, to: usize| utf16::decode(units[from..to].iter().copied());
    let index = |i: i32| usize::try_from(i).ok();
    match (method, numbers) {
        (Known::codePointAt, [at]) => match index(*at).filter(|&i| i < units.len()) {
            Some(i) => answer(string::point_at(&part(i, units.len()), 0).unwrap_or(0) as i32),
            None => Err(outside(*at)),
        },
        (Known::codePointAt, [at, limit]) => match (index(*at), index(*limit)) {
            (Some(i), Some(l)) if i < l && l <= units.len() => {
                answer(string::point_at(&part(i, l), 0).unwrap_or(0) as i32)
            }
            (None, Some(l)) if l <= units.len() => Err(outside(*at)),
            _ => Err(bad_range()),
        },
        (Known::codePointBefore, [at]) => match index(*at).filter(|&i| i > 0 && i <= units.len()) {
            Some(i) => answer(string::point_before(&part(0, i), i).unwrap_or(0) as i32),
            None => Err(outside(at.wrapping_sub(1))),
        },
        (Known::codePointBefore, [at, start]) => match (index(*at), index(*start)) {
            (Some(i), Some(s)) if s < i && s < units.len() => {
                if i > units.len() {
                    return Err(outside(at - 1));
                }
                answer(string::point_before(&part(s, i), i - s).unwrap_or(0) as i32)
            }
            _ => Err(bad_range()),
        },
        (Known::codePointCount, [offset, count]) => match range(units, *offset, *count) {
            Some((from, to)) => answer(part(from, to).chars().count() as i32),
            None => Err(bad_range()),
        },
        (Known::offsetByCodePoints, [start, count, at, by]) => match (range(units, *start, *count), index(*at)) {
            (Some((from, to)), Some(i)) if from <= i && i <= to => {
                match string::offset_by_code_points(&part(from, to), (i - from) as i32, *by)? {
                    Outcome::Value(Value::Integer(moved)) => answer(moved + *start),
                    other => Ok(other),
                }
            }
            _ => Err(bad_range()),
        },
        _ => missing(),
    }
}

fn range(units: &[u16], offset: i32, count: i32) -> Option<(usize, usize)> {
    let from = usize::try_from(offset).ok()?;
    let to = from.checked_add(usize::try_from(count).ok()?)?;
    (to <= units.len()).then_some((from, to))
}

/// `$c.toChars(128512, $array, 0)`
fn to_chars<'a>(heap: &Heap<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let [code, array, at] = args else { return missing() };
    let (Some(code), Some(at)) = (int(*code), int(*at)) else { return missing() };
    let list = match array {
        Value::List(list) if chars(heap, *array)?.is_some() => Some(list),
        Value::Null => None,
        _ => return missing(),
    };
    if !(0..=0x10_FFFF).contains(&code) {
        return Err(invalid(code as u32));
    }
    let Some(list) = list else {
        return Err(null_because("Cannot store to char array because \"dst\" is null"));
    };
    let mut units = [code as u16, 0];
    let count = char::from_u32(code as u32).map_or(1, |c| c.encode_utf16(&mut units).len());
    // Java writes the last unit first.
    for i in (0..count).rev() {
        let to = i64::from(at) + i as i64;
        let index = usize::try_from(to).ok().filter(|&to| to < list.len());
        let Some(index) = index else { return Err(array_index(to, list.len())) };
        list.set(heap, index, Value::Character(units[i]))?;
    }
    answer(count as i32)
}
