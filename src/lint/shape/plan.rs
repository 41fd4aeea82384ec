//! Which way a path through a template goes where an event would decide.

use std::collections::HashMap;

use super::chains::Chain;
use super::terms::Term;
use crate::error::Span;

/// What an event decides: equal questions get equal answers on one path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// `#if($x)`
    True(Term, Chain),
    /// `$x == 'a'`
    Equal(Term, Chain, String),
    /// `$x == $y`
    Same((Term, Chain), (Term, Chain)),
    /// `$x > 3`
    Compare(u8, Side, Side),
    /// How many items a list or a map has.
    Count(Term, Chain),
    /// What is not followed: the place, and which time the path comes there.
    Place(u32, u32),
}

/// A side of `$x > 3`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Number(i64),
    Unknown(Term, Chain),
}

/// A decision that was made on a path.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// The question's number.
    pub question: u32,
    /// 1 or 0 for yes or no; the count of turns.
    pub answer: u8,
    /// All answers, the usual one first.
    pub options: &'static [u8],
    /// The condition, or the loop's list.
    pub at: Span,
    /// The condition says the opposite of the question: `$x != 'a'`.
    pub opposite: bool,
    pub about: About,
    /// The turn of the loop around it, from 1.
    pub turn: Option<u32>,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Whether a condition holds.
    Condition,
    /// Whether a value is anything but the Boolean `false`: `#if($x)`.
    Value,
    /// How many items there are.
    Count,
}

/// Yes, then no.
pub(super) const YES_NO: &[u8] = &[1, 0];
/// The turns of a loop: two, none, one.
pub(super) const TURNS: &[u8] = &[2, 0, 1];
/// Those of a list that is never empty.
pub(super) const SOME_TURNS: &[u8] = &[2, 1];
/// Those of a list that always has several.
pub(super) const TWO_TURNS: &[u8] = &[2];
/// Those of a loop deep in others.
pub(super) const FEW_TURNS: &[u8] = &[1, 0];

/// How a path answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Plan<'a> {
    /// The options of these numbers, in the order of the questions; then the usual ones.
    Prefix(&'a [u8]),
    /// All conditions alike, all loops alike.
    Alike { yes: bool, turns: u8 },
    /// Conditions by a bit of the question's number, so that for any two questions a few plans have all pairs of answers.
    Bit { bit: u32, inverted: bool },
    /// As another, but for one question.
    But { base: &'a Plan<'a>, question: u32, answer: u8 },
    /// As on a path that was taken.
    Like(&'a HashMap<u32, u8>),
}

impl Plan<'_> {
    /// The answer to a question: the `position`th of its path.
    pub fn answer(&self, position: usize, question: u32, options: &'static [u8]) -> u8 {
        let usual = options[0];
        let among = |wanted: u8| if options.contains(&wanted) { wanted } else { usual };
        match *self {
            Plan::Prefix(prefix) => {
                prefix.get(position).map_or(usual, |&option| options[option as usize % options.len()])
            }
            Plan::Alike { yes, turns } => {
                if options == YES_NO {
                    u8::from(yes)
                } else {
                    among(turns)
                }
            }
            Plan::Bit { bit, inverted } => {
                let on = ((question + 1) >> bit) & 1 == u32::from(!inverted);
                if options == YES_NO {
                    u8::from(on)
                } else if on {
                    usual
                } else {
                    options[1 % options.len()]
                }
            }
            Plan::But { base, question: other, answer } => {
                if other == question {
                    among(answer)
                } else {
                    base.answer(position, question, options)
                }
            }
            Plan::Like(answers) => answers.get(&question).map_or(usual, |&answer| among(answer)),
        }
    }
}
