//! Which element of a list is which element of another.

use std::ops::Range;
use std::time::Instant;

use serde_json::Value as Json;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::fingerprint::Fingerprints;

/// Elements of two lists that are not equal.
#[derive(Debug, PartialEq)]
pub(super) enum Pair {
    /// One became the other.
    Both(usize, usize),
    /// It is in the expected list only.
    Missing(usize),
    /// It is in the actual list only.
    Unexpected(usize),
}

/// Of more pairs than this nobody looks for the best.
const MOST_PAIRS: usize = 2_500;

/// Less alike than this (of 100), two values are two values.
const ALIKE: u32 = 34;

/// The elements that differ, in the order of the lists.
pub(super) fn align(expected: &[Json], actual: &[Json], prints: &Fingerprints, deadline: Instant) -> Vec<Pair> {
    let of = |list: &[Json]| -> Vec<u64> { list.iter().map(|item| prints.of(item)).collect() };
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &of(expected), &of(actual), Some(deadline));
    let mut pairs = Vec::new();
    for op in ops {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { .. } => pairs.extend(op.old_range().map(Pair::Missing)),
            DiffOp::Insert { .. } => pairs.extend(op.new_range().map(Pair::Unexpected)),
            DiffOp::Replace { .. } => {
                let gap = Gap { expected, actual, prints };
                gap.pair(op.old_range(), op.new_range(), &mut pairs);
            }
        }
    }
    pairs
}

/// A run of elements in place of another.
struct Gap<'v> {
    expected: &'v [Json],
    actual: &'v [Json],
    prints: &'v Fingerprints,
}

impl Gap<'_> {
    /// Pairs what is most alike, in order; what lies between two pairs by position.
    fn pair(&self, old: Range<usize>, new: Range<usize>, pairs: &mut Vec<Pair>) {
        let (mut at_old, mut at_new) = (old.start, new.start);
        for (i, j) in self.most_alike(old.clone(), new.clone()) {
            by_position(at_old..i, at_new..j, pairs);
            pairs.push(Pair::Both(i, j));
            (at_old, at_new) = (i + 1, j + 1);
        }
        by_position(at_old..old.end, at_new..new.end, pairs);
    }

    /// The pairs, in order, whose likenesses make the greatest sum.
    fn most_alike(&self, old: Range<usize>, new: Range<usize>) -> Vec<(usize, usize)> {
        if old.len() == new.len() && old.len() == 1 || old.len().saturating_mul(new.len()) > MOST_PAIRS {
            return Vec::new();
        }
        let width = new.len() + 1;
        let likeness = |i: usize, j: usize| {
            let likeness = self.likeness(&self.expected[old.start + i], &self.actual[new.start + j]);
            if likeness < ALIKE { 0 } else { likeness }
        };
        let likenesses: Vec<u32> =
            (0..old.len()).flat_map(|i| (0..new.len()).map(move |j| (i, j))).map(|(i, j)| likeness(i, j)).collect();
        let alike = |i: usize, j: usize| likenesses[i * new.len() + j];
        // best[i][j]: the greatest sum from there on
        let mut best = vec![0_u32; (old.len() + 1) * width];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                let both = if alike(i, j) == 0 { 0 } else { alike(i, j) + best[(i + 1) * width + j + 1] };
                best[i * width + j] = both.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
            }
        }
        let (mut i, mut j, mut found) = (0, 0, Vec::new());
        while i < old.len() && j < new.len() {
            let here = best[i * width + j];
            if alike(i, j) > 0 && here == alike(i, j) + best[(i + 1) * width + j + 1] {
                found.push((old.start + i, new.start + j));
                (i, j) = (i + 1, j + 1);
            } else if here == best[(i + 1) * width + j] {
                i += 1;
            } else {
                j += 1;
            }
        }
        found
    }

    /// How much two values have in common, of 100.
    fn likeness(&self, a: &Json, b: &Json) -> u32 {
        let percent = |part: usize, whole: usize| (part * 100).checked_div(whole).unwrap_or(100) as u32;
        match (a, b) {
            (Json::Object(a), Json::Object(b)) => {
                let shared = a.iter().filter_map(|(key, value)| Some((value, b.get(key)?)));
                let (keys, equal) = shared
                    .fold((0, 0), |(keys, equal), (a, b)| (keys + 1, equal + usize::from(self.prints.same(a, b))));
                percent(keys + 2 * equal, 3 * (a.len() + b.len() - keys))
            }
            (Json::Array(a), Json::Array(b)) => {
                let equal = a.iter().zip(b).filter(|(a, b)| self.prints.same(a, b)).count();
                percent(1 + equal, 1 + a.len().max(b.len()))
            }
            (Json::String(a), Json::String(b)) => {
                let start = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
                let rest = a.len().min(b.len()) - start;
                let end = a.bytes().rev().zip(b.bytes().rev()).take(rest).take_while(|(a, b)| a == b).count();
                percent(start + end, a.len().max(b.len()))
            }
            _ => 0,
        }
    }
}

fn by_position(old: Range<usize>, new: Range<usize>, pairs: &mut Vec<Pair>) {
    let both = old.len().min(new.len());
    pairs.extend(old.clone().zip(new.clone()).map(|(i, j)| Pair::Both(i, j)));
    pairs.extend(old.skip(both).map(Pair::Missing));
    pairs.extend(new.skip(both).map(Pair::Unexpected));
}
