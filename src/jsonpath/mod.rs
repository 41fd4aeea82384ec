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
//! - [`walk`] is the short cut for a path of names and indexes only (`$.a.b[0].c`), and [`dots`] for one of plain names
//!   (`$.a.b`), which is nearly every path there is: it is read and evaluated without the model.

mod decimal;
mod dots;
mod evaluate;
mod literal;
mod model;
mod parser;
mod pattern;
mod problem;
#[cfg(test)]
mod tests;
mod walk;

#[cfg(feature = "cli")]
pub(crate) use decimal::Decimal;

use crate::error::Result;
use crate::value::{Heap, Value};
use dots::Dots;
use model::Query;
use walk::Walk;

/// A compiled path, such as `$.store.book[?(@.price < 10)].title`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    way: Way,
}

#[derive(Debug, Clone, PartialEq)]
enum Way {
    Dots(Dots),
    Walk(Walk),
    Query(Box<Query>),
}

impl Path {
    /// Reads a path; the error names what is wrong and where in the path.
    pub fn parse(path: &str) -> Result<Path> {
        if let Some(dots) = Dots::of(path) {
            return Ok(Path { way: Way::Dots(dots) });
        }
        let query = parser::parse(path)?;
        let way = match Walk::of(&query) {
            Some(walk) => Way::Walk(walk),
            None => Way::Query(Box::new(query)),
        };
        Ok(Path { way })
    }

    /// The places of the names in the path's text, if it has nothing but a few names.
    pub fn names(&self) -> Option<impl Iterator<Item = (u16, u16)>> {
        match &self.way {
            Way::Dots(dots) => Some(dots.names()),
            _ => None,
        }
    }

    /// `JsonPath.read`: `None` for a definite path that leads nowhere, and in a document that is null.
    /// `path` is the text that it was read from.
    #[inline]
    pub fn read<'a>(&self, heap: &Heap<'a>, path: &str, root: Value<'a>) -> Result<Option<Value<'a>>> {
        match &self.way {
            Way::Dots(dots) => dots.read(heap, path, root),
            Way::Walk(walk) => walk.read(heap, root),
            Way::Query(query) => evaluate::read(heap, query, root),
        }
    }
}
