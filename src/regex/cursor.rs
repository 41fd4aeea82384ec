//! A pattern's characters, read one after another.

use super::flags::Flags;

/// The characters of a pattern and a place among them. Beyond the end are zeros.
#[derive(Debug)]
pub(super) struct Cursor {
    chars: Vec<u32>,
    /// How many of `chars` are the pattern's.
    pub length: usize,
    pub at: usize,
    pub flags: Flags,
}

impl Cursor {
    pub fn new(pattern: &str, flags: Flags) -> Cursor {
        let chars = unquote(pattern);
        Cursor { length: chars.len(), chars, at: 0, flags }
    }

    pub fn get(&self, at: usize) -> u32 {
        self.chars.get(at).copied().unwrap_or(0)
    }

    pub fn text(&self, from: usize, to: usize) -> String {
        let chars = self.chars[from.min(self.length)..to.min(self.length)].iter();
        chars.filter_map(|&c| char::from_u32(c)).collect()
    }

    /// The character here, past blanks and comments under `(?x)`.
    pub fn peek(&mut self) -> u32 {
        if self.flags.has(Flags::COMMENTS) {
            self.skip_blanks();
        }
        self.get(self.at)
    }

    /// One on, and [`peek`](Self::peek).
    pub fn next(&mut self) -> u32 {
        self.at += 1;
        self.peek()
    }

    /// One on, whatever is there.
    pub fn next_escaped(&mut self) -> u32 {
        self.at += 1;
        self.get(self.at)
    }

    /// Takes a character.
    pub fn read(&mut self) -> u32 {
        let c = self.peek();
        self.at += 1;
        c
    }

    /// Takes this character and the one after it, which it returns.
    pub fn skip(&mut self) -> u32 {
        self.at += 2;
        self.get(self.at - 1)
    }

    pub fn unread(&mut self) {
        self.at -= 1;
    }

    fn skip_blanks(&mut self) {
        loop {
            match self.get(self.at) {
                0x09..=0x0d | 0x20 => self.at += 1,
                0x23 => self.skip_comment(),
                _ => return,
            }
        }
    }

    fn skip_comment(&mut self) {
        while self.at < self.length && !self.ends_line(self.get(self.at)) {
            self.at += 1;
        }
    }

    fn ends_line(&self, c: u32) -> bool {
        if self.flags.has(Flags::UNIX_LINES) { c == 0x0a } else { matches!(c, 0x0a | 0x0d | 0x85 | 0x2028 | 0x2029) }
    }
}

/// Writes `\Q..\E` with an escape for each character, as Java does before it reads a pattern.
fn unquote(pattern: &str) -> Vec<u32> {
    let chars: Vec<u32> = pattern.chars().map(u32::from).collect();
    if !pattern.contains(r"\Q") {
        return chars;
    }
    let mut out = Vec::with_capacity(chars.len() + 16);
    let mut rest = chars.as_slice();
    while let Some((&c, tail)) = rest.split_first() {
        match (c, tail.first()) {
            (0x5c, Some(&0x51)) => rest = quoted(&tail[1..], &mut out),
            (0x5c, Some(&other)) => {
                out.extend([c, other]);
                rest = &tail[1..];
            }
            _ => {
                out.push(c);
                rest = tail;
            }
        }
    }
    out
}

/// Escapes up to `\E` and returns what follows it.
fn quoted<'a>(mut rest: &'a [u32], out: &mut Vec<u32>) -> &'a [u32] {
    let mut first = true;
    while let Some((&c, tail)) = rest.split_first() {
        if c == 0x5c && tail.first() == Some(&0x45) {
            return &tail[1..];
        }
        match char::from_u32(c) {
            // A digit must not continue a back-reference before the quotation.
            Some('0'..='9') if first => out.extend([0x5c, 0x78, 0x33, c]),
            Some(char) if char.is_ascii() && !char.is_ascii_alphanumeric() => {
                out.extend([0x5c, c]);
            }
            _ => out.push(c),
        }
        first = false;
        rest = tail;
    }
    rest
}
