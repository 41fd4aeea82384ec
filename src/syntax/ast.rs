//! The tree of a template: what its author wrote, with nothing resolved.
//!
//! Nodes live in the arena of one parse and borrow the template's source. Offsets are bytes into that source.

/// A run of statements, in order.
pub(crate) type Block<'s> = &'s [Node<'s>];

/// One statement of a template.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Node<'s> {
    /// Printed as it stands. The text is a slice of the source wherever nothing had to be changed.
    Text(&'s str),
    /// `$a`, `$!{a.b[0].c($d)}` …
    Reference(&'s Reference<'s>),
    /// `#set($target = value)`
    Set(&'s Set<'s>),
    /// `#if(…) … #elseif(…) … #else … #end`
    If(&'s If<'s>),
    /// `#foreach($item in $list) … #end`
    Foreach(&'s Foreach<'s>),
    /// `#define($name) … #end`
    Define(&'s Define<'s>),
    /// `#macro(name $a $b) … #end`; prints nothing where it stands.
    Macro(&'s Macro<'s>),
    /// `#name(args)` or `#@name(args) … #end` that is no directive: a macro's call, or text.
    Call(&'s Call<'s>),
    /// `#break` or `#break($scope)`
    Break(&'s Scoped<'s>),
    /// `#stop` or `#stop("message")`
    Stop(&'s Scoped<'s>),
    /// `#evaluate($source)` (Velocity only)
    Evaluate(&'s Scoped<'s>),
    /// `#include("a" $b)` (Velocity only)
    Include(&'s Arguments<'s>),
    /// `#parse("a")` (Velocity only)
    Parse(&'s Arguments<'s>),
    /// Parses, but fails as soon as it is rendered.
    Raise(&'s Raise<'s>),
}

/// `$a.b.c($d)[0]`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reference<'s> {
    /// Where it starts, escapes included.
    pub offset: u32,
    /// Where it ends.
    pub end: u32,
    /// Velocity's `literal()`: what `+` prints for it when it is null, and a macro for an argument it cannot resolve.
    pub literal: &'s str,
    /// What it prints when it is null (Velocity's `nullString`); empty for a quiet reference.
    pub null_text: &'s str,
    /// The variable's name. For a reference that is no reference (`$\!a`) the text that stands for it.
    pub root: &'s str,
    pub steps: &'s [Step<'s>],
    /// `$!a`
    pub quiet: bool,
    /// `\$a`: prints its own source if it has a value.
    pub escaped: bool,
    /// False for `$\!a`: its value is always null.
    pub computable: bool,
    /// True where the lexer took something for a reference that is none (Velocity's "runt"): prints `root`.
    pub runt: bool,
    /// Half of the backslashes before it.
    pub backslashes: &'s str,
    /// Further `$` before it, as in `$$a`.
    pub prefix: &'s str,
}

/// One link of a reference's chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Step<'s> {
    /// `.name`
    Property { name: &'s str, offset: u32 },
    /// `.name(args)`
    Method { name: &'s str, args: &'s [Expression<'s>], offset: u32 },
    /// `[index]`
    Index { index: Expression<'s>, offset: u32 },
}

/// `#set($target = value)`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Set<'s> {
    pub offset: u32,
    pub end: u32,
    /// The name that is set when the target has no steps: the source after `$`, so `!x` for `$!x` and `{x` for `${x}`.
    pub key: &'s str,
    pub target: &'s Reference<'s>,
    pub value: Expression<'s>,
}

/// `#if(…) … #elseif(…) … #else … #end`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct If<'s> {
    pub offset: u32,
    pub arms: &'s [(Expression<'s>, Block<'s>)],
    pub otherwise: Option<Block<'s>>,
}

/// `#foreach($item in $list) … #end`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Foreach<'s> {
    pub offset: u32,
    pub end: u32,
    pub item: &'s str,
    pub list: Expression<'s>,
    pub body: Block<'s>,
}

/// `#define($name) … #end`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Define<'s> {
    pub offset: u32,
    pub name: &'s str,
    pub body: Block<'s>,
}

/// `#macro(name $a $b) … #end`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Macro<'s> {
    pub offset: u32,
    pub name: &'s str,
    pub parameters: &'s [&'s str],
    pub body: Block<'s>,
}

/// `#name(args)` or `#@name(args) … #end`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Call<'s> {
    pub offset: u32,
    pub end: u32,
    /// Without `#` and `@`.
    pub name: &'s str,
    pub args: &'s [Expression<'s>],
    /// The body of `#@name(…) … #end`.
    pub body: Option<Block<'s>>,
    /// Printed when there is no such macro.
    pub literal: &'s str,
    /// Velocity's complaint if there is such a macro (a bare word as an argument).
    pub bad_argument: Option<&'s str>,
}

/// A directive with at most one argument.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scoped<'s> {
    pub offset: u32,
    pub end: u32,
    pub argument: Option<Expression<'s>>,
}

/// A directive with any number of arguments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arguments<'s> {
    pub offset: u32,
    pub end: u32,
    pub args: &'s [Expression<'s>],
}

/// What fails as soon as it is rendered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Raise<'s> {
    pub offset: u32,
    pub end: u32,
    pub message: &'s str,
}

/// A value in a directive's parentheses, an argument or an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Expression<'s> {
    pub offset: u32,
    pub end: u32,
    /// Velocity's `literal()`: what `+` prints for it when it is null. Of an operation it is the right side only.
    pub literal: &'s str,
    pub kind: Kind<'s>,
}

/// What an [`Expression`] is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind<'s> {
    /// `'text'`, or `"text"` that holds neither `$` nor `#`.
    String(&'s str),
    /// `"text with $references and #directives"`.
    Interpolated(&'s Interpolated<'s>),
    /// `12`, with its sign.
    Integer(&'s str),
    /// `1.5e3`, with its sign.
    Float(&'s str),
    Boolean(bool),
    Reference(&'s Reference<'s>),
    /// `[1, $a]`
    List(&'s [Expression<'s>]),
    /// `[1..$n]`
    Range(&'s (Expression<'s>, Expression<'s>)),
    /// `{'a': 1}`
    Map(&'s [(Expression<'s>, Expression<'s>)]),
    Not(&'s Expression<'s>),
    /// A chain `1 + 2 + 3 …` leans to the left and may be as long as the template: walk down its left sides in a loop.
    Binary(Operator, &'s (Expression<'s>, Expression<'s>)),
    /// A bare word, which only a directive's argument can be; its value is null.
    Word(&'s str),
}

/// The inside of a double-quoted string, which is a template of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interpolated<'s> {
    pub body: Block<'s>,
    /// Velocity parses the string with a blank behind it, to be taken off the output again; not if it holds `##`.
    pub padded: bool,
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    /// `+`, `%` and their like.
    pub fn calculates(self) -> bool {
        use Operator::*;
        matches!(self, Add | Subtract | Multiply | Divide | Remainder)
    }

    /// `==`, `<` and their like.
    pub fn compares(self) -> bool {
        use Operator::*;
        matches!(self, Equal | NotEqual | Less | Greater | LessOrEqual | GreaterOrEqual)
    }
}
