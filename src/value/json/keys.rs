//! An object's keys: `{"a": 1, "a": 2}` is a map with one entry, the last value at the place of the first.

use crate::error::Result;
use crate::value::{Heap, Value};

/// A key and its value.
pub(super) type Entry<'a> = (&'a str, Value<'a>);

/// Up to so many keys are compared one by one where a glance at them does not tell them apart.
const FEW: usize = 24;

/// Makes the keys of `entries[start..]` distinct. `table` is room for the work.
#[inline]
pub(super) fn make_distinct<'a>(
    heap: &Heap<'a>,
    entries: &mut Vec<Entry<'a>>,
    start: usize,
    table: &mut Vec<u32>,
) -> Result<()> {
    let own = entries.get(start..).unwrap_or_default();
    if own.len() <= FEW && are_distinct(own) { Ok(()) } else { keep_last(heap, entries, start, table) }
}

/// Most keys of an object have different marks, and need no comparison.
#[inline]
fn are_distinct(entries: &[Entry<'_>]) -> bool {
    let mut seen = 0u64;
    for (i, (key, _)) in entries.iter().enumerate() {
        let bit = 1u64 << mark(key);
        if seen & bit != 0 && entries[..i].iter().any(|(other, _)| other == key) {
            return false;
        }
        seen |= bit;
    }
    true
}

/// A number below 64 from a key's length and some of its letters.
#[inline]
fn mark(key: &str) -> u32 {
    let bytes = key.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return 0 };
    let middle = bytes[bytes.len() / 2];
    let sum = u32::from(*first) + 7 * u32::from(*last) + 31 * u32::from(middle) + 13 * bytes.len() as u32;
    sum & 63
}

#[cold]
fn keep_last<'a>(heap: &Heap<'a>, entries: &mut Vec<Entry<'a>>, start: usize, table: &mut Vec<u32>) -> Result<()> {
    let count = entries.len() - start;
    heap.charge(count as u64)?;
    let size = (count * 2).next_power_of_two();
    heap.reserve(size * size_of::<u32>())?;
    table.clear();
    table.resize(size, 0);
    let mut kept = start;
    for i in start..entries.len() {
        let (key, value) = entries[i];
        let mut at = heap.hash_one(key) as usize & (size - 1);
        loop {
            match table[at] as usize {
                0 => {
                    table[at] = (kept - start + 1) as u32;
                    entries[kept] = (key, value);
                    kept += 1;
                    break;
                }
                n if entries[start + n - 1].0 == key => {
                    entries[start + n - 1].1 = value;
                    break;
                }
                _ => at = (at + 1) & (size - 1),
            }
        }
    }
    entries.truncate(kept);
    Ok(())
}
