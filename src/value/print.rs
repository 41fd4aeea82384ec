//! Java's `toString()`.

use std::fmt::Write;

use super::class_name::is_interface;
use super::json::{self, Style};
use super::object::ViewKind;
use super::{Heap, ListKind, MapKind, Object, Value, hash, number, utf16};
use crate::error::Result;

/// Appends `value.toString()`; a null inside a list or map prints `null`.
pub(crate) fn print<'a>(heap: &Heap<'a>, value: Value<'a>, out: &mut String) -> Result<()> {
    nested(heap, value, out, 0)
}

/// `value.toString()` as a string of the arena.
pub(crate) fn to_text<'a>(heap: &Heap<'a>, value: Value<'a>) -> Result<&'a str> {
    if let Value::String(s) = value {
        return Ok(s);
    }
    let mut out = String::new();
    print(heap, value, &mut out)?;
    heap.text(&out)
}

/// Appends `value.toString()`, inside `depth` others.
pub(crate) fn nested<'a>(heap: &Heap<'a>, value: Value<'a>, out: &mut String, depth: u32) -> Result<()> {
    match value {
        Value::String(s) => {
            check_room(heap, out, s.len())?;
            out.push_str(s);
        }
        Value::Null => out.push_str("null"),
        Value::Boolean(b) => out.push_str(if b { "true" } else { "false" }),
        Value::Integer(i) => number::integer::write(i64::from(i), out),
        Value::Long(i) => number::integer::write(i, out),
        Value::Short(i) => number::integer::write(i64::from(i), out),
        Value::Byte(i) => number::integer::write(i64::from(i), out),
        Value::Double(d) => number::double::write(d, out),
        Value::Float(f) => number::float::write(f, out),
        Value::Character(c) => {
            heap.lone_surrogates.set(heap.lone_surrogates.get() || (0xD800..0xE000).contains(&c));
            out.push(utf16::char_of(c));
        }
        Value::BigInteger(i) => {
            heap.charge_big(i.bits())?;
            let _ = write!(out, "{i}");
        }
        Value::BigDecimal(d) => {
            heap.charge_big(d.unscaled_value().bits())?;
            d.write(out);
        }
        Value::List(list) => print_list(heap, value, list, out, depth)?,
        Value::Map(map) => {
            if map.kind() != MapKind::Context {
                print_map(heap, value, map, out, depth)?;
            }
        }
        Value::Object(object) => print_object(heap, value, object, out, depth)?,
    }
    check_room(heap, out, 0)
}

fn check_room(heap: &Heap<'_>, out: &str, more: usize) -> Result<()> {
    heap.check_output(out.len() + more)
}

fn print_list<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    list: &'a super::List<'a>,
    out: &mut String,
    depth: u32,
) -> Result<()> {
    let kind = list.kind();
    if kind == ListKind::JsonArray {
        return json::nested(heap, this, Style::Protected, out, depth);
    }
    if kind.is_array() {
        let _ = write!(out, "{}@{:x}", kind.class_name(), hash::code(heap, this)?);
        return Ok(());
    }
    list.check_part()?;
    let items = (0..list.len()).map_while(|i| list.get(i));
    print_items(heap, this, items, out, depth)
}

fn print_items<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    items: impl Iterator<Item = Value<'a>>,
    out: &mut String,
    depth: u32,
) -> Result<()> {
    heap.check_depth(depth)?;
    out.push('[');
    for (i, item) in items.enumerate() {
        heap.charge(2)?;
        if i > 0 {
            out.push_str(", ");
        }
        if same(this, item) { out.push_str("(this Collection)") } else { nested(heap, item, out, depth + 1)? }
    }
    out.push(']');
    Ok(())
}

fn print_map<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    map: &'a super::Map<'a>,
    out: &mut String,
    depth: u32,
) -> Result<()> {
    heap.check_depth(depth)?;
    out.push('{');
    for (i, (key, value)) in map.ordered(heap)?.into_iter().enumerate() {
        heap.charge(2)?;
        if i > 0 {
            out.push_str(", ");
        }
        if same(this, key) {
            out.push_str("(this Map)")
        } else {
            nested(heap, key, out, depth + 1)?
        }
        out.push('=');
        if same(this, value) { out.push_str("(this Map)") } else { nested(heap, value, out, depth + 1)? }
    }
    out.push('}');
    Ok(())
}

/// True if both are the same object, which a list or map prints as `(this …)`.
fn same<'a>(this: Value<'a>, other: Value<'a>) -> bool {
    match (this, other) {
        (Value::List(a), Value::List(b)) => std::ptr::eq(a, b),
        (Value::Map(a), Value::Map(b)) => std::ptr::eq(a, b),
        _ => false,
    }
}

fn print_object<'a>(
    heap: &Heap<'a>,
    this: Value<'a>,
    object: &'a Object<'a>,
    out: &mut String,
    depth: u32,
) -> Result<()> {
    match object {
        Object::Entry(entry) => {
            heap.check_depth(depth)?;
            nested(heap, entry.key, out, depth + 1)?;
            out.push('=');
            nested(heap, entry.value(heap)?, out, depth + 1)
        }
        Object::View(view) => {
            let entries = view.map.ordered(heap)?;
            match view.kind {
                ViewKind::Keys => print_items(heap, this, entries.into_iter().map(|(k, _)| k), out, depth),
                ViewKind::Values => print_items(heap, this, entries.into_iter().map(|(_, v)| v), out, depth),
                ViewKind::Entries => {
                    heap.check_depth(depth)?;
                    out.push('[');
                    for (i, (key, value)) in entries.into_iter().enumerate() {
                        heap.charge(2)?;
                        out.push_str(if i > 0 { ", " } else { "" });
                        nested(heap, key, out, depth + 1)?;
                        out.push('=');
                        nested(heap, value, out, depth + 1)?;
                    }
                    out.push(']');
                    Ok(())
                }
            }
        }
        Object::Class(name) => {
            out.push_str(if is_interface(name) { "interface " } else { "class " });
            out.push_str(name);
            Ok(())
        }
        Object::Scope(scope) => nested(heap, Value::Map(scope.storage), out, depth),
        Object::ScopeInfo(scope) => scope.print_info(heap, out),
        Object::Block(block) => {
            // nested in itself too deep it has no text: in a list that is null
            let text = block.render()?.unwrap_or(if depth > 0 { "null" } else { "" });
            check_room(heap, out, text.len())?;
            out.push_str(text);
            Ok(())
        }
        Object::Iterator(_) => {
            let _ = write!(out, "{}@{:x}", object.class_name(), heap.identity(object)?);
            Ok(())
        }
        Object::Host(_) => Ok(()),
    }
}
