//! JSONPath as Jayway JsonPath 2.9 reads and evaluates it: `$input.path('$.a[?(@.b > 1)]')`, `$input.json('$.a')`.
//!
//! Called by the host objects of `gateway/` (through [`Path`]) and by `program/`, which compiles the paths that are
//! constants of a template. Knows `value/` and `error`, nothing else.
//!
//! The flow is `text ─parser (nom)→ model ─evaluate→ value`:
//!
//! - [`parser`] reads the text. Jayway's own parser is a hand-written scanner with many lenient corners (the last
//!   character of a path may be cut off, blanks end a name, a filter's `)` is searched for before the filter is read);
//!   they are kept, because templates in the wild have them.
//! - [`model`] holds what was read. Names, indexes, wildcards, slices, `..`, and filters made of comparisons, existence
//!   tests, `&&`, `||` and `!` are **jsonpath-rust's** model (`JpQuery`, `Segment`, `Selector`, `Filter`), which is that of
//!   RFC 9535. What the RFC does not have stands beside it in small types of our own: functions as steps of a path
//!   (`$.a.max()`), the other operators (`in`, `=~`, `===`, `size` …), JSON and regular expressions as operands, and
//!   numbers that a double cannot hold.
//! - [`evaluate`] walks that model over [`Value`]s, with Jayway's rules: a definite path gives one value or nothing, any
//!   other a list. jsonpath-rust's own evaluator is not used: it needs `serde_json::Value` and follows the RFC.
//! - [`walk`] is the short cut for a path of names and indexes only (`$.a.b[0].c`), which is nearly every path there is.

mod decimal;
mod evaluate;
mod literal;
mod model;
mod parser;
mod pattern;
mod problem;
#[cfg(test)]
mod tests;
mod walk;

use crate::error::Result;
use crate::value::{Heap, Value};
use model::Query;
use walk::Walk;

/// A compiled path, such as `$.store.book[?(@.price < 10)].title`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    query: Query,
    /// The same path, if it has names and indexes only.
    walk: Option<Walk>,
}

impl Path {
    /// Reads a path; the error names what is wrong and where in the path.
    pub fn parse(path: &str) -> Result<Path> {
        let query = parser::parse(path)?;
        let walk = Walk::of(&query);
        Ok(Path { query, walk })
    }

    /// `JsonPath.read`: `None` for a definite path that leads nowhere, and in a document that is null.
    #[inline]
    pub fn read<'a>(&self, heap: &Heap<'a>, root: Value<'a>) -> Result<Option<Value<'a>>> {
        match &self.walk {
            Some(walk) => walk.read(heap, root),
            None => evaluate::read(heap, &self.query, root),
        }
    }
}
