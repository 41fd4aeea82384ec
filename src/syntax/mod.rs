//! Text → tree, with nom. Knows no values. The compiler and `lint` call [`parse`]; nobody else does.
//!
//! Velocity's grammar lives in a lexer with states and a parser that looks a few tokens ahead; both are kept as they
//! are, because templates can tell. [`lexer`] makes tokens of the pieces in [`scan`] ([`comment`] and [`leftover`] are parts of
//! it), and [`parser`] asks for them one by one;
//! the parser's parts are [`plain`], [`text`], [`mod@reference`], [`expression`], [`string`] and [`directive`].

pub(crate) mod ast;
mod comment;
mod directive;
mod expression;
mod leftover;
mod lexer;
mod literal;
mod origin;
mod parser;
mod plain;
mod reference;
mod scan;
mod string;
mod text;
mod token;

#[cfg(test)]
mod tests;

use bumpalo::Bump;

use crate::dialect::Dialect;
use crate::error::Result;
use ast::Block;

/// How a template is read.
#[derive(Clone, Copy)]
pub(crate) struct ParseOptions<'o> {
    pub dialect: Dialect,
    /// How deep blocks, expressions and calls may nest.
    pub depth: u32,
    /// Macros that exist already: those of the template around an `#evaluate`.
    pub macros: &'o dyn Fn(&str) -> bool,
}

/// Reads a template.
pub(crate) fn parse<'s>(arena: &'s Bump, source: &'s str, options: &ParseOptions<'_>) -> Result<Block<'s>> {
    parser::parse(arena, source, options)
}
