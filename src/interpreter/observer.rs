//! Who watches a render: traces, coverage, the map from output back to template lines.

use super::Unit;
use crate::error::Result;
use crate::program::{Expression, Foreach, If, Method, Node, Reference, Set, Step, Text};
use crate::value::Value;

/// Is told what the interpreter does, as it does it. All of it defaults to nothing, so that a plain render pays nothing.
///
/// What starts is told in order and nests; what ends early (by a fault, `#break` or `#stop`) is told by `leave` alone, which
/// comes for every `enter` and ends whatever started since.
pub(crate) trait Observer<'a> {
    /// Somebody listens: what is worked out for observers alone is worked out.
    const WATCHES: bool = false;

    /// A text was printed; the output ends at `to` now.
    #[inline]
    fn text(&self, _unit: &'a Unit<'a>, _text: Text, _to: usize) {}

    /// A statement starts, where the output has so many bytes.
    #[inline]
    fn enter(&self, _unit: &'a Unit<'a>, _node: &'a Node, _at: usize) {}

    /// The statement entered last ends.
    #[inline]
    fn leave(&self, _how: Ended, _at: usize) {}

    /// What is printed from now on goes to a text of its own (`true`), or to the output again.
    #[inline]
    fn aside(&self, _begins: bool) {}

    /// A reference is looked up: in an expression, or to be printed, or what a `#set` sets something in.
    #[inline]
    fn resolving(&self, _unit: &'a Unit<'a>, _reference: &'a Reference) {}

    /// Its variable has this value.
    #[inline]
    fn root(&self, _unit: &'a Unit<'a>, _reference: &'a Reference, _value: Value<'a>) {}

    /// The method of the link under way is called.
    #[inline]
    fn called(&self, _object: Value<'a>, _method: &'a Method, _args: &[Value<'a>]) {}

    /// The index of the link under way.
    #[inline]
    fn indexed(&self, _index: Value<'a>) {}

    /// The class has no such method or property.
    #[inline]
    fn missing(&self) {}

    /// A link of its chain led to this value.
    #[inline]
    fn link(&self, _unit: &'a Unit<'a>, _step: &'a Step, _value: Value<'a>) {}

    /// It has this value, before the dialect makes something of null.
    #[inline]
    fn resolved(&self, _unit: &'a Unit<'a>, _reference: &'a Reference, _value: Value<'a>) {}

    /// The property of this name is set on what the chain led to.
    #[inline]
    fn sets(&self, _unit: &'a Unit<'a>, _name: Text) {}

    /// The condition of an arm is looked at.
    #[inline]
    fn testing(&self, _unit: &'a Unit<'a>, _arm: usize, _condition: &'a Expression) {}

    /// It holds, or not.
    #[inline]
    fn tested(&self, _condition: &'a Expression, _holds: bool) {}

    /// An `#if` took the arm of this number; the arms' count stands for `#else` or nothing.
    #[inline]
    fn branched(&self, _unit: &'a Unit<'a>, _directive: &'a If, _arm: usize) {}

    /// The list of a `#foreach`, and whether it can be gone through.
    #[inline]
    fn iterating(&self, _unit: &'a Unit<'a>, _list: Value<'a>, _can: bool) {}

    /// A `#foreach` starts a turn.
    #[inline]
    fn turned(&self, _unit: &'a Unit<'a>, _directive: &'a Foreach, _turn: u32, _item: Value<'a>) {}

    /// A `#foreach` ends because it has turned as often as it may.
    #[inline]
    fn reached_limit(&self, _turns: u32) {}

    /// What became of a `#set`.
    #[inline]
    fn assigned(&self, _unit: &'a Unit<'a>, _set: &'a Set, _value: Value<'a>, _assigned: Assigned) {}
}

/// Nobody watches.
pub(crate) struct Unobserved;

impl Observer<'_> for Unobserved {}

/// How something in a render ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// As it should.
    Done,
    /// By `#break` or `#stop`, here or inside.
    Early,
    /// By the error that ended the render.
    Failed,
}

impl Ended {
    #[inline]
    pub(super) fn of(done: &Result<()>) -> Ended {
        match done {
            Ok(()) => Ended::Done,
            Err(fault) if fault.ends.is_some() => Ended::Early,
            Err(_) => Ended::Failed,
        }
    }
}

/// What became of a `#set`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// It was set.
    Set,
    /// The value is null: nothing is set to null.
    Null,
    /// The target leads through null.
    Nowhere,
}
