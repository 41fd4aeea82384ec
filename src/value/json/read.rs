//! The reader's way through lists and objects.

use bumpalo::collections::Vec as ArenaVec;

use super::fault::Place;
use super::keys::make_distinct;
use super::number;
use super::scan::{END, byte, skip_blank, skip_control, string_end};
use super::shapes::{Shapes, is_at};
use super::token::{Stop, literal};
use crate::error::Result;
use crate::value::{Heap, ListKind, Value};

/// Reads a body as json-smart does in its permissive mode: objects become `LinkedHashMap`s, lists `JSONArray`s; what
/// does not look like JSON is a string, and what follows the first value is ignored.
pub(crate) fn read<'a>(heap: &Heap<'a>, text: &'a str) -> Result<Value<'a>> {
    heap.charge_text(text.len())?;
    Reader::new(heap, text).first()
}

/// The members of unfinished lists and objects are gathered on a stack, and the keys of objects on another; each finished
/// one is copied to the arena. An object is read as one of the [shape](super::shapes) of the last in its place, as long
/// as its keys are those; then they are shared, and not gathered at all.
pub(super) struct Reader<'h, 'a> {
    pub heap: &'h Heap<'a>,
    pub text: &'a str,
    /// A string with escapes, while it is decoded.
    pub buffer: String,
    values: Vec<Value<'a>>,
    keys: ArenaVec<'a, &'a str>,
    /// The lists and objects around the current one.
    outer: ArenaVec<'a, Frame<'a>>,
    current: Frame<'a>,
    shapes: Shapes<'a>,
    table: Vec<u32>,
}

/// An unfinished list or object, and where its members start on their stacks.
#[derive(Clone, Copy)]
struct Frame<'a> {
    object: bool,
    values: usize,
    keys: usize,
    /// The keys that it has if it has the shape of the last object in its place, and so far it has. `None` once it has
    /// other keys; then they are gathered.
    shape: Option<&'a [&'a str]>,
    /// All its keys stood in double quotes and without escapes.
    plain: bool,
    /// Which place that is.
    place: usize,
}

/// Why a run through members ended.
enum Turn<'a> {
    /// At another `{` or `[`.
    Opens,
    Closes(Value<'a>),
}

impl<'h, 'a> Reader<'h, 'a> {
    fn new(heap: &'h Heap<'a>, text: &'a str) -> Reader<'h, 'a> {
        let current = Frame { object: false, values: 0, keys: 0, shape: None, plain: true, place: 0 };
        Reader {
            heap,
            text,
            buffer: String::new(),
            values: Vec::new(),
            keys: ArenaVec::new_in(heap.arena()),
            outer: ArenaVec::new_in(heap.arena()),
            current,
            shapes: Shapes::default(),
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
                    self.push(value)?;
                }
            }
        }
    }

    fn open(&mut self, at: usize) {
        let object = byte(self.bytes(), at) == b'{';
        let around = &self.current;
        // the items of a list are in one place, each member of an object in its own
        let member = if around.object { self.values.len() - around.values } else { 0 };
        let place = Shapes::place(self.outer.len(), member);
        self.current = Frame {
            object,
            values: self.values.len(),
            keys: self.keys.len(),
            shape: self.shapes.last(place).filter(|_| object),
            plain: true,
            place,
        };
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
                    self.push(value)?;
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
                b'"' => {
                    if let Some(end) = self.expected_key(at) {
                        at = end;
                        if self.member(&mut at, place)? {
                            return Ok(Turn::Opens);
                        }
                        if !self.comma(&mut at)? {
                            *place = at;
                            return self.close_object();
                        }
                        continue;
                    }
                    (key, at) = self.quoted_key(at)?;
                }
                b'}' => {
                    *place = at + 1;
                    return self.close_object();
                }
                b',' => {
                    at += 1;
                    continue;
                }
                _ => {
                    self.current.plain = false;
                    (key, at) = self.odd_key(at)?;
                }
            }
            self.push_key(key)?;
            if self.member(&mut at, place)? {
                return Ok(Turn::Opens);
            }
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

    /// The value behind a key, from the `:` on; true if it is a list or an object, which opens at `place` then.
    #[inline(always)]
    fn member(&mut self, at: &mut usize, place: &mut usize) -> Result<bool> {
        *at = skip_blank(self.bytes(), self.colon(*at)?);
        if matches!(byte(self.bytes(), *at), b'{' | b'[') {
            *place = *at;
            return Ok(true);
        }
        let (value, behind) = self.value(*at, b'}')?;
        *at = behind;
        self.push(value)?;
        Ok(false)
    }

    #[inline(always)]
    fn push(&mut self, value: Value<'a>) -> Result<()> {
        if self.values.len() == self.values.capacity() {
            grow(self.heap, &mut self.values)?;
        }
        self.values.push(value);
        Ok(())
    }

    /// Past the key at `at`, if it is that of the shape.
    #[inline(always)]
    fn expected_key(&self, at: usize) -> Option<usize> {
        let key = self.current.shape?.get(self.values.len() - self.current.values)?;
        is_at(key, self.bytes(), at)
    }

    /// A key in double quotes.
    fn quoted_key(&mut self, at: usize) -> Result<(&'a str, usize)> {
        let (key, end) = self.quoted(at)?;
        // one with escapes is no slice of the text, or at least a shorter one
        self.current.plain &= key.len() + 2 == end - at;
        Ok((key, end))
    }

    /// Gathers a key that the shape did not expect, behind those that it did.
    fn push_key(&mut self, key: &'a str) -> Result<()> {
        if let Some(shape) = self.current.shape.take() {
            for key in shape.iter().take(self.values.len() - self.current.values) {
                self.gather(key)?;
            }
        }
        self.gather(key)
    }

    #[inline(always)]
    fn gather(&mut self, key: &'a str) -> Result<()> {
        if self.keys.len() == self.keys.capacity() {
            let more = self.keys.capacity().max(32);
            self.heap.reserve((self.keys.capacity() + more) * size_of::<&str>())?;
            self.keys.reserve_exact(more);
        }
        self.keys.push(key);
        Ok(())
    }

    fn close_list(&mut self) -> Result<Turn<'a>> {
        let items = self.values.get(self.current.values..).unwrap_or_default();
        self.heap.charge(1 + items.len() as u64 / 2)?;
        let list = self.heap.list(ListKind::JsonArray, items)?;
        self.values.truncate(self.current.values);
        Ok(Turn::Closes(list))
    }

    fn close_object(&mut self) -> Result<Turn<'a>> {
        let frame = self.current;
        let keys = self.keys_of(&frame)?;
        let values = self.values.get(frame.values..frame.values + keys.len()).unwrap_or_default();
        self.heap.charge(1 + values.len() as u64 / 2)?;
        let map = self.heap.map_of(keys, self.heap.slice(values)?);
        self.values.truncate(frame.values);
        self.keys.truncate(frame.keys);
        Ok(Turn::Closes(map))
    }

    /// The keys of an object that closes: those of the shape if it has as many, else what was gathered, made distinct.
    #[inline]
    fn keys_of(&mut self, frame: &Frame<'a>) -> Result<&'a [&'a str]> {
        let count = self.values.len() - frame.values;
        match frame.shape {
            Some(shape) if shape.len() == count => Ok(shape),
            shape => self.gathered_keys(frame, shape.and_then(|shape| shape.get(..count))),
        }
    }

    fn gathered_keys(&mut self, frame: &Frame<'a>, first: Option<&'a [&'a str]>) -> Result<&'a [&'a str]> {
        for key in first.unwrap_or_default() {
            self.gather(key)?;
        }
        let keys = self.keys.get_mut(frame.keys..).unwrap_or_default();
        let values = self.values.get_mut(frame.values..).unwrap_or_default();
        let distinct = make_distinct(self.heap, keys, values, &mut self.table)?;
        let keys = self.heap.slice(&keys[..distinct])?;
        if frame.plain && !keys.is_empty() {
            self.shapes.keep(frame.place, keys);
        }
        Ok(keys)
    }
}

/// Doubles the room of the stack of values, if the heap allows so much.
#[cold]
fn grow<'a>(heap: &Heap<'a>, stack: &mut Vec<Value<'a>>) -> Result<()> {
    let more = stack.capacity().max(32);
    heap.reserve((stack.capacity() + more) * size_of::<Value>())?;
    stack.reserve_exact(more);
    Ok(())
}
