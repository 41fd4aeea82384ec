//! What a template reads: its tree is walked as if every branch were taken and every loop had one turn.

use std::collections::HashMap;

use super::sample;
use super::shape::{Hint, Id, Shapes};
use crate::syntax::ast::{Block, Expression, Kind, Node, Operator, Reference};

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Seen {
    Unknown,
    /// `$input`
    Input,
    /// `$util`
    Util,
    /// `$input.body`
    Body,
    /// A value of the event.
    Value(Id),
    /// Such a value as JSON text.
    Json(Id),
    /// A list of such values.
    ListOf(Id),
    /// `$map.keySet()`, and one of them.
    Keys(Id),
    Key(Id),
    /// `$map.entrySet()`, and one of them.
    Entries(Id),
    Entry(Id),
}

/// So often blocks of `#define` are walked.
const MOST_DEFINED: usize = 500;

/// The walk, and what it found.
pub(super) struct Reads<'s> {
    pub shapes: Shapes,
    pub body: Id,
    /// The body as a whole is printed or handed on.
    pub body_is_read: bool,
    /// Strings' methods are called on it.
    pub body_is_text: bool,
    pub context: Id,
    pub stage_variables: Id,
    /// With `path`, `querystring` and `header` in it.
    pub params: Id,
    /// `$input.params('name')`, wherever it comes from.
    pub anywhere: Id,
    variables: HashMap<String, Seen>,
    /// `#define($name)`, which is walked wherever it is printed.
    defined: HashMap<&'s str, Block<'s>>,
    /// How often one may still be.
    left: usize,
    /// The template's text looks like JSON.
    is_json: bool,
    /// Between quotes, where it looks like JSON.
    quoted: bool,
}

impl<'s> Reads<'s> {
    pub fn of(tree: Block<'s>) -> Reads<'s> {
        let mut shapes = Shapes::default();
        let [body, context, stage_variables, params, anywhere] =
            ["", "context", "stageVariables", "params", ""].map(|name| shapes.root(name));
        let mut reads = Reads {
            shapes,
            body,
            body_is_read: false,
            body_is_text: false,
            context,
            stage_variables,
            params,
            anywhere,
            variables: HashMap::new(),
            defined: HashMap::new(),
            left: MOST_DEFINED,
            is_json: looks_like_json(tree),
            quoted: false,
        };
        reads.block(tree);
        reads
    }

    pub fn block(&mut self, block: Block<'s>) {
        block.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &Node<'s>) {
        match node {
            Node::Text(text) => self.text(text),
            Node::Reference(reference) if !reference.escaped => {
                let seen = self.reference(reference);
                self.printed(seen);
            }
            Node::Set(set) => {
                let seen = self.expression(&set.value);
                if set.target.steps.is_empty() {
                    self.set(set.target.root, seen);
                }
            }
            Node::If(branch) => {
                let quoted = self.quoted;
                for (condition, block) in branch.arms {
                    self.expression(condition);
                    self.quoted = quoted;
                    self.block(block);
                }
                if let Some(block) = branch.otherwise {
                    self.quoted = quoted;
                    self.block(block);
                }
            }
            Node::Foreach(turn) => {
                let list = self.expression(&turn.list);
                let item = self.item(list);
                let before = self.variables.insert(turn.item.to_owned(), item);
                self.block(turn.body);
                if let Some(before) = before {
                    self.variables.insert(turn.item.to_owned(), before);
                }
            }
            Node::Define(define) => {
                self.defined.insert(define.name, define.body);
            }
            Node::Macro(definition) => self.block(definition.body),
            Node::Call(call) => {
                self.expressions(call.args);
                call.body.iter().for_each(|body| self.block(body));
            }
            Node::Break(scoped) | Node::Stop(scoped) | Node::Evaluate(scoped) => {
                scoped.argument.iter().for_each(|argument| {
                    self.expression(argument);
                });
            }
            Node::Include(arguments) | Node::Parse(arguments) => self.expressions(arguments.args),
            Node::Reference(_) | Node::Raise(_) => {}
        }
    }

    /// A variable that gets a value of the event keeps it if a branch sets it to something else.
    fn set(&mut self, name: &str, seen: Seen) {
        if seen != Seen::Unknown || !self.variables.contains_key(name) {
            self.variables.insert(name.to_owned(), seen);
        }
    }

    fn text(&mut self, text: &str) {
        let mut escaped = false;
        for byte in text.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = self.quoted,
                b'"' if self.is_json => self.quoted = !self.quoted,
                _ => {}
            }
        }
    }

    fn printed(&mut self, seen: Seen) {
        match seen {
            Seen::Value(id) => {
                let hint = if self.is_json && !self.quoted { Hint::Bare } else { Hint::Quoted };
                self.shapes.hint(id, hint);
                self.body_is_read |= id == self.body;
            }
            Seen::Json(id) => self.body_is_read |= id == self.body,
            Seen::Body => self.body_is_read = true,
            _ => {}
        }
    }

    /// What a loop's variable is.
    fn item(&mut self, list: Seen) -> Seen {
        match list {
            Seen::Value(id) => Seen::Value(self.shapes.element(id)),
            Seen::ListOf(id) => Seen::Value(id),
            Seen::Keys(id) => Seen::Key(id),
            Seen::Entries(id) => Seen::Entry(id),
            _ => Seen::Unknown,
        }
    }

    fn expressions(&mut self, all: &[Expression<'s>]) {
        all.iter().for_each(|expression| {
            self.expression(expression);
        });
    }

    pub fn expression(&mut self, expression: &Expression<'s>) -> Seen {
        match expression.kind {
            Kind::Reference(reference) => return self.reference(reference),
            Kind::Interpolated(inner) => {
                let before = (self.quoted, self.is_json);
                (self.quoted, self.is_json) = (true, false);
                self.block(inner.body);
                (self.quoted, self.is_json) = before;
            }
            Kind::List(items) => self.expressions(items),
            Kind::Range(ends) => {
                let ends = [self.expression(&ends.0), self.expression(&ends.1)];
                ends.into_iter().for_each(|seen| self.is_number(seen));
            }
            Kind::Map(entries) => entries.iter().for_each(|(key, value)| {
                self.expression(key);
                self.expression(value);
            }),
            Kind::Not(inner) => {
                self.expression(inner);
            }
            Kind::Binary(..) => self.binary(expression),
            Kind::String(_) | Kind::Integer(_) | Kind::Float(_) | Kind::Boolean(_) | Kind::Word(_) => {}
        }
        Seen::Unknown
    }

    /// A chain leans to the left and may be long.
    fn binary(&mut self, expression: &Expression<'s>) {
        let mut chain = Vec::new();
        let mut left = expression;
        while let Kind::Binary(operator, sides) = left.kind {
            chain.push((operator, sides));
            left = &sides.0;
        }
        let mut seen = self.expression(left);
        for (operator, sides) in chain.into_iter().rev() {
            let right = self.expression(&sides.1);
            match operator {
                Operator::Or | Operator::And | Operator::NotEqual => {}
                // a sum with a string is a string
                Operator::Add if is_text(&sides.0) || is_text(&sides.1) => {}
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
                    [seen, right].into_iter().for_each(|seen| self.is_number(seen));
                }
                _ => self.compared(operator, (seen, &sides.0), (right, &sides.1)),
            }
            seen = Seen::Unknown;
        }
    }

    /// `$a == "x"`, `$a > 1`: the sample is one for which it is true, so that the branch is taken.
    fn compared(&mut self, operator: Operator, a: (Seen, &Expression<'s>), b: (Seen, &Expression<'s>)) {
        for ((seen, _), (_, other), more) in [(a, b, 1), (b, a, -1)] {
            let Seen::Value(id) = seen else { continue };
            let Some(literal) = literal(other) else { continue };
            let step = match operator {
                Operator::Greater => more,
                Operator::Less => -more,
                _ => 0,
            };
            let literal = match literal.as_i64() {
                Some(number) => number.saturating_add(step).into(),
                None => literal,
            };
            self.shapes.literal(id, literal);
        }
    }

    fn is_number(&mut self, seen: Seen) {
        if let Seen::Value(id) = seen {
            self.shapes.hint(id, Hint::Number);
        }
    }

    pub fn reference(&mut self, reference: &Reference<'s>) -> Seen {
        if !reference.computable || reference.runt {
            return Seen::Unknown;
        }
        if let Some(block) = self.defined.get(reference.root).copied().filter(|_| self.left > 0) {
            self.left -= 1;
            // what it prints may print itself
            self.defined.remove(reference.root);
            self.block(block);
            self.defined.insert(reference.root, block);
            return Seen::Unknown;
        }
        let mut seen = match (self.variables.get(reference.root), reference.root) {
            (Some(seen), _) => *seen,
            (None, "input") => Seen::Input,
            (None, "util") => Seen::Util,
            (None, "context") => Seen::Value(self.context),
            (None, "stageVariables") => Seen::Value(self.stage_variables),
            _ => Seen::Unknown,
        };
        for step in reference.steps {
            seen = self.step(seen, step);
        }
        seen
    }

    /// `$input.params('name')`
    pub fn parameter(&mut self, name: &str) -> Seen {
        Seen::Value(self.shapes.field(self.anywhere, name))
    }

    /// Where a parameter of any place is put.
    pub fn place(&self, name: &str) -> &'static str {
        let params = self.shapes.get(self.params);
        let known =
            params.fields.iter().find(|(_, place)| self.shapes.get(*place).fields.iter().any(|(n, _)| n == name));
        match known.map(|(place, _)| place.as_str()) {
            Some("path") => "path",
            Some("querystring") => "querystring",
            Some("header") => "header",
            _ if sample::is_header(name) => "header",
            _ if sample::is_path(name) => "path",
            _ => "querystring",
        }
    }
}

fn is_text(expression: &Expression<'_>) -> bool {
    matches!(expression.kind, Kind::String(_) | Kind::Interpolated(_))
}

/// A constant that is worth being a sample.
pub(super) fn literal(expression: &Expression<'_>) -> Option<serde_json::Value> {
    match expression.kind {
        Kind::String(text) if !text.trim().is_empty() => Some(text.into()),
        Kind::Integer(text) => text.parse::<i64>().ok().map(Into::into),
        Kind::Boolean(b) => Some(b.into()),
        _ => None,
    }
}

/// By the first thing that is printed; a template that is references only may well be JSON.
fn looks_like_json(tree: Block<'_>) -> bool {
    let first = tree.iter().find_map(|node| match node {
        Node::Text(text) => text.trim_start().chars().next(),
        Node::If(branch) => branch.arms.first().map(|(_, block)| if looks_like_json(block) { '{' } else { '<' }),
        _ => None,
    });
    first.is_none_or(|c| matches!(c, '{' | '[' | '"'))
}
