//! `$foreach.info`: `$foreach.info.line`, `$foreach.info.depth` …

use super::collection::{Answer, value};
use crate::error::Result;
use crate::value::object::Scope;
use crate::value::{Heap, Known, Name, Outcome, Value};

/// Methods without parameters.
pub(super) const NULLARY: &[Known] =
    &[Known::getName, Known::getType, Known::getDepth, Known::getTemplate, Known::getLine, Known::getColumn];

/// `$foreach.info.name(args)`
pub(super) fn answer<'a>(heap: &Heap<'a>, scope: &'a Scope<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    let info = &scope.info;
    match (name.known, args) {
        (Known::getName, []) => Some(value(Value::String(info.name))),
        (Known::getType, []) => Some(value(Value::String(info.kind))),
        (Known::getTemplate, []) => Some(value(Value::String(info.template))),
        (Known::getDepth, []) => Some(number(scope.depth(heap))),
        (Known::getLine, []) => Some(number(info.place(heap).map(|(line, _)| line))),
        (Known::getColumn, []) => Some(number(info.place(heap).map(|(_, column)| column))),
        _ => None,
    }
}

fn number<'a>(number: Result<i32>) -> Result<Outcome<'a>> {
    value(Value::Integer(number?))
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, Event, Options};

    fn rendered(template: &str) -> String {
        let options = Options::new()
            .dialect(Dialect::Velocity)
            .name("t")
            .loader(|_| Some("\n#foreach($k in [1])$foreach.info#end".into()));
        options.parse(template).unwrap().render(&Event::new()).unwrap().body
    }

    #[test]
    fn a_loop_knows_where_it_stands() {
        assert_eq!(rendered("#foreach($i in [1])$foreach.info#end"), "#foreach[type:block template:t line:1 column:1]");
        assert_eq!(
            rendered("#foreach($i in [1])\n\t #foreach($j in [1])$foreach.info#end#end"),
            "\t #foreach[type:block depth:2 template:t line:2 column:10]"
        );
        assert_eq!(rendered("#parse('u v')"), "\n#foreach[type:block template:\"u v\" line:2 column:1]");
    }

    #[test]
    fn its_parts() {
        let parts = "$foreach.info.name $foreach.info.type $foreach.info.line $foreach.info.column";
        assert_eq!(rendered(&format!("é\r\n#foreach($i in [1]){parts}#end")), "é\r\nforeach block 2 1");
        assert_eq!(rendered("#foreach($i in [1])#if($foreach.info == $foreach.info)same#end#end"), "same");
    }
}
