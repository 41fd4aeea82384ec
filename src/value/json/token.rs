//! What stands without quotes: `true`, `null`, `NaN`, and any other text, which is a string.

use super::fault::Place;
use super::read::Reader;
use super::scan::{END, byte, trim};
use crate::error::Result;
use crate::value::Value;

/// What ends a value that has no quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Only the end of the text.
    End,
    /// `,` or this byte.
    Close(u8),
}

impl Stop {
    pub fn at(self, b: u8) -> bool {
        match self {
            Stop::End => b == END,
            Stop::Close(close) => b == b',' || b == close || b == END,
        }
    }

    /// The first place from `at` where a value without quotes ends.
    pub fn find(self, bytes: &[u8], at: usize) -> usize {
        let rest = &bytes[at..];
        let found = match self {
            Stop::End => memchr::memchr(END, rest),
            Stop::Close(close) => memchr::memchr3(b',', close, END, rest),
        };
        found.map_or(bytes.len(), |n| at + n)
    }
}

/// `true`, `false` or `null` at `at`, with its length.
#[inline(always)]
pub(super) fn literal<'a>(bytes: &[u8], at: usize) -> Option<(Value<'a>, usize)> {
    let rest = bytes.get(at..)?;
    match rest.first_chunk::<4>()? {
        b"true" => Some((Value::Boolean(true), 4)),
        b"null" => Some((Value::Null, 4)),
        b"fals" if rest.get(4) == Some(&b'e') => Some((Value::Boolean(false), 5)),
        _ => None,
    }
}

impl<'a> Reader<'_, 'a> {
    /// A value that is neither list nor object, at a place that is not blank.
    pub fn scalar(&mut self, at: usize, stop: Stop) -> Result<(Value<'a>, usize)> {
        match byte(self.bytes(), at) {
            quote @ (b'"' | b'\'') => {
                let (text, at) = self.string(at + 1, quote)?;
                Ok((Value::String(text), at))
            }
            b'-' | b'0'..=b'9' => self.number(at, stop),
            b':' | b'}' | b']' => Err(self.unexpected_character(at, Place::At)),
            first => Ok(self.token(at, stop, first)),
        }
    }

    fn token(&self, at: usize, stop: Stop, first: u8) -> (Value<'a>, usize) {
        let end = stop.find(self.bytes(), at);
        let text = trim(&self.text[at..end]);
        let value = match (first, text) {
            (b'n', "null") => Value::Null,
            (b't', "true") => Value::Boolean(true),
            (b'f', "false") => Value::Boolean(false),
            (b'N', "NaN") => Value::Float(f32::NAN),
            _ => Value::String(text),
        };
        (value, end)
    }

    /// A key without quotes, which ends only at a `:`.
    pub fn bare_key(&self, at: usize) -> (&'a str, usize) {
        let end = memchr::memchr2(b':', END, &self.bytes()[at..]).map_or(self.text.len(), |n| at + n);
        (trim(&self.text[at..end]), end)
    }
}
