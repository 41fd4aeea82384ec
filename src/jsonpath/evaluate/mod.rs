//! Model × document → value, by Jayway's rules. Called by `jsonpath` alone.
//!
//! A path gives a list of what it found. A definite path's value is the last of them, any other's is the list.
//! A missing name ends a definite path for good ([`Stop::NotFound`]) and only its own branch of any other.

mod compare;
mod condition;
mod descend;
mod function;
mod node;
mod number;
mod steps;

use std::cell::RefCell;

use super::model::{At, Query, Token, Tokens};
use crate::error::{ErrorKind, Fault, Result};
use crate::value::{Heap, List, ListKind, Map, MapKind, Value};

/// `JsonPath.read`
pub(super) fn read<'a>(heap: &Heap<'a>, query: &Query, root: Value<'a>) -> Result<Option<Value<'a>>> {
    if root.is_null() {
        return Ok(None);
    }
    let reading =
        Reading { heap, marks: RefCell::default(), json: RefCell::default(), constants: RefCell::default(), root };
    match reading.evaluate(query, &Scope { root, strict: false, depth: 0 }, root, false) {
        Ok(value) => Ok(Some(value)),
        Err(Stop::NotFound) => Ok(None),
        Err(Stop::Invalid(fault) | Stop::OutOfBounds(fault) | Stop::Fault(fault)) => Err(fault),
    }
}

/// Why an evaluation ends early: the exceptions that Jayway catches somewhere, and all others.
#[derive(Debug)]
enum Stop {
    /// `PathNotFoundException`
    NotFound,
    /// `InvalidPathException`: makes a filter false.
    Invalid(Box<Fault>),
    /// `IndexOutOfBoundsException`: ends the branch of the array index it happened under.
    OutOfBounds(Box<Fault>),
    /// Ends the read.
    Fault(Box<Fault>),
}

type Flow<T> = std::result::Result<T, Stop>;

impl From<Box<Fault>> for Stop {
    fn from(fault: Box<Fault>) -> Stop {
        Stop::Fault(fault)
    }
}

impl Stop {
    #[cold]
    fn invalid(message: impl Into<String>) -> Stop {
        Stop::Invalid(Fault::new(ErrorKind::JsonPath, message))
    }

    #[cold]
    fn fault(message: impl Into<String>) -> Stop {
        Stop::Fault(Fault::new(ErrorKind::JsonPath, message))
    }
}

/// One read of a document.
struct Reading<'h, 'a> {
    heap: &'h Heap<'a>,
    /// By token: the index of the list item that it saw last after a `..`. It outlives a single evaluation of a filter.
    marks: RefCell<Vec<((usize, usize), i64)>>,
    /// By place: the JSON literals of filters that were read already.
    json: RefCell<Vec<(usize, Value<'a>)>>,
    /// By path: the values of the paths from `$` in filters, which are the same for every item.
    constants: RefCell<Vec<(usize, Value<'a>)>>,
    root: Value<'a>,
}

/// So many JSON literals, and paths from `$`, are kept.
const KEPT: usize = 16;

/// What a path is evaluated in.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// What `$` means.
    root: Value<'a>,
    /// In a test for existence every missing name counts, in whichever branch.
    strict: bool,
    depth: u32,
}

impl Scope<'_> {
    fn deeper(self) -> Self {
        Scope { depth: self.depth + 1, ..self }
    }
}

impl<'h, 'a> Reading<'h, 'a> {
    /// The value of a path that starts at `document`. With `children`, of what is below it: `length($..a)` counts that.
    fn evaluate(&self, query: &Query, scope: &Scope<'a>, document: Value<'a>, children: bool) -> Flow<Value<'a>> {
        self.heap.check_depth(scope.depth)?;
        if scope.root.is_null() {
            return Err(Stop::fault("java.lang.IllegalArgumentException: root can not be null"));
        }
        let tokens = query.tokens();
        let children = children && !tokens.is_empty();
        let mut run = Run { reading: self, tokens, children, scope: *scope, found: Vec::new() };
        if tokens.is_empty() {
            return Ok(document);
        }
        run.run(At::default(), document, true, scope.depth)?;
        if query.is_definite() {
            return run.found.pop().ok_or(Stop::NotFound);
        }
        Ok(self.heap.list(ListKind::JsonArray, &run.found)?)
    }
}

/// One evaluation of one path.
struct Run<'r, 'h, 'a, 'p> {
    reading: &'r Reading<'h, 'a>,
    tokens: Tokens<'p>,
    /// The path is followed by a `[*]` of ours.
    children: bool,
    scope: Scope<'a>,
    found: Vec<Value<'a>>,
}

impl<'r, 'h, 'a, 'p> Run<'r, 'h, 'a, 'p> {
    fn heap(&self) -> &'h Heap<'a> {
        self.reading.heap
    }

    fn token(&self, at: At) -> Option<Token<'p>> {
        match self.tokens.get(at) {
            None if self.children && at == self.tokens.end() => Some(Token::Wildcard),
            token => token,
        }
    }

    fn is_leaf(&self, at: At) -> bool {
        self.token(self.tokens.next(at)).is_none()
    }

    /// Takes a value into the result.
    fn add(&mut self, value: Value<'a>) -> Flow<()> {
        if self.found.len() == self.found.capacity() {
            self.heap().reserve((self.found.len() + 8) * 2 * size_of::<Value>())?;
        }
        self.found.push(value);
        Ok(())
    }
}

/// The list that JSONPath sees in a value; arrays are none.
fn as_list(value: Value<'_>) -> Option<&List<'_>> {
    match value {
        Value::List(list) if !list.kind().is_array() => Some(list),
        _ => None,
    }
}

/// `[0]`, `[-1]`: an item of a list; `None` past its ends.
#[inline]
pub(super) fn item<'a>(list: &List<'a>, index: i64) -> Option<Value<'a>> {
    if list.kind().is_array() {
        return None;
    }
    let index = if index < 0 { list.len() as i64 + index } else { index };
    list.get(usize::try_from(index).ok()?)
}

/// The value of a name, which may be null.
fn member<'a>(heap: &Heap<'a>, map: &Map<'a>, name: &str) -> Flow<Option<Value<'a>>> {
    heap.charge_bytes(name.len())?;
    Ok(map.get_str(heap, name, &std::cell::Cell::new(u32::MAX)))
}

/// True if both are the very same list or map.
fn identical(a: Value<'_>, b: Value<'_>) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => std::ptr::addr_eq(a, b),
        (Value::Map(a), Value::Map(b)) => std::ptr::addr_eq(a, b),
        _ => false,
    }
}

/// The values of a map in its order. Jayway expects its keys to be strings.
struct Values<'h, 'a> {
    heap: &'h Heap<'a>,
    map: &'a Map<'a>,
    /// The slots, where they are not just gone through.
    order: Option<Vec<u32>>,
    at: usize,
}

impl<'h, 'a> Values<'h, 'a> {
    fn of(heap: &'h Heap<'a>, map: &'a Map<'a>) -> Flow<Values<'h, 'a>> {
        let order = match map.kind() {
            MapKind::HashMap | MapKind::Context => Some(map.order(heap)?),
            MapKind::LinkedHashMap | MapKind::TreeMap | MapKind::Immutable => None,
        };
        Ok(Values { heap, map, order, at: 0 })
    }
}

impl<'a> Iterator for Values<'_, 'a> {
    type Item = Flow<Value<'a>>;

    fn next(&mut self) -> Option<Flow<Value<'a>>> {
        loop {
            let slot = match &self.order {
                Some(order) => *order.get(self.at)? as usize,
                None if self.at < self.map.slots() => self.at,
                None => return None,
            };
            self.at += 1;
            match self.map.slot(self.heap, slot) {
                Some((Value::String(_) | Value::Null, value)) => return Some(Ok(value)),
                Some((key, _)) => return Some(Err(class_cast(key, "java.lang.String"))),
                None => {}
            }
        }
    }
}

fn class_cast(value: Value<'_>, class: &str) -> Stop {
    let name = value.class_name();
    Stop::fault(format!("java.lang.ClassCastException: class {name} cannot be cast to class {class}"))
}
