//! One match after another, as `Matcher.find()` finds them.

use std::ops::Range;

use super::matcher::Matcher;
use super::stack::NONE;
use super::{Budget, Exhausted, Regex};

/// A text being searched.
pub(super) struct Search<'r, 't> {
    regex: &'r Regex,
    text: &'t str,
    budget: &'r Budget,
    /// None for a pattern that is a literal.
    matcher: Option<Matcher<'r, 't>>,
    /// The last match.
    found: Range<usize>,
    started: bool,
}

impl<'r, 't> Search<'r, 't> {
    pub fn new(regex: &'r Regex, text: &'t str, budget: &'r Budget) -> Result<Search<'r, 't>, Exhausted> {
        // Places are 32 bits wide.
        if text.len() >= NONE as usize {
            return Err(Exhausted);
        }
        let needed = regex.literal.is_none();
        Ok(Search {
            regex,
            text,
            budget,
            matcher: needed.then(|| Matcher::new(&regex.program, text)),
            found: 0..0,
            started: false,
        })
    }

    /// Whether the whole text matches.
    pub fn whole(&mut self) -> Result<bool, Exhausted> {
        let Some(matcher) = &mut self.matcher else {
            return Ok(self.regex.literal.as_deref() == Some(self.text));
        };
        matcher.reset(0, true);
        Ok(matcher.run(0, self.budget)?.is_some())
    }

    /// The next match. After an empty one, from one character further on.
    pub fn next(&mut self) -> Result<bool, Exhausted> {
        if !self.started {
            self.started = true;
            return self.find_from(0, 0);
        }
        let previous = self.found.end;
        if !self.found.is_empty() {
            return self.find_from(previous, previous);
        }
        match self.text[previous..].chars().next() {
            Some(c) => self.find_from(previous + c.len_utf8(), previous),
            None => Ok(false),
        }
    }

    /// The first match from `from` on; `previous` is where `\G` stands.
    pub fn find_from(&mut self, from: usize, previous: usize) -> Result<bool, Exhausted> {
        let bytes = self.text.as_bytes();
        let mut from = from;
        if let Some(matcher) = &mut self.matcher {
            matcher.reset(previous, false);
        }
        while from <= bytes.len() {
            let start = self.regex.prefilter.find(bytes, from);
            let literal = usize::from(self.matcher.is_none());
            let passed = start.unwrap_or(bytes.len()) - from;
            charge(self.budget, literal + passed / 16)?;
            let Some(start) = start else {
                return Ok(false);
            };
            let end = match (&mut self.matcher, &self.regex.literal) {
                (Some(matcher), _) => matcher.run(start, self.budget)?,
                (None, Some(literal)) => Some(start + literal.len()),
                (None, None) => None,
            };
            if let Some(end) = end {
                self.found = start..end;
                return Ok(true);
            }
            from = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        Ok(false)
    }

    /// The match.
    pub fn range(&self) -> Range<usize> {
        self.found.clone()
    }

    /// A group of the match.
    pub fn group(&self, group: usize) -> Option<Range<usize>> {
        if group == 0 {
            return Some(self.range());
        }
        let &(from, to) = self.matcher.as_ref()?.groups.get(group)?;
        (from != NONE).then_some(from as usize..to as usize)
    }
}

/// Takes steps from a budget.
pub(super) fn charge(budget: &Budget, steps: usize) -> Result<(), Exhausted> {
    let left = budget.get().checked_sub(steps as u64);
    budget.set(left.unwrap_or(0));
    left.map(|_| ()).ok_or(Exhausted)
}
