//! `0.12345678901234567` and `0.12345678901234568`: numbers that are one to whoever holds them in 64 bits, and differ.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use crate::jsonpath::Decimal;
use crate::suite::diff::{Path, Segment};
use crate::suite::raw::{Children, Raw};

/// A number that is another than expected.
#[derive(Debug, PartialEq)]
pub(super) struct OtherNumber<'t> {
    pub path: Path,
    pub expected: &'t str,
    pub actual: &'t str,
    /// Where it stands in the actual document.
    pub range: Range<usize>,
}

impl OtherNumber<'_> {
    pub const HELP: &'static str = "they differ in digits that are lost on readers of 64 bits";

    /// Whether the expected one has more digits than any value of 64 bits.
    pub fn is_long(&self) -> bool {
        significant(self.expected) > 17
    }
}

impl fmt::Display for OtherNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OtherNumber { path, expected, actual, .. } = self;
        let place = if path.segments().is_empty() { String::new() } else { format!(" at {path}") };
        write!(f, "the number{place} is {actual}, where {expected} was expected")
    }
}

/// The first number that differs, in two documents that are equal as far as 64 bits can tell.
pub(super) fn other_number<'t>(expected: &'t str, actual: &'t str) -> Option<OtherNumber<'t>> {
    if !has_fine_number(expected) && !has_fine_number(actual) {
        return None;
    }
    walk(Raw::document(expected)?, Raw::document(actual)?, &Path::default())
}

fn walk<'t>(expected: Raw<'t>, actual: Raw<'t>, at: &Path) -> Option<OtherNumber<'t>> {
    match (expected.children(), actual.children()) {
        (Children::Object(expected), Children::Object(actual)) => {
            let actual: HashMap<String, Raw<'t>> = actual.into_iter().collect();
            expected.into_iter().find_map(|(key, value)| {
                let other = *actual.get(&key)?;
                walk(value, other, &at.then(Segment::Key(key)))
            })
        }
        (Children::Array(expected), Children::Array(actual)) => {
            let mut pairs = expected.into_iter().zip(actual).enumerate();
            pairs.find_map(|(index, (value, other))| walk(value, other, &at.then(Segment::Index(index))))
        }
        (Children::None, Children::None) if is_number(expected.text()) && !is_same(expected.text(), actual.text()) => {
            let (expected, range, actual) = (expected.text(), actual.range(), actual.text());
            Some(OtherNumber { path: at.clone(), expected, actual, range })
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

fn is_same(a: &str, b: &str) -> bool {
    match (Decimal::parse(a), Decimal::parse(b)) {
        (Some(a), Some(b)) => a.compare(&b).is_eq(),
        // an exponent beyond all bounds
        _ => a == b,
    }
}

fn significant(number: &str) -> usize {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    mantissa.chars().filter(char::is_ascii_digit).collect::<String>().trim_matches('0').len()
}

/// Whether a document has a number that 64 bits may not hold: one of more than 15 digits, or with an exponent.
fn has_fine_number(document: &str) -> bool {
    let (mut in_string, mut escaped, mut digits) = (false, false, 0);
    for byte in document.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => (in_string, digits) = (!in_string, 0),
            _ if in_string => {}
            b'0'..=b'9' => digits += 1,
            b'.' => {}
            b'e' | b'E' if digits > 0 => return true,
            _ => digits = 0,
        }
        if digits > 15 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(expected: &str, actual: &str) -> Option<String> {
        let other = other_number(expected, actual)?;
        assert_eq!(&actual[other.range.clone()], other.actual);
        Some(format!("{}: {} not {}", other.path, other.actual, other.expected))
    }

    #[test]
    fn every_digit_counts() {
        assert_eq!(
            said(r#"{"a": [1, 0.12345678901234567]}"#, r#"{"a": [1, 0.12345678901234568]}"#).as_deref(),
            Some("$.a[1]: 0.12345678901234568 not 0.12345678901234567")
        );
        assert_eq!(
            said("18446744073709551617", "18446744073709551618").as_deref(),
            Some("$: 18446744073709551618 not 18446744073709551617")
        );
        assert_eq!(said("4e-324", "5e-324").as_deref(), Some("$: 5e-324 not 4e-324"));
        assert_eq!(said("1e-400", "0").as_deref(), Some("$: 0 not 1e-400"));
    }

    #[test]
    fn a_number_may_be_written_in_many_ways() {
        let documents = r#"[1.50, 100, 0.1e1, -0, 12345678901234567890, "1234567890123456"]"#;
        let same = r#"[1.5e0, 1.00E2, 1, 0.0, 1234567890123456789e1, "1234567890123456"]"#;
        assert_eq!(said(documents, same), None);
        assert_eq!(said(r#"{"1": "2e3", "t": true}"#, r#"{"1": "2E3", "t": true}"#), None);
    }

    #[test]
    fn few_digits_need_no_second_look() {
        assert!(!has_fine_number(
            r#"{"a1234567890123456": "1234567890123456\"1234567890123456", "b": [1.5, true, 2]}"#
        ));
        assert!(has_fine_number("[0.1234567890123456]") && has_fine_number("[1e5]"));
    }
}
