//! Text and plain references, read in one go: `$a`, `$!{a.b}`, `$input.path('$.a')`, `$map.get($key)`.
//!
//! Most of a template is made of them, and all that the lexer's states and tokens would find out about them is known
//! when the character behind them is seen. What is not plain, or followed by something that the lexer's state behind a
//! reference takes for more than text, is left to the tokens: nothing is taken then.

use super::ast::{Expression, Kind, Node, Reference, Step};
use super::expression::Place;
use super::parser::Parser;
use super::scan;
use super::token::TokenKind;
use crate::error::Result;

/// How deep arguments may be nested in arguments here.
const DEEPEST: u32 = 4;

/// What is being read, and how far.
struct Reader<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Reader<'s> {
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.source.as_bytes().get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn next(&self) -> u8 {
        self.byte(self.at)
    }

    #[inline]
    fn take_if(&mut self, byte: u8) -> bool {
        let there = self.next() == byte;
        self.at += usize::from(there);
        there
    }

    /// A name that is no literal.
    #[inline]
    fn name(&mut self) -> Option<&'s str> {
        let start = self.at;
        let first = self.next();
        if !first.is_ascii_alphabetic() && first != b'_' {
            return None;
        }
        let rest = &self.source.as_bytes()[start..];
        self.at = start + rest.iter().take_while(|byte| scan::is_identifier_byte(**byte)).count();
        let name = &self.source[start..self.at];
        let is_literal = matches!(first, b't' | b'f') && matches!(name, "true" | "false");
        (!is_literal).then_some(name)
    }

    /// Where the blanks from here on end.
    fn blanks_end(&self) -> usize {
        let mut end = self.at;
        while matches!(self.byte(end), b' ' | b'\t') {
            end += 1;
        }
        end
    }
}

impl<'s> Parser<'_, 's, '_> {
    /// Prints text and plain references up to what is neither. No token may be waiting.
    pub fn plain(&mut self) {
        let source = self.source;
        loop {
            let at = self.lexer.position as usize;
            let rest = &source.as_bytes()[at..];
            let end = match rest.first() {
                None | Some(b'#' | b'\\') => return,
                Some(b'$') => match self.plain_reference(at) {
                    Some(end) => end,
                    None => return,
                },
                Some(first) => {
                    let end = at + memchr::memchr3(b'$', b'#', b'\\', rest).unwrap_or(rest.len());
                    // blanks before a `#set(` belong to it
                    if matches!(first, b' ' | b'\t')
                        && matches!(source.as_bytes()[end..], [b'#', b's' | b'{', ..])
                        && source[at..end].bytes().all(|byte| matches!(byte, b' ' | b'\t'))
                    {
                        return;
                    }
                    self.print(at as u32, end as u32);
                    end
                }
            };
            self.move_to(end as u32);
        }
    }

    /// The reference at `at`, and a `}` behind it that is text; where that ends.
    fn plain_reference(&mut self, at: usize) -> Option<usize> {
        let mut reader = Reader { source: self.source, at };
        let base = self.session.scratch.steps.len();
        let read = self.reference_by(&mut reader, 0);
        self.session.scratch.steps.truncate(base);
        let reference = read.filter(|reference| ends_here(&reader, reference))?;
        self.push(Node::Reference(reference));
        let end = reader.at;
        if reader.next() == b'}' && !is_formal(&reader) {
            self.print(end as u32, end as u32 + 1);
            return Some(end + 1);
        }
        Some(end)
    }

    /// What follows starts no `!` and no `not`.
    #[inline]
    pub fn no_negation_follows(&self) -> bool {
        if !self.none_waits() || !self.lexer.is_in_parentheses() {
            return false;
        }
        let reader = Reader { source: self.source, at: self.lexer.position as usize };
        let at = reader.blanks_end();
        !matches!(reader.byte(at), b'!' | b'n' | b'\r' | b'\n') && self.lexer.token_starts(at as u32)
    }

    /// A plain reference, string or number in parentheses.
    #[inline]
    pub fn plain_operand(&mut self, place: Place) -> Option<Expression<'s>> {
        if !self.none_waits() || !self.lexer.is_in_parentheses() {
            return None;
        }
        let mut reader = Reader { source: self.source, at: self.lexer.position as usize };
        if !matches!(reader.next(), b'$' | b'\'' | b'"' | b'0'..=b'9') {
            return None;
        }
        let base = self.session.scratch.steps.len();
        let read = self.operand_by(&mut reader, 0);
        self.session.scratch.steps.truncate(base);
        let operand = read?;
        let ends = match operand.kind {
            Kind::Reference(reference) => {
                ends_here(&reader, reference)
                    // to the lexer the end of a reference in braces, if anything here ends in one
                    && (reader.next() != b'}' || is_formal(&reader))
            }
            Kind::String(_) if place == Place::Range => false,
            // `[1..3]`
            Kind::Integer(_) if reader.next() == b'.' => reader.byte(reader.at + 1) == b'.',
            _ => matches!(reader.next(), b')' | b' ' | b',' | b']'),
        };
        if !ends {
            return None;
        }
        self.move_to(reader.at as u32);
        Some(operand)
    }

    /// No token waits, and the parentheses of a directive are open.
    #[inline]
    fn is_in_plain_directive(&self) -> bool {
        self.none_waits() && self.lexer.is_in_directive()
    }

    /// This sign follows in a directive's parentheses.
    #[inline]
    pub fn sign_follows(&self, sign: u8) -> bool {
        self.is_in_plain_directive() && self.lexer.byte(self.lexer.position) == sign
    }

    /// Takes this sign, if it follows in a directive's parentheses and is the same for the lexer.
    #[inline]
    pub fn take_sign(&mut self, sign: &str) -> bool {
        let there = self.is_in_plain_directive() && self.lexer.rest(self.lexer.position).starts_with(sign.as_bytes());
        if there {
            self.move_to(self.lexer.position + sign.len() as u32);
        }
        there
    }

    /// A sign that follows, and where it ends. It is not taken yet.
    #[inline]
    pub fn plain_sign(&mut self) -> Option<(TokenKind, u32)> {
        if self.is_in_plain_directive() { self.lexer.sign() } else { None }
    }

    /// `$name` and the `=` behind it: what `#set` sets, most of the time.
    pub fn plain_target(&mut self) -> Option<&'s Reference<'s>> {
        if !self.is_in_plain_directive() {
            return None;
        }
        let mut reader = Reader { source: self.source, at: self.lexer.position as usize };
        if reader.next() != b'$' || !reader.byte(reader.at + 1).is_ascii_alphabetic() {
            return None;
        }
        let base = self.session.scratch.steps.len();
        let read = self.reference_by(&mut reader, 0);
        self.session.scratch.steps.truncate(base);
        let reference = read.filter(|reference| reference.steps.is_empty())?;
        reader.at = reader.blanks_end();
        if reader.next() != b'=' || reader.byte(reader.at + 1) == b'=' {
            return None;
        }
        self.move_to(reader.at as u32 + 1);
        Some(reference)
    }

    /// An argument of a directive, with what stands before it.
    pub fn plain_argument(&mut self) -> Option<Expression<'s>> {
        if !self.is_in_plain_directive() {
            return None;
        }
        let before = (self.lexer.position, self.last_end);
        self.move_to(self.lexer.blanks_end());
        let operand = self.plain_operand(Place::Directive);
        if operand.is_none() {
            (self.lexer.position, self.last_end) = before;
        }
        operand
    }

    /// The `in` of `#foreach($a in $b)`, with the blanks before it.
    pub fn plain_in(&mut self) -> Option<Expression<'s>> {
        if !self.is_in_plain_directive() {
            return None;
        }
        let begin = self.lexer.blanks_end();
        let end = begin + 2;
        let word = self.source.get(begin as usize..end as usize).filter(|word| *word == "in")?;
        if begin == self.lexer.position || !matches!(self.lexer.byte(end), b' ' | b'\t') {
            return None;
        }
        self.move_to(end);
        let (offset, end) = (self.origin.offset(begin), self.origin.end(end));
        Some(Expression { offset, end, literal: word, kind: Kind::Word(word) })
    }

    /// A comma, with no blanks before it.
    #[inline]
    pub fn take_comma(&mut self) -> Result<bool> {
        if self.none_waits() && self.lexer.is_in_parentheses() {
            let there = self.lexer.byte(self.lexer.position) == b',';
            if there {
                self.move_to(self.lexer.position + 1);
            }
            return Ok(there);
        }
        self.take_if(TokenKind::Comma)
    }

    fn reference_by(&mut self, reader: &mut Reader<'s>, nesting: u32) -> Option<&'s Reference<'s>> {
        let source = self.source;
        let start = reader.at;
        reader.at += 1;
        let quiet = reader.take_if(b'!');
        let formal = reader.take_if(b'{');
        let root = reader.name()?;
        let base = self.session.scratch.steps.len();
        while reader.next() == b'.' && reader.byte(reader.at + 1).is_ascii_alphabetic() {
            reader.at += 1;
            let offset = self.origin.offset(reader.at as u32);
            let name = reader.name()?;
            let step = match reader.take_if(b'(') {
                true => Step::Method { name, args: self.arguments_by(reader, nesting + 1)?, offset },
                false => Step::Property { name, offset },
            };
            self.session.scratch.steps.push(step);
        }
        if formal && !reader.take_if(b'}') {
            return None;
        }
        let steps = self.kept(&self.session.scratch.steps[base..]);
        self.session.scratch.steps.truncate(base);
        let literal = &source[start..reader.at];
        let origin = self.origin;
        Some(self.arena.alloc_with(|| Reference {
            offset: origin.offset(start as u32),
            end: origin.end(reader.at as u32),
            literal,
            null_text: if quiet { "" } else { literal },
            root,
            steps,
            quiet,
            escaped: false,
            computable: true,
            runt: false,
            backslashes: "",
            prefix: "",
        }))
    }

    /// A slice that lives as long as the tree. Most have one element, or none.
    #[inline]
    fn kept<T: Copy>(&self, slice: &[T]) -> &'s [T] {
        match slice {
            [] => &[],
            [one] => std::slice::from_ref(self.arena.alloc_with(|| *one)),
            more => self.arena.alloc_slice_copy(more),
        }
    }

    /// `'$.a', $b, 1)`
    fn arguments_by(&mut self, reader: &mut Reader<'s>, nesting: u32) -> Option<&'s [Expression<'s>]> {
        if nesting > DEEPEST || self.depth() + nesting > self.session.options.depth {
            return None;
        }
        if reader.take_if(b')') {
            return Some(&[]);
        }
        let base = self.session.scratch.values.len();
        let read = self.arguments_to_scratch(reader, nesting);
        let args = read.map(|()| self.kept(&self.session.scratch.values[base..]));
        self.session.scratch.values.truncate(base);
        args
    }

    fn arguments_to_scratch(&mut self, reader: &mut Reader<'s>, nesting: u32) -> Option<()> {
        loop {
            let argument = self.argument_by(reader, nesting)?;
            self.session.scratch.values.push(argument);
            if reader.take_if(b')') {
                return Some(());
            }
            if !reader.take_if(b',') {
                return None;
            }
            while reader.take_if(b' ') {}
        }
    }

    fn argument_by(&mut self, reader: &mut Reader<'s>, nesting: u32) -> Option<Expression<'s>> {
        self.operand_by(reader, nesting).filter(|_| matches!(reader.next(), b')' | b','))
    }

    fn operand_by(&mut self, reader: &mut Reader<'s>, nesting: u32) -> Option<Expression<'s>> {
        let source = self.source;
        let start = reader.at;
        let kind = match reader.next() {
            quote @ (b'\'' | b'"') => {
                let text = &source[start + 1..];
                let text = &text[..memchr::memchr(quote, text.as_bytes())?];
                let plain = |byte| !matches!(byte, b'$' | b'#' | b'\\');
                if quote == b'"' && !text.bytes().all(plain) {
                    return None;
                }
                reader.at += text.len() + 2;
                Kind::String(text)
            }
            b'$' => Kind::Reference(self.reference_by(reader, nesting)?),
            b'-' | b'0'..=b'9' => {
                reader.at += 1;
                while reader.next().is_ascii_digit() {
                    reader.at += 1;
                }
                let digits = &source[start..reader.at];
                Kind::Integer((digits != "-").then_some(digits)?)
            }
            _ => return None,
        };
        Some(Expression {
            offset: self.origin.offset(start as u32),
            end: self.origin.end(reader.at as u32),
            literal: &source[start..reader.at],
            kind,
        })
    }
}

/// What follows a reference is text for the lexer, in whatever state the reference leaves it.
fn ends_here(reader: &Reader<'_>, reference: &Reference<'_>) -> bool {
    if is_formal(reader) {
        return true;
    }
    match reader.next() {
        b' ' | b'\t' => reader.byte(reader.blanks_end()) != b'#',
        b'#' | b'\\' | b'[' | b'{' => false,
        // behind `)` only: elsewhere they belong to the name
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => false,
        b'$' => {
            let name = reader.byte(reader.at + 1);
            (name.is_ascii_alphabetic() || name == b'_')
                && !matches!(reference.steps.last(), Some(Step::Property { .. }))
        }
        _ => true,
    }
}

/// A reference that has just been read stands in braces.
fn is_formal(reader: &Reader<'_>) -> bool {
    reader.byte(reader.at - 1) == b'}'
}
