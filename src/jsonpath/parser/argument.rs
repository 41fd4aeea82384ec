//! `(1, "x", $.a)`: the arguments of a function.
//!
//! Jayway cuts them apart by counting brackets and double quotes, with odd results that are kept: an argument that is
//! neither JSON nor a path (`'x'`, `true`) is dropped, a `\"` spoils the count, and a path with a function in it ends at
//! that function's `)`.

use super::query;
use crate::jsonpath::model::Argument;
use crate::jsonpath::problem::{Parsed, Problem, hard, inner};

/// The kind of an argument, which shows in its first character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Path,
}

impl Kind {
    fn of(first: u8) -> Option<Kind> {
        match first {
            b'{' | b'"' | b'-' | b'0'..=b'9' => Some(Kind::Json),
            b'$' | b'@' => Some(Kind::Path),
            _ => None,
        }
    }
}

/// How many brackets are open; the function's own parenthesis is.
struct Open {
    parentheses: i64,
    brackets: u32,
    braces: u32,
    quotes: u32,
}

impl Open {
    /// True where `byte` may end an argument.
    fn at_end(&self, byte: u8) -> bool {
        (self.quotes, self.brackets, self.braces) == (0, 0, 0)
            && (self.parentheses == 1 || (self.parentheses == 0 && byte == b')'))
    }
}

/// The argument that is being read. Its text is not quite that of the path: a `)` right after a `(` counts twice where it
/// does not end the argument, and a comma in a string without brackets around it is lost.
#[derive(Default)]
struct Current {
    kind: Option<Kind>,
    start: usize,
    text: Vec<u8>,
}

/// All arguments, up to and with the `)`.
pub(super) fn arguments<'s>(text: &'s str, name: &str, nesting: u32) -> Parsed<'s, Vec<Argument>> {
    let mut open = Open { parentheses: 1, brackets: 0, braces: 0, quotes: 0 };
    let mut arguments = Vec::new();
    let mut current = Current::default();
    let (mut prior, mut at) = (0, 0);
    for byte in text.bytes() {
        let start = at;
        at += 1;
        if current.kind.is_none() {
            if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                continue;
            }
            (current.kind, current.start) = (Kind::of(byte), start);
        }
        match byte {
            b'"' if prior != b'\\' && open.quotes > 0 => open.quotes -= 1,
            b'"' => open.quotes += 1,
            b'(' => open.parentheses += 1,
            b'{' => open.braces += 1,
            b'[' => open.brackets += 1,
            b'}' if open.braces == 0 => return hard(&text[start..], "Unexpected close brace '}'"),
            b'}' => open.braces -= 1,
            b']' if open.brackets == 0 => return hard(&text[start..], "Unexpected close bracket ']'"),
            b']' => open.brackets -= 1,
            b')' | b',' => {
                open.parentheses -= i64::from(byte == b')');
                if byte == b')' && (open.parentheses < 0 || prior == b'(') {
                    current.text.push(byte);
                }
                if open.at_end(byte) {
                    if let Some(kind) = current.kind {
                        arguments.push(argument(kind, std::mem::take(&mut current), text, nesting)?);
                    }
                    if open.parentheses == 0 {
                        break;
                    }
                }
            }
            _ => {}
        }
        let lost = byte == b',' && (open.braces, open.brackets, open.parentheses) == (0, 0, 1);
        if current.kind.is_some() && !lost {
            current.text.push(byte);
        }
        prior = byte;
    }
    if open.braces != 0 || open.parentheses != 0 || open.brackets != 0 {
        return hard(&text[at..], format!("Arguments to function: '{name}' are not closed properly"));
    }
    Ok((&text[at..], arguments))
}

fn argument<'s>(kind: Kind, current: Current, all: &'s str, nesting: u32) -> Result<Argument, nom::Err<Problem<'s>>> {
    let text = String::from_utf8_lossy(&current.text).into_owned();
    if kind == Kind::Json {
        return Ok(Argument::Json(text));
    }
    match query(&text, nesting) {
        Ok((_, query)) => Ok(Argument::Query(query)),
        Err(error) => {
            let problem = inner(error);
            let at = current.start + text.len().saturating_sub(problem.rest.len() + problem.after);
            let rest = all.get(at..).unwrap_or_default();
            Err(nom::Err::Failure(Problem { rest, message: problem.message, help: problem.help, after: 0 }))
        }
    }
}
