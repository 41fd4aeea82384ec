//! Loops around groups: turn by turn, and back.

use super::Exhausted;
use super::ast::{Greed, MANY};
use super::matcher::{Matcher, Step};
use super::program::{Inst, Loop, Pc, Turns};
use super::stack::Frame;

impl Matcher<'_, '_> {
    pub(super) fn loop_enter(&mut self, the_loop: &Loop, at: usize) -> Result<Step, Exhausted> {
        if the_loop.max == 0 {
            return Ok(Step::Go(the_loop.exit, at));
        }
        if the_loop.min == 0 && the_loop.lazy {
            // The first turn comes later, and must find the counter at one.
            self.set_counter(the_loop.counter, 1)?;
            self.choice(the_loop.body, at)?;
            return Ok(Step::Go(the_loop.exit, at));
        }
        if the_loop.min == 0 {
            self.choice(the_loop.exit, at)?;
        }
        self.set_counter(the_loop.counter, 1)?;
        Ok(Step::Go(the_loop.body, at))
    }

    /// A turn that took nothing ends the loop, whatever its least count.
    pub(super) fn loop_back(&mut self, the_loop: &Loop, at: usize) -> Result<Step, Exhausted> {
        let Loop { counter, exit, body, .. } = *the_loop;
        if at as u32 <= self.starts[the_loop.start as usize] {
            return Ok(Step::Go(exit, at));
        }
        let count = self.counters[counter as usize];
        if count < the_loop.min {
            self.set_counter(counter, count + 1)?;
            return Ok(Step::Go(body, at));
        }
        if count >= the_loop.max && the_loop.max != MANY {
            return Ok(Step::Go(exit, at));
        }
        let more = count.saturating_add(1);
        if the_loop.lazy {
            // The way out does not look at the counter; the turn must find the new count.
            self.set_counter(counter, more)?;
            self.choice(body, at)?;
            return Ok(Step::Go(exit, at));
        }
        if let Some(memo) = the_loop.memo {
            if self.is_noted(memo, at) {
                return Ok(Step::Go(exit, at));
            }
            let at = at as u32;
            self.stack.push(Frame::LoopExit { pc: exit, at, memo })?;
        } else {
            self.choice(exit, at)?;
        }
        self.set_counter(counter, more)?;
        Ok(Step::Go(body, at))
    }

    pub(super) fn note(&mut self, memo: u32, at: usize) {
        let bits = &mut self.memos[memo as usize];
        if bits.is_empty() {
            bits.resize(self.bytes.len() / 64 + 1, 0);
        }
        bits[at / 64] |= 1 << (at % 64);
    }

    fn is_noted(&self, memo: u32, at: usize) -> bool {
        let word = self.memos[memo as usize].get(at / 64);
        word.is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub(super) fn turns(&mut self, turns: &Turns, pc: Pc, at: usize) -> Result<Step, Exhausted> {
        let count = self.counters[turns.counter as usize];
        let place = at as u32;
        if count < turns.min {
            self.stack.push_guard(None, place)?;
            return Ok(Step::Go(turns.body, at));
        }
        if count >= turns.max {
            return self.turns_exit(turns, at, count);
        }
        let at = place;
        match turns.greed {
            Greed::Greedy => {
                self.stack.push(Frame::TurnsExit { pc, at, count })?;
                self.stack.push_guard(None, at)?;
            }
            Greed::Possessive => self.stack.push_guard(Some(turns.exit), at)?,
            Greed::Lazy => {
                self.stack.push(Frame::Turn { pc, at, count })?;
                return Ok(Step::Go(turns.exit, at as usize));
            }
        }
        Ok(Step::Go(turns.body, at as usize))
    }

    pub(super) fn turns_exit(&mut self, turns: &Turns, at: usize, count: u32) -> Result<Step, Exhausted> {
        if turns.capture != 0 && turns.greed == Greed::Greedy && count > turns.min {
            let group = turns.capture;
            let (from, to) = self.groups[group as usize];
            self.stack.push(Frame::Final { group, from, to })?;
        }
        Ok(Step::Go(turns.exit, at))
    }

    pub(super) fn turn_end(&mut self, pc: Pc, at: usize) -> Result<Step, Exhausted> {
        let program = self.program;
        let Inst::Turns(turns) = &program.insts[pc as usize] else {
            return Ok(Step::Fail);
        };
        let from = self.stack.drop_guard(&mut self.groups);
        let count = self.counters[turns.counter as usize];
        let mut next = count.saturating_add(1);
        if from as usize == at {
            if count >= turns.min {
                return self.idle_turn(turns, at, count);
            }
            // The others would take nothing as well.
            next = turns.min;
        }
        if turns.capture != 0 {
            self.set_group(turns.capture, from, at)?;
        }
        self.counters[turns.counter as usize] = next.min(MANY - 1);
        Ok(Step::Go(pc, at))
    }

    /// A turn beyond the least count that took nothing: a greedy loop ends as if it had not been.
    fn idle_turn(&mut self, turns: &Turns, at: usize, count: u32) -> Result<Step, Exhausted> {
        Ok(match turns.greed {
            Greed::Greedy => {
                self.stack.pop();
                return self.turns_exit(turns, at, count);
            }
            Greed::Possessive => Step::Go(turns.exit, at),
            Greed::Lazy => Step::Fail,
        })
    }
}
