//! Shapes of objects: the keys that an object is likely to have, because the last one in its place had them.
//!
//! The items of a list mostly have the same keys in the same order. Then a key is compared instead of read, and the keys
//! are kept once for all of them.

/// How many places are kept apart; more share what is kept.
const PLACES: usize = 32;

/// The keys of the last object in each place.
#[derive(Default)]
pub(super) struct Shapes<'a> {
    last: [Option<&'a [&'a str]>; PLACES],
}

impl<'a> Shapes<'a> {
    /// The place of an object: how deep it is, and which member of the one around it.
    #[inline]
    pub fn place(depth: usize, member: usize) -> usize {
        (depth * 7 + member) % PLACES
    }

    #[inline]
    pub fn last(&self, place: usize) -> Option<&'a [&'a str]> {
        self.last[place]
    }

    /// Keeps distinct keys that stood in double quotes without escapes.
    #[inline]
    pub fn keep(&mut self, place: usize, keys: &'a [&'a str]) {
        self.last[place] = Some(keys);
    }
}

/// Where a key in double quotes ends, if it is this one, which has no quotes or escapes in it.
#[inline(always)]
pub(super) fn is_at(key: &str, bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at + 1..)?;
    let end = key.len();
    (rest.get(end) == Some(&b'"') && rest[..end] == *key.as_bytes()).then_some(at + end + 2)
}
