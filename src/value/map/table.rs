//! The entries of a map that was changed.

use bumpalo::collections::Vec as ArenaVec;

use crate::error::Result;
use crate::value::{Heap, Value, compare, equal};

/// Up to so many slots are searched one by one.
const FEW: usize = 8;

/// Entries in the order they came, with an index of them once there are many.
pub(super) struct Table<'a> {
    pub slots: ArenaVec<'a, Option<Slot<'a>>>,
    pub live: usize,
    /// Buckets that Java's hash table has by now, which decide a `HashMap`'s order. It never shrinks.
    pub buckets: usize,
    /// Open addressing: slot number + 1, 0 for free. Empty while there are few slots.
    pub index: ArenaVec<'a, u32>,
}

#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    pub key: Value<'a>,
    pub value: Value<'a>,
    pub hash: u64,
}

impl<'a> Table<'a> {
    pub fn find_str(&self, heap: &Heap<'a>, key: &str) -> Option<usize> {
        let is = |slot: &Option<Slot<'a>>| matches!(slot, Some(Slot { key: Value::String(k), .. }) if *k == key);
        if self.index.is_empty() {
            return self.slots.iter().position(is);
        }
        let mut at = heap.hash_one(key) as usize & (self.index.len() - 1);
        while self.index[at] != 0 {
            let slot = self.index[at] as usize - 1;
            if is(&self.slots[slot]) {
                return Some(slot);
            }
            at = (at + 1) & (self.index.len() - 1);
        }
        None
    }

    pub fn find(&self, heap: &Heap<'a>, key: Value<'a>, hash: u64) -> Result<Option<usize>> {
        let is = |slot: &Option<Slot<'a>>| match slot {
            Some(slot) if slot.hash == hash => equal::equals(heap, slot.key, key),
            _ => Ok(false),
        };
        if self.index.is_empty() {
            for (i, slot) in self.slots.iter().enumerate() {
                if is(slot)? {
                    return Ok(Some(i));
                }
            }
            return Ok(None);
        }
        let mut at = hash as usize & (self.index.len() - 1);
        while self.index[at] != 0 {
            let slot = self.index[at] as usize - 1;
            if is(&self.slots[slot])? {
                return Ok(Some(slot));
            }
            at = (at + 1) & (self.index.len() - 1);
        }
        Ok(None)
    }

    pub fn push(&mut self, heap: &Heap<'a>, slot: Slot<'a>) -> Result<()> {
        if self.slots.len() > 2 * FEW && self.live < self.slots.len() / 2 {
            self.compact(heap)?;
        }
        if self.slots.len() == self.slots.capacity() {
            heap.reserve(self.slots.len() * 2 * size_of::<Option<Slot>>())?;
        }
        self.slots.push(Some(slot));
        self.live += 1;
        if self.live > self.buckets * 3 / 4 {
            self.buckets *= 2;
        }
        if self.slots.len() > FEW && self.slots.len() * 2 > self.index.len() {
            heap.reserve(self.slots.len() * 4 * size_of::<u32>())?;
            self.reindex();
        } else if !self.index.is_empty() {
            self.index_slot(self.slots.len() - 1, slot.hash);
        }
        Ok(())
    }

    /// For a `TreeMap`: its order is that of its keys.
    pub fn insert_sorted(&mut self, heap: &Heap<'a>, slot: Slot<'a>) -> Result<()> {
        heap.charge(self.slots.len() as u64 / 4)?;
        heap.reserve(self.slots.len() * 2 * size_of::<Option<Slot>>())?;
        self.slots.retain(Option::is_some);
        let mut at = self.slots.len();
        let mut from = 0;
        while from < at {
            let middle = usize::midpoint(from, at);
            let key = self.slots[middle].map_or(Value::Null, |s| s.key);
            if compare::natural(heap, slot.key, key)? > 0 {
                from = middle + 1;
            } else {
                at = middle;
            }
        }
        self.slots.insert(at, Some(slot));
        self.live += 1;
        self.reindex();
        Ok(())
    }

    /// Drops the slots of keys that went. Only where a key comes, which ends all iterators that know slots.
    fn compact(&mut self, heap: &Heap<'a>) -> Result<()> {
        heap.charge(self.slots.len() as u64 / 4)?;
        heap.reserve(self.live * size_of::<Option<Slot>>())?;
        let mut slots = ArenaVec::with_capacity_in(self.live + 1, heap.arena());
        slots.extend(self.slots.iter().copied().filter(Option::is_some));
        self.slots = slots;
        self.reindex();
        Ok(())
    }

    pub fn reindex(&mut self) {
        self.index.clear();
        if self.slots.len() <= FEW {
            return;
        }
        self.index.resize((self.slots.len() * 4).next_power_of_two(), 0);
        for i in 0..self.slots.len() {
            if let Some(slot) = self.slots[i] {
                self.index_slot(i, slot.hash);
            }
        }
    }

    fn index_slot(&mut self, slot: usize, hash: u64) {
        let mask = self.index.len() - 1;
        let mut at = hash as usize & mask;
        while self.index[at] != 0 {
            at = (at + 1) & mask;
        }
        self.index[at] = slot as u32 + 1;
    }
}
