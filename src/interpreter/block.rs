//! `#define` and `$bodyContent`: blocks that are rendered when they are printed.

use std::cell::Cell;

use super::{Interpreter, Observer, Scope};
use crate::error::{Result, unless_broken};
use crate::program::Block;
use crate::value::object::Renderable;
use crate::value::{Object, Value};

/// A `#define` may be nested in itself so often.
pub(super) const DEFINE_DEPTH: u32 = 2;
/// The body of a macro's call may be nested in itself so often.
pub(super) const MACRO_DEPTH: u32 = 20;

/// A block that a variable holds.
#[derive(Clone, Copy)]
pub(super) struct Deferred<'a> {
    /// Where it was made, which is where it is rendered when something asks for its text.
    scope: Scope<'a>,
    body: Block,
    owner: u32,
    /// How often it may be nested in itself.
    most: u32,
    nested: &'a Cell<u32>,
}

/// The handle of a block that values hold.
struct Handle<'a, O> {
    interpreter: &'a Interpreter<'a, O>,
    id: usize,
}

impl<'a, O: Observer<'a> + 'a> Renderable<'a> for Handle<'a, O> {
    fn id(&self) -> usize {
        self.id
    }

    fn render(&self) -> Result<Option<&'a str>> {
        let Some(block) = self.interpreter.blocks.borrow().get(self.id).copied() else { return Ok(None) };
        let mut out = String::new();
        let heap = self.interpreter.heap;
        let done =
            self.interpreter.aside(|| heap.making_text(|| self.interpreter.render_block(block.scope, block, &mut out)));
        match done? {
            false => Ok(None),
            true => Ok(Some(heap.text(&out)?)),
        }
    }
}

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// A block as a value.
    pub(super) fn defer(&'a self, scope: Scope<'a>, body: Block, owner: u32, most: u32) -> Result<Value<'a>> {
        self.heap.reserve(512)?;
        let arena = self.heap.arena();
        let mut blocks = self.blocks.borrow_mut();
        let handle = arena.alloc(Handle { interpreter: self, id: blocks.len() });
        blocks.push(Deferred { scope, body, owner, most, nested: arena.alloc(Cell::new(0)) });
        self.heap.object(Object::Block(handle))
    }

    /// Renders a block where it is printed, with the variables of that place; false if it is nested in itself too deep.
    pub(super) fn print_block(
        &'a self,
        scope: Scope<'a>,
        block: &dyn Renderable<'a>,
        out: &mut String,
    ) -> Result<bool> {
        let Some(block) = self.blocks.borrow().get(block.id()).copied() else { return Ok(false) };
        self.render_block(Scope { unit: block.scope.unit, frame: scope.frame }, block, out)
    }

    fn render_block(&'a self, scope: Scope<'a>, block: Deferred<'a>, out: &mut String) -> Result<bool> {
        if block.nested.get() >= block.most {
            return Ok(false);
        }
        block.nested.set(block.nested.get() + 1);
        // Velocity does not count down when a `#break` or `#stop` for something outside goes through
        unless_broken(self.nested(|| self.block(scope, block.body, out)), block.owner)?;
        block.nested.set(block.nested.get() - 1);
        Ok(true)
    }
}
