//! `$count + 1`, `$a == 'b' && !$c`: expressions, and which way a condition goes.

use std::cell::RefCell;

use bumpalo::collections::Vec as ArenaVec;

use super::chains::Chain;
use super::path::{Ended, Path};
use super::plan::{About, FEW_TURNS, Question, SOME_TURNS, Side, TURNS, TWO_TURNS, YES_NO};
use super::terms::Term;
use super::value::{Collection, Host, Origin, Piece, Source, Test, Unknown, Value, What};
use crate::error::Span;
use crate::syntax::ast::{Expression, Kind, Operator};

type Valued<'p> = Result<Value<'p>, Ended>;

/// The first and the last items of a known list that a loop turns for; those between print nothing new.
const ENDS: usize = 3;
/// Turns of a loop on API Gateway.
const MOST_TURNS: usize = 1000;

/// What a loop goes through: items with their indexes, and how many there are in all.
#[derive(Default)]
pub(super) struct Items<'p> {
    pub items: Vec<(usize, Value<'p>)>,
    pub turns: usize,
}

impl<'p> Items<'p> {
    fn of(all: impl ExactSizeIterator<Item = Value<'p>>) -> Items<'p> {
        let turns = all.len();
        let last = turns.min(MOST_TURNS).saturating_sub(ENDS);
        let at_an_end = |index: usize| index < ENDS || index >= last;
        Items { items: all.take(MOST_TURNS).enumerate().filter(|(index, _)| at_an_end(*index)).collect(), turns }
    }
}

/// The bytes of an expression.
pub(super) fn span(expression: &Expression<'_>) -> Span {
    Span::new(expression.offset, expression.end)
}

impl<'p> Path<'p, '_> {
    /// The value of an expression.
    pub fn value(&mut self, expression: &'p Expression<'p>) -> Valued<'p> {
        self.charge(0)?;
        let value = if self.deeper() { self.value_inside(expression) } else { Ok(self.anything(span(expression))) };
        self.back();
        value
    }

    fn value_inside(&mut self, expression: &'p Expression<'p>) -> Valued<'p> {
        let at = span(expression);
        Ok(match &expression.kind {
            Kind::String(_) if self.has_hole(at) => self.anything(at),
            Kind::String(text) => {
                Value::Text(self.arena.alloc_slice_copy(&[Piece { what: What::Text(text), at, exact: false }]))
            }
            Kind::Interpolated(inner) => {
                let mut pieces = Vec::new();
                self.block(inner.body, &mut pieces)?;
                self.joined(&pieces)
            }
            Kind::Integer(digits) => digits.parse().map_or_else(|_| self.number(at), Value::Integer),
            Kind::Float(_) => self.number(at),
            Kind::Boolean(answer) => Value::Boolean(*answer),
            Kind::Reference(reference) => self.reference(reference)?,
            Kind::List(items) => {
                let mut list = ArenaVec::new_in(self.arena);
                for item in *items {
                    list.push(self.value(item)?);
                }
                Value::List(self.arena.alloc(RefCell::new(list)))
            }
            Kind::Map(entries) => {
                let mut map = ArenaVec::new_in(self.arena);
                for (key, value) in *entries {
                    map.push((self.value(key)?, self.value(value)?));
                }
                Value::Map(self.arena.alloc(RefCell::new(map)))
            }
            Kind::Range(ends) => self.range(&ends.0, &ends.1, at)?,
            Kind::Not(_) => Value::Boolean(self.truth(expression)?),
            Kind::Binary(operator, sides) => match operator {
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
                    let (left, right) = (self.value(&sides.0)?, self.value(&sides.1)?);
                    self.arithmetic(*operator, left, right, at)
                }
                _ => Value::Boolean(self.truth(expression)?),
            },
            Kind::Word(_) => Value::Nothing,
        })
    }

    fn number(&mut self, at: Span) -> Value<'p> {
        match self.anything(at) {
            Value::Unknown(unknown) => Value::Unknown(Unknown { origin: Origin::Number, ..unknown }),
            other => other,
        }
    }

    fn range(&mut self, from: &'p Expression<'p>, to: &'p Expression<'p>, at: Span) -> Valued<'p> {
        let (from, to) = (self.value(from)?, self.value(to)?);
        let (Value::Integer(from), Value::Integer(to)) = (from, to) else {
            let Value::Unknown(unknown) = self.anything(at) else { return Ok(Value::Nothing) };
            let (term, chain) = unknown.id();
            return Ok(Value::Values(Collection { of: Source::Anything, term, chain, made: at }));
        };
        let step = if from <= to { 1 } else { -1 };
        // one more than the turns of a loop, so that the last turn knows that there is another item
        let count = from.abs_diff(to).saturating_add(1).min(MOST_TURNS as u64 + 1) as i64;
        self.charge(count as usize / 4)?;
        let mut list = ArenaVec::new_in(self.arena);
        list.extend((0..count).map(|index| Value::Integer(from.saturating_add(index * step))));
        Ok(Value::List(self.arena.alloc(RefCell::new(list))))
    }

    fn arithmetic(&mut self, operator: Operator, left: Value<'p>, right: Value<'p>, at: Span) -> Value<'p> {
        let (left, right) = (self.counted(left), self.counted(right));
        if let (Value::Integer(a), Value::Integer(b)) = (left, right) {
            let result = match operator {
                Operator::Add => a.checked_add(b),
                Operator::Subtract => a.checked_sub(b),
                Operator::Multiply => a.checked_mul(b),
                Operator::Divide => a.checked_div(b),
                _ => a.checked_rem(b),
            };
            return result.map_or_else(|| self.number(at), Value::Integer);
        }
        let is_text = |value: Value<'p>| match value {
            Value::Text(_) | Value::Nothing => true,
            Value::Unknown(unknown) => {
                unknown.origin.is_text() && !matches!(unknown.origin, Origin::Number | Origin::Size)
            }
            _ => false,
        };
        if operator == Operator::Add && (is_text(left) || is_text(right)) {
            let mut pieces = Vec::new();
            for side in [left, right] {
                if self.print(side, at, &mut pieces).is_err() {
                    return self.anything(at);
                }
            }
            return self.joined(&pieces);
        }
        if operator == Operator::Add { self.anything(at) } else { self.number(at) }
    }

    /// A size as the number that this path has it.
    fn counted(&mut self, value: Value<'p>) -> Value<'p> {
        match value {
            Value::Size(of) => Value::Integer(i64::from(self.count(of))),
            other => other,
        }
    }

    /// How many items an unknown list or map has on this path.
    pub fn count(&mut self, of: Collection) -> u8 {
        let options = match of.of {
            Source::Header => TWO_TURNS,
            _ if self.loops >= 3 => FEW_TURNS,
            Source::Split(origin) if origin.is_text() => SOME_TURNS,
            _ => TURNS,
        };
        self.decide(Question::Count(of.term, of.chain), options, of.made)
    }

    /// What a loop goes through.
    pub fn items(&mut self, list: Value<'p>, at: Span) -> Result<Items<'p>, Ended> {
        Ok(match list {
            Value::List(items) => Items::of(items.borrow().iter().copied()),
            Value::Map(entries) => Items::of(entries.borrow().iter().map(|(_, value)| *value)),
            Value::Keys(of) | Value::Values(of) | Value::Entries(of) => {
                let of = Collection { made: at, ..of };
                let count = self.count(of);
                Items::of((0..u32::from(count)).map(|index| self.item(list, of, index)).collect::<Vec<_>>().into_iter())
            }
            Value::Unknown(unknown) => match self.collection(unknown) {
                Some(of) => return self.items(Value::Values(of), at),
                None => Items::default(),
            },
            Value::Host(Host::Params) => {
                let maps = [Source::Path, Source::Header, Source::Query];
                Items::of(maps.map(|of| Value::Host(Host::Parameters(of))).into_iter())
            }
            Value::Host(host) => match self.host_collection(host, at) {
                Some(of) => return self.items(Value::Values(of), at),
                None => Items::default(),
            },
            _ => Items::default(),
        })
    }

    /// The list or map that an unknown value may be.
    pub fn collection(&mut self, unknown: Unknown) -> Option<Collection> {
        let known = self.equal.contains_key(&unknown.id()) || self.numbers.contains(&unknown.id());
        let of = match unknown.origin {
            _ if known || self.falses.contains(&unknown.id()) => return None,
            Origin::JsonValue | Origin::PresentValue if unknown.chain == Chain::NONE => Source::Json,
            Origin::Anything => Source::Anything,
            _ => return None,
        };
        if of == Source::Json {
            self.world.containers.insert(unknown.term);
        }
        Some(Collection { of, term: unknown.term, chain: unknown.chain, made: unknown.made })
    }

    /// Which way a condition goes on this path.
    pub fn truth(&mut self, condition: &'p Expression<'p>) -> Result<bool, Ended> {
        self.charge(0)?;
        let answer = if self.deeper() { self.truth_inside(condition) } else { Ok(self.ask_place(span(condition))) };
        self.back();
        answer
    }

    fn truth_inside(&mut self, condition: &'p Expression<'p>) -> Result<bool, Ended> {
        match &condition.kind {
            Kind::Boolean(answer) => Ok(*answer),
            Kind::Reference(reference) => {
                let value = self.reference(reference)?;
                Ok(self.is_true(value, span(condition)))
            }
            Kind::Not(inner) => Ok(!self.truth(inner)?),
            Kind::Binary(Operator::And, sides) => Ok(self.truth(&sides.0)? && self.truth(&sides.1)?),
            Kind::Binary(Operator::Or, sides) => Ok(self.truth(&sides.0)? || self.truth(&sides.1)?),
            Kind::Binary(Operator::Equal, sides) => self.compare_equal(sides, span(condition)),
            Kind::Binary(Operator::NotEqual, sides) => {
                self.opposite = true;
                let equal = self.compare_equal(sides, span(condition));
                self.opposite = false;
                Ok(!equal?)
            }
            Kind::Binary(
                operator @ (Operator::Less | Operator::Greater | Operator::LessOrEqual | Operator::GreaterOrEqual),
                sides,
            ) => {
                let (left, right) = (self.value(&sides.0)?, self.value(&sides.1)?);
                Ok(self.compare(*operator, left, right, span(condition)))
            }
            // what is neither a reference nor a comparison is false
            _ => Ok(false),
        }
    }

    fn ask_place(&mut self, at: Span) -> bool {
        let question = self.place_question(at.start);
        self.decide(question, YES_NO, at) == 1
    }

    /// A value as a condition: only null and false are false, and null is empty text here.
    fn is_true(&mut self, value: Value<'p>, at: Span) -> bool {
        match value {
            Value::Boolean(answer) => answer,
            Value::Test(test) => self.test(test, at),
            Value::Unknown(unknown) if unknown.origin.is_text() => true,
            Value::Unknown(unknown) => {
                let known = self.equal.contains_key(&unknown.id()) || self.numbers.contains(&unknown.id());
                if known || self.has_items(unknown) {
                    return true;
                }
                let (term, chain) = unknown.id();
                let answer = self.decide_about(About::Value, Question::True(term, chain), YES_NO, at) == 1;
                if !answer {
                    self.falses.insert((term, chain));
                }
                answer
            }
            _ => true,
        }
    }

    /// A loop over it has turned on this path.
    fn has_items(&self, unknown: Unknown) -> bool {
        self.made.get(&Question::Count(unknown.term, unknown.chain)).is_some_and(|&count| count > 0)
    }

    fn test(&mut self, test: Test<'p>, at: Span) -> bool {
        match test {
            Test::Equal(unknown, text) => self.equals(unknown, text, at),
            Test::Empty(of) => self.count(Collection { made: at, ..of }) == 0,
            Test::Matches(answer, term, call) => {
                let yes = self.test(Test::Other(answer), at);
                if yes {
                    self.guards.insert(term, call);
                }
                yes
            }
            Test::Other(unknown) => {
                let (term, chain) = unknown.id();
                self.decide(Question::True(term, chain), YES_NO, at) == 1
            }
        }
    }

    fn compare_equal(&mut self, sides: &'p (Expression<'p>, Expression<'p>), at: Span) -> Result<bool, Ended> {
        let (left, right) = (self.value(&sides.0)?, self.value(&sides.1)?);
        let (left, right) = (self.counted(left), self.counted(right));
        if let (Some(a), Some(b)) = (self.known_text(left), self.known_text(right)) {
            return Ok(a == b);
        }
        let answer = match (left, right) {
            (Value::Test(test), Value::Boolean(wanted)) | (Value::Boolean(wanted), Value::Test(test)) => {
                self.test(test, at) == wanted
            }
            (Value::Unknown(unknown), other) | (other, Value::Unknown(unknown)) if self.known_text(other).is_some() => {
                let text = self.known_text(other).unwrap_or_default();
                self.equals(unknown, &text, at)
            }
            (Value::Unknown(a), Value::Unknown(b)) => {
                if a.id() == b.id() {
                    return Ok(true);
                }
                let (first, second) = if a.id() < b.id() { (a.id(), b.id()) } else { (b.id(), a.id()) };
                self.decide(Question::Same(first, second), YES_NO, at) == 1
            }
            // `$list == ''`: never
            (Value::List(_) | Value::Map(_), Value::Text(_) | Value::Nothing)
            | (Value::Text(_) | Value::Nothing, Value::List(_) | Value::Map(_)) => false,
            _ => self.ask_place(at),
        };
        Ok(answer)
    }

    /// `$x == 'text'`, consistent with what this path has said of `$x` already.
    fn equals(&mut self, unknown: Unknown, text: &str, at: Span) -> bool {
        let id = unknown.id();
        if let Some(known) = self.equal.get(&id) {
            return **known == *text;
        }
        if self.falses.contains(&id) {
            return text == "false";
        }
        let is_number = text.parse::<f64>().is_ok();
        let never = match unknown.origin {
            Origin::Number => !is_number,
            Origin::JsonText | Origin::Name | Origin::Word => text.is_empty(),
            _ => (self.present.contains(&id) && text.is_empty()) || (self.numbers.contains(&id) && !is_number),
        };
        let outside = text.parse().is_ok_and(|number: i64| {
            self.bounds.get(&id).is_some_and(|&(least, most)| number < least || number > most)
        });
        if never || outside || self.has_items(unknown) || self.sibling_is(unknown, text) {
            return false;
        }
        let answer = self.decide(Question::Equal(id.0, id.1, text.to_owned()), YES_NO, at) == 1;
        if answer {
            self.equal.insert(id, text.into());
        } else if text.is_empty() {
            self.present.insert(id);
        }
        answer
    }

    /// Another key of the same map is this text already.
    fn sibling_is(&self, unknown: Unknown, text: &str) -> bool {
        if unknown.origin != Origin::Name && unknown.origin != Origin::Word {
            return false;
        }
        let parent = self.world.terms.parent(unknown.term);
        parent.is_some()
            && self.equal.iter().any(|((term, _), known)| {
                **known == *text && *term != unknown.term && self.world.terms.parent(*term) == parent
            })
    }

    fn compare(&mut self, operator: Operator, left: Value<'p>, right: Value<'p>, at: Span) -> bool {
        let (left, right) = (self.counted(left), self.counted(right));
        for side in [left, right] {
            if let Value::Unknown(unknown) = side
                && self.equal.get(&unknown.id()).is_some_and(|text| text.parse::<f64>().is_err())
            {
                return false;
            }
        }
        if let (Value::Integer(a), Value::Integer(b)) = (left, right) {
            return match operator {
                Operator::Less => a < b,
                Operator::Greater => a > b,
                Operator::LessOrEqual => a <= b,
                _ => a >= b,
            };
        }
        let (Some(a), Some(b)) = (self.side(left), self.side(right)) else {
            // text is neither less nor more than anything
            let text = |value: Value<'p>| match value {
                Value::Text(_) | Value::Nothing | Value::Boolean(_) => true,
                Value::Unknown(unknown) => unknown.origin.is_text(),
                _ => false,
            };
            return !(text(left) || text(right)) && self.ask_place(at);
        };
        if let Some(answer) = self.bounded(operator, &a, &b) {
            return answer;
        }
        let answer = self.decide(Question::Compare(operator as u8, a.clone(), b.clone()), YES_NO, at) == 1;
        self.bound(operator, &a, &b, answer);
        if answer {
            for value in [left, right] {
                if let Value::Unknown(unknown) = value {
                    self.numbers.insert(unknown.id());
                }
            }
        }
        answer
    }

    /// `$x > 3` as `(x, is more, 3)`, with the number on the right and nothing but `>` and `<` of the next number.
    fn bound_of(operator: Operator, a: &Side, b: &Side) -> Option<((Term, Chain), bool, i64)> {
        let (id, number, operator) = match (a, b) {
            (Side::Unknown(term, chain), Side::Number(number)) => ((*term, *chain), *number, operator),
            (Side::Number(number), Side::Unknown(term, chain)) => {
                let turned = match operator {
                    Operator::Less => Operator::Greater,
                    Operator::Greater => Operator::Less,
                    Operator::LessOrEqual => Operator::GreaterOrEqual,
                    _ => Operator::LessOrEqual,
                };
                ((*term, *chain), *number, turned)
            }
            _ => return None,
        };
        Some(match operator {
            Operator::Greater => (id, true, number),
            Operator::GreaterOrEqual => (id, true, number.saturating_sub(1)),
            Operator::Less => (id, false, number),
            _ => (id, false, number.saturating_add(1)),
        })
    }

    /// The answer, if what was said of the number before leaves only one.
    fn bounded(&self, operator: Operator, a: &Side, b: &Side) -> Option<bool> {
        let (id, more, number) = Self::bound_of(operator, a, b)?;
        let &(least, most) = self.bounds.get(&id)?;
        if more {
            if least > number { Some(true) } else { (most <= number).then_some(false) }
        } else if most < number {
            Some(true)
        } else {
            (least >= number).then_some(false)
        }
    }

    /// Keeps what an answer says of a number. A comparison that is false says nothing of what may be no number.
    fn bound(&mut self, operator: Operator, a: &Side, b: &Side, answer: bool) {
        let Some((id, more, number)) = Self::bound_of(operator, a, b) else { return };
        if !answer && !self.numbers.contains(&id) {
            return;
        }
        let (least, most) = self.bounds.entry(id).or_insert((i64::MIN, i64::MAX));
        match more == answer {
            true if answer => *least = (*least).max(number.saturating_add(1)),
            true => *least = (*least).max(number),
            false if answer => *most = (*most).min(number.saturating_sub(1)),
            false => *most = (*most).min(number),
        }
    }

    fn side(&self, value: Value<'p>) -> Option<Side> {
        match value {
            Value::Integer(number) => Some(Side::Number(number)),
            Value::Unknown(unknown) => {
                let text = unknown.origin.is_text() && !matches!(unknown.origin, Origin::Number | Origin::Size);
                if text || self.equal.contains_key(&unknown.id()) || self.falses.contains(&unknown.id()) {
                    return None;
                }
                Some(Side::Unknown(unknown.term, unknown.chain))
            }
            _ => None,
        }
    }
}
