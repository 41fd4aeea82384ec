//! The words that differ within lines that differ.

use std::time::Instant;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline, diff_ratio};

/// A piece of a line, and whether it is one that differs.
pub(super) type Piece = (bool, String);

/// Of more words than this nobody looks for the smallest difference.
const MOST: usize = 20_000;

/// Less in common than this, and marks would only confuse.
const COMMON: f32 = 0.3;

/// The pieces of two texts.
pub(super) fn compare(old: &str, new: &str, deadline: Instant) -> (Vec<Piece>, Vec<Piece>) {
    let (old_words, new_words) = (split(old), split(new));
    let start = old_words.iter().zip(&new_words).take_while(|(a, b)| a == b).count();
    let rest = old_words.len().min(new_words.len()) - start;
    let end = old_words.iter().rev().zip(new_words.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&old_words[start..old_words.len() - end], &new_words[start..new_words.len() - end]);

    let mut pieces = Pieces::default();
    pieces.equal(&old_words[..start]);
    if old_middle.len() + new_middle.len() > MOST {
        pieces.differ(old_middle, new_middle);
    } else {
        let ops = capture_diff_slices_deadline(Algorithm::Myers, old_middle, new_middle, Some(deadline));
        let common = diff_ratio(&ops, old_middle.len(), new_middle.len());
        if start + end == 0 && common < COMMON {
            return (vec![(false, old.to_owned())], vec![(false, new.to_owned())]);
        }
        for op in ops {
            match op {
                DiffOp::Equal { .. } => pieces.equal(&old_middle[op.old_range()]),
                _ => pieces.differ(&old_middle[op.old_range()], &new_middle[op.new_range()]),
            }
        }
    }
    pieces.equal(&old_words[old_words.len() - end..]);
    (pieces.old, pieces.new)
}

/// Runs of letters and digits, runs of one and the same blank; everything else is a word by itself.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let joins = before.is_some_and(|b: char| {
            let letter = |c: char| c.is_alphanumeric() || c == '_';
            letter(b) && letter(c) || b == c && c.is_whitespace()
        });
        if !joins && at > start {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[derive(Default)]
struct Pieces {
    old: Vec<Piece>,
    new: Vec<Piece>,
}

impl Pieces {
    fn equal(&mut self, words: &[&str]) {
        push(&mut self.old, false, words);
        push(&mut self.new, false, words);
    }

    fn differ(&mut self, old: &[&str], new: &[&str]) {
        push(&mut self.old, true, old);
        push(&mut self.new, true, new);
    }
}

fn push(pieces: &mut Vec<Piece>, differs: bool, words: &[&str]) {
    match pieces.last_mut() {
        _ if words.is_empty() => {}
        Some((before, text)) if *before == differs => text.extend(words.iter().copied()),
        _ => pieces.push((differs, words.concat())),
    }
}
