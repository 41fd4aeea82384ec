//! `..`: every map and list below, from the top down.

use jsonpath_rust::parser::model::Selector;

use super::{Flow, Run, Stop, Values, as_list, member};
use crate::jsonpath::model::{At, Token};
use crate::value::{List, Map, Value};

impl<'a, 'p> Run<'_, '_, 'a, 'p> {
    /// `at` is the `..`.
    pub(super) fn descend(&mut self, at: At, model: Value<'a>, depth: u32) -> Flow<()> {
        let target = self.tokens.next(at);
        match self.token(target) {
            Some(token) => self.visit(token, target, model, depth),
            None => Err(Stop::fault("java.lang.IllegalStateException: Current path token is a leaf")),
        }
    }

    fn visit(&mut self, token: Token<'p>, target: At, model: Value<'a>, depth: u32) -> Flow<()> {
        self.heap().check_depth(depth)?;
        self.heap().charge(6)?;
        if let Value::Map(map) = model {
            return self.visit_map(token, target, map, depth);
        }
        match as_list(model) {
            Some(list) => self.visit_list(token, target, list, depth),
            None => Ok(()),
        }
    }

    fn visit_map(&mut self, token: Token<'p>, target: At, map: &'a Map<'a>, depth: u32) -> Flow<()> {
        if self.matches(token, target, Value::Map(map), depth)? {
            self.run(target, Value::Map(map), false, depth + 1)?;
        }
        for value in Values::of(self.heap(), map)? {
            self.visit(token, target, value?, depth + 1)?;
        }
        Ok(())
    }

    /// In a list that matches, Jayway does not take the step but goes on behind it with every item.
    fn visit_list(&mut self, token: Token<'p>, target: At, list: &'a List<'a>, depth: u32) -> Flow<()> {
        if self.matches(token, target, Value::List(list), depth)? {
            if self.is_leaf(target) {
                self.run(target, Value::List(list), false, depth + 1)?;
            } else {
                self.each_item(self.tokens.next(target), list, depth + 1)?;
            }
        }
        for index in 0..list.len() {
            let Some(value) = list.get(index) else { break };
            self.visit(token, target, value, depth + 1)?;
        }
        Ok(())
    }

    fn each_item(&mut self, next: At, list: &'a List<'a>, depth: u32) -> Flow<()> {
        let identity = self.tokens.identity(next);
        for index in 0..list.len() {
            self.heap().charge(6)?;
            let Some(value) = list.get(index) else { break };
            self.mark(identity, index as i64);
            self.run(next, value, false, depth)?;
        }
        Ok(())
    }

    fn mark(&self, token: (usize, usize), index: i64) {
        let mut marks = self.reading.marks.borrow_mut();
        match marks.iter_mut().find(|(known, _)| *known == token) {
            Some((_, mark)) => *mark = index,
            None => marks.push((token, index)),
        }
    }

    /// True if the step after `..` is for this map or list.
    fn matches(&self, token: Token<'p>, target: At, model: Value<'a>, depth: u32) -> Flow<bool> {
        match (token, model) {
            (Token::Name(name), Value::Map(map)) => Ok(member(self.heap(), map, name)?.is_some()),
            (Token::Names(names), Value::Map(map)) => self.has_all(names, target, map),
            (Token::Index(_) | Token::Indexes(_) | Token::Slice(..), model) => Ok(as_list(model).is_some()),
            (Token::Wildcard, _) => Ok(true),
            (Token::Filter(_) | Token::Condition(_), model) => self.accept(token, model, depth + 1),
            _ => Ok(false),
        }
    }

    /// `..['a','b']` wants both; `..['a','b'].c` takes what there is.
    fn has_all(&self, names: &[Selector], target: At, map: &'a Map<'a>) -> Flow<bool> {
        if !self.is_leaf(target) {
            return Ok(true);
        }
        for name in names {
            if let Selector::Name(name) = name
                && member(self.heap(), map, name)?.is_none()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
