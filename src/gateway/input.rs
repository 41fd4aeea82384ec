//! `$input`

use std::cell::Cell;

use super::{Event, common};
use crate::error::{Fault, Result};
use crate::jsonpath::Path;
use crate::value::json::{self, Style};
use crate::value::object::{Host, HostCall};
use crate::value::{Heap, Known, Map, MapKind, Name, Outcome, Value};

/// `$input`: the body and the parameters of an event.
pub(crate) struct Input<'a> {
    event: &'a Event,
    body: &'a str,
    /// The body as JSON, once it was asked for and is.
    parsed: Cell<Option<Value<'a>>>,
    params: Cell<Option<&'a Map<'a>>>,
}

impl<'a> Input<'a> {
    pub fn new(event: &'a Event, body: &'a str, parsed: Option<Value<'a>>) -> Input<'a> {
        Input { event, body, parsed: Cell::new(parsed), params: Cell::new(None) }
    }

    /// `$input.path("$.a")`: null if it leads nowhere.
    fn path(&self, heap: &Heap<'a>, call: &HostCall<'_, 'a>, path: Option<&'a str>) -> Result<Value<'a>> {
        let root = self.parsed(heap)?;
        if root.is_null() {
            return Ok(Value::Null);
        }
        let Some(path) = path.filter(|path| !path.is_empty()) else {
            let message = "path can not be null or empty";
            return Err(Fault::exception("java.lang.IllegalArgumentException", message));
        };
        let found = match call.path {
            Some(Ok(compiled)) => compiled.read(heap, path, root)?,
            Some(Err(fault)) => return Err(fault.clone()),
            None => {
                heap.charge(1 + path.len() as u64 * 4)?;
                Path::parse(path)?.read(heap, path, root)?
            }
        };
        Ok(found.unwrap_or(Value::Null))
    }

    /// `$input.json("$.a")`: `""` in quotes if it leads nowhere.
    fn json(&self, heap: &Heap<'a>, call: &HostCall<'_, 'a>, path: Option<&'a str>) -> Result<Value<'a>> {
        let value = self.path(heap, call, path)?;
        if value.is_null() {
            return Ok(Value::String("\"\""));
        }
        // the body's own size is a good guess, unless it is large and the value a small part of it
        let mut text = String::with_capacity(self.body.len().min(64 * 1024));
        json::write(heap, value, Style::Plain, &mut text)?;
        heap.string(&text)
    }

    fn parsed(&self, heap: &Heap<'a>) -> Result<Value<'a>> {
        if let Some(value) = self.parsed.get() {
            return Ok(value);
        }
        let value = json::read(heap, self.body)?;
        self.parsed.set(Some(value));
        Ok(value)
    }

    /// `$input.params()`: the same maps each time.
    fn params(&self, heap: &Heap<'a>) -> Result<&'a Map<'a>> {
        if let Some(params) = self.params.get() {
            return Ok(params);
        }
        heap.reserve(1024)?;
        let arena = heap.arena();
        let map = |kind, entries| Value::Map(arena.alloc(Map::datum(kind, entries)));
        let values = arena.alloc([
            map(MapKind::LinkedHashMap, &self.event.path),
            map(MapKind::LinkedHashMap, &self.event.querystring),
            map(MapKind::TreeMap, &self.event.header),
        ]);
        let params = arena.alloc(Map::frozen(MapKind::HashMap, PLACES, values));
        self.params.set(Some(params));
        Ok(params)
    }

    /// `$input.params("name")`: from the path, else the query string, else the headers.
    fn param(&self, heap: &Heap<'a>, name: Value<'a>) -> Result<Value<'a>> {
        let params = self.params(heap)?;
        for place in PLACES {
            let map = match params.get(heap, Value::String(place))? {
                Some(Value::Map(map)) => map,
                None | Some(Value::Null) => return Err(common::null_argument()),
                Some(other) => return Err(no_map(other)),
            };
            if name.is_null() && map.kind() == MapKind::TreeMap {
                return Err(common::null_argument());
            }
            match map.get(heap, name)? {
                None | Some(Value::Null) => {}
                Some(value) => return Ok(value),
            }
        }
        Ok(Value::Null)
    }
}

/// Where `$input.params("name")` looks, in this order.
const PLACES: &[&str] = &["path", "querystring", "header"];

/// A template put something else in the place of one of the three maps.
fn no_map(value: Value<'_>) -> Box<Fault> {
    let message = format!("class {} cannot be cast to class java.util.Map", value.class_name());
    Fault::exception("java.lang.ClassCastException", message)
}

impl<'a> Host<'a> for Input<'a> {
    fn class_name(&self) -> &'static str {
        "Input"
    }

    fn property(&self, heap: &Heap<'a>, name: Name<'a>) -> Result<Outcome<'a>> {
        match name.text {
            "body" | "Body" => Ok(Outcome::Value(Value::String(self.body))),
            name => common::property(heap, self, name),
        }
    }

    fn call(&self, heap: &Heap<'a>, call: &HostCall<'_, 'a>) -> Result<Outcome<'a>> {
        let value = match (call.name.known, call.args) {
            (Known::path, &[Value::String(path)]) => self.path(heap, call, Some(path))?,
            (Known::path, [Value::Null]) => self.path(heap, call, None)?,
            (Known::json, &[Value::String(path)]) => self.json(heap, call, Some(path))?,
            (Known::json, [Value::Null]) => self.json(heap, call, None)?,
            (Known::params, []) => Value::Map(self.params(heap)?),
            (Known::params, &[name @ (Value::String(_) | Value::Null)]) => self.param(heap, name)?,
            (Known::getBody, []) => Value::String(self.body),
            (Known::params | Known::getBody, _) => return Err(common::wrong_number_of_arguments()),
            _ => return common::call(heap, self, call),
        };
        Ok(Outcome::Value(value))
    }

    fn body(&self) -> Option<Value<'a>> {
        self.parsed.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::value::print;
    use bumpalo::Bump;

    fn event() -> Event {
        Event::new().path_param("a", "p").query_param("a", "q").query_param("b", "q").header("b", "h").header("C", "h")
    }

    /// What `$input.name(args)` prints.
    fn called<'a>(heap: &Heap<'a>, input: &Input<'a>, name: &'a str, args: &[Value<'a>]) -> Result<String> {
        let mut out = String::new();
        match input.call(heap, &HostCall { name: Name::new(name), args, path: None })? {
            Outcome::Value(Value::Null) => out.push_str("<null>"),
            Outcome::Value(value) => print::print(heap, value, &mut out)?,
            outcome => out = format!("{outcome:?}"),
        }
        Ok(out)
    }

    #[test]
    fn parameters_come_from_the_path_the_query_string_and_the_headers() {
        let (arena, limits, event) = (Bump::new(), Limits::default(), event());
        let (heap, input) = (Heap::new(&arena, &limits, 0), Input::new(&event, event.body_text(), None));
        let param = |name| called(&heap, &input, "params", &[Value::String(name)]).unwrap();
        assert_eq!([param("a"), param("b"), param("C"), param("c")], ["p", "q", "h", "<null>"]);
        let all = called(&heap, &input, "params", &[]).unwrap();
        assert_eq!(all, "{path={a=p}, querystring={a=q, b=q}, header={C=h, b=h}}");
    }

    #[test]
    fn a_change_of_the_parameters_is_seen() {
        let (arena, limits, event) = (Bump::new(), Limits::default(), event());
        let (heap, input) = (Heap::new(&arena, &limits, 0), Input::new(&event, event.body_text(), None));
        let params = input.params(&heap).unwrap();
        let path = params.get(&heap, Value::String("path")).unwrap();
        let Some(Value::Map(path)) = path else { panic!("{path:?}") };
        path.put(&heap, Value::String("a"), Value::String("new")).unwrap();
        assert_eq!(called(&heap, &input, "params", &[Value::String("a")]).unwrap(), "new");
        params.put(&heap, Value::String("path"), Value::String("x")).unwrap();
        let fault = called(&heap, &input, "params", &[Value::String("a")]).unwrap_err();
        assert_eq!(
            fault.message,
            "java.lang.ClassCastException: class java.lang.String cannot be cast to class java.util.Map"
        );
    }

    #[test]
    fn methods_are_found_as_velocity_finds_them() {
        let (arena, limits, event) = (Bump::new(), Limits::default(), event());
        let (heap, input) = (Heap::new(&arena, &limits, 0), Input::new(&event, event.body_text(), None));
        let null = [Value::Null];
        let one = [Value::Integer(1)];
        let call = |name, args| called(&heap, &input, name, args).unwrap_or_else(|fault| fault.message);
        assert_eq!(call("getBody", &[]), "{}");
        assert_eq!(call("toString", &[]), "");
        assert_eq!(call("body", &[]), "Missing");
        assert_eq!(call("path", &one), "Missing");
        let wrong = "java.lang.IllegalArgumentException: wrong number of arguments";
        assert_eq!(call("getBody", &null), wrong);
        assert_eq!(call("params", &one), wrong);
        assert_eq!(call("params", &null), "java.lang.NullPointerException: null");
    }
}
