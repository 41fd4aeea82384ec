//! Where a match can start, from its first characters alone.

use memchr::memmem;

use super::ast::{Assert, Node};
use super::set::CharSet;

/// What to look for before the matcher runs.
#[derive(Debug)]
pub(super) enum Prefilter {
    /// A match can start anywhere.
    None,
    /// Only at the start of the text.
    Begin,
    /// Only where this stands.
    Literal(Box<memmem::Finder<'static>>),
    Byte(u8),
    /// Only at these bytes.
    Bytes(Box<[bool; 256]>),
}

impl Prefilter {
    pub fn new(root: &Node) -> Prefilter {
        // Java keeps what a guarded body set even where the rest did not match: no place may be left out then.
        if leaks(root, false) {
            return Prefilter::None;
        }
        let mut first = First::default();
        match leading(root) {
            Node::Assert(Assert::Begin) => return Prefilter::Begin,
            Node::Literal(text) if text.len() > 1 => {
                return Prefilter::Literal(Box::new(memmem::Finder::new(text).into_owned()));
            }
            _ if first.add(root) => return Prefilter::None,
            _ => {}
        }
        let mut bytes = (0..=255u8).filter(|byte| first.bytes[usize::from(*byte)]);
        match (bytes.next(), bytes.next()) {
            (Some(byte), None) => Prefilter::Byte(byte),
            _ if first.bytes.iter().all(|has| *has) => Prefilter::None,
            _ => Prefilter::Bytes(first.bytes),
        }
    }

    /// The first place from `from` on where a match can start.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = &bytes[from..];
        let offset = match self {
            Prefilter::None => Some(0),
            Prefilter::Begin => (from == 0).then_some(0),
            Prefilter::Literal(finder) => finder.find(rest),
            Prefilter::Byte(byte) => memchr::memchr(*byte, rest),
            Prefilter::Bytes(bytes) => rest.iter().position(|b| bytes[usize::from(*b)]),
        };
        offset.map(|offset| from + offset)
    }
}

/// What a pattern starts with.
fn leading(node: &Node) -> &Node {
    match node {
        Node::Concat(nodes) => nodes.first().map_or(node, leading),
        Node::Group(_, body) => leading(body),
        _ => node,
    }
}

/// Whether a group is set inside what is matched as one.
fn leaks(node: &Node, guarded: bool) -> bool {
    match node {
        Node::Group(group, body) => (guarded && group.is_some()) || leaks(body, guarded),
        Node::Atomic(body) => leaks(body, true),
        Node::Look(look) => leaks(&look.body, true),
        Node::Repeat(repeat) => (guarded && repeat.capture.is_some()) || leaks(&repeat.body, guarded || repeat.atomic),
        Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().any(|n| leaks(n, guarded)),
        _ => false,
    }
}

/// The bytes a match can start with.
struct First {
    bytes: Box<[bool; 256]>,
}

impl Default for First {
    fn default() -> First {
        First { bytes: Box::new([false; 256]) }
    }
}

impl First {
    /// Adds a node's, and says whether it can match nothing, so that what follows counts too.
    fn add(&mut self, node: &Node) -> bool {
        match node {
            Node::Empty | Node::Assert(_) | Node::Look(_) => true,
            Node::Literal(text) => match text.bytes().next() {
                Some(byte) => {
                    self.bytes[usize::from(byte)] = true;
                    false
                }
                None => true,
            },
            Node::Set(set) => {
                self.add_set(set);
                false
            }
            Node::Backref(..) => {
                self.bytes.fill(true);
                true
            }
            Node::Linebreak => {
                for byte in [b'\n', 0x0b, 0x0c, b'\r', 0xc2, 0xe2] {
                    self.bytes[usize::from(byte)] = true;
                }
                false
            }
            Node::Grapheme => {
                self.bytes.fill(true);
                false
            }
            Node::Group(_, body) | Node::Atomic(body) => self.add(body),
            Node::Concat(nodes) => nodes.iter().all(|node| self.add(node)),
            Node::Alternate(nodes) => nodes.iter().fold(false, |any, node| self.add(node) | any),
            Node::Repeat(repeat) => self.add(&repeat.body) | (repeat.min == 0),
        }
    }

    fn add_set(&mut self, set: &CharSet) {
        for byte in 0..128u8 {
            self.bytes[usize::from(byte)] |= set.has_ascii(byte);
        }
        for &(start, end) in set.ranges() {
            for byte in lead(start)..=lead(end) {
                self.bytes[usize::from(byte)] = true;
            }
        }
    }
}

/// The first byte of a character.
fn lead(c: char) -> u8 {
    c.encode_utf8(&mut [0; 4]).as_bytes()[0]
}
