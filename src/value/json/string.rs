//! Strings in quotes, with escapes or in single quotes.

use super::fault::Place;
use super::read::Reader;
use super::scan::{END, byte, skip_plain};
use crate::error::Result;
use crate::value::utf16;

impl<'a> Reader<'_, 'a> {
    /// The string from `start`, just after the `quote` that opens it, and the place after the one that closes it.
    pub fn string(&mut self, start: usize, quote: u8) -> Result<(&'a str, usize)> {
        let rest = &self.bytes()[start..];
        let Some(len) = memchr::memchr(quote, rest) else {
            return Err(self.unexpected_end(self.text.len(), Place::At, "null"));
        };
        if memchr::memchr(b'\\', &rest[..len]).is_none() {
            return Ok((&self.text[start..start + len], start + len + 1));
        }
        self.buffer.clear();
        let mut escapes = Escapes { at: start, high_until: usize::MAX, lone: 0 };
        self.decode(quote, &mut escapes)?;
        self.heap.charge_text(escapes.at - start)?;
        self.heap.lone_surrogates.set(self.heap.lone_surrogates.get() || escapes.lone > 0);
        Ok((self.heap.text(&self.buffer)?, escapes.at))
    }

    /// Control characters are dropped from a string with an escape, and only from such.
    fn decode(&mut self, quote: u8, escapes: &mut Escapes) -> Result<()> {
        let bytes = self.bytes();
        loop {
            let start = escapes.at;
            escapes.at = skip_plain::<false, 2>(bytes, start, [quote, b'\\']);
            while !matches!(byte(bytes, escapes.at), b if b < b' ' || b == quote || b == b'\\' || b == 0x7F) {
                escapes.at += 1;
            }
            self.buffer.push_str(self.text.get(start..escapes.at).unwrap_or(""));
            let at = escapes.at;
            match byte(bytes, at) {
                END => return Err(self.unexpected_end(at, Place::Before, "null")),
                b'\\' => self.escape(escapes)?,
                b if b == quote => {
                    escapes.at = at + 1;
                    return Ok(());
                }
                _ => escapes.at = at + 1,
            }
        }
    }

    /// From the `\`.
    fn escape(&mut self, escapes: &mut Escapes) -> Result<()> {
        let at = escapes.at + 1;
        escapes.at = at + 1;
        let c = match byte(self.bytes(), at) {
            b't' => '\t',
            b'n' => '\n',
            b'r' => '\r',
            b'f' => '\x0C',
            b'b' => '\x08',
            c @ (b'\\' | b'/' | b'\'' | b'"') => c as char,
            b'u' => return self.unicode(escapes, 4),
            b'x' => return self.unicode(escapes, 2),
            _ => {
                self.drop_unit(escapes, at);
                return Ok(());
            }
        };
        self.buffer.push(c);
        Ok(())
    }

    /// An escape of any other character stands for nothing; of a surrogate pair that takes the first half.
    fn drop_unit(&mut self, escapes: &mut Escapes, at: usize) {
        let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return };
        escapes.at = at + c.len_utf8();
        if c.len_utf16() == 2 {
            let mut pair = [0; 2];
            c.encode_utf16(&mut pair);
            escapes.push(&mut self.buffer, pair[1]);
        }
    }

    /// `\u00e9`, `\xe9`
    fn unicode(&mut self, escapes: &mut Escapes, digits: usize) -> Result<()> {
        let mut unit = 0u16;
        for _ in 0..digits {
            let at = escapes.at;
            match byte(self.bytes(), at) {
                END => return Err(self.unexpected_end(at, Place::At, "EOF")),
                b => match (b as char).to_digit(16) {
                    Some(digit) => unit = unit << 4 | digit as u16,
                    None => return Err(self.unexpected_unicode(at)),
                },
            }
            escapes.at = at + 1;
        }
        escapes.push(&mut self.buffer, unit);
        Ok(())
    }
}

/// Where the decoding of one string is.
struct Escapes {
    at: usize,
    /// The buffer's length after a high surrogate, which joins a low one that follows at once.
    high_until: usize,
    /// Halves without their other half.
    lone: usize,
}

impl Escapes {
    fn push(&mut self, buffer: &mut String, unit: u16) {
        let c = utf16::char_of(unit);
        if !(0xD800..0xE000).contains(&unit) {
            buffer.push(c);
            return;
        }
        let joins = unit >= 0xDC00 && self.high_until == buffer.len();
        if joins && let Some(high) = buffer.pop().and_then(utf16::lone_surrogate) {
            buffer.extend(char::decode_utf16([high, unit]).flatten());
            self.lone -= 1;
            self.high_until = usize::MAX;
            return;
        }
        buffer.push(c);
        self.lone += 1;
        if unit < 0xDC00 {
            self.high_until = buffer.len();
        }
    }
}
