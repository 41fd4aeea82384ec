//! Java's lists and arrays: `ArrayList`, json-smart's `JSONArray`, ranges, `String[]`, `subList` …

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use super::{Heap, Value};
use crate::error::{ErrorKind, Fault, Result};

/// Which class a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// A list literal or range: prints `[a, b]`.
    ArrayList,
    /// A list from JSON: prints as JSON.
    JsonArray,
    /// `subList(…)`.
    SubList,
    /// What `List.of` and `copyOf` give: throws when changed.
    Immutable,
    /// `subList(…)` of an [`Immutable`](ListKind::Immutable).
    ImmutablePart,
    /// `Arrays.asList`: of a fixed size.
    ArraysAsList,
    /// `subList(…)` of an array: of a fixed size.
    ArrayPart,
    StringArray,
    CharArray,
    ByteArray,
    ObjectArray,
}

impl ListKind {
    /// The class's full name.
    pub fn class_name(self) -> &'static str {
        match self {
            ListKind::ArrayList => "java.util.ArrayList",
            ListKind::JsonArray => "net.minidev.json.JSONArray",
            ListKind::SubList => "java.util.ArrayList$SubList",
            ListKind::Immutable => "java.util.ImmutableCollections$ListN",
            ListKind::ImmutablePart => "java.util.ImmutableCollections$SubList",
            ListKind::ArraysAsList => "java.util.Arrays$ArrayList",
            ListKind::ArrayPart => "java.util.AbstractList$SubList",
            ListKind::StringArray => "[Ljava.lang.String;",
            ListKind::CharArray => "[C",
            ListKind::ByteArray => "[B",
            ListKind::ObjectArray => "[Ljava.lang.Object;",
        }
    }

    /// True for arrays, which are no lists to Java: they have no `equals` of their own, and Velocity lends them a
    /// list's methods.
    pub fn is_array(self) -> bool {
        use ListKind::*;
        matches!(self, StringArray | CharArray | ByteArray | ObjectArray)
    }

    /// The kind of its `subList(…)`.
    fn part(self) -> ListKind {
        use ListKind::*;
        match self {
            ArrayList | JsonArray | SubList => SubList,
            Immutable | ImmutablePart => ImmutablePart,
            _ => ArrayPart,
        }
    }
}

/// A shared list.
pub(crate) struct List<'a> {
    kind: ListKind,
    /// How often its length was changed: iterators fail when it was changed behind their back.
    modifications: Cell<u32>,
    items: RefCell<Items<'a>>,
}

/// Where the items are. The first change moves them to `Owned`.
enum Items<'a> {
    Frozen(&'a [Value<'a>]),
    /// `[first..]` up or down, as long as nobody changes it.
    Range {
        first: i32,
        len: u32,
        down: bool,
    },
    Owned(&'a mut ArenaVec<'a, Value<'a>>),
    /// A part of another list, which sees every change of it.
    Part {
        of: &'a List<'a>,
        from: usize,
        len: usize,
        expected: u32,
    },
}

impl<'a> List<'a> {
    pub fn frozen(kind: ListKind, items: &'a [Value<'a>]) -> List<'a> {
        List { kind, modifications: Cell::new(0), items: RefCell::new(Items::Frozen(items)) }
    }

    /// `[first..last]`, which counts down if `last` is smaller.
    pub fn range(first: i32, last: i32) -> List<'a> {
        let len = (i64::from(first) - i64::from(last)).unsigned_abs() as u32;
        let items = Items::Range { first, len: len.saturating_add(1), down: first > last };
        List { kind: ListKind::ArrayList, modifications: Cell::new(0), items: RefCell::new(items) }
    }

    /// `subList(from, to)`, with indexes checked by the caller.
    pub fn part(of: &'a List<'a>, from: usize, to: usize) -> List<'a> {
        let items = Items::Part { of, from, len: to - from, expected: of.modifications.get() };
        List { kind: of.kind.part(), modifications: Cell::new(of.modifications.get()), items: RefCell::new(items) }
    }

    /// The full name of its class, which for some depends on the length.
    pub fn class_name(&self) -> &'static str {
        match self.kind {
            ListKind::Immutable if matches!(self.len(), 1 | 2) => "java.util.ImmutableCollections$List12",
            kind => kind.class_name(),
        }
    }

    pub fn kind(&self) -> ListKind {
        self.kind
    }

    /// True for a part of another list, which may have changed behind its back.
    #[inline]
    pub fn is_part(&self) -> bool {
        matches!(&*self.items.borrow(), Items::Part { .. })
    }

    /// Changes of its length so far.
    pub fn modifications(&self) -> u32 {
        self.modifications.get()
    }

    pub fn len(&self) -> usize {
        match &*self.items.borrow() {
            Items::Frozen(items) => items.len(),
            Items::Range { len, .. } => *len as usize,
            Items::Owned(items) => items.len(),
            Items::Part { len, .. } => *len,
        }
    }

    #[inline]
    pub fn get(&self, index: usize) -> Option<Value<'a>> {
        match &*self.items.borrow() {
            Items::Frozen(items) => items.get(index).copied(),
            Items::Owned(items) => items.get(index).copied(),
            Items::Range { first, len, down } => {
                let offset = u32::try_from(index).ok().filter(|i| i < len)?;
                let value =
                    if *down { i64::from(*first) - i64::from(offset) } else { i64::from(*first) + i64::from(offset) };
                Some(Value::Integer(value as i32))
            }
            Items::Part { of, from, len, .. } => {
                if index < *len {
                    of.get(from + index)
                } else {
                    None
                }
            }
        }
    }

    /// The items, if nobody changed them since they were read.
    pub fn frozen_items(&self) -> Option<&'a [Value<'a>]> {
        match &*self.items.borrow() {
            Items::Frozen(items) => Some(items),
            _ => None,
        }
    }

    /// All items, copied.
    pub fn to_vec(&self, heap: &Heap<'a>) -> Result<Vec<Value<'a>>> {
        let len = self.len();
        heap.charge(len as u64 / 8)?;
        heap.reserve(len.saturating_mul(size_of::<Value>()))?;
        Ok((0..len).map_while(|i| self.get(i)).collect())
    }

    /// An error for a `subList` whose list was changed otherwise (Java's `ConcurrentModificationException`).
    pub fn check_part(&self) -> Result<()> {
        match &*self.items.borrow() {
            Items::Part { of, expected, .. } if of.modifications.get() != *expected => Err(Fault::new(
                ErrorKind::Exception,
                "java.util.ConcurrentModificationException",
            )
            .help(
                "the list was changed while a `subList` of it was in use; take the `subList` again after the change",
            )),
            Items::Part { of, .. } => of.check_part(),
            _ => Ok(()),
        }
    }

    /// Moves the items to where they can be changed, with room for `more`.
    fn own(&self, heap: &Heap<'a>, more: usize) -> Result<()> {
        if let Items::Owned(items) = &*self.items.borrow() {
            if items.len() + more > items.capacity() {
                heap.reserve((items.len() + more) * 2 * size_of::<Value>())?;
            }
            return Ok(());
        }
        let len = self.len();
        heap.charge(len as u64 / 8)?;
        heap.reserve(len.saturating_add(more).saturating_mul(size_of::<Value>()))?;
        let mut items = ArenaVec::with_capacity_in(len + more, heap.arena());
        items.extend((0..len).map_while(|i| self.get(i)));
        *self.items.borrow_mut() = Items::Owned(heap.arena().alloc(items));
        Ok(())
    }

    /// Counts a change that iterators must notice.
    pub fn touched(&self) {
        self.modifications.set(self.modifications.get().wrapping_add(1));
    }

    /// After a change through a part: the part and its list agree again.
    fn resized(&self, by: isize) {
        if let Items::Part { of, len, expected, .. } = &mut *self.items.borrow_mut() {
            *len = len.saturating_add_signed(by);
            *expected = of.modifications.get();
        }
        self.touched();
    }

    /// The kind of the list that holds the items: of a part, that of the whole.
    pub fn root(&self) -> ListKind {
        self.parent().map_or(self.kind, |(of, _)| of.root())
    }

    /// How many lists it is a part of, one inside the other.
    pub fn nesting(&self) -> u32 {
        let mut depth = 0;
        let mut parent = self.parent();
        while let Some((of, _)) = parent {
            depth += 1;
            parent = of.parent();
        }
        depth
    }

    fn parent(&self) -> Option<(&'a List<'a>, usize)> {
        match &*self.items.borrow() {
            Items::Part { of, from, .. } => Some((of, *from)),
            _ => None,
        }
    }

    /// Replaces the item at an index that exists; gives the old one.
    pub fn set(&self, heap: &Heap<'a>, index: usize, value: Value<'a>) -> Result<Value<'a>> {
        if let Some((of, from)) = self.parent() {
            return of.set(heap, from + index, value);
        }
        self.own(heap, 0)?;
        match &mut *self.items.borrow_mut() {
            Items::Owned(items) => Ok(items.get_mut(index).map_or(Value::Null, |item| std::mem::replace(item, value))),
            _ => Ok(Value::Null),
        }
    }

    /// Inserts at an index up to the length.
    pub fn insert(&self, heap: &Heap<'a>, index: usize, value: Value<'a>) -> Result<()> {
        if let Some((of, from)) = self.parent() {
            of.insert(heap, from + index, value)?;
            self.resized(1);
            return Ok(());
        }
        self.own(heap, 1)?;
        if let Items::Owned(items) = &mut *self.items.borrow_mut() {
            heap.charge(1 + items.len().saturating_sub(index) as u64 / 8)?;
            items.insert(index, value);
        }
        self.touched();
        Ok(())
    }

    pub fn push(&self, heap: &Heap<'a>, value: Value<'a>) -> Result<()> {
        self.insert(heap, self.len(), value)
    }

    /// Removes the item at an index that exists.
    pub fn remove(&self, heap: &Heap<'a>, index: usize) -> Result<Value<'a>> {
        if let Some((of, from)) = self.parent() {
            let old = of.remove(heap, from + index)?;
            self.resized(-1);
            return Ok(old);
        }
        self.own(heap, 0)?;
        self.touched();
        match &mut *self.items.borrow_mut() {
            Items::Owned(items) => {
                heap.charge(1 + items.len().saturating_sub(index) as u64 / 8)?;
                Ok(items.remove(index))
            }
            _ => Ok(Value::Null),
        }
    }

    /// Puts `items` in place of all there is.
    pub fn replace_all(&self, heap: &Heap<'a>, items: &[Value<'a>]) -> Result<()> {
        self.splice(heap, 0, self.len(), items)
    }

    /// Puts `items` in place of the `removed` ones from `index` on, which exist. One change, however many they are.
    pub fn splice(&self, heap: &Heap<'a>, index: usize, removed: usize, items: &[Value<'a>]) -> Result<()> {
        if let Some((of, from)) = self.parent() {
            of.splice(heap, from + index, removed, items)?;
            self.resized(items.len() as isize - removed as isize);
            return Ok(());
        }
        self.own(heap, items.len())?;
        self.touched();
        if let Items::Owned(owned) = &mut *self.items.borrow_mut() {
            heap.charge(1 + (items.len() + owned.len().saturating_sub(index)) as u64 / 8)?;
            let end = (index + removed).min(owned.len());
            let tail = owned.len() - end;
            let start = index.min(end);
            let new_len = start + items.len() + tail;
            if new_len > owned.len() {
                owned.resize(new_len, Value::Null);
            }
            owned.copy_within(end..end + tail, start + items.len());
            owned[start..start + items.len()].copy_from_slice(items);
            owned.truncate(new_len);
        }
        Ok(())
    }
}
