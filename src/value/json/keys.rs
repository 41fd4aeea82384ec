//! An object's keys: `{"a": 1, "a": 2}` is a map with one entry, the last value at the place of the first.

use crate::error::Result;
use crate::value::{Heap, Value};

/// Up to so many keys are compared one by one where a glance at them does not tell them apart.
const FEW: usize = 24;

/// Makes the keys of an object distinct; gives how many are left. `table` is room for the work.
#[inline]
pub(super) fn make_distinct<'a>(
    heap: &Heap<'a>,
    keys: &mut [&'a str],
    values: &mut [Value<'a>],
    table: &mut Vec<u32>,
) -> Result<usize> {
    if keys.len() <= FEW && are_distinct(keys) { Ok(keys.len()) } else { keep_last(heap, keys, values, table) }
}

/// Most keys of an object have different marks, and need no comparison.
#[inline]
fn are_distinct(keys: &[&str]) -> bool {
    let mut seen = 0u64;
    for (i, key) in keys.iter().enumerate() {
        let bit = 1u64 << mark(key);
        if seen & bit != 0 && keys[..i].contains(key) {
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
fn keep_last<'a>(
    heap: &Heap<'a>,
    keys: &mut [&'a str],
    values: &mut [Value<'a>],
    table: &mut Vec<u32>,
) -> Result<usize> {
    let count = keys.len();
    heap.charge(count as u64)?;
    let size = (count * 2).next_power_of_two();
    heap.reserve(size * size_of::<u32>())?;
    table.clear();
    table.resize(size, 0);
    let mut kept = 0;
    for i in 0..count {
        let (key, value) = (keys[i], values[i]);
        let mut at = heap.hash_one(key) as usize & (size - 1);
        loop {
            match table[at] as usize {
                0 => {
                    (keys[kept], values[kept]) = (key, value);
                    kept += 1;
                    table[at] = kept as u32;
                    break;
                }
                n if keys[n - 1] == key => {
                    values[n - 1] = value;
                    break;
                }
                _ => at = (at + 1) & (size - 1),
            }
        }
    }
    Ok(kept)
}
