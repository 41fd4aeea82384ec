//! Two texts, compared by line.

use std::time::Instant;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline, group_diff_ops};

use super::PATIENCE;
use super::words::{self, Piece};

/// Lines around a difference that are shown with it.
const CONTEXT: usize = 3;

/// So many lines are kept for showing; the others are counted.
const MOST: usize = 400;

/// How two texts differ: what [`text`](fn@super::text) gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextDiff {
    /// Runs of lines that stand together, in order.
    pub(super) hunks: Vec<Vec<Line>>,
    /// Lines that differ and are in no hunk.
    pub(super) omitted: usize,
    /// One text ends with a line break, the other does not.
    pub(super) ends_differ: bool,
}

/// A line of a hunk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub side: Side,
    /// Its number in the expected and in the actual text, from 1.
    pub expected: Option<usize>,
    pub actual: Option<usize>,
    /// Without the line break at its end.
    pub pieces: Vec<Piece>,
    /// The text ends in it, without a line break.
    pub unended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Both,
    Expected,
    Actual,
}

impl TextDiff {
    /// True if the texts are equal.
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty() && self.omitted == 0
    }

    /// The lines of the actual text that differ, from 1; where lines are missing from it, the one after them.
    ///
    /// ```
    /// let diff = vtl::suite::diff::text("a\nb\nc\n", "a\nB\nc\n");
    /// assert_eq!(diff.actual_lines(), [2]);
    /// ```
    pub fn actual_lines(&self) -> Vec<usize> {
        let mut found = Vec::new();
        for hunk in &self.hunks {
            let mut next = hunk.iter().find_map(|line| line.actual).unwrap_or(1);
            for line in hunk {
                if line.side != Side::Both {
                    found.push(next);
                }
                next = line.actual.map_or(next, |number| number + 1);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

pub(super) fn compare(expected: &str, actual: &str) -> TextDiff {
    if expected == actual {
        return TextDiff::default();
    }
    let deadline = Instant::now() + PATIENCE;
    let (old, new): (Vec<_>, Vec<_>) = (split(expected), split(actual));
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let mut hunks = Hunks { old, new, deadline, kept: 0, diff: TextDiff::default() };
    hunks.diff.ends_differ = expected.ends_with('\n') != actual.ends_with('\n');
    for group in group_diff_ops(ops, CONTEXT) {
        hunks.diff.hunks.push(Vec::new());
        group.into_iter().for_each(|op| hunks.add(op));
    }
    hunks.diff.hunks.retain(|hunk| !hunk.is_empty());
    hunks.diff
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

struct Hunks<'t> {
    old: Vec<&'t str>,
    new: Vec<&'t str>,
    deadline: Instant,
    /// Lines so far.
    kept: usize,
    diff: TextDiff,
}

impl Hunks<'_> {
    fn add(&mut self, op: DiffOp) {
        let (old, new) = (op.old_range(), op.new_range());
        if self.kept >= MOST {
            self.diff.omitted += if matches!(op, DiffOp::Equal { .. }) { 0 } else { old.len() + new.len() };
            return;
        }
        match op {
            DiffOp::Equal { .. } => {
                for (i, j) in old.zip(new) {
                    let pieces = vec![(false, self.old[i].to_owned())];
                    self.push(Side::Both, Some(i), Some(j), pieces);
                }
            }
            _ => {
                // the rest of a long block is but counted
                let most = (MOST - self.kept).div_ceil(2).max(1);
                let cut = |range: &std::ops::Range<usize>| range.start..range.end.min(range.start + most);
                let (shown_old, shown_new) = (cut(&old), cut(&new));
                self.diff.omitted += old.len() - shown_old.len() + new.len() - shown_new.len();
                self.replace(shown_old, shown_new);
            }
        }
    }

    /// Lines in place of others.
    fn replace(&mut self, old: std::ops::Range<usize>, new: std::ops::Range<usize>) {
        let (old_text, new_text) = (self.old[old.clone()].concat(), self.new[new.clone()].concat());
        let (old_pieces, new_pieces) = if old.is_empty() || new.is_empty() {
            (vec![(false, old_text)], vec![(false, new_text)])
        } else {
            words::compare(&old_text, &new_text, self.deadline)
        };
        for (i, pieces) in old.zip(by_line(old_pieces)) {
            self.push(Side::Expected, Some(i), None, pieces);
        }
        for (j, pieces) in new.zip(by_line(new_pieces)) {
            self.push(Side::Actual, None, Some(j), pieces);
        }
    }

    fn push(&mut self, side: Side, old: Option<usize>, new: Option<usize>, mut pieces: Vec<Piece>) {
        let ended = pieces.last_mut().is_some_and(|(_, text)| {
            let ended = text.ends_with('\n');
            text.truncate(text.len() - usize::from(ended));
            ended
        });
        pieces.retain(|(_, text)| !text.is_empty());
        let line = Line { side, expected: old.map(|i| i + 1), actual: new.map(|j| j + 1), pieces, unended: !ended };
        if let Some(hunk) = self.diff.hunks.last_mut() {
            hunk.push(line);
            self.kept += 1;
        }
    }
}

/// Pieces of several lines, as those of each line with its line break.
fn by_line(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    for (differs, text) in pieces {
        for part in text.split_inclusive('\n') {
            if let Some(line) = lines.last_mut() {
                line.push((differs, part.to_owned()));
            }
            if part.ends_with('\n') {
                lines.push(Vec::new());
            }
        }
    }
    lines
}
