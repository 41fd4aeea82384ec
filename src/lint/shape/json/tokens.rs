//! `"text"`, `12`, `None`: strings and words, and what only an event decides.

use super::{LONGEST_KEY, LONGEST_TEXT, Reader, State, Top, Trouble};
use crate::error::Span;
use crate::lint::shape::value::Unknown;

impl Reader {
    pub(super) fn start_string(&mut self, key: bool, single: bool, at: Span) {
        self.text.clear();
        self.unknown = false;
        self.started = at;
        self.quoted |= key;
        self.escape = 0;
        self.state = State::String { key, single };
    }

    pub(super) fn in_string(&mut self, byte: u8, at: Span, key: bool, single: bool) {
        if self.escape > 1 {
            self.escape = if self.escape == 2 { 0 } else { self.escape - 1 };
            if !byte.is_ascii_hexdigit() {
                self.escape = 0;
                self.report(Trouble::BadEscape, at).text = "u".to_owned();
            }
            return;
        }
        if self.escape == 1 {
            self.escape = 0;
            match byte {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                    self.text.push('\\');
                    self.text.push(byte as char);
                }
                b'u' => self.escape = 5,
                b'\'' if single => {}
                _ => self.report(Trouble::BadEscape, at).text = (byte as char).to_string(),
            }
            return;
        }
        match byte {
            b'\\' => self.escape = 1,
            b'"' if !single => self.end_string(key, at),
            b'\'' if single => self.end_string(key, at),
            b'\n' | b'\r' => {
                let started = self.started;
                self.report(Trouble::ControlCharacter, at).other = Some(started);
                self.state = State::Lost;
            }
            _ if byte < b' ' => {
                let started = self.started;
                let found = self.report(Trouble::ControlCharacter, at);
                found.other = Some(started);
                found.text = format!("\\u{byte:04x}");
            }
            _ => self.text.push(byte as char),
        }
    }

    fn end_string(&mut self, key: bool, at: Span) {
        self.started.end = self.started.end.max(at.end);
        self.state = if key { State::Colon } else { State::After };
        if key {
            self.end_key();
        } else {
            let text = if self.unknown { Top::Other } else { Top::Text(self.text.clone()) };
            self.top(text);
        }
    }

    pub(super) fn end_key(&mut self) {
        let started = self.started;
        if self.unknown || self.text.len() > LONGEST_KEY {
            return;
        }
        if self.stack.len() == 1 {
            self.read.top.push((self.text.clone(), started, Top::Unknown));
        }
        let Some(frame) = self.stack.last_mut() else { return };
        if let Some(&first) = frame.keys.get(&self.text) {
            let text = self.text.clone();
            let found = self.report(Trouble::DuplicateKey, started);
            found.other = Some(first);
            found.text = text;
        } else {
            frame.keys.insert(self.text.clone(), started);
        }
    }

    pub(super) fn start_scalar(&mut self, key: bool, at: Span, byte: u8) {
        self.text.clear();
        self.text.push(byte as char);
        self.unknown = false;
        self.started = at;
        self.state = State::Scalar { key };
    }

    pub(super) fn in_scalar(&mut self, byte: u8, at: Span, key: bool, text: &str, index: usize) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']' | b'{' | b'[' | b':' | b'"' => {
                self.end_scalar(key);
                if self.state != State::Lost {
                    self.byte(byte, at, text, index);
                }
            }
            _ => {
                if self.text.len() < LONGEST_KEY {
                    self.text.push(byte as char);
                }
                self.started.end = self.started.end.max(at.end);
            }
        }
    }

    pub(super) fn end_scalar(&mut self, key: bool) {
        let (started, text) = (self.started, self.text.clone());
        if key {
            self.state = State::Colon;
            self.report(Trouble::BareKey, started).text = text;
            self.end_key();
            return;
        }
        self.state = State::After;
        if self.unknown {
            self.top(Top::Unknown);
            return;
        }
        let array = self.stack.last().is_some_and(|frame| frame.array);
        let right =
            matches!(&*text, "true" | "false" | "null") || serde_json::from_str::<serde_json::Number>(&text).is_ok();
        self.top(Top::Scalar(text.clone()));
        if right {
            return;
        }
        if !self.read.is_json && array {
            self.state = State::Lost; // `[INFO] …`
            return;
        }
        self.report(Trouble::BareWord, started).text = text;
        self.state = State::Skip;
    }

    /// The string holds JSON itself; and the place is in a string of that: `"{\"name\": \"…`.
    fn in_json(&self) -> (bool, bool) {
        let text = self.text.trim_start();
        let json = ["{\\\"", "[\\\"", "[{\\\""].iter().any(|start| text.starts_with(start));
        (json, json && text.matches("\\\"").count() % 2 == 1 && self.text.len() < LONGEST_TEXT)
    }

    /// Something that only an event decides.
    pub(super) fn unknown(&mut self, unknown: Option<Unknown>, at: Span) {
        self.read.blank = false;
        match self.state {
            State::String { .. } => {
                self.unknown = true;
                self.escape = 0;
                let (in_json, nested) = self.in_json();
                let trouble = if unknown.is_some() { Trouble::InString } else { Trouble::JavaMap };
                let found = self.report(trouble, at);
                (found.unknown, found.in_json, found.nested) = (unknown, in_json, nested);
            }
            State::Value { .. } => {
                let trouble = if unknown.is_some() { Trouble::AsValue } else { Trouble::JavaMap };
                self.report(trouble, at).unknown = unknown;
                self.text.clear();
                self.started = at;
                self.unknown = true;
                self.state = State::Scalar { key: false };
            }
            State::Scalar { key: false } => self.unknown = true,
            State::Skip | State::LineComment | State::BlockComment => {}
            _ => self.state = State::Lost,
        }
    }
}
