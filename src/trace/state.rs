//! What a trace knows while the render is under way.

use std::collections::HashMap;

use super::head::range;
use super::place::{Place, Places};
use super::step::*;
use crate::error::Span;
use crate::interpreter::{Unit, Variable};
use crate::program::{self, Node, Program};
use crate::value::Value;

/// What was seen so far.
#[derive(Default)]
pub(super) struct State<'a> {
    pub steps: Vec<Step>,
    pub sources: Vec<Source>,
    pub truncated: bool,
    /// The number of the source of each program.
    pub programs: HashMap<*const Program, usize>,
    pub frames: Vec<Frame<'a>>,
    /// How many texts of their own are being made.
    pub asides: u32,
    pub places: Places,
    /// The reference resolved last.
    pub last: Last<'a>,
    /// Where the last text or reference of the source ended, for text that stands nowhere.
    pub reached: usize,
}

/// Something under way.
pub(super) struct Frame<'a> {
    /// Its step, unless there were too many.
    pub step: Option<usize>,
    pub of: Of<'a>,
}

pub(super) enum Of<'a> {
    Node { node: &'a Node, asides: u32, from: usize, list: Option<(Value<'a>, Option<Place>)>, item: Option<Saved<'a>> },
    Condition,
    Turn,
    Chain(Box<Chain<'a>>),
}

/// A loop's variable and what was known of it before.
pub(super) type Saved<'a> = (Variable<'a>, Option<Option<Place>>);

/// A reference on its way along its chain.
pub(super) struct Chain<'a> {
    pub reference: &'a program::Reference,
    pub value: Value<'a>,
    pub place: Option<Place>,
    /// Where the first argument of the link under way comes from.
    pub argument: Option<Place>,
    /// Where the link under way leads.
    pub next: Option<Place>,
    /// Of what `#set` sets.
    pub target: Option<Place>,
    pub missing: bool,
    pub null: Option<NullAt>,
    pub sets_override: Option<String>,
}

#[derive(Default)]
pub(super) struct Last<'a> {
    pub place: Option<Place>,
    pub value: Option<Value<'a>>,
}

impl<'a> State<'a> {
    /// The number of a unit's source.
    pub fn source(&mut self, unit: &'a Unit<'a>) -> usize {
        let next = self.sources.len();
        let number = *self.programs.entry(std::ptr::from_ref(unit.program)).or_insert(next);
        if number == next {
            self.sources.push(Source { name: unit.name.to_owned(), text: unit.program.source().to_owned() });
        }
        number
    }

    /// The step that is open.
    pub fn open(&self) -> Option<usize> {
        self.frames.iter().rev().find_map(|frame| frame.step)
    }

    pub fn push(&mut self, most: usize, unit: &'a Unit<'a>, span: Span, kind: StepKind) -> Option<usize> {
        if self.steps.len() >= most {
            self.truncated = true;
            return None;
        }
        let (source, parent) = (self.source(unit), self.open());
        let step = Step { source, span: range(span), parent, end: 0, output: None, ended: Ended::Done, kind };
        self.steps.push(step);
        Some(self.steps.len() - 1)
    }

    pub fn kind(&mut self, step: Option<usize>) -> Option<&mut StepKind> {
        self.steps.get_mut(step?).map(|step| &mut step.kind)
    }

    /// Ends the frames above the one at `depth`.
    pub fn close_above(&mut self, depth: usize, how: Ended) {
        while self.frames.len() > depth + 1 {
            self.close(how);
        }
    }

    /// Ends the frame on top.
    pub fn close(&mut self, how: Ended) {
        let Some(Frame { step, of }) = self.frames.pop() else { return };
        let count = self.steps.len();
        if let Some(step) = step.and_then(|step| self.steps.get_mut(step)) {
            step.end = count;
            if step.ended == Ended::Done {
                step.ended = how;
            }
        }
        if let Of::Node { item: Some((variable, saved)), .. } = of {
            self.places.restore(variable, saved);
        }
    }

    pub fn top_chain(&mut self) -> Option<&mut Chain<'a>> {
        match self.frames.last_mut() {
            Some(Frame { of: Of::Chain(chain), .. }) => Some(chain),
            _ => None,
        }
    }

    /// How deep the statement under way is among the frames.
    pub fn node_depth(&self) -> Option<usize> {
        self.frames.iter().rposition(|frame| matches!(frame.of, Of::Node { .. }))
    }
}

impl State<'_> {
    /// What is left when the render is over.
    pub fn kept(mut self) -> super::Kept {
        while !self.frames.is_empty() {
            self.close(Ended::Done);
        }
        super::Kept { steps: self.steps, sources: self.sources, truncated: self.truncated }
    }
}
