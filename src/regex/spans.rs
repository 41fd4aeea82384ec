//! Loops around single characters: all at once, and back one by one.

use super::Exhausted;
use super::ast::Greed;
use super::matcher::{Matcher, Step};
use super::program::{Inst, Pc, Span};
use super::stack::Frame;

impl Matcher<'_, '_> {
    pub(super) fn span(&mut self, span: &Span, pc: Pc, at: usize) -> Result<Step, Exhausted> {
        let Some(low) = self.run_of(span, at, span.min)? else {
            return Ok(Step::Fail);
        };
        if span.max == span.min {
            return Ok(Step::Go(pc + 1, low));
        }
        if span.greed == Greed::Lazy {
            let (at, count) = (low as u32, span.min);
            self.stack.push(Frame::Lazy { pc, at, count })?;
            return Ok(Step::Go(pc + 1, low));
        }
        let end = self.longest(span, low, span.max - span.min)?;
        if span.greed == Greed::Possessive || end == low {
            return Ok(Step::Go(pc + 1, end));
        }
        self.give_back_from(pc, low, end)
    }

    /// Past `count` characters of the set.
    fn run_of(&mut self, span: &Span, mut at: usize, count: u32) -> Result<Option<usize>, Exhausted> {
        for _ in 0..count {
            match self.char_at(at) {
                Some(c) if span.set.has(c) => at += c.len_utf8(),
                _ => return Ok(None),
            }
            self.burn(1)?;
        }
        Ok(Some(at))
    }

    /// Past up to `count` characters of the set.
    fn longest(&mut self, span: &Span, from: usize, count: u32) -> Result<usize, Exhausted> {
        let mut at = from;
        for _ in 0..count {
            match self.bytes.get(at) {
                Some(&byte) if byte < 128 => {
                    if !span.set.has_ascii(byte) {
                        break;
                    }
                    at += 1;
                }
                _ => match self.char_at(at) {
                    Some(c) if span.set.has(c) => at += c.len_utf8(),
                    _ => break,
                },
            }
        }
        self.burn((at - from) / 8)?;
        Ok(at)
    }

    /// A greedy span goes on one character before `at`.
    pub(super) fn give_back(&mut self, pc: Pc, low: usize, at: usize) -> Result<Step, Exhausted> {
        let mut at = at - 1;
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        self.give_back_from(pc, low, at)
    }

    /// A greedy span goes on at `at`, or at the last place before it where what follows can start.
    fn give_back_from(&mut self, pc: Pc, low: usize, at: usize) -> Result<Step, Exhausted> {
        let mut at = at;
        if let Inst::Byte(byte) = &self.program.insts[pc as usize + 1]
            && self.bytes.get(at) != Some(byte)
        {
            let found = memchr::memrchr(*byte, &self.bytes[low..at]);
            self.burn((at - low) / 32)?;
            match found {
                Some(offset) => at = low + offset,
                None => return Ok(Step::Fail),
            }
        }
        if at > low {
            let (low, at) = (low as u32, at as u32);
            self.stack.push(Frame::Greedy { pc, low, at })?;
        }
        Ok(Step::Go(pc + 1, at))
    }

    /// A lazy span takes one character more.
    pub(super) fn take_more(&mut self, pc: Pc, at: usize, count: u32) -> Result<Step, Exhausted> {
        let program = self.program;
        let Inst::Span(span) = &program.insts[pc as usize] else {
            return Ok(Step::Fail);
        };
        match self.char_at(at) {
            Some(c) if span.set.has(c) => {
                let (at, count) = (at + c.len_utf8(), count + 1);
                if count < span.max {
                    let at = at as u32;
                    self.stack.push(Frame::Lazy { pc, at, count })?;
                }
                Ok(Step::Go(pc + 1, at))
            }
            _ => Ok(Step::Fail),
        }
    }
}
