//! How much memory renders of a template need.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::limits::Limits;

/// What the last render of a template took, by which the next begins with enough. Threads that render at once may
/// mix theirs up: each is a good guess.
#[derive(Debug)]
pub(crate) struct Usage {
    output_bytes: AtomicUsize,
    input_bytes: AtomicUsize,
    arena_bytes: AtomicUsize,
}

impl Usage {
    /// Before any render, with the bytes that are printed whatever the input.
    pub fn new(static_bytes: usize) -> Usage {
        Usage {
            output_bytes: AtomicUsize::new(static_bytes),
            input_bytes: AtomicUsize::new(0),
            arena_bytes: AtomicUsize::new(0),
        }
    }

    /// The room to begin with for what is printed.
    pub fn output_bytes(&self, limits: &Limits) -> usize {
        let usual = self.output_bytes.load(Relaxed).min(limits.output_bytes);
        usual + usual / 16
    }

    pub fn keep_output(&self, bytes: usize) {
        keep(&self.output_bytes, bytes);
    }

    /// The memory for values that a render of such an input will take, as far as one can tell.
    pub fn arena_bytes(&self, input_bytes: usize) -> usize {
        let much = input_bytes.saturating_mul(4).saturating_add(4096);
        match self.input_bytes.load(Relaxed) {
            0 => much, // nothing is known yet, or there was no input to compare with
            last => {
                let scale = input_bytes as f64 / last as f64;
                much.min((self.arena_bytes.load(Relaxed) as f64 * scale * 1.0625) as usize + 4096)
            }
        }
    }

    pub fn keep_arena(&self, input_bytes: usize, arena_bytes: usize) {
        keep(&self.input_bytes, input_bytes);
        keep(&self.arena_bytes, arena_bytes);
    }
}

/// Stores what is new: threads that only read do not wait for each other.
fn keep(cell: &AtomicUsize, value: usize) {
    if cell.load(Relaxed) != value {
        cell.store(value, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_render_is_expected_to_take_what_the_last_took_for_its_input() {
        let usage = Usage::new(0);
        assert_eq!(usage.arena_bytes(1000), 4 * 1000 + 4096, "nothing is known yet");
        usage.keep_arena(1_000_000, 2_000_000);
        assert_eq!(usage.arena_bytes(1_000_000), 2_125_000 + 4096);
        assert_eq!(usage.arena_bytes(100), 212 + 4096);
    }

    #[test]
    fn a_render_of_a_small_input_says_little_of_a_large_one() {
        let usage = Usage::new(0);
        usage.keep_arena(2, 6000);
        assert_eq!(usage.arena_bytes(1_000_000), 4 * 1_000_000 + 4096);
    }

    #[test]
    fn room_for_the_output_stays_within_its_limit() {
        let usage = Usage::new(1600);
        assert_eq!(usage.output_bytes(&Limits::default()), 1700);
        assert_eq!(usage.output_bytes(&Limits { output_bytes: 160, ..Limits::default() }), 170);
    }
}
