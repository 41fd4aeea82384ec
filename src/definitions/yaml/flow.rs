//! `plain text`, `'it''s'` and `"a\nb"`, which may run over several lines.

use std::ops::Range;

use super::super::text::Text;

/// `text of
///   two lines`
pub(super) fn plain(file: &str, raw: Range<usize>) -> Text {
    let end = raw.start + file[raw.clone()].trim_end().len();
    let mut text = Text::at(raw.start);
    let mut at = raw.start;
    while at < end {
        at = step(file, at, end, &mut text);
    }
    text
}

/// `'it''s'`
pub(super) fn single(file: &str, raw: Range<usize>) -> Text {
    let (mut at, end) = inside(raw);
    let mut text = Text::at(at);
    while at < end {
        if file[at..end].starts_with("''") {
            text.push_unit("'", at..at + 2);
            at += 2;
        } else {
            at = step(file, at, end, &mut text);
        }
    }
    text
}

/// `"a\nb"`
pub(super) fn double(file: &str, raw: Range<usize>) -> Option<Text> {
    let (mut at, end) = inside(raw);
    let mut text = Text::at(at);
    while at < end {
        if file.as_bytes()[at] != b'\\' {
            at = step(file, at, end, &mut text);
            continue;
        }
        let rest = &file[at + 1..end];
        let letter = rest.chars().next()?;
        let (value, length) = match letter {
            '0' => ('\0', 1),
            'a' => ('\x07', 1),
            'b' => ('\x08', 1),
            't' | '\t' => ('\t', 1),
            'n' => ('\n', 1),
            'v' => ('\x0b', 1),
            'f' => ('\x0c', 1),
            'r' => ('\r', 1),
            'e' => ('\x1b', 1),
            'N' => ('\u{85}', 1),
            '_' => ('\u{a0}', 1),
            'L' => ('\u{2028}', 1),
            'P' => ('\u{2029}', 1),
            'x' => (hex(rest, 2)?, 3),
            'u' => (hex(rest, 4)?, 5),
            'U' => (hex(rest, 8)?, 9),
            '\r' | '\n' => {
                at = escaped_break(file, at + 1, end, &mut text);
                continue;
            }
            other => (other, other.len_utf8()),
        };
        text.push_unit(value.encode_utf8(&mut [0; 4]), at..at + 1 + length);
        at += 1 + length;
    }
    Some(text)
}

/// Where a quoted scalar ends, behind its closing quote: tag and anchor may stand before it, anything behind it.
pub(super) fn closed(file: &str, raw: Range<usize>) -> usize {
    let bytes = &file.as_bytes()[..raw.end];
    let mut at = super::properties::skip(file, raw.start, raw.end);
    let Some(quote) = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\'')) else { return raw.end };
    at += 1;
    while at < bytes.len() {
        at += match (bytes[at], bytes.get(at + 1)) {
            (b'\\', _) if quote == b'"' => 2,
            (b'\'', Some(b'\'')) if quote == b'\'' => 2,
            (byte, _) if byte == quote => return at + 1,
            _ => 1,
        };
    }
    raw.end
}

/// The content between the quotes.
fn inside(raw: Range<usize>) -> (usize, usize) {
    let start = (raw.start + 1).min(raw.end);
    (start, raw.end.saturating_sub(1).max(start))
}

fn hex(rest: &str, digits: usize) -> Option<char> {
    char::from_u32(u32::from_str_radix(rest.get(1..=digits)?, 16).ok()?)
}

/// Copies a run of ordinary characters, or folds the line break that comes next with the white space around it.
fn step(file: &str, at: usize, end: usize, text: &mut Text) -> usize {
    let rest = &file[at..end];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match rest.as_bytes().get(blank) {
        Some(b'\r' | b'\n') => fold(file, at, end, text),
        Some(_) if blank > 0 => {
            text.push_copy(&rest[..blank], at);
            at + blank
        }
        _ => {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let run = rest[first..].find([' ', '\t', '\r', '\n', '\'', '\\']).map_or(rest.len(), |run| run + first);
            text.push_copy(&rest[..run], at);
            at + run
        }
    }
}

/// One line break is a space, more are one less.
fn fold(file: &str, at: usize, end: usize, text: &mut Text) -> usize {
    let (stop, breaks) = breaks(file, at, end);
    let folded = if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks - 1) };
    text.push_unit(&folded, at..stop);
    stop
}

/// `\` at the end of a line: the break is nothing, blank lines after it are breaks.
fn escaped_break(file: &str, at: usize, end: usize, text: &mut Text) -> usize {
    let (stop, breaks) = breaks(file, at, end);
    text.push_unit(&"\n".repeat(breaks - 1), at - 1..stop);
    stop
}

/// Where white space ends, and how many line breaks are in it.
fn breaks(file: &str, at: usize, end: usize) -> (usize, usize) {
    let rest = &file[at..end];
    let white = &rest[..rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()];
    let breaks = white.matches('\n').count() + white.replace("\r\n", "").matches('\r').count();
    (at + white.len(), breaks.max(1))
}

/// The text with a flow collection in one line, each character where it was: some readers of YAML, those of AWS among them,
/// take `{…}` and `[…]` over lines that are less indented than YAML wants. None if nothing would change.
pub(super) fn joined(text: &str, start: usize) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let (mut depth, mut quote, mut at) = (0_usize, None, start);
    while at < bytes.len() {
        match (bytes[at], quote) {
            (b'\\', Some(b'"')) => at += 1,
            (byte, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (byte @ (b'"' | b'\''), None) if starts_scalar(&bytes, at) => quote = Some(byte),
            (b'#', None) if bytes[at - 1].is_ascii_whitespace() => {
                while at < bytes.len() && !matches!(bytes[at], b'\r' | b'\n') {
                    bytes[at] = b' ';
                    at += 1;
                }
                continue;
            }
            (b'\r' | b'\n', None) => bytes[at] = b' ',
            (b'{' | b'[', None) => depth += 1,
            (b'}' | b']', None) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    // a comment may have had characters of more than one byte, of which spaces are as many
    let joined = String::from_utf8(bytes).ok()?;
    (joined != text && joined.chars().count() == text.chars().count()).then_some(joined)
}

/// A quote in the middle of a plain scalar is a character of it.
fn starts_scalar(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    before.is_none_or(|byte| matches!(byte, b'{' | b'[' | b',' | b':' | b'!' | b'?') || byte.is_ascii_alphanumeric())
}
