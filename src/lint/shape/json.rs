//! `{"a": 1,}`: reads what a path prints as JSON, a piece at a time, and says where it is none.

mod structure;
mod tokens;

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
    pub in_json: bool,
    /// And there in a string.
    pub nested: bool,
}

/// A value of the outermost object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Top {
    /// `200`, `true`
    Scalar(String),
    Text(String),
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
    /// The first character that is none.
    pub start: Option<Span>,
    pub top: Vec<(String, Span, Top)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the document.
    Start,
    /// Where a key is needed, or `}`.
    Key {
        after_comma: bool,
    },
    Colon,
    /// Where a value is needed; in an array perhaps `]`.
    Value {
        after_comma: bool,
    },
    /// After a value.
    After,
    String {
        key: bool,
        single: bool,
    },
    /// In a number or a word.
    Scalar {
        key: bool,
    },
    /// In what is no JSON, until the next `,` or bracket.
    Skip,
    LineComment,
    BlockComment,
    End,
    /// What is printed is not followed any more.
    Lost,
}

struct Frame {
    array: bool,
    opened: Span,
    keys: HashMap<String, Span>,
}

struct Reader {
    read: Read,
    state: State,
    /// The state around a comment, which goes on behind it.
    around: State,
    stack: Vec<Frame>,
    /// The text of the string or word that is being read, as far as it is known.
    text: String,
    /// Something unknown is part of it.
    unknown: bool,
    /// A key in quotes was read, which is a sign of JSON.
    quoted: bool,
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

/// Reads what a path printed, which was followed to its end if `complete`. What is `promised` to be JSON is read as such
/// whatever it looks like.
pub(super) fn read(pieces: &[Piece<'_>], complete: bool, promised: bool) -> Read {
    let mut reader = Reader {
        read: Read { blank: true, is_json: promised, ..Read::default() },
        state: State::Start,
        around: State::Start,
        stack: Vec::new(),
        text: String::new(),
        unknown: false,
        quoted: false,
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
        let found =
            Found { trouble, at, other: None, unknown: None, text: String::new(), in_json: false, nested: false };
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
            State::LineComment => {
                if byte == b'\n' {
                    self.state = self.around;
                }
            }
            State::BlockComment => {
                if byte == b'/' && self.last == b'*' {
                    self.state = self.around;
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
                    self.read.start.get_or_insert(at);
                    self.between(byte, at, text, index);
                }
            }
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
                State::End | State::Start | State::LineComment | State::BlockComment => {}
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
