//! The flags of a specifier, in the order Java prints them.

use std::fmt;

use super::{FormatError, exception};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags(u8);

impl Flags {
    pub(super) const NONE: Flags = Flags(0);
    pub(super) const LEFT: Flags = Flags(1);
    pub(super) const ALTERNATE: Flags = Flags(2);
    pub(super) const PLUS: Flags = Flags(4);
    pub(super) const SPACE: Flags = Flags(8);
    pub(super) const ZERO: Flags = Flags(16);
    pub(super) const GROUP: Flags = Flags(32);
    pub(super) const PARENTHESES: Flags = Flags(64);
    pub(super) const PREVIOUS: Flags = Flags(128);

    const CHARS: &str = "-#+ 0,(<";

    /// The flag a character stands for.
    pub(super) fn of(c: u8) -> Option<Flags> {
        let place = Self::CHARS.bytes().position(|flag| flag == c)?;
        Some(Flags(1 << place))
    }

    pub(super) fn read(text: &str) -> Result<Flags, FormatError> {
        let mut flags = Flags::NONE;
        for flag in text.bytes().filter_map(Flags::of) {
            if flags.has(flag) {
                let message = format!("Flags = '{flag}'");
                return exception("java.util.DuplicateFormatFlagsException", message);
            }
            flags.0 |= flag.0;
        }
        Ok(flags)
    }

    pub(super) fn has(self, flag: Flags) -> bool {
        self.0 & flag.0 != 0
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, c) in Self::CHARS.chars().enumerate() {
            if self.0 >> place & 1 == 1 {
                write!(f, "{c}")?;
            }
        }
        Ok(())
    }
}
