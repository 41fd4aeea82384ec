//! `$x.class`: its name, and nothing else of reflection.

use super::args::{answer, missing};
use crate::error::Result;
use crate::value::{Heap, Known, Outcome, Value};

/// `$x.class.getName()`, `$x.class.getSimpleName()`
pub(super) fn call<'a>(heap: &Heap<'a>, class: &'static str, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::getName, []) => answer(class),
        (Known::getSimpleName, []) => answer(heap.string(&simple_name(class))?),
        _ => missing(),
    }
}

/// `String`, `LinkedHashMap`, `String[]`
fn simple_name(class: &str) -> String {
    if let Some(element) = class.strip_prefix('[') {
        let element = match element {
            "B" => "byte".into(),
            "C" => "char".into(),
            "I" => "int".into(),
            "J" => "long".into(),
            object => simple_name(object.trim_start_matches('L').trim_end_matches(';')),
        };
        return element + "[]";
    }
    class.rsplit(['.', '$']).next().unwrap_or(class).to_owned()
}
