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
    /// What is looked at of it, blanks included: pieces may be as long as the template, and be many.
    const HEAD: usize = 1000;
    let head = piece.char_indices().nth(HEAD).map_or(piece, |(end, _)| &piece[..end]);
    let mut short = head.split_whitespace().fold(String::new(), |line, word| match line.as_str() {
        "" => word.to_owned(),
        _ => line + " " + word,
    });
    if head.len() < piece.len() || short.chars().count() > LONGEST {
        short = short.chars().take(LONGEST - 2).collect::<String>() + "…";
    }
    short
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_shown_on_one_line() {
        assert_eq!(shown(" $a\n  +\t1 "), "$a + 1");
        assert_eq!(shown(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(shown(&"é".repeat(61)), "é".repeat(58) + "…");
        assert_eq!(shown(&("a".to_owned() + &" ".repeat(5000) + "b")), "a…");
    }

    #[test]
    fn marks_become_lines() {
        let message = format!("first {} then {}!", line_mark(3), line_mark(40));
        assert_eq!(with_lines(&message, |offset| offset + 1), "first 4 then 41!");
        assert_eq!(with_lines("a \u{2}b\u{3} \u{2}c", |_| 0), "a  \u{2}c");
    }

    #[test]
    fn pieces_within_a_range_are_found_by_halves() {
        let pieces = [0..2, 4..6, 8..9];
        assert_eq!(within(&pieces, 5..8), &pieces[1..2]);
        assert_eq!(within(&pieces, 1..9), &pieces[..]);
        assert_eq!(within(&pieces, 2..4), &[] as &[Range<usize>]);
    }
}
