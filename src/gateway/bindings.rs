//! The variables that a template finds: `$input`, `$util`, `$context`, `$stageVariables` and an event's own.

use std::cell::Cell;

use super::input::Input;
use super::util::Util;
use super::{Event, Overrides, context};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::value::{Heap, Map, MapKind, Object, Value, json};

/// The variables of one render. Each is made when it is first asked for.
pub(crate) struct Bindings<'a> {
    event: &'a Event,
    body: &'a str,
    dialect: Dialect,
    /// The body's JSON, if it was read before.
    parsed: Option<Value<'a>>,
    context: Cell<Option<&'a Map<'a>>>,
}

impl<'a> Bindings<'a> {
    pub fn new(event: &'a Event, dialect: Dialect) -> Bindings<'a> {
        Bindings { event, body: event.body_text(), dialect, parsed: None, context: Cell::new(None) }
    }

    /// With another body in place of the event's, which is not empty.
    pub fn with_body(self, body: &'a str) -> Bindings<'a> {
        Bindings { body, ..self }
    }

    /// With the body's JSON read at once, rather than when the template asks for it.
    pub fn with_parsed_body(self, heap: &Heap<'a>) -> Result<Bindings<'a>> {
        Ok(Bindings { parsed: Some(json::read(heap, self.body)?), ..self })
    }

    /// The value of a variable before the template runs. To be asked once for each name: every `$input` is a new one.
    pub fn variable(&self, heap: &Heap<'a>, name: &str) -> Result<Option<Value<'a>>> {
        if self.event.lone_surrogates {
            heap.lone_surrogates.set(true);
        }
        if self.dialect == Dialect::ApiGateway {
            match name {
                "input" => {
                    return self
                        .host(heap, Object::Host(heap.arena().alloc(Input::new(self.event, self.body, self.parsed))));
                }
                "util" => return self.host(heap, Object::Host(&Util)),
                "context" => return Ok(Some(Value::Map(self.context(heap)))),
                "stageVariables" => {
                    let map = Map::datum(MapKind::LinkedHashMap, &self.event.stage_variables);
                    return Ok(Some(Value::Map(heap.arena().alloc(map))));
                }
                _ => {}
            }
        }
        let variable = self.event.variables.iter().find(|(key, _)| key == name);
        Ok(variable.map(|(_, datum)| heap.datum(datum, MapKind::LinkedHashMap)))
    }

    /// What the template left in `$context.requestOverride` and `$context.responseOverride`.
    pub fn overrides(&self, heap: &Heap<'a>) -> Result<Overrides> {
        match (self.dialect, self.context.get()) {
            (Dialect::Velocity, _) => Ok(Overrides::default()),
            (Dialect::ApiGateway, Some(context)) if context.untouched().is_none() => Overrides::taken(heap, context),
            _ => Ok(context::overrides(&self.event.context)),
        }
    }

    fn context(&self, heap: &Heap<'a>) -> &'a Map<'a> {
        self.context.get().unwrap_or_else(|| {
            let context = heap.arena().alloc(Map::datum(MapKind::Context, &self.event.context));
            self.context.set(Some(context));
            context
        })
    }

    fn host(&self, heap: &Heap<'a>, host: Object<'a>) -> Result<Option<Value<'a>>> {
        heap.object(host).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use bumpalo::Bump;
    use serde_json::json;

    fn class<'a>(bindings: &Bindings<'a>, heap: &Heap<'a>, name: &str) -> Option<&'static str> {
        bindings.variable(heap, name).unwrap().map(Value::class_name)
    }

    #[test]
    fn a_variable_of_the_event_does_not_hide_the_gateways() {
        let (arena, limits) = (Bump::new(), Limits::default());
        let heap = Heap::new(&arena, &limits, 0);
        let event = Event::new().variable("util", json!(1)).variable("mine", json!("x"));
        let gateway = Bindings::new(&event, Dialect::ApiGateway);
        assert_eq!(class(&gateway, &heap, "util"), Some("Util"));
        assert_eq!(class(&gateway, &heap, "mine"), Some("java.lang.String"));
        assert_eq!(class(&gateway, &heap, "nope"), None);
        let velocity = Bindings::new(&event, Dialect::Velocity);
        assert_eq!(class(&velocity, &heap, "util"), Some("java.lang.Integer"));
        assert_eq!(class(&velocity, &heap, "input"), None);
    }

    #[test]
    fn overrides_are_what_the_template_left_in_the_context() {
        let (arena, limits) = (Bump::new(), Limits::default());
        let heap = Heap::new(&arena, &limits, 0);
        let event = Event::new().context(json!({"stage": "prod"}));
        let bindings = Bindings::new(&event, Dialect::ApiGateway);
        assert_eq!(bindings.overrides(&heap).unwrap(), Overrides::default());

        let context = bindings.context(&heap);
        assert!(context.get(&heap, Value::String("stage")).unwrap().is_some());
        assert!(context.untouched().is_some(), "a read of a string costs nothing");
        let response = context.get(&heap, Value::String("responseOverride")).unwrap();
        let Some(Value::Map(response)) = response else { panic!("{response:?}") };
        response.put(&heap, Value::String("status"), Value::Integer(201)).unwrap();
        let overrides = bindings.overrides(&heap).unwrap();
        assert_eq!(overrides.status(), Some(201));
        assert_eq!(overrides.response_override(), json!({"header": {}, "status": 201}));
        assert_eq!(overrides.request, None);
    }
}
