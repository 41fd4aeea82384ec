//! The longest piece that stands at hand in each of the lexer's states.

use super::{Lexer, State};
use crate::syntax::scan;
use crate::syntax::token::TokenKind;

/// The longest piece at hand.
pub(super) enum Found {
    Token(TokenKind, u32),
    /// `$`, `$!` and the backslashes among them.
    Dollar(u32),
    Hash,
    LineComment,
    BlockComment(TokenKind),
    TextBlock,
    /// A character that ends a reference or a directive and is no part of it.
    Terminator,
    Nothing,
}

impl Lexer<'_> {
    #[inline]
    pub(super) fn find(&mut self) -> Found {
        match self.state {
            State::Text => self.find_in_text(),
            State::Reference | State::Property => self.find_in_reference(),
            State::Hash => self.find_behind_hash(),
            State::Directive => self.find_in_directive(),
            State::Arguments => self.find_in_arguments(),
            State::Index => self.find_in_index(),
        }
    }

    #[inline]
    fn find_in_text(&mut self) -> Found {
        let at = self.position;
        match self.byte(at) {
            b'$' => self.empty_index().unwrap_or_else(|| self.dollar(at)),
            b'#' => self.set().unwrap_or_else(|| self.hash()),
            b'\\' => self.backslash(),
            b' ' | b'\t' => self.set().unwrap_or_else(|| self.text()),
            _ => self.text(),
        }
    }

    #[inline]
    fn text(&self) -> Found {
        let rest = self.rest(self.position);
        let length = memchr::memchr3(b'$', b'#', b'\\', rest).unwrap_or(rest.len());
        Found::Token(TokenKind::Text, length as u32)
    }

    fn backslash(&mut self) -> Found {
        let at = self.position;
        let end = self.backslashes_end(at);
        match self.byte(end) {
            b'$' => return self.dollar(at),
            b'#' if (end - at) % 2 == 1 => {
                let name = self.rest(end + 1);
                let length = scan::length(scan::word, name);
                if let Some(length) = length.or_else(|| scan::length(scan::bracketed_word, name)) {
                    return Found::Token(TokenKind::EscapedDirective, end + 1 + length - at);
                }
            }
            _ => {}
        }
        match end - at {
            1 => Found::Token(TokenKind::Backslash, 1),
            _ => Found::Token(TokenKind::BackslashPair, 2),
        }
    }

    fn find_in_reference(&mut self) -> Found {
        use TokenKind::*;
        let at = self.position;
        let property = self.state == State::Property;
        match self.byte(at) {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.name(),
            b'.' if self.byte(at + 1).is_ascii_alphabetic() => Found::Token(Dot, 1),
            b'[' => Found::Token(IndexOpen, 1),
            b'(' if property => Found::Token(ParenOpen, 1),
            b'{' => Found::Token(ReferenceOpen, 1),
            b'}' => Found::Token(ReferenceClose, 1),
            b' ' | b'\t' => self.set().unwrap_or(Found::Terminator),
            b'$' if property => self.dollar(at),
            b'$' => self.empty_index().unwrap_or_else(|| self.dollar(at)),
            b'#' => self.set().unwrap_or_else(|| match self.hash() {
                Found::LineComment if property => Found::Hash,
                found => found,
            }),
            b'\\' => self.dollar_behind_backslashes().unwrap_or(Found::Terminator),
            _ => Found::Terminator,
        }
    }

    fn find_behind_hash(&mut self) -> Found {
        use TokenKind::*;
        let at = self.position;
        match self.byte(at) {
            b'#' => self.hash(),
            b'$' => self.dollar(at),
            b'\\' => self.dollar_behind_backslashes().unwrap_or(Found::Terminator),
            b'-' | b'.' | b'0'..=b'9' => self.number().unwrap_or(Found::Terminator),
            _ => {
                if let Some((kind, length)) = self.word(at) {
                    return Found::Token(kind, length);
                }
                let rest = self.rest(at);
                let Some(length) = scan::length(scan::bracketed_word, rest) else { return Found::Terminator };
                match directive_kind(&rest[1..length as usize - 1]) {
                    Word => Found::Token(BracketedWord, length),
                    kind => Found::Token(kind, length + self.swallowed(kind, at + length)),
                }
            }
        }
    }

    /// What the word at `at` is, which stands behind a `#`, and how long it is with all that it swallows.
    #[inline]
    pub(super) fn word(&self, at: u32) -> Option<(TokenKind, u32)> {
        let length = scan::length(scan::word, self.rest(at))?;
        let kind = directive_kind(&self.rest(at)[..length as usize]);
        Some((kind, length + self.swallowed(kind, at + length)))
    }

    /// How much an `#else` or `#end` that ends at `at` swallows.
    #[inline]
    fn swallowed(&self, kind: TokenKind, at: u32) -> u32 {
        match kind {
            TokenKind::Else | TokenKind::End => scan::swallowed(self.rest(at)),
            _ => 0,
        }
    }

    pub(super) fn find_in_directive(&mut self) -> Found {
        use TokenKind::*;
        let at = self.position;
        let rest = self.rest(at);
        let two = |second: u8, long: TokenKind, short: Option<TokenKind>| match rest.get(1) {
            Some(byte) if *byte == second => Found::Token(long, 2),
            _ => short.map_or(Found::Nothing, |kind| Found::Token(kind, 1)),
        };
        match rest[0] {
            b' ' | b'\t' | b'\n' | b'\r' => self.piece(Whitespace, scan::whitespace),
            b'$' => self.dollar(at),
            b'"' | b'\'' => self.piece(String, scan::string),
            b',' => Found::Token(Comma, 1),
            b'(' => Found::Token(ParenOpen, 1),
            b')' => Found::Token(ParenClose, 1 + scan::swallowed(&rest[1..])),
            b'0'..=b'9' => self.number().unwrap_or(Found::Nothing),
            b'-' => self.number().unwrap_or(Found::Token(Minus, 1)),
            b'.' => self.number().unwrap_or_else(|| two(b'.', Range, None)),
            b'=' => two(b'=', Equal, Some(Assign)),
            b'!' => two(b'=', NotEqual, Some(Not)),
            b'<' => two(b'=', LessOrEqual, Some(Less)),
            b'>' => two(b'=', GreaterOrEqual, Some(Greater)),
            b'&' => two(b'&', And, None),
            b'|' => two(b'|', Or, None),
            b'+' => Found::Token(Plus, 1),
            b'*' => Found::Token(Multiply, 1),
            b'/' => Found::Token(Divide, 1),
            b'%' => Found::Token(Remainder, 1),
            b'[' => Found::Token(ListOpen, 1),
            b']' => Found::Token(ListClose, 1),
            b':' => Found::Token(Colon, 1),
            b'{' => match scan::length(scan::bracketed_word, rest) {
                Some(length) => Found::Token(BracketedWord, length),
                None => Found::Token(MapOpen, 1),
            },
            b'}' => Found::Token(MapClose, 1),
            b'#' => self.hash(),
            b'\\' => self.dollar_behind_backslashes().unwrap_or(Found::Nothing),
            _ => match scan::length(scan::word, rest) {
                Some(length) => Found::Token(operator_or_word(&rest[..length as usize]), length),
                None => Found::Nothing,
            },
        }
    }

    fn find_in_arguments(&mut self) -> Found {
        use TokenKind::*;
        let at = self.position;
        match self.byte(at) {
            b' ' | b'\t' => self.set().unwrap_or_else(|| self.piece(Whitespace, scan::whitespace)),
            b'\n' | b'\r' => self.piece(Whitespace, scan::whitespace),
            b'$' => self.dollar(at),
            b'"' | b'\'' => self.piece(String, scan::string),
            b',' => Found::Token(Comma, 1),
            b')' => Found::Token(MethodClose, 1),
            b'0'..=b'9' | b'-' => self.number().unwrap_or(Found::Nothing),
            b'.' => match self.byte(at + 1) {
                b'.' => Found::Token(Range, 2),
                byte if byte.is_ascii_alphabetic() => Found::Token(Dot, 1),
                _ => self.number().unwrap_or(Found::Nothing),
            },
            b'[' => Found::Token(ListOpen, 1),
            b']' => Found::Token(ListClose, 1),
            b':' => Found::Token(Colon, 1),
            b'{' => Found::Token(MapOpen, 1),
            b'}' => Found::Token(MapClose, 1),
            b'#' => self.set().unwrap_or_else(|| self.only_hash()),
            b'\\' => self.dollar_behind_backslashes().unwrap_or(Found::Nothing),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.name(),
            _ => Found::Nothing,
        }
    }

    fn find_in_index(&mut self) -> Found {
        use TokenKind::*;
        let at = self.position;
        let rest = self.rest(at);
        match rest[0] {
            b']' => Found::Token(IndexClose, 1),
            b' ' | b'\t' | b'\n' | b'\r' => self.piece(Whitespace, scan::whitespace),
            b'$' => self.dollar(at),
            b'"' | b'\'' => self.piece(String, scan::string),
            b'0'..=b'9' | b'-' | b'.' => self.number().unwrap_or(Found::Nothing),
            b'#' => self.only_hash(),
            b'\\' => self.dollar_behind_backslashes().unwrap_or(Found::Nothing),
            b't' if rest.starts_with(b"true") => Found::Token(True, 4),
            b'f' if rest.starts_with(b"false") => Found::Token(False, 5),
            _ => Found::Nothing,
        }
    }

    fn piece(&self, kind: TokenKind, piece: fn(&[u8]) -> scan::Piece<'_>) -> Found {
        match scan::length(piece, self.rest(self.position)) {
            Some(length) => Found::Token(kind, length),
            None => Found::Nothing,
        }
    }

    fn name(&self) -> Found {
        let rest = self.rest(self.position);
        let length = scan::length(scan::identifier, rest).unwrap_or(0);
        let kind = match &rest[..length as usize] {
            b"true" => TokenKind::True,
            b"false" => TokenKind::False,
            _ => TokenKind::Identifier,
        };
        Found::Token(kind, length)
    }

    fn number(&self) -> Option<Found> {
        let rest = self.rest(self.position);
        if let Some(length) = scan::length(scan::integer, rest) {
            return Some(Found::Token(TokenKind::Integer, length));
        }
        scan::length(scan::float, rest).map(|length| Found::Token(TokenKind::Float, length))
    }

    fn set(&self) -> Option<Found> {
        scan::length(scan::set, self.rest(self.position)).map(|length| Found::Token(TokenKind::Set, length))
    }

    fn empty_index(&self) -> Option<Found> {
        let length = match self.rest(self.position) {
            [b'$', b'[' | b'.', ..] => 2,
            [b'$', b'!', b'[', ..] => 3,
            [b'$', b'\\', b'!', b'[', ..] => 4,
            _ => return None,
        };
        Some(Found::Token(TokenKind::EmptyIndex, length))
    }

    /// `$`, `$!`, `$\\!`, with `at` at the `$` or at backslashes before it.
    fn dollar(&mut self, at: u32) -> Found {
        let dollar = match self.byte(at) {
            b'$' => at,
            _ => self.backslashes_end(at),
        };
        let bang = match self.byte(dollar + 1) {
            b'\\' => self.backslashes_end(dollar + 1),
            _ => dollar + 1,
        };
        let end = match self.byte(bang) {
            b'!' => bang + 1,
            _ => dollar + 1,
        };
        Found::Dollar(end - self.position)
    }

    fn dollar_behind_backslashes(&mut self) -> Option<Found> {
        let at = self.position;
        let end = self.backslashes_end(at);
        (self.byte(end) == b'$').then(|| self.dollar(at))
    }

    /// Where the run of backslashes at `at` ends.
    pub(in crate::syntax) fn backslashes_end(&mut self, at: u32) -> u32 {
        let (begin, end) = self.backslashes;
        if begin <= at && at < end {
            return end;
        }
        let rest = self.rest(at);
        let length = rest.iter().take_while(|byte| **byte == b'\\').count();
        self.backslashes = (at, at + length as u32);
        at + length as u32
    }

    /// What `#` starts, where `##` is a comment.
    fn hash(&self) -> Found {
        match self.rest(self.position) {
            [_, b'#', ..] => Found::LineComment,
            _ => self.only_hash(),
        }
    }

    /// What `#` starts, where `##` is nothing of its own.
    fn only_hash(&self) -> Found {
        match self.rest(self.position) {
            [_, b'[', b'[', ..] => Found::TextBlock,
            [_, b'*', b'*', next, ..] if *next != b'#' => Found::BlockComment(TokenKind::FormalComment),
            [_, b'*', ..] => Found::BlockComment(TokenKind::BlockComment),
            _ => Found::Hash,
        }
    }
}

/// What a word behind `#` is.
fn directive_kind(word: &[u8]) -> TokenKind {
    use TokenKind::*;
    match word {
        b"if" => If,
        b"elseif" => ElseIf,
        b"else" => Else,
        b"end" => End,
        _ => Word,
    }
}

fn operator_or_word(word: &[u8]) -> TokenKind {
    use TokenKind::*;
    match word {
        b"true" => True,
        b"false" => False,
        b"and" => And,
        b"or" => Or,
        b"not" => Not,
        b"eq" => Equal,
        b"ne" => NotEqual,
        b"lt" => Less,
        b"le" => LessOrEqual,
        b"gt" => Greater,
        b"ge" => GreaterOrEqual,
        _ => Word,
    }
}
