//! `$.a.b.c`: a path of plain names, which most paths are. It is not put into the model at all.

use crate::error::Result;
use crate::value::{Heap, SlotHint, Value};

/// How many names a path may have to be one of these.
const MOST: usize = 4;

/// The places of the names in the path's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dots {
    names: [Name; MOST],
    len: u8,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Name {
    start: u16,
    end: u16,
    hint: SlotHint,
}

impl Dots {
    /// The names of a path that has nothing but names; `None` for any other, which is no error.
    pub fn of(path: &str) -> Option<Dots> {
        let bytes = path.as_bytes();
        let mut dots = Dots::default();
        if bytes.first() != Some(&b'$') || bytes.len() > usize::from(u16::MAX) {
            return None;
        }
        let mut at = 1;
        while at < bytes.len() {
            if bytes[at] != b'.' {
                return None;
            }
            let start = at + 1;
            at = start;
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'_' | b'-')) {
                at += 1;
            }
            let name = dots.names.get_mut(usize::from(dots.len)).filter(|_| at > start)?;
            (name.start, name.end) = (start as u16, at as u16);
            dots.len += 1;
        }
        Some(dots)
    }

    pub fn names(&self) -> impl Iterator<Item = (u16, u16)> {
        self.names.iter().take(usize::from(self.len)).map(|name| (name.start, name.end))
    }

    /// What the path leads to; `path` is the text that it was read from.
    #[inline]
    pub fn read<'a>(&self, heap: &Heap<'a>, path: &str, root: Value<'a>) -> Result<Option<Value<'a>>> {
        heap.charge(1 + u64::from(self.len) / 4)?;
        if root.is_null() {
            return Ok(None);
        }
        let mut at = root;
        for name in self.names.iter().take(usize::from(self.len)) {
            let Value::Map(map) = at else { return Ok(None) };
            let Some(text) = path.get(usize::from(name.start)..usize::from(name.end)) else { return Ok(None) };
            match name.hint.look(|slot| map.get_str(heap, text, slot)) {
                Some(value) => at = value,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parser, walk::Walk};
    use super::Dots;

    #[test]
    fn only_plain_names() {
        for path in ["$", "$.a", "$.a-b_1.c.d.e"] {
            assert!(Dots::of(path).is_some(), "{path}");
        }
        for path in ["", "a", "$a", "$.", "$.a.", "$..a", "$.a[0]", "$.a ", "$.a()", "$.é", "@.a", "$.a.b.c.d.e"] {
            assert!(Dots::of(path).is_none(), "{path}");
        }
    }

    #[test]
    fn a_path_of_plain_names_means_what_the_model_says() {
        for path in ["$", "$.a", "$.a.b-c", "$.0.1x._", "$.a.b.c.d"] {
            let dots = Dots::of(path).unwrap();
            let names = dots.names[..dots.len.into()].iter().map(|n| &path[n.start.into()..n.end.into()]);
            let walk = Walk::of(&parser::parse(path).unwrap()).unwrap();
            assert!(walk.names().eq(names.map(Some)), "{path}");
        }
    }
}
