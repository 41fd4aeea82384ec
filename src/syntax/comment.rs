//! `## comment`, `#* comment *#`, `#[[ text ]]#`: what the lexer does not look into, but for its end.

use super::lexer::Lexer;
use super::token::{Token, TokenKind};
use crate::error::{Fault, Result};

impl Lexer<'_> {
    /// `## comment`, to the end of its line.
    pub fn line_comment(&mut self, begin: u32, leftover: u32) -> Result<Token> {
        self.leave_reference();
        self.position += 2;
        let mut token = self.token(TokenKind::LineComment, begin, begin, leftover);
        (token.tail, token.end) = self.comment_end(begin, false, |rest| match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        })?;
        self.position = token.end;
        Ok(token)
    }

    /// `#* comment *#`; nothing if it is never closed.
    pub fn block_comment(&mut self, kind: TokenKind, begin: u32) -> Result<Option<Token>> {
        let opener = self.position;
        self.position += match kind {
            TokenKind::FormalComment => 3,
            _ => 2,
        };
        let body = self.position;
        let (tail, end) = self.comment_end(opener, true, |rest| match rest {
            [b'*', b'#', ..] => 2,
            _ => 0,
        })?;
        self.position = end;
        if tail == end {
            return Ok(None);
        }
        // nothing was skipped: the comment keeps what was gathered before it
        let start = if tail == body { begin } else { tail };
        Ok(Some(Token { end, ..self.token(kind, begin, start, 0) }))
    }

    /// From the position to the end of a comment: where its last token starts, and where that ends; both are the end
    /// of the template if the comment is not closed.
    ///
    /// `$` and `#` are gathered even here, so that they belong to a close that directly follows them, and the template
    /// must not end behind one.
    fn comment_end(&mut self, opener: u32, mut gathered: bool, close: fn(&[u8]) -> u32) -> Result<(u32, u32)> {
        let mut at = self.position;
        let mut tail = at;
        let end = self.source.len() as u32;
        while at < end {
            let rest = self.rest(at);
            let closed = close(rest);
            if closed > 0 {
                return Ok((tail, at + closed));
            }
            let length = match rest[0] {
                b'#' => gathered_hash(rest),
                b'$' | b'\\' => self.gathered_dollar(at),
                _ => 0,
            };
            gathered = length > 0;
            if gathered {
                at += length;
            } else {
                at += 1 + plain_comment_bytes(&rest[1..]);
                tail = at;
            }
        }
        if gathered {
            return Err(self.open_comment(opener));
        }
        Ok((end, end))
    }

    fn gathered_dollar(&mut self, at: u32) -> u32 {
        let dollar = match self.byte(at) {
            b'\\' => self.backslashes_end(at),
            _ => at,
        };
        if self.byte(dollar) != b'$' {
            return 0;
        }
        match self.byte(dollar + 1) {
            b'!' => dollar + 2 - at,
            b'\\' => match self.backslashes_end(dollar + 1) {
                bang if self.byte(bang) == b'!' => bang + 1 - at,
                _ => dollar + 1 - at,
            },
            _ => dollar + 1 - at,
        }
    }

    /// `#[[ text ]]#`
    pub fn text_block(&mut self, begin: u32) -> Result<()> {
        let mut at = self.position + 3;
        loop {
            let rest = self.rest(at);
            let Some(found) = memchr::memchr2(b'#', b']', rest) else {
                return Err(self.open_text_block(begin));
            };
            let rest = &rest[found..];
            at += found as u32;
            if rest.starts_with(b"]]#") {
                self.position = at + 3;
                return Ok(());
            }
            at += if rest[0] == b'#' { gathered_hash(rest) } else { 1 };
        }
    }

    #[cold]
    fn open_comment(&self, opener: u32) -> Box<Fault> {
        let message = "the template ends in a comment, and that in `$` or `#`";
        self.origin
            .fault(opener, self.source.len() as u32, message)
            .help("close the comment, or end it with anything else")
    }

    #[cold]
    fn open_text_block(&self, begin: u32) -> Box<Fault> {
        self.origin.fault(begin, self.position + 3, "`#[[` is never closed").help("close the text with `]]#`")
    }
}

/// How much a `#` takes with it in a comment or a text block, where what it would open counts as one piece.
fn gathered_hash(rest: &[u8]) -> u32 {
    match rest {
        [_, b'[', b'[', ..] => 3,
        [_, b'*', b'*', next, ..] if *next != b'#' => 3 + first_char_length(*next),
        [_, b'*', ..] => 2,
        _ => 1,
    }
}

fn first_char_length(lead: u8) -> u32 {
    match lead {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

/// How many bytes follow that neither end a comment nor are gathered in one.
fn plain_comment_bytes(rest: &[u8]) -> u32 {
    rest.iter().position(|byte| matches!(byte, b'#' | b'$' | b'\\' | b'*' | b'\r' | b'\n')).unwrap_or(rest.len()) as u32
}
