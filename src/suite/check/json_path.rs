//! A JSONPath in an output, as `$input.path` would follow it.

use bumpalo::Bump;

use crate::jsonpath::Path;
use crate::limits::Limits;
use crate::value::heap::Owned;
use crate::value::{Heap, json};

/// What a path leads to in a valid document, as JSON text; `None` if it leads nowhere. The error says why it cannot be
/// followed.
pub(super) fn read(document: &str, path: &str) -> Result<Option<String>, String> {
    let (arena, owned, limits) = (Bump::new(), Owned::new(), Limits::default());
    let heap = Heap::with_owned(&arena, &owned, &limits, document.len());
    let found = || {
        let root = json::read(&heap, document)?;
        let Some(value) = Path::parse(path)?.read(&heap, path, root)? else { return Ok(None) };
        let mut text = String::new();
        json::write(&heap, value, json::Style::Plain, &mut text)?;
        Ok(Some(text))
    };
    found().map_err(|fault: Box<crate::error::Fault>| fault.message.clone())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_definite_path_gives_a_value_and_any_other_a_list() {
        let document = r#"{"a": [{"b": 1.50}, {"b": "x/y"}], "n": null}"#;
        let found = |path: &str| read(document, path).expect("it can be followed");
        assert_eq!(found("$.a[1].b").as_deref(), Some(r#""x/y""#));
        assert_eq!(found("$.a[*].b").as_deref(), Some(r#"[1.5,"x/y"]"#));
        assert_eq!(found("$.n").as_deref(), Some("null"));
        assert_eq!(found("$.a.length()").as_deref(), Some("2"));
    }

    #[test]
    fn a_path_may_lead_nowhere() {
        assert_eq!(read("{}", "$.a.b"), Ok(None));
        assert_eq!(read("[1]", "$[3]"), Ok(None));
    }
}
