//! `$x`: how a value is printed, as Java prints it.

use std::cell::RefCell;

use bumpalo::collections::Vec as ArenaVec;

use super::chains::Chain;
use super::path::{Ended, Path};
use super::value::{Origin, Piece, Unknown, Value, What};
use crate::error::Span;
use crate::syntax::ast::{Block, Reference};

type Run = Result<(), Ended>;

/// `#define` blocks in each other.
const DEEPEST_BLOCK: u32 = 12;

impl<'p> Path<'p, '_> {
    pub fn print_reference(&mut self, reference: &'p Reference<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        let at = Span::new(reference.offset, reference.end);
        let text = |text: &'p str| Piece { what: What::Text(text), at, exact: false };
        if self.has_hole(at) {
            let value = self.anything(at);
            return self.print(value, at, out);
        }
        if reference.runt {
            out.push(text(reference.root));
            return Ok(());
        }
        let value = self.reference(reference)?;
        if reference.escaped {
            out.extend([text(reference.backslashes), text(reference.null_text)]);
            return Ok(());
        }
        let before = [reference.backslashes, reference.prefix];
        if !matches!(value, Value::Block(_)) && before.iter().any(|text| !text.is_empty()) {
            out.extend(before.map(text));
        }
        self.print(value, at, out)
    }

    /// Prints a value as Java does.
    pub fn print(&mut self, value: Value<'p>, at: Span, out: &mut Vec<Piece<'p>>) -> Run {
        self.charge(0)?;
        let text = |text: &'p str| Piece { what: What::Text(text), at, exact: false };
        match value {
            Value::Nothing | Value::Text([]) => out.push(text("")),
            Value::Text(pieces) => {
                self.charge(pieces.len())?;
                out.extend(pieces.iter().map(|piece| match piece.what {
                    What::Unknown(unknown) => Piece { what: What::Unknown(self.guarded(unknown)), at, exact: false },
                    what => Piece { what, at, exact: false },
                }));
            }
            Value::Integer(number) => out.push(text(self.arena.alloc_str(&number.to_string()))),
            Value::Boolean(true) => out.push(text("true")),
            Value::Boolean(false) => out.push(text("false")),
            Value::Unknown(unknown) => self.print_unknown(unknown, at, out),
            Value::Map(entries) if entries.borrow().is_empty() => out.push(text("{}")),
            Value::Map(_) => out.push(Piece { what: What::JavaMap, at, exact: false }),
            Value::List(items) => return self.print_list(items, at, out),
            Value::Block(block) => return self.print_block(block, out),
            Value::Test(_) => self.print_of(Origin::Boolean, at, out),
            Value::Size(of) => {
                let term = of.term;
                let unknown = Unknown { chain: of.chain, ..Unknown::new(Origin::Size, term, at) };
                out.push(Piece { what: What::Unknown(unknown), at, exact: false });
            }
            Value::Host(host) => self.print_host(host, at, out),
            Value::Keys(_) | Value::Values(_) | Value::Entries(_) | Value::Entry(..) | Value::Turn(_) => {
                self.print_of(Origin::Anything, at, out);
            }
        }
        Ok(())
    }

    fn print_unknown(&mut self, unknown: Unknown, at: Span, out: &mut Vec<Piece<'p>>) {
        let unknown = self.guarded(unknown);
        let what = if let Some(known) = self.equal.get(&unknown.id()) {
            What::Text(self.arena.alloc_str(known))
        } else if self.falses.contains(&unknown.id()) {
            What::Text("false")
        } else if self.numbers.contains(&unknown.id()) {
            What::Unknown(Unknown { origin: Origin::Number, ..unknown })
        } else if unknown.origin == Origin::JsonValue
            && (self.present.contains(&unknown.id()) || unknown.guard != Chain::NONE)
        {
            What::Unknown(Unknown { origin: Origin::PresentValue, ..unknown })
        } else {
            What::Unknown(unknown)
        };
        out.push(Piece { what, at, exact: false });
    }

    /// With what a pattern has shown on this path.
    fn guarded(&self, unknown: Unknown) -> Unknown {
        Unknown { guard: self.guards.get(&unknown.term).copied().unwrap_or(Chain::NONE), ..unknown }
    }

    /// Something of which only the origin is known.
    pub fn print_of(&mut self, origin: Origin, at: Span, out: &mut Vec<Piece<'p>>) {
        if let Value::Unknown(unknown) = self.anything(at) {
            out.push(Piece { what: What::Unknown(Unknown { origin, ..unknown }), at, exact: false });
        }
    }

    fn print_list(&mut self, items: &'p RefCell<ArenaVec<'p, Value<'p>>>, at: Span, out: &mut Vec<Piece<'p>>) -> Run {
        let text = |text: &'p str| Piece { what: What::Text(text), at, exact: false };
        let items: Vec<Value<'p>> = items.borrow().iter().copied().collect();
        out.push(text("["));
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                out.push(text(", "));
            }
            if !self.deeper() {
                return Err(Ended::GivenUp);
            }
            let printed = self.print(item, at, out);
            self.back();
            printed?;
        }
        out.push(text("]"));
        Ok(())
    }

    fn print_block(&mut self, block: Block<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        self.blocks += 1;
        let printed = if self.blocks > DEEPEST_BLOCK { Err(Ended::GivenUp) } else { self.block(block, out) };
        self.blocks -= 1;
        printed
    }
}
