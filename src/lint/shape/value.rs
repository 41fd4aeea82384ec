//! `$input.path('$.id')`: what is known of a value without an event.

use std::cell::RefCell;

use bumpalo::collections::Vec as ArenaVec;

use super::chains::Chain;
use super::terms::Term;
use crate::error::Span;
use crate::syntax::ast::Block;

/// Where an unknown value comes from, which says what it may look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// `$input.params('id')`: text that the client chose; empty if it is missing.
    Parameter,
    /// `$input.params().header`: a Java map of such texts.
    Parameters,
    /// `$input.body`
    Body,
    /// `$input.path('$.id')`: any JSON value, or nothing.
    JsonValue,
    /// The same where the template has made sure that it is there.
    PresentValue,
    /// `$input.json('$.id')`: JSON's text of it.
    JsonText,
    /// A key of the body's objects, or the name of a query parameter.
    Name,
    /// `$util.urlDecode(…)`, `$util.base64Decode(…)`: any text.
    Decoded,
    /// `$context.identity.userAgent`, `$context.authorizer.*`: text that the client or its token chose.
    Client,
    /// `$context.path`: as the client wrote it, percent-encoded, but with apostrophes.
    Path,
    /// `$context.requestId`: text that needs no escape and is never a JSON value.
    Word,
    /// `$stageVariables.x`, `$context.accountId`: text that needs no escape and may be a number.
    Plain,
    /// `$foreach.index`: a number, always there.
    Number,
    /// `$list.size()`: a number if there is such a list, else nothing.
    Size,
    /// `$list.isEmpty()`
    Boolean,
    /// What is not followed any further; no rule speaks of it.
    Anything,
}

impl Origin {
    /// Never null, never Boolean: true in every `#if`.
    pub fn is_text(self) -> bool {
        !matches!(self, Origin::JsonValue | Origin::PresentValue | Origin::Boolean | Origin::Anything)
    }
}

/// A value that only an event decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unknown {
    pub origin: Origin,
    /// Which value of the event it is: equal terms are equal values.
    pub term: Term,
    /// What was done with its text since.
    pub chain: Chain,
    /// The reference that got it, or did the last thing with it.
    pub made: Span,
    /// The call that was true on the way here: `.matches('[0-9]+')`, with what was done before it.
    pub guard: Chain,
}

impl Unknown {
    /// A value with which nothing was done.
    pub fn new(origin: Origin, term: Term, made: Span) -> Unknown {
        Unknown { origin, term, chain: Chain::NONE, made, guard: Chain::NONE }
    }

    /// What tells it from others.
    pub fn id(&self) -> (Term, Chain) {
        (self.term, self.chain)
    }
}

/// A piece of text that a template prints, and the place that printed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'p> {
    pub what: What<'p>,
    pub at: Span,
    /// The text stands in the template at this place.
    pub exact: bool,
}

/// What a [`Piece`] is.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'p> {
    Text(&'p str),
    Unknown(Unknown),
    /// A map as Java prints it: `{a=b}`.
    JavaMap,
}

/// Keys or values of an unknown map, or the items of an unknown list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Collection {
    pub of: Source,
    pub term: Term,
    pub chain: Chain,
    pub made: Span,
}

/// What a [`Collection`] is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// The body's, or that of other JSON.
    Json,
    /// `$text.split(',')`
    Split(Origin),
    Path,
    Query,
    Header,
    StageVariables,
    /// A map under `$context`.
    Context,
    Anything,
}

/// An object that API Gateway puts into a template.
#[derive(Debug, Clone, Copy)]
pub(super) enum Host {
    Input,
    Util,
    /// `$context` or a map in it.
    Context(Term),
    StageVariables,
    /// `$input.params()`
    Params,
    /// `$input.params().header`: `Path`, `Query`, `Header`, or `Anything` for one that is not known.
    Parameters(Source),
}

/// A question with two answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test<'p> {
    /// `$x.equals('a')`
    Equal(Unknown, &'p str),
    /// `$x.isEmpty()` of a collection.
    Empty(Collection),
    /// `$x.matches('[0-9]+')`: the answer, the value, and the call with what was done before it.
    Matches(Unknown, Term, Chain),
    /// Any other.
    Other(Unknown),
}

/// `$foreach` in one turn of a loop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'p> {
    pub index: i64,
    pub turns: i64,
    pub parent: Option<&'p Turn<'p>>,
}

/// What is known of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'p> {
    /// Undefined or null: prints nothing, and is true.
    Nothing,
    Text(&'p [Piece<'p>]),
    Integer(i64),
    Boolean(bool),
    Unknown(Unknown),
    Test(Test<'p>),
    List(&'p RefCell<ArenaVec<'p, Value<'p>>>),
    Map(&'p RefCell<ArenaVec<'p, (Value<'p>, Value<'p>)>>),
    Keys(Collection),
    Values(Collection),
    Entries(Collection),
    /// The `n`th of such entries.
    Entry(Collection, u32),
    /// `$list.size()`
    Size(Collection),
    Host(Host),
    Block(Block<'p>),
    Turn(&'p Turn<'p>),
}
