//! `@.a > 1 && !@.b`: whether a filter takes an item.

use jsonpath_rust::parser::model::{Comparison, Filter, FilterAtom, Test};

use super::node::Subject;
use super::{Flow, Reading, Run, Scope, Stop};
use crate::jsonpath::model::{At, Condition, Operator, Token, Tokens};
use crate::value::Value;

impl<'a, 'p> Run<'_, '_, 'a, 'p> {
    /// True if the filter of `token` takes `item`.
    pub(super) fn accept(&self, token: Token<'p>, item: Value<'a>, depth: u32) -> Flow<bool> {
        let subject = Subject { scope: Scope { depth, ..self.scope }, item };
        let accepted = match token {
            Token::Filter(filter) => self.reading.filter(filter, &subject),
            Token::Condition(condition) => self.reading.condition(condition, &subject),
            _ => Ok(false),
        };
        match accepted {
            Err(Stop::NotFound | Stop::Invalid(_)) => Ok(false),
            accepted => accepted,
        }
    }
}

impl<'a> Reading<'_, 'a> {
    fn condition(&self, condition: &Condition, subject: &Subject<'a>) -> Flow<bool> {
        self.heap.charge(3)?;
        match condition {
            Condition::Standard(filter) => self.filter(filter, subject),
            Condition::Any(parts) => any(parts, |part| self.condition(part, subject)),
            Condition::All(parts) => all(parts, |part| self.condition(part, subject)),
            Condition::Not(part) => Ok(!self.condition(part, subject)?),
            Condition::Exists { query, wanted } => Ok(self.exists(query.tokens(), subject)? == *wanted),
            Condition::Relation(relation) => {
                let left = self.operand(&relation.left, subject)?;
                let right = self.operand(&relation.right, subject)?;
                self.relation(left, relation.operator, right)
            }
        }
    }

    /// The same for jsonpath-rust's model.
    fn filter(&self, filter: &Filter, subject: &Subject<'a>) -> Flow<bool> {
        self.heap.charge(3)?;
        match filter {
            Filter::Or(parts) => any(parts, |part| self.filter(part, subject)),
            Filter::And(parts) => all(parts, |part| self.filter(part, subject)),
            Filter::Atom(FilterAtom::Filter { expr, not }) => Ok(self.filter(expr, subject)? != *not),
            Filter::Atom(FilterAtom::Comparison(comparison)) => self.comparison(comparison, subject),
            Filter::Atom(FilterAtom::Test { expr, not }) => {
                let segments = match &**expr {
                    Test::RelQuery(segments) => segments,
                    Test::AbsQuery(query) => &query.segments,
                    Test::Function(_) => return Ok(false), // never made by our parser
                };
                Ok(self.exists(Tokens::Segments(segments), subject)? != *not)
            }
        }
    }

    fn comparison(&self, comparison: &Comparison, subject: &Subject<'a>) -> Flow<bool> {
        let operator = match comparison {
            Comparison::Eq(..) => Operator::Eq,
            Comparison::Ne(..) => Operator::Ne,
            Comparison::Gt(..) => Operator::Gt,
            Comparison::Gte(..) => Operator::Ge,
            Comparison::Lt(..) => Operator::Lt,
            Comparison::Lte(..) => Operator::Le,
        };
        let (left, right) = comparison.vals();
        self.relation(self.comparable(left, subject)?, operator, self.comparable(right, subject)?)
    }

    /// `@.a` alone: whether every name of the path is there. `$.a` is looked for in the item as well: Jayway's tests
    /// for existence all start there.
    fn exists(&self, tokens: Tokens<'_>, subject: &Subject<'a>) -> Flow<bool> {
        let scope = Scope { strict: true, ..subject.scope.deeper() };
        self.heap.check_depth(scope.depth)?;
        let mut run = Run { reading: self, tokens, children: false, scope, found: Vec::new() };
        if tokens.is_empty() {
            return Ok(true);
        }
        match run.run(At::default(), subject.item, true, scope.depth) {
            Ok(()) => {}
            Err(Stop::NotFound) => return Ok(false),
            Err(stop) => return Err(stop),
        }
        Ok(!run.found.is_empty() || !tokens.are_definite())
    }
}

fn any<T>(parts: &[T], mut holds: impl FnMut(&T) -> Flow<bool>) -> Flow<bool> {
    for part in parts {
        if holds(part)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn all<T>(parts: &[T], mut holds: impl FnMut(&T) -> Flow<bool>) -> Flow<bool> {
    for part in parts {
        if !holds(part)? {
            return Ok(false);
        }
    }
    Ok(true)
}
