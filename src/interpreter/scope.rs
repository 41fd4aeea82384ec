//! Variables, as macros and loops see them.

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use super::{Interpreter, KnownMacro, Observer, Scope, Variable};
use crate::error::Result;
use crate::program::{Expression, Kind, Slot, Text};
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
    /// As the call has it.
    pub name: Text,
    /// Where the call stands.
    pub caller: Scope<'a>,
    /// The macro, and where it was defined.
    pub called: KnownMacro<'a>,
    pub arguments: &'a [Argument<'a>],
    /// What was set here; it is set outside as well.
    pub locals: RefCell<ArenaVec<'a, (Variable<'a>, Value<'a>)>>,
    /// Few parameters and no locals: what a parameter is, is found at once.
    pub plain: Cell<bool>,
    /// Nothing in the call has an effect, so that an argument need not be evaluated at each use.
    pub steady: bool,
    /// The call that was running already, and how many there are.
    pub around: Option<&'a MacroFrame<'a>>,
    pub depth: u32,
}

/// A parameter and the expression it stands for.
pub(super) struct Argument<'a> {
    pub variable: Variable<'a>,
    pub source: &'a Expression,
    pub meaning: Cell<Meaning<'a>>,
}

/// What a variable is in a macro's call.
#[derive(Clone, Copy)]
pub(super) enum Meaning<'a> {
    /// Nothing: it is what it is outside. So is a parameter that was removed.
    Outer,
    /// Nothing, because the argument was a constant, which is a local.
    Constant,
    Value(Value<'a>),
    /// A parameter that stands for this.
    Expression(&'a Expression),
}

impl<'a> MacroFrame<'a> {
    /// More variables are work that is to be counted.
    pub const FEW: usize = 16;

    /// What a parameter is known to be.
    #[inline]
    fn known(&self, variable: Variable<'a>) -> Option<Value<'a>> {
        if !self.plain.get() {
            return None;
        }
        match self.argument(variable)?.meaning.get() {
            Meaning::Value(value) => Some(value),
            _ => None,
        }
    }

    fn meaning(&self, variable: Variable<'a>) -> Meaning<'a> {
        // a parameter of the same name further behind replaces one before it
        let locals = self.locals.borrow();
        if let Some((_, value)) = locals.iter().rev().find(|(local, _)| std::ptr::eq(*local, variable))
            && !value.is_null()
        {
            return Meaning::Value(*value);
        }
        let mut meanings = self.arguments.iter().rev().filter(|argument| std::ptr::eq(argument.variable, variable));
        let meaning = meanings.find_map(|argument| match argument.meaning.get() {
            Meaning::Constant => None,
            meaning => Some(meaning),
        });
        meaning.unwrap_or(Meaning::Outer)
    }

    #[inline]
    fn argument(&self, variable: Variable<'a>) -> Option<&'a Argument<'a>> {
        self.arguments.iter().rev().find(|argument| std::ptr::eq(argument.variable, variable))
    }

    fn set(&self, variable: Variable<'a>, value: Value<'a>) {
        self.plain.set(false);
        let mut locals = self.locals.borrow_mut();
        match locals.iter_mut().rev().find(|(local, _)| std::ptr::eq(*local, variable)) {
            Some(local) => local.1 = value,
            None => locals.push((variable, value)),
        }
    }

    fn remove(&self, variable: Variable<'a>) {
        self.locals.borrow_mut().retain(|(local, _)| !std::ptr::eq(*local, variable));
        for argument in self.arguments.iter().filter(|argument| std::ptr::eq(argument.variable, variable)) {
            argument.meaning.set(Meaning::Outer);
        }
    }

    /// The argument whose parameter prints so when it is null.
    fn argument_printed_as(&self, text: &str) -> Option<&'a Argument<'a>> {
        let (definition, unit) = self.called;
        let mut arguments = self.arguments.iter().zip(&unit.program[definition.literals]).rev();
        let found = arguments
            .find(|(argument, literal)| unit.program.text(**literal) == text && !argument.source.is_constant());
        found.map(|(argument, _)| argument)
    }

    /// The work of looking through its variables.
    #[inline]
    fn work(&self) -> u64 {
        ((self.locals.borrow().len() + self.arguments.len()) / Self::FEW) as u64
    }

    /// The names of the macros that are running, outermost first.
    pub fn stack(&'a self) -> Vec<&'a str> {
        let frames = std::iter::successors(Some(self), |frame| frame.around);
        let mut names: Vec<_> = frames.map(|frame| frame.caller.text(frame.name)).collect();
        names.reverse();
        names
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
            Some(frame) => {
                if let Frame::Macro(call) = frame
                    && let Some(known) = call.known(variable)
                {
                    *value = known;
                } else {
                    self.get_through(frame, variable, value)?;
                }
            }
        }
        Ok(())
    }

    #[inline(never)]
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
                    match call.meaning(variable) {
                        Meaning::Value(known) => {
                            *value = known;
                            return Ok(());
                        }
                        Meaning::Expression(expression) => {
                            self.nested(|| self.argument(call.caller, expression, value))?;
                            if let Some(argument) = call.argument(variable)
                                && call.steady
                                && !O::WATCHES
                            {
                                argument.meaning.set(Meaning::Value(*value));
                            }
                            return Ok(());
                        }
                        Meaning::Outer | Meaning::Constant => {}
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
            Kind::Variable(slot, _) => self.get_to(caller, *slot, value),
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
        if let Some(frame) = scope.frame {
            self.put_through(frame, variable, value);
        }
        variable.set(value);
    }

    #[inline(never)]
    fn put_through(&self, frame: &'a Frame<'a>, variable: Variable<'a>, value: Value<'a>) {
        let mut frame = Some(frame);
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
                    call.set(variable, value);
                }
            }
            frame = this.outer();
        }
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
                    call.remove(variable);
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
                if let Some(argument) = call.argument_printed_as(text) {
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
        match call.work() {
            0 => Ok(()),
            work => self.heap.charge(work),
        }
    }

    /// An expression as it is written.
    pub(super) fn literal(scope: Scope<'a>, expression: &'a Expression) -> &'a str {
        scope.text(expression.literal)
    }
}
