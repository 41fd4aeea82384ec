//! Names, numbers, strings and blanks: the lexical pieces, with nom. Each parser takes the longest piece.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit0, digit1, one_of, satisfy};
use nom::combinator::{not, opt, peek, recognize};
use nom::sequence::{delimited, pair, preceded, terminated};
use nom::{IResult, Parser};

/// What is left, and the piece.
pub(super) type Piece<'s> = IResult<&'s [u8], &'s [u8], ()>;

/// How long the piece at the start of `input` is, if it is there.
#[inline]
pub(super) fn length<'s>(
    mut piece: impl Parser<&'s [u8], Output = &'s [u8], Error = ()>,
    input: &'s [u8],
) -> Option<u32> {
    piece.parse(input).ok().map(|(_, found)| found.len() as u32)
}

/// What a byte may be part of: one look tells.
const PARTS: [u8; 256] = {
    let mut parts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize;
        if letter || byte == b'-' as usize {
            parts[byte] |= IDENTIFIER;
        }
        if letter || byte == b'@' as usize {
            parts[byte] |= WORD;
        }
        byte += 1;
    }
    parts
};
const IDENTIFIER: u8 = 1;
const WORD: u8 = 2;

#[inline]
pub(super) fn is_identifier_byte(byte: u8) -> bool {
    PARTS[byte as usize] & IDENTIFIER != 0
}

#[inline]
fn is_word_byte(byte: u8) -> bool {
    PARTS[byte as usize] & WORD != 0
}

/// `name-of_it2`, of a variable, a property or a method.
#[inline]
pub(super) fn identifier(input: &[u8]) -> Piece<'_> {
    match input.first() {
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => take_while(is_identifier_byte).parse(input),
        _ => Err(nom::Err::Error(())),
    }
}

/// `foreach`, `@name`
#[inline]
pub(super) fn word(input: &[u8]) -> Piece<'_> {
    match input.first() {
        Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'@') => {
            take_while(is_word_byte).parse(input)
        }
        _ => Err(nom::Err::Error(())),
    }
}

/// `{foreach}`
pub(super) fn bracketed_word(input: &[u8]) -> Piece<'_> {
    recognize(delimited(
        char('{'),
        pair(satisfy(|c| c.is_ascii_alphabetic() || c == '_'), take_while(is_word_byte)),
        char('}'),
    ))
    .parse(input)
}

/// Blanks and line breaks.
pub(super) fn whitespace(input: &[u8]) -> Piece<'_> {
    take_while1(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).parse(input)
}

fn line_break(input: &[u8]) -> Piece<'_> {
    alt((tag("\r\n"), tag("\n"), tag("\r"))).parse(input)
}

/// What `)`, `#else` and `#end` swallow: blanks and a line break, or nothing.
#[inline]
pub(super) fn rest_of_line(input: &[u8]) -> Piece<'_> {
    match input.first() {
        Some(b' ' | b'\t' | b'\r') => rest_of_blank_line(input),
        Some(b'\n') => Ok((&input[1..], &input[..1])),
        _ => Ok((input, &input[..0])),
    }
}

/// How much [`rest_of_line`] takes.
#[inline]
pub(super) fn swallowed(input: &[u8]) -> u32 {
    length(rest_of_line, input).unwrap_or(0)
}

fn rest_of_blank_line(input: &[u8]) -> Piece<'_> {
    recognize(opt(pair(take_while(|byte| matches!(byte, b' ' | b'\t')), line_break))).parse(input)
}

/// `  #set(`
#[inline]
pub(super) fn set(input: &[u8]) -> Piece<'_> {
    match set_end(input) {
        Some(end) => Ok((&input[end..], &input[..end])),
        None => Err(nom::Err::Error(())),
    }
}

#[inline]
fn set_end(input: &[u8]) -> Option<usize> {
    let blanks = input.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let hash = input[blanks..].strip_prefix(b"#")?;
    let behind = hash.strip_prefix(b"set").or_else(|| hash.strip_prefix(b"{set}"))?;
    let spaces = behind.iter().take_while(|byte| **byte == b' ').count();
    (behind.get(spaces) == Some(&b'(')).then_some(input.len() - behind.len() + spaces + 1)
}

/// `12`, `-12`; also the `1` of `1..3`, which is no float.
pub(super) fn integer(input: &[u8]) -> Piece<'_> {
    terminated(
        recognize(pair(opt(char('-')), digit1)),
        peek(alt((tag("..").map(|_| ()), not(alt((tag("."), exponent)))))),
    )
    .parse(input)
}

/// `1.5`, `1.`, `.5`, `1e3`
pub(super) fn float(input: &[u8]) -> Piece<'_> {
    recognize((
        opt(char('-')),
        alt((
            recognize((digit1, char('.'), digit0, opt(exponent))),
            recognize((char('.'), digit1, opt(exponent))),
            recognize((digit1, exponent)),
        )),
    ))
    .parse(input)
}

fn exponent(input: &[u8]) -> Piece<'_> {
    recognize(preceded(one_of("eE"), pair(opt(one_of("+-")), digit1))).parse(input)
}

/// `'it''s'`, `"a ""quote"""`: runs to the last quote that is not doubled, and to an earlier one if there is no such.
pub(super) fn string(input: &[u8]) -> Piece<'_> {
    let quote = match input.first() {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => return Err(nom::Err::Error(())),
    };
    let (mut at, mut end) = (1, 0);
    while let Some(found) = memchr::memchr(quote, &input[at..]) {
        end = at + found + 1;
        if input.get(end) != Some(&quote) {
            break;
        }
        at = end + 1;
    }
    match end {
        0 => Err(nom::Err::Error(())),
        _ => Ok((&input[end..], &input[..end])),
    }
}

/// Where these two characters stand next to each other.
pub(super) fn pair_of(text: &str, first: u8, second: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(first, bytes).find(|at| bytes.get(at + 1) == Some(&second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn takes(piece: fn(&[u8]) -> Piece<'_>, input: &str, taken: &str) {
        let length = length(piece, input.as_bytes()).unwrap_or(0) as usize;
        assert_eq!(&input[..length], taken);
    }

    #[test]
    fn a_hyphen_belongs_to_an_identifier_but_not_to_a_word() {
        takes(identifier, "a-b.c", "a-b");
        takes(word, "a-b", "a");
        takes(bracketed_word, "{a1}b", "{a1}");
        takes(bracketed_word, "{a-1}", "");
    }

    #[test]
    fn two_dots_end_an_integer() {
        takes(integer, "1..3", "1");
        takes(integer, "-12]", "-12");
        takes(integer, "1.", "");
        takes(integer, "1e3", "");
        takes(integer, "1e", "1");
    }

    #[test]
    fn a_float_needs_a_digit_somewhere() {
        takes(float, "1.", "1.");
        takes(float, "-.5e-3x", "-.5e-3");
        takes(float, "1e3", "1e3");
        takes(float, "1.e3", "1.e3");
        takes(float, ".", "");
    }

    #[test]
    fn a_doubled_quote_stays_in_the_string_if_another_follows() {
        takes(string, "'it''s' x", "'it''s'");
        takes(string, "'it''s", "'it'");
        takes(string, "\"\"\"\"\"", "\"\"\"\"");
        takes(string, "'open", "");
    }

    #[test]
    fn a_line_break_is_swallowed_only_with_nothing_but_blanks_before_it() {
        takes(rest_of_line, " \t\r\nx", " \t\r\n");
        takes(rest_of_line, "\r\r", "\r");
        takes(rest_of_line, "  x\n", "");
    }

    #[test]
    fn set_takes_the_blanks_around_it() {
        takes(set, " \t#set  ($a", " \t#set  (");
        takes(set, "#{set}(", "#{set}(");
        takes(set, "#set\t(", "");
    }
}
