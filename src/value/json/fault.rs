//! json-smart's errors: its words and its positions, and what they mean.

use super::read::Reader;
use crate::error::{ErrorKind, Fault};
use crate::value::utf16;

/// Where json-smart says an error is: at the character, or one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    At,
    Before,
}

impl Reader<'_, '_> {
    #[cold]
    pub fn unexpected_character(&self, at: usize, place: Place) -> Box<Fault> {
        let message = format!("Unexpected character ({}) at position {}.", self.unit(at), self.position(at, place));
        self.parse_exception(message, at)
    }

    #[cold]
    pub fn unexpected_token(&self, at: usize, place: Place) -> Box<Fault> {
        let message = format!("Unexpected token {} at position {}.", self.unit(at), self.position(at, place));
        self.parse_exception(message, at)
    }

    #[cold]
    pub fn unexpected_unicode(&self, at: usize) -> Box<Fault> {
        let position = self.position(at, Place::At);
        let message = format!("Unexpected unicode escape sequence {} at position {position}.", self.unit(at));
        self.parse_exception(message, at)
    }

    /// `what` is what json-smart adds: `null` or `EOF`.
    #[cold]
    pub fn unexpected_end(&self, at: usize, place: Place, what: &str) -> Box<Fault> {
        let position = self.position(at, place);
        self.parse_exception(format!("Unexpected End Of File position {position}: {what}"), at)
    }

    /// A number that Java's classes refuse, with their message.
    #[cold]
    pub fn number_format(&self, at: usize, message: &str) -> Box<Fault> {
        let colon = if message.is_empty() { "" } else { ": " };
        self.fault(format!("java.lang.NumberFormatException{colon}{message}"), at)
    }

    fn parse_exception(&self, message: String, at: usize) -> Box<Fault> {
        self.fault(format!("net.minidev.json.parser.ParseException: {message}"), at)
    }

    fn fault(&self, message: String, at: usize) -> Box<Fault> {
        let read = self.text.get(..at).unwrap_or(self.text);
        let line = read.matches('\n').count() + 1;
        let column = read.rfind('\n').map_or(read, |n| &read[n + 1..]).chars().count() + 1;
        let what = match self.text[read.len()..].chars().next() {
            None => "ends too early".to_owned(),
            Some(c) => format!("is not JSON at `{}`", c.escape_debug()),
        };
        Fault::new(ErrorKind::Body, message).help(format!("the text {what}, at its line {line}, column {column}"))
    }

    /// In UTF-16 units, from 0. The end may be passed.
    fn position(&self, at: usize, place: Place) -> usize {
        let read = self.text.get(..at).unwrap_or(self.text);
        let past = at.saturating_sub(self.text.len());
        (utf16::len(read) + past).saturating_sub((place == Place::Before) as usize)
    }

    /// The unit at `at` as it prints; half a surrogate pair prints `?`.
    fn unit(&self, at: usize) -> char {
        match self.text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if c.len_utf16() == 1 => c,
            _ => '?',
        }
    }
}
