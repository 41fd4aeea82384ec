//! `$input.path('$.a').get('b')[0]`: what a reference leads to.

use std::cell::RefCell;

use bumpalo::collections::Vec as ArenaVec;

use super::chains::Chain;
use super::host;
use super::path::{Ended, Path};
use super::terms::Term;
use super::value::{Collection, Origin, Piece, Source, Turn, Unknown, Value, What};
use crate::error::Span;
use crate::syntax::ast::{Reference, Step};

type Valued<'p> = Result<Value<'p>, Ended>;

/// A step with its arguments worked out.
pub(super) enum Asked<'p> {
    Property(&'p str),
    Method(&'p str, Vec<Value<'p>>),
    Index(Value<'p>),
}

/// More items than these are not kept of a list that a template fills.
const MOST_ADDED: usize = 64;

impl<'p> Path<'p, '_> {
    /// What a reference leads to.
    pub fn reference(&mut self, reference: &'p Reference<'p>) -> Valued<'p> {
        self.follow(reference, reference.steps)
    }

    fn follow(&mut self, reference: &'p Reference<'p>, steps: &'p [Step<'p>]) -> Valued<'p> {
        if !reference.computable || reference.runt {
            return Ok(Value::Nothing);
        }
        let at = Span::new(reference.offset, reference.end);
        let mut value = match self.variable(reference.root) {
            Some(value) => value,
            None => match host::root(self, reference.root) {
                Some(host) => Value::Host(host),
                None => return Ok(Value::Nothing),
            },
        };
        for step in steps {
            self.charge(0)?;
            let asked = self.asked(step)?;
            value = self.step(value, asked, at)?;
            if let Value::Nothing = value {
                break;
            }
        }
        Ok(value)
    }

    fn asked(&mut self, step: &'p Step<'p>) -> Result<Asked<'p>, Ended> {
        Ok(match step {
            Step::Property { name, .. } => Asked::Property(name),
            Step::Method { name, args, .. } => Asked::Method(name, self.values(args)?),
            Step::Index { index, .. } => Asked::Index(self.value(index)?),
        })
    }

    fn step(&mut self, value: Value<'p>, asked: Asked<'p>, at: Span) -> Valued<'p> {
        Ok(match value {
            Value::Host(host) => host::step(self, host, &asked, at),
            Value::Unknown(unknown) => self.step_of_unknown(unknown, &asked, at),
            Value::Text(pieces) => self.step_of_text(pieces, &asked, at),
            Value::List(items) => self.step_of_list(items, &asked, at)?,
            Value::Map(entries) => self.step_of_map(entries, &asked, at),
            Value::Keys(of) | Value::Values(of) | Value::Entries(of) => self.step_of_collection(value, of, &asked, at),
            Value::Entry(of, index) => match asked {
                Asked::Property("key") | Asked::Method("getKey", _) => self.key(of, index),
                Asked::Property("value") | Asked::Method("getValue", _) => self.keyed(of, index),
                _ => self.anything(at),
            },
            Value::Turn(turn) => self.step_of_turn(turn, &asked),
            Value::Integer(_) | Value::Boolean(_) => match asked {
                Asked::Method("toString", _) => match self.known_text(value) {
                    Some(text) => self.constant(&text, at),
                    None => self.anything(at),
                },
                _ => self.anything(at),
            },
            Value::Nothing => Value::Nothing,
            Value::Test(_) | Value::Size(_) | Value::Block(_) => self.anything(at),
        })
    }

    /// `$foreach.hasNext`
    fn step_of_turn(&mut self, turn: &'p Turn<'p>, asked: &Asked<'p>) -> Value<'p> {
        match *asked {
            Asked::Property("index") | Asked::Method("getIndex", _) => Value::Integer(turn.index),
            Asked::Property("count") | Asked::Method("getCount", _) => Value::Integer(turn.index + 1),
            Asked::Property("hasNext") | Asked::Method("hasNext" | "getHasNext", _) => {
                Value::Boolean(turn.index + 1 < turn.turns)
            }
            Asked::Property("first") | Asked::Method("isFirst" | "getFirst", _) => Value::Boolean(turn.index == 0),
            Asked::Property("last") | Asked::Method("isLast" | "getLast", _) => {
                Value::Boolean(turn.index + 1 == turn.turns)
            }
            Asked::Property("parent") | Asked::Method("getParent", _) => {
                turn.parent.map_or(Value::Nothing, Value::Turn)
            }
            _ => Value::Nothing,
        }
    }

    fn step_of_list(&mut self, items: &'p RefCell<ArenaVec<'p, Value<'p>>>, asked: &Asked<'p>, at: Span) -> Valued<'p> {
        let length = items.borrow().len();
        Ok(match asked {
            Asked::Method("size", arguments) if arguments.is_empty() => Value::Integer(length as i64),
            Asked::Method("isEmpty", _) | Asked::Property("empty") => Value::Boolean(length == 0),
            Asked::Method("add", arguments) => {
                if let [value] = arguments[..] {
                    if length < MOST_ADDED {
                        items.borrow_mut().push(value);
                    }
                    Value::Boolean(true)
                } else {
                    self.anything(at)
                }
            }
            Asked::Method("get", arguments) if arguments.len() == 1 => self.item_at(items, arguments[0], at)?,
            Asked::Index(index) => self.item_at(items, *index, at)?,
            _ => self.anything(at),
        })
    }

    fn item_at(&mut self, items: &'p RefCell<ArenaVec<'p, Value<'p>>>, index: Value<'p>, at: Span) -> Valued<'p> {
        let Value::Integer(index) = index else { return Ok(self.anything(at)) };
        let items = items.borrow();
        let index = if index < 0 { index + items.len() as i64 } else { index };
        match usize::try_from(index).ok().and_then(|index| items.get(index)) {
            Some(item) => Ok(*item),
            // Java throws
            None => Err(Ended::GivenUp),
        }
    }

    fn step_of_map(
        &mut self,
        entries: &'p RefCell<ArenaVec<'p, (Value<'p>, Value<'p>)>>,
        asked: &Asked<'p>,
        at: Span,
    ) -> Value<'p> {
        let length = entries.borrow().len();
        match asked {
            Asked::Property("class") => self.anything(at),
            Asked::Property(name) => self.entry(entries, name, at),
            Asked::Index(key) => self.entry_of(entries, *key, at),
            Asked::Method("get", arguments) if arguments.len() == 1 => self.entry_of(entries, arguments[0], at),
            Asked::Method("put", arguments) if arguments.len() == 2 => {
                let before = self.entry_of(entries, arguments[0], at);
                self.put(entries, arguments[0], arguments[1]);
                before
            }
            Asked::Method("size", _) => Value::Integer(length as i64),
            Asked::Method("isEmpty", _) => Value::Boolean(length == 0),
            Asked::Method("containsKey", arguments) if arguments.len() == 1 => {
                match self.known_text(arguments[0]).map(|key| self.find(entries, &key)) {
                    Some(Ok(found)) => Value::Boolean(found.is_some()),
                    _ => self.anything(at),
                }
            }
            Asked::Method(name @ ("keySet" | "values"), _) => {
                let mut list = ArenaVec::new_in(self.arena);
                list.extend(entries.borrow().iter().map(|(key, value)| if *name == "keySet" { *key } else { *value }));
                Value::List(self.arena.alloc(RefCell::new(list)))
            }
            _ => self.anything(at),
        }
    }

    /// The value of a key, or nothing; an error if a key of the map is not known.
    fn find(
        &self,
        entries: &'p RefCell<ArenaVec<'p, (Value<'p>, Value<'p>)>>,
        key: &str,
    ) -> Result<Option<(usize, Value<'p>)>, ()> {
        let mut unsure = false;
        for (index, (name, value)) in entries.borrow().iter().enumerate() {
            match self.known_text(*name) {
                Some(name) if name == key => return Ok(Some((index, *value))),
                Some(_) => {}
                None => unsure = true,
            }
        }
        if unsure { Err(()) } else { Ok(None) }
    }

    fn entry(&mut self, entries: &'p RefCell<ArenaVec<'p, (Value<'p>, Value<'p>)>>, key: &str, at: Span) -> Value<'p> {
        match self.find(entries, key) {
            Ok(found) => found.map_or(Value::Nothing, |(_, value)| value),
            Err(()) => self.anything(at),
        }
    }

    fn entry_of(
        &mut self,
        entries: &'p RefCell<ArenaVec<'p, (Value<'p>, Value<'p>)>>,
        key: Value<'p>,
        at: Span,
    ) -> Value<'p> {
        if let Some(text) = self.known_text(key) {
            return self.entry(entries, &text, at);
        }
        // the key of a loop over this map
        if let Value::Unknown(unknown) = key {
            let same = |name: &Value<'p>| matches!(name, Value::Unknown(other) if other.id() == unknown.id());
            let found = entries.borrow().iter().find(|(name, _)| same(name)).map(|(_, value)| *value);
            if let Some(value) = found {
                return value;
            }
        }
        if entries.borrow().is_empty() { Value::Nothing } else { self.anything(at) }
    }

    /// Sets an entry of a map that the template made.
    pub fn put(
        &mut self,
        entries: &'p RefCell<ArenaVec<'p, (Value<'p>, Value<'p>)>>,
        key: Value<'p>,
        value: Value<'p>,
    ) {
        let known = self.known_text(key);
        if let Some(Ok(Some((index, _)))) = known.map(|key| self.find(entries, &key)) {
            entries.borrow_mut()[index].1 = value;
        } else if entries.borrow().len() < MOST_ADDED {
            entries.borrow_mut().push((key, value));
        }
    }

    fn step_of_collection(&mut self, value: Value<'p>, of: Collection, asked: &Asked<'p>, at: Span) -> Value<'p> {
        match asked {
            Asked::Method("size", _) => Value::Size(of),
            Asked::Method("isEmpty", _) | Asked::Property("empty") => Value::Test(super::value::Test::Empty(of)),
            Asked::Method("get", arguments) if matches!(arguments[..], [Value::Integer(_)]) => {
                let Value::Integer(index) = arguments[0] else { return Value::Nothing };
                self.item(value, of, index.clamp(0, 1 << 20) as u32)
            }
            Asked::Index(Value::Integer(index)) => self.item(value, of, (*index).clamp(0, 1 << 20) as u32),
            Asked::Method("toArray" | "iterator", _) => value,
            _ => self.anything(at),
        }
    }

    /// An item of an unknown list, a key, a value or an entry of an unknown map.
    pub fn item(&mut self, list: Value<'p>, of: Collection, index: u32) -> Value<'p> {
        match list {
            Value::Keys(_) => self.key(of, index),
            Value::Entries(_) => Value::Entry(of, index),
            _ => {
                let term = self.collection_term(of);
                let term = self.world.terms.child(term, &format!("[{index}]"));
                self.member(of, term)
            }
        }
    }

    /// The value that stands for a collection, whatever was done with its text.
    fn collection_term(&mut self, of: Collection) -> Term {
        if of.chain == Chain::NONE {
            of.term
        } else {
            let name = self.world.chains.expression(of.chain, "");
            self.world.terms.child(of.term, &name)
        }
    }

    /// The key of that number, of an unknown map.
    fn key(&mut self, of: Collection, index: u32) -> Value<'p> {
        let term = self.collection_term(of);
        let term = self.world.terms.child(term, &format!("key {index}"));
        let origin = match of.of {
            Source::Json | Source::Query => Origin::Name,
            Source::Anything | Source::Split(_) => Origin::Anything,
            Source::Path | Source::Header | Source::StageVariables | Source::Context => Origin::Word,
        };
        Value::Unknown(Unknown::new(origin, term, of.made))
    }

    /// The value of such a key.
    fn keyed(&mut self, of: Collection, index: u32) -> Value<'p> {
        let Value::Unknown(key) = self.key(of, index) else { return Value::Nothing };
        let parent = self.collection_term(of);
        let term = self.keyed_term(parent, key);
        self.member(of, term)
    }

    fn keyed_term(&mut self, of: Term, key: Unknown) -> Term {
        let name = self.world.terms.path(key.term);
        self.world.terms.child(of, &format!("get {name}"))
    }

    /// A part of a collection.
    fn member(&mut self, of: Collection, term: Term) -> Value<'p> {
        if let Some(value) = self.assigned.get(&term) {
            return *value;
        }
        let origin = match of.of {
            Source::Json => Origin::JsonValue,
            Source::Split(Origin::JsonValue | Origin::PresentValue) => Origin::Decoded,
            Source::Split(origin) => origin,
            Source::Path | Source::Query | Source::Header => Origin::Parameter,
            Source::StageVariables => Origin::Plain,
            Source::Context => Origin::Client,
            Source::Anything => Origin::Anything,
        };
        Value::Unknown(Unknown::new(origin, term, of.made))
    }

    /// `$x.name` of an unknown map.
    pub fn child(&mut self, of: Collection, name: &str, at: Span) -> Value<'p> {
        let term = self.collection_term(of);
        let term = self.world.terms.child(term, name);
        self.member(Collection { made: at, ..of }, term)
    }

    /// `$x.get($key)`, `$x[$key]`
    pub fn child_of(&mut self, of: Collection, key: Value<'p>, at: Span) -> Value<'p> {
        let of = Collection { made: at, ..of };
        match key {
            Value::Integer(index) => {
                let term = self.collection_term(of);
                let term = self.world.terms.child(term, &format!("[{index}]"));
                self.member(of, term)
            }
            Value::Unknown(key) if !self.equal.contains_key(&key.id()) => {
                let parent = self.collection_term(of);
                let term = self.keyed_term(parent, key);
                self.member(of, term)
            }
            _ => match self.known_text(key) {
                Some(name) => self.child(of, &name, at),
                None => self.anything(at),
            },
        }
    }

    /// `#set($map.key = value)`
    pub fn assign(&mut self, target: &'p Reference<'p>, value: Value<'p>) -> Result<(), Ended> {
        let Some((last, steps)) = target.steps.split_last() else { return Ok(()) };
        let owner = self.follow(target, steps)?;
        let key = match self.asked(last)? {
            Asked::Property(name) | Asked::Method(name, _) => self.constant(name, Span::default()),
            Asked::Index(index) => index,
        };
        match owner {
            Value::Map(entries) => self.put(entries, key, value),
            Value::List(items) => {
                if let Value::Integer(index) = key
                    && let Some(item) = items.borrow_mut().get_mut(usize::try_from(index).unwrap_or(usize::MAX))
                {
                    *item = value;
                }
            }
            Value::Unknown(unknown) => {
                if let Some(of) = self.collection(unknown)
                    && let Value::Unknown(part) = self.child_of(of, key, Span::default())
                {
                    self.assigned.insert(part.term, value);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Pieces with something done to each: to the known ones by the engine, to the unknown ones by name.
    pub fn each_piece(&mut self, pieces: &'p [Piece<'p>], link: &super::chains::Link, at: Span) -> Option<Value<'p>> {
        let mut made = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let what = match piece.what {
                What::Text(text) => {
                    let applied = self.applied(link.clone(), text)?;
                    What::Text(self.arena.alloc_str(&applied))
                }
                What::Unknown(unknown) => What::Unknown(self.chained(unknown, link.clone(), at)?),
                What::JavaMap => return None,
            };
            made.push(Piece { what, ..*piece });
        }
        Some(self.joined(&made))
    }

    /// An unknown text with one thing more done to it.
    pub fn chained(&mut self, unknown: Unknown, link: super::chains::Link, at: Span) -> Option<Unknown> {
        let chain = self.world.chains.push(unknown.chain, link)?;
        Some(Unknown { chain, made: at, ..unknown })
    }
}
