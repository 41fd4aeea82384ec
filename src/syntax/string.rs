//! `'text'` and `"text with $references"`

use super::ast::{Interpolated, Kind};
use super::parser::Parser;
use super::scan;
use super::token::Token;
use crate::error::{ErrorKind, Result};

impl<'s> Parser<'_, 's, '_> {
    /// A string. In double quotes it is a template of its own if it holds a `$` or a `#`.
    pub fn string(&mut self) -> Result<Kind<'s>> {
        let token = self.take()?;
        let source = self.source;
        let raw = &source[token.begin as usize + 1..token.end as usize - 1];
        let quote = source.as_bytes()[token.begin as usize];
        let double = quote == b'"';
        let text = match double && scan::pair_of(raw, b'\\', b'u').is_some() {
            true => self.unescape(token, raw),
            false => raw,
        };
        let text = match memchr::memchr(quote, text.as_bytes()) {
            Some(_) => self.undouble(text, quote),
            None => text,
        };
        if double && memchr::memchr2(b'$', b'#', raw.as_bytes()).is_some() {
            let exact = std::ptr::eq(text, raw);
            return self.interpolated(token, text, exact);
        }
        Ok(Kind::String(text))
    }

    /// Reads a string as a template. Velocity puts a blank behind it, so that a `$` at its end is text.
    #[inline(never)]
    fn interpolated(&mut self, token: Token, text: &'s str, exact: bool) -> Result<Kind<'s>> {
        let padded = scan::pair_of(text, b'#', b'#').is_none();
        let source = match padded {
            true => {
                let mut source = bumpalo::collections::String::with_capacity_in(text.len() + 1, self.arena);
                source.push_str(text);
                source.push(' ');
                source.into_bump_str()
            }
            false => text,
        };
        let origin = self.origin.within(token.begin + 1, token.end - 1, exact);
        // a string in a string costs more of the stack than other nesting does
        let depth = self.depth() + 3;
        let read = Parser::new(self.session, source, origin, depth, true).template();
        let body = match read {
            Ok(body) => body,
            Err(fault) if fault.kind == ErrorKind::Syntax => {
                self.session.defer(fault);
                &[]
            }
            Err(fault) => return Err(fault),
        };
        Ok(Kind::Interpolated(self.arena.alloc(Interpolated { body, padded })))
    }

    /// `""` → `"`
    fn undouble(&self, text: &str, quote: u8) -> &'s str {
        let mut single = bumpalo::collections::String::with_capacity_in(text.len(), self.arena);
        let mut rest = text;
        while let Some(at) = memchr::memchr(quote, rest.as_bytes()) {
            single.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            if rest.as_bytes().first() == Some(&quote) {
                rest = &rest[1..];
            }
        }
        single.push_str(rest);
        single.into_bump_str()
    }

    /// `\u0041` → `A`. Other escapes there are none.
    fn unescape(&mut self, token: Token, text: &'s str) -> &'s str {
        let mut units = std::vec::Vec::new();
        let mut plain = bumpalo::collections::String::with_capacity_in(text.len(), self.arena);
        let mut rest = text;
        while let Some(at) = scan::pair_of(rest, b'\\', b'u') {
            if at > 0 {
                push_utf16(&mut plain, &mut units);
            }
            plain.push_str(&rest[..at]);
            let Some(unit) = rest.get(at + 2..at + 6).and_then(code_unit) else {
                let fault =
                    self.fault(token, "`\\u` in a string in double quotes is not followed by four hexadecimal digits");
                let help = "write `\\u0041`, or single quotes";
                self.session.defer(fault.help(help));
                return text;
            };
            units.push(unit);
            rest = &rest[at + 6..];
        }
        push_utf16(&mut plain, &mut units);
        plain.push_str(rest);
        plain.into_bump_str()
    }
}

/// Java's reading of four hexadecimal digits, which may be three and a sign.
fn code_unit(digits: &str) -> Option<u16> {
    i32::from_str_radix(digits, 16).ok().map(|unit| unit as u16)
}

/// Half of a surrogate pair alone prints as `?` in Java.
fn push_utf16(text: &mut bumpalo::collections::String<'_>, units: &mut std::vec::Vec<u16>) {
    for unit in char::decode_utf16(units.drain(..)) {
        text.push(unit.unwrap_or('?'));
    }
}
