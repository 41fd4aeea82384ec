//! JSON for an event: owned values that outlive a render.

use bumpalo::Bump;

use crate::value::heap::Owned;

use super::read;
use crate::error::Result;
use crate::limits::Limits;
use crate::value::{Datum, Heap, List, Map, Value};

/// Reads a part of an event by the rules of a body. Also tells whether a string in it holds half a surrogate pair, which
/// a render must pass on to [`Heap::lone_surrogates`].
pub(crate) fn read_datum(text: &str, depth: u32) -> Result<(Datum, bool)> {
    let steps = Limits::default().steps.saturating_add(text.len() as u64);
    let limits = Limits { depth, steps, value_bytes: usize::MAX, ..Limits::default() };
    let arena = Bump::new();
    let owned = Owned::new();
    let heap = Heap::with_owned(&arena, &owned, &limits, text.len());
    let datum = datum(&heap, read(&heap, text)?);
    Ok((datum, heap.lone_surrogates.get()))
}

/// No deeper than what was read.
fn datum<'a>(heap: &Heap<'a>, value: Value<'a>) -> Datum {
    match value {
        Value::Boolean(b) => Datum::Boolean(b),
        Value::Integer(i) => Datum::Integer(i),
        Value::Long(i) => Datum::Long(i),
        Value::Double(d) => Datum::Double(d),
        Value::Float(f) => Datum::Double(f64::from(f)),
        Value::BigInteger(i) => Datum::BigInteger(i.clone()),
        Value::BigDecimal(d) => Datum::BigDecimal(d.clone()),
        Value::String(s) => Datum::String(s.to_owned()),
        Value::List(list) => Datum::List(items(list).map(|item| datum(heap, item)).collect()),
        Value::Map(map) => Datum::Map(entries(heap, map)),
        _ => Datum::Null,
    }
}

fn items<'a>(list: &'a List<'a>) -> impl Iterator<Item = Value<'a>> {
    (0..list.len()).map_while(|i| list.get(i))
}

fn entries<'a>(heap: &Heap<'a>, map: &'a Map<'a>) -> Vec<(String, Datum)> {
    let entry = |(key, value): (Value<'a>, Value<'a>)| Some((key.as_str()?.to_owned(), datum(heap, value)));
    (0..map.slots()).filter_map(|slot| map.slot(heap, slot).and_then(entry)).collect()
}
