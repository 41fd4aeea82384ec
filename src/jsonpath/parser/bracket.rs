//! `['a']`, `['a','b']`, `[0]`, `[0,1]`, `[1:3]`, `[*]`, `[?(…)]`: what stands in brackets.

use jsonpath_rust::parser::model::{Segment, Selector};
use nom::branch::alt;
use nom::bytes::complete::take_till;
use nom::character::complete::{anychar, char, one_of};
use nom::combinator::{peek, verify};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

use super::lookahead::{Close, closing_bracket, closing_quote};
use super::{Raw, blanks, filter, quote};
use crate::jsonpath::literal::unescape;
use crate::jsonpath::model::{Condition, Step};
use crate::jsonpath::problem::{Parsed, hard, hard_with_help, soft, within};

/// Anything in brackets.
pub(super) fn bracket(text: &str, nesting: u32) -> Parsed<'_, Raw> {
    let filter = |text| condition(text, nesting);
    match alt((names, indexes, wildcard, filter, placeholder)).parse(text) {
        Err(nom::Err::Error(_)) => {
            let help = "brackets hold a name in quotes, indexes, a slice, `*` or a filter: ['a'], [0], [1:3], [*], [?(@.a > 1)]";
            hard_with_help(text, "Could not parse token, expected ?, ', 0-9, *", help)
        }
        other => other,
    }
}

/// `['a']`, `["a", "b"]`
fn names(text: &str) -> Parsed<'_, Raw> {
    let (_, mark) = preceded((char('['), blanks), quote).parse(text)?;
    let (mut rest, _) = (char('['), blanks).parse(text)?;
    let mut names = Vec::new();
    loop {
        let (after, name) = name(rest)?;
        names.push(Selector::Name(name));
        if let Ok((end, _)) = close(after) {
            let segment = if names.len() == 1 { Segment::Selector(names.remove(0)) } else { Segment::Selectors(names) };
            return Ok((end, Raw::Step(Step::Segment(segment))));
        }
        rest = next_name(after, mark)?.0;
    }
}

/// `'a'` with the `,` or `]` after it in sight.
fn name(text: &str) -> Parsed<'_, String> {
    let Some(end) = closing_quote(text) else {
        return hard(text, format!("Property has not been closed - missing closing {}", &text[..1]));
    };
    let rest = &text[end + 1..];
    if preceded(blanks, peek(separator)).parse(rest).is_err() {
        let help = "a quote inside of a name is written `\\'`";
        return hard_with_help(rest, "Property must be separated by comma or terminated by close square bracket", help);
    }
    match unescape(&text[1..end]) {
        Some(name) => Ok((rest, name)),
        None => hard(text, "Unable to parse unicode value"),
    }
}

/// The comma, and what Jayway skips up to the next name: anything but commas and brackets.
fn next_name(text: &str, mark: char) -> Parsed<'_, ()> {
    let (mut rest, _) = (blanks, char(',')).parse(text)?;
    loop {
        let escaped: IResult<&str, char> = preceded(char('\\'), anychar).parse(rest);
        rest = match (escaped, rest.chars().next()) {
            (_, Some(c)) if c == mark => return Ok((rest, ())),
            (_, None | Some(',' | ']')) => return hard(rest, "Found empty property"),
            (Ok((after, _)), _) => after,
            (Err(_), Some(c)) => &rest[c.len_utf8()..],
        };
    }
}

/// `[0]`, `[0, 1]`, `[1:3]`, `[-2:]`, `[:3]`; a third number of a slice is not looked at.
fn indexes(text: &str) -> Parsed<'_, Raw> {
    let digit = verify(anychar, |c: &char| c.is_ascii_digit() || matches!(c, '-' | ':'));
    preceded((char('['), blanks), peek(digit)).parse(text)?;
    let (rest, inside) = delimited(char('['), take_till(|c| c == ']'), char(']')).parse(text)?;
    let inside = inside.trim_matches(|c| c <= ' ');
    if !inside.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'-' | b':' | b' ')) {
        return soft(text, "not an index");
    }
    let selected = if inside.contains(':') { slice(inside) } else { list(inside) };
    match selected {
        Some(segment) => Ok((rest, Raw::Step(Step::Segment(segment)))),
        None if inside.contains(':') => {
            let help = "a slice is `[from:]`, `[:to]` or `[from:to]`, without blanks";
            hard_with_help(&text[1..], format!("Failed to parse SliceOperation: {inside}"), help)
        }
        None => hard(&text[1..], format!("Failed to parse token in ArrayIndexOperation: {inside}")),
    }
}

fn list(inside: &str) -> Option<Segment> {
    let index = |text: &str| text.trim_matches(' ').parse::<i32>().ok().map(|i| Selector::Index(i.into()));
    let mut indexes = inside.split(',').map(index).collect::<Option<Vec<_>>>()?;
    Some(if indexes.len() == 1 { Segment::Selector(indexes.remove(0)) } else { Segment::Selectors(indexes) })
}

fn slice(inside: &str) -> Option<Segment> {
    let mut ends = inside.split(':').map(|end| match end {
        "" => Some(None),
        end => end.parse::<i32>().ok().map(|i| Some(i64::from(i))),
    });
    let (from, to) = (ends.next()??, ends.next()??);
    if (from.is_none() && to.is_none()) || inside.contains([',', ' ']) {
        return None;
    }
    Some(Segment::Selector(Selector::Slice(from, to, None)))
}

/// `[*]`
fn wildcard(text: &str) -> Parsed<'_, Raw> {
    let (rest, _) = (char('['), blanks, char('*')).parse(text)?;
    match close(rest) {
        Ok((rest, _)) => Ok((rest, Selector::Wildcard.into())),
        Err(_) => hard(rest, "Expected wildcard token to end with ']'"),
    }
}

/// `[?(@.a > 1)]`
fn condition(text: &str, nesting: u32) -> Parsed<'_, Raw> {
    let (start, _) = (char('['), blanks, char('?'), blanks).parse(text)?;
    let (_, _) = peek(char('(')).parse(start)?;
    let end = match closing_bracket(start, b'(', b')', true) {
        Close::At(end) => end + 1,
        Close::Missing => return soft(start, "the parenthesis is not closed"),
        Close::Quote(at) => {
            return hard(&start[at..], format!("Could not find matching close for {}", &start[at..at + 1]));
        }
    };
    let (rest, _) = close(&start[end..])?;
    let (_, condition) = filter::filter(&start[..end], nesting + 1).map_err(|e| within(e, &start[end..]))?;
    Ok((
        rest,
        match condition {
            Condition::Standard(filter) => Selector::Filter(filter).into(),
            condition => Raw::Step(Step::Filter(condition)),
        },
    ))
}

/// `[?]`: a filter that a program hands in, which a template cannot.
fn placeholder(text: &str) -> Parsed<'_, Raw> {
    let (rest, _) = (char('['), blanks, char('?')).parse(text)?;
    preceded(blanks, peek(separator)).parse(rest)?;
    hard_with_help(text, "Not enough predicates supplied for filter [?]", "a filter is written `[?(@.a > 1)]`")
}

/// `]`, after blanks.
fn close(text: &str) -> Parsed<'_, char> {
    preceded(blanks, char(']')).parse(text)
}

fn separator(text: &str) -> Parsed<'_, char> {
    one_of(",]")(text)
}
