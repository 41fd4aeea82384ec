//! The tree of a pattern.

use std::sync::Arc;

use super::set::{self, CharSet};

/// A piece of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Empty,
    /// `abc`
    Literal(String),
    /// `.`, `\d`, `[a-z]`, and a letter whose case does not matter
    Set(Arc<CharSet>),
    Assert(Assert),
    /// `\1`, `\k<name>`
    Backref(u32, Fold),
    /// `\R`
    Linebreak,
    /// `\X`
    Grapheme,
    /// `(a)`, `(?:a)`
    Group(Option<u32>, Box<Node>),
    Look(Box<Look>),
    /// `(?>a)`
    Atomic(Box<Node>),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat(Box<Repeat>),
}

impl Node {
    /// The text that is all this matches, if it is one and no group is set.
    pub fn literal(&self) -> Option<String> {
        match self {
            Node::Empty => Some(String::new()),
            Node::Literal(text) => Some(text.clone()),
            Node::Concat(nodes) => nodes.iter().map(Node::literal).collect(),
            _ => None,
        }
    }

    /// The set that is all this matches, once.
    pub fn single(&self) -> Option<Arc<CharSet>> {
        match self {
            Node::Set(set) => Some(Arc::clone(set)),
            Node::Literal(text) if text.chars().nth(1).is_none() => Some(Arc::new(CharSet::new(&set::of(text)))),
            _ => None,
        }
    }
}

/// `^ $ \b`: what holds at a place and takes no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assert {
    /// `\A`, `^`
    Begin,
    /// `\z`
    End,
    /// `\Z`, `$`
    LastLine,
    /// `\Z`, `$` where only `\n` ends a line
    UnixLastLine,
    /// `(?m)^`
    LineStart,
    UnixLineStart,
    /// `(?m)$`
    LineEnd,
    UnixLineEnd,
    /// `\G`
    Previous,
    /// `\b`, `\B`; with `unicode` a word is made of `\w` under `(?U)`
    Word {
        negate: bool,
        unicode: bool,
    },
    /// `\b{g}`
    Grapheme,
}

/// How a back-reference compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Exact,
    Ascii,
    Unicode,
}

/// `(?=a)`, `(?!a)`, `(?<=a)`, `(?<!a)`
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// For a look behind, the least and most characters it can take.
    pub behind: Option<(u32, u32)>,
    pub negate: bool,
    pub body: Node,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

/// No upper bound; Java's own.
pub(super) const MANY: u32 = i32::MAX as u32;

/// `a*`, `a+?`, `a{2,3}+`
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    pub body: Node,
    pub min: u32,
    pub max: u32,
    pub greed: Greed,
    /// It is `?`, or `{0,1}`: a choice and no loop.
    pub option: bool,
    /// It repeats a group.
    pub group: bool,
    /// A turn, once taken, is not tried in another way. Java does so for all but groups that can match in several ways,
    /// and it shows: groups set inside a turn stay set when the turn is given back.
    pub atomic: bool,
    /// The group this repeats, where the loop rather than the body sets it.
    pub capture: Option<u32>,
}
