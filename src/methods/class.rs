//! `$x.class`: its name, and nothing else of reflection.

use super::args::{answer, missing, text};
use super::exception::null_pointer;
use crate::error::{Fault, Result};
use crate::value::{Heap, Known, Object, Outcome, Value, class_name};

/// `$x.class.getName()`, `$x.class.getSimpleName()`
pub(super) fn call<'a>(heap: &Heap<'a>, class: &'static str, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::getName, []) => answer(class),
        (Known::getSimpleName, []) => answer(heap.string(&simple_name(class))?),
        (Known::forName, [name]) => match text(*name) {
            Some(Some(name)) => for_name(heap, name),
            Some(None) => Err(null_pointer()),
            None => missing(),
        },
        _ => missing(),
    }
}

/// `$x.class.forName("java.lang.Runtime")`: the name of a class that everybody knows; nothing can be done with it.
fn for_name<'a>(heap: &Heap<'a>, name: &str) -> Result<Outcome<'a>> {
    match class_name::known(name) {
        Some(name) => answer(heap.object(Object::Class(name))?),
        None => Err(Fault::exception("java.lang.ClassNotFoundException", name)),
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

#[cfg(test)]
mod tests {
    use crate::{Event, Template};

    fn for_name(argument: &str) -> Result<String, String> {
        let template = format!("#set($s = '')$s.class.forName({argument})");
        Template::parse(&template).unwrap().render(&Event::new()).map(|o| o.body).map_err(|e| e.message().to_owned())
    }

    #[test]
    fn well_known_classes_by_name() {
        assert_eq!(for_name("'java.lang.Runtime'").unwrap(), "class java.lang.Runtime");
        assert_eq!(for_name("'java.util.List'").unwrap(), "interface java.util.List");
        assert_eq!(for_name("'nope'").unwrap_err(), "java.lang.ClassNotFoundException: nope");
        assert_eq!(for_name("null").unwrap_err(), "java.lang.NullPointerException");
        assert_eq!(for_name("1").unwrap(), "");
    }
}
