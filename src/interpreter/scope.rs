//! Variables, as macros and loops see them.

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use super::signal::Exec;
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
    pub arguments: RefCell<ArenaVec<'a, Argument<'a>>>,
    /// What was set here; it is set outside as well.
    pub locals: RefCell<ArenaVec<'a, (Variable<'a>, Value<'a>)>>,
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
    pub(super) fn get(&'a self, scope: Scope<'a>, slot: Slot) -> Exec<Value<'a>> {
        let mut value = Value::Null;
        self.get_to(scope, slot, &mut value)?;
        Ok(value)
    }

    /// The same, put where it is wanted; see `resolve_to`.
    #[inline]
    pub(super) fn get_to(&'a self, scope: Scope<'a>, slot: Slot, value: &mut Value<'a>) -> Exec<()> {
        let variable = scope.unit.variables[slot as usize];
        match scope.frame {
            None => *value = variable.get(),
            Some(frame) => self.get_through(frame, variable, value)?,
        }
        Ok(())
    }

    fn get_through(&'a self, frame: &'a Frame<'a>, variable: Variable<'a>, value: &mut Value<'a>) -> Exec<()> {
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
                    if let Some((_, local)) = call.locals.borrow().iter().find(|(v, _)| std::ptr::eq(*v, variable))
                        && !local.is_null()
                    {
                        *value = *local;
                        return Ok(());
                    }
                    let argument =
                        call.arguments.borrow().iter().rev().find(|a| std::ptr::eq(a.variable, variable)).copied();
                    if let Some(Argument { expression: Some(expression), .. }) = argument {
                        return self.nested(|| self.argument(call.caller, expression, value));
                    }
                }
            }
            frame = this.outer();
        }
        *value = variable.get();
        Ok(())
    }

    /// The value of a macro's argument: a bare variable is looked up as it is, without what the dialect does to null.
    fn argument(&'a self, caller: Scope<'a>, expression: &'a Expression, value: &mut Value<'a>) -> Exec<()> {
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
                    let mut locals = call.locals.borrow_mut();
                    match locals.iter_mut().find(|(v, _)| std::ptr::eq(*v, variable)) {
                        Some(local) => local.1 = value,
                        None => locals.push((variable, value)),
                    }
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
                    call.locals.borrow_mut().retain(|(v, _)| !std::ptr::eq(*v, variable));
                    for argument in call.arguments.borrow_mut().iter_mut() {
                        if std::ptr::eq(argument.variable, variable) {
                            argument.expression = None;
                        }
                    }
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
                if let Some(argument) = call.arguments.borrow().iter().rev().find(|a| a.literal == text) {
                    return Ok(Self::literal(call.caller, argument.source));
                }
            }
            frame = this.outer();
        }
        Ok(text)
    }

    /// The work of looking through a macro's variables.
    fn charge_frame(&self, call: &MacroFrame<'a>) -> Result<()> {
        self.heap.charge((call.locals.borrow().len() + call.arguments.borrow().len()) as u64 / 16)
    }

    /// An expression as it is written.
    pub(super) fn literal(scope: Scope<'a>, expression: &'a Expression) -> &'a str {
        scope.text(expression.literal)
    }
}
