//! What a path says: jsonpath-rust's model, and beside it what only Jayway has.

use jsonpath_rust::parser::model::{
    Comparable, Filter, JpQuery, Segment, Selector, SingularQuery, SingularQuerySegment,
};

use super::decimal::Decimal;
use super::pattern::Pattern;

/// A path, at the top or in a filter: `$.a.b`, `@.a`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    pub root: Root,
    pub body: Body,
}

/// Where a path of a filter starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// `$`
    Document,
    /// `@`
    Item,
}

/// The steps of a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    /// All of it is RFC 9535.
    Standard(JpQuery),
    /// Some of it is Jayway's only.
    Extended(Vec<Step>),
}

/// One step of a path that is not all RFC 9535.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Segment(Segment),
    /// `..` before what is no segment.
    Descend,
    /// `[?(@.a in ['x'])]`
    Filter(Condition),
    /// `.max()`
    Call(Call),
}

/// `.index(2)`: a function as a step.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    /// As written; whether there is such a function shows when it is called.
    pub name: String,
    pub arguments: Vec<Argument>,
    /// `$..a.max()` was read as `$.max($..a)`, and the steps after it know that they follow a `..`.
    pub inverted: bool,
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Argument {
    /// `1`, `"x"`, `{"a": 1}`: JSON text, read when it is needed.
    Json(String),
    /// `$.a`
    Query(Query),
}

/// What a filter asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// All of it is RFC 9535: `@.a > 1 && !@.b`.
    Standard(Filter),
    /// `a || b`
    Any(Vec<Condition>),
    /// `a && b`
    All(Vec<Condition>),
    /// `!(a)`
    Not(Box<Condition>),
    /// `@.a.max()`, `!@.a.max()`: whether the path leads anywhere.
    Exists { query: Query, wanted: bool },
    /// `@.a in ['x']`
    Relation(Box<Relation>),
}

/// `left operator right`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relation {
    pub left: Operand,
    pub operator: Operator,
    pub right: Operand,
}

/// A side of a [`Relation`].
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// A literal, or a path of names and indexes.
    Standard(Comparable),
    /// A number that is neither a `long` nor a double as Java prints it.
    Number(Decimal),
    /// Any other path.
    Query(Query),
    /// `[1, 2]`, `{"a": 1}`: JSON text, read when it is needed.
    Json(String),
    /// `/a.*/i`
    Pattern(Pattern),
}

/// What stands between two operands; words in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Eq,
    Ne,
    /// `===`: of one type, and equal.
    Same,
    /// `!==`
    NotSame,
    Lt,
    Le,
    Gt,
    Ge,
    /// `=~`
    Regex,
    In,
    Nin,
    Contains,
    All,
    Size,
    Exists,
    Type,
    Matches,
    Empty,
    SubsetOf,
    AnyOf,
    NoneOf,
}

impl Operator {
    /// The longest that there is.
    pub const LONGEST: usize = "subsetof".len();

    pub fn of_text(text: &str) -> Option<Operator> {
        Some(match text.to_uppercase().as_str() {
            ">=" => Operator::Ge,
            "<=" => Operator::Le,
            "==" => Operator::Eq,
            "===" => Operator::Same,
            "!=" => Operator::Ne,
            "!==" => Operator::NotSame,
            "<" => Operator::Lt,
            ">" => Operator::Gt,
            "=~" => Operator::Regex,
            "NIN" => Operator::Nin,
            "IN" => Operator::In,
            "CONTAINS" => Operator::Contains,
            "ALL" => Operator::All,
            "SIZE" => Operator::Size,
            "EXISTS" => Operator::Exists,
            "TYPE" => Operator::Type,
            "MATCHES" => Operator::Matches,
            "EMPTY" => Operator::Empty,
            "SUBSETOF" => Operator::SubsetOf,
            "ANYOF" => Operator::AnyOf,
            "NONEOF" => Operator::NoneOf,
            _ => return None,
        })
    }
}

impl Query {
    /// True if the last step is a function.
    pub fn ends_in_call(&self) -> bool {
        matches!(&self.body, Body::Extended(steps) if matches!(steps.last(), Some(Step::Call(_))))
    }

    /// True if the path leads to one value at most.
    pub fn is_definite(&self) -> bool {
        self.tokens().are_definite()
    }

    /// The path as a `SingularQuery`, if it has names and indexes only.
    pub fn singular(&self) -> Option<SingularQuery> {
        let Body::Standard(query) = &self.body else { return None };
        let segment = |segment: &Segment| match segment {
            Segment::Selector(Selector::Name(name)) => Some(SingularQuerySegment::Name(name.clone())),
            Segment::Selector(Selector::Index(index)) => Some(SingularQuerySegment::Index(*index)),
            _ => None,
        };
        let segments = query.segments.iter().map(segment).collect::<Option<_>>()?;
        Some(match self.root {
            Root::Document => SingularQuery::Root(segments),
            Root::Item => SingularQuery::Current(segments),
        })
    }

    pub fn tokens(&self) -> Tokens<'_> {
        match &self.body {
            Body::Standard(query) => Tokens::Segments(&query.segments),
            Body::Extended(steps) => Tokens::Steps(steps),
        }
    }
}

/// The steps of a path, whichever model holds them, one by one: `..` counts as a step of its own.
#[derive(Clone, Copy)]
pub(super) enum Tokens<'p> {
    Segments(&'p [Segment]),
    Steps(&'p [Step]),
}

/// A place in [`Tokens`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct At {
    index: usize,
    /// In a `Segment::Descendant`: past its `..`.
    inner: bool,
}

/// One step, as the evaluation sees it.
#[derive(Clone, Copy)]
pub(super) enum Token<'p> {
    Name(&'p str),
    /// `['a','b']`
    Names(&'p [Selector]),
    Index(i64),
    /// `[0,1]`
    Indexes(&'p [Selector]),
    Slice(Option<i64>, Option<i64>),
    Wildcard,
    Descend,
    Filter(&'p Filter),
    Condition(&'p Condition),
    Call(&'p Call),
}

impl<'p> Tokens<'p> {
    pub fn is_empty(self) -> bool {
        self.get(At::default()).is_none()
    }

    /// The token at a place; `None` past the end.
    pub fn get(self, at: At) -> Option<Token<'p>> {
        let segment = match self {
            Tokens::Segments(segments) => segments.get(at.index)?,
            Tokens::Steps(steps) => match steps.get(at.index)? {
                Step::Segment(segment) => segment,
                Step::Descend => return Some(Token::Descend),
                Step::Filter(condition) => return Some(Token::Condition(condition)),
                Step::Call(call) => return Some(Token::Call(call)),
            },
        };
        Some(match segment {
            Segment::Descendant(_) if !at.inner => Token::Descend,
            Segment::Descendant(inner) => of_segment(inner),
            segment => of_segment(segment),
        })
    }

    pub fn next(self, at: At) -> At {
        if !at.inner && self.descendant(at.index) {
            At { inner: true, ..at }
        } else {
            At { index: at.index + 1, inner: false }
        }
    }

    /// The place past the last token.
    pub fn end(self) -> At {
        At { index: self.len(), inner: false }
    }

    fn len(self) -> usize {
        match self {
            Tokens::Segments(segments) => segments.len(),
            Tokens::Steps(steps) => steps.len(),
        }
    }

    /// True if the path leads to one value at most.
    pub fn are_definite(self) -> bool {
        let mut at = At::default();
        while let Some(token) = self.get(at) {
            at = self.next(at);
            let definite = match token {
                Token::Name(_) | Token::Index(_) | Token::Call(_) => true,
                Token::Names(_) => self.get(at).is_none(),
                _ => false,
            };
            if !definite {
                return false;
            }
        }
        true
    }

    /// The token before the last one.
    pub fn last_but_one(self) -> Option<Token<'p>> {
        let last = self.len().checked_sub(1)?;
        if self.descendant(last) {
            return Some(Token::Descend);
        }
        let index = last.checked_sub(1)?;
        self.get(At { index, inner: self.descendant(index) })
    }

    fn descendant(self, index: usize) -> bool {
        let segment = match self {
            Tokens::Segments(segments) => segments.get(index),
            Tokens::Steps(steps) => match steps.get(index) {
                Some(Step::Segment(segment)) => Some(segment),
                _ => None,
            },
        };
        matches!(segment, Some(Segment::Descendant(_)))
    }

    /// Tells the token at a place apart from every other of a path.
    pub fn identity(self, at: At) -> (usize, usize) {
        let start = match self {
            Tokens::Segments(segments) => segments.as_ptr() as usize,
            Tokens::Steps(steps) => steps.as_ptr() as usize,
        };
        (start, at.index * 2 + usize::from(at.inner))
    }
}

fn of_segment(segment: &Segment) -> Token<'_> {
    match segment {
        Segment::Selector(Selector::Name(name)) => Token::Name(name),
        Segment::Selector(Selector::Index(index)) => Token::Index(*index),
        Segment::Selector(Selector::Slice(from, to, _)) => Token::Slice(*from, *to),
        Segment::Selector(Selector::Filter(filter)) => Token::Filter(filter),
        Segment::Selectors(all) if matches!(all.first(), Some(Selector::Name(_))) => Token::Names(all),
        Segment::Selectors(all) => Token::Indexes(all),
        Segment::Selector(Selector::Wildcard) | Segment::Descendant(_) => Token::Wildcard,
    }
}
