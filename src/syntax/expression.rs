//! `1 + $a`, `!($a && $b)`, `[1..3]`, `{'a': [1, 2]}`

use super::ast::{Expression, Kind, Operator};
use super::literal::Reading;
use super::parser::Parser;
use super::token::{Token, TokenKind, VALUE};
use crate::error::{Fault, Result};

/// Where a value stands, which decides what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In `#set` or `#if`.
    Expression,
    /// A directive's argument.
    Directive,
    /// A method's argument.
    Method,
    List,
    Map,
    Range,
    Index,
}

/// An operator that waits for its right side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    /// None for `!`.
    operator: Option<Operator>,
    begin: u32,
    end: u32,
    /// How many edits there were.
    since: u32,
}

impl Pending {
    fn precedence(self) -> u8 {
        self.operator.map_or(7, precedence)
    }
}

fn precedence(operator: Operator) -> u8 {
    use Operator::*;
    match operator {
        Or => 1,
        And => 2,
        Equal | NotEqual => 3,
        Less | Greater | LessOrEqual | GreaterOrEqual => 4,
        Add | Subtract => 5,
        Multiply | Divide | Remainder => 6,
    }
}

fn operator(kind: TokenKind) -> Option<Operator> {
    Some(match kind {
        TokenKind::Or => Operator::Or,
        TokenKind::And => Operator::And,
        TokenKind::Equal => Operator::Equal,
        TokenKind::NotEqual => Operator::NotEqual,
        TokenKind::Less => Operator::Less,
        TokenKind::LessOrEqual => Operator::LessOrEqual,
        TokenKind::Greater => Operator::Greater,
        TokenKind::GreaterOrEqual => Operator::GreaterOrEqual,
        TokenKind::Plus => Operator::Add,
        TokenKind::Minus => Operator::Subtract,
        TokenKind::Multiply => Operator::Multiply,
        TokenKind::Divide => Operator::Divide,
        TokenKind::Remainder => Operator::Remainder,
        _ => return None,
    })
}

impl<'s> Parser<'_, 's, '_> {
    /// An expression, up to what continues none.
    pub fn expression(&mut self) -> Result<Expression<'s>> {
        self.enter()?;
        let base = self.session.scratch.pending.len();
        let mut levels = 1;
        loop {
            self.negations()?;
            self.skip_whitespace()?;
            let value = self.value(Place::Expression)?;
            self.skip_whitespace()?;
            self.session.scratch.values.push(value);
            if let Some((sign, end)) = self.plain_sign()
                && let Some(operator) = operator(sign)
            {
                let begin = self.lexer.position;
                self.reduce(base, precedence(operator));
                self.move_to(end);
                self.await_right_side(begin, end, Some(operator));
            } else if self.sign_follows(b')') {
                break;
            } else {
                let token = self.peek()?;
                let Some(operator) = operator(token.kind) else {
                    break;
                };
                self.reduce(base, precedence(operator));
                self.take()?;
                self.await_right_side(token.begin, token.end, Some(operator));
            }
            // each operator of a chain may be one level more of the tree
            self.enter()?;
            levels += 1;
        }
        self.reduce(base, 0);
        self.leave_by(levels);
        Ok(self.session.scratch.values.pop().unwrap_or(NOTHING))
    }

    /// `!`, any number of times.
    fn negations(&mut self) -> Result<()> {
        let mut levels = 0;
        if self.no_negation_follows() {
            return Ok(());
        }
        loop {
            if self.at(TokenKind::Whitespace)? && self.kind_at(1)? == TokenKind::Not {
                self.take()?;
            }
            if !self.at(TokenKind::Not)? {
                break;
            }
            let token = self.take()?;
            self.await_right_side(token.begin, token.end, None);
            levels += 1;
            self.enter()?;
        }
        self.leave_by(levels);
        Ok(())
    }

    fn await_right_side(&mut self, begin: u32, end: u32, operator: Option<Operator>) {
        self.session.scratch.pending.push(Pending {
            operator,
            begin,
            end,
            since: self.session.scratch.edits.len() as u32,
        });
    }

    /// Applies the operators above `base` that bind at least as tightly as this.
    fn reduce(&mut self, base: usize, precedence: u8) {
        while self.session.scratch.pending.len() > base {
            let top = self.session.scratch.pending[self.session.scratch.pending.len() - 1];
            if top.precedence() < precedence {
                break;
            }
            self.session.scratch.pending.pop();
            let literal = self.literal(top.end, self.last_end, top.since as usize, Reading::Node);
            let right = self.session.scratch.values.pop().unwrap_or(NOTHING);
            let (offset, kind) = match top.operator {
                None => {
                    let inner: &'s Expression<'s> = self.arena.alloc_with(|| right);
                    (self.origin.offset(top.begin), Kind::Not(inner))
                }
                Some(operator) => {
                    let left = self.session.scratch.values.pop().unwrap_or(NOTHING);
                    let sides: &'s (Expression<'s>, Expression<'s>) = self.arena.alloc_with(|| (left, right));
                    (left.offset, Kind::Binary(operator, sides))
                }
            };
            self.session.scratch.values.push(Expression { offset, end: right.end, literal, kind });
        }
    }

    /// A simple value with blanks around it: an argument, an element, an index.
    pub fn parameter(&mut self, place: Place) -> Result<Expression<'s>> {
        self.skip_whitespace()?;
        let value = self.value(place)?;
        self.skip_whitespace()?;
        Ok(value)
    }

    /// One value without operators.
    pub fn value(&mut self, place: Place) -> Result<Expression<'s>> {
        use Place::{Directive, Index, Range};
        use TokenKind::*;
        if let Some(reference) = self.plain_operand(place) {
            return Ok(reference);
        }
        if place == Place::Expression && self.open_plain() {
            return self.group();
        }
        let since = self.session.scratch.edits.len();
        if !matches!(place, Index | Range) && self.take_sign("[") {
            let begin = self.last_end - 1;
            let kind = self.list()?;
            return Ok(self.value_of(kind, begin, begin, since));
        }
        let token = self.peek()?;
        let kind = match token.kind {
            Identifier | ReferenceOpen => Kind::Reference(self.reference()?),
            Integer => Kind::Integer(self.image()?),
            String if place != Range => self.string()?,
            True | False if place != Range => {
                self.take()?;
                Kind::Boolean(token.kind == True)
            }
            Word if place == Directive => Kind::Word(self.image()?),
            ParenOpen if place == Place::Expression => {
                self.take()?;
                return self.group();
            }
            Float if !matches!(place, Index | Range) => Kind::Float(self.image()?),
            ListOpen if !matches!(place, Index | Range) => {
                self.take()?;
                self.list()?
            }
            MapOpen if !matches!(place, Index | Range) => self.map()?,
            _ => return Err(self.no_value(token, place)),
        };
        Ok(self.value_of(kind, token.begin, self.literal_start(token), since))
    }

    /// What was read from `begin` on, as an expression.
    fn value_of(&self, kind: Kind<'s>, begin: u32, literal_start: u32, since: usize) -> Expression<'s> {
        let literal = match kind {
            Kind::Reference(reference) => reference.literal,
            _ => self.literal(literal_start, self.last_end, since, Reading::Node),
        };
        Expression { offset: self.origin.offset(begin), end: self.origin.end(self.last_end), literal, kind }
    }

    /// The next token's text.
    fn image(&mut self) -> Result<&'s str> {
        let token = self.take()?;
        Ok(&self.source[token.start as usize..token.end as usize])
    }

    /// `($a + 1)`
    #[inline(never)]
    fn group(&mut self) -> Result<Expression<'s>> {
        let open = self.last_end;
        let since = self.session.scratch.edits.len();
        let inner = self.expression()?;
        let literal = self.literal(open, self.last_end, since, Reading::Node);
        self.close("an operator or `)`", "")?;
        Ok(Expression { literal, ..inner })
    }

    /// `[1, $a]`, `[1..$n]`
    #[inline(never)]
    fn list(&mut self) -> Result<Kind<'s>> {
        self.enter()?;
        let base = self.session.scratch.values.len();
        let first = match self.plain_operand(Place::List) {
            None if !VALUE.has(self.kind()?) && !self.at(TokenKind::Whitespace)? => None,
            None => Some(self.parameter(Place::List)?),
            first => {
                self.skip_whitespace()?;
                first
            }
        };
        if let Some(first) = first {
            let bound = matches!(first.kind, Kind::Integer(_) | Kind::Reference(_));
            if bound && (self.take_sign("..") || self.take_if(TokenKind::Range)?) {
                return self.range(first);
            }
            self.session.scratch.values.push(first);
            while self.take_comma()? {
                let value = self.parameter(Place::List)?;
                self.session.scratch.values.push(value);
            }
        }
        self.close_list("`,` or `]`", "a list holds only simple values: no arithmetic, no comparison")?;
        self.leave();
        let list = self.arena.alloc_slice_copy(&self.session.scratch.values[base..]);
        self.session.scratch.values.truncate(base);
        Ok(Kind::List(list))
    }

    fn close_list(&mut self, wanted: &str, help: &str) -> Result<()> {
        match self.take_sign("]") {
            true => Ok(()),
            false => self.expect(TokenKind::ListClose, wanted, help).map(|_| ()),
        }
    }

    #[inline(never)]
    fn range(&mut self, first: Expression<'s>) -> Result<Kind<'s>> {
        let last = self.parameter(Place::Range)?;
        self.close_list("`]`", "a range is two whole numbers or references with `..` between them")?;
        self.leave();
        Ok(Kind::Range(self.arena.alloc((first, last))))
    }

    /// `{'a': 1, $b: [2]}`
    #[inline(never)]
    fn map(&mut self) -> Result<Kind<'s>> {
        self.take()?;
        self.enter()?;
        let base = self.session.scratch.pairs.len();
        if self.map_entry_follows()? {
            loop {
                let key = self.parameter(Place::Map)?;
                self.expect(TokenKind::Colon, "`:` between a key and its value", "a key is one simple value")?;
                let value = self.parameter(Place::Map)?;
                self.session.scratch.pairs.push((key, value));
                if !self.take_comma()? {
                    break;
                }
            }
        } else {
            self.skip_whitespace()?;
        }
        let token = self.peek()?;
        if !matches!(token.kind, TokenKind::MapClose | TokenKind::ReferenceClose) {
            return Err(self.unexpected(
                token,
                "`,` or `}`",
                "a map holds only simple values: no arithmetic, no comparison",
            ));
        }
        self.take()?;
        self.leave();
        let map = self.arena.alloc_slice_copy(&self.session.scratch.pairs[base..]);
        self.session.scratch.pairs.truncate(base);
        Ok(Kind::Map(map))
    }

    /// The next two tokens may be the start of `key: value`.
    fn map_entry_follows(&mut self) -> Result<bool> {
        use TokenKind::*;
        let first = self.kind()?;
        if !VALUE.has(first) && first != Whitespace {
            return Ok(false);
        }
        let second = self.kind_at(1)?;
        Ok(match first {
            Whitespace => VALUE.has(second),
            Identifier => matches!(second, IndexOpen | Dot | Whitespace | Colon),
            ReferenceOpen => second == Identifier,
            ListOpen => VALUE.has(second) || matches!(second, Whitespace | ListClose),
            MapOpen => VALUE.has(second) || matches!(second, Whitespace | MapClose | ReferenceClose),
            _ => matches!(second, Whitespace | Colon),
        })
    }

    #[cold]
    fn no_value(&self, token: Token, place: Place) -> Box<Fault> {
        let (wanted, help) = match place {
            Place::Expression => {
                ("a value", "a value is a reference, a number, a string, `true`, `false`, a list, a range or a map")
            }
            Place::Directive => ("an argument", "an argument is a reference, a literal or a word"),
            Place::Method => {
                ("an argument", "a method's arguments are simple values; there is no arithmetic among them")
            }
            Place::List => ("a value", "a list holds only simple values, and no comma behind the last"),
            Place::Map => ("a key or a value", "a map holds only simple values, and no comma behind the last"),
            Place::Range => {
                ("a whole number or a reference", "a range is two whole numbers or references with `..` between them")
            }
            Place::Index => (
                "an index",
                "an index is one number, string, boolean or reference; write `${name}[` for a `[` that is text",
            ),
        };
        let help = match token.kind {
            TokenKind::Word => "a bare word is no value: references start with `$`, strings stand in quotes",
            TokenKind::Assign => "`=` sets; `==` compares",
            _ => help,
        };
        self.unexpected(token, wanted, help)
    }
}

/// Never seen: every expression has a value.
const NOTHING: Expression<'static> = Expression { offset: 0, end: 0, literal: "", kind: Kind::Word("") };
