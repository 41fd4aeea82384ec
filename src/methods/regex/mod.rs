//! `java.util.regex` as of JDK 17. For the methods of strings, and for whatever else takes a Java pattern.
//!
//! A pattern becomes a tree ([`parse`]), a program ([`compile`]), and is run by a matcher that goes back as Java's does
//! ([`matcher`]), with a heap stack and a budget instead of the thread's stack and patience.
//!
//! Texts are UTF-8 and places in them bytes. Java's strings are UTF-16 and may be cut inside a character; an empty match
//! there is the one thing that is not reproduced. The budget counts steps; reading a pattern takes none, so callers
//! should count its length themselves.

use std::cell::Cell;
use std::ops::Range;

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
#[allow(unused_imports)] // until its callers are here
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

    /// `find(from)`: the first match from a byte on. `\G` stands there.
    pub fn find_at(&self, text: &str, from: usize, budget: &Budget) -> Result<Option<Captures>, Exhausted> {
        let mut search = Search::new(self, text, budget)?;
        let found = search.find_from(from, from)?;
        Ok(found.then(|| search.captures()))
    }

    /// Every match, one after the other.
    pub fn find_all(&self, text: &str, budget: &Budget) -> Result<Vec<Captures>, Exhausted> {
        let mut search = Search::new(self, text, budget)?;
        let mut all = Vec::new();
        while search.next()? {
            all.push(search.captures());
        }
        Ok(all)
    }
}

/// A match: where it and its groups are, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Captures {
    groups: Vec<Option<Range<usize>>>,
}

impl Captures {
    /// The whole match.
    pub fn range(&self) -> Range<usize> {
        self.get(0).unwrap_or(0..0)
    }

    /// A group; nothing if it took no part or there is none such.
    pub fn get(&self, group: usize) -> Option<Range<usize>> {
        self.groups.get(group).cloned().flatten()
    }
}
