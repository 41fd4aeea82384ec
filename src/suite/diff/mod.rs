//! What differs between what was expected and what a template printed: JSON by structure, text by line and word.
//!
//! The runner and `vtl review` call [`json`] and [`text`](fn@text); both give a value that can be asked, and that
//! renders itself, plain or with colours. Outputs may be of any size: what takes long is cut, and says so.

mod align;
mod fingerprint;
mod json_report;
mod lines;
mod path;
mod place;
mod structure;
mod text_report;
mod visible;
mod words;

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde_json::Value as Json;

pub use lines::TextDiff;
pub use path::{Path, Segment};
pub use place::Place;
pub use structure::{Change, Difference, JsonDiff};

/// How long one comparison may look for the smallest difference. What comes after it is a difference still, but a coarser one.
const PATIENCE: Duration = Duration::from_millis(300);

/// Compares two JSON documents by structure.
///
/// Objects are equal whatever the order of their keys, and numbers are if they are the same number (`1` and `1.0`). An
/// element that was put into a list is one difference, not one for each element after it.
///
/// ```
/// use serde_json::json;
/// use vtl::suite::diff;
/// use vtl::terminal::Paint;
///
/// let expected = json!({"Item": {"id": {"S": "42"}, "tags": ["a", "b"]}});
/// let actual = json!({"Item": {"id": {"S": 42}, "tags": ["a", "x", "b"]}});
/// let diff = diff::json(&expected, &actual);
/// let paths: Vec<String> = diff.differences().iter().map(|d| d.path().to_string()).collect();
/// assert_eq!(paths, ["$.Item.id.S", "$.Item.tags[1]"]);
/// assert_eq!(
///     diff.render(Paint::Plain),
///     "$.Item.id.S: a number instead of a string\n  - \"42\"\n  + 42\n\
///      $.Item.tags[1]: unexpected\n  + \"x\"\n"
/// );
/// ```
pub fn json(expected: &Json, actual: &Json) -> JsonDiff {
    structure::compare(expected, actual)
}

/// Compares two texts by line, and changed lines by word.
///
/// ```
/// use vtl::suite::diff;
/// use vtl::terminal::Paint;
///
/// let diff = diff::text("name: Rex\nage: 3\n", "name: Rex \nage: 3\n");
/// assert_eq!(
///     diff.render(Paint::Plain),
///     "1   - name: Rex\n  1 + name: Rex·\n2 2   age: 3\n(· is a blank)\n"
/// );
/// assert!(diff::text("same", "same").is_empty());
/// ```
pub fn text(expected: &str, actual: &str) -> TextDiff {
    lines::compare(expected, actual)
}
