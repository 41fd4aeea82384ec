//! The observer that writes down what happens.

use std::cell::{RefCell, RefMut};

use super::Bounds;
use super::head::{head, opened, range, start_of};
use super::place::{self, Place};
use super::show::Show;
use super::state::{Chain, Frame, Last, Of, State};
use super::step::*;
use crate::dialect::Dialect;
use crate::error::Span;
use crate::gateway::Event;
use crate::interpreter::{Observer, Unit};
use crate::program::{self, Expression, If, Kind, Method, Node, Target, Text};
use crate::value::{Heap, Known, Object, Value};

/// Watches a render; what it saw is in the [`State`].
pub(super) struct Tracer<'a> {
    state: &'a RefCell<State<'a>>,
    show: Show<'a>,
    event: &'a Event,
    dialect: Dialect,
    most: usize,
}

impl<'a> Tracer<'a> {
    pub fn new(heap: &Heap<'a>, state: &'a RefCell<State<'a>>, event: &'a Event, dialect: Dialect, b: &Bounds) -> Self {
        Tracer { state, show: Show::new(heap, b.value_bytes), event, dialect, most: b.steps }
    }

    fn state(&self) -> RefMut<'_, State<'a>> {
        self.state.borrow_mut()
    }
}

impl<'a> Observer<'a> for Tracer<'a> {
    const WATCHES: bool = true;

    fn text(&self, unit: &'a Unit<'a>, text: Text, to: usize) {
        let mut state = self.state();
        if state.asides > 0 {
            return;
        }
        let length = (text.end - text.start) as usize;
        let stands = text.end as usize <= unit.program.source().len();
        let at = state.reached.min(unit.program.source().len()) as u32;
        let span = if stands { Span::new(text.start, text.end) } else { Span::new(at, at) };
        state.reached = span.end as usize;
        if let Some(step) = state.push(self.most, unit, span, StepKind::Text) {
            let count = state.steps.len();
            state.steps[step].end = count;
            state.steps[step].output = Some(to - length..to);
        }
    }

    fn enter(&self, unit: &'a Unit<'a>, node: &'a Node, at: usize) {
        let (span, kind) = opened(unit.program, node);
        let mut state = self.state();
        let step = state.push(self.most, unit, span, kind);
        let asides = state.asides;
        state.reached = span.end as usize;
        state.frames.push(Frame { step, of: Of::Node { node, asides, from: at, list: None, item: None } });
    }

    fn leave(&self, how: Ended, at: usize) {
        let mut state = self.state();
        let Some(depth) = state.node_depth() else { return };
        state.close_above(depth, how);
        let Some(Frame { step, of: Of::Node { node, asides, from, .. } }) = state.frames.last() else { return };
        let (step, node, asides, from) = (*step, *node, *asides, *from);
        state.asides = asides;
        if asides == 0
            && let Some(step) = step.and_then(|step| state.steps.get_mut(step))
            && prints(node)
        {
            step.output = Some(from.min(at)..at);
        }
        state.close(how);
        // `#break` ends the turn it is in, of which the loop tells nothing
        if how == Ended::Early
            && let Some(Frame { step: Some(turn), of: Of::Turn }) = state.frames.last()
        {
            let turn = *turn;
            state.steps[turn].ended = Ended::Early;
        }
    }

    fn aside(&self, begins: bool) {
        let mut state = self.state();
        state.asides = if begins { state.asides + 1 } else { state.asides.saturating_sub(1) };
    }

    fn resolving(&self, unit: &'a Unit<'a>, reference: &'a program::Reference) {
        let mut state = self.state();
        let step = match state.frames.last() {
            Some(Frame { step, of: Of::Node { node: Node::Reference(printed), .. } })
                if std::ptr::eq(&unit.program[*printed], reference) =>
            {
                *step
            }
            Some(Frame { step, of: Of::Node { node: Node::Set(set), .. } }) if matches!(unit.program[*set].target, Target::Chain(target) if std::ptr::eq(&unit.program[target], reference)) => {
                *step
            }
            _ => state.push(self.most, unit, reference.span, StepKind::Reference(Reference::default())),
        };
        let chain = Chain {
            reference,
            value: Value::Null,
            place: None,
            argument: None,
            next: None,
            target: None,
            missing: false,
            null: None,
            sets_override: None,
        };
        state.frames.push(Frame { step, of: Of::Chain(Box::new(chain)) });
    }

    fn root(&self, unit: &'a Unit<'a>, reference: &'a program::Reference, value: Value<'a>) {
        let variable = unit.variables[reference.slot as usize];
        let mut state = self.state();
        let place = state.places.of_variable(
            unit.program.text(unit.program.names[reference.slot as usize]),
            variable,
            value,
            self.event,
        );
        state.places.found(value, &place);
        let Some(chain) = state.top_chain() else { return };
        (chain.value, chain.place) = (value, place);
        if value.is_null() {
            let end =
                unit.program[reference.steps].first().map_or(reference.span.end, |step| start_of(unit.program, step));
            chain.null = Some(null_at(reference.span, end, WhyNull::Undefined));
        }
    }

    fn called(&self, object: Value<'a>, method: &'a Method, args: &[Value<'a>]) {
        let mut state = self.state();
        let event = self.event;
        let Some(chain) = state.top_chain() else { return };
        chain.next = match &chain.place {
            Some(place) => place::of_call(object, place, method, args, event),
            // what `$util` makes of a value comes from where that comes from
            None if matches!(object, Value::Object(Object::Host(_))) => chain.argument.take(),
            None => None,
        };
        if matches!(method.known, Known::put | Known::putAll | Known::remove)
            && let Some(place) = &chain.place
        {
            let key = args.first().and_then(|key| key.as_str());
            let place = key.map_or_else(|| place.clone(), |key| place.below(key));
            chain.sets_override = override_name(place.pointer());
        }
    }

    fn indexed(&self, index: Value<'a>) {
        let mut state = self.state();
        let Some(chain) = state.top_chain() else { return };
        chain.next = chain.place.as_ref().and_then(|place| place::of_index(chain.value, place, index));
        chain.target = chain.next.clone();
    }

    fn missing(&self) {
        if let Some(chain) = self.state().top_chain() {
            chain.missing = true;
        }
    }

    fn link(&self, unit: &'a Unit<'a>, step: &'a program::Step, value: Value<'a>) {
        let mut state = self.state();
        let Some(chain) = state.top_chain() else { return };
        let is_container = matches!(value, Value::List(_) | Value::Map(_));
        let place = match step {
            program::Step::Property { name, .. } => {
                let name = unit.program.text(*name);
                chain.place.as_ref().and_then(|place| place::of_property(chain.value, place, name))
            }
            program::Step::Method(method) if is_container && !place::finds(&unit.program[*method]) => {
                chain.next.take().map(Place::vague)
            }
            _ => chain.next.take(),
        };
        (chain.value, chain.place, chain.argument) = (value, place.clone(), None);
        if value.is_null() {
            let why = if chain.missing { WhyNull::Missing } else { WhyNull::Nothing };
            let reference = chain.reference;
            let behind =
                unit.program[reference.steps].iter().position(|s| std::ptr::eq(s, step)).map_or(0, |at| at + 1);
            let end = unit.program[reference.steps]
                .get(behind)
                .map_or(reference.span.end, |step| start_of(unit.program, step));
            chain.null = Some(null_at(reference.span, end, why));
        }
        chain.missing = false;
        state.places.found(value, &place);
    }

    fn resolved(&self, _unit: &'a Unit<'a>, reference: &'a program::Reference, value: Value<'a>) {
        let mut state = self.state();
        let Some(depth) = state
            .frames
            .iter()
            .rposition(|frame| matches!(&frame.of, Of::Chain(chain) if std::ptr::eq(chain.reference, reference)))
        else {
            return;
        };
        state.close_above(depth, Ended::Done);
        let Some(Frame { step, of: Of::Chain(chain) }) = state.frames.pop() else { return };
        let count = state.steps.len();
        let shown = || self.show.shown(value);
        if let Some(step) = step.and_then(|step| state.steps.get_mut(step)) {
            match &mut step.kind {
                StepKind::Reference(found) => {
                    found.value = Some(shown());
                    found.null = chain.null;
                    found.place =
                        chain.place.as_ref().map(|place| place.pointer().to_owned()).filter(|p| !p.is_empty());
                    found.sets_override = chain.sets_override;
                    step.end = count;
                }
                StepKind::Set(set) => {
                    set.null = chain.null;
                    set.sets_override = chain.target.as_ref().and_then(|place| override_name(place.pointer()));
                }
                _ => {}
            }
        }
        if let Some(around) = state.top_chain()
            && around.argument.is_none()
        {
            around.argument = chain.place.clone();
        }
        state.last = Last { place: chain.place, value: Some(value) };
    }

    fn sets(&self, unit: &'a Unit<'a>, name: Text) {
        if let Some(chain) = self.state().top_chain() {
            chain.target = chain.place.as_ref().map(|place| place.below(unit.program.text(name)));
        }
    }

    fn testing(&self, unit: &'a Unit<'a>, arm: usize, condition: &'a Expression) {
        let mut state = self.state();
        let kind = StepKind::Condition(Condition { arm, holds: None, why: Why::Itself });
        let step = state.push(self.most, unit, condition.span, kind);
        state.last = Last::default();
        state.frames.push(Frame { step, of: Of::Condition });
    }

    fn tested(&self, condition: &'a Expression, holds: bool) {
        let mut state = self.state();
        let Some(depth) = state.frames.iter().rposition(|frame| matches!(frame.of, Of::Condition)) else { return };
        state.close_above(depth, Ended::Done);
        let why = why(condition, state.last.value, self.dialect);
        let step = state.frames.last().and_then(|frame| frame.step);
        if let Some(StepKind::Condition(condition)) = state.kind(step) {
            (condition.holds, condition.why) = (Some(holds), why);
        }
        state.close(Ended::Done);
    }

    fn branched(&self, _unit: &'a Unit<'a>, directive: &'a If, arm: usize) {
        let mut state = self.state();
        let step = state.frames.last().and_then(|frame| frame.step);
        if let Some(StepKind::If { taken }) = state.kind(step) {
            *taken = match (arm < directive.arms.len(), &directive.otherwise) {
                (true, _) => Taken::Arm(arm),
                (false, Some(_)) => Taken::Else,
                (false, None) => Taken::Nothing,
            };
        }
    }

    fn iterating(&self, unit: &'a Unit<'a>, list: Value<'a>, can: bool) {
        let shown = self.show.shown(list);
        let mut state = self.state();
        let Some(depth) = state.node_depth() else { return };
        state.close_above(depth, Ended::Done);
        let place = state.last.place.take();
        let Some(Frame { step, of: Of::Node { node: Node::Foreach(directive), list: kept, .. } }) =
            state.frames.last_mut()
        else {
            return;
        };
        let step = *step;
        *kept = Some((list, place.filter(|_| unit.program[unit.program[*directive].list].is_reference())));
        if let Some(StepKind::Foreach(foreach)) = state.kind(step) {
            (foreach.list, foreach.iterable) = (Some(shown), can);
        }
    }

    fn turned(&self, unit: &'a Unit<'a>, directive: &'a program::Foreach, turn: u32, item: Value<'a>) {
        let shown = self.show.shown(item);
        let mut state = self.state();
        let state = &mut *state;
        let Some(depth) = state.node_depth() else { return };
        state.close_above(depth, Ended::Done);
        let variable = unit.variables[directive.item as usize];
        let Some(Frame { step, of: Of::Node { list, item: saved, .. } }) = state.frames.last_mut() else { return };
        saved.get_or_insert_with(|| (variable, state.places.saved(variable)));
        let place = list.as_ref().and_then(|(list, place)| place::of_item(*list, place.as_ref()?, turn, item));
        if let Some(StepKind::Foreach(foreach)) = step.and_then(|step| state.steps.get_mut(step)).map(|s| &mut s.kind) {
            foreach.turns = turn + 1;
        }
        state.places.found(item, &place);
        state.places.set(variable, place.clone());
        let kind = StepKind::Turn {
            number: turn,
            variable: unit.program.text(unit.program.names[directive.item as usize]).to_owned(),
            item: shown,
            place: place.map(|place| place.pointer().to_owned()),
        };
        let step = state.push(
            self.most,
            unit,
            head(unit.program, directive.span.start, unit.program[directive.list].span),
            kind,
        );
        state.frames.push(Frame { step, of: Of::Turn });
    }

    fn reached_limit(&self, _turns: u32) {
        let mut state = self.state();
        let step = state.node_depth().and_then(|depth| state.frames[depth].step);
        if let Some(StepKind::Foreach(foreach)) = state.kind(step) {
            foreach.limited = true;
        }
    }

    fn assigned(&self, unit: &'a Unit<'a>, directive: &'a program::Set, value: Value<'a>, assigned: Assigned) {
        let shown = self.show.shown(value);
        let mut state = self.state();
        let Some(depth) = state.node_depth() else { return };
        state.close_above(depth, Ended::Done);
        let last = std::mem::take(&mut state.last);
        if let (Target::Variable(slot), Assigned::Set) = (&directive.target, assigned) {
            let place = last.place.filter(|_| unit.program[directive.value].is_reference());
            state.places.set(unit.variables[*slot as usize], place);
        }
        let step = state.frames[depth].step;
        if let Some(StepKind::Set(set)) = state.kind(step) {
            (set.value, set.assigned) = (Some(shown), Some(assigned));
        }
    }
}

fn null_at(reference: Span, end: u32, why: WhyNull) -> NullAt {
    let end = end.clamp(reference.start, reference.end);
    NullAt { span: range(Span::new(reference.start, end)), unreached: range(Span::new(end, reference.end)), why }
}

/// True for what can print.
fn prints(node: &Node) -> bool {
    !matches!(node, Node::Set(_) | Node::Define { .. } | Node::Break(..) | Node::Stop(..) | Node::Raise(..))
}

/// `/context/responseOverride/header/X` → `responseOverride.header.X`
fn override_name(pointer: &str) -> Option<String> {
    let name = pointer.strip_prefix("/context/")?;
    let is_override = ["requestOverride", "responseOverride"]
        .iter()
        .any(|root| name.strip_prefix(root).is_some_and(|behind| behind.is_empty() || behind.starts_with('/')));
    is_override.then(|| name.replace('/', ".").replace("~1", "/").replace("~0", "~"))
}

fn why(condition: &Expression, value: Option<Value<'_>>, dialect: Dialect) -> Why {
    use program::Operator::*;
    match &condition.kind {
        Kind::Boolean(_) | Kind::Not(_) => Why::Itself,
        Kind::Binary(Add | Subtract | Multiply | Divide | Remainder, ..) => Why::Literal,
        Kind::Binary(..) => Why::Itself,
        Kind::Variable(..) | Kind::Reference(_) => match value {
            None | Some(Value::Null) if dialect.null_is_empty() => Why::NullIsEmpty,
            None | Some(Value::Null) => Why::Null,
            Some(Value::Boolean(_)) => Why::Boolean,
            Some(_) => Why::NotNull,
        },
        _ => Why::Literal,
    }
}
