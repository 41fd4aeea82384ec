//! Pieces of a template: where they stand, and how a message shows them.

use std::ops::Range;

/// Where a piece of a text starts; nothing if it is no piece of it.
pub(super) fn offset_in(text: &str, piece: &str) -> Option<usize> {
    let at = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (at + piece.len() <= text.len()).then_some(at)
}

/// Where a piece of a text stands.
pub(super) fn range_in(text: &str, piece: &str) -> Range<usize> {
    let start = offset_in(text, piece).unwrap_or(0);
    start..start + piece.len()
}

/// A piece on one line, cut where it is long.
pub(super) fn shown(piece: &str) -> String {
    const LONGEST: usize = 60;
    let mut short = String::new();
    for word in piece.split_whitespace() {
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
        // what is cut anyway need not be copied
        if short.len() > LONGEST * 4 {
            break;
        }
    }
    match short.char_indices().nth(LONGEST) {
        Some(_) => short.chars().take(LONGEST - 2).collect::<String>() + "…",
        None => short,
    }
}

/// The pieces, in order, that lie at least partly in a range.
pub(super) fn within(pieces: &[Range<usize>], range: Range<usize>) -> &[Range<usize>] {
    let first = pieces.partition_point(|piece| piece.end <= range.start);
    let length = pieces[first..].partition_point(|piece| piece.start < range.end);
    &pieces[first..first + length]
}

/// What a mark for a line starts and ends with; no template shows such characters.
const MARK: (char, char) = ('\u{2}', '\u{3}');

/// Stands in a message for the line of a place, until it is known which file that is counted in.
pub(super) fn line_mark(offset: u32) -> String {
    format!("{}{offset}{}", MARK.0, MARK.1)
}

/// A message with the lines for their marks.
pub(super) fn with_lines(message: &str, line_of: impl Fn(usize) -> usize) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, (offset, behind))) =
        rest.split_once(MARK.0).and_then(|(before, mark)| Some((before, mark.split_once(MARK.1)?)))
    {
        out.push_str(before);
        if let Ok(offset) = offset.parse() {
            out.push_str(&line_of(offset).to_string());
        }
        rest = behind;
    }
    out + rest
}
