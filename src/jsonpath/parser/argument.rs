//! `(1, "x", $.a)`: the arguments of a function.
//!
//! Jayway cuts them apart by counting brackets and double quotes, with odd results that are kept: an argument that is
//! neither JSON nor a path (`'x'`, `true`) is dropped, a `\"` spoils the count, and of a path with a function in it the
//! argument ends at that function's `)`.

use super::query;
use crate::jsonpath::model::Argument;
use crate::jsonpath::problem::{Parsed, hard, within};

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

/// All arguments, up to and with the `)`.
pub(super) fn arguments<'s>(text: &'s str, name: &str, nesting: u32) -> Parsed<'s, Vec<Argument>> {
    let mut open = Open { parentheses: 1, brackets: 0, braces: 0, quotes: 0 };
    let mut arguments = Vec::new();
    let mut current: Option<(Kind, usize)> = None;
    let (mut prior, mut at) = (0, 0);
    for byte in text.bytes() {
        let here = at;
        at += 1;
        if current.is_none() {
            if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                continue;
            }
            current = Kind::of(byte).map(|kind| (kind, here));
        }
        match byte {
            b'"' if prior != b'\\' && open.quotes > 0 => open.quotes -= 1,
            b'"' => open.quotes += 1,
            b'(' => open.parentheses += 1,
            b'{' => open.braces += 1,
            b'[' => open.brackets += 1,
            b'}' if open.braces == 0 => return hard(&text[here..], "Unexpected close brace '}'"),
            b'}' => open.braces -= 1,
            b']' if open.brackets == 0 => return hard(&text[here..], "Unexpected close bracket ']'"),
            b']' => open.brackets -= 1,
            b')' | b',' => {
                open.parentheses -= i64::from(byte == b')');
                if open.at_end(byte) {
                    if let Some((kind, start)) = current.take() {
                        // `$.a.max()` keeps the `)` of its own function
                        let end = here + usize::from(byte == b')' && prior == b'(');
                        arguments.push(argument(kind, &text[start..end], &text[end..], nesting)?);
                    }
                    if open.parentheses == 0 {
                        break;
                    }
                }
            }
            _ => {}
        }
        prior = byte;
    }
    if open.braces != 0 || open.parentheses != 0 || open.brackets != 0 {
        return hard(&text[at..], format!("Arguments to function: '{name}' are not closed properly"));
    }
    Ok((&text[at..], arguments))
}

fn argument<'s>(
    kind: Kind,
    text: &'s str,
    after: &str,
    nesting: u32,
) -> Result<Argument, nom::Err<crate::jsonpath::problem::Problem<'s>>> {
    Ok(match kind {
        Kind::Json => Argument::Json(text.to_owned()),
        Kind::Path => Argument::Query(query(text, nesting).map_err(|e| within(e, after))?.1),
    })
}
