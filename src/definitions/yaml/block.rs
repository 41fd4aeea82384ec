//! `|` and `>`: block scalars, with indentation indicators and chomping.

use std::ops::Range;

use super::super::text::Text;

/// `|2-  # comment`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::definitions) struct Header {
    pub folded: bool,
    pub indent: Option<usize>,
    pub chomping: Chomping,
    /// Where the first line of the content starts.
    pub content: usize,
    /// How long the indicators are, from `|` or `>` on.
    pub len: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::definitions) enum Chomping {
    /// one line break at the end is kept
    Clip,
    /// `-`: none
    Strip,
    /// `+`: all
    Keep,
}

/// Reads the header that stands at `at`.
pub(in crate::definitions) fn header(file: &str, at: usize) -> Option<Header> {
    let rest = file.get(at..)?;
    let folded = match rest.as_bytes().first()? {
        b'|' => false,
        b'>' => true,
        _ => return None,
    };
    let mut header = Header { folded, indent: None, chomping: Chomping::Clip, content: 0, len: 1 };
    for byte in rest.bytes().skip(1).take(2) {
        match byte {
            b'-' => header.chomping = Chomping::Strip,
            b'+' => header.chomping = Chomping::Keep,
            b'1'..=b'9' => header.indent = Some(usize::from(byte - b'0')),
            _ => break,
        }
        header.len += 1;
    }
    header.content = line_end(file, at).1;
    Some(header)
}

/// Where the content of a line ends, and where the next line starts.
fn line_end(file: &str, at: usize) -> (usize, usize) {
    let rest = &file[at..];
    match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        Some(found) if rest[found..].starts_with("\r\n") => (at + found, at + found + 2),
        Some(found) => (at + found, at + found + 1),
        None => (file.len(), file.len()),
    }
}

/// A line of the content.
#[derive(Clone)]
struct Line {
    /// Without the break.
    text: Range<usize>,
    next: usize,
}

impl Line {
    fn indent(&self, file: &str) -> usize {
        let text = &file[self.text.clone()];
        text.len() - text.trim_start_matches(' ').len()
    }

    fn is_blank(&self, file: &str) -> bool {
        self.indent(file) == self.text.len()
    }
}

fn lines(file: &str, from: usize) -> impl Iterator<Item = Line> {
    let mut at = from;
    std::iter::from_fn(move || {
        let start = at;
        let (end, next) = line_end(file, at);
        at = next;
        (start < file.len()).then_some(Line { text: start..end, next })
    })
}

/// The lines that belong to a scalar with this indentation; blank lines at the end, too.
fn content(file: &str, from: usize, indent: usize) -> Vec<Line> {
    let is_marker = |text: &str| indent == 0 && (text.starts_with("---") || text.starts_with("..."));
    lines(file, from)
        .take_while(|line| line.is_blank(file) || line.indent(file) >= indent && !is_marker(&file[line.text.clone()]))
        .collect()
}

/// The indentation of the first line that is not blank; of the longest blank line if there is none.
fn found_indent(file: &str, from: usize) -> usize {
    let mut longest = 0;
    for line in lines(file, from) {
        if !line.is_blank(file) {
            return line.indent(file);
        }
        longest = longest.max(line.indent(file));
    }
    longest
}

/// The scalar whose header stands at `at`. The parser's value tells what an indentation indicator counts from.
pub(super) fn decode(file: &str, at: usize, value: &str) -> Option<Text> {
    let header = header(file, at)?;
    indents(file, &header).map(|indent| with_indent(file, &header, indent)).find(|text| text.value == value)
}

/// The indentations that a scalar may have.
fn indents(file: &str, header: &Header) -> impl Iterator<Item = usize> {
    let found = found_indent(file, header.content);
    let most = if header.indent.is_some() { found.min(400) } else { 0 };
    // indicators count from the parent's indentation, which is seldom deep
    let explicit = (header.indent.unwrap_or(0)..=most).rev();
    let explicit = explicit.filter(move |_| header.indent.is_some());
    let implicit = header.indent.is_none().then_some(found);
    implicit.into_iter().chain(explicit)
}

/// The indentation of the scalar whose header stands at `at`.
pub(in crate::definitions) fn indent(file: &str, at: usize, value: &str) -> Option<usize> {
    let header = header(file, at)?;
    let fits = |indent: &usize| with_indent(file, &header, *indent).value == value;
    indents(file, &header).find(fits)
}

/// Where the lines end that are the scalar's own; not before its header's line, not behind `limit`.
pub(super) fn end(file: &str, at: usize, limit: usize) -> usize {
    let content = super::properties::skip(file, at, file.len());
    let Some(header) = header(file, content) else { return limit };
    let own = limit.max(header.content);
    let keep = header.chomping == Chomping::Keep;
    let lines = lines(file, header.content).take_while(|line| line.text.start < own);
    let mut end = header.content;
    for line in lines {
        let inside = line.next <= own || line.text.end <= own && line.next == file.len();
        if inside && (keep || !line.is_blank(file)) {
            end = line.next;
        }
    }
    end
}

fn with_indent(file: &str, header: &Header, indent: usize) -> Text {
    let lines = content(file, header.content, indent);
    let last = lines.iter().rposition(|line| !line.is_blank(file) || line.text.len() > indent);
    let (body, tail) = lines.split_at(last.map_or(0, |last| last + 1));
    let mut text = Text::at(header.content);
    if header.folded {
        fold(file, body, indent, &mut text)
    } else {
        literal(file, body, indent, &mut text)
    }
    let kept = match header.chomping {
        Chomping::Strip => 0,
        Chomping::Clip => usize::from(!body.is_empty()),
        Chomping::Keep => usize::from(!body.is_empty()) + tail.len(),
    };
    let breaks = body.last().into_iter().chain(tail).take(if body.is_empty() { kept + 1 } else { kept });
    for line in breaks.filter(|line| line.text.end < line.next).take(kept) {
        push_break(file, line, &mut text);
    }
    text
}

fn push_break(file: &str, line: &Line, text: &mut Text) {
    let raw = line.text.end..line.next;
    if &file[raw.clone()] == "\n" { text.push_copy("\n", raw.start) } else { text.push_unit("\n", raw) }
}

fn stripped(line: &Line, indent: usize) -> Range<usize> {
    (line.text.start + indent).min(line.text.end)..line.text.end
}

/// Every line as it is.
fn literal(file: &str, lines: &[Line], indent: usize, text: &mut Text) {
    for (at, line) in lines.iter().enumerate() {
        let content = stripped(line, indent);
        text.push_copy(&file[content.clone()], content.start);
        if at + 1 < lines.len() {
            push_break(file, line, text);
        }
    }
}

/// A break between two lines of text is a space; blank lines are breaks; around lines that start with white space all is kept.
fn fold(file: &str, lines: &[Line], indent: usize, text: &mut Text) {
    let content = |line: &Line| &file[stripped(line, indent)];
    let is_more = |line: &Line| content(line).starts_with([' ', '\t']);
    let mut before: Option<&Line> = None;
    let mut blank: Vec<&Line> = Vec::new();
    for line in lines {
        if content(line).is_empty() {
            blank.push(line);
            continue;
        }
        if let Some(before) = before {
            let kept = is_more(before) || is_more(line);
            match (kept, blank.as_slice()) {
                (true, _) => push_break(file, before, text),
                (false, []) => text.push_unit(" ", before.text.end..line.text.start + indent),
                (false, _) => {}
            }
        }
        blank.drain(..).for_each(|line| push_break(file, line, text));
        let raw = stripped(line, indent);
        text.push_copy(&file[raw.clone()], raw.start);
        before = Some(line);
    }
}

/// True if nothing in a text has to be escaped: control characters may stand in double quotes only, and to some readers
/// U+2028 and U+2029 are line breaks.
pub(in crate::definitions) fn is_printable(text: &str) -> bool {
    let raw =
        |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}');
    !text.contains(raw)
}

/// A text as a block scalar of lines with this indentation; none if no block scalar can say it.
pub(in crate::definitions) fn write(
    value: &str,
    indent: usize,
    parent: usize,
    newline: &str,
    folded: bool,
) -> Option<String> {
    if !is_printable(value) {
        return None;
    }
    let body = value.trim_end_matches('\n');
    let breaks = value.len() - body.len();
    let first = body.split('\n').find(|line| !line.is_empty());
    let indicator = match first {
        Some(first) if first.starts_with([' ', '\t']) => match indent.checked_sub(parent) {
            Some(by @ 1..=9) => by.to_string(),
            _ => return None,
        },
        _ => String::new(),
    };
    let chomping = match (breaks, body.is_empty()) {
        (0, _) => "-",
        (1, false) => "",
        _ => "+",
    };
    let style = if folded { '>' } else { '|' };
    let mut out = format!("{style}{indicator}{chomping}{newline}");
    let mut push = |line: &str| {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
        out.push_str(newline);
    };
    if !body.is_empty() {
        let lines: Vec<&str> = body.split('\n').collect();
        let is_more = |line: &str| line.starts_with([' ', '\t']);
        let mut before: Option<&str> = None;
        for line in lines {
            // a break between two lines of text is written as a blank line
            let folds = before.is_some_and(|before| !is_more(before) && !is_more(line) && !line.is_empty());
            if folded && folds {
                push("");
            }
            push(line);
            if !line.is_empty() {
                before = Some(line);
            }
        }
    }
    let more = if body.is_empty() { breaks } else { breaks.saturating_sub(1) };
    (0..more).for_each(|_| push(""));
    Some(out)
}
