//! Tree → program.

use super::ast::{Assert, Greed, Look, MANY, Node, Repeat};
use super::program::{Guard, Inst, Loop, Pc, Program, Span, Turns};

/// How many loops take notes of what did not match.
const MAX_MEMOS: u32 = 4;

struct Compiler {
    insts: Vec<Inst>,
    counters: u32,
    starts: u32,
    memos: u32,
    /// Whether the next loop may take notes: it is in no other, and nothing refers back to a group or match.
    memo: bool,
    /// Bytes to be matched before the next instruction.
    literal: Vec<u8>,
}

/// A program that matches `root`.
pub(super) fn compile(root: &Node, groups: u32) -> Program {
    let mut compiler =
        Compiler { insts: Vec::new(), counters: 0, starts: 0, memos: 0, memo: !refers_back(root), literal: Vec::new() };
    compiler.node(root);
    compiler.push(Inst::Match);
    Program {
        insts: compiler.insts,
        groups,
        counters: compiler.counters,
        starts: compiler.starts,
        memos: compiler.memos,
    }
}

fn refers_back(node: &Node) -> bool {
    match node {
        Node::Backref(..) | Node::Assert(Assert::Previous) => true,
        Node::Group(_, body) | Node::Atomic(body) => refers_back(body),
        Node::Look(look) => refers_back(&look.body),
        Node::Repeat(repeat) => refers_back(&repeat.body),
        Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().any(refers_back),
        _ => false,
    }
}

impl Compiler {
    /// Where the next instruction will be.
    fn here(&mut self) -> Pc {
        let literal = std::mem::take(&mut self.literal);
        match literal.as_slice() {
            [] => {}
            [byte] => self.insts.push(Inst::Byte(*byte)),
            _ => self.insts.push(Inst::Bytes(literal.into())),
        }
        self.insts.len() as Pc
    }

    fn push(&mut self, inst: Inst) -> Pc {
        let at = self.here();
        self.insts.push(inst);
        at
    }

    fn counter(&mut self) -> u32 {
        self.counters += 1;
        self.counters - 1
    }

    fn start(&mut self) -> u32 {
        self.starts += 1;
        self.starts - 1
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Empty => {}
            Node::Literal(text) => self.literal.extend(text.bytes()),
            Node::Set(set) => {
                self.push(Inst::Set(set.clone()));
            }
            Node::Assert(assert) => {
                self.push(Inst::Assert(*assert));
            }
            Node::Backref(group, fold) => {
                self.push(Inst::Backref(*group, *fold));
            }
            Node::Linebreak => {
                self.push(Inst::Linebreak);
            }
            Node::Grapheme => {
                self.push(Inst::Grapheme);
            }
            Node::Group(None, body) => self.node(body),
            Node::Group(Some(capture), body) => {
                let start = self.start();
                self.push(Inst::Start(start));
                self.node(body);
                let capture = *capture;
                self.push(Inst::End { start, capture });
            }
            Node::Look(look) => self.look(look),
            Node::Atomic(body) => {
                self.push(Inst::Guard(Guard { otherwise: None }));
                self.node(body);
                self.push(Inst::GuardEnd { keep_place: false });
            }
            Node::Concat(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Alternate(nodes) => self.alternate(nodes),
            Node::Repeat(repeat) => self.repeat(repeat),
        }
    }

    fn alternate(&mut self, nodes: &[Node]) {
        let mut jumps = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.node(node);
                break;
            }
            let split = self.push(Inst::Split(0, 0));
            self.node(node);
            jumps.push(self.push(Inst::Jump(0)));
            self.insts[split as usize] = Inst::Split(split + 1, self.insts.len() as Pc);
        }
        let end = self.here();
        for jump in jumps {
            self.insts[jump as usize] = Inst::Jump(end);
        }
    }

    fn look(&mut self, look: &Look) {
        let at = self.push(Inst::Match);
        self.node(&look.body);
        if look.behind.is_some() {
            self.push(Inst::BehindEnd);
        }
        self.push(if look.negate { Inst::GuardFail } else { Inst::GuardEnd { keep_place: true } });
        let guard = Guard { otherwise: look.negate.then_some(self.insts.len() as Pc) };
        self.insts[at as usize] = match look.behind {
            Some((min, max)) => Inst::Behind { guard, min, max },
            None => Inst::Guard(guard),
        };
    }

    fn repeat(&mut self, repeat: &Repeat) {
        // As in `a{2}{3}`, where Java repeats the nothing between the two.
        if matches!(repeat.body, Node::Empty) {
            return;
        }
        let set = repeat.capture.is_none().then(|| repeat.body.single());
        match set.flatten() {
            Some(set) => {
                self.push(Inst::Span(Box::new(Span { set, min: repeat.min, max: repeat.max, greed: repeat.greed })));
            }
            _ if repeat.atomic => self.turns(repeat),
            _ if repeat.option => self.option(repeat),
            _ => self.repeat_group(repeat),
        }
    }

    /// `(a|b)?`
    fn option(&mut self, repeat: &Repeat) {
        let split = self.push(Inst::Split(0, 0));
        self.node(&repeat.body);
        let end = self.here();
        self.insts[split as usize] =
            if repeat.greed == Greed::Lazy { Inst::Split(end, split + 1) } else { Inst::Split(split + 1, end) };
    }

    /// `(a|b)*`
    fn repeat_group(&mut self, repeat: &Repeat) {
        let lazy = repeat.greed == Greed::Lazy;
        let memo = self.memo && !lazy && repeat.max == MANY && self.memos < MAX_MEMOS;
        let memo = memo.then(|| {
            self.memos += 1;
            self.memos - 1
        });
        let outer = std::mem::replace(&mut self.memo, false);
        let (counter, start) = (self.counter(), self.start());
        let enter = self.push(Inst::Match);
        self.push(Inst::Start(start));
        self.node(match &repeat.body {
            Node::Group(_, body) => body,
            body => body,
        });
        if let Node::Group(Some(capture), _) = repeat.body {
            self.push(Inst::End { start, capture });
        }
        let back = self.here();
        let the_loop =
            Loop { min: repeat.min, max: repeat.max, lazy, counter, start, body: enter + 1, exit: back + 1, memo };
        self.push(Inst::LoopBack(the_loop));
        self.insts[enter as usize] = Inst::LoopEnter(the_loop);
        self.memo = outer;
    }

    /// `(?=a)*`, `(ab)*`, `(a|b)*+`
    fn turns(&mut self, repeat: &Repeat) {
        let outer = std::mem::replace(&mut self.memo, false);
        let counter = self.counter();
        let at = self.here() + 1;
        self.push(Inst::TurnsEnter { counter, turns: at });
        self.push(Inst::Match);
        self.push(Inst::TurnLazy);
        self.node(&repeat.body);
        self.push(Inst::TurnEnd(at));
        self.insts[at as usize] = Inst::Turns(Turns {
            min: repeat.min,
            max: repeat.max,
            greed: repeat.greed,
            counter,
            capture: repeat.capture.unwrap_or(0),
            body: at + 2,
            exit: self.insts.len() as Pc,
        });
        self.memo = outer;
    }
}
