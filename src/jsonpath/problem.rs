//! Why a path could not be read: nom's error, and the fault that it becomes.

use std::borrow::Cow;

use nom::error::{ErrorKind as Nom, ParseError};

use crate::error::{ErrorKind, Fault};
use crate::value::utf16;

/// What a parser of this room gives.
pub(super) type Parsed<'s, T> = nom::IResult<&'s str, T, Problem<'s>>;

/// What is wrong, and what of the path was left there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem<'s> {
    pub rest: &'s str,
    pub message: Cow<'static, str>,
    pub help: &'static str,
    /// Bytes of the path after `rest`, where a part of the path was read for itself.
    pub after: usize,
}

impl<'s> Problem<'s> {
    fn new(rest: &'s str, message: impl Into<Cow<'static, str>>) -> Problem<'s> {
        Problem { rest, message: message.into(), help: "", after: 0 }
    }

    /// The fault of a path, of which the first `added` bytes are not the template's.
    pub fn fault(self, path: &str, added: usize) -> Box<Fault> {
        let at = path.len().saturating_sub(self.rest.len() + self.after).max(added);
        let before = path.get(added..at).unwrap_or_default();
        let own = path.get(added..).unwrap_or_default();
        let shown: String = own.chars().take(100).collect();
        let dots = if shown.len() < own.len() { "…" } else { "" };
        let fault = Fault::new(
            ErrorKind::JsonPath,
            format!("invalid JSONPath `{shown}{dots}`: {} at position {}", self.message, utf16::len(before)),
        );
        if self.help.is_empty() { fault } else { fault.help(self.help) }
    }
}

impl<'s> ParseError<&'s str> for Problem<'s> {
    fn from_error_kind(rest: &'s str, _: Nom) -> Problem<'s> {
        Problem::new(rest, "unexpected character")
    }

    fn append(_: &'s str, _: Nom, other: Problem<'s>) -> Problem<'s> {
        other
    }
}

/// A fault that another way of reading may still avoid.
pub(super) fn soft<T>(rest: &str, message: impl Into<Cow<'static, str>>) -> Parsed<'_, T> {
    Err(nom::Err::Error(Problem::new(rest, message)))
}

/// A fault for good.
pub(super) fn hard<T>(rest: &str, message: impl Into<Cow<'static, str>>) -> Parsed<'_, T> {
    Err(nom::Err::Failure(Problem::new(rest, message)))
}

/// A fault for good, with what would be right.
pub(super) fn hard_with_help<'s, T>(
    rest: &'s str,
    message: impl Into<Cow<'static, str>>,
    help: &'static str,
) -> Parsed<'s, T> {
    Err(nom::Err::Failure(Problem { help, ..Problem::new(rest, message) }))
}

/// What is inside of the two kinds of error.
pub(super) fn inner(error: nom::Err<Problem<'_>>) -> Problem<'_> {
    match error {
        nom::Err::Error(problem) | nom::Err::Failure(problem) => problem,
        nom::Err::Incomplete(_) => Problem::new("", "unexpected end"),
    }
}

/// The problem of a part of a path that was read for itself, as one of the whole, which goes on with `after`.
pub(super) fn within<'s>(error: nom::Err<Problem<'s>>, after: &str) -> nom::Err<Problem<'s>> {
    let problem = inner(error);
    let after = problem.after + after.len();
    nom::Err::Failure(Problem { after, ..problem })
}
