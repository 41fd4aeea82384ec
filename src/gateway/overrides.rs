//! `$context.requestOverride` and `$context.responseOverride` after a render.

use std::cell::Cell;

use bumpalo::Bump;
use num_traits::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value as Json;

use super::{context, fields};
use crate::error::{Fault, Result};
use crate::limits::{Limit, Limits};
use crate::value::heap::Owned;
use crate::value::object::ViewKind;
use crate::value::{Datum, Heap, ListKind, Map, MapKind, Object, Value, number, print, utf16};

/// The parameters, headers and status that a template set in place of the mapped ones.
///
/// ```
/// # fn main() -> Result<(), vtl::Error> {
/// let template = vtl::Template::parse(
///     "#set($context.requestOverride.header.X-Tag = ['a', 'b'])\
///      #set($context.requestOverride.querystring['page'] = 2)\
///      #set($context.responseOverride.status = 202)",
/// )?;
/// let overrides = template.render(&vtl::Event::new())?.overrides;
/// assert_eq!(overrides.request_header("x-tag").as_deref(), Some("a,b"));
/// assert_eq!(overrides.querystring("page").as_deref(), Some("2"));
/// assert_eq!(overrides.status(), Some(202));
/// assert_eq!(
///     serde_json::to_value(&overrides).unwrap(),
///     serde_json::json!({
///         "requestOverride": {"header": {"X-Tag": ["a", "b"]}, "path": {}, "querystring": {"page": 2}},
///         "responseOverride": {"header": {}, "status": 202},
///     })
/// );
/// # Ok(())
/// # }
/// ```
///
/// What a request template set is seen by the response template, and has its effect there, when it is carried over with
/// [`Event::overrides`](crate::Event::overrides).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overrides {
    /// `None` if nothing was set, which is most often so.
    pub(super) request: Option<Datum>,
    pub(super) response: Option<Datum>,
}

impl Overrides {
    /// True if no template set anything.
    ///
    /// ```
    /// assert!(vtl::Overrides::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.request.is_none() && self.response.is_none()
    }

    /// `$context.requestOverride`: an object with `header`, `path` and `querystring`, unless the template put something
    /// else in its place. Keys are sorted.
    ///
    /// ```
    /// let nothing = vtl::Overrides::default();
    /// assert_eq!(nothing.request_override(), serde_json::json!({"header": {}, "path": {}, "querystring": {}}));
    /// ```
    pub fn request_override(&self) -> Json {
        json(self.request.as_ref().unwrap_or(&context::untouched("requestOverride")))
    }

    /// `$context.responseOverride`: an object with `header` and, if set, `status`.
    ///
    /// ```
    /// assert_eq!(vtl::Overrides::default().response_override(), serde_json::json!({"header": {}}));
    /// ```
    pub fn response_override(&self) -> Json {
        json(self.response.as_ref().unwrap_or(&context::untouched("responseOverride")))
    }

    /// `$context.requestOverride.header.Name` as it is sent. Headers are found whatever their case.
    pub fn request_header(&self, name: &str) -> Option<String> {
        self.request_headers().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All of `$context.requestOverride.header`, by name. A list is one value, joined with commas.
    pub fn request_headers(&self) -> impl Iterator<Item = (&str, String)> {
        texts(&self.request, "header")
    }

    /// `$context.requestOverride.path.name` as it is sent.
    pub fn path(&self, name: &str) -> Option<String> {
        self.paths().find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// All of `$context.requestOverride.path`, by name.
    pub fn paths(&self) -> impl Iterator<Item = (&str, String)> {
        texts(&self.request, "path")
    }

    /// `$context.requestOverride.querystring.name` as it is sent.
    pub fn querystring(&self, name: &str) -> Option<String> {
        self.querystrings().find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// All of `$context.requestOverride.querystring`, by name.
    pub fn querystrings(&self) -> impl Iterator<Item = (&str, String)> {
        texts(&self.request, "querystring")
    }

    /// `$context.responseOverride.header.Name` as it is sent. Headers are found whatever their case.
    pub fn response_header(&self, name: &str) -> Option<String> {
        self.response_headers().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All of `$context.responseOverride.header`, by name.
    pub fn response_headers(&self) -> impl Iterator<Item = (&str, String)> {
        texts(&self.response, "header")
    }

    /// `$context.responseOverride.status`. API Gateway ignores one that is not an integer from 100 to 599.
    pub fn status(&self) -> Option<u16> {
        let status = match field(self.response.as_ref()?, "status")? {
            Datum::Integer(status) => i64::from(*status),
            Datum::Long(status) => *status,
            _ => return None,
        };
        u16::try_from(status).ok().filter(|status| (100..600).contains(status))
    }

    /// Overrides that are known already.
    pub(super) fn new(request: Option<Datum>, response: Option<Datum>) -> Overrides {
        let kept = |name, datum: Option<Datum>| datum.filter(|datum| !context::is_untouched(name, datum)).map(sorted);
        Overrides { request: kept("requestOverride", request), response: kept("responseOverride", response) }
    }

    /// Takes the overrides out of a `$context` that a template has touched.
    pub(super) fn taken<'a>(heap: &Heap<'a>, context: &'a Map<'a>) -> Result<Overrides> {
        let taker = Taker { heap, room: Cell::new(heap.room()) };
        let take = |name| -> Result<Option<Datum>> {
            let of_the_event = |entries: &[(String, Datum)]| {
                (!context::is_untouched_map(name, entries)).then(|| Datum::Map(entries.to_vec()))
            };
            if let Some(Datum::Map(entries)) = context.untouched_entry(name) {
                return Ok(of_the_event(entries));
            }
            match context.get(heap, Value::String(name))?.unwrap_or(Value::Null) {
                Value::Map(map) if map.untouched().is_some() => Ok(map.untouched().and_then(of_the_event)),
                value => taker.take(value, 0).map(Some),
            }
        };
        Ok(Overrides::new(take("requestOverride")?, take("responseOverride")?))
    }
}

impl Serialize for Overrides {
    /// `{"requestOverride": …, "responseOverride": …}`
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut overrides = serializer.serialize_struct("Overrides", 2)?;
        overrides.serialize_field("requestOverride", &self.request_override())?;
        overrides.serialize_field("responseOverride", &self.response_override())?;
        overrides.end()
    }
}

impl<'de> Deserialize<'de> for Overrides {
    /// Of the shape that it is serialized to.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Overrides, D::Error> {
        let json = Json::deserialize(deserializer)?;
        fields::overrides(Datum::from(&json)).map_err(|fault| serde::de::Error::custom(fault.message))
    }
}

/// Deeper than this, a map or list is handed out as the text `too deep`: it may well contain itself.
const DEPTH: u32 = 40;

/// Copies values out of the arena of a render, with keys sorted, and no more than a render may make.
struct Taker<'h, 'a> {
    heap: &'h Heap<'a>,
    room: Cell<usize>,
}

impl<'a> Taker<'_, 'a> {
    fn take(&self, value: Value<'a>, depth: u32) -> Result<Datum> {
        self.spend(size_of::<(String, Datum)>())?;
        let datum = match value {
            Value::Null => Datum::Null,
            Value::Boolean(b) => Datum::Boolean(b),
            Value::Integer(i) => Datum::Integer(i),
            Value::Short(i) => Datum::Integer(i32::from(i)),
            Value::Byte(i) => Datum::Integer(i32::from(i)),
            Value::Long(i) => Datum::Long(i),
            Value::Double(d) => Datum::Double(d),
            Value::Float(f) => Datum::Double(widened(f)),
            Value::BigInteger(i) => {
                self.spend_number(i.bits())?;
                Datum::BigInteger(i.clone())
            }
            Value::BigDecimal(d) => {
                self.spend_number(d.unscaled_value().bits())?;
                Datum::BigDecimal(d.clone())
            }
            Value::String(s) => Datum::String(self.text(s)?),
            _ if depth > DEPTH => Datum::String("too deep".to_owned()),
            Value::Map(map) => self.map(map, depth)?,
            Value::Object(Object::Scope(scope)) => self.map(scope.storage, depth)?,
            Value::List(list) if is_iterable(list.kind()) => {
                list.check_part()?;
                self.list((0..list.len()).map_while(|i| list.get(i)), depth)?
            }
            Value::Object(Object::View(view)) if view.kind != ViewKind::Entries => {
                let keys = view.kind == ViewKind::Keys;
                let entries = view.map.ordered(self.heap)?;
                self.list(entries.into_iter().map(|(key, value)| if keys { key } else { value }), depth)?
            }
            Value::Object(Object::View(view)) => self.entries(view.map)?,
            other => Datum::String(self.text(print::to_text(self.heap, other)?)?),
        };
        Ok(datum)
    }

    fn map(&self, map: &'a Map<'a>, depth: u32) -> Result<Datum> {
        let mut entries = Vec::new();
        for (key, value) in map.ordered(self.heap)? {
            entries.push((self.text(print::to_text(self.heap, key)?)?, self.take(value, depth + 1)?));
        }
        Ok(Datum::Map(sort(entries)))
    }

    fn list(&self, items: impl Iterator<Item = Value<'a>>, depth: u32) -> Result<Datum> {
        Ok(Datum::List(items.map(|item| self.take(item, depth + 1)).collect::<Result<_>>()?))
    }

    /// `entrySet()`: entries are no maps, and print `key=value`.
    fn entries(&self, map: &'a Map<'a>) -> Result<Datum> {
        let mut items = Vec::new();
        for (key, value) in map.ordered(self.heap)? {
            let mut text = String::new();
            print::print(self.heap, key, &mut text)?;
            text.push('=');
            print::print(self.heap, value, &mut text)?;
            items.push(Datum::String(self.text(&text)?));
        }
        Ok(Datum::List(items))
    }

    fn text(&self, s: &str) -> Result<String> {
        self.spend(s.len())?;
        self.heap.charge_bytes(s.len())?;
        Ok(if self.heap.lone_surrogates.get() { utf16::for_output(s) } else { s.to_owned() })
    }

    /// It will have to be printed, too.
    fn spend_number(&self, bits: u64) -> Result<()> {
        self.heap.charge_big(bits)?;
        self.spend(bits as usize / 8)
    }

    fn spend(&self, bytes: usize) -> Result<()> {
        self.heap.charge(1)?;
        match self.room.get().checked_sub(bytes) {
            Some(room) => {
                self.room.set(room);
                Ok(())
            }
            None => Err(Fault::limit(Limit::ValueBytes, self.heap.limits().value_bytes)),
        }
    }
}

/// Arrays of primitive values are no lists; they print as what they are.
fn is_iterable(kind: ListKind) -> bool {
    !kind.is_array() || matches!(kind, ListKind::StringArray | ListKind::ObjectArray)
}

/// The double that prints as the float does.
fn widened(f: f32) -> f64 {
    let mut text = String::new();
    number::float::write(f, &mut text);
    text.parse().unwrap_or_else(|_| f64::from(f))
}

fn sorted(datum: Datum) -> Datum {
    match datum {
        Datum::Map(entries) => Datum::Map(sort(entries.into_iter().map(|(k, d)| (k, sorted(d))).collect())),
        Datum::List(items) => Datum::List(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// Sorts by key; of equal keys the last stays.
fn sort(mut entries: context::Entries) -> context::Entries {
    entries.sort_by(|a, b| utf16::compare(&a.0, &b.0).cmp(&0));
    entries.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            std::mem::swap(&mut later.1, &mut kept.1);
        }
        same
    });
    entries
}

fn field<'d>(datum: &'d Datum, name: &str) -> Option<&'d Datum> {
    match datum {
        Datum::Map(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, datum)| datum),
        _ => None,
    }
}

/// The entries of one of the maps as they are sent; a null is not sent.
fn texts<'d>(overrides: &'d Option<Datum>, place: &str) -> impl Iterator<Item = (&'d str, String)> {
    let entries = match overrides.as_ref().and_then(|datum| field(datum, place)) {
        Some(Datum::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    entries.iter().filter(|(_, datum)| *datum != Datum::Null).map(|(name, datum)| (name.as_str(), text(datum)))
}

/// A value as it prints, a list as its items joined with commas.
pub(super) fn text(datum: &Datum) -> String {
    match datum {
        Datum::Null => String::new(),
        Datum::String(s) => s.clone(),
        Datum::List(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => {
            let (arena, owned, limits) = (Bump::new(), Owned::new(), Limits::default());
            let heap = Heap::with_owned(&arena, &owned, &limits, 0);
            let mut out = String::new();
            let printed = print::print(&heap, heap.datum(other, MapKind::LinkedHashMap), &mut out);
            printed.map(|()| out).unwrap_or_default()
        }
    }
}

/// As JSON can hold it. A number beyond a `u64` or a double's precision is the nearest double.
pub(super) fn json(datum: &Datum) -> Json {
    match datum {
        Datum::Null => Json::Null,
        Datum::Boolean(b) => Json::Bool(*b),
        Datum::Integer(i) => Json::from(*i),
        Datum::Long(i) => Json::from(*i),
        Datum::Double(d) => Json::from(*d),
        Datum::BigInteger(i) => u64::try_from(i).map_or_else(|_| Json::from(i.to_f64()), Json::from),
        Datum::BigDecimal(d) => Json::from(d.double_value()),
        Datum::String(s) => Json::String(s.clone()),
        Datum::List(items) => items.iter().map(json).collect(),
        Datum::Map(entries) => entries.iter().map(|(key, datum)| (key.clone(), json(datum))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_one_value_joined_with_commas() {
        let overrides: Overrides = serde_json::from_value(json!({
            "requestOverride": {"header": {"X-Multi": ["a", 1, true], "none": null}, "path": {}, "querystring": {}},
        }))
        .unwrap();
        let headers: Vec<_> = overrides.request_headers().collect();
        assert_eq!(headers, [("X-Multi", "a,1,true".to_owned())]);
        assert_eq!(overrides.request_header("x-multi").as_deref(), Some("a,1,true"));
        assert_eq!(overrides.status(), None);
    }

    #[test]
    fn a_status_is_an_integer_from_100_to_599() {
        let status = |status: Json| -> Option<u16> {
            let json = json!({"responseOverride": {"status": status}});
            serde_json::from_value::<Overrides>(json).unwrap().status()
        };
        assert_eq!(status(json!(404)), Some(404));
        assert_eq!(status(json!(600)), None);
        assert_eq!(status(json!("404")), None);
        assert_eq!(status(json!(404.0)), None);
    }

    #[test]
    fn nothing_set_is_the_default() {
        let json = serde_json::to_value(Overrides::default()).unwrap();
        let overrides: Overrides = serde_json::from_value(json).unwrap();
        assert!(overrides.is_empty());
    }

    /// The overrides after a template put `value` into `$context.responseOverride.x`.
    fn taken<'a>(heap: &Heap<'a>, value: Value<'a>) -> Result<Json> {
        let response = heap.map(MapKind::Context)?;
        response.put(heap, Value::String("x"), value)?;
        let context = heap.map(MapKind::Context)?;
        context.put(heap, Value::String("responseOverride"), Value::Map(response))?;
        Ok(Overrides::taken(heap, context)?.response_override()["x"].take())
    }

    #[test]
    fn any_value_is_handed_out_as_json_can_hold_it() {
        let (arena, limits) = (Bump::new(), Limits::default());
        let heap = Heap::new(&arena, &limits, 0);
        let list = [Value::Integer(1), Value::Character(97), Value::Null, Value::Double(f64::NAN), Value::Float(1.1)];
        let list = heap.list(ListKind::StringArray, &list).unwrap();
        assert_eq!(taken(&heap, list).unwrap(), json!([1, "a", null, null, 1.1]));

        let map = heap.map(MapKind::LinkedHashMap).unwrap();
        for (key, value) in [(Value::String("b"), 0), (Value::Integer(1), 1), (Value::Null, 2), (Value::String("1"), 3)]
        {
            map.put(&heap, key, Value::Integer(value)).unwrap();
        }
        let expected = r#"{"1":3,"b":0,"null":2}"#;
        assert_eq!(taken(&heap, Value::Map(map)).unwrap().to_string(), expected);

        let class = heap.object(Object::Class("java.lang.String")).unwrap();
        assert_eq!(taken(&heap, class).unwrap(), json!("class java.lang.String"));
    }

    #[test]
    fn a_map_in_itself_ends() {
        let (arena, limits) = (Bump::new(), Limits { steps: 100_000, ..Limits::default() });
        let heap = Heap::new(&arena, &limits, 0);
        let map = heap.map(MapKind::LinkedHashMap).unwrap();
        map.put(&heap, Value::String("m"), Value::Map(map)).unwrap();
        let text = taken(&heap, Value::Map(map)).unwrap().to_string();
        assert_eq!(text, format!("{}\"too deep\"{}", "{\"m\":".repeat(40), "}".repeat(40)));

        map.put(&heap, Value::String("n"), Value::Map(map)).unwrap();
        let fault = taken(&heap, Value::Map(map)).unwrap_err();
        assert!(matches!(fault.kind, crate::ErrorKind::Limit(_)), "{fault:?}");
    }

    #[test]
    fn what_a_template_puts_in_their_place_is_handed_out_too() {
        let (arena, limits) = (Bump::new(), Limits::default());
        let heap = Heap::new(&arena, &limits, 0);
        let context = heap.map(MapKind::Context).unwrap();
        context.put(&heap, Value::String("requestOverride"), Value::String("hi")).unwrap();
        let overrides = Overrides::taken(&heap, context).unwrap();
        assert_eq!((overrides.request_override(), overrides.response_override()), (json!("hi"), Json::Null));
        assert_eq!(overrides.request_headers().count(), 0);
    }
}
