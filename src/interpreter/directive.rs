//! Directives.

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use super::block::{DEFINE_DEPTH, MACRO_DEPTH};
use super::scope::{Argument, Frame, MacroFrame, Meaning};
use super::{Assigned, Interpreter, KnownMacro, LoopStopped, Observer, Scope, Unit, unit};
use crate::error::{Ends, ErrorKind, Fault, Result, Span, unless_broken};
use crate::methods;
use crate::program::{Call, Expression, Foreach, Id, If, Kind, List, Node, Program, Set, Target};
use crate::value::object::Scope as LoopScope;
use crate::value::scope_info::ScopeInfo;
use crate::value::{MapKind, Object, Value, print};

/// `#parse` may be nested so often.
const PARSE_DEPTH: u32 = 10;

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// Renders a directive that may print; the block sees to `#set` itself.
    #[inline]
    pub(super) fn directive(&'a self, scope: Scope<'a>, node: Node, out: &mut String) -> Result<()> {
        let program = scope.unit.program;
        match node {
            Node::If(directive) => self.if_directive(scope, &program[directive], out),
            Node::Foreach(directive) => self.foreach(scope, &program[directive], out),
            Node::Call(call) => self.call_macro(scope, &program[call], out).map_err(|f| f.at(program[call].span)),
            _ => self.rare_directive(scope, node, out),
        }
    }

    // of its own, so that blocks of the frequent ones need fewer registers
    #[inline(never)]
    fn rare_directive(&'a self, scope: Scope<'a>, node: Node, out: &mut String) -> Result<()> {
        let program = scope.unit.program;
        match node {
            Node::Text(_) | Node::Reference(_) | Node::Set(_) | Node::If(_) | Node::Foreach(_) | Node::Call(_) => {
                Ok(())
            }
            Node::Define { slot, owner, body, .. } => {
                let block = self.defer(scope, body, owner, DEFINE_DEPTH)?;
                self.put(scope, slot, block);
                Ok(())
            }
            Node::Break(span, argument) => self.break_directive(scope, span, argument),
            Node::Stop(_, message) => {
                if let Some(message) = message {
                    self.value(scope, &program[message])?;
                }
                Err(Fault::end(Ends::Template))
            }
            Node::Evaluate(span, argument) => self.evaluate(scope, &program[argument], out).map_err(|f| f.at(span)),
            Node::Include(span, names) => self.include(scope, names, out).map_err(|f| f.at(span)),
            Node::Parse(span, names) => self.parse(scope, span, names, out).map_err(|f| f.at(span)),
            Node::Raise(span, message) => Err(Fault::new(ErrorKind::Directive, scope.text(message)).at(span)),
        }
    }

    pub(super) fn set(&'a self, scope: Scope<'a>, set: &'a Set) -> Result<()> {
        let mut value = Value::Null;
        self.value_to(scope, &scope.unit.program[set.value], &mut value)?;
        if value.is_null() {
            self.observer.assigned(scope.unit, set, value, Assigned::Null);
            return Ok(()); // nothing is set to null
        }
        let assigned = match set.target {
            Target::Variable(slot) => {
                self.put(scope, slot, value);
                Assigned::Set
            }
            Target::Chain(target) => self.set_chain(scope, target, value)?,
        };
        self.observer.assigned(scope.unit, set, value, assigned);
        Ok(())
    }

    fn if_directive(&'a self, scope: Scope<'a>, directive: &'a If, out: &mut String) -> Result<()> {
        let program = scope.unit.program;
        for (number, arm) in program[directive.arms].iter().enumerate() {
            let condition = &program[arm.condition];
            self.observer.testing(scope.unit, number, condition);
            let holds = self.test(scope, condition)?;
            self.observer.tested(condition, holds);
            if holds {
                self.heap.charge(number as u64)?;
                self.observer.branched(scope.unit, directive, number);
                return self.block(scope, arm.body, out);
            }
        }
        self.heap.charge(directive.arms.len() as u64)?;
        self.observer.branched(scope.unit, directive, directive.arms.len());
        match directive.otherwise {
            Some(body) => self.block(scope, body, out),
            None => Ok(()),
        }
    }

    #[inline(never)]
    fn foreach(&'a self, scope: Scope<'a>, directive: &'a Foreach, out: &mut String) -> Result<()> {
        let source = &scope.unit.program[directive.list];
        let list = self.value(scope, source)?;
        if list.is_null() {
            self.observer.iterating(scope.unit, list, false);
            return Ok(());
        }
        let at = source.span;
        let items = methods::iterate(self.heap, list).map_err(|f| f.at(at))?;
        self.observer.iterating(scope.unit, list, items.is_some());
        let Some(items) = items else { return Ok(()) };
        let slots = scope.unit.program.foreach;
        let item_before = self.get(scope, directive.item)?;
        let count_before = slots.count.map(|slot| self.get(scope, slot)).transpose()?;
        let has_next_before = slots.has_next.map(|slot| self.get(scope, slot)).transpose()?;
        let around = slots.foreach.map(|slot| self.enter_scope(scope, slot, directive)).transpose()?;

        let mut null_item = None; // one for all null items of the loop
        let mut turn: u32 = 0;
        let mut ended = Ok(());
        while items.has_next() {
            if self.heap.limits().loop_iterations.is_some_and(|most| turn >= most) {
                self.observer.reached_limit(turn);
                self.notice_loop_limit(directive.span, turn);
                break;
            }
            self.heap.charge(1)?;
            if let Some(slot) = slots.count {
                self.put(scope, slot, Value::Integer(turn.wrapping_add(1) as i32));
            }
            let item = items.next(self.heap).map_err(|f| f.at(at))?;
            let has_next = items.has_next();
            if let Some(slot) = slots.has_next {
                self.put(scope, slot, Value::Boolean(has_next));
            }
            self.put(scope, directive.item, item);
            if let Some(around) = around {
                around.has_next.set(has_next);
                if let Some(index) = &around.index {
                    index.set(turn as i32);
                }
            }
            self.observer.turned(scope.unit, directive, turn, item);
            let inside = match item.is_null() {
                true if null_item.is_none() => *null_item.insert(self.with_null_item(scope, directive)?),
                true => null_item.unwrap_or(scope),
                false => scope,
            };
            let result = self.block(inside, directive.body, out);
            if result.is_err() {
                ended = unless_broken(result, directive.owner);
                break;
            }
            turn = turn.wrapping_add(1);
        }
        if matches!(&ended, Err(fault) if fault.ends.is_none()) {
            return ended;
        }
        self.restore(scope, directive.item, item_before);
        if let (Some(slot), Some(before)) = (slots.count, count_before) {
            self.restore(scope, slot, before);
        }
        if let (Some(slot), Some(before)) = (slots.has_next, has_next_before) {
            self.restore(scope, slot, before);
        }
        if let Some(slot) = slots.foreach {
            self.leave_scope(scope, slot)?;
        }
        ended
    }

    fn enter_scope(&'a self, scope: Scope<'a>, slot: u32, directive: &'a Foreach) -> Result<&'a LoopScope<'a>> {
        let before = self.get(scope, slot)?;
        let (parent, replaced) = match before {
            Value::Object(Object::Scope(_)) => (Some(before), Value::Null),
            other => (None, other),
        };
        let object = self.heap.object(Object::Scope(LoopScope {
            storage: self.heap.map(MapKind::HashMap)?,
            owner: directive.owner,
            parent,
            replaced,
            index: Some(Cell::new(-1)),
            has_next: Cell::new(false),
            info: ScopeInfo {
                name: "foreach",
                kind: "block",
                template: scope.unit.name,
                source: scope.unit.program.source(),
                offset: directive.span.start,
            },
        }))?;
        self.put(scope, slot, object);
        match object {
            Value::Object(Object::Scope(around)) => Ok(around),
            _ => Err(Fault::new(ErrorKind::Directive, "the loop's scope was not made")),
        }
    }

    /// After a loop `$foreach` is again what it was, unless the template put something else there.
    fn leave_scope(&'a self, scope: Scope<'a>, slot: u32) -> Result<()> {
        if let Value::Object(Object::Scope(own)) = self.get(scope, slot)? {
            match own.parent {
                Some(parent) => self.put(scope, slot, parent),
                None => self.restore(scope, slot, own.replaced),
            }
        }
        Ok(())
    }

    fn with_null_item(&'a self, scope: Scope<'a>, directive: &'a Foreach) -> Result<Scope<'a>> {
        let variable = Self::variable(scope, directive.item);
        self.heap.reserve(size_of::<Frame>())?;
        let frame = Frame::NullItem { variable, active: Cell::new(true), outer: scope.frame };
        Ok(Scope { unit: scope.unit, frame: Some(self.heap.arena().alloc(frame)) })
    }

    fn notice_loop_limit(&self, span: Span, turns: u32) {
        let stop = LoopStopped { turns, span };
        let mut stopped = self.stopped.borrow_mut();
        if stopped.len() < 20 && !stopped.contains(&stop) {
            stopped.push(stop);
        }
    }

    fn break_directive(&'a self, scope: Scope<'a>, span: Span, argument: Option<Id<Expression>>) -> Result<()> {
        let Some(argument) = argument else { return Err(Fault::end(Ends::Nearest)) };
        let argument = &scope.unit.program[argument];
        match self.value(scope, argument)? {
            Value::Object(Object::Scope(of)) => Err(Fault::end(Ends::Directive(of.owner))),
            other => {
                let message = format!(
                    "`#break` takes a scope such as `$foreach`; {} is a {}",
                    Self::literal(scope, argument),
                    other.class_name()
                );
                Err(Fault::new(ErrorKind::Directive, message).at(span))
            }
        }
    }

    #[inline(never)]
    fn call_macro(&'a self, scope: Scope<'a>, call: &'a Call, out: &mut String) -> Result<()> {
        let Some((definition, unit)) = self.find_macro(scope, call) else {
            return self.print_text(scope.text(call.literal), out);
        };
        if let Some(message) = call.bad_argument {
            return Err(Fault::new(ErrorKind::Directive, scope.text(message)));
        }
        let around = self.running.get();
        if let Some(around) = around
            && around.depth >= MACRO_DEPTH
        {
            let (name, stack) = (scope.text(call.name), around.stack().join("->"));
            let message = format!("macro `{name}` is nested in macros deeper than {MACRO_DEPTH}: {stack}");
            return Err(Fault::new(ErrorKind::Directive, message));
        }
        let frame = self.macro_frame(scope, call, (definition, unit), around)?;
        if let Frame::Macro(frame) = frame {
            self.running.set(Some(frame));
        }
        let result = self.block(Scope { unit, frame: Some(frame) }, definition.body, out);
        self.running.set(around);
        unless_broken(result, call.owner)
    }

    #[inline]
    fn macro_frame(
        &'a self,
        scope: Scope<'a>,
        call: &'a Call,
        (definition, unit): KnownMacro<'a>,
        around: Option<&'a MacroFrame<'a>>,
    ) -> Result<&'a Frame<'a>> {
        self.heap.charge(call.args.len() as u64)?;
        self.heap.reserve(size_of::<Frame>() + 256 + call.args.len() * size_of::<Argument>())?;
        let arena = self.heap.arena();
        // a block that is printed may do anything
        let steady = call.steady && definition.steady && self.blocks.borrow().is_empty();
        let sources = &scope.unit.program[call.args];
        let parameters = definition.parameters.iter().zip(sources);
        let mut constants = false;
        let arguments: &[Argument] = arena.alloc_slice_fill_iter(parameters.map(|(slot, source)| Argument {
            variable: unit.variables[*slot as usize],
            source,
            meaning: Cell::new(match source.kind {
                Kind::Variable(slot, _) if steady && scope.frame.is_none() && !O::WATCHES => {
                    Meaning::Value(scope.unit.variables[slot as usize].get())
                }
                _ if source.is_constant() => {
                    constants = true;
                    Meaning::Constant
                }
                _ => Meaning::Expression(source),
            }),
        }));
        let mut locals = ArenaVec::new_in(arena);
        if constants {
            for argument in arguments.iter().filter(|argument| argument.source.is_constant()) {
                locals.push((argument.variable, self.value(scope, argument.source)?));
            }
        }
        if let Some(body) = call.body {
            let block = self.defer(scope, body, call.owner, MACRO_DEPTH)?;
            locals.push((Self::variable(scope, call.body_slot), block));
        }
        Ok(arena.alloc(Frame::Macro(MacroFrame {
            name: call.name,
            caller: scope,
            called: (definition, unit),
            arguments,
            plain: Cell::new(locals.is_empty() && arguments.len() < MacroFrame::FEW),
            locals: RefCell::new(locals),
            steady,
            around,
            depth: around.map_or(1, |around| around.depth + 1),
        })))
    }

    fn evaluate(&'a self, scope: Scope<'a>, argument: &'a Expression, out: &mut String) -> Result<()> {
        let value = self.value(scope, argument)?;
        let source = match value {
            Value::Null => "",
            Value::Object(Object::Block(block)) => block.render()?.ok_or_else(no_source)?,
            _ => print::to_text(self.heap, value)?,
        };
        let unit = self.nested_unit(scope.unit.name, source)?;
        match self.in_template(Scope { unit, frame: scope.frame }, out) {
            Err(fault) if matches!(fault.ends, Some(Ends::Nearest | Ends::Template)) => Ok(()),
            other => other.map_err(without_place),
        }
    }

    fn include(&'a self, scope: Scope<'a>, names: List<Expression>, out: &mut String) -> Result<()> {
        for (number, name) in scope.unit.program[names].iter().enumerate() {
            if !name.is_name() {
                let message =
                    format!("`#include` takes names as strings or references, not `{}`", Self::literal(scope, name));
                return Err(Fault::new(ErrorKind::Directive, message));
            }
            let value = self.value(scope, name)?;
            if value.is_null() {
                out.push_str(&format!(
                    "<!-- include error : error with arg {number} please see log. see error log -->"
                ));
                continue;
            }
            let text = self.load(print::to_text(self.heap, value)?)?;
            self.print_text(&text, out)?;
        }
        Ok(())
    }

    fn parse(&'a self, scope: Scope<'a>, at: Span, names: List<Expression>, out: &mut String) -> Result<()> {
        let Some(name) = scope.unit.program[names].first() else {
            return Err(Fault::new(ErrorKind::Directive, "`#parse` needs a template's name").at(at));
        };
        let value = self.value(scope, name)?;
        if value.is_null() || self.template_depth.get() >= PARSE_DEPTH {
            return Ok(());
        }
        let name = print::to_text(self.heap, value)?;
        let source = self.load(name)?;
        let unit = self.nested_unit(name, self.heap.text(&source)?)?;
        match self.in_template(Scope { unit, frame: scope.frame }, out) {
            Err(fault) if fault.ends == Some(Ends::Nearest) => Ok(()),
            other => other.map_err(without_place),
        }
    }

    /// Renders a template that was met while running, which counts for the depth of `#parse`.
    fn in_template(&'a self, scope: Scope<'a>, out: &mut String) -> Result<()> {
        self.template_depth.set(self.template_depth.get() + 1);
        let result = self.block(scope, scope.unit.program.body, out);
        self.template_depth.set(self.template_depth.get() - 1);
        result
    }

    fn load(&self, name: &str) -> Result<String> {
        self.setup.loader.and_then(|load| load(name)).ok_or_else(|| {
            let help = match self.setup.loader {
                Some(_) => "the loader knows no template of that name",
                None => "there is no loader: give one with `Options::loader`",
            };
            Fault::new(ErrorKind::Directive, format!("unable to find resource '{name}'")).help(help)
        })
    }

    /// Compiles a template that was met while running; it shares the variables by name.
    fn nested_unit(&'a self, name: &'a str, source: &str) -> Result<&'a Unit<'a>> {
        let macros = self.macros.borrow().len();
        if let Some((unit, then)) = self.last_nested.get()
            && then == macros
            && unit.name == name
            && unit.program.source() == source
        {
            self.heap.charge_bytes(source.len())?;
            return Ok(unit);
        }
        self.heap.reserve(source.len().saturating_mul(64) + 1024)?;
        self.heap.charge(64 + source.len() as u64 * 2)?;
        let program =
            (self.setup.nested)(source, &|name| self.find_macro_by_name(name).is_some()).map_err(without_place)?;
        self.heap.keep_outside(program.bytes)?;
        let program: &'a Program = self.setup.programs.alloc(program);
        let mut variables = ArenaVec::with_capacity_in(program.names.len(), self.heap.arena());
        for name in &program.names {
            variables.push(self.variable_by_name(program.text(*name))?);
        }
        let unit = unit(self.heap, name, program, variables.into_bump_slice());
        self.define_macros(unit)?;
        if program.macros.is_empty() {
            self.last_nested.set(Some((unit, macros)));
        }
        Ok(unit)
    }
}

/// A block that is nested in itself too deep has no text.
#[cold]
fn no_source() -> Box<Fault> {
    let message = "Cannot invoke \"String.length()\" because \"s\" is null";
    Fault::exception("java.lang.NullPointerException", message)
        .help("`#evaluate` is given a block that evaluates itself")
}

/// A fault in a template met while running has no place of its own in the source of the one that runs.
fn without_place(mut fault: Box<Fault>) -> Box<Fault> {
    fault.span = None;
    fault
}
