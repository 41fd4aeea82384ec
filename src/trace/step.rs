//! What a trace is made of.

use std::fmt;
use std::ops::Range;

pub use crate::interpreter::{Assigned, Ended};

/// One thing that happened in a render. Steps are in the order in which they started; what happened inside of one comes
/// right behind it, up to [`end`](Step::end).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The number of the [`Source`] it stands in; 0 is the template itself.
    pub source: usize,
    /// Its bytes in that source. Of a directive with a body they are its head's.
    pub span: Range<usize>,
    /// The step it happened in.
    pub parent: Option<usize>,
    /// The number of the first step behind it that did not happen in it.
    pub end: usize,
    /// What it printed, as bytes of the output; `None` for what does not print, or not to the output.
    pub output: Option<Range<usize>>,
    /// How it ended.
    pub ended: Ended,
    /// What it is.
    pub kind: StepKind,
}

/// A text that steps stand in: the template, or one that `#parse` or `#evaluate` read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// Its name in messages.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What a [`Step`] is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum StepKind {
    /// Text that was printed as it stands.
    Text,
    /// `$a.b($c)`, printed (then it has an output) or read in an expression. The references among its arguments happened
    /// in it, and so did what a `#define`'s block did as it was printed.
    Reference(Reference),
    /// `#if(…)`: in it happened the conditions that were looked at, then the statements of the arm that was taken.
    If {
        /// The arm.
        taken: Taken,
    },
    /// The condition of an arm of the [`If`](StepKind::If) around it. The references it read happened in it.
    Condition(Condition),
    /// `#foreach(…)`: in it happened its list's references, then its turns.
    Foreach(Foreach),
    /// One turn of the [`Foreach`](StepKind::Foreach) around it.
    Turn {
        /// Counted from 0.
        number: u32,
        /// The loop's variable, without `$`.
        variable: String,
        /// The item.
        item: Shown,
        /// Where in the event the item comes from; see [`Reference::place`].
        place: Option<String>,
    },
    /// `#set(…)`
    Set(Set),
    /// `#define($name)`: makes a block, which happens where it is printed.
    Define,
    /// A macro's call, with what the macro did in it; or what looks like one and printed itself.
    Call {
        /// The name, without `#`.
        name: String,
    },
    /// `#break`
    Break,
    /// `#stop`
    Stop,
    /// `#evaluate(…)`, with what the template in its text did in it.
    Evaluate,
    /// `#include(…)`
    Include,
    /// `#parse(…)`, with what the other template did in it.
    Parse,
    /// What fails as soon as it runs, such as a `#foreach` without a list.
    Raise,
}

impl StepKind {
    /// A stable name for machines: `text`, `reference`, `if` …
    pub fn name(&self) -> &'static str {
        match self {
            StepKind::Text => "text",
            StepKind::Reference(_) => "reference",
            StepKind::If { .. } => "if",
            StepKind::Condition(_) => "condition",
            StepKind::Foreach(_) => "foreach",
            StepKind::Turn { .. } => "turn",
            StepKind::Set(_) => "set",
            StepKind::Define => "define",
            StepKind::Call { .. } => "call",
            StepKind::Break => "break",
            StepKind::Stop => "stop",
            StepKind::Evaluate => "evaluate",
            StepKind::Include => "include",
            StepKind::Parse => "parse",
            StepKind::Raise => "raise",
        }
    }
}

/// A value as it was at that moment: a later change of the list or map does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shown {
    /// What Java's `toString()` gives, cut to [`Bounds::value_bytes`](super::Bounds::value_bytes); empty for null.
    pub text: String,
    /// The text goes on.
    pub cut: bool,
    /// The class's full name, such as `java.lang.Integer`; `null` for null.
    pub class: &'static str,
}

impl Shown {
    /// True for null, whatever the dialect makes of it.
    pub fn is_null(&self) -> bool {
        self.class == "null"
    }
}

/// A reference that was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Reference {
    /// Its value, before the dialect makes the empty string of null; `None` if it failed before it had one.
    pub value: Option<Shown>,
    /// Where its chain met null.
    pub null: Option<NullAt>,
    /// Where in the event its value comes from, as a JSON pointer into the shape that
    /// [`Event::from_json`](crate::Event::from_json) reads: `/body/pets/0/name`, `/params/header/Accept`,
    /// `/context/stage`. Behind `/body` it leads into the body's JSON. Of a value that was made of another (`.trim()`,
    /// `$util.escapeJavaScript(…)`), where that comes from; of a path that leads nowhere, where it would lead.
    pub place: Option<String>,
    /// The override that a method call on it changed, such as `responseOverride.header.X-Tag`.
    pub sets_override: Option<String>,
}

/// The part of a reference's chain that is null.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NullAt {
    /// From the reference's start to the end of the link that gave null: the bytes of `$a.b` in `$a.b.c()`.
    pub span: Range<usize>,
    /// The links behind it, at which nobody looked: the bytes of `.c()`. Empty if the last link gave null.
    pub unreached: Range<usize>,
    /// Why it is null.
    pub why: WhyNull,
}

/// Why a link of a chain is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyNull {
    /// The variable has no value, or the value null.
    Undefined,
    /// The property, method or index gave null: there is no such key, the path leads nowhere, the value is null.
    Nothing,
    /// The class has no such property or method.
    Missing,
}

impl fmt::Display for WhyNull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WhyNull::Undefined => "undefined",
            WhyNull::Nothing => "null",
            WhyNull::Missing => "no such property or method",
        })
    }
}

/// Which arm of an `#if` was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// `#if` is 0, its first `#elseif` is 1.
    Arm(usize),
    /// `#else`
    Else,
    /// No condition held, and there is no `#else`.
    Nothing,
    /// The render ended while the conditions were looked at.
    Undecided,
}

/// A condition and why it held, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition {
    /// `#if` is 0, its first `#elseif` is 1.
    pub arm: usize,
    /// Whether it held; `None` if the render ended while it was looked at.
    pub holds: Option<bool>,
    /// Why.
    pub why: Why,
}

/// Why a condition held, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// A comparison, `!`, `&&`, `||` or `true`: it speaks for itself.
    Itself,
    /// A reference to a Boolean.
    Boolean,
    /// A reference to anything else that is not null, which is true: the empty string, 0 and an empty list, too.
    NotNull,
    /// A null reference, which is the empty string on API Gateway, and so is true.
    NullIsEmpty,
    /// A null reference, which is false in plain Velocity.
    Null,
    /// A text, number, list or arithmetic, none of which is ever true.
    Literal,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::Itself => "evaluated",
            Why::Boolean => "a Boolean",
            Why::NotNull => "not null and no Boolean, so true",
            Why::NullIsEmpty => "null is the empty string on API Gateway, which is not null and no Boolean, so true",
            Why::Null => "null, so false",
            Why::Literal => "neither a reference nor a comparison, so false",
        })
    }
}

/// A loop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Foreach {
    /// Its list; `None` if it failed before it had one.
    pub list: Option<Shown>,
    /// False for what cannot be gone through: null, a string, a number. There are no turns then.
    pub iterable: bool,
    /// How many turns started.
    pub turns: u32,
    /// It ended because a loop may turn so often and no more.
    pub limited: bool,
}

/// A `#set`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Set {
    /// The bytes of what is set: `$a.b`.
    pub target: Range<usize>,
    /// The value; `None` if it failed before it had one.
    pub value: Option<Shown>,
    /// What became of it.
    pub assigned: Option<Assigned>,
    /// Where the target's chain met null, so that nothing was set.
    pub null: Option<NullAt>,
    /// The override that was set, such as `responseOverride.status`.
    pub sets_override: Option<String>,
}
