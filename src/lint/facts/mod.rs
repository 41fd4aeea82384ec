//! What rules look at: a template's tree as flat lists, made in one walk, and what is known of its names and values.
//!
//! Every list is in the order in which a render meets its items; `order` numbers them across the lists. Rules go through
//! a list once, so that a check takes time in proportion to the template.

mod blocks;
mod exclusion;
mod names;
mod settled;
mod types;
mod walk;

use std::collections::HashMap;

use bumpalo::Bump;

use super::subject::Subject;
use super::text;
use crate::dialect::Dialect;
use crate::error::{Fault, Span};
use crate::limits::Limits;
use crate::syntax::ast::{
    Block, Call, Define, Expression, Foreach, If, Interpolated, Kind, Macro, Node, Operator, Raise, Reference, Scoped,
    Set, Step,
};
use crate::syntax::{self, ParseOptions};

pub(crate) use blocks::{BlockId, BlockInfo, BlockKind};
pub(crate) use exclusion::Exclusion;
pub(crate) use names::{GIVEN, Variable};
pub(crate) use types::Type;

/// A template, taken apart.
pub(crate) struct Facts<'s> {
    pub subject: &'s Subject<'s>,
    pub source: &'s str,
    /// The tree; empty if the template does not parse.
    pub tree: Block<'s>,
    /// Why it does not parse.
    pub fault: Option<Box<Fault>>,
    /// All blocks, the template's own first.
    pub blocks: Vec<BlockInfo>,
    /// Text that is printed. In strings, too.
    pub texts: Vec<TextRun<'s>>,
    /// References that are read or printed; not the targets of `#set`.
    pub uses: Vec<Use<'s>>,
    pub sets: Vec<Located<'s, Set<'s>>>,
    pub ifs: Vec<Branching<'s>>,
    pub loops: Vec<Loop<'s>>,
    pub defines: Vec<Located<'s, Define<'s>>>,
    pub macros: Vec<Located<'s, Macro<'s>>>,
    /// `#name(…)` that is no directive.
    pub calls: Vec<Located<'s, Call<'s>>>,
    pub breaks: Vec<Located<'s, Scoped<'s>>>,
    pub stops: Vec<Located<'s, Scoped<'s>>>,
    pub raises: Vec<Located<'s, Raise<'s>>>,
    pub binaries: Vec<Binary<'s>>,
    /// String literals.
    pub strings: Vec<&'s Expression<'s>>,
    /// Variables by name: where each is set and read.
    pub names: HashMap<&'s str, Variable>,
    types: HashMap<&'s str, Type>,
    sorted_names: Vec<&'s str>,
    shape: std::cell::OnceCell<super::shape::Analysis>,
}

/// A statement, with the block it stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Located<'s, T> {
    pub node: &'s T,
    pub block: BlockId,
    pub order: u32,
}

/// A reference that is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use<'s> {
    pub reference: &'s Reference<'s>,
    pub place: Place,
    pub block: BlockId,
    pub order: u32,
    /// It stands in a string in double quotes of the template.
    pub in_string: bool,
}

/// Where a reference or another expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Printed into the output, or into the string around it.
    Printed,
    /// Asked whether it is true: `#if($a && $b)`.
    Truth,
    /// Asked whether it is not: `!$a`.
    Negated,
    /// A side of a comparison or an arithmetic operator.
    Operand(Operator),
    /// The whole right side of a `#set`.
    Assigned,
    /// An argument of a method or a directive.
    Argument,
    Index,
    /// What a `#foreach` goes through.
    Looped,
    /// In a list, a map or a range.
    Element,
    /// The root or an inner part of a `#set`'s target that is read on the way: `$a` in `#set($a.b = 1)`.
    Target,
}

/// A piece of text that is printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextRun<'s> {
    pub text: &'s str,
    /// Where it starts, unless it is in a string, or was changed on its way.
    pub offset: Option<u32>,
    pub block: BlockId,
    pub order: u32,
}

/// An `#if` with its blocks.
#[derive(Debug, Clone)]
pub(crate) struct Branching<'s> {
    pub node: &'s If<'s>,
    pub arms: Vec<BlockId>,
    pub otherwise: Option<BlockId>,
}

/// A `#foreach` with its block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loop<'s> {
    pub node: &'s Foreach<'s>,
    pub body: BlockId,
}

/// `left operator right`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binary<'s> {
    pub operator: Operator,
    pub left: &'s Expression<'s>,
    pub right: &'s Expression<'s>,
    pub span: Span,
    pub place: Place,
}

impl<'s> Facts<'s> {
    /// Parses a template and takes it apart.
    pub fn of(arena: &'s Bump, subject: &'s Subject<'s>) -> Facts<'s> {
        let source = subject.source;
        let depth = Limits::default().depth;
        let options = ParseOptions { dialect: Dialect::ApiGateway, depth, macros: &|_| false };
        let mut facts = Facts::empty(subject, source);
        match u32::try_from(source.len()).is_ok().then(|| syntax::parse(arena, source, &options)) {
            Some(Ok(tree)) => {
                facts.tree = tree;
                walk::walk(&mut facts, tree);
                names::collect(&mut facts);
                types::collect(&mut facts);
            }
            Some(Err(fault)) => facts.fault = Some(fault),
            None => {}
        }
        facts
    }

    fn empty(subject: &'s Subject<'s>, source: &'s str) -> Facts<'s> {
        Facts {
            subject,
            source,
            tree: &[],
            fault: None,
            blocks: vec![BlockInfo::template()],
            texts: Vec::new(),
            uses: Vec::new(),
            sets: Vec::new(),
            ifs: Vec::new(),
            loops: Vec::new(),
            defines: Vec::new(),
            macros: Vec::new(),
            calls: Vec::new(),
            breaks: Vec::new(),
            stops: Vec::new(),
            raises: Vec::new(),
            binaries: Vec::new(),
            strings: Vec::new(),
            names: HashMap::new(),
            types: HashMap::new(),
            sorted_names: Vec::new(),
            shape: std::cell::OnceCell::new(),
        }
    }

    /// What stands in a message for the line of a place.
    pub fn line(&self, offset: u32) -> String {
        text::line_mark(offset)
    }

    /// What is known of the JSON that the template prints; worked out once, for all rules that ask.
    pub(in crate::lint) fn shape(&self) -> &super::shape::Analysis {
        self.shape.get_or_init(|| super::shape::Analysis::of(self))
    }

    /// The piece of the template that a span stands for.
    pub fn slice(&self, span: Span) -> &'s str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// A placeholder of the host language is in this piece, so that nobody knows what it says.
    pub fn has_hole(&self, span: Span) -> bool {
        !text::within(&self.subject.holes, span.start as usize..span.end as usize).is_empty()
    }

    /// The text of an expression that is the same in every render: `'a'`, `"a"`, `"$.a"`.
    pub fn constant(&self, expression: &Expression<'s>) -> Option<&'s str> {
        let text = match expression.kind {
            Kind::String(text) => text,
            Kind::Interpolated(Interpolated { body: [Node::Text(text)], padded: false }) => *text,
            Kind::Interpolated(Interpolated { body: [Node::Text(text)], padded: true }) => text.strip_suffix(' ')?,
            _ => return None,
        };
        (!self.has_hole(expression.span())).then_some(text)
    }

    /// The reference that an expression is.
    pub fn reference(&self, expression: &Expression<'s>) -> Option<&'s Reference<'s>> {
        match expression.kind {
            Kind::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    /// `$a.b` as it is written, cut where it is long.
    pub fn shown(&self, span: Span) -> String {
        text::shown(self.slice(span))
    }

    /// Where a piece of the source starts; nothing if it is no piece of it.
    pub fn offset_of(&self, piece: &str) -> Option<u32> {
        text::offset_in(self.source, piece).map(|at| at as u32)
    }
}

impl Expression<'_> {
    pub fn span(&self) -> Span {
        Span::new(self.offset, self.end)
    }
}

impl<'s> Reference<'s> {
    pub fn span(&self) -> Span {
        Span::new(self.offset, self.end)
    }

    /// The root's name and its steps, if it is a plain reference and no escape or runt.
    pub fn path(&self) -> Option<(&'s str, &'s [Step<'s>])> {
        (!self.escaped && self.computable && !self.runt).then_some((self.root, self.steps))
    }
}

impl<'s> Step<'s> {
    /// The name of a property, or the text of a constant index: `.a`, `['a']`, `.get('a')`.
    pub fn name(&self) -> Option<&'s str> {
        match *self {
            Step::Property { name, .. } => Some(name),
            Step::Index { index: Expression { kind: Kind::String(name), .. }, .. } => Some(name),
            Step::Method { name: "get", args: [Expression { kind: Kind::String(name), .. }], .. } => Some(name),
            _ => None,
        }
    }

    /// Where it starts: its name, or `[`.
    pub fn offset(&self) -> u32 {
        match *self {
            Step::Property { offset, .. } | Step::Method { offset, .. } | Step::Index { offset, .. } => offset,
        }
    }

    /// Its name, as bytes of the template.
    pub fn name_span(&self) -> Span {
        let length = match self {
            Step::Property { name, .. } | Step::Method { name, .. } => name.len() as u32,
            Step::Index { .. } => 1,
        };
        Span::new(self.offset(), self.offset() + length)
    }
}
