//! What a matcher can go back to.

use super::Exhausted;
use super::program::Pc;

/// The most a matcher remembers, 16 bytes each.
const MAX_FRAMES: usize = 1 << 20;

/// A way not taken yet, or what to undo on the way back to one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Frame {
    /// Go on at a place in the program and in the text.
    Choice { pc: Pc, at: u32 },
    /// The same, and note that another turn of the loop led nowhere.
    LoopExit { pc: Pc, at: u32, memo: u32 },
    /// A span that can give back characters down to `low`; the program goes on after `pc`.
    Greedy { pc: Pc, low: u32, at: u32 },
    /// A span that can take more characters.
    Lazy { pc: Pc, at: u32, count: u32 },
    /// A lazy loop that can take another turn.
    Turn { pc: Pc, at: u32, count: u32 },
    /// A loop of single-way turns can end before its last turn; `count` turns are left.
    TurnsExit { pc: Pc, at: u32, count: u32 },
    /// Nothing to go back to: when all matched, the group is set so. See [`Stack::settle`].
    Final { group: u32, from: u32, to: u32 },
    /// A look behind that can start further back, with `left` more tries.
    Behind { pc: Pc, at: u32, left: u32 },
    /// A guarded body starts; `outer` is the guard around it.
    Guard { otherwise: Pc, at: u32, outer: u32 },
    /// Set a counter back.
    Counter { counter: u32, old: u32 },
    /// Set the start of a group back.
    Start { start: u32, old: u32 },
    /// Set a group back.
    Group { group: u32, from: u32, to: u32 },
}

/// Stands for no place: of a program, of a text, of a stack.
pub(super) const NONE: u32 = u32::MAX;

/// Frames, in bounded number.
#[derive(Debug, Default)]
pub(super) struct Stack {
    frames: Vec<Frame>,
    /// The innermost [`Frame::Guard`].
    pub guard: u32,
}

impl Stack {
    pub fn new() -> Stack {
        Stack { frames: Vec::new(), guard: NONE }
    }

    pub fn clear(&mut self) {
        self.frames.clear();
        self.guard = NONE;
    }

    #[inline]
    pub fn push(&mut self, frame: Frame) -> Result<(), Exhausted> {
        if self.frames.len() == MAX_FRAMES {
            return Err(Exhausted);
        }
        self.frames.push(frame);
        Ok(())
    }

    #[inline]
    pub fn pop(&mut self) -> Option<Frame> {
        self.frames.pop()
    }

    pub fn push_guard(&mut self, otherwise: Option<Pc>, at: u32) -> Result<(), Exhausted> {
        let here = self.frames.len() as u32;
        self.push(Frame::Guard { otherwise: otherwise.unwrap_or(NONE), at, outer: self.guard })?;
        self.guard = here;
        Ok(())
    }

    /// Where the innermost guarded body started.
    pub fn guarded_from(&self) -> u32 {
        match self.frames.get(self.guard as usize) {
            Some(Frame::Guard { at, .. }) => *at,
            _ => NONE,
        }
    }

    /// Forgets the innermost guard and all that its body left, and returns where it started. What would be undone
    /// stays done: Java's groups, too, keep what a guarded body set.
    pub fn drop_guard(&mut self, groups: &mut [(u32, u32)]) -> u32 {
        let here = self.guard as usize;
        let Some(&Frame::Guard { at, outer, .. }) = self.frames.get(here) else {
            return NONE;
        };
        self.settle(here, groups);
        self.frames.truncate(here);
        self.guard = outer;
        at
    }

    /// Sets groups as Java does on its way out of a match: a loop that set a group sets it again after all that followed
    /// has matched. If the loop was entered several times, what the first entry left is the last word.
    pub fn settle(&self, from_frame: usize, groups: &mut [(u32, u32)]) {
        for frame in self.frames[from_frame..].iter().rev() {
            if let Frame::Final { group, from, to } = *frame {
                groups[group as usize] = (from, to);
            }
        }
    }
}
