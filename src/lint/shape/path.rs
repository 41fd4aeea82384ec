//! One path through a template: what it prints where an event would decide, if it decided as a plan says.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use bumpalo::Bump;

use super::chains::{Chain, Chains, Link};
use super::expression::Items;
use super::plan::{About, Decision, Plan, Question};
use super::terms::{Term, Terms};
use super::value::{Origin, Piece, Turn, Unknown, Value, What};
use crate::definitions::IntegrationType;
use crate::error::Span;
use crate::lint::facts::Facts;
use crate::lint::subject::Role;
use crate::lint::text::{offset_in, within};
use crate::syntax::ast::{Block, Call, Expression, Foreach, If, Node, Set};

/// What all paths of a template share.
#[derive(Debug, Default)]
pub(super) struct World {
    pub terms: Terms,
    pub chains: Chains,
    questions: HashMap<Question, u32>,
    /// Values whose properties, keys or items the template asks for: lists and maps.
    pub containers: HashSet<Term>,
    /// What the engine makes of constant texts.
    pub constants: HashMap<(Chain, String), Option<Rc<str>>>,
}

#[cfg(test)]
impl World {
    /// All questions, by their numbers.
    pub fn questions(&self) -> Vec<Question> {
        let mut numbered: Vec<_> = self.questions.iter().collect();
        numbered.sort_by_key(|(_, number)| **number);
        numbered.into_iter().map(|(question, _)| question.clone()).collect()
    }
}

/// The template, what its host will fill in, and what is wanted of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'t> {
    pub text: &'t str,
    pub holes: &'t [std::ops::Range<usize>],
    pub wanted: Wanted,
}

/// What a template is to print, as far as its place says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nobody says.
    Anything,
    /// JSON.
    Json,
    /// The status of a MOCK integration, in something like JSON.
    Status,
}

impl<'t> Source<'t> {
    pub fn of(facts: &Facts<'t>) -> Source<'t> {
        let subject = facts.subject;
        let is_mock = subject.integration == Some(IntegrationType::Mock) && subject.role == Some(Role::Request);
        let is_json = subject.content_type.as_deref().is_some_and(|name| name.to_ascii_lowercase().contains("json"));
        let wanted = match (is_mock, is_json) {
            (true, _) => Wanted::Status,
            (false, true) => Wanted::Json,
            (false, false) => Wanted::Anything,
        };
        Source { text: facts.source, holes: &subject.holes, wanted }
    }
}

/// How a path went.
pub(super) struct Taken<'p> {
    pub pieces: Vec<Piece<'p>>,
    pub decisions: Vec<Decision>,
    /// It came to its end: no error, not too much work.
    pub complete: bool,
    /// The work it took.
    pub cost: u64,
}

/// What one path may cost, and how much of it may be printed.
const MOST_WORK: u64 = 600_000;
const MOST_PIECES: usize = 200_000;
/// Expressions in each other.
const DEEPEST: u32 = 240;

/// What ends a run of statements.
pub(super) enum Ended {
    Break,
    Stop,
    /// An error at run time, or too much work.
    GivenUp,
}

type Run = Result<(), Ended>;

/// A path while it is walked.
pub(super) struct Path<'p, 'w> {
    pub arena: &'p Bump,
    pub world: &'w mut World,
    pub source: Source<'p>,
    plan: Plan<'w>,
    variables: HashMap<&'p str, Value<'p>>,
    pub made: HashMap<Question, u8>,
    decisions: Vec<Decision>,
    /// What comparisons on this path have shown.
    pub equal: HashMap<(Term, Chain), Rc<str>>,
    pub numbers: HashSet<(Term, Chain)>,
    pub present: HashSet<(Term, Chain)>,
    pub falses: HashSet<(Term, Chain)>,
    /// What patterns have shown.
    pub guards: HashMap<Term, Chain>,
    /// The least and the most that a number can be.
    pub bounds: HashMap<(Term, Chain), (i64, i64)>,
    /// A condition is being asked that says the opposite of its question: `$x != 'a'`.
    pub opposite: bool,
    /// What `#set` put into values of the event.
    pub assigned: HashMap<Term, Value<'p>>,
    pub turn: Option<&'p Turn<'p>>,
    pub loops: u32,
    places: HashMap<u32, u32>,
    pub blocks: u32,
    depth: u32,
    work: u64,
    /// The last place of the template that was come to.
    place: u32,
}

/// Walks a template as a plan says.
pub(super) fn walk<'p>(
    arena: &'p Bump,
    world: &mut World,
    source: Source<'p>,
    tree: Block<'p>,
    plan: Plan<'_>,
) -> Taken<'p> {
    let mut path = Path {
        arena,
        world,
        source,
        plan,
        variables: HashMap::new(),
        made: HashMap::new(),
        decisions: Vec::new(),
        equal: HashMap::new(),
        numbers: HashSet::new(),
        present: HashSet::new(),
        falses: HashSet::new(),
        guards: HashMap::new(),
        bounds: HashMap::new(),
        opposite: false,
        assigned: HashMap::new(),
        turn: None,
        loops: 0,
        places: HashMap::new(),
        blocks: 0,
        depth: 0,
        work: 0,
        place: 0,
    };
    let mut pieces = Vec::new();
    let ended = path.block(tree, &mut pieces);
    let complete = matches!(ended, Ok(()) | Err(Ended::Stop | Ended::Break));
    Taken { pieces, decisions: path.decisions, complete, cost: path.work }
}

impl<'p> Path<'p, '_> {
    /// Some work was done.
    pub fn charge(&mut self, work: usize) -> Run {
        self.work += work as u64 + 1;
        if self.work > MOST_WORK { Err(Ended::GivenUp) } else { Ok(()) }
    }

    /// The answer of this path to a question.
    pub fn decide(&mut self, question: Question, options: &'static [u8], at: Span) -> u8 {
        let about = if matches!(question, Question::Count(..)) { About::Count } else { About::Condition };
        self.decide_about(about, question, options, at)
    }

    pub fn decide_about(&mut self, about: About, question: Question, options: &'static [u8], at: Span) -> u8 {
        if let Some(&answer) = self.made.get(&question) {
            return answer;
        }
        self.work += 20;
        let next = self.world.questions.len() as u32;
        let number = *self.world.questions.entry(question.clone()).or_insert(next);
        let answer = self.plan.answer(self.decisions.len(), number, options);
        self.made.insert(question, answer);
        let opposite = self.opposite && about != About::Count;
        let turn = self.turn.map(|turn| turn.index as u32 + 1);
        self.decisions.push(Decision { question: number, answer, options, at, opposite, about, turn });
        answer
    }

    /// A question that is like no other.
    pub fn place_question(&mut self, at: u32) -> Question {
        let times = self.places.entry(at).or_insert(0);
        *times += 1;
        Question::Place(at, *times)
    }

    /// A value that is not followed.
    pub fn anything(&mut self, at: Span) -> Value<'p> {
        let Question::Place(place, times) = self.place_question(at.start) else { return Value::Nothing };
        let root = self.world.terms.root("");
        let term = self.world.terms.child(root, &format!("{place}:{times}"));
        Value::Unknown(Unknown::new(Origin::Anything, term, at))
    }

    /// The host language puts a text in here that is not known.
    pub fn has_hole(&self, at: Span) -> bool {
        !within(self.source.holes, at.start as usize..at.end as usize).is_empty()
    }

    /// One level deeper into an expression; false if that is too deep.
    pub fn deeper(&mut self) -> bool {
        self.depth += 1;
        self.depth <= DEEPEST
    }

    pub fn back(&mut self) {
        self.depth -= 1;
    }

    pub fn variable(&self, name: &str) -> Option<Value<'p>> {
        self.variables.get(name).copied()
    }

    pub fn block(&mut self, block: Block<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        for node in block {
            self.charge(0)?;
            if out.len() > MOST_PIECES {
                return Err(Ended::GivenUp);
            }
            self.node(node, out)?;
        }
        Ok(())
    }

    fn node(&mut self, node: &'p Node<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        match node {
            Node::Text(text) => self.text(text, out),
            Node::Reference(reference) => self.print_reference(reference, out),
            Node::Set(set) => self.set(set),
            Node::If(directive) => self.branch(directive, out),
            Node::Foreach(directive) => self.foreach(directive, out),
            Node::Define(directive) => {
                self.variables.insert(directive.name, Value::Block(directive.body));
                Ok(())
            }
            Node::Macro(_) => Ok(()),
            Node::Call(call) => self.macro_call(call, out),
            Node::Break(_) => Err(Ended::Break),
            Node::Stop(_) => Err(Ended::Stop),
            Node::Evaluate(_) | Node::Include(_) | Node::Parse(_) | Node::Raise(_) => Err(Ended::GivenUp),
        }
    }

    /// The place of a text in the template, if it stands there.
    fn offset(&self, text: &str) -> Option<u32> {
        offset_in(self.source.text, text).filter(|_| !text.is_empty()).map(|at| at as u32)
    }

    fn text(&mut self, text: &'p str, out: &mut Vec<Piece<'p>>) -> Run {
        self.charge(text.len() / 8)?;
        let Some(start) = self.offset(text) else {
            let at = Span::new(self.place, self.place);
            out.push(Piece { what: What::Text(text), at, exact: false });
            return Ok(());
        };
        self.place = start + text.len() as u32;
        let mut from = start as usize;
        let end = from + text.len();
        for hole in within(self.source.holes, from..end) {
            if hole.start > from {
                self.exact_text(text, start, from, hole.start, out);
            }
            let at = Span::new(hole.start as u32, hole.end as u32);
            if let Value::Unknown(unknown) = self.anything(at) {
                out.push(Piece { what: What::Unknown(unknown), at, exact: false });
            }
            from = hole.end.min(end);
        }
        if from < end {
            self.exact_text(text, start, from, end, out);
        }
        Ok(())
    }

    fn exact_text(&self, text: &'p str, start: u32, from: usize, to: usize, out: &mut Vec<Piece<'p>>) {
        let Some(part) = text.get(from - start as usize..to - start as usize) else { return };
        out.push(Piece { what: What::Text(part), at: Span::new(from as u32, to as u32), exact: true });
    }

    /// A macro's call, which is text on API Gateway.
    fn macro_call(&mut self, call: &Call<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        self.charge(call.literal.len() / 8)?;
        out.push(Piece { what: What::Text(call.literal), at: Span::new(call.offset, call.end), exact: false });
        Ok(())
    }

    fn set(&mut self, set: &'p Set<'p>) -> Run {
        let value = match self.value(&set.value)? {
            Value::Nothing => Value::Text(&[]),
            value => value,
        };
        if set.target.steps.is_empty() {
            self.variables.insert(set.key, value);
            Ok(())
        } else {
            self.assign(set.target, value)
        }
    }

    fn branch(&mut self, directive: &'p If<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        for (condition, body) in directive.arms {
            if self.truth(condition)? {
                return self.block(body, out);
            }
        }
        directive.otherwise.map_or(Ok(()), |body| self.block(body, out))
    }

    fn foreach(&mut self, directive: &'p Foreach<'p>, out: &mut Vec<Piece<'p>>) -> Run {
        let at = Span::new(directive.offset, directive.end);
        let list = self.value(&directive.list)?;
        let Items { items, turns } = self.items(list, Span::new(directive.list.offset, directive.list.end))?;
        let names = [directive.item, "foreach", "velocityCount", "velocityHasNext"];
        let before = names.map(|name| self.variables.get(name).copied());
        let outer = self.turn;
        self.loops += 1;
        let mut ended = Ok(());
        for (index, item) in items {
            let turn = Turn { index: index as i64, turns: turns as i64, parent: outer };
            self.turn = Some(self.arena.alloc(turn));
            self.variables.insert(directive.item, item);
            self.variables.insert("velocityCount", Value::Integer(index as i64 + 1));
            self.variables.insert("velocityHasNext", Value::Boolean(index + 1 < turns));
            if let Some(turn) = self.turn {
                self.variables.insert("foreach", Value::Turn(turn));
            }
            self.place = at.start;
            self.work += 60;
            match self.block(directive.body, out) {
                Ok(()) => {}
                Err(Ended::Break) => break,
                other => {
                    ended = other;
                    break;
                }
            }
        }
        self.loops -= 1;
        self.turn = outer;
        for (name, value) in names.into_iter().zip(before) {
            match value {
                Some(value) => self.variables.insert(name, value),
                None => self.variables.remove(name),
            };
        }
        ended
    }

    /// A text out of pieces.
    pub fn joined(&self, pieces: &[Piece<'p>]) -> Value<'p> {
        Value::Text(self.arena.alloc_slice_copy(pieces))
    }

    /// A known text.
    pub fn constant(&self, text: &str, at: Span) -> Value<'p> {
        let text: &'p str = self.arena.alloc_str(text);
        Value::Text(self.arena.alloc_slice_copy(&[Piece { what: What::Text(text), at, exact: false }]))
    }

    /// The text of a value, if all of it is known.
    pub fn known_text(&self, value: Value<'p>) -> Option<String> {
        match value {
            Value::Integer(number) => Some(number.to_string()),
            Value::Boolean(answer) => Some(answer.to_string()),
            Value::Nothing => Some(String::new()),
            Value::Unknown(unknown) => self.equal.get(&unknown.id()).map(|text| text.to_string()),
            Value::Text(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    match piece.what {
                        What::Text(known) => text.push_str(known),
                        What::Unknown(unknown) => text.push_str(self.equal.get(&unknown.id())?),
                        What::JavaMap => return None,
                    }
                }
                Some(text)
            }
            _ => None,
        }
    }

    /// What the engine makes of a known text.
    pub fn applied(&mut self, link: Link, text: &str) -> Option<Rc<str>> {
        let chain = self.world.chains.push(Chain::NONE, link)?;
        let key = (chain, text.to_owned());
        if let Some(known) = self.world.constants.get(&key) {
            return known.clone();
        }
        let made = super::probe::rendered(&self.world.chains, chain, text).map(Rc::from);
        self.world.constants.insert(key, made.clone());
        made
    }

    /// The text of all expressions between parentheses, as constants; `None` if one of them is not known.
    pub fn constants(&mut self, arguments: &[Value<'p>]) -> Option<String> {
        let mut text = String::new();
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            match argument {
                Value::Integer(number) => text.push_str(&number.to_string()),
                Value::Boolean(answer) => text.push_str(&answer.to_string()),
                _ => {
                    let known = self.known_text(*argument)?;
                    text.push('\'');
                    text.push_str(&known.replace('\'', "''"));
                    text.push('\'');
                }
            }
        }
        Some(text)
    }

    /// The values of expressions.
    pub fn values(&mut self, expressions: &'p [Expression<'p>]) -> Result<Vec<Value<'p>>, Ended> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }
}
