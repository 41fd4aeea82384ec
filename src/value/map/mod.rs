//! Java's maps: `LinkedHashMap`, `HashMap` with its own order, `TreeMap`, and the maps under `$context`. For all who work on
//! values.

mod table;

use std::cell::{Cell, RefCell};

use bumpalo::collections::Vec as ArenaVec;

use super::{Datum, Heap, Hint, SlotHint, Value, compare, hash};
use crate::error::{ErrorKind, Fault, Result};
use table::{Slot, Table};

/// Which class a map is of; it decides the order of its entries and how it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MapKind {
    /// In the order of insertion.
    LinkedHashMap,
    /// In the order of its hash table.
    HashMap,
    /// In the order of its keys, which are strings.
    TreeMap,
    /// A map under API Gateway's `$context`: a `HashMap` that prints nothing.
    Context,
    /// What `Map.of` gives: throws when changed.
    Immutable,
}

impl MapKind {
    /// The class's full name.
    pub fn class_name(self) -> &'static str {
        match self {
            MapKind::LinkedHashMap => "java.util.LinkedHashMap",
            MapKind::HashMap => "java.util.HashMap",
            MapKind::TreeMap => "java.util.TreeMap",
            MapKind::Context => {
                "com.amazonaws.backplane.executioncore.frontend.proxy.transform.EmptyStringExpandingMap"
            }
            MapKind::Immutable => "java.util.ImmutableCollections$MapN",
        }
    }

    /// The class of the maps in a map of an event.
    fn nested(self) -> MapKind {
        if self == MapKind::Context { MapKind::Context } else { MapKind::LinkedHashMap }
    }
}

/// A shared map.
pub(crate) struct Map<'a> {
    kind: MapKind,
    /// How often a key came or went: iterators fail when that happens behind their back.
    modifications: Cell<u32>,
    entries: RefCell<Entries<'a>>,
}

/// Where the entries are. The first change, and the first look at a datum's list or map, moves them to a table.
enum Entries<'a> {
    /// From JSON: distinct keys, which maps of one shape share, and as many values.
    Frozen {
        keys: &'a [&'a str],
        values: &'a [Value<'a>],
    },
    /// From the event.
    Datum {
        entries: &'a [(String, Datum)],
        /// The lists and maps among them that somebody has looked at, by slot; empty before the first look.
        nested: &'a [Cell<Option<Value<'a>>>],
    },
    Table(&'a mut Table<'a>),
}

/// An event's entries, and the lists and maps among them that somebody has looked at.
type EventEntries<'a> = (&'a [(String, Datum)], &'a [Cell<Option<Value<'a>>>]);

/// Up to so many keys are searched one by one.
const FEW: usize = 32;

impl<'a> Map<'a> {
    pub fn empty(kind: MapKind) -> Map<'a> {
        Map::frozen(kind, &[], &[])
    }

    /// A map of distinct keys and as many values. For a `TreeMap` the keys must be sorted.
    pub fn frozen(kind: MapKind, keys: &'a [&'a str], values: &'a [Value<'a>]) -> Map<'a> {
        debug_assert_eq!(keys.len(), values.len());
        Map { kind, modifications: Cell::new(0), entries: RefCell::new(Entries::Frozen { keys, values }) }
    }

    /// A map of an event. For a `TreeMap` the entries must be sorted.
    pub fn datum(kind: MapKind, entries: &'a [(String, Datum)]) -> Map<'a> {
        Map { kind, modifications: Cell::new(0), entries: RefCell::new(Entries::Datum { entries, nested: &[] }) }
    }

    pub fn kind(&self) -> MapKind {
        self.kind
    }

    /// The event's entries, as long as nobody changed the map or looked at a list or map in it.
    pub fn untouched(&self) -> Option<&'a [(String, Datum)]> {
        match &*self.entries.borrow() {
            Entries::Datum { entries, nested: [] } => Some(entries),
            _ => None,
        }
    }

    /// What the event has under a key, as long as nobody changed the map or looked at that.
    pub fn untouched_entry(&self, key: &str) -> Option<&'a Datum> {
        let (entries, nested) = self.event_entries()?;
        let slot = entries.iter().position(|(k, _)| is_key(k, key.as_bytes()))?;
        let looked_at = nested.get(slot).is_some_and(|cell| cell.get().is_some());
        (!looked_at).then(|| &entries[slot].1)
    }

    /// How often a key came or went.
    pub fn modifications(&self) -> u32 {
        self.modifications.get()
    }

    /// `size()`
    pub fn len(&self) -> usize {
        match &*self.entries.borrow() {
            Entries::Frozen { keys, .. } => keys.len(),
            Entries::Datum { entries, .. } => entries.len(),
            Entries::Table(table) => table.live,
        }
    }

    /// How many slots there are to go through with [`slot`](Map::slot), in the order of insertion.
    pub fn slots(&self) -> usize {
        match &*self.entries.borrow() {
            Entries::Frozen { keys, .. } => keys.len(),
            Entries::Datum { entries, .. } => entries.len(),
            Entries::Table(table) => table.slots.len(),
        }
    }

    /// The entries in the map's order, if they came from JSON and nobody changed them since.
    pub fn frozen_entries(&self) -> Option<impl Iterator<Item = (Value<'a>, Value<'a>)> + use<'a>> {
        match *self.entries.borrow() {
            Entries::Frozen { keys, values } if !matches!(self.kind, MapKind::HashMap | MapKind::Context) => {
                Some(keys.iter().map(|key| Value::String(key)).zip(values.iter().copied()))
            }
            _ => None,
        }
    }

    /// The value of a string key in a map from JSON that nobody changed; `None` for any other map, too. `hint` is for the
    /// next map.
    #[inline]
    pub fn look(&self, key: &str, hint: &Cell<Hint>) -> Option<&'a Value<'a>> {
        let Entries::Frozen { keys, values } = *self.entries.borrow() else { return None };
        let Hint { keys: known, slot } = hint.get();
        if known == keys.as_ptr() as usize {
            return values.get(slot as usize);
        }
        find_key(keys, values, key, hint)
    }

    /// The same for a key that a program names, null where there is no such key.
    #[inline]
    pub fn look_for(&self, key: &[u8], hint: &SlotHint) -> Option<&'a Value<'a>> {
        let Entries::Frozen { keys, values } = *self.entries.borrow() else { return None };
        let at = hint.get() as usize;
        if keys.get(at).is_some_and(|known| is_key(known, key)) {
            return values.get(at);
        }
        if keys.len() > FEW {
            return None;
        }
        let Some(at) = keys.iter().position(|known| is_key(known, key)) else { return Some(&Value::Null) };
        hint.set(at as u32);
        values.get(at)
    }

    /// The entry in a slot; `None` if it was removed.
    pub fn slot(&self, heap: &Heap<'a>, slot: usize) -> Option<(Value<'a>, Value<'a>)> {
        if let Some((entries, _)) = self.event_entries() {
            return entries.get(slot).map(|(k, _)| (Value::String(k), self.event_value(heap, slot)));
        }
        match &*self.entries.borrow() {
            Entries::Frozen { keys, values } => Some((Value::String(keys.get(slot)?), *values.get(slot)?)),
            Entries::Datum { .. } => None,
            Entries::Table(table) => table.slots.get(slot).copied().flatten().map(|s| (s.key, s.value)),
        }
    }

    /// The slots in the order in which the map's class iterates.
    pub fn order(&self, heap: &Heap<'a>) -> Result<Vec<u32>> {
        let count = self.slots();
        heap.charge(count as u64 / 4)?;
        heap.reserve(count.saturating_mul(8))?;
        let live: Vec<u32> = (0..count as u32).filter(|&i| self.slot(heap, i as usize).is_some()).collect();
        if !matches!(self.kind, MapKind::HashMap | MapKind::Context) {
            return Ok(live);
        }
        let mut codes = Vec::with_capacity(live.len());
        for &i in &live {
            let key = self.slot(heap, i as usize).map_or(Value::Null, |(k, _)| k);
            codes.push(hash::code(heap, key)?);
        }
        Ok(hash::map_order(&codes, self.buckets()).into_iter().map(|i| live[i as usize]).collect())
    }

    fn buckets(&self) -> usize {
        match &*self.entries.borrow() {
            Entries::Table(table) => table.buckets,
            _ => hash::map_capacity(self.len()),
        }
    }

    /// What `new HashMap(map)` and `clone()` do: as many buckets as fit the entries at once, which may be more than
    /// entries that come one by one get.
    pub fn sized_for(&self, heap: &Heap<'a>, size: usize) {
        self.table(heap);
        if let Entries::Table(table) = &mut *self.entries.borrow_mut() {
            table.buckets = (size * 4 / 3 + 1).next_power_of_two();
        }
    }

    /// What `putAll` does before it puts: room for `more` keys, should all of them be new.
    pub fn grow_for(&self, heap: &Heap<'a>, more: usize) {
        self.table(heap);
        if let Entries::Table(table) = &mut *self.entries.borrow_mut() {
            while more > table.buckets * 3 / 4 {
                table.buckets *= 2;
            }
        }
    }

    /// The full name of its class, which for some depends on the size.
    pub fn class_name(&self) -> &'static str {
        match self.kind {
            MapKind::Immutable if self.len() == 1 => "java.util.ImmutableCollections$Map1",
            kind => kind.class_name(),
        }
    }

    /// The key and value in a slot, if the slot still holds `key` itself: the short way to an entry's value.
    pub fn slot_of(&self, slot: u32, key: Value<'a>) -> Option<Value<'a>> {
        match (&*self.entries.borrow(), key) {
            (Entries::Frozen { keys, values }, Value::String(key)) => {
                let slot = slot as usize;
                keys.get(slot).filter(|k| std::ptr::eq(**k, key)).and_then(|_| values.get(slot)).copied()
            }
            (Entries::Table(table), Value::String(key)) => match table.slots.get(slot as usize) {
                Some(Some(Slot { key: Value::String(k), value, .. })) if std::ptr::eq(*k, key) => Some(*value),
                _ => None,
            },
            _ => None,
        }
    }

    /// A `TreeMap` compares a key before it looks for it, and its class must allow that.
    fn check_key(&self, heap: &Heap<'a>, key: Value<'a>) -> Result<()> {
        if self.kind != MapKind::TreeMap {
            return Ok(());
        }
        if key.is_null() {
            return Err(Fault::new(ErrorKind::Exception, "java.lang.NullPointerException")
                .help("this map is sorted by its keys and has none that is null"));
        }
        self.charge_gaps(heap)?;
        match self.next_slot(0).and_then(|first| self.slot(heap, first)) {
            Some((first, _)) => compare::natural(heap, key, first).map(|_| ()),
            None => Ok(()),
        }
    }

    /// All entries in the map's order.
    pub fn ordered(&self, heap: &Heap<'a>) -> Result<Vec<(Value<'a>, Value<'a>)>> {
        heap.reserve(self.len().saturating_mul(2 * size_of::<Value>()))?;
        Ok(self.order(heap)?.into_iter().filter_map(|i| self.slot(heap, i as usize)).collect())
    }

    /// The value of a string key. `hint` remembers the slot where it was found last, for the next map of the same shape.
    #[inline]
    pub fn get_str(&self, heap: &Heap<'a>, key: &str, hint: &Cell<u32>) -> Option<Value<'a>> {
        if let Entries::Frozen { keys, values } = *self.entries.borrow() {
            let at = hint.get() as usize;
            if keys.get(at).is_some_and(|known| is_key(known, key.as_bytes())) {
                return values.get(at).copied();
            }
            if keys.len() <= FEW {
                let at = keys.iter().position(|k| is_key(k, key.as_bytes()))?;
                hint.set(at as u32);
                return values.get(at).copied();
            }
        }
        self.get_str_slowly(heap, key, hint)
    }

    /// The value of a string key, with a hint for this render.
    #[inline]
    pub fn get_hinted(&self, heap: &Heap<'a>, key: &str, hint: &Cell<Hint>) -> Option<Value<'a>> {
        if let Some(value) = self.look(key, hint) {
            return Some(*value);
        }
        let slot = Cell::new(hint.get().slot);
        let found = self.get_str(heap, key, &slot);
        hint.set(Hint { keys: 0, slot: slot.get() });
        found
    }

    fn get_str_slowly(&self, heap: &Heap<'a>, key: &str, hint: &Cell<u32>) -> Option<Value<'a>> {
        if let Some((entries, _)) = self.event_entries()
            && entries.len() <= FEW
        {
            let at = match entries.get(hint.get() as usize) {
                Some((k, _)) if is_key(k, key.as_bytes()) => hint.get() as usize,
                _ => entries.iter().position(|(k, _)| is_key(k, key.as_bytes()))?,
            };
            hint.set(at as u32);
            return Some(self.event_value(heap, at));
        }
        self.table(heap);
        match &*self.entries.borrow() {
            Entries::Table(table) => table.find_str(heap, key).and_then(|i| table.slots[i]).map(|s| s.value),
            _ => None,
        }
    }

    /// `get(key)`; `None` if there is no such key.
    pub fn get(&self, heap: &Heap<'a>, key: Value<'a>) -> Result<Option<Value<'a>>> {
        if let Value::String(key) = key {
            heap.charge_bytes(key.len())?;
            return Ok(self.get_str(heap, key, &Cell::new(u32::MAX)));
        }
        self.check_key(heap, key)?;
        if !matches!(&*self.entries.borrow(), Entries::Table(_)) {
            return Ok(None); // only strings there
        }
        let hash = hash_key(heap, key)?;
        match &*self.entries.borrow() {
            Entries::Table(table) => Ok(table.find(heap, key, hash)?.and_then(|i| table.slots[i]).map(|s| s.value)),
            _ => Ok(None),
        }
    }

    /// `put(key, value)`; gives the old value.
    pub fn put(&self, heap: &Heap<'a>, key: Value<'a>, value: Value<'a>) -> Result<Option<Value<'a>>> {
        heap.charge(1)?;
        heap.reserve(4 * size_of::<Slot>())?;
        self.check_key(heap, key)?;
        self.table(heap);
        let hash = hash_key(heap, key)?;
        let found = self.find(heap, key, hash)?;
        let Entries::Table(table) = &mut *self.entries.borrow_mut() else { return Ok(None) };
        if let Some(at) = found {
            let old = table.slots[at].as_mut().map(|slot| std::mem::replace(&mut slot.value, value));
            return Ok(old);
        }
        let slot = Slot { key, value, hash };
        if self.kind == MapKind::TreeMap {
            table.insert_sorted(heap, slot)?;
        } else {
            table.push(heap, slot)?;
        }
        self.modifications.set(self.modifications.get().wrapping_add(1));
        Ok(None)
    }

    /// `remove(key)`; gives the old value.
    pub fn remove(&self, heap: &Heap<'a>, key: Value<'a>) -> Result<Option<Value<'a>>> {
        heap.charge(1)?;
        self.check_key(heap, key)?;
        self.table(heap);
        let hash = hash_key(heap, key)?;
        let Some(at) = self.find(heap, key, hash)? else { return Ok(None) };
        let Entries::Table(table) = &mut *self.entries.borrow_mut() else { return Ok(None) };
        let old = table.slots[at].take().map(|slot| slot.value);
        table.live -= 1; // slots keep their numbers, for the iterators that remove
        self.modifications.set(self.modifications.get().wrapping_add(1));
        Ok(old)
    }

    /// The slot of a key. Comparing keys may look into this very map (an entry of it as a key), so that it must not be
    /// borrowed for a change yet.
    fn find(&self, heap: &Heap<'a>, key: Value<'a>, hash: u64) -> Result<Option<usize>> {
        match &*self.entries.borrow() {
            Entries::Table(table) => table.find(heap, key, hash),
            _ => Ok(None),
        }
    }

    /// `clear()`
    pub fn clear(&self, heap: &Heap<'a>) {
        self.table(heap);
        if let Entries::Table(table) = &mut *self.entries.borrow_mut() {
            table.slots.clear();
            table.index.clear();
            table.live = 0;
        }
        self.modifications.set(self.modifications.get().wrapping_add(1));
    }

    /// The first slot from `from` on that holds an entry.
    pub fn next_slot(&self, from: usize) -> Option<usize> {
        match &*self.entries.borrow() {
            Entries::Table(table) => (from..table.slots.len()).find(|&i| table.slots[i].is_some()),
            _ => (from < self.len()).then_some(from),
        }
    }

    /// The work of going over the slots of keys that went.
    pub fn charge_gaps(&self, heap: &Heap<'a>) -> Result<()> {
        heap.charge((self.slots() - self.len()) as u64 / 8)
    }

    /// The last slot that holds an entry.
    pub fn last_slot(&self) -> Option<usize> {
        match &*self.entries.borrow() {
            Entries::Table(table) => table.slots.iter().rposition(Option::is_some),
            _ => self.len().checked_sub(1),
        }
    }

    fn event_entries(&self) -> Option<EventEntries<'a>> {
        match &*self.entries.borrow() {
            Entries::Datum { entries, nested } => Some((entries, nested)),
            _ => None,
        }
    }

    /// The value in a slot of an event's map. A list or map gets its identity the first time anyone looks at it.
    fn event_value(&self, heap: &Heap<'a>, slot: usize) -> Value<'a> {
        let Some((entries, mut known)) = self.event_entries() else { return Value::Null };
        let datum = &entries[slot].1;
        if !matches!(datum, Datum::List(_) | Datum::Map(_)) {
            return heap.datum(datum, self.kind.nested());
        }
        if known.is_empty() {
            known = heap.arena().alloc_slice_fill_with(entries.len(), |_| Cell::new(None));
            *self.entries.borrow_mut() = Entries::Datum { entries, nested: known };
        }
        known[slot].get().unwrap_or_else(|| {
            let value = heap.datum(datum, self.kind.nested());
            known[slot].set(Some(value));
            value
        })
    }

    /// Moves the entries to a table.
    fn table(&self, heap: &Heap<'a>) {
        if matches!(&*self.entries.borrow(), Entries::Table(_)) {
            return;
        }
        let entries = &mut *self.entries.borrow_mut();
        let len = match entries {
            Entries::Table(_) => return,
            Entries::Frozen { keys, .. } => keys.len(),
            Entries::Datum { entries, .. } => entries.len(),
        };
        let mut slots = ArenaVec::with_capacity_in(len + 1, heap.arena());
        let slot = |key: &'a str, value| Some(Slot { key: Value::String(key), value, hash: heap.hash_one(key) });
        match entries {
            Entries::Frozen { keys, values } => slots.extend(keys.iter().zip(*values).map(|(k, v)| slot(k, *v))),
            Entries::Datum { entries, nested } => slots.extend(entries.iter().enumerate().map(|(i, (k, d))| {
                let known = nested.get(i).and_then(Cell::get);
                slot(k, known.unwrap_or_else(|| heap.datum(d, self.kind.nested())))
            })),
            Entries::Table(_) => {}
        }
        let mut table =
            Table { slots, live: len, buckets: hash::map_capacity(len), index: ArenaVec::new_in(heap.arena()) };
        table.reindex();
        *entries = Entries::Table(heap.arena().alloc(table));
    }
}

/// The slow way of [`Map::look`]: maps with many keys are left to a table.
#[inline(never)]
fn find_key<'a>(keys: &'a [&'a str], values: &'a [Value<'a>], key: &str, hint: &Cell<Hint>) -> Option<&'a Value<'a>> {
    if keys.len() > FEW {
        return None;
    }
    let at = keys.iter().position(|k| is_key(k, key.as_bytes()))?;
    hint.set(Hint { keys: keys.as_ptr() as usize, slot: at as u32 });
    values.get(at)
}

/// The same bytes: keys are short, and a call to compare them costs more than the comparison.
#[inline]
fn is_key(known: &str, key: &[u8]) -> bool {
    let known = known.as_bytes();
    if known.len() != key.len() {
        return false;
    }
    match known.len() {
        4..=8 => known.first_chunk::<4>() == key.first_chunk() && known.last_chunk::<4>() == key.last_chunk(),
        9..=16 => known.first_chunk::<8>() == key.first_chunk() && known.last_chunk::<8>() == key.last_chunk(),
        0..=3 => known.iter().zip(key).all(|(a, b)| a == b),
        _ => known == key,
    }
}

fn hash_key<'a>(heap: &Heap<'a>, key: Value<'a>) -> Result<u64> {
    Ok(match key {
        Value::String(s) => {
            heap.charge_bytes(s.len())?;
            heap.hash_one(s)
        }
        other => heap.hash_one((other.class_name().len(), hash::code(heap, other)?)),
    })
}
