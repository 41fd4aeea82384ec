//! The memory of a thread's last render, for its next one.
//!
//! Pages that go back to the system come from it again one by one, which costs more than to fill them: without this a
//! large render takes half as long again.

use std::cell::Cell;

use bumpalo::Bump;

/// More than this goes back at once.
const MOST: usize = 48 << 20;
/// Without a guess worth its memory a render begins with this.
const SMALL: usize = 120 << 10;

thread_local! {
    static SPARE: Cell<Option<Bump>> = const { Cell::new(None) };
}

/// An arena with room for `expected` bytes, unless that is very much. Memory that is far too large for a render goes back
/// to the system, so that one large render is not remembered for ever.
pub(crate) fn arena(expected: usize) -> Bump {
    let spare = SPARE.try_with(Cell::take).ok().flatten();
    let fits = |arena: &Bump| (expected..expected.saturating_mul(16).max(SMALL)).contains(&arena.chunk_capacity());
    spare.filter(fits).unwrap_or_else(|| {
        let piece = if expected <= MOST { expected } else { SMALL };
        Bump::with_capacity(piece)
    })
}

/// Keeps the largest piece of an arena that is no longer needed.
pub(crate) fn keep(mut arena: Bump) {
    arena.reset();
    if arena.chunk_capacity() <= MOST {
        let _ = SPARE.try_with(|spare| spare.set(Some(arena)));
    }
}

/// The bytes that were taken from an arena.
#[inline]
pub(crate) fn taken(arena: &Bump) -> usize {
    arena.allocated_bytes() - arena.chunk_capacity()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_piece_of_a_large_render_serves_the_next() {
        let arena = arena(1 << 20);
        let piece = arena.alloc([0u8; 64]).as_ptr() as usize;
        keep(arena);
        let next = super::arena(1 << 20);
        assert_eq!(next.alloc([0u8; 64]).as_ptr() as usize, piece);
        assert_eq!(taken(&next), 64);
    }

    #[test]
    fn a_small_render_gives_a_large_piece_back() {
        keep(arena(8 << 20));
        assert!(arena(4096).chunk_capacity() < 8 << 20);
        assert!(SPARE.take().is_none());
    }

    #[test]
    fn what_is_very_large_is_not_kept() {
        let arena = arena(1 << 20);
        arena.alloc_layout(std::alloc::Layout::new::<[u8; MOST + 1]>());
        keep(arena);
        assert!(SPARE.take().is_none());
    }
}
