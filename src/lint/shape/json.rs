//! `{"a": 1,}`: reads what a path prints as JSON, a piece at a time, and says where it is none.

use std::collections::HashMap;

use super::value::{Piece, Unknown, What};
use crate::error::Span;

/// What is wrong with what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Trouble {
    TrailingComma,
    StrayComma,
    MissingComma,
    MissingValue,
    MissingColon,
    Unclosed,
    UnclosedString,
    Unbalanced,
    DuplicateKey,
    ControlCharacter,
    BadEscape,
    Comment,
    SingleQuotes,
    BareKey,
    BareWord,
    TextBehind,
    SecondDocument,
    /// A value of the event inside a string, or inside an object's key.
    InString,
    /// One where a value is needed.
    AsValue,
    /// A map of the template where a value is needed, or in a string.
    JavaMap,
}

/// A trouble and its place.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub trouble: Trouble,
    pub at: Span,
    /// What it belongs to: the comma of a `}`, the first of two keys.
    pub other: Option<Span>,
    pub unknown: Option<Unknown>,
    /// The word, the key, the character.
    pub text: String,
    /// The trouble is in a string that holds JSON itself.
    pub nested: bool,
}

/// A value of the outermost object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Top {
    /// `200`, `true`
    Scalar(String),
    Other,
    Unknown,
}

/// What a path printed.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub found: Vec<Found>,
    /// It looks like JSON.
    pub is_json: bool,
    /// It was followed to its end.
    pub followed: bool,
    /// Nothing but blanks was printed.
    pub blank: bool,
    pub top: Vec<(String, Span, Top)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the document.
    Start,
    /// Where a key is needed, or `}`.
    Key { after_comma: bool },
    Colon,
    /// Where a value is needed; in an array also `]` if it is the first.
    Value { first: bool, after_comma: bool },
    /// After a value.
    After,
    String { key: bool, single: bool },
    /// In a number or a word.
    Scalar { key: bool },
    /// In what is no JSON, until the next `,` or bracket.
    Skip,
    LineComment(Before),
    BlockComment(Before),
    End,
    /// What is printed is not followed any more.
    Lost,
}

/// The state around a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Start,
    Key { after_comma: bool },
    Colon,
    Value { first: bool, after_comma: bool },
    After,
    End,
}

impl Before {
    fn of(state: State) -> Option<Before> {
        Some(match state {
            State::Start => Before::Start,
            State::Key { after_comma } => Before::Key { after_comma },
            State::Colon => Before::Colon,
            State::Value { first, after_comma } => Before::Value { first, after_comma },
            State::After => Before::After,
            State::End => Before::End,
            _ => return None,
        })
    }

    fn state(self) -> State {
        match self {
            Before::Start => State::Start,
            Before::Key { after_comma } => State::Key { after_comma },
            Before::Colon => State::Colon,
            Before::Value { first, after_comma } => State::Value { first, after_comma },
            Before::After => State::After,
            Before::End => State::End,
        }
    }
}

struct Frame {
    array: bool,
    opened: Span,
    keys: HashMap<String, Span>,
}

struct Reader {
    read: Read,
    state: State,
    stack: Vec<Frame>,
    /// The text of the string or word that is being read, as far as it is known.
    text: String,
    /// Something unknown is part of it.
    unknown: bool,
    started: Span,
    /// Characters of an escape that are still to come: 1 behind the backslash, then those of `\u`.
    escape: u8,
    comma: Span,
    colon: Span,
    /// The last reference that printed nothing since the colon or comma.
    empty: Option<Span>,
    last: u8,
}

/// More troubles than these of one path help nobody.
const MOST_FOUND: usize = 200;
/// Longer keys are not compared.
const LONGEST_KEY: usize = 256;
/// What is kept of a longer string does not matter.
const LONGEST_TEXT: usize = 4000;

/// Reads what a path printed.
pub(super) fn read(pieces: &[Piece<'_>], complete: bool) -> Read {
    let mut reader = Reader {
        read: Read { blank: true, ..Read::default() },
        state: State::Start,
        stack: Vec::new(),
        text: String::new(),
        unknown: false,
        started: Span::default(),
        escape: 0,
        comma: Span::default(),
        colon: Span::default(),
        empty: None,
        last: 0,
    };
    for piece in pieces {
        match piece.what {
            What::Text("") => {
                if !matches!(reader.state, State::String { .. }) {
                    reader.empty = Some(piece.at);
                }
            }
            What::Text(text) => reader.known(text, piece),
            What::Unknown(unknown) => reader.unknown(Some(unknown), piece.at),
            What::JavaMap => reader.unknown(None, piece.at),
        }
        if reader.state == State::Lost || reader.read.found.len() > MOST_FOUND {
            break;
        }
    }
    reader.finish(complete)
}

impl Reader {
    fn report(&mut self, trouble: Trouble, at: Span) -> &mut Found {
        let found = Found { trouble, at, other: None, unknown: None, text: String::new(), nested: false };
        self.read.found.push(found);
        let last = self.read.found.len() - 1;
        &mut self.read.found[last]
    }

    fn known(&mut self, text: &str, piece: &Piece<'_>) {
        let bytes = text.as_bytes();
        let mut index = 0;
        while index < bytes.len() {
            if let State::String { .. } = self.state
                && self.escape == 0
            {
                let run = bytes[index..]
                    .iter()
                    .position(|&b| b == b'"' || b == b'\\' || b == b'\'' || b < b' ')
                    .unwrap_or(bytes.len() - index);
                if run > 0 {
                    if self.text.len() < LONGEST_TEXT
                        && let Some(part) = text.get(index..index + run)
                    {
                        self.text.push_str(part);
                    }
                    index += run;
                    continue;
                }
            }
            let at = if piece.exact {
                let start = piece.at.start + index as u32;
                Span::new(start, start + 1)
            } else {
                piece.at
            };
            self.byte(bytes[index], at, text, index);
            if self.state == State::Lost {
                return;
            }
            index += 1;
        }
    }

    fn byte(&mut self, byte: u8, at: Span, text: &str, index: usize) {
        match self.state {
            State::String { key, single } => self.in_string(byte, at, key, single),
            State::Scalar { key } => self.in_scalar(byte, at, key, text, index),
            State::LineComment(before) => {
                if byte == b'\n' {
                    self.state = before.state();
                }
            }
            State::BlockComment(before) => {
                if byte == b'/' && self.last == b'*' {
                    self.state = before.state();
                }
                self.last = byte;
            }
            State::Skip => {
                if matches!(byte, b',' | b'}' | b']') {
                    self.state = State::After;
                    self.between(byte, at, text, index);
                }
            }
            _ => {
                if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                    self.read.blank = false;
                    self.between(byte, at, text, index);
                }
            }
        }
    }

    /// A character between strings and words.
    fn between(&mut self, byte: u8, at: Span, text: &str, index: usize) {
        if byte == b'/' && self.read.is_json {
            return self.comment(at, text, index);
        }
        match self.state {
            State::Start => match byte {
                b'{' | b'[' => self.open(byte, at),
                _ => self.state = State::Lost,
            },
            State::Key { after_comma } => self.key(byte, at, after_comma, text, index),
            State::Colon => match byte {
                b':' => {
                    self.read.is_json = true;
                    self.colon = at;
                    self.empty = None;
                    self.state = State::Value { first: false, after_comma: false };
                }
                b',' | b'}' => {
                    if self.read.is_json {
                        let started = self.started;
                        self.report(Trouble::MissingColon, started);
                    }
                    self.state = State::After;
                    self.between(byte, at, text, index);
                }
                _ => self.lose(Trouble::MissingColon, at),
            },
            State::Value { first, after_comma } => self.value(byte, at, first, after_comma, text, index),
            State::After => self.after(byte, at, text, index),
            State::End => {
                let trouble = if matches!(byte, b'{' | b'[') { Trouble::SecondDocument } else { Trouble::TextBehind };
                self.lose(trouble, at);
            }
            _ => {}
        }
    }

    /// Gives up, with the reason if what came before was JSON.
    fn lose(&mut self, trouble: Trouble, at: Span) {
        if self.read.is_json {
            self.report(trouble, at);
        }
        self.state = State::Lost;
    }

    fn comment(&mut self, at: Span, text: &str, index: usize) {
        let Some(before) = Before::of(self.state) else { return };
        let next = text.as_bytes().get(index + 1);
        self.report(Trouble::Comment, Span::new(at.start, at.end + u32::from(next.is_some())));
        self.last = 0;
        self.state = match next {
            Some(b'/') => State::LineComment(before),
            Some(b'*') => State::BlockComment(before),
            _ => State::Lost,
        };
    }

    fn open(&mut self, byte: u8, at: Span) {
        let array = byte == b'[';
        self.stack.push(Frame { array, opened: at, keys: HashMap::new() });
        self.empty = None;
        self.state = if array { State::Value { first: true, after_comma: false } } else { State::Key { after_comma: false } };
    }

    fn close(&mut self, byte: u8, at: Span) {
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
                if self.read.is_json {
                    self.report(Trouble::Unbalanced, at).other = Some(opened);
                }
                self.state = State::Lost;
            }
            None => self.lose(Trouble::Unbalanced, at),
        }
    }

    /// The value of the last key of the outermost object is known now.
    fn top(&mut self, value: Top) {
        if self.stack.len() == 1
            && let Some((_, _, top)) = self.read.top.last_mut()
        {
            *top = value;
        }
    }

    fn key(&mut self, byte: u8, at: Span, after_comma: bool, text: &str, index: usize) {
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
                if self.read.is_json {
                    let comma = self.comma;
                    let found = self.report(Trouble::StrayComma, at);
                    found.other = after_comma.then_some(comma);
                }
                self.comma = at;
                self.state = State::Key { after_comma: true };
            }
            _ if byte.is_ascii_alphabetic() || byte == b'_' => self.start_scalar(true, at, byte),
            _ => self.lose(Trouble::BareKey, at),
        }
    }

    fn value(&mut self, byte: u8, at: Span, first: bool, after_comma: bool, text: &str, index: usize) {
        let array = self.stack.last().is_some_and(|frame| frame.array);
        match byte {
            b'"' => {
                self.read.is_json |= array && self.stack.len() == 1;
                self.start_string(false, false, at);
            }
            b'\'' => {
                if self.read.is_json {
                    self.report(Trouble::SingleQuotes, at);
                    self.start_string(false, true, at);
                } else {
                    self.state = State::Lost;
                }
            }
            b'{' | b'[' => self.open(byte, at),
            b']' if array => {
                if after_comma {
                    let comma = self.comma;
                    if self.read.is_json {
                        self.report(Trouble::TrailingComma, comma).other = Some(at);
                    }
                }
                self.close(byte, at);
            }
            b',' if array => {
                if self.read.is_json {
                    let (comma, empty) = (self.comma, self.empty);
                    let found = self.report(Trouble::StrayComma, at);
                    found.other = empty.or(after_comma.then_some(comma));
                }
                self.comma = at;
                self.empty = None;
                self.state = State::Value { first: false, after_comma: true };
            }
            b',' | b'}' | b']' => {
                if !array && self.read.is_json {
                    let place = self.empty.unwrap_or(self.colon);
                    let colon = self.colon;
                    self.report(Trouble::MissingValue, place).other = Some(colon);
                }
                self.state = State::After;
                self.between(byte, at, text, index);
            }
            b'0'..=b'9' | b'-' => {
                self.read.is_json |= array && self.stack.len() == 1;
                self.start_scalar(false, at, byte);
            }
            _ if byte.is_ascii_alphabetic() || byte == b'_' => self.start_scalar(false, at, byte),
            _ => {
                let _ = first;
                if self.read.is_json {
                    let shown = text[index..].chars().next().unwrap_or(' ');
                    self.report(Trouble::BareWord, at).text = shown.to_string();
                    self.state = State::Skip;
                } else {
                    self.state = State::Lost;
                }
            }
        }
    }

    fn after(&mut self, byte: u8, at: Span, text: &str, index: usize) {
        let array = self.stack.last().is_some_and(|frame| frame.array);
        match byte {
            b',' => {
                self.comma = at;
                self.empty = None;
                self.state =
                    if array { State::Value { first: false, after_comma: true } } else { State::Key { after_comma: true } };
            }
            b'}' | b']' => self.close(byte, at),
            b'"' | b'{' | b'[' => {
                if self.read.is_json {
                    self.report(Trouble::MissingComma, at);
                }
                if array {
                    self.state = State::Value { first: false, after_comma: false };
                    self.value(byte, at, false, false, text, index);
                } else if byte == b'"' {
                    self.state = State::Key { after_comma: false };
                    self.key(byte, at, false, text, index);
                } else {
                    self.state = State::Lost;
                }
            }
            _ => {
                if self.read.is_json {
                    self.report(Trouble::MissingComma, at);
                }
                self.state = State::Lost;
            }
        }
    }

    fn start_string(&mut self, key: bool, single: bool, at: Span) {
        self.text.clear();
        self.unknown = false;
        self.started = at;
        self.escape = 0;
        self.state = State::String { key, single };
    }

    fn in_string(&mut self, byte: u8, at: Span, key: bool, single: bool) {
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
            b'"' if !single => self.end_string(key),
            b'\'' if single => self.end_string(key),
            b'\n' | b'\r' => {
                let started = self.started;
                if self.read.is_json || self.stack.len() > 1 {
                    self.report(Trouble::ControlCharacter, at).other = Some(started);
                }
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

    fn end_string(&mut self, key: bool) {
        self.state = if key { State::Colon } else { State::After };
        if key {
            self.end_key();
        } else {
            self.top(Top::Other);
        }
    }

    fn end_key(&mut self) {
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

    fn start_scalar(&mut self, key: bool, at: Span, byte: u8) {
        self.text.clear();
        self.text.push(byte as char);
        self.unknown = false;
        self.started = at;
        self.state = State::Scalar { key };
    }

    fn in_scalar(&mut self, byte: u8, at: Span, key: bool, text: &str, index: usize) {
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

    fn end_scalar(&mut self, key: bool) {
        let (started, text) = (self.started, self.text.clone());
        if key {
            self.state = State::Colon;
            // a key without quotes is a sign of JSON only if something else was one
            if self.read.is_json {
                self.report(Trouble::BareKey, started).text = text;
            }
            self.end_key();
            return;
        }
        self.state = State::After;
        if self.unknown {
            self.top(Top::Unknown);
            return;
        }
        let array = self.stack.last().is_some_and(|frame| frame.array);
        let right = matches!(&*text, "true" | "false" | "null") || serde_json::from_str::<serde_json::Number>(&text).is_ok();
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

    /// The string holds JSON itself, and the place is in a string of that: `"{\"name\": \"…`.
    fn in_nested_string(&self) -> bool {
        let text = self.text.trim_start();
        (text.starts_with("{\\\"") || text.starts_with("[\\\"") || text.starts_with("[{\\\""))
            && text.matches("\\\"").count() % 2 == 1
            && self.text.len() < LONGEST_TEXT
    }

    /// Something that only an event decides.
    fn unknown(&mut self, unknown: Option<Unknown>, at: Span) {
        self.read.blank = false;
        match self.state {
            State::String { .. } => {
                self.unknown = true;
                self.escape = 0;
                let nested = self.in_nested_string();
                let trouble = if unknown.is_some() { Trouble::InString } else { Trouble::JavaMap };
                let found = self.report(trouble, at);
                (found.unknown, found.nested) = (unknown, nested);
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
            State::Skip | State::LineComment(_) | State::BlockComment(_) => {}
            _ => self.state = State::Lost,
        }
    }

    fn finish(mut self, complete: bool) -> Read {
        if let State::Scalar { key } = self.state {
            self.end_scalar(key);
        }
        self.read.followed = complete && self.state != State::Lost;
        if self.read.followed && self.read.is_json {
            match self.state {
                State::String { .. } => {
                    let started = self.started;
                    self.report(Trouble::UnclosedString, started);
                }
                State::End | State::Start | State::LineComment(_) | State::BlockComment(_) => {}
                _ => {
                    if let Some(opened) = self.stack.last().map(|frame| frame.opened) {
                        self.report(Trouble::Unclosed, opened);
                    }
                }
            }
        }
        if !self.read.is_json {
            self.read.found.clear();
        }
        self.read
    }
}

/// The text behind a quote ends with the same quote and a colon.
fn looks_like_key(text: &str, quote: char) -> bool {
    text.find(quote).is_some_and(|end| text[end + 1..].trim_start().starts_with(':'))
}
