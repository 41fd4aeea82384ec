//! `.a`, `['a','b']`, `[0]`, `[0,1]`, `[1:3]`, `[*]`, `[?(…)]`: a step, and the way on.

use jsonpath_rust::parser::model::Selector;

use super::{Flow, Run, Stop, Values, as_list, item, member};
use crate::jsonpath::model::{At, Token};
use crate::value::{List, Map, MapKind, Value, print};

impl<'a, 'p> Run<'_, '_, 'a, 'p> {
    /// Goes from a token on. `definite` is true while every step before leads to one value.
    pub(super) fn run(&mut self, at: At, model: Value<'a>, definite: bool, depth: u32) -> Flow<()> {
        let mut indexed = false;
        match self.steps(at, model, definite, depth, &mut indexed) {
            Err(Stop::OutOfBounds(_)) if indexed => Ok(()),
            flow => flow,
        }
    }

    /// Steps that lead to one value are taken in a loop, others call [`run`](Run::run) for each.
    fn steps(
        &mut self,
        mut at: At,
        mut model: Value<'a>,
        mut definite: bool,
        depth: u32,
        indexed: &mut bool,
    ) -> Flow<()> {
        self.heap().check_depth(depth)?;
        while let Some(token) = self.token(at) {
            self.heap().charge(1)?;
            let leaf = self.is_leaf(at);
            match token {
                Token::Name(name) => match self.name(model, name, definite, leaf)? {
                    Some(value) if leaf => return self.add_member(at, value),
                    Some(value) => model = value,
                    None => return Ok(()),
                },
                Token::Index(index) => {
                    let Some(list) = self.list(model, definite)? else { return Ok(()) };
                    let Some(value) = item(list, index) else { return Ok(()) };
                    *indexed = true;
                    if leaf {
                        return self.add(value);
                    }
                    model = value;
                }
                Token::Call(call) => {
                    model = self.call(call, model)?;
                    self.add(model)?;
                    definite &= !call.inverted;
                }
                token => return self.branch(token, at, model, definite, depth + 1),
            }
            at = self.tokens.next(at);
        }
        Ok(())
    }

    /// A step that leads to any number of values.
    fn branch(&mut self, token: Token<'p>, at: At, model: Value<'a>, definite: bool, depth: u32) -> Flow<()> {
        match token {
            Token::Names(names) if self.is_leaf(at) => self.merged(names, model, definite),
            Token::Names(names) => self.each_name(names, at, model, definite, depth),
            Token::Indexes(indexes) => {
                let Some(list) = self.list(model, definite)? else { return Ok(()) };
                for index in indexes {
                    if let Selector::Index(index) = index {
                        self.index(list, *index, at, depth)?;
                    }
                }
                Ok(())
            }
            Token::Slice(from, to) => {
                let Some(list) = self.list(model, definite)? else { return Ok(()) };
                for index in slice(list.len() as i64, from, to) {
                    self.index(list, index, at, depth)?;
                }
                Ok(())
            }
            Token::Wildcard => self.wildcard(at, model, depth),
            Token::Filter(_) | Token::Condition(_) => self.filter(token, at, model, definite, depth),
            Token::Descend => self.descend(at, model, depth),
            Token::Name(_) | Token::Index(_) | Token::Call(_) => self.run(at, model, definite, depth),
        }
    }

    /// The value of a name, or `None` where the branch ends.
    fn name(&self, model: Value<'a>, name: &str, definite: bool, leaf: bool) -> Flow<Option<Value<'a>>> {
        let Value::Map(map) = model else {
            return if definite { Err(Stop::NotFound) } else { Ok(None) };
        };
        match member(self.heap(), map, name)? {
            None if self.scope.strict || (definite && !leaf) => Err(Stop::NotFound),
            value => Ok(value),
        }
    }

    /// The list that an index is for, or `None` where the branch ends.
    fn list(&self, model: Value<'a>, definite: bool) -> Flow<Option<&'a List<'a>>> {
        match as_list(model) {
            None if definite => Err(Stop::NotFound),
            list => Ok(list),
        }
    }

    /// A value found by its name at the end of the path. After `..` and one more step Jayway takes it only if that step
    /// was the index in whose item it was found.
    fn add_member(&mut self, at: At, value: Value<'a>) -> Flow<()> {
        let identity = self.tokens.identity(at);
        let mark = self.reading.marks.borrow().iter().find(|(token, _)| *token == identity).map(|(_, mark)| *mark);
        match (mark, self.tokens.last_but_one()) {
            (None, _) => self.add(value),
            (Some(mark), Some(Token::Index(index))) if mark == index => self.add(value),
            _ => Ok(()),
        }
    }

    /// `['a','b']` at the end: a new map of those that exist.
    fn merged(&mut self, names: &[Selector], model: Value<'a>, definite: bool) -> Flow<()> {
        let Value::Map(map) = model else {
            return if definite { Err(Stop::NotFound) } else { Ok(()) };
        };
        let merged = self.heap().map(MapKind::LinkedHashMap)?;
        for name in names {
            let Selector::Name(name) = name else { continue };
            self.heap().charge(1)?;
            match member(self.heap(), map, name)? {
                Some(value) => {
                    merged.put(self.heap(), self.heap().string(name)?, value)?;
                }
                None if self.scope.strict => return Err(Stop::NotFound),
                None => {}
            }
        }
        self.add(Value::Map(merged))
    }

    /// `['a','b'].c`
    fn each_name(&mut self, names: &[Selector], at: At, model: Value<'a>, definite: bool, depth: u32) -> Flow<()> {
        let Value::Map(map) = model else {
            return if definite { Err(Stop::NotFound) } else { Ok(()) };
        };
        for name in names {
            let Selector::Name(name) = name else { continue };
            match member(self.heap(), map, name)? {
                Some(value) => self.run(self.tokens.next(at), value, false, depth)?,
                None if self.scope.strict => return Err(Stop::NotFound),
                None => {}
            }
        }
        Ok(())
    }

    /// One item of a list, and the way on from it.
    pub(super) fn index(&mut self, list: &'a List<'a>, index: i64, at: At, depth: u32) -> Flow<()> {
        self.heap().charge(1)?;
        let Some(value) = item(list, index) else { return Ok(()) };
        if self.is_leaf(at) {
            return self.add(value);
        }
        match self.run(self.tokens.next(at), value, false, depth) {
            Err(Stop::OutOfBounds(_)) => Ok(()),
            flow => flow,
        }
    }

    fn wildcard(&mut self, at: At, model: Value<'a>, depth: u32) -> Flow<()> {
        if let Value::Map(map) = model {
            return self.values(map, at, depth);
        }
        let Some(list) = as_list(model) else { return Ok(()) };
        for index in 0..list.len() {
            match self.index(list, index as i64, at, depth) {
                Err(Stop::NotFound) if !self.scope.strict => {}
                flow => flow?,
            }
        }
        Ok(())
    }

    fn values(&mut self, map: &'a Map<'a>, at: At, depth: u32) -> Flow<()> {
        let leaf = self.is_leaf(at);
        for value in Values::of(self.heap(), map)? {
            let value = value?;
            self.heap().charge(1)?;
            if leaf { self.add_member(at, value)? } else { self.run(self.tokens.next(at), value, false, depth)? }
        }
        Ok(())
    }

    fn filter(&mut self, token: Token<'p>, at: At, model: Value<'a>, definite: bool, depth: u32) -> Flow<()> {
        if matches!(model, Value::Map(_)) {
            return match (self.accept(token, model, depth)?, self.is_leaf(at)) {
                (false, _) => Ok(()),
                (true, true) => self.add(model),
                (true, false) => self.run(self.tokens.next(at), model, false, depth),
            };
        }
        let Some(list) = as_list(model) else {
            return if definite { Err(self.not_applicable(model)?) } else { Ok(()) };
        };
        for index in 0..list.len() {
            self.heap().charge(1)?;
            let Some(value) = list.get(index) else { break };
            if self.accept(token, value, depth)? {
                self.index(list, index as i64, at, depth)?;
            }
        }
        Ok(())
    }

    #[cold]
    fn not_applicable(&self, model: Value<'a>) -> Flow<Stop> {
        let mut shown = String::new();
        match model {
            Value::String(text) => shown.extend(text.chars().take(100)),
            model => print::print(self.heap(), model, &mut shown)?,
        }
        let mut message = String::from("Filter: [?] can not be applied to primitives. Current context is: ");
        message.push_str(&shown);
        Ok(Stop::invalid(message))
    }
}

/// The indexes of a slice. Negative ones count from the end, except that `[-2:1]` goes through -2, -1, 0.
fn slice(len: i64, from: Option<i64>, to: Option<i64>) -> std::ops::Range<i64> {
    let from_end = |index: i64| if index < 0 { len + index } else { index };
    match (from, to) {
        (Some(from), Some(to)) => from.max(-len)..to.min(len),
        (Some(from), None) => from_end(from).max(0)..len,
        (None, to) => 0..to.map_or(len, from_end).min(len),
    }
}
