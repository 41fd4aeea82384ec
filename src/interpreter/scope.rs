//! Variables, as macros and loops see them.

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use super::{Interpreter, Observer, Scope, Variable};
use crate::error::Result;
use crate::program::{Expression, Kind, Slot};
use crate::value::Value;

/// What stands between a piece of template and the variables.
pub(super) enum Frame<'a> {
    Macro(MacroFrame<'a>),
    /// A turn of a loop whose item is null: the item's variable is null, whatever is set.
    NullItem {
        variable: Variable<'a>,
        active: Cell<bool>,
        outer: Option<&'a Frame<'a>>,
    },
}

/// A macro's call. Arguments are passed by name: each look at a parameter evaluates its argument where the call stands.
pub(super) struct MacroFrame<'a> {
    /// Where the call stands.
    pub caller: Scope<'a>,
    pub names: RefCell<Names<'a>>,
    /// Nothing in the call has an effect, so that an argument need not be evaluated at each use.
    pub steady: bool,
}

/// What variables mean in a macro's call.
pub(super) struct Names<'a> {
    pub arguments: ArenaVec<'a, Argument<'a>>,
    /// What was set here; it is set outside as well.
    pub locals: ArenaVec<'a, (Variable<'a>, Value<'a>)>,
}

/// A parameter and the expression it stands for.
#[derive(Clone, Copy)]
pub(super) struct Argument<'a> {
    pub variable: Variable<'a>,
    /// `$name`, which prints the argument's source when it is null.
    pub literal: &'a str,
    /// `None` once the parameter was removed.
    pub expression: Option<&'a Expression>,
    pub source: &'a Expression,
    /// What it gave, where it gives the same until the call ends.
    pub known: Option<Value<'a>>,
}

/// What a variable is in a macro's call.
enum Meaning<'a> {
    Value(Value<'a>),
    /// A parameter that stands for this.
    Expression(&'a Expression),
}

impl<'a> Names<'a> {
    #[inline]
    fn meaning(&self, variable: Variable<'a>) -> Option<Meaning<'a>> {
        let local = self.locals.iter().find(|(local, _)| std::ptr::eq(*local, variable));
        if let Some((_, value)) = local
            && !value.is_null()
        {
            return Some(Meaning::Value(*value));
        }
        let argument = self.arguments.iter().rev().find(|argument| std::ptr::eq(argument.variable, variable))?;
        argument.known.map(Meaning::Value).or(argument.expression.map(Meaning::Expression))
    }

    /// An argument's value, for the rest of the call.
    fn remember(&mut self, variable: Variable<'a>, value: Value<'a>) {
        let argument = self.arguments.iter_mut().rev().find(|argument| std::ptr::eq(argument.variable, variable));
        if let Some(argument) = argument {
            argument.known = Some(value);
        }
    }

    fn set(&mut self, variable: Variable<'a>, value: Value<'a>) {
        match self.locals.iter_mut().find(|(local, _)| std::ptr::eq(*local, variable)) {
            Some(local) => local.1 = value,
            None => self.locals.push((variable, value)),
        }
    }

    fn remove(&mut self, variable: Variable<'a>) {
        self.locals.retain(|(local, _)| !std::ptr::eq(*local, variable));
        for argument in self.arguments.iter_mut().filter(|argument| std::ptr::eq(argument.variable, variable)) {
            (argument.expression, argument.known) = (None, None);
        }
    }

    /// The work of looking through them.
    fn work(&self) -> u64 {
        (self.locals.len() + self.arguments.len()) as u64 / 16
    }
}

impl<'a> Frame<'a> {
    fn outer(&self) -> Option<&'a Frame<'a>> {
        match self {
            Frame::Macro(frame) => frame.caller.frame,
            Frame::NullItem { outer, .. } => *outer,
        }
    }
}

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    pub(super) fn variable(scope: Scope<'a>, slot: Slot) -> Variable<'a> {
        scope.unit.variables[slot as usize]
    }

    /// A variable's value; null if there is none.
    pub(super) fn get(&'a self, scope: Scope<'a>, slot: Slot) -> Result<Value<'a>> {
        let mut value = Value::Null;
        self.get_to(scope, slot, &mut value)?;
        Ok(value)
    }

    /// The same, put where it is wanted; see `resolve_to`.
    #[inline]
    pub(super) fn get_to(&'a self, scope: Scope<'a>, slot: Slot, value: &mut Value<'a>) -> Result<()> {
        let variable = scope.unit.variables[slot as usize];
        match scope.frame {
            None => *value = variable.get(),
            Some(frame) => self.get_through(frame, variable, value)?,
        }
        Ok(())
    }

    fn get_through(&'a self, frame: &'a Frame<'a>, variable: Variable<'a>, value: &mut Value<'a>) -> Result<()> {
        let mut frame = Some(frame);
        while let Some(this) = frame {
            match this {
                Frame::NullItem { variable: item, active, .. } => {
                    if active.get() && std::ptr::eq(*item, variable) {
                        *value = Value::Null;
                        return Ok(());
                    }
                }
                Frame::Macro(call) => {
                    self.charge_frame(call)?;
                    let meaning = call.names.borrow().meaning(variable);
                    match meaning {
                        Some(Meaning::Value(known)) => {
                            *value = known;
                            return Ok(());
                        }
                        Some(Meaning::Expression(expression)) => {
                            self.nested(|| self.argument(call.caller, expression, value))?;
                            if call.steady && !O::WATCHES {
                                call.names.borrow_mut().remember(variable, *value);
                            }
                            return Ok(());
                        }
                        None => {}
                    }
                }
            }
            frame = this.outer();
        }
        *value = variable.get();
        Ok(())
    }

    /// The value of a macro's argument: a bare variable is looked up as it is, without what the dialect does to null.
    fn argument(&'a self, caller: Scope<'a>, expression: &'a Expression, value: &mut Value<'a>) -> Result<()> {
        match &expression.kind {
            Kind::Reference(reference) => {
                let reference = &caller.unit.program[*reference];
                match reference.steps.is_empty() {
                    true => self.get_to(caller, reference.slot, value),
                    false => self.resolve_to(caller, reference, value),
                }
            }
            _ => self.value_to(caller, expression, value),
        }
    }

    /// Sets a variable, here and in everything outside.
    #[inline]
    pub(super) fn put(&self, scope: Scope<'a>, slot: Slot, value: Value<'a>) {
        let variable = scope.unit.variables[slot as usize];
        let mut frame = scope.frame;
        while let Some(this) = frame {
            match this {
                Frame::NullItem { variable: item, active, .. } => {
                    if value.is_null() && std::ptr::eq(*item, variable) {
                        active.set(true);
                    }
                }
                Frame::Macro(call) => {
                    // what is over the budget here is found by the next that asks
                    let _ = self.charge_frame(call);
                    call.names.borrow_mut().set(variable, value);
                }
            }
            frame = this.outer();
        }
        variable.set(value);
    }

    /// Puts back what a variable was, or removes it, parameters included.
    pub(super) fn restore(&self, scope: Scope<'a>, slot: Slot, value: Value<'a>) {
        if !value.is_null() {
            return self.put(scope, slot, value);
        }
        let variable = scope.unit.variables[slot as usize];
        let mut frame = scope.frame;
        while let Some(this) = frame {
            match this {
                Frame::NullItem { variable: item, active, .. } => {
                    if std::ptr::eq(*item, variable) {
                        active.set(false);
                    }
                }
                Frame::Macro(call) => {
                    let _ = self.charge_frame(call);
                    call.names.borrow_mut().remove(variable);
                }
            }
            frame = this.outer();
        }
        variable.set(Value::Null);
    }

    /// What a reference prints when it is null: its own source, or that of the argument it stands for.
    pub(super) fn null_text(&self, scope: Scope<'a>, text: &'a str) -> Result<&'a str> {
        let mut frame = scope.frame;
        while let Some(this) = frame {
            if let Frame::Macro(call) = this {
                self.charge_frame(call)?;
                if let Some(argument) = call.names.borrow().arguments.iter().rev().find(|a| a.literal == text) {
                    return Ok(Self::literal(call.caller, argument.source));
                }
            }
            frame = this.outer();
        }
        Ok(text)
    }

    /// The work of looking through a macro's variables.
    #[inline]
    fn charge_frame(&self, call: &MacroFrame<'a>) -> Result<()> {
        match call.names.borrow().work() {
            0 => Ok(()),
            work => self.heap.charge(work),
        }
    }

    /// An expression as it is written.
    pub(super) fn literal(scope: Scope<'a>, expression: &'a Expression) -> &'a str {
        scope.text(expression.literal)
    }
}
