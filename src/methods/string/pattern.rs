//! The methods that take a regular expression.

use std::rc::Rc;

use super::super::args::{answer, made};
use super::super::exception::{bad_range, illegal_argument};
use crate::error::{Fault, Result};
use crate::limits::Limit;
use crate::regex::{Exhausted, Regex, ReplaceError};
use crate::value::{Heap, ListKind, Outcome, Value};

/// How many patterns are kept compiled.
const KEPT: usize = 32;
/// The longest of them.
const KEPT_LENGTH: usize = 512;

/// The compiled pattern, which a loop uses again.
fn compiled(heap: &Heap<'_>, pattern: &str) -> Result<Rc<Regex>> {
    let find = |patterns: &mut Vec<(String, Rc<Regex>)>| {
        let at = patterns.iter().rposition(|(text, _)| text == pattern)?;
        let regex = patterns[at].1.clone();
        patterns[at..].rotate_left(1);
        Some(regex)
    };
    if let Some(regex) = find(&mut heap.patterns().borrow_mut()) {
        return Ok(regex);
    }
    heap.charge(8 + pattern.len() as u64 * 8)?;
    let regex = Regex::new(pattern)
        .map_err(|error| Fault::exception("java.util.regex.PatternSyntaxException", error.message))?;
    let regex = Rc::new(regex);
    if pattern.len() <= KEPT_LENGTH {
        let patterns = &mut *heap.patterns().borrow_mut();
        if patterns.len() == KEPT {
            patterns.remove(0);
        }
        patterns.push((pattern.to_owned(), regex.clone()));
    }
    Ok(regex)
}

#[cold]
fn exhausted(heap: &Heap<'_>) -> Box<Fault> {
    Fault::limit(Limit::Steps, heap.limits().steps)
        .help("the pattern tries too many ways to match; nested repetitions such as `(a+)+` do that")
}

/// `$s.matches('[a-z]+')`
pub(super) fn matches<'a>(heap: &Heap<'a>, s: &str, pattern: &str) -> Result<Outcome<'a>> {
    let regex = compiled(heap, pattern)?;
    answer(regex.is_match(s, heap.steps()).map_err(|Exhausted| exhausted(heap))?)
}

/// Whether a pattern is found anywhere.
pub(super) fn found(heap: &Heap<'_>, s: &str, pattern: &str) -> Result<bool> {
    let regex = compiled(heap, pattern)?;
    regex.find(s, heap.steps()).map_err(|Exhausted| exhausted(heap))
}

/// `$s.replaceAll('[0-9]+', '<$0>')`; with 1 for `times`, `replaceFirst`
pub(super) fn replace<'a>(heap: &Heap<'a>, s: &str, pattern: &str, by: &str, times: usize) -> Result<Outcome<'a>> {
    let regex = compiled(heap, pattern)?;
    let mut out = String::new();
    let done = regex.replace(s, by, times, heap.steps(), heap.room() / 2, &mut out);
    replaced(heap, done, &out)
}

fn replaced<'a>(heap: &Heap<'a>, done: std::result::Result<(), ReplaceError>, out: &str) -> Result<Outcome<'a>> {
    match done {
        Ok(()) => made(heap, out),
        Err(ReplaceError::Exhausted) => Err(exhausted(heap)),
        Err(ReplaceError::TooLong) => Err(Fault::limit(Limit::ValueBytes, heap.limits().value_bytes)),
        Err(ReplaceError::IllegalArgument(message)) => Err(illegal_argument(message)),
        Err(ReplaceError::IndexOutOfBounds(message)) => {
            let mut fault = bad_range();
            fault.message = format!("{}: {message}", fault.message);
            Err(fault)
        }
    }
}

/// `$s.split(',')`, `$s.split(',', -1)`
pub(super) fn split<'a>(heap: &Heap<'a>, s: &'a str, pattern: &str, limit: i32) -> Result<Outcome<'a>> {
    let regex = compiled(heap, pattern)?;
    let pieces = regex.split(s, limit, heap.steps()).map_err(|Exhausted| exhausted(heap))?;
    heap.reserve(pieces.len().saturating_mul(2 * size_of::<Value>()))?;
    let pieces: Vec<_> = pieces.into_iter().map(Value::String).collect();
    answer(heap.list(ListKind::StringArray, &pieces)?)
}
