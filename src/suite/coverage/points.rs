//! What of a template can be covered.

use std::collections::HashMap;
use std::ops::Range;

use crate::program::{Block, Expression, If, Kind, List, Node, Program, Reference, Step, Target};
use crate::trace::{Lines, head_of};

/// Something that is counted. A place has at most one of each kind; its start tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// A statement or a condition: how often it ran.
    Statement,
    /// An `#if`: how often each arm was taken, and last, how often none.
    Branch,
    /// A `#foreach`: how often it made no turn, one, and many.
    Loop,
    /// A reference: how often it was looked up, and how often it was null.
    Reference,
}

/// One thing to count.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub what: What,
    pub span: Range<usize>,
    pub line: usize,
    /// Its first count, and how many it has.
    pub first: usize,
    pub counts: usize,
    /// Of a branch: the line of each arm's condition, and whether there is an `#else`.
    pub arms: Vec<usize>,
    pub has_else: bool,
}

/// All that can be counted in a template.
#[derive(Debug, Default)]
pub(super) struct Points {
    pub points: Vec<Point>,
    index: HashMap<(What, u32), u32>,
    pub counts: usize,
    /// For each line that can run, from 1, the counts of its statements.
    pub lines: Vec<(usize, Vec<usize>)>,
}

impl Points {
    pub fn of(program: &Program) -> Points {
        let lines = Lines::new(program.source());
        let mut finder = Finder { program, lines, points: Points::default(), on_line: Vec::new(), in_string: false };
        finder.on_line.resize(finder.lines.count() + 1, Vec::new());
        finder.block(program.body);
        for definition in &program.macros {
            finder.block(definition.body);
        }
        let Finder { mut points, on_line, .. } = finder;
        points.lines = on_line.into_iter().enumerate().filter(|(_, counts)| !counts.is_empty()).collect();
        points
    }

    /// The first count of what starts at a place.
    #[inline]
    pub fn find(&self, what: What, start: usize) -> Option<usize> {
        let point = self.index.get(&(what, start as u32))?;
        Some(self.points[*point as usize].first)
    }

    /// The first count of an `#if` at a place and how many it has: the last stands for none of its arms.
    pub fn find_branch(&self, start: usize) -> Option<Range<usize>> {
        let point = &self.points[*self.index.get(&(What::Branch, start as u32))? as usize];
        Some(point.first..point.first + point.counts)
    }

    pub fn with(&self, what: What) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(move |point| point.what == what)
    }
}

struct Finder<'p> {
    program: &'p Program,
    lines: Lines<'p>,
    points: Points,
    /// By line, the counts of the statements on it.
    on_line: Vec<Vec<usize>>,
    /// Within a string with references: what it prints is no line of the template.
    in_string: bool,
}

impl Finder<'_> {
    fn add(&mut self, what: What, span: Range<usize>, counts: usize) -> usize {
        let key = (what, span.start as u32);
        if let Some(known) = self.points.index.get(&key) {
            return *known as usize;
        }
        let number = self.points.points.len();
        self.points.index.insert(key, number as u32);
        let (line, first) = (self.lines.line(span.start), self.points.counts);
        self.points.points.push(Point { what, span, line, first, counts, arms: Vec::new(), has_else: false });
        self.points.counts += counts;
        number
    }

    /// A statement that runs as a whole, with the lines that it stands on.
    fn statement(&mut self, span: Range<usize>, blank_lines_count: bool) {
        if self.in_string || span.is_empty() {
            return;
        }
        let number = self.add(What::Statement, span.clone(), 1);
        let count = self.points.points[number].first;
        for line in self.lines.line(span.start)..=self.lines.line(span.end - 1) {
            let whole = self.lines.span(line);
            let part = span.start.max(whole.start)..span.end.min(whole.end);
            let text = self.program.source().get(part).unwrap_or("");
            if blank_lines_count || !text.trim().is_empty() {
                self.on_line[line].push(count);
            }
        }
    }

    fn block(&mut self, nodes: Block) {
        let program = self.program;
        program[nodes].iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &Node) {
        let program = self.program;
        let head = head_of(program, node);
        match node {
            // text that was put together stands nowhere
            Node::Text(_) if head.end > program.source().len() => return,
            Node::Text(_) => return self.statement(head, false),
            _ => self.statement(head.clone(), true),
        }
        match *node {
            Node::Reference(reference) => self.reference(&program[reference]),
            Node::Set(set) => {
                if let Target::Chain(target) = program[set].target {
                    self.steps(&program[target]);
                }
                self.expression(&program[program[set].value]);
            }
            Node::If(directive) => self.branch(&program[directive], head),
            Node::Foreach(directive) => {
                self.add(What::Loop, head, 3);
                self.expression(&program[program[directive].list]);
                self.block(program[directive].body);
            }
            Node::Define { body, .. } => self.block(body),
            Node::Call(call) => {
                self.expressions(program[call].args);
                if let Some(body) = program[call].body {
                    self.block(body);
                }
            }
            Node::Break(_, argument) | Node::Stop(_, argument) => {
                if let Some(argument) = argument {
                    self.expression(&program[argument]);
                }
            }
            Node::Evaluate(_, argument) => self.expression(&program[argument]),
            Node::Include(_, arguments) | Node::Parse(_, arguments) => self.expressions(arguments),
            Node::Text(_) | Node::Raise(..) => {}
        }
    }

    fn branch(&mut self, directive: &If, head: Range<usize>) {
        let program = self.program;
        let number = self.add(What::Branch, head, directive.arms.len() + 1);
        let mut arms = Vec::with_capacity(directive.arms.len());
        for arm in &program[directive.arms] {
            let condition = &program[arm.condition];
            let (start, end) = (condition.span.start as usize, condition.span.end as usize);
            arms.push(self.lines.line(start));
            self.statement(start..end, true);
            self.expression(condition);
            self.block(arm.body);
        }
        self.points.points[number].arms = arms;
        self.points.points[number].has_else = directive.otherwise.is_some();
        if let Some(body) = directive.otherwise {
            self.block(body);
        }
    }

    fn reference(&mut self, reference: &Reference) {
        if !reference.runt && reference.computable {
            self.add(What::Reference, reference.span.start as usize..reference.span.end as usize, 2);
        }
        self.steps(reference);
    }

    fn steps(&mut self, reference: &Reference) {
        let program = self.program;
        for step in &program[reference.steps] {
            match *step {
                Step::Property { .. } => {}
                Step::Method(method) => self.expressions(program[method].args),
                Step::Index { index, .. } => self.expression(&program[index]),
            }
        }
    }

    fn expressions(&mut self, list: List<Expression>) {
        let program = self.program;
        program[list].iter().for_each(|expression| self.expression(expression));
    }

    fn expression(&mut self, expression: &Expression) {
        match expression.kind {
            Kind::Variable(_, reference) | Kind::Reference(reference) => self.reference(&self.program[reference]),
            Kind::Interpolated { body, .. } => {
                let around = std::mem::replace(&mut self.in_string, true);
                self.block(body);
                self.in_string = around;
            }
            Kind::List(parts) | Kind::Map(parts) => self.expressions(parts),
            Kind::Range(pair) | Kind::Binary(_, pair, _) => {
                let program = self.program;
                program[pair].iter().for_each(|expression| self.expression(expression));
            }
            Kind::Not(inner) => self.expression(&self.program[inner]),
            Kind::String(_)
            | Kind::Boolean(_)
            | Kind::Integer(_)
            | Kind::Long(_)
            | Kind::Double(_)
            | Kind::BigInteger(_)
            | Kind::Null => {}
        }
    }
}
