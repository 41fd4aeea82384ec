//! `{a=1, b=[…`: the start of what a value prints.

use crate::limits::Limits;
use crate::value::heap::Owned;
use crate::value::json::{self, Style};
use crate::value::object::{Entry, EntryOf, ViewKind};
use crate::value::{Heap, ListKind, MapKind, Object, Value, print, utf16};

use super::step::Shown;

/// Shows values without an effect on the render that they are of: with a budget of its own, and no further than asked for.
pub(super) struct Show<'a> {
    heap: Heap<'a>,
    most: usize,
}

/// Java's text of a value for people need not be followed further.
const DEPTH: u32 = 20;
/// The work that one value is worth.
const STEPS: u64 = 20_000;

/// The text is as long as it may be.
struct Full;

impl<'a> Show<'a> {
    pub fn new(of: &Heap<'a>, most: usize) -> Show<'a> {
        let limits = Limits { output_bytes: most + 64, value_bytes: usize::MAX, depth: DEPTH, ..Limits::default() };
        let arena = of.arena();
        // nothing big is made here, so that nothing is left to drop
        Show { heap: Heap::with_owned(arena, arena.alloc(Owned::new()), arena.alloc(limits), 0), most }
    }

    pub fn shown(&self, value: Value<'a>) -> Shown {
        self.heap.steps().set(STEPS);
        let mut text = String::new();
        let cut = !value.is_null() && self.value(value, &mut text, None, 0).is_err();
        if cut && text.len() > self.most {
            let end = (0..=self.most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            text.truncate(end);
        }
        if text.chars().any(|c| utf16::lone_surrogate(c).is_some()) {
            text = utf16::for_output(&text);
        }
        Shown { text, cut, class: value.class_name() }
    }

    /// Appends what a value prints: as JSON within a list from JSON, of that style.
    fn value(&self, value: Value<'a>, out: &mut String, style: Option<Style>, depth: u32) -> Result<(), Full> {
        if out.len() > self.most || depth > DEPTH {
            return Err(Full);
        }
        match (value, style) {
            (Value::String(text), _) => return self.text(text, out, style),
            // its text would have to be rendered
            (Value::Object(Object::Block(_)), _) => out.push_str("(a block of #define)"),
            // these tell their identity, which a look must not give them
            (Value::Object(Object::Iterator(_)), None) => out.push_str(value.class_name()),
            (Value::List(list), None) if list.kind().is_array() => out.push_str(list.class_name()),
            (Value::Object(Object::Scope(scope)), _) => {
                return self.value(Value::Map(scope.storage), out, style, depth);
            }
            (Value::Object(Object::View(view)), None) => {
                let entries = view.map.ordered(&self.heap).map_err(|_| Full)?.into_iter();
                return match view.kind {
                    ViewKind::Keys => self.items(entries.map(|(key, _)| key), out, None, depth),
                    ViewKind::Values => self.items(entries.map(|(_, value)| value), out, None, depth),
                    ViewKind::Entries => self.entries(entries, out, None, '[', depth),
                };
            }
            (Value::Object(Object::Entry(entry)), None) => {
                self.value(entry.key, out, None, depth + 1)?;
                out.push('=');
                return self.value(current(entry), out, None, depth + 1);
            }
            (Value::List(list), _) if list.kind() == ListKind::JsonArray || style.is_some() => {
                let style = Some(Style::Protected);
                let items = (0..list.len()).map_while(|i| list.get(i));
                return self.items(items, out, style, depth);
            }
            (Value::List(list), None) => {
                return self.items((0..list.len()).map_while(|i| list.get(i)), out, None, depth);
            }
            (Value::Map(map), None) if map.kind() == MapKind::Context => {}
            (Value::Map(map), _) if matches!(map.kind(), MapKind::HashMap | MapKind::Context) => {
                let entries = map.ordered(&self.heap).map_err(|_| Full)?;
                return self.entries(entries.into_iter(), out, style, '{', depth);
            }
            (Value::Map(map), _) => {
                let entries = (0..map.slots()).filter_map(|slot| map.slot(&self.heap, slot));
                return self.entries(entries, out, style, '{', depth);
            }
            (Value::Null, _) => out.push_str("null"),
            (_, None) => print::nested(&self.heap, value, out, depth).map_err(|_| Full)?,
            (_, Some(style)) => json::nested(&self.heap, value, style, out, depth).map_err(|_| Full)?,
        }
        if out.len() > self.most { Err(Full) } else { Ok(()) }
    }

    fn text(&self, text: &'a str, out: &mut String, style: Option<Style>) -> Result<(), Full> {
        let end = (0..=text.len().min(self.most)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let start = &text[..end];
        match style {
            None => out.push_str(start),
            Some(style) => json::write(&self.heap, Value::String(start), style, out).map_err(|_| Full)?,
        }
        if end < text.len() || out.len() > self.most { Err(Full) } else { Ok(()) }
    }

    fn items(
        &self,
        items: impl Iterator<Item = Value<'a>>,
        out: &mut String,
        style: Option<Style>,
        depth: u32,
    ) -> Result<(), Full> {
        out.push('[');
        for (number, item) in items.enumerate() {
            if number > 0 {
                out.push_str(if style.is_some() { "," } else { ", " });
            }
            self.value(item, out, style, depth + 1)?;
        }
        out.push(']');
        Ok(())
    }

    fn entries(
        &self,
        entries: impl Iterator<Item = (Value<'a>, Value<'a>)>,
        out: &mut String,
        style: Option<Style>,
        open: char,
        depth: u32,
    ) -> Result<(), Full> {
        out.push(open);
        for (number, (key, value)) in entries.enumerate() {
            if number > 0 {
                out.push_str(if style.is_some() { "," } else { ", " });
            }
            self.value(key, out, style, depth + 1)?;
            out.push(if style.is_some() { ':' } else { '=' });
            self.value(value, out, style, depth + 1)?;
        }
        out.push(if open == '[' { ']' } else { '}' });
        Ok(())
    }
}

/// The value of an entry; asking the map by its key may change how the map keeps its entries.
fn current<'a>(entry: &Entry<'a>) -> Value<'a> {
    let found = match entry.of {
        EntryOf::Map(map, slot) => map.slot_of(slot, entry.key),
        _ => None,
    };
    found.unwrap_or(entry.value.get())
}
