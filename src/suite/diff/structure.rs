//! Two JSON documents, compared by structure.

use std::time::Instant;

use serde_json::Value as Json;

use super::PATIENCE;
use super::align::{Pair, align};
use super::fingerprint::Fingerprints;
use super::path::{Path, Segment};

/// So many differences are kept; the others are counted.
const MOST: usize = 1_000;

/// Deeper than this, values that differ are one difference.
const DEPTH: usize = 200;

/// How two JSON documents differ: what [`json`](super::json) gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JsonDiff {
    differences: Vec<Difference>,
    omitted: usize,
}

impl JsonDiff {
    /// True if the documents are equal.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }

    /// The differences, in the order of the documents; the first 1,000 of them.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// How many differences there are beyond those.
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

/// One difference between two documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub(super) path: Path,
    pub(super) within: Path,
    pub(super) change: Change,
}

impl Difference {
    /// Where it is: in the actual document, or where it would be if it is missing there. What is missing from a list has its
    /// place in the expected list.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The value of the actual document to look at: the one that differs, or the one that another is missing from.
    pub fn within(&self) -> &Path {
        &self.within
    }

    /// What differs.
    pub fn change(&self) -> &Change {
        &self.change
    }
}

/// What differs at a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is expected and not there.
    Missing {
        /// What is expected.
        expected: Json,
    },
    /// It is there and not expected.
    Unexpected {
        /// What is there.
        actual: Json,
    },
    /// Another value of the same type.
    Changed {
        /// What is expected.
        expected: Json,
        /// What is there.
        actual: Json,
    },
    /// A value of another type.
    TypeChanged {
        /// What is expected.
        expected: Json,
        /// What is there.
        actual: Json,
    },
}

impl Change {
    /// The value that is expected, if one is.
    pub fn expected(&self) -> Option<&Json> {
        match self {
            Change::Missing { expected } | Change::Changed { expected, .. } | Change::TypeChanged { expected, .. } => {
                Some(expected)
            }
            Change::Unexpected { .. } => None,
        }
    }

    /// The value that is there, if one is.
    pub fn actual(&self) -> Option<&Json> {
        match self {
            Change::Unexpected { actual } | Change::Changed { actual, .. } | Change::TypeChanged { actual, .. } => {
                Some(actual)
            }
            Change::Missing { .. } => None,
        }
    }
}

pub(super) fn compare(expected: &Json, actual: &Json) -> JsonDiff {
    let mut prints = Fingerprints::default();
    if prints.take(expected) == prints.take(actual) {
        return JsonDiff::default();
    }
    let mut walk = Walk { prints, deadline: Instant::now() + PATIENCE, at: Vec::new(), diff: JsonDiff::default() };
    walk.values(expected, actual);
    walk.diff
}

struct Walk {
    prints: Fingerprints,
    deadline: Instant,
    /// In the actual document.
    at: Vec<Segment>,
    diff: JsonDiff,
}

impl Walk {
    fn values(&mut self, expected: &Json, actual: &Json) {
        if self.prints.same(expected, actual) {
            return;
        }
        match (expected, actual) {
            (Json::Object(a), Json::Object(b)) if self.at.len() < DEPTH => {
                for (key, expected) in a {
                    match b.get(key) {
                        Some(actual) => self.step(Segment::Key(key.clone()), expected, actual),
                        None => self.missing(Segment::Key(key.clone()), expected),
                    }
                }
                for (key, actual) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                    self.unexpected(Segment::Key(key.clone()), actual);
                }
            }
            (Json::Array(a), Json::Array(b)) if self.at.len() < DEPTH => {
                for pair in align(a, b, &self.prints, self.deadline) {
                    match pair {
                        Pair::Both(i, j) => self.step(Segment::Index(j), &a[i], &b[j]),
                        Pair::Missing(i) => self.missing(Segment::Index(i), &a[i]),
                        Pair::Unexpected(j) => self.unexpected(Segment::Index(j), &b[j]),
                    }
                }
            }
            _ => {
                let same_type = std::mem::discriminant(expected) == std::mem::discriminant(actual);
                self.add(None, || {
                    let (expected, actual) = (expected.clone(), actual.clone());
                    if same_type {
                        Change::Changed { expected, actual }
                    } else {
                        Change::TypeChanged { expected, actual }
                    }
                });
            }
        }
    }

    fn step(&mut self, segment: Segment, expected: &Json, actual: &Json) {
        self.at.push(segment);
        self.values(expected, actual);
        self.at.pop();
    }

    fn missing(&mut self, segment: Segment, expected: &Json) {
        self.add(Some(segment), || Change::Missing { expected: expected.clone() });
    }

    fn unexpected(&mut self, segment: Segment, actual: &Json) {
        self.at.push(segment);
        self.add(None, || Change::Unexpected { actual: actual.clone() });
        self.at.pop();
    }

    /// Keeps a difference at this place, or of what is missing from it.
    fn add(&mut self, missing: Option<Segment>, change: impl FnOnce() -> Change) {
        if self.diff.differences.len() == MOST {
            self.diff.omitted += 1;
            return;
        }
        let within = Path::from(self.at.clone());
        let path = missing.map_or_else(|| within.clone(), |segment| within.then(segment));
        self.diff.differences.push(Difference { path, within, change: change() });
    }
}
