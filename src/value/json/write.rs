//! The writer: any value as JSON.

use super::escape::quote;
use crate::error::{Fault, Result};
use crate::value::object::{View, ViewKind};
use crate::value::{Heap, List, ListKind, Map, MapKind, Object, Value, number, print};

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `JSONArray.toString()`: `/` as `\/` (json-smart's NO_COMPRESS).
    Protected,
    /// `$input.json`: `/` stays (json-smart's LT_COMPRESS).
    Plain,
}

/// Appends `value` as JSON.
pub(crate) fn write<'a>(heap: &Heap<'a>, value: Value<'a>, style: Style, out: &mut String) -> Result<()> {
    nested(heap, value, style, out, 0)
}

/// Appends `value` as JSON, inside `depth` others.
pub(crate) fn nested<'a>(heap: &Heap<'a>, value: Value<'a>, style: Style, out: &mut String, depth: u32) -> Result<()> {
    let start = out.len();
    Writer { heap, style, out }.value(value, depth)?;
    heap.charge_text(2 * (out.len() - start))
}

struct Writer<'w, 'a> {
    heap: &'w Heap<'a>,
    style: Style,
    out: &'w mut String,
}

impl<'a> Writer<'_, 'a> {
    fn value(&mut self, value: Value<'a>, depth: u32) -> Result<()> {
        match value {
            Value::String(s) => return self.string(s),
            Value::Integer(i) => number::integer::write(i64::from(i), self.out),
            Value::Null => self.out.push_str("null"),
            Value::Double(d) if d.is_infinite() => self.out.push_str("null"),
            Value::Float(f) if f.is_infinite() => self.out.push_str("null"),
            Value::Double(d) => number::double::write(d, self.out),
            Value::Boolean(b) => self.out.push_str(if b { "true" } else { "false" }),
            Value::Character(_) => self.out.push_str("{}"),
            Value::List(list) => return self.list(list, depth),
            Value::Map(map) => return self.map(map, depth),
            Value::Object(object) => return self.object(object, depth),
            _ => return print::nested(self.heap, value, self.out, depth),
        }
        self.check_room(0)
    }

    fn check_room(&self, more: usize) -> Result<()> {
        self.heap.check_output(self.out.len() + more)
    }

    #[inline]
    fn string(&mut self, text: &str) -> Result<()> {
        self.check_room(text.len())?;
        let before = self.out.len();
        quote(text, self.style, self.out);
        // escapes are most of the work
        let longer = self.out.len() - before - text.len();
        self.heap.charge(longer as u64 / 4)
    }

    fn list(&mut self, list: &'a List<'a>, depth: u32) -> Result<()> {
        if let kind @ (ListKind::CharArray | ListKind::ByteArray) = list.kind() {
            return Err(no_object_array(kind));
        }
        list.check_part()?;
        match list.frozen_items() {
            Some(items) => self.items(items.iter().copied(), depth),
            None => self.items((0..list.len()).map_while(|i| list.get(i)), depth),
        }
    }

    fn items(&mut self, items: impl Iterator<Item = Value<'a>>, depth: u32) -> Result<()> {
        self.heap.check_depth(depth)?;
        self.out.push('[');
        let mut count = 0u64;
        for item in items {
            if count > 0 {
                self.out.push(',');
            }
            count += 1;
            self.value(item, depth + 1)?;
        }
        self.out.push(']');
        self.heap.charge(1 + count / 2)
    }

    fn map(&mut self, map: &'a Map<'a>, depth: u32) -> Result<()> {
        if let Some(entries) = map.frozen_entries() {
            return self.entries(entries, depth);
        }
        if matches!(map.kind(), MapKind::HashMap | MapKind::Context) {
            return self.entries(map.ordered(self.heap)?.into_iter(), depth);
        }
        let heap = self.heap;
        self.entries((0..map.slots()).filter_map(|slot| map.slot(heap, slot)), depth)
    }

    fn entries(&mut self, entries: impl Iterator<Item = (Value<'a>, Value<'a>)>, depth: u32) -> Result<()> {
        self.heap.check_depth(depth)?;
        self.out.push('{');
        let mut count = 0u64;
        for (key, value) in entries {
            if count > 0 {
                self.out.push(',');
            }
            count += 1;
            self.key(key, depth)?;
            self.out.push(':');
            self.value(value, depth + 1)?;
        }
        self.out.push('}');
        self.heap.charge(1 + count / 2)
    }

    /// Any key is written as the string that it prints.
    fn key(&mut self, key: Value<'a>, depth: u32) -> Result<()> {
        match key {
            Value::String(key) => self.string(key),
            Value::Null => Err(Fault::exception(
                "java.lang.NullPointerException",
                "Cannot invoke \"Object.toString()\" because the return value of \"java.util.Map$Entry.getKey()\" is null",
            )),
            other => {
                let mut text = String::new();
                print::nested(self.heap, other, &mut text, depth + 1)?;
                self.string(&text)
            }
        }
    }

    /// json-smart writes other objects by their fields with getters; the ones a template can get hold of have none, or
    /// ones that it may not read.
    fn object(&mut self, object: &'a Object<'a>, depth: u32) -> Result<()> {
        match object {
            Object::Scope(scope) => return self.map(scope.storage, depth),
            Object::View(view) => return self.view(view, depth),
            Object::Entry(_) | Object::Class(_) | Object::ScopeInfo(_) => return Err(no_access(object.class_name())),
            Object::Iterator(_) | Object::Block(_) | Object::Host(_) => self.out.push_str("{}"),
        }
        self.check_room(0)
    }

    fn view(&mut self, view: &View<'a>, depth: u32) -> Result<()> {
        let entries = view.map.ordered(self.heap)?;
        match view.kind {
            ViewKind::Keys => self.items(entries.into_iter().map(|(key, _)| key), depth),
            ViewKind::Values => self.items(entries.into_iter().map(|(_, value)| value), depth),
            ViewKind::Entries if entries.is_empty() => self.items(std::iter::empty(), depth),
            ViewKind::Entries => Err(no_access("java.util.LinkedHashMap$Entry")),
        }
    }
}

#[cold]
fn no_access(class: &str) -> Box<Fault> {
    Fault::exception("java.lang.IllegalAccessError", format_args!("failed to access class {class}"))
        .help("json-smart cannot write this object: put its parts into the list instead, such as `$entry.key`")
}

#[cold]
fn no_object_array(kind: ListKind) -> Box<Fault> {
    let message = format!("class {} cannot be cast to class [Ljava.lang.Object;", kind.class_name());
    Fault::exception("java.lang.ClassCastException", message)
}
