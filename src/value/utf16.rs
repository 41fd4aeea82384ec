//! Java's view of a string: UTF-16 units, by index.
//!
//! Rust's strings cannot hold half a surrogate pair. One that a template makes (`$s.substring(0, 1)` of an emoji) is kept
//! as a character of plane 16's private use area, U+10F800 + (unit − U+D800); it counts as one unit, joins its other half
//! again when they meet, and is written as `?` at the end, as Java's encoder does.

const PRIVATE: u32 = 0x10_F800;

/// The unit that `c` stands for, if `c` is the stand-in of a lone surrogate.
#[inline]
pub(crate) fn lone_surrogate(c: char) -> Option<u16> {
    let c = c as u32;
    (c >= PRIVATE).then(|| (0xD800 + (c - PRIVATE)) as u16)
}

/// The character of one unit; a surrogate gets its stand-in.
#[inline]
pub(crate) fn char_of(unit: u16) -> char {
    let unit = u32::from(unit);
    char::from_u32(unit).unwrap_or_else(|| char::from_u32(PRIVATE + (unit - 0xD800)).unwrap_or('?'))
}

/// Units of one character.
#[inline]
pub(crate) fn units(c: char) -> usize {
    if lone_surrogate(c).is_some() { 1 } else { c.len_utf16() }
}

/// `length()`
pub(crate) fn len(s: &str) -> usize {
    if s.is_ascii() { s.len() } else { s.chars().map(units).sum() }
}

/// The units of a string, one by one.
pub(crate) fn encode(s: &str) -> impl Iterator<Item = u16> + '_ {
    s.chars().flat_map(|c| {
        let mut pair = [0u16; 2];
        let n = match lone_surrogate(c) {
            Some(unit) => {
                pair[0] = unit;
                1
            }
            None => c.encode_utf16(&mut pair).len(),
        };
        pair.into_iter().take(n)
    })
}

/// The string of some units; pairs are joined, lone surrogates get their stand-ins.
pub(crate) fn decode(units: impl IntoIterator<Item = u16>) -> String {
    char::decode_utf16(units).map(|c| c.unwrap_or_else(|e| char_of(e.unpaired_surrogate()))).collect()
}

/// `charAt(index)`
pub(crate) fn unit_at(s: &str, index: usize) -> Option<u16> {
    if s.is_ascii() {
        return s.as_bytes().get(index).map(|&b| u16::from(b));
    }
    encode(s).nth(index)
}

/// Where unit `index` starts: the byte offset, and whether it is the second half of a pair that starts there.
/// `None` past the end; the end itself is an offset.
pub(crate) fn byte_offset(s: &str, index: usize) -> Option<(usize, bool)> {
    if s.is_ascii() {
        return (index <= s.len()).then_some((index, false));
    }
    let mut unit = 0;
    for (at, c) in s.char_indices() {
        if unit == index {
            return Some((at, false));
        }
        unit += units(c);
        if unit > index {
            return Some((at, true));
        }
    }
    (unit == index).then_some((s.len(), false))
}

/// The unit index of a byte offset.
pub(crate) fn unit_index(s: &str, byte: usize) -> usize {
    len(&s[..byte])
}

/// `substring(begin, end)`: a slice, or a new string where it cuts through a pair. `None` if out of range.
pub(crate) fn substring(s: &str, begin: usize, end: usize) -> Option<std::borrow::Cow<'_, str>> {
    if begin > end {
        return None;
    }
    match (byte_offset(s, begin)?, byte_offset(s, end)?) {
        ((b, false), (e, false)) => Some(s[b..e].into()),
        _ => Some(decode(encode(s).skip(begin).take(end - begin)).into()),
    }
}

/// The string with every pair of stand-ins that met joined.
pub(crate) fn join_pairs(s: &str) -> String {
    decode(encode(s))
}

/// What leaves the program: pairs joined, lone surrogates as `?`.
pub(crate) fn for_output(s: &str) -> String {
    char::decode_utf16(encode(s)).map(|c| c.unwrap_or('?')).collect()
}

/// `compareTo`: by units, the difference of the first that differ, else of the lengths.
pub(crate) fn compare(a: &str, b: &str) -> i32 {
    let (a, b) = without_common_start(a, b);
    for (x, y) in encode(a).zip(encode(b)) {
        if x != y {
            return i32::from(x) - i32::from(y);
        }
    }
    len(a) as i32 - len(b) as i32
}

/// What is left of two strings behind the characters that they start with both.
fn without_common_start<'s>(a: &'s str, b: &'s str) -> (&'s str, &'s str) {
    const STRIDE: usize = 64;
    let (x, y) = (a.as_bytes().chunks_exact(STRIDE), b.as_bytes().chunks_exact(STRIDE));
    let mut same = x.zip(y).take_while(|(x, y)| x == y).count() * STRIDE;
    while !a.is_char_boundary(same) || !b.is_char_boundary(same) {
        same -= 1;
    }
    (&a[same..], &b[same..])
}
