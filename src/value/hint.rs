//! Where a key was found last, so that the next map of the same shape is not searched.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The address of the keys, and the slot. Good for one render, in which no address is used twice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hint {
    pub keys: usize,
    pub slot: u32,
}

/// The slot alone, kept by a program from render to render: bodies of one API have one shape.
#[derive(Debug, Default)]
pub(crate) struct SlotHint(AtomicU32);

impl SlotHint {
    #[inline]
    pub fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }

    #[inline]
    pub fn set(&self, slot: u32) {
        self.0.store(slot, Relaxed);
    }

    /// Lets `find` use the slot and say another.
    #[inline]
    pub fn look<T>(&self, find: impl FnOnce(&Cell<u32>) -> T) -> T {
        let before = self.get();
        let slot = Cell::new(before);
        let found = find(&slot);
        if slot.get() != before {
            self.set(slot.get());
        }
        found
    }
}

impl Clone for SlotHint {
    fn clone(&self) -> SlotHint {
        SlotHint(AtomicU32::new(self.get()))
    }
}

impl PartialEq for SlotHint {
    /// A hint is no part of what a path means.
    fn eq(&self, _: &SlotHint) -> bool {
        true
    }
}
