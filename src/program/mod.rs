//! The program of a template: its tree with everything resolved that can be before it runs. Names of variables are slots,
//! literals are values, constant JSONPaths are compiled, text is a slice of one string. The interpreter runs it; `template`
//! keeps it.
//!
//! A program is a few tables, and its parts name each other by their places in them: reading a template asks the
//! allocator for a dozen pieces of memory rather than for several a node.

mod compile;
mod table;
mod usage;

use num_bigint::BigInt;

use crate::error::{Result, Span};
use crate::jsonpath::Path;
use crate::value::{Known, SlotHint};

pub(crate) use crate::syntax::ast::Operator;
pub(crate) use compile::compile;
use table::Table;
pub(crate) use table::{Id, List, Pair};
use usage::Usage;

/// A compiled template.
#[derive(Debug)]
pub(crate) struct Program {
    /// The template's source, and behind it all text that is not in it as it stands.
    text: String,
    source_len: usize,
    pub body: Block,
    tables: Tables,
    /// The variables' names, by slot.
    pub names: Vec<Text>,
    /// The slots of the variables that `#foreach` sets, where the template can see them.
    pub foreach: ForeachSlots,
    pub macros: Vec<Macro>,
    /// How many places remember where they found a property last.
    pub hints: usize,
    /// What the last render needed, and so will the next.
    pub usage: Usage,
    /// About how much memory it takes.
    pub bytes: usize,
}

/// What a program is made of, each sort of part in a table of its own.
#[derive(Debug, Default)]
struct Tables {
    nodes: Table<Node>,
    references: Table<Reference>,
    steps: Table<Step>,
    methods: Table<Method>,
    paths: Table<Result<Path>>,
    keys: Table<Key>,
    expressions: Table<Expression>,
    numbers: Table<BigInt>,
    operations: Table<Operation>,
    sets: Table<Set>,
    ifs: Table<If>,
    arms: Table<Arm>,
    loops: Table<Foreach>,
    calls: Table<Call>,
    texts: Table<Text>,
}

impl Program {
    /// The template's source.
    pub fn source(&self) -> &str {
        &self.text[..self.source_len]
    }

    #[inline]
    pub fn text(&self, text: Text) -> &str {
        &self.text[text.start as usize..text.end as usize]
    }

    /// The same, where it is only compared.
    #[inline]
    pub fn bytes(&self, text: Text) -> &[u8] {
        &self.text.as_bytes()[text.start as usize..text.end as usize]
    }
}

/// How each sort of part is found.
macro_rules! parts {
    ($($table:ident: $part:ty,)*) => {
        $(
            impl table::Part for $part {
                #[inline]
                fn all(program: &Program) -> &[$part] {
                    program.tables.$table.all()
                }
            }
        )*
    };
}

parts! {
    nodes: Node,
    references: Reference,
    steps: Step,
    methods: Method,
    paths: Result<Path>,
    keys: Key,
    expressions: Expression,
    numbers: BigInt,
    operations: Operation,
    sets: Set,
    ifs: If,
    arms: Arm,
    loops: Foreach,
    calls: Call,
    texts: Text,
}

/// A slice of a program's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Text {
    pub start: u32,
    pub end: u32,
}

/// The number of a variable's name.
pub(crate) type Slot = u32;

/// Statements, in order.
pub(crate) type Block = List<Node>;

/// Slots of `$foreach`, `$velocityCount` and `$velocityHasNext`; `None` where the template names them nowhere.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct ForeachSlots {
    pub foreach: Option<Slot>,
    pub count: Option<Slot>,
    pub has_next: Option<Slot>,
}

/// A statement.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node {
    Text(Text),
    Reference(Id<Reference>),
    Set(Id<Set>),
    If(Id<If>),
    Foreach(Id<Foreach>),
    /// `#define($name) … #end`
    Define {
        /// Where its `#define` starts; it has no width.
        at: u32,
        slot: Slot,
        owner: u32,
        body: Block,
    },
    Call(Id<Call>),
    /// `#break`, with the scope it names.
    Break(Span, Option<Id<Expression>>),
    /// `#stop`, with its message.
    Stop(Span, Option<Id<Expression>>),
    Evaluate(Span, Id<Expression>),
    Include(Span, List<Expression>),
    Parse(Span, List<Expression>),
    Raise(Span, Text),
}

/// `$a.b.c($d)[0]`
#[derive(Debug)]
pub(crate) struct Reference {
    pub span: Span,
    pub slot: Slot,
    pub steps: List<Step>,
    pub null_text: Text,
    pub backslashes: Text,
    pub prefix: Text,
    /// The variable's name, or the text of what is no reference.
    pub root: Text,
    pub escaped: bool,
    pub computable: bool,
    pub runt: bool,
    /// No backslashes, no prefix, no escape: prints its value and nothing else.
    pub plain: bool,
    pub way: Way,
}

/// How a reference is followed: most go through maps from JSON, and few links.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    /// Link by link.
    Links,
    /// `$item`
    Variable,
    /// `$item.name.first`: a few properties, and nothing else, behind the variable.
    Properties,
    /// `$input.path('$.a.b')`: a constant path of a few names; other links may follow.
    Body(List<Key>),
}

/// A name in a constant path.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub name: Text,
    pub hint: SlotHint,
}

/// One link of a chain.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// `.name`, at an offset of the source.
    Property {
        name: Text,
        offset: u32,
        hint: u32,
        known: Known,
        /// No map's getter has this name, so that a map is asked for the key at once.
        plain: bool,
    },
    Method(Id<Method>),
    Index {
        span: Span,
        index: Id<Expression>,
    },
}

/// `.name(args)`
#[derive(Debug)]
pub(crate) struct Method {
    pub name: Text,
    pub args: List<Expression>,
    /// The first argument as JSONPath, where it is a constant of `path` or `json`.
    pub path: Option<Id<Result<Path>>>,
    pub span: Span,
    pub known: Known,
}

/// `#set($target = value)`
#[derive(Debug)]
pub(crate) struct Set {
    pub span: Span,
    pub target: Target,
    pub value: Id<Expression>,
}

/// What `#set` sets.
#[derive(Debug)]
pub(crate) enum Target {
    Variable(Slot),
    /// The last step says what is set on the value of the rest.
    Chain(Id<Reference>),
}

/// `#if(…) … #elseif(…) … #else … #end`
#[derive(Debug)]
pub(crate) struct If {
    pub span: Span,
    pub arms: List<Arm>,
    pub otherwise: Option<Block>,
}

/// `#if(…) …` or `#elseif(…) …`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arm {
    pub condition: Id<Expression>,
    pub body: Block,
}

/// `#foreach($item in $list) … #end`
#[derive(Debug)]
pub(crate) struct Foreach {
    pub span: Span,
    /// Which directive it is, for `#break($foreach)`.
    pub owner: u32,
    pub item: Slot,
    pub list: Id<Expression>,
    pub body: Block,
}

/// `#macro(name $a $b) … #end`
#[derive(Debug)]
pub(crate) struct Macro {
    pub name: Text,
    pub parameters: Box<[Slot]>,
    /// `$a`, as a parameter prints when it is null.
    pub literals: List<Text>,
    pub body: Block,
    /// Nothing in the body has an effect, unless it prints a block: what an argument gives once, it gives until the call
    /// ends.
    pub steady: bool,
}

/// A macro's call, or text.
#[derive(Debug)]
pub(crate) struct Call {
    pub span: Span,
    pub name: Text,
    pub args: List<Expression>,
    pub body: Option<Block>,
    /// The slot of `$bodyContent`.
    pub body_slot: Slot,
    pub owner: u32,
    pub literal: Text,
    pub bad_argument: Option<Text>,
    /// No argument has an effect, and there is no body, so that no argument has to be evaluated at each use.
    pub steady: bool,
}

/// A value in a directive's parentheses, an argument or an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expression {
    pub kind: Kind,
    pub span: Span,
    /// What Velocity prints for it where it is null.
    pub literal: Text,
}

/// What an [`Expression`] is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    String(Text),
    Interpolated {
        body: Block,
        padded: bool,
    },
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Double(f64),
    BigInteger(Id<BigInt>),
    /// `$name` and nothing more.
    Variable(Slot, Id<Reference>),
    Reference(Id<Reference>),
    List(List<Expression>),
    /// Two ends.
    Range(Pair<Expression>),
    /// Keys and values in turn.
    Map(List<Expression>),
    Not(Id<Expression>),
    /// Two sides, and the whole as operations where it is nothing but whole arithmetic.
    Binary(Operator, Pair<Expression>, List<Operation>),
    Null,
}

/// One operation of arithmetic on literals and variables alone, which works on the value at hand and a stack of others. Most
/// arithmetic on Integers can be calculated this way; the expression is there for all that turns out not to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Operation {
    /// Puts the value at hand on the stack, and takes this in its place.
    Literal(i32),
    Variable(Slot),
    /// The operator, on the value at hand and this.
    WithLiteral(Operator, i32),
    WithVariable(Operator, Slot),
    /// The operator, on the last of the stack and the value at hand.
    WithLast(Operator),
}

impl Operation {
    /// So many values may stand on the stack.
    pub const STACK: usize = 7;
}

impl Expression {
    /// A macro takes its value at the call; anything else it takes by name.
    pub fn is_constant(&self) -> bool {
        use Kind::*;
        !matches!(
            self.kind,
            Range(_) | Variable(..) | Reference(_) | List(_) | Map(_) | String(_) | Interpolated { .. }
        )
    }

    /// What `#include` takes.
    pub fn is_name(&self) -> bool {
        matches!(self.kind, Kind::String(_) | Kind::Interpolated { .. }) || self.is_reference()
    }

    pub fn is_reference(&self) -> bool {
        matches!(self.kind, Kind::Variable(..) | Kind::Reference(_))
    }
}
