//! How much text a piece of a pattern takes, and in how many ways.

use super::ast::{Greed, MANY, Node, Repeat};

/// Java's arithmetic: 32 bits that wrap, which decides what a look behind may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Study {
    pub min: i32,
    pub max: i32,
    /// `max` means something.
    pub bounded: bool,
    /// There is one way to match.
    pub single_way: bool,
    /// The lengths up to the last alternation, from where Java starts to count anew: it keeps some sums from wrapping.
    before: (i32, i32),
}

impl Study {
    pub fn of(node: &Node) -> Study {
        let mut study = Study::nothing();
        study.add(node);
        study.restart();
        (study.min, study.max) = study.before;
        study
    }

    fn nothing() -> Study {
        Study { min: 0, max: 0, bounded: true, single_way: true, before: (0, 0) }
    }

    fn take(&mut self, min: i32, max: i32) {
        self.min = self.min.wrapping_add(min);
        self.max = self.max.wrapping_add(max);
    }

    fn restart(&mut self) {
        self.before.0 = self.before.0.wrapping_add(self.min);
        self.before.1 = self.before.1.wrapping_add(self.max);
        (self.min, self.max) = (0, 0);
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::Empty | Node::Assert(_) | Node::Look(_) => {}
            Node::Literal(text) => {
                let n = text.chars().count() as i32;
                self.take(n, n);
            }
            Node::Set(_) => self.take(1, 1),
            Node::Backref(..) => self.bounded = false,
            Node::Linebreak => self.take(1, 2),
            // Java counts no length for it.
            Node::Grapheme => self.single_way = false,
            Node::Group(_, body) | Node::Atomic(body) => self.add(body),
            Node::Concat(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Node::Alternate(nodes) => self.alternate(nodes),
            Node::Repeat(repeat) => self.repeat(repeat),
        }
    }

    fn alternate(&mut self, nodes: &[Node]) {
        let studies: Vec<Study> = nodes.iter().map(Study::of).collect();
        self.take(studies.iter().map(|s| s.min).min().unwrap_or(0), studies.iter().map(|s| s.max).max().unwrap_or(0));
        self.restart();
        self.bounded &= studies.iter().all(|s| s.bounded);
        self.single_way = false;
    }

    fn repeat(&mut self, repeat: &Repeat) {
        let body = Study::of(&repeat.body);
        if repeat.is_run() {
            // Not checked for wrapping, unlike the others.
            self.take(repeat.min as i32, i32::MAX);
            self.single_way = false;
            return;
        }
        if repeat.option {
            self.take(0, body.max);
            if !repeat.atomic {
                self.restart();
            }
            self.bounded &= body.bounded;
            self.single_way = false;
            return;
        }
        if !repeat.atomic {
            self.bounded = false;
            self.single_way = false;
            return;
        }
        let least = (repeat.min as i32).wrapping_mul(body.min);
        self.min = self.min.checked_add(least).unwrap_or(i32::MAX);
        let most = (repeat.max as i32).wrapping_mul(body.max).wrapping_add(self.max);
        self.bounded &= body.bounded && most >= self.max;
        self.max = most;
        self.single_way &= body.single_way && repeat.min == repeat.max;
    }
}

impl Repeat {
    /// `a*`, `[a-z]+`: a character again and again, as much as there is.
    fn is_run(&self) -> bool {
        let character = match &self.body {
            Node::Set(_) => true,
            Node::Literal(text) => text.chars().count() == 1,
            _ => false,
        };
        character && !self.group && self.max == MANY && self.greed == Greed::Greedy
    }

    /// The loop as Java would build it around a group.
    pub fn of_group(capture: Option<u32>, body: Node, quantifier: Quantifier) -> Node {
        let Quantifier { min, max, greed, option } = quantifier;
        let single_way = !option && Study::of(&body).single_way;
        let atomic = greed == Greed::Possessive || single_way;
        // A possessive group sets itself: it keeps what its last turn left.
        let by_loop = atomic && greed != Greed::Possessive;
        Node::Repeat(Box::new(Repeat {
            body: if by_loop { body } else { Node::Group(capture, Box::new(body)) },
            min,
            max,
            greed,
            option,
            group: true,
            atomic,
            capture: if by_loop { capture } else { None },
        }))
    }

    /// The loop around anything that is no group.
    pub fn of_atom(body: Node, quantifier: Quantifier) -> Node {
        Node::Repeat(Box::new(Repeat {
            body,
            min: quantifier.min,
            max: quantifier.max,
            greed: quantifier.greed,
            option: quantifier.option,
            group: false,
            atomic: true,
            capture: None,
        }))
    }
}

/// `?`, `*+`, `{2,}?`
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantifier {
    pub min: u32,
    pub max: u32,
    pub greed: Greed,
    /// It is `?`, or `{0,1}`.
    pub option: bool,
}

impl Quantifier {
    pub const STAR: (u32, u32) = (0, MANY);
    pub const PLUS: (u32, u32) = (1, MANY);
    pub const OPTION: (u32, u32) = (0, 1);
}
