//! Lines, and escapes.

use super::super::args::{answer, made};
use super::super::exception::{illegal_argument, reserve_text};
use super::slice::is_whitespace;
use crate::error::Result;
use crate::value::{Heap, Outcome};

/// `lines()`: separated by `\n`, `\r` or `\r\n`; a separator at the end starts no line.
fn lines(s: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = s;
    while let Some(at) = rest.find(['\n', '\r']) {
        lines.push(&rest[..at]);
        let separator = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[at + separator..];
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// Without its first `count` characters, as far as they are blanks.
fn outdented(line: &str, count: usize) -> &str {
    let mut chars = line.chars();
    for _ in 0..count {
        if !chars.as_str().starts_with(is_whitespace) {
            break;
        }
        chars.next();
    }
    chars.as_str()
}

/// `$s.indent(2)`
pub(super) fn indent<'a>(heap: &Heap<'a>, s: &'a str, by: i32) -> Result<Outcome<'a>> {
    heap.reserve(s.len().saturating_mul(16))?;
    let lines = lines(s);
    if lines.is_empty() {
        return answer("");
    }
    let blanks = usize::try_from(by).unwrap_or(0);
    reserve_text(heap, lines.len().saturating_mul(2), blanks.saturating_add(s.len() / lines.len() + 2))?;
    let (blanks, less) = (" ".repeat(blanks), by.min(0).unsigned_abs() as usize);
    let mut out = String::new();
    for line in lines {
        out.push_str(&blanks);
        out.push_str(outdented(line, less));
        out.push('\n');
    }
    made(heap, &out)
}

/// `$s.stripIndent()`
pub(super) fn strip_indent<'a>(heap: &Heap<'a>, s: &'a str) -> Result<Outcome<'a>> {
    heap.charge_text(s.len().saturating_mul(4))?;
    heap.reserve(s.len().saturating_mul(16))?;
    let mut lines = lines(s);
    let ends_with_break = s.ends_with(['\n', '\r']);
    let indented = |line: &&str| line.chars().take_while(|&c| is_whitespace(c)).count();
    let blank = |line: &&str| line.chars().all(is_whitespace);
    let last = lines.last().filter(|line| !ends_with_break && blank(line)).map(indented);
    let common = lines.iter().filter(|line| !blank(line)).map(indented).chain(last).min();
    let common = if ends_with_break { 0 } else { common.unwrap_or(0) };
    for line in &mut lines {
        *line = if blank(line) { "" } else { outdented(line, common).trim_end_matches(is_whitespace) };
    }
    let mut out = lines.join("\n");
    if ends_with_break {
        out.push('\n');
    }
    made(heap, &out)
}

/// `$s.translateEscapes()`: `\n`, `\101` and the like as in Java's source.
pub(super) fn translate_escapes<'a>(heap: &Heap<'a>, s: &'a str) -> Result<Outcome<'a>> {
    if !s.contains('\\') {
        return answer(s);
    }
    heap.charge_text(s.len())?;
    heap.reserve(s.len().saturating_mul(2))?;
    let mut out = String::with_capacity(s.len());
    let mut chars = s.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{C}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('s') => out.push(' '),
            Some('t') => out.push('\t'),
            Some(c @ ('\'' | '"' | '\\')) => out.push(c),
            Some(c @ '0'..='7') => {
                let mut code = c as u8 - b'0';
                for _ in 0..if c <= '3' { 2 } else { 1 } {
                    let Some(digit) = chars.next_if(|c| ('0'..='7').contains(c)) else { break };
                    code = code * 8 + (digit as u8 - b'0');
                }
                out.push(char::from(code));
            }
            Some('\n') => {}
            Some('\r') => {
                chars.next_if_eq(&'\n');
            }
            other => {
                let (c, code) = other.map_or(('\0', 0), |c| (c, c as u32));
                return Err(illegal_argument(format_args!("Invalid escape sequence: \\{c} \\\\u{code:04X}")));
            }
        }
    }
    made(heap, &out)
}
