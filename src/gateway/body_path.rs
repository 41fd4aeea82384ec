//! `pets[0].name`: JSONPath into the body of a message, as parameter mappings and selection expressions use it.

use bumpalo::Bump;

use crate::error::Result;
use crate::jsonpath::Path;
use crate::limits::Limits;
use crate::value::heap::Owned;
use crate::value::json::{self, Style};
use crate::value::{Heap, Value, print};

/// A path that is compiled: `$.pets[0].name`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BodyPath {
    text: String,
    path: Path,
}

impl BodyPath {
    /// Reads a path that may lack its `$.`.
    pub fn parse(path: &str) -> Result<BodyPath> {
        Ok(BodyPath { text: path.to_owned(), path: Path::parse(path)? })
    }
}

/// A body as JSON.
pub(super) struct JsonBody<'a> {
    heap: &'a Heap<'a>,
    root: Value<'a>,
}

impl<'a> JsonBody<'a> {
    /// A member of the object that the body is.
    pub fn member(&self, name: &'a str) -> Option<Value<'a>> {
        match self.root {
            Value::Map(map) => map.get(self.heap, Value::String(name)).ok().flatten(),
            _ => None,
        }
    }

    /// What a path leads to: a text as it is, a number or a boolean as Java prints it, the rest as JSON. `None` for
    /// nothing and for null.
    pub fn get(&self, path: &BodyPath) -> Result<Option<String>> {
        self.shown(path, |value, out| match value {
            Value::List(_) | Value::Map(_) => json::write(self.heap, value, Style::Plain, out),
            value => print::print(self.heap, value, out),
        })
    }

    /// The same as selection expressions have it: a list is `[a, b]`, a map `{a=b}`.
    pub fn get_printed(&self, path: &BodyPath) -> Result<Option<String>> {
        self.shown(path, |value, out| {
            let Value::List(list) = value else { return print::print(self.heap, value, out) };
            out.push('[');
            for (i, item) in (0..list.len()).map_while(|i| list.get(i)).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                print::print(self.heap, item, out)?;
            }
            out.push(']');
            Ok(())
        })
    }

    fn shown(
        &self,
        path: &BodyPath,
        show: impl FnOnce(Value<'a>, &mut String) -> Result<()>,
    ) -> Result<Option<String>> {
        if self.root.is_null() {
            return Ok(None);
        }
        match path.path.read(self.heap, &path.text, self.root)? {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let mut out = String::new();
                show(value, &mut out)?;
                Ok(Some(out))
            }
        }
    }
}

/// Reads a body as json-smart does, an empty one as `{}`, and lets `work` look into it.
pub(super) fn with<R>(body: &str, work: impl FnOnce(Result<JsonBody<'_>>) -> R) -> R {
    let (arena, owned, limits) = (Bump::new(), Owned::new(), Limits::default());
    let body = if body.is_empty() { "{}" } else { body };
    let heap = Heap::with_owned(&arena, &owned, &limits, body.len());
    work(read(&heap, body))
}

fn read<'a>(heap: &'a Heap<'a>, body: &'a str) -> Result<JsonBody<'a>> {
    Ok(JsonBody { heap, root: json::read(heap, body)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str, path: &str) -> Option<String> {
        with(body, |body| body?.get(&BodyPath::parse(path)?)).unwrap()
    }

    #[test]
    fn a_text_is_bare_and_a_list_is_json() {
        let body = r#"{"a": "x", "n": 1.50, "l": [1, {"b": true}], "null": null}"#;
        assert_eq!(read(body, "$.a").as_deref(), Some("x"));
        assert_eq!(read(body, "$.n").as_deref(), Some("1.5"));
        assert_eq!(read(body, "l").as_deref(), Some(r#"[1,{"b":true}]"#));
        assert_eq!(read(body, "$.l[1].b").as_deref(), Some("true"));
        assert_eq!(read(body, "$.null"), None);
        assert_eq!(read(body, "$.missing"), None);
        assert_eq!(read("", "$.a"), None);
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        assert!(with("{a", |body| body.is_err()));
    }
}
