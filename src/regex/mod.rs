//! `java.util.regex` as of JDK 17. For the methods of strings, and for whatever else takes a Java pattern.
//!
//! A pattern becomes a tree ([`parse`]), a program ([`compile`]), and is run by a matcher that goes back as Java's does
//! ([`matcher`]), with a heap stack and a budget instead of the thread's stack and patience.
//!
//! Texts are UTF-8 and places in them bytes. Java's strings are UTF-16 and may be cut inside a character; an empty match
//! there is the one thing that is not reproduced. The budget counts steps; reading a pattern takes none, so callers
//! should count its length themselves.

use std::cell::Cell;

mod asserts;
mod ast;
mod blocks;
mod class;
mod compile;
mod cursor;
mod error;
mod escape;
mod flags;
mod fold;
mod grapheme;
mod group;
mod loops;
mod matcher;
mod parse;
mod prefilter;
mod program;
mod property;
mod replace;
mod search;
mod set;
mod spans;
mod split;
mod stack;
mod study;
#[cfg(test)]
mod tests;

pub(crate) use error::PatternError;
pub(crate) use flags::Flags;
pub(crate) use replace::ReplaceError;

use prefilter::Prefilter;
use program::Program;
use search::Search;

/// Steps left. One is about eight instructions of the matcher, or 64 bytes looked at.
pub(crate) type Budget = Cell<u64>;

/// The budget was used up, or the matcher's stack was full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted;

/// `(\d+)-(\d+)`: a compiled pattern.
#[derive(Debug)]
pub(crate) struct Regex {
    program: Program,
    prefilter: Prefilter,
    /// The pattern is this text, and has no groups.
    literal: Option<String>,
    names: Vec<(String, u32)>,
}

impl Regex {
    /// `Pattern.compile(pattern)`
    pub fn new(pattern: &str) -> Result<Regex, PatternError> {
        Regex::with_flags(pattern, Flags::NONE)
    }

    /// `Pattern.compile(pattern, flags)`
    pub fn with_flags(pattern: &str, flags: Flags) -> Result<Regex, PatternError> {
        let parsed = if flags.has(Flags::LITERAL) {
            parse::parse_literal(pattern, flags)
        } else {
            parse::parse(pattern, flags).map_err(|error| *error)?
        };
        Ok(Regex {
            program: compile::compile(&parsed.root, parsed.groups),
            prefilter: Prefilter::new(&parsed.root),
            literal: parsed.root.literal(),
            names: parsed.names,
        })
    }

    /// Groups, not counting the whole match.
    pub fn group_count(&self) -> usize {
        self.program.groups as usize - 1
    }

    /// The number of a named group.
    pub fn group_number(&self, name: &str) -> Option<usize> {
        let found = self.names.iter().find(|(known, _)| known == name);
        found.map(|(_, number)| *number as usize)
    }

    /// `matches()`: whether the whole text matches.
    pub fn is_match(&self, text: &str, budget: &Budget) -> Result<bool, Exhausted> {
        Search::new(self, text, budget)?.whole()
    }

    /// `find()`: whether there is a match anywhere.
    pub fn find(&self, text: &str, budget: &Budget) -> Result<bool, Exhausted> {
        Search::new(self, text, budget)?.next()
    }
}
