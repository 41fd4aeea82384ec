//! The arena of one render, and the limits on what is put into it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::rc::Rc;

use bumpalo::Bump;
use foldhash::quality::RandomState;
use num_bigint::BigInt;

use super::{BigDecimal, Datum, List, ListKind, Map, MapKind, Object, Value};
use crate::error::{Fault, Result};
use crate::limits::{Limit, Limits};
use crate::regex::Regex;
use crate::spare;

/// The arena and the budget of one render. Everything that makes a value or works long asks it.
pub(crate) struct Heap<'a> {
    arena: &'a Bump,
    owned: &'a Owned,
    /// Bytes that large numbers and nested templates hold outside of the arena.
    outside_bytes: Cell<usize>,
    limits: &'a Limits,
    steps: Cell<u64>,
    /// Bytes that the text under way may have: the output, or a string that is put together.
    output_room: Cell<usize>,
    /// Bytes the arena may hold.
    allowed: usize,
    hasher: RandomState,
    /// Objects by address, numbered in the order in which anyone asked for their identity.
    identities: RefCell<HashMap<usize, i32>>,
    /// Set once a string with half a surrogate pair was made; output is looked through only then.
    pub lone_surrogates: Cell<bool>,
}

impl<'a> Heap<'a> {
    /// `input_bytes` is the size of what the render was given: values may take that much more, and work a step for each.
    pub fn with_owned(arena: &'a Bump, owned: &'a Owned, limits: &'a Limits, input_bytes: usize) -> Heap<'a> {
        Heap {
            arena,
            owned,
            outside_bytes: Cell::new(0),
            limits,
            steps: Cell::new(limits.steps.saturating_add(input_bytes as u64)),
            output_room: Cell::new(limits.output_bytes),
            allowed: limits.value_bytes.saturating_add(input_bytes),
            hasher: RandomState::default(),
            identities: RefCell::default(),
            lone_surrogates: Cell::new(false),
        }
    }

    /// A heap for tests, whose large numbers are never freed.
    #[cfg(test)]
    pub fn new(arena: &'a Bump, limits: &'a Limits, input_bytes: usize) -> Heap<'a> {
        Heap::with_owned(arena, arena.alloc(Owned::new()), limits, input_bytes)
    }

    pub fn arena(&self) -> &'a Bump {
        self.arena
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Takes `work` off the budget of steps.
    #[inline]
    pub fn charge(&self, work: u64) -> Result<()> {
        match self.steps.get().checked_sub(work) {
            Some(left) => {
                self.steps.set(left);
                Ok(())
            }
            None => {
                self.steps.set(0);
                Err(Fault::limit(Limit::Steps, self.limits.steps))
            }
        }
    }

    /// Takes the work of going through `bytes` off the budget of steps.
    #[inline]
    pub fn charge_bytes(&self, bytes: usize) -> Result<()> {
        self.charge(bytes as u64 / 64)
    }

    /// Takes the work of going through `bytes` character by character off the budget.
    #[inline]
    pub fn charge_text(&self, bytes: usize) -> Result<()> {
        self.charge(bytes as u64 / 8)
    }

    /// Takes the work of reading or printing a number of so many bits off the budget: it grows with their square.
    pub fn charge_big(&self, bits: u64) -> Result<()> {
        let words = bits / 64;
        self.charge(words.saturating_mul(words) / 16)
    }

    /// The steps that are left, for what counts them itself (regular expressions).
    pub fn steps(&self) -> &Cell<u64> {
        &self.steps
    }

    /// Makes sure that `bytes` more may be taken. Call it before taking more than a few hundred bytes at once.
    #[inline]
    pub fn reserve(&self, bytes: usize) -> Result<()> {
        if (spare::taken(self.arena) + self.outside_bytes.get()).saturating_add(bytes) > self.allowed {
            return Err(Fault::limit(Limit::ValueBytes, self.limits.value_bytes));
        }
        Ok(())
    }

    /// Bytes that may still be taken, for what builds its result outside the arena.
    pub fn room(&self) -> usize {
        self.allowed.saturating_sub(spare::taken(self.arena) + self.outside_bytes.get())
    }

    /// Counts `bytes` that live outside of the arena until its end.
    pub fn keep_outside(&self, bytes: usize) -> Result<()> {
        self.reserve(bytes)?;
        self.outside_bytes.set(self.outside_bytes.get() + bytes);
        Ok(())
    }

    /// An error if a text that is under way would be longer than allowed.
    #[inline]
    pub fn check_output(&self, bytes: usize) -> Result<()> {
        if bytes > self.output_room.get() { Err(self.no_output_room()) } else { Ok(()) }
    }

    #[cold]
    fn no_output_room(&self) -> Box<Fault> {
        match self.output_room.get() == self.limits.output_bytes {
            true => Fault::limit(Limit::OutputBytes, self.limits.output_bytes),
            false => Fault::limit(Limit::ValueBytes, self.limits.value_bytes),
        }
    }

    /// Runs `work`, which makes a text that is to be a value: it may be as long as there is room for values.
    pub fn making_text<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.output_room.get();
        self.output_room.set(before.min(self.room()));
        let result = work();
        self.output_room.set(before);
        result
    }

    /// An error if values or calls are nested deeper than allowed.
    #[inline]
    pub fn check_depth(&self, depth: u32) -> Result<()> {
        if depth > self.limits.depth {
            return Err(Fault::limit(Limit::Depth, self.limits.depth));
        }
        Ok(())
    }

    pub fn hash_one<T: std::hash::Hash>(&self, value: T) -> u64 {
        self.hasher.hash_one(value)
    }

    /// Java's identity hash code, which differs from run to run there; here it is the same in every render, and tells
    /// nothing of addresses.
    pub fn identity<T: ?Sized>(&self, object: &T) -> Result<i32> {
        let address = std::ptr::from_ref(object).cast::<()>() as usize;
        let mut identities = self.identities.borrow_mut();
        if let Some(identity) = identities.get(&address) {
            return Ok(*identity);
        }
        self.keep_outside(64)?;
        // an odd factor gives each number a place of its own among 31 bits
        let identity = (identities.len() as u32 + 1).wrapping_mul(0x9E37_79B1) & 0x7fff_ffff;
        identities.insert(address, identity as i32);
        Ok(identity as i32)
    }

    /// A copy of `text` in the arena.
    pub fn text(&self, text: &str) -> Result<&'a str> {
        self.reserve(text.len())?;
        self.charge_bytes(text.len())?;
        Ok(self.arena.alloc_str(text))
    }

    /// A string value with a copy of `text`.
    pub fn string(&self, text: &str) -> Result<Value<'a>> {
        Ok(Value::String(self.text(text)?))
    }

    /// A copy of `items` in the arena.
    pub fn slice<T: Copy>(&self, items: &[T]) -> Result<&'a [T]> {
        self.reserve(size_of_val(items))?;
        Ok(self.arena.alloc_slice_copy(items))
    }

    /// A list of `items`, copied.
    pub fn list(&self, kind: ListKind, items: &[Value<'a>]) -> Result<Value<'a>> {
        let items = self.slice(items)?;
        Ok(self.list_of(kind, items))
    }

    /// A list of items that are in the arena already.
    pub fn list_of(&self, kind: ListKind, items: &'a [Value<'a>]) -> Value<'a> {
        Value::List(self.arena.alloc(List::frozen(kind, items)))
    }

    /// An empty map.
    pub fn map(&self, kind: MapKind) -> Result<&'a Map<'a>> {
        self.reserve(size_of::<Map>())?;
        Ok(self.arena.alloc(Map::empty(kind)))
    }

    /// A `LinkedHashMap` of distinct keys and as many values that are in the arena already.
    pub fn map_of(&self, keys: &'a [&'a str], values: &'a [Value<'a>]) -> Value<'a> {
        Value::Map(self.arena.alloc(Map::frozen(MapKind::LinkedHashMap, keys, values)))
    }

    pub fn object(&self, object: Object<'a>) -> Result<Value<'a>> {
        self.reserve(size_of::<Object>())?;
        Ok(Value::Object(self.arena.alloc(object)))
    }

    /// The value of an event's datum; its lists and maps are wrapped, not copied. A map is of class `kind`, a map in a
    /// list always a `LinkedHashMap`.
    pub fn datum(&self, datum: &'a Datum, kind: MapKind) -> Value<'a> {
        match datum {
            Datum::Null => Value::Null,
            Datum::Boolean(b) => Value::Boolean(*b),
            Datum::Integer(i) => Value::Integer(*i),
            Datum::Long(i) => Value::Long(*i),
            Datum::Double(d) => Value::Double(*d),
            Datum::BigInteger(i) => Value::BigInteger(i),
            Datum::BigDecimal(d) => Value::BigDecimal(d),
            Datum::String(s) => Value::String(s),
            Datum::List(items) => {
                let items =
                    self.arena.alloc_slice_fill_iter(items.iter().map(|d| self.datum(d, MapKind::LinkedHashMap)));
                self.list_of(ListKind::JsonArray, items)
            }
            Datum::Map(entries) => Value::Map(self.arena.alloc(Map::datum(kind, entries))),
        }
    }

    /// The regular expressions that were compiled, the latest used at the end.
    pub fn patterns(&self) -> &RefCell<Vec<(String, Rc<Regex>)>> {
        &self.owned.patterns
    }

    /// A BigInteger. Large numbers live outside of the arena until its end: see [`Owned`].
    pub fn big_integer(&self, value: BigInt) -> Result<Value<'a>> {
        self.keep_outside(value.bits() as usize / 8 + 64)?;
        Ok(Value::BigInteger(self.owned.integers.alloc(value)))
    }

    /// A BigDecimal.
    pub fn big_decimal(&self, value: BigDecimal) -> Result<Value<'a>> {
        self.keep_outside(value.unscaled_value().bits() as usize / 8 + 64)?;
        Ok(Value::BigDecimal(self.owned.decimals.alloc(value)))
    }
}

/// What a render makes that owns memory, so that it must be dropped, which the arena does not do: large numbers, and the
/// regular expressions it used last.
pub(crate) struct Owned {
    patterns: RefCell<Vec<(String, Rc<Regex>)>>,
    integers: typed_arena::Arena<BigInt>,
    decimals: typed_arena::Arena<BigDecimal>,
}

impl Owned {
    pub fn new() -> Owned {
        Owned {
            patterns: RefCell::new(Vec::new()),
            integers: typed_arena::Arena::with_capacity(0),
            decimals: typed_arena::Arena::with_capacity(0),
        }
    }
}
