//! How a pattern is to be read.

use std::ops::{BitAnd, BitOr, Not};

/// `(?imsux)`: the flags of `java.util.regex.Pattern`, with Java's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flags(u32);

impl Flags {
    pub const NONE: Flags = Flags(0);
    pub const UNIX_LINES: Flags = Flags(0x01);
    pub const CASE_INSENSITIVE: Flags = Flags(0x02);
    pub const COMMENTS: Flags = Flags(0x04);
    pub const MULTILINE: Flags = Flags(0x08);
    pub const LITERAL: Flags = Flags(0x10);
    pub const DOTALL: Flags = Flags(0x20);
    pub const UNICODE_CASE: Flags = Flags(0x40);
    pub const UNICODE_CHARACTER_CLASS: Flags = Flags(0x100);

    /// Whether every flag of `other` is set.
    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Java: Unicode character classes bring Unicode case with them.
    pub(super) fn implied(self) -> Flags {
        if self.has(Flags::UNICODE_CHARACTER_CLASS) { self | Flags::UNICODE_CASE } else { self }
    }

    /// The flags behind the letter of an inline modifier. `c` (canonical equivalence) is taken and does nothing.
    pub(super) fn of_letter(letter: u32) -> Option<Flags> {
        Some(match char::from_u32(letter)? {
            'i' => Flags::CASE_INSENSITIVE,
            'm' => Flags::MULTILINE,
            's' => Flags::DOTALL,
            'd' => Flags::UNIX_LINES,
            'u' => Flags::UNICODE_CASE,
            'x' => Flags::COMMENTS,
            'U' => Flags::UNICODE_CHARACTER_CLASS | Flags::UNICODE_CASE,
            'c' => Flags::NONE,
            _ => return None,
        })
    }
}

impl BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl BitAnd for Flags {
    type Output = Flags;
    fn bitand(self, other: Flags) -> Flags {
        Flags(self.0 & other.0)
    }
}

impl Not for Flags {
    type Output = Flags;
    fn not(self) -> Flags {
        Flags(!self.0)
    }
}
