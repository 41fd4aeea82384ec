//! What the matcher runs.

use std::sync::Arc;

use super::ast::{Assert, Fold, Greed};
use super::set::CharSet;

/// A place in a program.
pub(super) type Pc = u32;

/// One thing to do. After it comes the next instruction, unless it says otherwise.
#[derive(Debug, Clone)]
pub(super) enum Inst {
    /// `a`
    Byte(u8),
    /// `abc`
    Bytes(Box<[u8]>),
    /// `[a-z]`
    Set(Arc<CharSet>),
    /// `[a-z]*`
    Span(Box<Span>),
    Assert(Assert),
    Backref(u32, Fold),
    Linebreak,
    Grapheme,
    Jump(Pc),
    /// First the first, then the second.
    Split(Pc, Pc),
    /// A group starts; the number is that of its place in `starts`.
    Start(u32),
    /// A group ends.
    End {
        start: u32,
        capture: u32,
    },
    /// The loop of a group that can match in several ways begins.
    LoopEnter(Loop),
    /// A turn of it ended.
    LoopBack(Loop),
    /// The loop whose turns match in one way begins.
    TurnsEnter {
        counter: u32,
        turns: Pc,
    },
    /// Another turn of it, or out.
    Turns(Turns),
    /// A turn of a lazy one, when what follows did not match without it.
    TurnLazy,
    /// The turn ended; the `Turns` it belongs to.
    TurnEnd(Pc),
    /// `(?>`, `(?=`, `(?!`; where to go if the body does not match.
    Guard(Guard),
    /// The body of a guard matched.
    GuardEnd {
        keep_place: bool,
    },
    /// The body of `(?!` matched.
    GuardFail,
    /// `(?<=`, `(?<!`
    Behind {
        guard: Guard,
        min: u32,
        max: u32,
    },
    /// The body of a look behind must end where it began to look.
    BehindEnd,
    Match,
}

#[derive(Debug, Clone)]
pub(super) struct Span {
    pub set: Arc<CharSet>,
    pub min: u32,
    pub max: u32,
    pub greed: Greed,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Loop {
    pub min: u32,
    pub max: u32,
    pub lazy: bool,
    pub counter: u32,
    pub start: u32,
    pub body: Pc,
    pub exit: Pc,
    /// Where it is noted that the rest did not match after another turn from a place, if that can be noted.
    pub memo: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Turns {
    pub min: u32,
    pub max: u32,
    pub greed: Greed,
    pub counter: u32,
    /// The group that each turn sets; 0 for none.
    pub capture: u32,
    pub body: Pc,
    pub exit: Pc,
}

/// Where to go if a guarded body does not match: nowhere for what must match.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    pub otherwise: Option<Pc>,
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub insts: Vec<Inst>,
    pub groups: u32,
    pub counters: u32,
    pub starts: u32,
    pub memos: u32,
}
