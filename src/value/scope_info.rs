//! `$foreach.info`: where a scope's directive stands.

use std::fmt::Write as _;

use super::object::{Object, Scope};
use super::{Heap, Value};
use crate::error::Result;

/// What a [`Scope`] knows of its directive.
#[derive(Clone, Copy)]
pub(crate) struct ScopeInfo<'a> {
    pub name: &'a str,
    pub kind: &'a str,
    /// The template's name.
    pub template: &'a str,
    pub source: &'a str,
    /// Where the directive starts in the source.
    pub offset: u32,
}

impl ScopeInfo<'_> {
    /// The line and the column, from 1. Velocity moves a tab to the next multiple of eight.
    pub fn place(&self, heap: &Heap<'_>) -> Result<(i32, i32)> {
        let before = self.source.get(..=self.offset as usize).unwrap_or(self.source);
        heap.charge(1 + before.len() as u64 / 8)?;
        let (mut line, mut column, mut last) = (1i32, 0i32, ' ');
        for c in before.chars() {
            column = column.wrapping_add(c.len_utf16() as i32);
            if last == '\n' || (last == '\r' && c != '\n') {
                (line, column) = (line.wrapping_add(1), c.len_utf16() as i32);
            }
            if c == '\t' {
                column = (column - 1) / 8 * 8 + 8;
            }
            last = c;
        }
        Ok((line, column))
    }
}

impl<'a> Scope<'a> {
    /// `$foreach.info.depth`: how many scopes of this kind stand in each other, this one included.
    pub fn depth(&self, heap: &Heap<'_>) -> Result<i32> {
        let (mut depth, mut scope) = (1i32, self);
        while let Some(Value::Object(Object::Scope(parent))) = scope.parent {
            heap.charge(1)?;
            (depth, scope) = (depth.wrapping_add(1), parent);
        }
        Ok(depth)
    }

    /// `$foreach.info`: `#foreach[type:block depth:2 template:t line:1 column:9]`
    pub(super) fn print_info(&self, heap: &Heap<'_>, out: &mut String) -> Result<()> {
        let ScopeInfo { name, kind, template, .. } = self.info;
        let (line, column) = self.info.place(heap)?;
        let quote = if template.contains(' ') { "\"" } else { "" };
        let _ = write!(out, "#{name}[type:{kind}");
        let depth = self.depth(heap)?;
        if depth > 1 {
            let _ = write!(out, " depth:{depth}");
        }
        let _ = write!(out, " template:{quote}{template}{quote} line:{line} column:{column}]");
        Ok(())
    }
}
