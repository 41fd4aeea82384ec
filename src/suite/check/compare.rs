//! Two JSON documents: whether they are equal, and where they are not.

use serde_json::{Number, Value as Json};

/// `.name` or `[0]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Enough to say how many there are.
const MOST: usize = 1000;

/// The paths at which two documents differ, in the order of the expected one.
pub(super) fn differences(expected: &Json, actual: &Json) -> Vec<Vec<Step>> {
    let mut found = Vec::new();
    collect(expected, actual, &mut Vec::new(), &mut found);
    found
}

/// Equal as JSON is: the order of keys means nothing, and `1` is `1.0`.
pub(super) fn is_equal(expected: &Json, actual: &Json) -> bool {
    match (expected, actual) {
        (Json::Number(a), Json::Number(b)) => is_same_number(a, b),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| is_equal(a, b)))
        }
        _ => expected == actual,
    }
}

fn is_same_number(a: &Number, b: &Number) -> bool {
    a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64())
}

fn collect(expected: &Json, actual: &Json, at: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    if found.len() >= MOST {
        return;
    }
    let mut below = |step: Step, expected: Option<&Json>, actual: Option<&Json>| {
        at.push(step);
        match (expected, actual) {
            (Some(expected), Some(actual)) => collect(expected, actual, at, found),
            _ => found.push(at.clone()),
        }
        at.pop();
    };
    match (expected, actual) {
        (Json::Object(a), Json::Object(b)) => {
            a.iter().for_each(|(key, value)| below(Step::Key(key.clone()), Some(value), b.get(key)));
            let new = b.iter().filter(|(key, _)| !a.contains_key(*key));
            new.for_each(|(key, value)| below(Step::Key(key.clone()), None, Some(value)));
        }
        (Json::Array(a), Json::Array(b)) => {
            (0..a.len().max(b.len())).for_each(|i| below(Step::Index(i), a.get(i), b.get(i)));
        }
        _ if is_equal(expected, actual) => {}
        _ => found.push(at.clone()),
    }
}

/// The steps of a path of names and indexes only: `$.a['b'][0]`.
pub(super) fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(name) = rest.strip_prefix('.') {
            let end = name.find(['.', '[']).unwrap_or(name.len());
            if end == 0 || name[..end].contains(['*', '(', '?']) {
                return None;
            }
            steps.push(Step::Key(name[..end].to_owned()));
            rest = &name[end..];
        } else {
            let (inner, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(match inner.parse() {
                Ok(index) => Step::Index(index),
                Err(_) => Step::Key(quoted(inner)?.to_owned()),
            });
            rest = after;
        }
    }
    Some(steps)
}

fn quoted(text: &str) -> Option<&str> {
    let inner = |quote| text.strip_prefix(quote).and_then(|text: &str| text.strip_suffix(quote));
    inner('\'').or_else(|| inner('"')).filter(|name| !name.contains(['\'', '"', '\\']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_each_place_that_differs() {
        let places = differences(
            &json!({"a": 1, "b": [1, 2], "c": {"d": "x"}, "e": null}),
            &json!({"b": [1, 3, 4], "c": {"d": "x", "f": 1}, "a": 1.0}),
        );
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(
            places,
            [
                vec![key("b"), Step::Index(1)],
                vec![key("b"), Step::Index(2)],
                vec![key("c"), key("f")],
                vec![key("e")]
            ]
        );
    }

    #[test]
    fn a_number_is_its_value() {
        assert!(is_equal(&json!([1, 1e2]), &json!([1.0, 100])));
        assert!(!is_equal(&json!(u64::MAX), &json!(u64::MAX - 1)));
        assert!(!is_equal(&json!("1"), &json!(1)));
    }

    #[test]
    fn reads_paths_of_names_and_indexes() {
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(steps("$.a['b c'][0].d"), Some(vec![key("a"), key("b c"), Step::Index(0), key("d")]));
        assert_eq!(steps("$..a"), None);
        assert_eq!(steps("$.a[*]"), None);
    }
}
