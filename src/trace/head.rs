//! `#foreach($item in $list)`: where things stand in a template.

use std::ops::Range;

use super::step::*;
use crate::error::Span;
use crate::program::{self, Node, Program, Target};

pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// Where a statement starts.
#[cfg(feature = "cli")]
pub(crate) fn start_of_node(program: &Program, node: &Node) -> usize {
    let start = match *node {
        Node::Text(text) => text.start,
        Node::Reference(reference) => program[reference].span.start,
        Node::Set(set) => program[set].span.start,
        Node::If(directive) => program[directive].span.start,
        Node::Foreach(directive) => program[directive].span.start,
        Node::Define { at, .. } => at,
        Node::Call(call) => program[call].span.start,
        Node::Break(span, _)
        | Node::Stop(span, _)
        | Node::Evaluate(span, _)
        | Node::Include(span, _)
        | Node::Parse(span, _)
        | Node::Raise(span, _) => span.start,
    };
    start as usize
}

/// Where a statement stands; of one with a body, its head.
#[cfg(feature = "cli")]
pub(crate) fn head_of(program: &Program, node: &Node) -> Range<usize> {
    range(opened(program, node).0)
}

/// What a statement is and where its head stands.
pub(super) fn opened(program: &Program, node: &Node) -> (Span, StepKind) {
    match node {
        Node::Text(text) => (Span::new(text.start, text.end), StepKind::Text),
        Node::Reference(reference) => {
            let reference = &program[*reference];
            let kind = match reference.runt {
                true => StepKind::Text,
                false => StepKind::Reference(Reference::default()),
            };
            (reference.span, kind)
        }
        Node::Set(set) => {
            let set = &program[*set];
            let target = range(target(program, set));
            let kind = Set { target, value: None, assigned: None, null: None, sets_override: None };
            (trimmed(program, set.span), StepKind::Set(kind))
        }
        Node::If(directive) => {
            let directive = &program[*directive];
            let condition = program[directive.arms].first().map_or(directive.span, |arm| program[arm.condition].span);
            (head(program, directive.span.start, condition), StepKind::If { taken: Taken::Undecided })
        }
        Node::Foreach(directive) => {
            let directive = &program[*directive];
            let list = program[directive.list].span;
            (head(program, directive.span.start, list), StepKind::Foreach(Foreach::default()))
        }
        Node::Define { at, .. } => (head(program, *at, Span::new(*at, *at)), StepKind::Define),
        Node::Call(call) => {
            let call = &program[*call];
            (call.span, StepKind::Call { name: program.text(call.name).to_owned() })
        }
        Node::Break(span, _) => (*span, StepKind::Break),
        Node::Stop(span, _) => (*span, StepKind::Stop),
        Node::Evaluate(span, _) => (*span, StepKind::Evaluate),
        Node::Include(span, _) => (*span, StepKind::Include),
        Node::Parse(span, _) => (*span, StepKind::Parse),
        Node::Raise(span, _) => (*span, StepKind::Raise),
    }
}

/// A directive from its start to the parenthesis behind `last`, the last thing in its head.
pub(super) fn head(program: &Program, start: u32, last: Span) -> Span {
    let source = program.source();
    let behind = source.get(last.end as usize..).unwrap_or("");
    let close = behind.find(')').filter(|&close| last.end == start || behind[..close].trim().is_empty());
    Span::new(start, last.end + close.map_or(0, |close| close as u32 + 1))
}

/// A `#set` takes the line break behind it, which nobody means.
fn trimmed(program: &Program, span: Span) -> Span {
    let text = program.source().get(range(span)).unwrap_or("");
    Span::new(span.start, span.end - (text.len() - text.trim_end().len()) as u32)
}

/// `$a.b` of `#set($a.b = 1)`
fn target(program: &Program, set: &program::Set) -> Span {
    if let Target::Chain(target) = set.target {
        return program[target].span;
    }
    let start = set.span.start as usize;
    let head = program.source().get(start..program[set.value].span.start as usize).unwrap_or("");
    let (Some(open), Some(assign)) = (head.find('('), head.rfind('=')) else { return set.span };
    let Some(inside) = head.get(open + 1..assign) else { return set.span };
    let from = start + open + 1 + (inside.len() - inside.trim_start().len());
    Span::new(from as u32, (from + inside.trim().len()) as u32)
}

/// Where a link starts, with its dot.
pub(super) fn start_of(program: &Program, step: &program::Step) -> u32 {
    let (at, dot) = match step {
        program::Step::Property { offset, .. } => (*offset, true),
        program::Step::Method(method) => (program[*method].span.start, true),
        program::Step::Index { span, .. } => (span.start, false),
    };
    let before = program.source().get(..at as usize).unwrap_or("");
    if dot && before.ends_with('.') { at - 1 } else { at }
}
