//! Tables of parts, and places in them.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, Range};

use bumpalo::collections::Vec as ArenaVec;

use super::Program;

/// All parts of one sort.
#[derive(Debug)]
pub(super) struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table(Vec::new())
    }
}

/// What stands in a table of its program.
pub(crate) trait Part: Sized {
    /// All parts of this sort.
    fn all(program: &Program) -> &[Self];
}

/// The place of one part.
pub(crate) struct Id<T> {
    at: u32,
    of: PhantomData<fn() -> T>,
}

/// The places of parts that stand one behind the other.
pub(crate) struct List<T> {
    start: u32,
    len: u32,
    of: PhantomData<fn() -> T>,
}

/// The places of two parts, one behind the other.
pub(crate) struct Pair<T> {
    first: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Table<T> {
    pub fn with_capacity(capacity: usize) -> Table<T> {
        Table(Vec::with_capacity(capacity))
    }

    #[inline]
    pub fn add(&mut self, part: T) -> Id<T> {
        self.0.push(part);
        Id { at: self.0.len() as u32 - 1, of: PhantomData }
    }

    /// Moves the parts from `base` on out of a list of open ones.
    #[inline]
    pub fn close(&mut self, open: &mut ArenaVec<'_, T>, base: usize) -> List<T>
    where
        T: Copy,
    {
        let start = self.0.len();
        self.0.extend_from_slice(&open[base..]);
        open.truncate(base);
        self.since(start)
    }

    /// A list of one part, which needs no list of open ones.
    pub fn add_one(&mut self, part: T) -> List<T> {
        self.0.push(part);
        self.since(self.0.len() - 1)
    }

    pub fn add_pair(&mut self, pair: [T; 2]) -> Pair<T> {
        let first = self.0.len() as u32;
        self.0.extend(pair);
        Pair { first, of: PhantomData }
    }

    pub fn add_all(&mut self, parts: impl Iterator<Item = T>) -> List<T> {
        let start = self.0.len();
        self.0.extend(parts);
        self.since(start)
    }

    /// The parts added since there were so many.
    pub fn since(&self, start: usize) -> List<T> {
        List { start: start as u32, len: (self.0.len() - start) as u32, of: PhantomData }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    #[inline]
    pub fn all(&self) -> &[T] {
        &self.0
    }

    pub fn pair(&self, pair: Pair<T>) -> &[T; 2] {
        pair.among(&self.0)
    }

    #[inline]
    pub fn get(&self, id: Id<T>) -> &T {
        &self.0[id.at as usize]
    }

    #[inline]
    pub fn list(&self, list: List<T>) -> &[T] {
        &self.0[list.places()]
    }

    /// What the table takes of the memory.
    pub fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<T>()
    }
}

impl<T> Pair<T> {
    #[inline]
    fn among(self, parts: &[T]) -> &[T; 2] {
        parts[self.first as usize..].first_chunk().expect("a pair has two parts")
    }
}

impl<T> List<T> {
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    #[inline]
    pub fn len(self) -> usize {
        self.len as usize
    }

    fn places(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

impl<T: Part> Index<Pair<T>> for Program {
    type Output = [T; 2];

    #[inline]
    fn index(&self, pair: Pair<T>) -> &[T; 2] {
        pair.among(T::all(self))
    }
}

impl<T: Part> Index<Id<T>> for Program {
    type Output = T;

    #[inline]
    fn index(&self, id: Id<T>) -> &T {
        &T::all(self)[id.at as usize]
    }
}

impl<T: Part> Index<List<T>> for Program {
    type Output = [T];

    #[inline]
    fn index(&self, list: List<T>) -> &[T] {
        &T::all(self)[list.places()]
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.at)
    }
}

impl<T> Clone for Pair<T> {
    fn clone(&self) -> Pair<T> {
        *self
    }
}

impl<T> Copy for Pair<T> {}

impl<T> fmt::Debug for Pair<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}+2", self.first)
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> List<T> {
        *self
    }
}

impl<T> Copy for List<T> {}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}+{}", self.start, self.len)
    }
}
