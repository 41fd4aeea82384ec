//! Runs a program over a text. Goes back through a stack of its own, so no pattern can overflow the thread's.

use super::Exhausted;
use super::program::{Inst, Pc, Program};
use super::stack::{Frame, NONE, Stack};

/// What one instruction, or going back to a frame, leads to.
pub(super) enum Step {
    /// Go on.
    Go(Pc, usize),
    /// Go back.
    Fail,
    Done(usize),
}

/// How many instructions count as one of the caller's steps.
const PER_STEP: u64 = 3;

/// A match under way.
pub(super) struct Matcher<'r, 't> {
    pub(super) program: &'r Program,
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) stack: Stack,
    pub(super) counters: Vec<u32>,
    pub(super) starts: Vec<u32>,
    /// From and to of each group; [`NONE`] twice for one that took no part.
    pub groups: Vec<(u32, u32)>,
    /// For each loop that takes notes, a bit for each place in the text.
    pub(super) memos: Vec<Vec<u64>>,
    /// Where the match before this one ended.
    pub(super) previous: usize,
    whole: bool,
    /// Instructions left, and how many there were.
    fuel: u64,
}

impl<'r, 't> Matcher<'r, 't> {
    pub fn new(program: &'r Program, text: &'t str) -> Matcher<'r, 't> {
        Matcher {
            program,
            text,
            bytes: text.as_bytes(),
            stack: Stack::new(),
            counters: vec![0; program.counters as usize],
            starts: vec![NONE; program.starts as usize],
            groups: vec![(NONE, NONE); program.groups as usize],
            memos: vec![Vec::new(); program.memos as usize],
            previous: 0,
            whole: false,
            fuel: 0,
        }
    }

    /// Forgets groups, before a search. Notes of what did not match hold for the text, so they stay.
    pub fn reset(&mut self, previous: usize, whole: bool) {
        self.previous = previous;
        self.whole = whole;
        self.groups.fill((NONE, NONE));
    }

    /// Matches from `at` on, and returns where the match ends. Groups set where a guarded body matched stay set even if
    /// the whole does not match; Java's do.
    pub fn run(&mut self, at: usize, budget: &super::Budget) -> Result<Option<usize>, Exhausted> {
        self.stack.clear();
        let steps = budget.get();
        self.fuel = steps.saturating_mul(PER_STEP);
        let before = self.fuel;
        let result = self.steps(at);
        let used = (before - self.fuel).div_ceil(PER_STEP);
        budget.set(steps.saturating_sub(used));
        result
    }

    fn steps(&mut self, at: usize) -> Result<Option<usize>, Exhausted> {
        let (mut pc, mut at) = (0, at);
        loop {
            self.burn(1)?;
            let mut step = self.step(pc, at)?;
            while let Step::Fail = step {
                let Some(frame) = self.stack.pop() else {
                    return Ok(None);
                };
                self.burn(1)?;
                step = self.resume(frame)?;
            }
            match step {
                Step::Go(next, to) => (pc, at) = (next, to),
                Step::Done(end) => {
                    self.stack.settle(0, &mut self.groups);
                    return Ok(Some(end));
                }
                Step::Fail => {}
            }
        }
    }

    #[inline]
    pub(super) fn burn(&mut self, fuel: usize) -> Result<(), Exhausted> {
        self.fuel = self.fuel.saturating_sub(fuel as u64);
        if self.fuel == 0 { Err(Exhausted) } else { Ok(()) }
    }

    fn step(&mut self, pc: Pc, at: usize) -> Result<Step, Exhausted> {
        let program = self.program;
        Ok(match &program.insts[pc as usize] {
            Inst::Byte(byte) if self.bytes.get(at) == Some(byte) => Step::Go(pc + 1, at + 1),
            Inst::Byte(_) => Step::Fail,
            Inst::Bytes(literal) if self.bytes[at..].starts_with(literal) => {
                self.burn(literal.len() / 16)?;
                Step::Go(pc + 1, at + literal.len())
            }
            Inst::Bytes(_) => Step::Fail,
            Inst::Set(set) => match self.char_at(at) {
                Some(c) if set.has(c) => Step::Go(pc + 1, at + c.len_utf8()),
                _ => Step::Fail,
            },
            Inst::Span(span) => self.span(span, pc, at)?,
            Inst::Assert(assert) if self.holds(*assert, at)? => Step::Go(pc + 1, at),
            Inst::Assert(_) => Step::Fail,
            Inst::Backref(group, fold) => match self.backref(*group, *fold, at)? {
                Some(end) => Step::Go(pc + 1, end),
                None => Step::Fail,
            },
            Inst::Linebreak => self.linebreak(pc, at)?,
            Inst::Grapheme => match self.grapheme_end(at)? {
                Some(end) => Step::Go(pc + 1, end),
                None => Step::Fail,
            },
            Inst::Jump(to) => Step::Go(*to, at),
            Inst::Split(first, second) => {
                self.choice(*second, at)?;
                Step::Go(*first, at)
            }
            Inst::Match if self.whole && at != self.bytes.len() => Step::Fail,
            Inst::Match => Step::Done(at),
            inst => self.step_group(inst, pc, at)?,
        })
    }

    /// The instructions of groups, loops and guards.
    fn step_group(&mut self, inst: &Inst, pc: Pc, at: usize) -> Result<Step, Exhausted> {
        Ok(match inst {
            Inst::Start(start) => {
                let old = std::mem::replace(&mut self.starts[*start as usize], at as u32);
                self.stack.push(Frame::Start { start: *start, old })?;
                Step::Go(pc + 1, at)
            }
            Inst::End { start, capture } => {
                self.set_group(*capture, self.starts[*start as usize], at)?;
                Step::Go(pc + 1, at)
            }
            Inst::LoopEnter(the_loop) => self.loop_enter(the_loop, at)?,
            Inst::LoopBack(the_loop) => self.loop_back(the_loop, at)?,
            Inst::TurnsEnter { counter, turns } => {
                self.counters[*counter as usize] = 0;
                Step::Go(*turns, at)
            }
            Inst::Turns(turns) => self.turns(turns, pc, at)?,
            Inst::TurnLazy => {
                self.stack.push_guard(None, at as u32)?;
                Step::Go(pc + 1, at)
            }
            Inst::TurnEnd(turns) => self.turn_end(*turns, at)?,
            Inst::Guard(guard) => {
                self.stack.push_guard(guard.otherwise, at as u32)?;
                Step::Go(pc + 1, at)
            }
            Inst::GuardEnd { keep_place } => {
                let from = self.stack.drop_guard(&mut self.groups) as usize;
                Step::Go(pc + 1, if *keep_place { from } else { at })
            }
            Inst::GuardFail => {
                self.stack.drop_guard(&mut self.groups);
                Step::Fail
            }
            Inst::Behind { guard, min, max } => {
                self.stack.push_guard(guard.otherwise, at as u32)?;
                match (self.back(at, *min)?, max.checked_sub(*min)) {
                    (Some(from), Some(left)) => self.behind(pc + 1, from, left)?,
                    _ => Step::Fail,
                }
            }
            Inst::BehindEnd if self.stack.guarded_from() as usize == at => Step::Go(pc + 1, at),
            _ => Step::Fail,
        })
    }

    /// Goes on from the last way not taken.
    fn resume(&mut self, frame: Frame) -> Result<Step, Exhausted> {
        Ok(match frame {
            Frame::Choice { pc, at } => Step::Go(pc, at as usize),
            Frame::LoopExit { pc, at, memo } => {
                self.note(memo, at as usize);
                Step::Go(pc, at as usize)
            }
            Frame::Greedy { pc, low, at } => self.give_back(pc, low as usize, at as usize)?,
            Frame::Lazy { pc, at, count } => self.take_more(pc, at as usize, count)?,
            Frame::Turn { pc, at, count } => {
                if let Inst::Turns(turns) = &self.program.insts[pc as usize] {
                    self.counters[turns.counter as usize] = count;
                }
                Step::Go(pc + 1, at as usize)
            }
            Frame::TurnsExit { pc, at, count } => match &self.program.insts[pc as usize] {
                Inst::Turns(turns) => self.turns_exit(turns, at as usize, count)?,
                _ => Step::Fail,
            },
            Frame::Final { .. } => Step::Fail,
            Frame::Behind { pc, at, left } => match self.back(at as usize, 1)? {
                Some(from) => self.behind(pc, from, left - 1)?,
                None => Step::Fail,
            },
            Frame::Guard { otherwise, at, outer } => {
                self.stack.guard = outer;
                if otherwise == NONE { Step::Fail } else { Step::Go(otherwise, at as usize) }
            }
            Frame::Counter { counter, old } => {
                self.counters[counter as usize] = old;
                Step::Fail
            }
            Frame::Start { start, old } => {
                self.starts[start as usize] = old;
                Step::Fail
            }
            Frame::Group { group, from, to } => {
                self.groups[group as usize] = (from, to);
                Step::Fail
            }
        })
    }

    #[inline]
    pub(super) fn choice(&mut self, pc: Pc, at: usize) -> Result<(), Exhausted> {
        let at = at as u32;
        self.stack.push(Frame::Choice { pc, at })
    }

    pub(super) fn set_group(&mut self, group: u32, from: u32, to: usize) -> Result<(), Exhausted> {
        let new = (from, to as u32);
        let (from, to) = std::mem::replace(&mut self.groups[group as usize], new);
        self.stack.push(Frame::Group { group, from, to })
    }

    pub(super) fn set_counter(&mut self, counter: u32, count: u32) -> Result<(), Exhausted> {
        let old = std::mem::replace(&mut self.counters[counter as usize], count);
        self.stack.push(Frame::Counter { counter, old })
    }

    /// A try of a look behind from `from`, with `left` more further back.
    fn behind(&mut self, pc: Pc, from: usize, left: u32) -> Result<Step, Exhausted> {
        if left > 0 && from > 0 {
            let at = from as u32;
            self.stack.push(Frame::Behind { pc, at, left })?;
        }
        Ok(Step::Go(pc, from))
    }

    /// `\R`: `\r\n` first, then `\r` alone.
    fn linebreak(&mut self, pc: Pc, at: usize) -> Result<Step, Exhausted> {
        let Some(c) = self.char_at(at) else {
            return Ok(Step::Fail);
        };
        let end = at + c.len_utf8();
        if c == '\r' && self.bytes.get(end) == Some(&b'\n') {
            self.choice(pc + 1, end)?;
            return Ok(Step::Go(pc + 1, end + 1));
        }
        let breaks = matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        Ok(if breaks { Step::Go(pc + 1, end) } else { Step::Fail })
    }

    #[inline]
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(&byte) if byte < 128 => Some(char::from(byte)),
            Some(_) => self.text[at..].chars().next(),
            None => None,
        }
    }

    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// `count` characters back, if there are so many.
    fn back(&mut self, at: usize, count: u32) -> Result<Option<usize>, Exhausted> {
        let mut at = at;
        for _ in 0..count {
            self.burn(1)?;
            match self.char_before(at) {
                Some(c) => at -= c.len_utf8(),
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}
