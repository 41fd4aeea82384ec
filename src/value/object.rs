//! The rarer Java objects, and the trait through which the interpreter meets host objects.

use std::cell::Cell;

use super::scope_info::ScopeInfo;
use super::{Heap, List, ListKind, Map, MapKind, Name, Value};
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
    /// `$foreach.info` of that scope.
    ScopeInfo(&'a Scope<'a>),
    /// What `#define` made, or a macro's `$bodyContent`.
    Block(&'a dyn Renderable<'a>),
    /// An object of the host: `$input`, `$util` …
    Host(&'a dyn Host<'a>),
}

impl Object<'_> {
    /// The class's full name.
    pub fn class_name(&self) -> &'static str {
        match self {
            Object::Entry(entry) => entry.class_name(),
            Object::View(view) => view.class_name(),
            Object::Iterator(iter) => iter.class_name(),
            Object::Class(_) => "java.lang.Class",
            Object::Scope(scope) => match scope.index {
                Some(_) => "org.apache.velocity.runtime.directive.ForeachScope",
                None => "org.apache.velocity.runtime.directive.Scope",
            },
            Object::ScopeInfo(_) => "org.apache.velocity.runtime.directive.Scope$Info",
            Object::Block(_) => "org.apache.velocity.runtime.directive.Block$Reference",
            Object::Host(host) => host.class_name(),
        }
    }
}

/// `Map.Entry`: one entry of a map, which sees later changes of its value.
pub(crate) struct Entry<'a> {
    pub of: EntryOf<'a>,
    pub key: Value<'a>,
    /// The value when the entry was made; what it keeps once its key is gone.
    pub value: Cell<Value<'a>>,
}

/// What an [`Entry`] belongs to.
#[derive(Clone, Copy)]
pub(crate) enum EntryOf<'a> {
    /// A map, in whose slot of that number it was.
    Map(&'a Map<'a>, u32),
    /// Nothing: `Map.entry(…)`, or of a map that cannot change.
    Holder,
    /// Nothing any more: `firstEntry()` and its like.
    Snapshot,
}

impl<'a> Entry<'a> {
    /// `getValue()`
    pub fn value(&self, heap: &Heap<'a>) -> Result<Value<'a>> {
        if let EntryOf::Map(map, slot) = self.of {
            let found = match map.slot_of(slot, self.key) {
                None => map.get(heap, self.key)?,
                found => found,
            };
            if let Some(value) = found {
                self.value.set(value);
            }
        }
        Ok(self.value.get())
    }

    fn class_name(&self) -> &'static str {
        match self.of {
            EntryOf::Holder => "java.util.KeyValueHolder",
            EntryOf::Snapshot => "java.util.AbstractMap$SimpleImmutableEntry",
            EntryOf::Map(map, _) => match map.kind() {
                MapKind::LinkedHashMap => "java.util.LinkedHashMap$Entry",
                MapKind::HashMap | MapKind::Context => "java.util.HashMap$Node",
                MapKind::TreeMap => "java.util.TreeMap$Entry",
                MapKind::Immutable => "java.util.KeyValueHolder",
            },
        }
    }
}

/// `keySet()`, `values()`, `entrySet()`: a live view of a map.
pub(crate) struct View<'a> {
    pub map: &'a Map<'a>,
    pub kind: ViewKind,
    pub origin: Origin,
}

/// What a [`View`] shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewKind {
    Keys,
    Values,
    Entries,
}

/// Who made a [`View`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Map,
    /// A scope such as `$foreach`, over its storage.
    Scope,
    /// `Set.of` and `Set.copyOf`: a set of its own, kept as the keys of a map that cannot change.
    Set,
}

impl View<'_> {
    fn class_name(&self) -> &'static str {
        use ViewKind::*;
        match (self.origin, self.map.kind(), self.kind) {
            (Origin::Set, ..) if matches!(self.map.len(), 1 | 2) => "java.util.ImmutableCollections$Set12",
            (Origin::Set, ..) => "java.util.ImmutableCollections$SetN",
            (Origin::Scope, _, Keys) | (_, MapKind::Immutable, Keys) => "java.util.AbstractMap$1",
            (Origin::Scope, _, Values) | (_, MapKind::Immutable, Values) => "java.util.AbstractMap$2",
            (_, MapKind::Immutable, Entries) if self.map.len() == 1 => "java.util.ImmutableCollections$Set12",
            (_, MapKind::Immutable, Entries) => "java.util.ImmutableCollections$MapN$1",
            (_, MapKind::LinkedHashMap, Keys) => "java.util.LinkedHashMap$LinkedKeySet",
            (_, MapKind::LinkedHashMap, Values) => "java.util.LinkedHashMap$LinkedValues",
            (_, MapKind::LinkedHashMap, Entries) => "java.util.LinkedHashMap$LinkedEntrySet",
            (_, MapKind::HashMap | MapKind::Context, Keys) => "java.util.HashMap$KeySet",
            (_, MapKind::HashMap | MapKind::Context, Values) => "java.util.HashMap$Values",
            (_, MapKind::HashMap | MapKind::Context, Entries) => "java.util.HashMap$EntrySet",
            (_, MapKind::TreeMap, Keys) => "java.util.TreeMap$KeySet",
            (_, MapKind::TreeMap, Values) => "java.util.TreeMap$Values",
            (_, MapKind::TreeMap, Entries) => "java.util.TreeMap$EntrySet",
        }
    }

    /// True if it is a `java.util.Set`.
    pub fn is_set(&self) -> bool {
        self.kind != ViewKind::Values
    }
}

/// `iterator()`: fails like Java's when its list or map is changed behind its back.
pub(crate) struct Iter<'a> {
    pub over: Over<'a>,
    /// What comes next: an index of the list or of the map's order; [`NONE`] at the end of a map.
    pub position: Cell<usize>,
    /// What `remove()` and `set(…)` mean: the index or slot that came last, [`NONE`] if there is none.
    pub last: Cell<usize>,
    /// The modifications it knows of.
    pub expected: Cell<u32>,
    /// `listIterator()`, which also goes back.
    pub two_way: bool,
}

/// No index, no slot.
pub(crate) const NONE: usize = usize::MAX;

/// What an [`Iter`] goes through.
pub(crate) enum Over<'a> {
    List(&'a List<'a>),
    /// What to show of each entry of a map, and its slots in its order, unless that is the order of the slots.
    Map(&'a Map<'a>, ViewKind, Origin, Option<&'a [u32]>),
}

impl Iter<'_> {
    fn class_name(&self) -> &'static str {
        use ViewKind::*;
        match &self.over {
            Over::List(list) => match (list.kind(), self.two_way) {
                (ListKind::ArrayList | ListKind::JsonArray, false) => "java.util.ArrayList$Itr",
                (ListKind::ArrayList | ListKind::JsonArray, true) => "java.util.ArrayList$ListItr",
                (ListKind::SubList, _) => "java.util.ArrayList$SubList$1",
                (ListKind::Immutable | ListKind::ImmutablePart, _) => "java.util.ImmutableCollections$ListItr",
                (ListKind::ArraysAsList, false) => "java.util.Arrays$ArrayItr",
                (ListKind::ArrayPart, _) => "java.util.AbstractList$SubList$1",
                (_, false) => "java.util.AbstractList$Itr",
                (_, true) => "java.util.AbstractList$ListItr",
            },
            Over::Map(map, kind, origin, _) => match (origin, map.kind(), kind) {
                (Origin::Set, ..) if matches!(map.len(), 1 | 2) => "java.util.ImmutableCollections$Set12$1",
                (Origin::Set, ..) => "java.util.ImmutableCollections$SetN$SetNIterator",
                (Origin::Scope, _, Keys) | (_, MapKind::Immutable, Keys) => "java.util.AbstractMap$1$1",
                (Origin::Scope, _, Values) | (_, MapKind::Immutable, Values) => "java.util.AbstractMap$2$1",
                (_, MapKind::Immutable, Entries) if map.len() == 1 => "java.util.ImmutableCollections$Set12$1",
                (_, MapKind::Immutable, Entries) => "java.util.ImmutableCollections$MapN$MapNIterator",
                (_, MapKind::LinkedHashMap, Keys) => "java.util.LinkedHashMap$LinkedKeyIterator",
                (_, MapKind::LinkedHashMap, Values) => "java.util.LinkedHashMap$LinkedValueIterator",
                (_, MapKind::LinkedHashMap, Entries) => "java.util.LinkedHashMap$LinkedEntryIterator",
                (_, MapKind::HashMap | MapKind::Context, Keys) => "java.util.HashMap$KeyIterator",
                (_, MapKind::HashMap | MapKind::Context, Values) => "java.util.HashMap$ValueIterator",
                (_, MapKind::HashMap | MapKind::Context, Entries) => "java.util.HashMap$EntryIterator",
                (_, MapKind::TreeMap, Keys) => "java.util.TreeMap$KeyIterator",
                (_, MapKind::TreeMap, Values) => "java.util.TreeMap$ValueIterator",
                (_, MapKind::TreeMap, Entries) => "java.util.TreeMap$EntryIterator",
            },
        }
    }
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
    /// `$foreach.info`
    pub info: ScopeInfo<'a>,
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

    /// Where `$object.path('$.a')` starts, if that was read before.
    fn body(&self) -> Option<Value<'a>> {
        None
    }
}

/// What prints by rendering a part of a template.
pub(crate) trait Renderable<'a> {
    /// The interpreter's number of it.
    fn id(&self) -> usize;

    /// The text, or `None` if it is nested in itself too deep to be rendered.
    fn render(&self) -> Result<Option<&'a str>>;
}
