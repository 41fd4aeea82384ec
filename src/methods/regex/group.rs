//! `(..)`: groups, looks, inline flags.

use super::ast::{Look, MANY, Node, Repeat};
use super::flags::Flags;
use super::parse::{Parsed, Parser, ascii};
use super::study::Study;

/// A group before its quantifier.
enum Opened {
    /// `(a)`, `(?:a)`
    Group(Option<u32>, Node),
    /// `(?=a)`, `(?>a)`: Java repeats these as it does a character.
    Atom(Node),
    /// `(?i)`
    Flags,
}

impl Parser<'_> {
    /// A group with its quantifier; nothing for `(?i)`.
    pub fn group(&mut self) -> Parsed<Option<Node>> {
        self.nested(Self::group_inside)
    }

    fn group_inside(&mut self) -> Parsed<Option<Node>> {
        let flags = self.input.flags;
        let opened = if ascii(self.input.next()) == b'?' { self.special()? } else { self.capturing(None)? };
        if matches!(opened, Opened::Flags) {
            return Ok(None);
        }
        self.close()?;
        self.input.flags = flags;
        let quantifier = self.quantifier()?;
        Ok(Some(match (opened, quantifier) {
            (Opened::Group(capture, body), Some(q)) => Repeat::of_group(capture, body, q),
            (Opened::Group(capture, body), None) => Node::Group(capture, Box::new(body)),
            (Opened::Atom(node), Some(q)) => Repeat::of_atom(node, q),
            (Opened::Atom(node), None) => node,
            (Opened::Flags, _) => Node::Empty,
        }))
    }

    fn close(&mut self) -> Parsed<()> {
        if ascii(self.input.read()) == b')' { Ok(()) } else { Err(self.error("Unclosed group")) }
    }

    /// From `(?` on.
    fn special(&mut self) -> Parsed<Opened> {
        Ok(match ascii(self.input.skip()) {
            b':' => Opened::Group(None, self.alternation()?),
            b'=' => self.ahead(false)?,
            b'!' => self.ahead(true)?,
            b'>' => Opened::Atom(Node::Atomic(Box::new(self.alternation()?))),
            b'<' => match self.input.read() {
                c if ascii(c) == b'=' => self.behind(false)?,
                c if ascii(c) == b'!' => self.behind(true)?,
                c => self.named(c)?,
            },
            b'$' | b'@' => return Err(self.error("Unknown group type")),
            _ => {
                self.input.unread();
                return self.inline_flags();
            }
        })
    }

    fn named(&mut self, first: u32) -> Parsed<Opened> {
        let name = self.group_name(first)?;
        if self.names.iter().any(|(known, _)| *known == name) {
            let message = format!("Named capturing group <{name}> is already defined");
            return Err(self.error(&message));
        }
        self.capturing(Some(name))
    }

    fn capturing(&mut self, name: Option<String>) -> Parsed<Opened> {
        let number = self.groups;
        self.groups += 1;
        self.names.extend(name.map(|name| (name, number)));
        Ok(Opened::Group(Some(number), self.alternation()?))
    }

    fn ahead(&mut self, negate: bool) -> Parsed<Opened> {
        let body = self.alternation()?;
        Ok(Opened::Atom(Node::Look(Box::new(Look { behind: None, negate, body }))))
    }

    fn behind(&mut self, negate: bool) -> Parsed<Opened> {
        let body = self.alternation()?;
        let study = Study::of(&body);
        if !study.bounded {
            return Err(self.error("Look-behind group does not have an obvious maximum length"));
        }
        // Java's length may have wrapped: just below zero it is less than any, far below more than any.
        let least = study.min.max(0) as u32;
        let bounds = match study.max {
            0.. => (least, study.max as u32),
            max if max < i32::MIN / 2 => (least, MANY),
            _ => (1, 0),
        };
        Ok(Opened::Atom(Node::Look(Box::new(Look { behind: Some(bounds), negate, body }))))
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
    fn inline_flags(&mut self) -> Parsed<Opened> {
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
            b')' => Ok(Opened::Flags),
            b':' => Ok(Opened::Group(None, self.alternation()?)),
            _ => Err(self.error("Unknown inline modifier")),
        }
    }
}
