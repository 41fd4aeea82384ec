//! The rarer Java objects, and the trait through which the interpreter meets host objects.

use std::cell::Cell;

use super::{Heap, List, Map, Name, Value};
use crate::error::Result;
use crate::jsonpath::Path;

/// A Java object that is neither string, number, list nor map.
pub(crate) enum Object<'a> {
    Entry(Entry<'a>),
    View(View<'a>),
    Iterator(Iter<'a>),
    /// `$x.class`: the class of that name.
    Class(&'static str),
    Scope(Scope<'a>),
    /// What `#define` made, or a macro's `$bodyContent`.
    Block(&'a dyn Renderable<'a>),
    /// An object of the host: `$input`, `$util` …
    Host(&'a dyn Host<'a>),
}

impl Object<'_> {
    /// The class's full name.
    pub fn class_name(&self) -> &'static str {
        match self {
            Object::Entry(_) => "java.util.LinkedHashMap$Entry",
            Object::View(view) => match view.kind {
                ViewKind::Keys => "java.util.LinkedHashMap$LinkedKeySet",
                ViewKind::Values => "java.util.LinkedHashMap$LinkedValues",
                ViewKind::Entries => "java.util.LinkedHashMap$LinkedEntrySet",
            },
            Object::Iterator(iter) => match iter.over {
                Over::List(_) => "java.util.ArrayList$Itr",
                Over::Map(..) => "java.util.LinkedHashMap$LinkedKeyIterator",
            },
            Object::Class(_) => "java.lang.Class",
            Object::Scope(scope) => match scope.index {
                Some(_) => "org.apache.velocity.runtime.directive.ForeachScope",
                None => "org.apache.velocity.runtime.directive.Scope",
            },
            Object::Block(_) => "org.apache.velocity.runtime.directive.Block$Reference",
            Object::Host(host) => host.class_name(),
        }
    }
}

/// `Map.Entry`: one entry of a map, which sees later changes of its value.
pub(crate) struct Entry<'a> {
    /// `None` for an entry that stands for itself (`Map.entry`).
    pub map: Option<&'a Map<'a>>,
    pub key: Value<'a>,
    /// The value when the entry was made; what it keeps once its key is gone.
    pub value: Cell<Value<'a>>,
}

impl<'a> Entry<'a> {
    /// `getValue()`
    pub fn value(&self, heap: &Heap<'a>) -> Result<Value<'a>> {
        if let Some(map) = self.map
            && let Some(value) = map.get(heap, self.key)?
        {
            self.value.set(value);
        }
        Ok(self.value.get())
    }
}

/// `keySet()`, `values()`, `entrySet()`: a live view of a map.
pub(crate) struct View<'a> {
    pub map: &'a Map<'a>,
    pub kind: ViewKind,
}

/// What a [`View`] shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewKind {
    Keys,
    Values,
    Entries,
}

/// `iterator()`: fails like Java's when its list or map is changed behind its back.
pub(crate) struct Iter<'a> {
    pub over: Over<'a>,
    pub position: Cell<usize>,
    /// The modifications it knows of.
    pub expected: Cell<u32>,
}

/// What an [`Iter`] goes through.
pub(crate) enum Over<'a> {
    List(&'a List<'a>),
    /// The slots of a map in its order, and what to show of each.
    Map(&'a Map<'a>, ViewKind, &'a [u32]),
}

/// `$foreach`, `$macro`, `$template` …: a directive's scope, which is also a map.
pub(crate) struct Scope<'a> {
    /// What the template put into it.
    pub storage: &'a Map<'a>,
    /// Which run of a directive it belongs to, for `#break($foreach.parent)`.
    pub owner: u32,
    /// The scope around it, an [`Object::Scope`] as well.
    pub parent: Option<Value<'a>>,
    /// What the variable held before, if that was no scope.
    pub replaced: Value<'a>,
    /// Of a loop: the turn, from 0, and whether another follows.
    pub index: Option<Cell<i32>>,
    pub has_next: Cell<bool>,
    /// `$foreach.info`: the directive's name, type, line and column.
    pub info: ScopeInfo<'a>,
}

/// Where a [`Scope`]'s directive stands.
#[derive(Clone, Copy)]
pub(crate) struct ScopeInfo<'a> {
    pub name: &'a str,
    pub kind: &'a str,
    pub offset: u32,
}

/// What a property, an index or a method call gives.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome<'a> {
    Value(Value<'a>),
    /// A method without a result: prints nothing, and is no null.
    Void,
    /// The class has no such method or property (for these arguments).
    Missing,
}

/// A method call on a host object.
pub(crate) struct HostCall<'c, 'a> {
    pub name: Name<'a>,
    pub args: &'c [Value<'a>],
    /// The first argument as JSONPath, where it is a constant of the template.
    pub path: Option<&'a Result<Path>>,
}

/// An object that the host of a template lends it: `$input`, `$util` …
pub(crate) trait Host<'a> {
    /// The class's full name, for messages.
    fn class_name(&self) -> &'static str;

    /// `$object.name`
    fn property(&self, heap: &Heap<'a>, name: Name<'a>) -> Result<Outcome<'a>>;

    /// `$object.name(args)`
    fn call(&self, heap: &Heap<'a>, call: &HostCall<'_, 'a>) -> Result<Outcome<'a>>;
}

/// What prints by rendering a part of a template.
pub(crate) trait Renderable<'a> {
    /// The interpreter's number of it.
    fn id(&self) -> usize;

    /// The text, or `None` if it is nested in itself too deep to be rendered.
    fn render(&self) -> Result<Option<&'a str>>;
}
