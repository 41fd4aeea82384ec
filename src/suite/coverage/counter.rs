//! The observer that counts what a render reaches.

use std::cell::RefCell;

use super::points::{Points, What};
use crate::interpreter::{Ended, Observer, Unit};
use crate::program::{Expression, Foreach, If, Node, Program, Reference, Text};
use crate::trace::start_of_node;
use crate::value::Value;

/// Counts while a template renders.
pub(super) struct Counter<'a> {
    pub points: &'a Points,
    pub counts: &'a RefCell<Counts>,
    /// Other templates that this one reads are not counted.
    pub program: &'a Program,
}

/// What was counted, and what is under way.
#[derive(Default)]
pub(super) struct Counts {
    pub counts: Vec<u64>,
    /// For each statement under way, whether it is a loop, and its turns.
    open: Vec<Option<(usize, u32)>>,
}

impl Counts {
    pub fn new(points: &Points) -> Counts {
        Counts { counts: vec![0; points.counts], open: Vec::new() }
    }

    #[inline]
    pub fn add(&mut self, count: Option<usize>) {
        if let Some(count) = count.and_then(|count| self.counts.get_mut(count)) {
            *count += 1;
        }
    }

    /// A reference was looked up.
    pub fn reference(&mut self, points: &Points, start: usize, is_null: bool) {
        let found = points.find(What::Reference, start);
        self.add(found);
        self.add(found.filter(|_| is_null).map(|first| first + 1));
    }

    /// A loop whose first count is that one ended after so many turns.
    pub fn looped(&mut self, first: usize, turns: u32) {
        self.add(Some(first + turns.min(2) as usize));
    }
}

impl<'a> Counter<'a> {
    fn is_ours(&self, unit: &Unit<'a>) -> bool {
        std::ptr::eq(unit.program, self.program)
    }
}

impl<'a> Observer<'a> for Counter<'a> {
    const WATCHES: bool = true;

    fn text(&self, unit: &'a Unit<'a>, text: Text, _to: usize) {
        if self.is_ours(unit) {
            self.counts.borrow_mut().add(self.points.find(What::Statement, text.start as usize));
        }
    }

    fn enter(&self, unit: &'a Unit<'a>, node: &'a Node, _at: usize) {
        let mut counts = self.counts.borrow_mut();
        if !self.is_ours(unit) {
            return counts.open.push(None);
        }
        let start = start_of_node(unit.program, node);
        counts.add(self.points.find(What::Statement, start));
        let turns = match node {
            Node::Foreach(_) => self.points.find(What::Loop, start).map(|first| (first, 0)),
            _ => None,
        };
        counts.open.push(turns);
    }

    fn leave(&self, how: Ended, _at: usize) {
        let mut counts = self.counts.borrow_mut();
        if let Some(Some((first, turns))) = counts.open.pop()
            && (how != Ended::Failed || turns > 0)
        {
            counts.looped(first, turns);
        }
    }

    fn turned(&self, _unit: &'a Unit<'a>, _directive: &'a Foreach, _turn: u32, _item: Value<'a>) {
        if let Some(Some((_, turns))) = self.counts.borrow_mut().open.last_mut() {
            *turns += 1;
        }
    }

    fn testing(&self, unit: &'a Unit<'a>, _arm: usize, condition: &'a Expression) {
        if self.is_ours(unit) {
            self.counts.borrow_mut().add(self.points.find(What::Statement, condition.span.start as usize));
        }
    }

    fn branched(&self, unit: &'a Unit<'a>, directive: &'a If, arm: usize) {
        if self.is_ours(unit) {
            let branch = self.points.find_branch(directive.span.start as usize);
            self.counts.borrow_mut().add(branch.map(|counts| counts.start + arm));
        }
    }

    fn resolved(&self, unit: &'a Unit<'a>, reference: &'a Reference, value: Value<'a>) {
        if self.is_ours(unit) {
            self.counts.borrow_mut().reference(self.points, reference.span.start as usize, value.is_null());
        }
    }
}
