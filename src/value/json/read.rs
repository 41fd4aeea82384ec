//! The reader's way through lists and objects.

use super::fault::Place;
use super::keys::{Entry, make_distinct};
use super::number;
use super::scan::{END, byte, skip_blank, skip_control, string_end};
use super::token::{Stop, literal};
use crate::error::Result;
use crate::value::{Heap, ListKind, Value};

/// Reads a body as json-smart does in its permissive mode: objects become `LinkedHashMap`s, lists `JSONArray`s; what
/// does not look like JSON is a string, and what follows the first value is ignored.
pub(crate) fn read<'a>(heap: &Heap<'a>, text: &'a str) -> Result<Value<'a>> {
    heap.charge_text(text.len())?;
    Reader::new(heap, text).first()
}

/// The members of unfinished lists and objects are gathered on two stacks; each finished one is copied to the arena.
pub(super) struct Reader<'h, 'a> {
    pub heap: &'h Heap<'a>,
    pub text: &'a str,
    /// A string with escapes, while it is decoded.
    pub buffer: String,
    items: Vec<Value<'a>>,
    entries: Vec<Entry<'a>>,
    /// The lists and objects around the current one.
    outer: Vec<Frame>,
    current: Frame,
    table: Vec<u32>,
}

/// An unfinished list or object, and where its members start on their stack.
#[derive(Clone, Copy)]
struct Frame {
    object: bool,
    start: usize,
}

/// Why a run through members ended.
enum Turn<'a> {
    /// At another `{` or `[`.
    Opens,
    Closes(Value<'a>),
}

impl<'h, 'a> Reader<'h, 'a> {
    fn new(heap: &'h Heap<'a>, text: &'a str) -> Reader<'h, 'a> {
        let current = Frame { object: false, start: 0 };
        Reader {
            heap,
            text,
            buffer: String::new(),
            items: Vec::new(),
            entries: Vec::new(),
            outer: Vec::new(),
            current,
            table: Vec::new(),
        }
    }

    #[inline(always)]
    pub fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    fn first(&mut self) -> Result<Value<'a>> {
        let at = skip_blank(self.bytes(), 0);
        match byte(self.bytes(), at) {
            b'{' | b'[' => self.containers(at),
            _ => Ok(self.scalar(at, Stop::End)?.0),
        }
    }

    /// From the outermost `{` or `[`. Nesting takes no stack.
    fn containers(&mut self, mut at: usize) -> Result<Value<'a>> {
        self.open(at);
        at += 1;
        let mut resumed = false;
        loop {
            let turn = if self.current.object { self.members(&mut at, resumed)? } else { self.list(&mut at)? };
            match turn {
                Turn::Opens => {
                    self.outer.push(self.current);
                    self.heap.check_depth(self.outer.len() as u32 + 1)?;
                    self.open(at);
                    at += 1;
                    resumed = false;
                }
                Turn::Closes(value) => {
                    let Some(outer) = self.outer.pop() else { return Ok(value) };
                    self.current = outer;
                    resumed = true;
                    match self.entries.last_mut() {
                        Some(entry) if outer.object => entry.1 = value,
                        _ => self.push_item(value)?,
                    }
                }
            }
        }
    }

    fn open(&mut self, at: usize) {
        let object = byte(self.bytes(), at) == b'{';
        self.current = Frame { object, start: if object { self.entries.len() } else { self.items.len() } };
    }

    /// Items from `at` on, which may be at a `,` or a `]`.
    fn list(&mut self, place: &mut usize) -> Result<Turn<'a>> {
        let bytes = self.bytes();
        let mut at = *place;
        loop {
            at = skip_blank(bytes, at);
            match byte(bytes, at) {
                b',' => at += 1,
                b']' => {
                    *place = at + 1;
                    return self.close_list();
                }
                b'{' | b'[' => {
                    *place = at;
                    return Ok(Turn::Opens);
                }
                END => return Err(self.unexpected_end(at, Place::Before, "EOF")),
                _ => {
                    let value;
                    (value, at) = self.value(at, b']')?;
                    self.push_item(value)?;
                }
            }
        }
    }

    /// Entries from `at` on; `resumed` if that is just after a value.
    fn members(&mut self, place: &mut usize, resumed: bool) -> Result<Turn<'a>> {
        let bytes = self.bytes();
        let mut at = *place;
        if resumed && !self.comma(&mut at)? {
            *place = at;
            return self.close_object();
        }
        loop {
            at = skip_blank(bytes, at);
            let key;
            match byte(bytes, at) {
                b'"' => (key, at) = self.quoted(at)?,
                b'}' => {
                    *place = at + 1;
                    return self.close_object();
                }
                b',' => {
                    at += 1;
                    continue;
                }
                _ => (key, at) = self.odd_key(at)?,
            }
            at = skip_blank(bytes, self.colon(at)?);
            if matches!(byte(bytes, at), b'{' | b'[') {
                *place = at;
                self.push_entry((key, Value::Null))?;
                return Ok(Turn::Opens);
            }
            let value;
            (value, at) = self.value(at, b'}')?;
            self.push_entry((key, value))?;
            if !self.comma(&mut at)? {
                *place = at;
                return self.close_object();
            }
        }
    }

    /// A value that is neither list nor object, inside one that ends with `close`.
    #[inline(always)]
    fn value(&mut self, at: usize, close: u8) -> Result<(Value<'a>, usize)> {
        let bytes = self.bytes();
        match byte(bytes, at) {
            b'"' => {
                let (text, at) = self.quoted(at)?;
                return Ok((Value::String(text), at));
            }
            b'-' | b'0'..=b'9' => {
                if let Some(found) = number::quick(bytes, at, close) {
                    return Ok(found);
                }
            }
            _ => {
                if let Some((value, len)) = literal(bytes, at)
                    && let Some(at) = number::ends(bytes, at + len, close)
                {
                    return Ok((value, at));
                }
            }
        }
        self.scalar(at, Stop::Close(close))
    }

    /// A string from its `"`: borrowed from the text if it has no escape.
    #[inline(always)]
    fn quoted(&mut self, at: usize) -> Result<(&'a str, usize)> {
        let bytes = self.bytes();
        let end = string_end(bytes, at + 1);
        if byte(bytes, end) == b'"' {
            return Ok((&self.text[at + 1..end], end + 1));
        }
        self.string(at + 1, b'"')
    }

    /// `{'a': 1}`, `{a: 1}`
    #[cold]
    fn odd_key(&mut self, at: usize) -> Result<(&'a str, usize)> {
        match byte(self.bytes(), at) {
            b':' | b']' | b'[' | b'{' => Err(self.unexpected_character(at, Place::At)),
            b'\'' => self.string(at + 1, b'\''),
            _ => Ok(self.bare_key(at)),
        }
    }

    /// Past the `:` after a key.
    #[inline(always)]
    fn colon(&self, at: usize) -> Result<usize> {
        if byte(self.bytes(), at) == b':' && at + 1 < self.bytes().len() { Ok(at + 1) } else { self.odd_colon(at) }
    }

    #[cold]
    fn odd_colon(&self, at: usize) -> Result<usize> {
        let at = skip_control(self.bytes(), at);
        match byte(self.bytes(), at) {
            b':' if at + 1 < self.bytes().len() => Ok(at + 1),
            b':' => Err(self.unexpected_end(at + 1, Place::Before, "EOF")),
            END => Err(self.unexpected_end(at, Place::Before, "null")),
            _ => Err(self.unexpected_character(at, Place::Before)),
        }
    }

    /// Past the `,` or `}` after an entry; true for `,`.
    #[inline(always)]
    fn comma(&self, place: &mut usize) -> Result<bool> {
        let at = skip_blank(self.bytes(), *place);
        *place = at + 1;
        match byte(self.bytes(), at) {
            b',' => Ok(true),
            b'}' => Ok(false),
            _ => self.odd_comma(at, place),
        }
    }

    #[cold]
    fn odd_comma(&self, at: usize, place: &mut usize) -> Result<bool> {
        let at = skip_control(self.bytes(), at);
        *place = at + 1;
        match byte(self.bytes(), at) {
            b',' => Ok(true),
            b'}' => Ok(false),
            END => Err(self.unexpected_end(at, Place::Before, "null")),
            _ => Err(self.unexpected_token(at, Place::Before)),
        }
    }

    #[inline(always)]
    fn push_item(&mut self, value: Value<'a>) -> Result<()> {
        if self.items.len() == self.items.capacity() {
            grow(self.heap, &mut self.items)?;
        }
        self.items.push(value);
        Ok(())
    }

    #[inline(always)]
    fn push_entry(&mut self, entry: Entry<'a>) -> Result<()> {
        if self.entries.len() == self.entries.capacity() {
            grow(self.heap, &mut self.entries)?;
        }
        self.entries.push(entry);
        Ok(())
    }

    fn close_list(&mut self) -> Result<Turn<'a>> {
        let items = self.items.get(self.current.start..).unwrap_or_default();
        self.heap.charge(1 + items.len() as u64 / 2)?;
        let list = self.heap.list(ListKind::JsonArray, items)?;
        self.items.truncate(self.current.start);
        Ok(Turn::Closes(list))
    }

    fn close_object(&mut self) -> Result<Turn<'a>> {
        let start = self.current.start;
        make_distinct(self.heap, &mut self.entries, start, &mut self.table)?;
        let entries = self.entries.get(start..).unwrap_or_default();
        self.heap.charge(1 + entries.len() as u64 / 2)?;
        let map = self.heap.map_of(self.heap.slice(entries)?);
        self.entries.truncate(start);
        Ok(Turn::Closes(map))
    }
}

/// Doubles the room of a stack of members, if the heap allows so much.
#[cold]
fn grow<T>(heap: &Heap<'_>, stack: &mut Vec<T>) -> Result<()> {
    let more = stack.capacity().max(32);
    heap.reserve((stack.capacity() + more) * size_of::<T>())?;
    stack.reserve_exact(more);
    Ok(())
}
