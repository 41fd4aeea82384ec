//! `@.a`, `'x'`, `2.5`, `true`, `null`, `[1, 2]`, `/a.*/i`: a side of a relation.

use jsonpath_rust::parser::model::{Comparable, Literal, SingularQuery, SingularQuerySegment};
use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use nom::bytes::complete::{tag, take_while};
use nom::{IResult, Parser};

use super::lookahead::{Close, closing_bracket, closing_quote};
use super::{blanks, whole};
use crate::jsonpath::decimal::Decimal;
use crate::jsonpath::literal::unescape;
use crate::jsonpath::model::{Body, Operand, Query, Root};
use crate::jsonpath::pattern::Pattern;
use crate::jsonpath::problem::{Parsed, Problem, hard, hard_with_help, inner, soft};
use crate::value::number;

/// True for the signs that operators are made of.
pub(super) fn is_operator(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '~' | '!')
}

/// An operand, and whether a `!` stood before it.
pub(super) fn operand(text: &str, nesting: u32) -> Parsed<'_, (Operand, bool)> {
    let (start, _) = blanks(text)?;
    let (negated, at) = match start.strip_prefix('!') {
        Some(rest) => (true, rest.trim_start_matches(' ')),
        None => (false, start),
    };
    let (rest, operand) = match at.bytes().next() {
        Some(b'$' | b'@') => path(at, nesting)?,
        _ if negated => return soft(start, "Unexpected character: !"),
        Some(b'\'' | b'"') => string(at)?,
        Some(b't' | b'f') => boolean(at)?,
        Some(b'n') => null(at)?,
        Some(b'{') => json(at, b'{', b'}')?,
        Some(b'[') => json(at, b'[', b']')?,
        Some(b'/') => pattern(at)?,
        _ => number(at)?,
    };
    Ok((rest, (operand, negated)))
}

/// `@.a.b`: up to a blank, an operator's sign, or a `)` that closes no function's `(`.
fn path(text: &str, nesting: u32) -> Parsed<'_, Operand> {
    let bytes = text.as_bytes();
    let first_dot = memchr::memchr(b'.', bytes).unwrap_or(usize::MAX);
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'[' {
            at += match closing_bracket(&text[at..], b'[', b']', false) {
                Close::At(end) => end + 1,
                Close::Missing => return soft(&text[at..], "Square brackets do not match in filter"),
                Close::Quote(quote) => return soft(&text[at + quote..], "Could not find matching close quote"),
            };
        }
        match bytes.get(at) {
            None | Some(b' ') => break,
            Some(&b) if is_operator(char::from(b)) => break,
            Some(b')') if !closes_function(&bytes[..at], first_dot) => break,
            Some(_) => at += 1,
        }
    }
    let at = at.min(text.len());
    match whole(&text[..at], nesting + 1) {
        Ok(query) => Ok((&text[at..], Operand::of_query(query))),
        Err(error) => {
            // counted from the end of the whole text; blanks at the path's end were cut off
            let problem = inner(error);
            let cut = at - text[..at].trim_end_matches(' ').len();
            let after = problem.after + cut + text.len() - at;
            Err(nom::Err::Error(Problem { after, ..problem }))
        }
    }
}

/// True if a `)` after `before` closes the `(` of a function without arguments.
fn closes_function(before: &[u8], first_dot: usize) -> bool {
    let open = before.iter().rposition(|&b| b != b' ');
    open.is_some_and(|open| before[open] == b'(' && first_dot < open)
}

fn string(text: &str) -> Parsed<'_, Operand> {
    let Some(end) = closing_quote(text) else {
        return soft(text, format!("String literal does not have matching quotes. Expected {}", &text[..1]));
    };
    match unescape(&text[1..end]) {
        Some(string) => Ok((&text[end + 1..], literal(Literal::String(string)))),
        None => hard(text, "Unable to parse unicode value"),
    }
}

fn boolean(text: &str) -> Parsed<'_, Operand> {
    let word: IResult<&str, &str> = nom::branch::alt((tag("true"), tag("false"))).parse(text);
    match word {
        Ok((rest, word)) => Ok((rest, literal(Literal::Bool(word == "true")))),
        Err(_) => soft(text, "Expected boolean literal"),
    }
}

fn null(text: &str) -> Parsed<'_, Operand> {
    match text.strip_prefix("null") {
        Some(rest) => Ok((rest, literal(Literal::Null))),
        None => soft(text, "Expected <null> value"),
    }
}

fn json(text: &str, open: u8, close: u8) -> Parsed<'_, Operand> {
    match closing_bracket(text, open, close, false) {
        Close::At(end) => Ok((&text[end + 1..], Operand::Json(text[..=end].to_owned()))),
        Close::Missing => soft(text, "JSON not closed"),
        Close::Quote(at) => soft(&text[at..], "Could not find matching close quote"),
    }
}

/// `/a.*/i`
fn pattern(text: &str) -> Parsed<'_, Operand> {
    let Some(end) = closing_quote(text) else { return soft(text, "Pattern not closed. Expected /") };
    let (rest, flags) = take_while(|c| "dixmsuU".contains(c))(&text[end + 1..])?;
    match Pattern::compile(&text[1..end], flags) {
        Ok(pattern) => Ok((rest, Operand::Pattern(pattern))),
        Err(message) => hard(text, format!("invalid regular expression: {message}")),
    }
}

/// `1`, `-2.5e3`: whatever is no other literal is read as a number.
fn number(text: &str) -> Parsed<'_, Operand> {
    let (rest, digits) = take_while(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | 'e' | 'E'))(text)?;
    let Some(decimal) = Decimal::parse(digits) else {
        let help = "a literal is a number, true, false, null, a string in quotes, JSON or a /regular expression/";
        return hard_with_help(text, "Failed to parse filter", help);
    };
    let operand = match (digits.parse::<i64>(), digits.parse::<f64>()) {
        (Ok(int), _) if int.to_string() == digits => literal(Literal::Int(int)),
        (_, Ok(double)) if printed(double) == digits => literal(Literal::Float(double)),
        _ => Operand::Number(decimal),
    };
    Ok((rest, operand))
}

fn printed(double: f64) -> String {
    let mut out = String::new();
    number::double::write(double, &mut out);
    out
}

fn literal(literal: Literal) -> Operand {
    Operand::Standard(Comparable::Literal(literal))
}

impl Operand {
    fn of_query(query: Query) -> Operand {
        match query.singular() {
            Some(singular) => Operand::Standard(Comparable::SingularQuery(singular)),
            None => Operand::Query(query),
        }
    }

    /// The path, if that is what it is.
    pub(super) fn into_query(self) -> Option<Query> {
        let (root, segments) = match self {
            Operand::Query(query) => return Some(query),
            Operand::Standard(Comparable::SingularQuery(SingularQuery::Current(segments))) => (Root::Item, segments),
            Operand::Standard(Comparable::SingularQuery(SingularQuery::Root(segments))) => (Root::Document, segments),
            _ => return None,
        };
        let segment = |segment| match segment {
            SingularQuerySegment::Name(name) => Segment::Selector(Selector::Name(name)),
            SingularQuerySegment::Index(index) => Segment::Selector(Selector::Index(index)),
        };
        let query = JpQuery::new(segments.into_iter().map(segment).collect());
        Some(Query { root, body: Body::Standard(query) })
    }
}
