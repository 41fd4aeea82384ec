//! `{`, `,`, `]`: what stands between strings and words.

use std::collections::HashMap;

use super::{Frame, Reader, State, Top, Trouble};
use crate::error::Span;

impl Reader {
    /// A character between strings and words.
    pub(super) fn between(&mut self, byte: u8, at: Span, text: &str, index: usize) {
        if byte == b'/' && matches!(text.as_bytes().get(index + 1), Some(b'/' | b'*')) {
            return self.comment(at, text, index);
        }
        match self.state {
            State::Start => match byte {
                b'{' | b'[' => self.open(byte, at),
                _ => self.state = State::Lost,
            },
            State::Key { after_comma } => self.key(byte, at, after_comma, text, index),
            State::Colon => self.colon(byte, at, text, index),
            State::Value { after_comma } => self.value(byte, at, after_comma, text, index),
            State::After => self.after(byte, at, text, index),
            State::End => {
                let trouble = if matches!(byte, b'{' | b'[') { Trouble::SecondDocument } else { Trouble::TextBehind };
                self.lose(trouble, at);
            }
            _ => {}
        }
    }

    fn colon(&mut self, byte: u8, at: Span, text: &str, index: usize) {
        self.read.is_json |= self.quoted;
        match byte {
            b':' => {
                self.colon = at;
                self.empty = None;
                self.state = State::Value { after_comma: false };
            }
            b',' | b'}' => {
                let started = self.started;
                self.report(Trouble::MissingColon, started);
                self.state = State::After;
                self.between(byte, at, text, index);
            }
            _ => self.lose(Trouble::MissingColon, at),
        }
    }

    /// Gives up, with the reason.
    pub(super) fn lose(&mut self, trouble: Trouble, at: Span) {
        self.report(trouble, at);
        self.state = State::Lost;
    }

    pub(super) fn comment(&mut self, at: Span, text: &str, index: usize) {
        let next = text.as_bytes().get(index + 1);
        self.report(Trouble::Comment, Span::new(at.start, at.end + u32::from(next.is_some())));
        (self.last, self.around) = (0, self.state);
        self.state = match next {
            Some(b'/') => State::LineComment,
            Some(b'*') => State::BlockComment,
            _ => State::Lost,
        };
    }

    pub(super) fn open(&mut self, byte: u8, at: Span) {
        let array = byte == b'[';
        self.stack.push(Frame { array, opened: at, keys: HashMap::new() });
        self.empty = None;
        self.state = if array { State::Value { after_comma: false } } else { State::Key { after_comma: false } };
    }

    pub(super) fn close(&mut self, byte: u8, at: Span) {
        match self.stack.pop() {
            Some(frame) if frame.array == (byte == b']') => {
                self.empty = None;
                if self.stack.is_empty() {
                    // an empty pair of brackets alone is no sign of JSON, but no trouble either
                    self.state = State::End;
                } else {
                    self.state = State::After;
                }
                if self.stack.len() == 1 && !self.stack[0].array {
                    self.top(Top::Other);
                }
            }
            Some(frame) => {
                let opened = frame.opened;
                self.report(Trouble::Unbalanced, at).other = Some(opened);
                self.state = State::Lost;
            }
            None => self.lose(Trouble::Unbalanced, at),
        }
    }

    /// The value of the last key of the outermost object is known now.
    pub(super) fn top(&mut self, value: Top) {
        if self.stack.len() == 1
            && let Some((_, _, top)) = self.read.top.last_mut()
        {
            *top = value;
        }
    }

    pub(super) fn key(&mut self, byte: u8, at: Span, after_comma: bool, text: &str, index: usize) {
        match byte {
            b'"' => self.start_string(true, false, at),
            b'\'' => {
                let looks = looks_like_key(&text[index + 1..], '\'');
                if looks {
                    self.report(Trouble::SingleQuotes, at);
                    self.start_string(true, true, at);
                } else {
                    self.lose(Trouble::SingleQuotes, at);
                }
            }
            b'}' => {
                if after_comma {
                    let comma = self.comma;
                    self.report(Trouble::TrailingComma, comma).other = Some(at);
                }
                self.close(byte, at);
            }
            b']' => self.close(byte, at),
            b',' => {
                let comma = self.comma;
                self.report(Trouble::StrayComma, at).other = after_comma.then_some(comma);
                self.comma = at;
                self.state = State::Key { after_comma: true };
            }
            _ if byte.is_ascii_alphabetic() || byte == b'_' => self.start_scalar(true, at, byte),
            _ => self.lose(Trouble::BareKey, at),
        }
    }

    pub(super) fn value(&mut self, byte: u8, at: Span, after_comma: bool, text: &str, index: usize) {
        let array = self.stack.last().is_some_and(|frame| frame.array);
        match byte {
            b'"' => {
                self.read.is_json |= array || self.stack.len() == 1;
                self.start_string(false, false, at);
            }
            b'\'' => {
                self.report(Trouble::SingleQuotes, at);
                self.start_string(false, true, at);
            }
            b'{' | b'[' => self.open(byte, at),
            b']' if array => {
                if after_comma {
                    let comma = self.comma;
                    self.report(Trouble::TrailingComma, comma).other = Some(at);
                }
                self.close(byte, at);
            }
            b',' if array => {
                let (comma, empty) = (self.comma, self.empty);
                self.report(Trouble::StrayComma, at).other = empty.or(after_comma.then_some(comma));
                self.comma = at;
                self.empty = None;
                self.state = State::Value { after_comma: true };
            }
            b',' | b'}' | b']' => {
                if !array {
                    let place = self.empty.unwrap_or(self.colon);
                    let colon = self.colon;
                    self.report(Trouble::MissingValue, place).other = Some(colon);
                }
                self.state = State::After;
                self.between(byte, at, text, index);
            }
            b'0'..=b'9' | b'-' | b'.' | b'+' => {
                self.read.is_json |= array;
                self.start_scalar(false, at, byte);
            }
            _ if byte.is_ascii_alphabetic() || byte == b'_' => self.start_scalar(false, at, byte),
            _ => {
                self.report(Trouble::BareWord, at);
                self.state = State::Skip;
            }
        }
    }

    pub(super) fn after(&mut self, byte: u8, at: Span, text: &str, index: usize) {
        let array = self.stack.last().is_some_and(|frame| frame.array);
        match byte {
            b',' => {
                self.comma = at;
                self.empty = None;
                self.state = if array { State::Value { after_comma: true } } else { State::Key { after_comma: true } };
            }
            b'}' | b']' => self.close(byte, at),
            b'"' | b'{' | b'[' => {
                self.report(Trouble::MissingComma, at);
                if array {
                    self.state = State::Value { after_comma: false };
                    self.value(byte, at, false, text, index);
                } else if byte == b'"' {
                    self.state = State::Key { after_comma: false };
                    self.key(byte, at, false, text, index);
                } else {
                    self.state = State::Lost;
                }
            }
            _ => self.lose(Trouble::MissingComma, at),
        }
    }
}

/// The text behind a quote ends with the same quote and a colon.
fn looks_like_key(text: &str, quote: char) -> bool {
    text.find(quote).is_some_and(|end| text[end + 1..].trim_start().starts_with(':'))
}
