//! `tab\u{9}`: characters that a reader does not see, spelt out.

use crate::terminal::is_hidden;

/// Whether a line can stand as it is.
pub(super) fn is_plain(line: &str) -> bool {
    !line.ends_with(char::is_whitespace) && !line.chars().any(|c| c != '\t' && is_unseen(c))
}

/// A line with what a reader does not see spelt out.
pub(super) fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let is_last = chars.peek().is_none();
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            c if is_unseen(c) || is_last && c.is_whitespace() => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

fn is_unseen(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// What [`escape`] was given; `None` for what it never gives.
pub(super) fn unescape(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        match after.next()? {
            '\\' => out.push('\\'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'n' => out.push('\n'),
            'u' => {
                let (code, more) = after.as_str().strip_prefix('{')?.split_once('}')?;
                out.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                after = more.chars();
            }
            _ => return None,
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    Some(out)
}
