//! Runs a program. Knows values and host objects; knows nothing of API Gateway. `template` calls it.

mod arithmetic;
mod block;
mod directive;
mod expression;
mod observer;
mod reference;
mod scope;

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use crate::dialect::Dialect;
use crate::error::{Result, Span};
use crate::program::{Block, Call, Macro, Node, Program, Text};
use crate::value::{Heap, Hint, Map, MapKind, Value, print};

use block::Deferred;
pub use observer::{Assigned, Ended};
pub(crate) use observer::{Observer, Unobserved};
use scope::{Frame, MacroFrame};

/// What the host lends a template: the values of its variables, asked for once each if the template names them.
pub(crate) trait Bindings<'a> {
    /// The variable's value; `None` or null if there is none.
    fn variable(&self, heap: &'a Heap<'a>, name: &str) -> Result<Option<Value<'a>>>;
}

/// Gives `#include` and `#parse` their text by name.
pub(crate) type Loader = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Reads and compiles a template; the second argument tells which macros there are.
pub(crate) type Compile<'a> = dyn Fn(&str, &dyn Fn(&str) -> bool) -> Result<Program> + 'a;

/// What a render needs beside its program.
pub(crate) struct Setup<'a> {
    pub dialect: Dialect,
    /// The template's name.
    pub name: &'a str,
    pub loader: Option<&'a Loader>,
    /// For what `#evaluate` and `#parse` meet.
    pub nested: &'a Compile<'a>,
    /// Keeps the programs that `nested` makes.
    pub programs: &'a typed_arena::Arena<Program>,
}

/// Something worth telling that is no error: a loop reached its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LoopStopped {
    pub turns: u32,
    pub span: Span,
}

/// Renders `program` to `out`. The observer is not dropped, so it should borrow what it fills.
pub(crate) fn render<'a, O: Observer<'a> + 'a>(
    program: &'a Program,
    heap: &'a Heap<'a>,
    setup: &'a Setup<'a>,
    bindings: &'a dyn Bindings<'a>,
    observer: O,
    out: &mut String,
) -> Result<Vec<LoopStopped>> {
    let arena = heap.arena();
    let cells = arena.alloc_slice_fill_with(program.names.len(), |_| Cell::new(Value::Null));
    for (cell, name) in cells.iter().zip(&program.names) {
        if let Some(value) = bindings.variable(heap, program.text(*name))? {
            cell.set(value);
        }
    }
    let main = unit(heap, setup.name, program, arena.alloc_slice_fill_iter(cells.iter()));
    // nothing in it may own memory outside of the arena, which drops nothing
    let interpreter: &'a Interpreter<'a, O> = arena.alloc(Interpreter {
        heap,
        setup,
        bindings,
        observer,
        main,
        depth: Cell::new(0),
        template_depth: Cell::new(1),
        running: Cell::new(None),
        macro_index: heap.map(MapKind::LinkedHashMap)?,
        macros: RefCell::new(ArenaVec::new_in(arena)),
        variable_index: heap.map(MapKind::LinkedHashMap)?,
        variables: RefCell::new(ArenaVec::new_in(arena)),
        last_macro: Cell::new(None),
        blocks: RefCell::new(ArenaVec::new_in(arena)),
        last_nested: Cell::new(None),
        stopped: RefCell::new(ArenaVec::new_in(arena)),
    });
    interpreter.define_macros(main)?;
    // `#break` outside of a loop and `#stop` end the template
    match interpreter.block(Scope { unit: main, frame: None }, program.body, out) {
        Err(fault) if fault.ends.is_none() => return Err(fault),
        _ => {}
    }
    let stopped = interpreter.stopped.borrow().to_vec();
    Ok(stopped)
}

/// Makes a program ready to run.
fn unit<'a>(heap: &Heap<'a>, name: &'a str, program: &'a Program, variables: &'a [Variable<'a>]) -> &'a Unit<'a> {
    let hints = heap.arena().alloc_slice_fill_with(program.hints, |_| Cell::new(Hint::default()));
    heap.arena().alloc(Unit { name, program, variables, hints })
}

/// One render.
struct Interpreter<'a, O> {
    heap: &'a Heap<'a>,
    setup: &'a Setup<'a>,
    bindings: &'a dyn Bindings<'a>,
    observer: O,
    main: &'a Unit<'a>,
    /// How deep blocks, expressions and calls are nested now.
    depth: Cell<u32>,
    /// How deep `#parse` and `#evaluate` are nested.
    template_depth: Cell<u32>,
    /// The macro's call that is running, the innermost.
    running: Cell<Option<&'a MacroFrame<'a>>>,
    /// Macros: their numbers by name, and what they are by number.
    macro_index: &'a Map<'a>,
    macros: RefCell<ArenaVec<'a, KnownMacro<'a>>>,
    /// Variables: the same, filled once a nested template needs them.
    variable_index: &'a Map<'a>,
    variables: RefCell<ArenaVec<'a, Variable<'a>>>,
    /// The call met last, how many macros were known, and which it is.
    last_macro: Cell<Option<(&'a Call, usize, KnownMacro<'a>)>>,
    blocks: RefCell<ArenaVec<'a, Deferred<'a>>>,
    /// The nested template read last, and how many macros were known: loops meet the same one again and again.
    last_nested: Cell<Option<(&'a Unit<'a>, usize)>>,
    stopped: RefCell<ArenaVec<'a, LoopStopped>>,
}

/// A macro, and where it was defined.
type KnownMacro<'a> = (&'a Macro, &'a Unit<'a>);

/// A variable; it is told from others by its address.
pub(crate) type Variable<'a> = &'a Cell<Value<'a>>;

/// A program that runs, with its variables by slot.
pub(crate) struct Unit<'a> {
    /// The name of the template it is of.
    pub name: &'a str,
    pub program: &'a Program,
    pub variables: &'a [Variable<'a>],
    /// Where each property was found last.
    hints: &'a [Cell<Hint>],
}

/// Where a piece of a program runs: which program, and inside of which macros.
struct Scope<'a> {
    unit: &'a Unit<'a>,
    frame: Option<&'a Frame<'a>>,
}

impl Clone for Scope<'_> {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for Scope<'_> {}

impl<'a> Scope<'a> {
    fn text(self, text: Text) -> &'a str {
        self.unit.program.text(text)
    }
}

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// Makes a unit's macros known.
    fn define_macros(&self, unit: &'a Unit<'a>) -> Result<()> {
        for definition in &unit.program.macros {
            let name = unit.program.text(definition.name);
            let mut macros = self.macros.borrow_mut();
            self.macro_index.put(self.heap, Value::String(name), Value::Integer(macros.len() as i32))?;
            macros.push((definition, unit));
        }
        Ok(())
    }

    /// The macro that is called.
    fn find_macro(&self, scope: Scope<'a>, call: &'a Call) -> Option<KnownMacro<'a>> {
        let known = self.macros.borrow().len();
        if let Some((last, of, found)) = self.last_macro.get()
            && std::ptr::eq(last, call)
            && of == known
        {
            return Some(found);
        }
        let found = self.find_macro_by_name(scope.text(call.name))?;
        self.last_macro.set(Some((call, known, found)));
        Some(found)
    }

    fn find_macro_by_name(&self, name: &str) -> Option<KnownMacro<'a>> {
        match self.macro_index.get_str(self.heap, name, &Cell::new(0)) {
            Some(Value::Integer(number)) => self.macros.borrow().get(number as usize).copied(),
            _ => None,
        }
    }

    /// The variable of a name, for a template that was met while running.
    fn variable_by_name(&self, name: &'a str) -> Result<Variable<'a>> {
        if self.variables.borrow().is_empty() {
            let main = self.main.program.names.iter().zip(self.main.variables);
            for (name, variable) in main {
                self.add_variable(self.main.program.text(*name), variable)?;
            }
        }
        match self.variable_index.get_str(self.heap, name, &Cell::new(0)) {
            Some(Value::Integer(number)) => Ok(self.variables.borrow()[number as usize]),
            _ => {
                let value = self.bindings.variable(self.heap, name)?.unwrap_or(Value::Null);
                self.add_variable(name, self.heap.arena().alloc(Cell::new(value)))
            }
        }
    }

    fn add_variable(&self, name: &'a str, variable: Variable<'a>) -> Result<Variable<'a>> {
        let mut variables = self.variables.borrow_mut();
        self.variable_index.put(self.heap, Value::String(name), Value::Integer(variables.len() as i32))?;
        variables.push(variable);
        Ok(variable)
    }

    /// Counts a level of nesting while `run` runs.
    #[inline]
    fn nested<T>(&self, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let depth = self.depth.get() + 1;
        self.heap.check_depth(depth)?;
        self.depth.set(depth);
        let result = run();
        self.depth.set(depth - 1);
        result
    }

    /// Runs what prints to a text that is not the output.
    #[inline]
    fn aside<T>(&self, run: impl FnOnce() -> T) -> T {
        self.observer.aside(true);
        let result = run();
        self.observer.aside(false);
        result
    }

    /// Renders statements.
    fn block(&'a self, scope: Scope<'a>, block: Block, out: &mut String) -> Result<()> {
        self.heap.charge(1 + block.len() as u64)?;
        let program = scope.unit.program;
        for node in &program[block] {
            match *node {
                Node::Text(text) => {
                    self.print_text(program.text(text), out)?;
                    self.observer.text(scope.unit, text, out.len());
                }
                part => {
                    self.observer.enter(scope.unit, node, out.len());
                    let done = match part {
                        Node::Reference(reference) => {
                            let reference = &program[reference];
                            self.render_reference(scope, reference, out).map_err(|f| f.at(reference.span))
                        }
                        // the most frequent directive, which nests nothing by itself
                        Node::Set(set) => self.set(scope, &program[set]),
                        directive => self.nested(|| self.directive(scope, directive, out)),
                    };
                    self.observer.leave(Ended::of(&done), out.len());
                    done?;
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn print_text(&self, text: &str, out: &mut String) -> Result<()> {
        self.check_output(out.len() + text.len())?;
        out.push_str(text);
        Ok(())
    }

    #[inline]
    fn check_output(&self, bytes: usize) -> Result<()> {
        self.heap.check_output(bytes)
    }

    fn print(&self, value: Value<'a>, out: &mut String) -> Result<()> {
        let before = out.len();
        print::print(self.heap, value, out).inspect_err(|_| out.truncate(before))
    }
}
