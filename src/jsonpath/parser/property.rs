//! `.name`, `.max()`, `.index(2)`: names without quotes, and functions.

use jsonpath_rust::parser::model::Selector;
use nom::bytes::complete::take_till;

use super::{Raw, argument};
use crate::jsonpath::model::{Call, Step};
use crate::jsonpath::problem::{Parsed, hard, hard_with_help};

/// A name up to `.`, `[` or the end, or a function up to its `)`.
pub(super) fn property(text: &str, nesting: u32) -> Parsed<'_, Raw> {
    if text.starts_with(' ') {
        return hard_with_help(text, "Could not parse token", "no blank may follow a dot");
    }
    let (rest, name) = take_till(|c| matches!(c, ' ' | '.' | '[' | '('))(text)?;
    match rest.bytes().next() {
        Some(b' ') => {
            let help = "a name with blanks in it is written in brackets: ['my name']";
            hard_with_help(rest, "Use bracket notion ['my prop'] if your property contains blank characters", help)
        }
        Some(b'(') => call(name, rest, nesting),
        _ => Ok((rest, Selector::Name(name.to_owned()).into())),
    }
}

/// The `(…)` of a function. Without arguments Jayway goes on at the `)`, as if it were a name: `$.a.max().b` has a step
/// named `)`, and it shows only at the end of a path.
fn call<'s>(name: &str, text: &'s str, nesting: u32) -> Parsed<'s, Raw> {
    if !closes(text) {
        return hard(text, format!("Arguments to function: '{name}' are not closed properly"));
    }
    let (rest, arguments) = match text.strip_prefix("()") {
        Some(_) => (&text[1..], Vec::new()),
        None => argument::arguments(&text[1..], name, nesting + 1)?,
    };
    Ok((rest, Raw::Step(Step::Call(Call { name: name.to_owned(), arguments, inverted: false }))))
}

/// True if the parenthesis at the start is closed; quotes do not count here.
fn closes(text: &str) -> bool {
    let mut open = 0;
    text.bytes().any(|b| {
        open += i64::from(b == b'(') - i64::from(b == b')');
        open == 0
    })
}
