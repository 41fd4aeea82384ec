//! Characters → tokens, as Velocity's stateful lexer makes them.
//!
//! What a character is depends on the lexical state, and tokens are made only when the parser asks for them, because
//! the parser changes the state too. `$`, `#` and the backslashes before them are gathered until it is known what they
//! belong to; then they are part of that token, or left over.

mod find;

use bumpalo::Bump;
use bumpalo::collections::Vec;

use super::leftover::Leftover;
use super::origin::Origin;
use super::scan;
use super::token::{Token, TokenKind};
use crate::error::{Fault, Result};
use find::Found;

/// What the characters at hand may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Plain text.
    Text,
    /// Behind `$`.
    Reference,
    /// Behind the `.` of `$a.b`.
    Property,
    /// In the parentheses of `$a.b()`.
    Arguments,
    /// In the brackets of `$a[0]`.
    Index,
    /// Behind `#`.
    Hash,
    /// In a directive.
    Directive,
}

/// A state to come back to.
#[derive(Debug, Clone, Copy)]
struct Saved {
    state: State,
    opened: u32,
    closed: u32,
}

pub(super) struct Lexer<'s> {
    pub source: &'s str,
    pub(super) origin: Origin,
    pub(super) position: u32,
    state: State,
    /// Parentheses opened and closed in this state.
    opened: u32,
    closed: u32,
    /// In `#set(…)`.
    in_set: bool,
    stack: Vec<'s, Saved>,
    /// The run of backslashes that was last looked at, so that a long one is not counted again and again.
    backslashes: (u32, u32),
    pub(super) leftovers: Vec<'s, Leftover>,
    pub(super) pieces: Vec<'s, (u32, u32)>,
}

impl<'s> Lexer<'s> {
    pub fn new(arena: &'s Bump, source: &'s str, origin: Origin) -> Lexer<'s> {
        Lexer {
            source,
            origin,
            position: 0,
            state: State::Text,
            opened: 0,
            closed: 0,
            in_set: false,
            stack: Vec::new_in(arena),
            backslashes: (0, 0),
            leftovers: Vec::new_in(arena),
            pieces: Vec::new_in(arena),
        }
    }

    /// Puts the next token where it is wanted.
    #[inline]
    pub fn next_to(&mut self, token: &mut Token) -> Result<()> {
        *token = self.next()?;
        Ok(())
    }

    fn next(&mut self) -> Result<Token> {
        if self.state == State::Text
            && let Some(token) = self.keyword()
        {
            return Ok(token);
        }
        let mut leftover = 0;
        let mut begin = self.position;
        loop {
            if self.position as usize >= self.source.len() {
                if begin < self.position {
                    return Err(self.dangling(begin));
                }
                return Ok(self.token(TokenKind::EndOfTemplate, begin, begin, leftover));
            }
            match self.find() {
                Found::Token(kind, length) => {
                    let start = self.position;
                    self.position += length;
                    self.follow(kind);
                    let start = if kind == TokenKind::Dot { start } else { begin };
                    return Ok(self.token(kind, begin, start, leftover));
                }
                Found::Dollar(length) => {
                    self.position += length;
                    self.leave_reference();
                    self.push(State::Reference);
                }
                Found::Hash => {
                    self.position += 1;
                    if matches!(self.state, State::Reference | State::Property) {
                        self.pop();
                    }
                    self.push(State::Hash);
                }
                Found::Terminator => {
                    leftover = self.leave_over(begin, leftover);
                    begin = self.position;
                    self.pop();
                }
                Found::LineComment => return self.line_comment(begin, leftover),
                Found::BlockComment(kind) => match self.block_comment(kind, begin)? {
                    Some(token) => return Ok(Token { leftover, ..token }),
                    None => begin = self.position,
                },
                Found::TextBlock => {
                    self.text_block(begin)?;
                    return Ok(self.token(TokenKind::TextBlock, begin, begin, leftover));
                }
                Found::Nothing => return Err(self.strange()),
            }
        }
    }

    /// `#set(`, `#if` or another word behind `#` in text, in one go: most directives start with one. `None` leaves it to the
    /// states.
    #[inline]
    fn keyword(&mut self) -> Option<Token> {
        let begin = self.position;
        let (kind, length) = match scan::length(scan::set, self.rest(begin)) {
            Some(length) => (TokenKind::Set, length),
            None if self.byte(begin) == b'#' => {
                let (kind, length) = self.word(begin + 1)?;
                self.push(State::Hash);
                (kind, 1 + length)
            }
            None => return None,
        };
        self.position += length;
        self.follow(kind);
        Some(self.token(kind, begin, begin, 0))
    }

    pub(super) fn token(&self, kind: TokenKind, begin: u32, start: u32, leftover: u32) -> Token {
        Token { kind, begin, start, tail: self.position, end: self.position, leftover }
    }

    #[inline]
    pub(super) fn rest(&self, at: u32) -> &'s [u8] {
        &self.source.as_bytes()[at as usize..]
    }

    #[inline]
    pub(super) fn byte(&self, at: u32) -> u8 {
        self.source.as_bytes().get(at as usize).copied().unwrap_or(0)
    }

    // ---- states -------------------------------------------------------------------------------------------------

    fn push(&mut self, state: State) {
        self.stack.push(Saved { state: self.state, opened: self.opened, closed: self.closed });
        self.opened = 0;
        self.state = state;
    }

    fn pop(&mut self) -> bool {
        match self.stack.pop() {
            Some(saved) => {
                (self.state, self.opened, self.closed) = (saved.state, saved.opened, saved.closed);
                true
            }
            None => {
                (self.state, self.opened) = (State::Text, 0);
                false
            }
        }
    }

    /// Text is read, and nothing was gathered that the next token would have to begin with.
    #[inline]
    pub fn is_in_text(&self) -> bool {
        self.state == State::Text
    }

    /// In the parentheses of a directive: operators may stand here.
    #[inline]
    pub fn is_in_directive(&self) -> bool {
        self.state == State::Directive && (self.opened > 0 || self.in_set)
    }

    /// In the parentheses of a directive or of a method, or in an index.
    #[inline]
    pub fn is_in_parentheses(&self) -> bool {
        match self.state {
            // outside of its parentheses a literal ends a directive
            State::Directive => self.is_in_directive(),
            state => matches!(state, State::Arguments | State::Index),
        }
    }

    /// A `$` or a comment ends the reference before it.
    pub fn leave_reference(&mut self) {
        if self.state == State::Reference {
            self.pop();
        }
    }

    /// The parser met a directive's name.
    pub fn enter_directive(&mut self) {
        self.state = State::Directive;
    }

    /// The parser found no `(` behind a directive's name.
    pub fn leave_directive(&mut self) {
        self.pop();
    }

    /// The parser closed a `#set`.
    pub fn leave_set(&mut self) {
        self.in_set = false;
    }

    /// Where the blanks and line breaks from here on end.
    #[inline]
    pub fn blanks_end(&self) -> u32 {
        let mut end = self.position;
        while matches!(self.byte(end), b' ' | b'\t' | b'\n' | b'\r') {
            end += 1;
        }
        end
    }

    /// What stands there is no `#`, which blanks before it may belong to, and no `$` or `\` that is left over before blanks.
    #[inline]
    pub fn token_starts(&self, at: u32) -> bool {
        match self.byte(at) {
            b'$' => {
                let name = self.byte(at + 1 + u32::from(self.byte(at + 1) == b'!'));
                name.is_ascii_alphabetic() || matches!(name, b'_' | b'{')
            }
            b'#' | b'\\' => false,
            _ => true,
        }
    }

    /// A `(` follows, perhaps behind blanks and line breaks.
    pub fn parenthesis_follows(&self) -> bool {
        self.byte(self.blanks_end()) == b'('
    }

    /// Changes the state behind a token.
    fn follow(&mut self, kind: TokenKind) {
        use TokenKind::*;
        let bare = self.opened == 0 && !self.in_set;
        match kind {
            IndexOpen => self.push(State::Index),
            IndexClose | ReferenceClose | End | Else => {
                self.pop();
            }
            ParenOpen => {
                self.opened += 1;
                if self.state == State::Property {
                    self.state = State::Arguments;
                }
            }
            ParenClose => self.close_parenthesis(),
            MethodClose => self.state = State::Reference,
            Set => {
                self.push(State::Directive);
                self.in_set = true;
                self.opened += 1;
            }
            String if bare && self.state == State::Directive => {
                self.pop();
            }
            Integer if bare && !matches!(self.state, State::Arguments | State::Index) => {
                self.pop();
            }
            Float if bare && self.state != State::Arguments => {
                self.pop();
            }
            If | ElseIf => self.state = State::Directive,
            Dot => self.state = State::Property,
            _ => {}
        }
    }

    /// A `)` closes the innermost state that has an open parenthesis, and every state within it.
    fn close_parenthesis(&mut self) {
        while self.opened == 0 {
            if !self.pop() {
                return;
            }
        }
        if self.opened == self.closed + 1 {
            self.pop();
        } else {
            self.closed += 1;
        }
    }

    /// Takes the `(` of a directive, or one of its expression.
    #[inline]
    pub fn open(&mut self) -> bool {
        let there = self.state == State::Directive && self.byte(self.position) == b'(';
        if there {
            self.position += 1;
            self.opened += 1;
        }
        there
    }

    /// Takes the `)` of a directive, or one of its expression, with what it swallows.
    #[inline]
    pub fn close(&mut self) -> bool {
        let there = self.state == State::Directive && self.byte(self.position) == b')';
        if there {
            self.position += 1 + scan::swallowed(self.rest(self.position + 1));
            self.close_parenthesis();
        }
        there
    }

    /// `+`, `==` or another sign between values that follows in a directive, and where it ends.
    #[inline]
    pub fn sign(&mut self) -> Option<(TokenKind, u32)> {
        if !b"=!<>&|+-*/%".contains(&self.byte(self.position)) {
            return None;
        }
        match self.find_in_directive() {
            Found::Token(kind, length) => Some((kind, self.position + length)),
            _ => None,
        }
    }

    // ---- faults -------------------------------------------------------------------------------------------------

    #[cold]
    fn dangling(&self, begin: u32) -> Box<Fault> {
        let gathered = &self.source[begin as usize..];
        let (what, help) = match gathered.contains('$') {
            true => ("`$`", "a name must follow, or at least one character more"),
            false => ("`#`", "a directive must follow, or at least one character more"),
        };
        self.origin.fault(begin, self.position, format!("a lone {what} at the end of the template")).help(help)
    }

    #[cold]
    fn strange(&self) -> Box<Fault> {
        let at = self.position;
        let found = self.source[at as usize..].chars().next().unwrap_or(' ');
        let end = at + found.len_utf8() as u32;
        let (message, help) = match found {
            '"' | '\'' => {
                (format!("the string is never closed: no {found} follows"), "a quote in a string is written twice")
            }
            '&' | '|' => (format!("a single `{found}` is no operator"), "write `&&` or `and`, `||` or `or`"),
            '#' | '\\' => (format!("found `{found}` in parentheses"), "text stands in quotes there"),
            '+' | '*' | '/' | '%' | '-' | '=' | '!' | '<' | '>' => (
                format!("found `{found}` where only simple values may stand"),
                "there is no arithmetic here: put the result in a variable with `#set` first",
            ),
            '.' => (
                format!("found `{found}` behind what is no reference"),
                "put the value in a variable with `#set` first",
            ),
            '?' => (format!("found `{found}`, which is no operator"), "write `#if(…) … #else … #end`"),
            _ => (format!("found `{found}`, which has no meaning here"), "text stands in quotes here"),
        };
        self.origin.fault(at, end, message).help(help)
    }
}
