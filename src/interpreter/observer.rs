//! Who watches a render: coverage, traces, the map from output back to template lines.

use crate::error::Span;
use crate::value::Value;

/// Is told what the interpreter does. All of it defaults to nothing, so that a plain render pays nothing.
pub(crate) trait Observer<'a> {
    /// A reference printed what is now in `output`; it was resolved to `value`.
    #[inline]
    fn printed(&self, _at: Span, _value: Value<'a>, _output: std::ops::Range<usize>) {}

    /// An `#if` at this place took the arm of this number; the arms' count stands for `#else` or nothing.
    #[inline]
    fn branched(&self, _at: Span, _arm: usize) {}

    /// A `#foreach` at this place starts a turn.
    #[inline]
    fn turned(&self, _at: Span, _turn: u32) {}

    /// A `#set` at this place set a value.
    #[inline]
    fn set(&self, _at: Span, _value: Value<'a>) {}
}

/// Nobody watches.
pub(crate) struct Unobserved;

impl Observer<'_> for Unobserved {}
