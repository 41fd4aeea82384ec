//! `(..)`: groups, looks, inline flags.

use super::ast::{Look, MANY, Node, Repeat};
use super::flags::Flags;
use super::parse::{Parsed, Parser, ascii};
use super::study::Study;

/// How a group begins.
enum Opening {
    /// `(`, `(?<name>`
    Capture(u32),
    /// `(?:`, `(?i:`
    Plain,
    /// `(?=`, `(?!`
    Ahead { negate: bool },
    /// `(?<=`, `(?<!`
    Behind { negate: bool },
    /// `(?>`
    Atomic,
    /// `(?i)`, which is all of it
    Flags,
}

impl Parser<'_> {
    /// A group with its quantifier; nothing for `(?i)`.
    pub fn group(&mut self) -> Parsed<Option<Node>> {
        let flags = self.input.flags;
        let opening = self.opening()?;
        if matches!(opening, Opening::Flags) {
            return Ok(None);
        }
        self.enter()?;
        let body = self.alternation()?;
        self.leave();
        self.closed(opening, body, flags).map(Some)
    }

    /// The rest of a group, from its `)` on.
    fn closed(&mut self, opening: Opening, body: Node, flags: Flags) -> Parsed<Node> {
        let atom = match opening {
            Opening::Capture(number) => return self.grouped(Some(number), body, flags),
            Opening::Plain | Opening::Flags => return self.grouped(None, body, flags),
            Opening::Atomic => Node::Atomic(Box::new(body)),
            Opening::Ahead { negate } => look(None, negate, body),
            Opening::Behind { negate } => look(Some(self.reach(&body)?), negate, body),
        };
        self.close(flags)?;
        // Java repeats these as it does a character.
        Ok(match self.quantifier()? {
            Some(quantifier) => Repeat::of_atom(atom, quantifier),
            None => atom,
        })
    }

    fn grouped(&mut self, capture: Option<u32>, body: Node, flags: Flags) -> Parsed<Node> {
        self.close(flags)?;
        Ok(match self.quantifier()? {
            Some(quantifier) => Repeat::of_group(capture, body, quantifier),
            None => Node::Group(capture, Box::new(body)),
        })
    }

    fn close(&mut self, flags: Flags) -> Parsed<()> {
        if ascii(self.input.read()) != b')' {
            return Err(self.error("Unclosed group"));
        }
        self.input.flags = flags;
        Ok(())
    }

    /// From `(` to the group's body.
    fn opening(&mut self) -> Parsed<Opening> {
        if ascii(self.input.next()) != b'?' {
            return Ok(self.capture(None));
        }
        Ok(match ascii(self.input.skip()) {
            b':' => Opening::Plain,
            b'=' => Opening::Ahead { negate: false },
            b'!' => Opening::Ahead { negate: true },
            b'>' => Opening::Atomic,
            b'<' => match self.input.read() {
                c if ascii(c) == b'=' => Opening::Behind { negate: false },
                c if ascii(c) == b'!' => Opening::Behind { negate: true },
                c => self.named(c)?,
            },
            b'$' | b'@' => return Err(self.error("Unknown group type")),
            _ => {
                self.input.unread();
                return self.inline_flags();
            }
        })
    }

    fn named(&mut self, first: u32) -> Parsed<Opening> {
        let name = self.group_name(first)?;
        if self.names.iter().any(|(known, _)| *known == name) {
            let message = format!("Named capturing group <{name}> is already defined");
            return Err(self.error(&message));
        }
        Ok(self.capture(Some(name)))
    }

    fn capture(&mut self, name: Option<String>) -> Opening {
        let number = self.groups;
        self.groups += 1;
        self.names.extend(name.map(|name| (name, number)));
        Opening::Capture(number)
    }

    /// The least and most a look behind can go back.
    fn reach(&self, body: &Node) -> Parsed<(u32, u32)> {
        let study = Study::of(body);
        if !study.bounded {
            return Err(self.error("Look-behind group does not have an obvious maximum length"));
        }
        // Java's length may have wrapped: just below zero it is less than any, far below more than any.
        let least = study.min.max(0) as u32;
        Ok(match study.max {
            0.. => (least, study.max as u32),
            max if max < i32::MIN / 2 => (least, MANY),
            _ => (1, 0),
        })
    }

    /// The rest of a group's name and its `>`.
    pub fn group_name(&mut self, first: u32) -> Parsed<String> {
        if !ascii(first).is_ascii_alphabetic() {
            return Err(self.error("capturing group name does not start with a Latin letter"));
        }
        let mut name = String::new();
        let mut c = first;
        while ascii(c).is_ascii_alphanumeric() {
            name.push(char::from(ascii(c)));
            c = self.input.read();
        }
        if ascii(c) != b'>' {
            return Err(self.error("named capturing group is missing trailing '>'"));
        }
        Ok(name)
    }

    /// `i-s)` and `i-s:..`
    fn inline_flags(&mut self) -> Parsed<Opening> {
        let mut adding = true;
        let mut c = self.input.peek();
        loop {
            if let Some(flags) = Flags::of_letter(c) {
                let old = self.input.flags;
                self.input.flags = if adding { old | flags } else { old & !flags };
            } else if adding && ascii(c) == b'-' {
                adding = false;
            } else {
                break;
            }
            c = self.input.next();
        }
        match ascii(self.input.read()) {
            b')' => Ok(Opening::Flags),
            b':' => Ok(Opening::Plain),
            _ => Err(self.error("Unknown inline modifier")),
        }
    }
}

fn look(behind: Option<(u32, u32)>, negate: bool, body: Node) -> Node {
    Node::Look(Box::new(Look { behind, negate, body }))
}
