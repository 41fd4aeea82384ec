//! Text → model, with nom: `$.store['book'][?(@.price < 10)]..title`.
//!
//! Every parser takes the rest of the path and gives what it read and what is left. nom's `Error` is what another
//! alternative may still read, `Failure` what no other can: Jayway tries and throws in the same places. Called by
//! `jsonpath` alone.

mod argument;
mod bracket;
mod filter;
mod lookahead;
mod operand;
mod property;

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{char, one_of};
use nom::combinator::value;

use super::model::{Argument, Body, Call, Query, Root, Step};
use super::problem::{Parsed, hard, hard_with_help, inner};
use crate::error::{ErrorKind, Fault, Result};

/// Filters, functions' arguments and parentheses may be nested so deep.
const DEEPEST: u32 = 32;

/// Reads a path as a template has it, `$.` or not: `$.a`, `a.b`, `@.a`.
pub(super) fn parse(path: &str) -> Result<Query> {
    if path.is_empty() {
        return Err(Fault::new(ErrorKind::JsonPath, "the JSONPath is empty").help("`$` is the whole document"));
    }
    if path.starts_with(['$', '@']) {
        return whole(path, 0).map_err(|e| inner(e).fault(path.trim_end_matches(' '), 0));
    }
    let prefixed = format!("$.{path}");
    whole(&prefixed, 0).map_err(|e| inner(e).fault(prefixed.trim_end_matches(' '), 2))
}

/// True if a text of the document, met in a list of a filter, is taken for a path.
pub(super) fn is_path(text: &str) -> bool {
    text.starts_with(['$', '@']) && whole(text, 0).is_ok()
}

/// A path that stands for itself; blanks after it do not count.
fn whole(text: &str, nesting: u32) -> std::result::Result<Query, nom::Err<super::problem::Problem<'_>>> {
    let text = text.trim_end_matches(' ');
    if text.ends_with('.') {
        return hard(&text[text.len() - 1..], "Path must not end with a '.' or '..'").map(|(_, query)| query);
    }
    query(text, nesting).map(|(_, query)| query)
}

/// `$.a.b`, to the end of the text.
fn query(text: &str, nesting: u32) -> Parsed<'_, Query> {
    if nesting > DEEPEST {
        return hard(text, format!("filters and functions are nested deeper than {DEEPEST}"));
    }
    let mark: Parsed<Root> = alt((value(Root::Document, char('$')), value(Root::Item, char('@')))).parse(text);
    let Ok((mut rest, root)) = mark else { return hard(text, "Path must start with '$' or '@'") };
    let mut steps = Vec::new();
    if !lookahead::is_tail(text) {
        if !rest.starts_with(['.', '[']) {
            let help = "a name follows `$` after a dot or in brackets: `$.name`, `$['name']`";
            return hard_with_help(rest, "Illegal character, expected '.' or '['", help);
        }
        loop {
            rest = step(rest, &mut steps, nesting)?.0;
            if lookahead::is_tail(rest) {
                break;
            }
        }
    }
    Ok(("", model(root, steps)))
}

/// What was read, before it is put into one model or the other.
enum Raw {
    Descend,
    Step(Step),
}

impl From<Selector> for Raw {
    fn from(selector: Selector) -> Raw {
        Raw::Step(Step::Segment(Segment::Selector(selector)))
    }
}

/// One step with the dots before it: `.a`, `..a`, `[0]`, `.*`, `.max()`.
fn step<'s>(text: &'s str, steps: &mut Vec<Raw>, nesting: u32) -> Parsed<'s, ()> {
    let (rest, dots) = nom::combinator::opt(alt((tag(".."), tag(".")))).parse(text)?;
    if dots == Some("..") {
        steps.push(Raw::Descend);
    }
    let (rest, raw) = match rest.bytes().next() {
        None => return hard(rest, "Path must not end with a '.'"),
        Some(b'.') => return hard(rest, "Character '.' is not valid"),
        Some(b'[') => bracket::bracket(rest, nesting)?,
        Some(b'*') => (&rest[1..], Selector::Wildcard.into()),
        Some(_) => property::property(rest, nesting)?,
    };
    steps.push(raw);
    Ok((rest, ()))
}

/// Puts the steps into jsonpath-rust's model if all of them fit.
fn model(root: Root, steps: Vec<Raw>) -> Query {
    let steps = invert(root, steps);
    let mut joined = Vec::with_capacity(steps.len());
    let mut steps = steps.into_iter().peekable();
    while let Some(raw) = steps.next() {
        joined.push(match raw {
            Raw::Step(step) => step,
            Raw::Descend => match steps.next_if(|next| matches!(next, Raw::Step(Step::Segment(_)))) {
                Some(Raw::Step(Step::Segment(segment))) => Step::Segment(Segment::Descendant(Box::new(segment))),
                _ => Step::Descend,
            },
        });
    }
    let body = if joined.iter().all(|step| matches!(step, Step::Segment(_))) {
        let segment = |step| match step {
            Step::Segment(segment) => Some(segment),
            _ => None,
        };
        Body::Standard(JpQuery::new(joined.into_iter().filter_map(segment).collect()))
    } else {
        Body::Extended(joined)
    };
    Query { root, body }
}

/// `$..a.max()` is `$.max($..a)`: a function after `..` sees all that was found.
fn invert(root: Root, mut steps: Vec<Raw>) -> Vec<Raw> {
    let call = |raw: &Raw| matches!(raw, Raw::Step(Step::Call(_)));
    if !matches!(steps.first(), Some(Raw::Descend)) || !steps.last().is_some_and(call) {
        return steps;
    }
    let Some(at) = steps.iter().position(call) else { return steps };
    let mut from_call = steps.split_off(at);
    if let Some(Raw::Step(Step::Call(Call { arguments, inverted, .. }))) = from_call.first_mut() {
        *arguments = vec![Argument::Query(model(root, steps))];
        *inverted = true;
    }
    from_call
}

/// A blank of Jayway's: other white space is none.
fn blanks(text: &str) -> Parsed<'_, &str> {
    nom::bytes::complete::take_while(|c| c == ' ')(text)
}

fn quote(text: &str) -> Parsed<'_, char> {
    one_of("'\"")(text)
}
