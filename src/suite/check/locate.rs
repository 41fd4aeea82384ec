//! Where a value stands in the text of its document. serde_json's raw values are slices of the text.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::value::RawValue;

use super::compare::Step;

/// The bytes of the value that a path leads to; where the path ends early, those of the last value on it.
pub(super) fn nearest(text: &str, path: &[Step]) -> Option<Range<usize>> {
    let mut raw: &RawValue = serde_json::from_str(text).ok()?;
    for step in path {
        match child(raw, step) {
            Some(next) => raw = next,
            None => break,
        }
    }
    let start = (raw.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    Some(start..start + raw.get().len())
}

fn child<'t>(raw: &'t RawValue, step: &Step) -> Option<&'t RawValue> {
    match step {
        Step::Key(name) => serde_json::from_str::<HashMap<String, &RawValue>>(raw.get()).ok()?.get(name).copied(),
        Step::Index(at) => serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok()?.get(*at).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_bytes_of_a_value() {
        let text = "{ \"a\": [1, {\"b\\u0063\": \"é\"}] }";
        let at = |path: &[Step]| nearest(text, path).map(|range| &text[range]);
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(at(&[key("a"), Step::Index(1), key("bc")]), Some("\"é\""));
        assert_eq!(at(&[key("a"), Step::Index(7)]), Some("[1, {\"b\\u0063\": \"é\"}]"));
        assert_eq!(at(&[]), Some(text));
    }
}
