//! Where a difference stands in the text that was printed.

use std::collections::HashMap;
use std::ops::Range;

use super::path::{Path, Segment};
use super::structure::JsonDiff;
use crate::suite::raw::{Children, Raw};

/// A value's place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    range: Range<usize>,
    line: usize,
    column: usize,
}

impl Place {
    /// The value's bytes in the text, without blanks around it.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The line in which it starts, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in which it starts, from 1, in characters.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl JsonDiff {
    /// Where each difference stands in the text that the actual document was read from: the value that differs, or the one
    /// that another is missing from ([`Difference::within`](super::Difference::within)). None if the text is no JSON.
    ///
    /// ```
    /// use vtl::suite::diff;
    ///
    /// let text = "{\n  \"id\": 43\n}";
    /// let diff = diff::json(&serde_json::json!({"id": 42, "n": 1}), &serde_json::from_str(text).unwrap());
    /// let places = diff.places(text);
    /// let id = places[0].as_ref().unwrap();
    /// assert_eq!((id.line(), id.column(), &text[id.range()]), (2, 9, "43"));
    /// assert_eq!(places[1].as_ref().unwrap().range(), 0..text.len());
    /// ```
    pub fn places(&self, text: &str) -> Vec<Option<Place>> {
        let mut found: Vec<Option<Place>> = vec![None; self.differences().len()];
        let Some(document) = Raw::document(text) else { return found };
        let wanted = self.differences().iter().map(|difference| difference.within()).enumerate().collect();
        let mut ranges = Vec::new();
        find(document, 0, wanted, &mut |at, range| ranges.push((at, range)));
        ranges.sort_by_key(|(_, range)| range.start);
        let (mut line, mut column, mut offset) = (1, 1, 0);
        for (at, range) in ranges {
            let between = &text[offset..range.start];
            column = match between.rfind('\n') {
                Some(end) => between[end..].chars().count(),
                None => column + between.chars().count(),
            };
            line += memchr::memchr_iter(b'\n', between.as_bytes()).count();
            offset = range.start;
            found[at] = Some(Place { range, line, column });
        }
        found
    }
}

/// Finds those paths that lead through `value` with their first `depth` segments. Each value is read once.
fn find(value: Raw<'_>, depth: usize, wanted: Vec<(usize, &Path)>, tell: &mut impl FnMut(usize, Range<usize>)) {
    let (here, below): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|(_, path)| path.segments().len() == depth);
    here.iter().for_each(|(at, _)| tell(*at, value.range()));
    if below.is_empty() {
        return;
    }
    let (mut entries, mut items) = (HashMap::new(), Vec::new());
    match value.children() {
        // of a repeated key the last one counts
        Children::Object(all) => entries.extend(all),
        Children::Array(all) => items = all,
        Children::None => {}
    }
    // differences come in the order of a walk, so those below one child stand together
    for group in below.chunk_by(|a, b| a.1.segments()[depth] == b.1.segments()[depth]) {
        let child = match &group[0].1.segments()[depth] {
            Segment::Key(key) => entries.get(key),
            Segment::Index(index) => items.get(*index),
        };
        if let Some(child) = child {
            find(*child, depth + 1, group.to_vec(), tell);
        }
    }
}
