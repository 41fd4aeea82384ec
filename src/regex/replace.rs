//! `replaceAll` and `replaceFirst`.

use super::search::{Search, charge};
use super::{Budget, Exhausted, Regex};

/// Why nothing was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReplaceError {
    Exhausted,
    /// The result would be longer than the caller allows.
    TooLong,
    /// `java.lang.IllegalArgumentException`, with its message.
    IllegalArgument(String),
    /// `java.lang.IndexOutOfBoundsException`, with its message.
    IndexOutOfBounds(String),
}

impl From<Exhausted> for ReplaceError {
    fn from(_: Exhausted) -> ReplaceError {
        ReplaceError::Exhausted
    }
}

impl Regex {
    /// `text.replaceAll(pattern, replacement)`, added to `out` in no more than `limit` bytes; with 1 for `times`,
    /// `replaceFirst`.
    pub fn replace(
        &self,
        text: &str,
        replacement: &str,
        times: usize,
        budget: &Budget,
        limit: usize,
        out: &mut String,
    ) -> Result<(), ReplaceError> {
        let mut search = Search::new(self, text, budget)?;
        let mut output = Output { end: out.len().saturating_add(limit), out, budget };
        // Java reads the replacement when there is something to replace, and not before.
        let mut pieces: Option<Vec<Piece<'_>>> = None;
        let mut copied = 0;
        for _ in 0..times {
            if !search.next()? {
                break;
            }
            let range = search.range();
            output.push(&text[copied..range.start])?;
            copied = range.end;
            if pieces.is_none() {
                pieces = Some(self.pieces(replacement)?);
            }
            for piece in pieces.iter().flatten() {
                match piece {
                    Piece::Text(part) => output.push(part)?,
                    Piece::Group(group) => {
                        output.push(&text[search.group(*group).unwrap_or(0..0)])?;
                    }
                }
            }
        }
        output.push(&text[copied..])
    }

    /// Takes a replacement apart.
    fn pieces<'a>(&self, replacement: &'a str) -> Result<Vec<Piece<'a>>, ReplaceError> {
        let mut pieces = Vec::new();
        let mut rest = replacement;
        while let Some(at) = memchr::memchr2(b'\\', b'$', rest.as_bytes()) {
            if at > 0 {
                pieces.push(Piece::Text(&rest[..at]));
            }
            let (piece, after) = if rest.as_bytes()[at] == b'\\' {
                escaped(&rest[at + 1..])?
            } else {
                self.group_reference(&rest[at + 1..])?
            };
            pieces.push(piece);
            rest = after;
        }
        pieces.push(Piece::Text(rest));
        Ok(pieces)
    }

    /// What follows `$`: a number with as many digits as there are groups for, or a name in braces.
    fn group_reference<'a>(&self, rest: &'a str) -> Result<(Piece<'a>, &'a str), ReplaceError> {
        let digit = |at: usize| {
            let byte = rest.as_bytes().get(at).filter(|b| b.is_ascii_digit());
            byte.map(|b| usize::from(b - b'0'))
        };
        if rest.is_empty() {
            return illegal("Illegal group reference: group index is missing");
        }
        if let Some(named) = rest.strip_prefix('{') {
            return self.group_name(named);
        }
        let Some(mut number) = digit(0) else {
            return illegal("Illegal group reference");
        };
        if number > self.group_count() {
            let message = format!("No group {number}");
            return Err(ReplaceError::IndexOutOfBounds(message));
        }
        let mut at = 1;
        while let Some(next) = digit(at) {
            let longer = number * 10 + next;
            if longer > self.group_count() {
                break;
            }
            number = longer;
            at += 1;
        }
        Ok((Piece::Group(number), &rest[at..]))
    }

    fn group_name<'a>(&self, rest: &'a str) -> Result<(Piece<'a>, &'a str), ReplaceError> {
        let end = rest.bytes().position(|b| !b.is_ascii_alphanumeric());
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        if name.is_empty() {
            return illegal("named capturing group has 0 length name");
        }
        let Some(after) = after.strip_prefix('}') else {
            return illegal("named capturing group is missing trailing '}'");
        };
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return illegal(&format!("capturing group name {{{name}}} starts with digit character"));
        }
        match self.group_number(name) {
            Some(number) => Ok((Piece::Group(number), after)),
            None => illegal(&format!("No group with name {{{name}}}")),
        }
    }
}

/// `-`, `$1`: a piece of a replacement.
enum Piece<'a> {
    Text(&'a str),
    Group(usize),
}

/// What follows a backslash stands for itself.
fn escaped(rest: &str) -> Result<(Piece<'_>, &str), ReplaceError> {
    match rest.chars().next() {
        Some(c) => {
            let (text, after) = rest.split_at(c.len_utf8());
            Ok((Piece::Text(text), after))
        }
        None => illegal("character to be escaped is missing"),
    }
}

fn illegal<T>(message: &str) -> Result<T, ReplaceError> {
    Err(ReplaceError::IllegalArgument(message.to_owned()))
}

/// The result so far.
struct Output<'o> {
    out: &'o mut String,
    end: usize,
    budget: &'o Budget,
}

impl Output<'_> {
    fn push(&mut self, text: &str) -> Result<(), ReplaceError> {
        if text.len() > self.end.saturating_sub(self.out.len()) {
            return Err(ReplaceError::TooLong);
        }
        charge(self.budget, text.len() / 64)?;
        self.out.push_str(text);
        Ok(())
    }
}
