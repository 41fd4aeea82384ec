//! Jayway's dialect of JSONPath: nom parser → jsonpath-rust's model → a result shaped as Jayway shapes it.

use crate::error::Result;
use crate::value::{Heap, Value};

/// A compiled path.
#[derive(Debug, Clone)]
pub(crate) struct Path {}

impl Path {
    /// Reads a path; the error names what is wrong and where in the path.
    pub fn parse(_path: &str) -> Result<Path> {
        Ok(Path {})
    }

    /// `JsonPath.read`: `None` for a definite path that leads nowhere.
    pub fn read<'a>(&self, _heap: &Heap<'a>, root: Value<'a>) -> Result<Option<Value<'a>>> {
        Ok(Some(root))
    }
}
