//! `"a\n${b}"` and heredocs: what their bytes come from, and how to write them.

use std::ops::Range;

use super::super::document::Style;
use super::super::quoted;
use super::super::text::Text;

/// A string whose interpolations and directives stand where `holes` says.
pub(in crate::definitions) fn decode(file: &str, raw: Range<usize>, style: Style, holes: &[Range<usize>]) -> Text {
    if style == Style::Quoted {
        let start = (raw.start + 1).min(raw.end);
        let inside = start..raw.end.saturating_sub(1).max(start);
        let mut text = Text::at(start);
        parts(file, inside, holes, &mut text, true);
        return text;
    }
    let heredoc = heredoc(file, raw, holes);
    let mut text = Text::at(heredoc.content.start);
    for line in heredoc.lines(file) {
        let start = heredoc.without_indent(file, &line, holes);
        parts(file, start..line.end, holes, &mut text, false);
    }
    text
}

/// Literal text and holes, from left to right.
fn parts(file: &str, range: Range<usize>, holes: &[Range<usize>], text: &mut Text, escapes: bool) {
    let mut at = range.start;
    let first = holes.partition_point(|hole| hole.end <= range.start);
    for hole in holes[first..].iter().take_while(|hole| hole.start < range.end) {
        literal(file, at..hole.start.max(at), text, escapes);
        if hole.start >= range.start {
            let says = &file[hole.clone()];
            let label = says.trim_start_matches(['$', '%', '{', '~', ' ']).trim_end_matches(['}', '~', ' ']);
            text.push_hole(says, label, hole.clone());
        }
        // a hole may go on in the lines that follow
        at = hole.end.min(range.end).max(at);
    }
    literal(file, at..range.end, text, escapes);
}

fn literal(file: &str, range: Range<usize>, text: &mut Text, escapes: bool) {
    let mut at = range.start;
    while at < range.end {
        let rest = &file[at..range.end];
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            text.push_unit(&rest[1..3], at..at + 3);
            at += 3;
            continue;
        }
        if escapes && let Some((value, length)) = escape(rest) {
            text.push_unit(value.encode_utf8(&mut [0; 4]), at..at + length);
            at += length;
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let run = rest[first..].find(['$', '%', '\\']).map_or(rest.len(), |run| run + first);
        text.push_copy(&rest[..run], at);
        at += run;
    }
}

/// `\n`: the character, and the length of the escape.
fn escape(rest: &str) -> Option<(char, usize)> {
    let rest = rest.strip_prefix('\\')?;
    let hex = |digits: usize| char::from_u32(u32::from_str_radix(rest.get(1..=digits)?, 16).ok()?);
    Some(match rest.chars().next()? {
        'n' => ('\n', 2),
        'r' => ('\r', 2),
        't' => ('\t', 2),
        '"' => ('"', 2),
        '\\' => ('\\', 2),
        'u' => (hex(4)?, 6),
        'U' => (hex(8)?, 10),
        _ => return None,
    })
}

/// `<<-EOF … EOF`
pub(in crate::definitions) struct Heredoc {
    /// From the first line to the line before the delimiter.
    pub content: Range<usize>,
    /// How much of each line's start is no part of the text.
    pub indent: usize,
    pub delimiter: String,
}

/// Takes a heredoc apart.
pub(in crate::definitions) fn heredoc(file: &str, raw: Range<usize>, holes: &[Range<usize>]) -> Heredoc {
    let whole = &file[raw.clone()];
    let start = raw.start + whole.find('\n').map_or(whole.len(), |at| at + 1);
    let body = &file[start..raw.end.max(start)];
    let end = start + body.trim_end().rfind('\n').map_or(0, |at| at + 1);
    let header = whole.lines().next().unwrap_or_default();
    let is_flush = header.starts_with("<<-");
    let delimiter = header.trim_start_matches("<<").trim_start_matches('-').trim().to_owned();
    let mut heredoc = Heredoc { content: start..end, indent: 0, delimiter };
    if is_flush {
        let is_literal =
            |line: &Range<usize>| !holes.iter().any(|hole| hole.start < line.start && line.start < hole.end);
        let counted = heredoc.lines(file).filter(|line| is_literal(line) && !is_blank(file, line));
        heredoc.indent = counted.map(|line| white(&file[line])).min().unwrap_or(0);
    }
    heredoc
}

impl Heredoc {
    /// The lines with their breaks.
    fn lines(&self, file: &str) -> impl Iterator<Item = Range<usize>> {
        let mut at = self.content.start;
        let lines: Vec<usize> = file[self.content.clone()].split_inclusive('\n').map(str::len).collect();
        lines.into_iter().map(move |length| {
            at += length;
            at - length..at
        })
    }

    /// Where a line's text starts: blank lines, and lines in which a hole goes on, are not shortened.
    fn without_indent(&self, file: &str, line: &Range<usize>, holes: &[Range<usize>]) -> usize {
        let goes_on = holes.iter().any(|hole| hole.start < line.start && line.start < hole.end);
        if goes_on || is_blank(file, line) {
            return line.start;
        }
        line.start + self.indent.min(white(&file[line.clone()]))
    }
}

fn is_blank(file: &str, line: &Range<usize>) -> bool {
    file[line.clone()].trim().is_empty()
}

fn white(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// A text between quotes, with no placeholders in it.
pub(in crate::definitions) fn write_quoted(value: &str) -> String {
    quoted::escaped(&escaped(value), |c| c.is_control().then(|| quoted::by_number(c)))
}

/// A text as lines of a heredoc; none if it does not end with a line break, or has the delimiter on a line of its own.
pub(in crate::definitions) fn write_heredoc(value: &str, heredoc: &Heredoc) -> Option<String> {
    let ends = value.is_empty() || value.ends_with('\n');
    if !ends || value.lines().any(|line| line.trim_start().starts_with(&heredoc.delimiter)) {
        return None;
    }
    if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return None;
    }
    let mut out = String::with_capacity(value.len());
    for line in escaped(value).split_inclusive('\n') {
        if !line.trim().is_empty() {
            out.extend(std::iter::repeat_n(' ', heredoc.indent));
        }
        out.push_str(line);
    }
    Some(out)
}

/// `$${` for `${`
fn escaped(value: &str) -> String {
    value.replace("${", "$${").replace("%{", "%%{")
}
