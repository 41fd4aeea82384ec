//! `\d`, `\x41`, `\1`: what a backslash means.

use std::rc::Rc;

use regex_syntax::hir::ClassUnicode;

use super::ast::{Assert, Fold, Node};
use super::flags::Flags;
use super::parse::{Named, Parsed, Parser, ascii};
use super::property;
use super::set;

/// What a backslash and what follows it stand for.
pub(super) enum Escaped {
    /// A code point as Java counts them.
    Char(u32),
    Set(Rc<Named>),
    /// Anything that cannot be in a class.
    Node(Node),
}

impl Parser<'_> {
    /// Reads from the backslash on. `in_range`: it stands beside the hyphen of a class's range.
    pub fn escape(&mut self, in_class: bool, in_range: bool) -> Parsed<Escaped> {
        let c = self.input.skip();
        if !in_class && let Some(node) = self.escaped_node(c)? {
            return Ok(Escaped::Node(node));
        }
        Ok(Escaped::Char(match ascii(c) {
            b'0' => self.octal()?,
            b'x' => self.hexadecimal()?,
            b'u' => self.unicode()?,
            b'c' => self.control()?,
            b'N' => return Err(self.character_name()),
            b'a' => 0x07,
            b'e' => 0x1b,
            b'f' => 0x0c,
            b'n' => 0x0a,
            b'r' => 0x0d,
            b't' => 0x09,
            b'v' if in_range => 0x0b,
            letter @ (b'd' | b'D' | b'h' | b'H' | b's' | b'S' | b'v' | b'V' | b'w' | b'W') => {
                let name = ["\\", char::from(letter).to_string().as_str()].concat();
                let made = self.known(&name, |flags| Ok(predefined(letter, flags)));
                return made.map(Escaped::Set).map_err(|text| self.error(&text));
            }
            letter if letter.is_ascii_alphanumeric() => {
                return Err(self.error("Illegal/unsupported escape sequence"));
            }
            _ => c,
        }))
    }

    fn escaped_node(&mut self, c: u32) -> Parsed<Option<Node>> {
        let flags = self.input.flags;
        let wide = flags.has(Flags::UNICODE_CHARACTER_CLASS);
        Ok(Some(match ascii(c) {
            digit @ b'1'..=b'9' => self.backref(u32::from(digit - b'0')),
            b'k' => self.named_backref()?,
            b'A' => Node::Assert(Assert::Begin),
            b'G' => Node::Assert(Assert::Previous),
            b'z' => Node::Assert(Assert::End),
            b'Z' if flags.has(Flags::UNIX_LINES) => Node::Assert(Assert::UnixLastLine),
            b'Z' => Node::Assert(Assert::LastLine),
            b'b' if self.grapheme_bound() => Node::Assert(Assert::Grapheme),
            letter @ (b'b' | b'B') => Node::Assert(Assert::Word { negate: letter == b'B', unicode: wide }),
            b'R' => Node::Linebreak,
            b'X' => Node::Grapheme,
            _ => return Ok(None),
        }))
    }

    /// `{g}` after `\b`
    fn grapheme_bound(&mut self) -> bool {
        let at = self.input.at;
        let found = [b'{', b'g', b'}'].iter().zip(at..).all(|(&byte, at)| self.input.get(at) == u32::from(byte));
        if found {
            self.input.at += 3;
        }
        found
    }

    /// More digits belong to the number as long as there is such a group so far.
    fn backref(&mut self, mut number: u32) -> Node {
        loop {
            let c = ascii(self.input.peek());
            if !c.is_ascii_digit() {
                break;
            }
            let longer = number * 10 + u32::from(c - b'0');
            if self.groups - 1 < longer {
                break;
            }
            number = longer;
            self.input.read();
        }
        Node::Backref(number, self.fold())
    }

    fn fold(&self) -> Fold {
        match (self.has(Flags::CASE_INSENSITIVE), self.has(Flags::UNICODE_CASE)) {
            (false, _) => Fold::Exact,
            (true, false) => Fold::Ascii,
            (true, true) => Fold::Unicode,
        }
    }

    fn named_backref(&mut self) -> Parsed<Node> {
        if ascii(self.input.read()) != b'<' {
            return Err(self.error("\\k is not followed by '<' for named capturing group"));
        }
        let first = self.input.read();
        let name = self.group_name(first)?;
        match self.names.iter().find(|(known, _)| *known == name) {
            Some(&(_, number)) => Ok(Node::Backref(number, self.fold())),
            None => {
                let message = format!("named capturing group <{name}> does not exist");
                Err(self.error(&message))
            }
        }
    }

    /// `\07`, `\077`, `\0377`
    fn octal(&mut self) -> Parsed<u32> {
        let digit = |c: u32| char::from_u32(c).and_then(|c| c.to_digit(8));
        let Some(first) = digit(self.input.read()) else {
            return Err(self.error("Illegal octal escape sequence"));
        };
        let mut value = first;
        for _ in 0..if first <= 3 { 2 } else { 1 } {
            match digit(self.input.read()) {
                Some(next) => value = value * 8 + next,
                None => {
                    self.input.unread();
                    break;
                }
            }
        }
        Ok(value)
    }

    /// `\x41`, `\x{1F600}`
    fn hexadecimal(&mut self) -> Parsed<u32> {
        let first = self.input.read();
        if let Some(high) = hex(first) {
            if let Some(low) = hex(self.input.read()) {
                return Ok(high * 16 + low);
            }
        } else if ascii(first) == b'{' && hex(self.input.peek()).is_some() {
            let mut value = 0;
            let mut c = self.input.read();
            while let Some(digit) = hex(c) {
                value = value * 16 + digit;
                if value > 0x10ffff {
                    return Err(self.error("Hexadecimal codepoint is too big"));
                }
                c = self.input.read();
            }
            if ascii(c) != b'}' {
                return Err(self.error("Unclosed hexadecimal escape sequence"));
            }
            return Ok(value);
        }
        Err(self.error("Illegal hexadecimal escape sequence"))
    }

    /// `\u0041`, or a pair of them for what lies beyond U+FFFF.
    fn unicode(&mut self) -> Parsed<u32> {
        let unit = self.unicode_unit()?;
        if (0xd800..0xdc00).contains(&unit) {
            let after = self.input.at;
            if ascii(self.input.read()) == b'\\' && ascii(self.input.read()) == b'u' {
                let low = self.unicode_unit()?;
                if (0xdc00..0xe000).contains(&low) {
                    return Ok(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                }
            }
            self.input.at = after;
        }
        Ok(unit)
    }

    fn unicode_unit(&mut self) -> Parsed<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            match hex(self.input.read()) {
                Some(digit) => unit = unit * 16 + digit,
                None => return Err(self.error("Illegal Unicode escape sequence")),
            }
        }
        Ok(unit)
    }

    /// `\cA`
    fn control(&mut self) -> Parsed<u32> {
        if self.input.at < self.input.length {
            return Ok(self.input.read() ^ 64);
        }
        Err(self.error("Illegal control escape sequence"))
    }

    /// `\N{LATIN SMALL LETTER A}`: the names of characters are not known here.
    fn character_name(&mut self) -> Box<super::error::PatternError> {
        if ascii(self.input.read()) == b'{' {
            let from = self.input.at;
            while self.input.at <= self.input.length {
                if ascii(self.input.read()) == b'}' {
                    let name = self.input.text(from, self.input.at - 1);
                    return self.error(&format!("Unknown character name [{name}]"));
                }
            }
            self.input.at = self.input.length.max(from + usize::from(from == self.input.length));
            return self.error("Unclosed character name escape sequence");
        }
        self.error("Illegal character name escape sequence")
    }
}

fn hex(c: u32) -> Option<u32> {
    char::from_u32(c).and_then(|c| c.to_digit(16))
}

/// `\d`, `\s` and the others; a capital is the complement.
fn predefined(letter: u8, flags: Flags) -> ClassUnicode {
    let wide = flags.has(Flags::UNICODE_CHARACTER_CLASS);
    let class = match (letter.to_ascii_lowercase(), wide) {
        (b'd', false) => set::range(0x30, 0x39),
        (b'd', true) => property::wide_digit(),
        (b's', false) => set::of("\t\n\u{b}\u{c}\r "),
        (b's', true) => property::known(r"\p{White_Space}"),
        (b'w', false) => property::known("[0-9A-Z_a-z]"),
        (b'w', true) => property::wide_word(),
        (b'h', _) => property::known(r"[ \t\u{a0}\u{1680}\u{180e}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}]"),
        (_, _) => property::known(r"[\n\x0b\f\r\u{85}\u{2028}\u{2029}]"),
    };
    if letter.is_ascii_uppercase() { set::negate(class) } else { class }
}
