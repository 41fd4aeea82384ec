//! What a template is rendered with.

use std::collections::HashSet;
use std::str::FromStr;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::context::{self, Entries};
use super::{Overrides, fields};
use crate::error::Error;
use crate::limits::Limits;
use crate::value::{Datum, json, utf16};

/// A request or a response on its way through API Gateway: what `$input`, `$context` and `$stageVariables` show.
///
/// ```
/// # fn main() -> Result<(), vtl::Error> {
/// let event = vtl::Event::new()
///     .body(r#"{"pets": [{"name": "Rex"}]}"#)
///     .path_param("owner", "ann")
///     .header("Accept", "application/json")
///     .context(serde_json::json!({"stage": "prod"}))
///     .stage_variable("table", "pets");
/// let template = vtl::Template::parse(
///     "$stageVariables.table/$input.params('owner')/$input.path('$.pets[0].name') ($context.stage)",
/// )?;
/// assert_eq!(template.render(&event)?.body, "pets/ann/Rex (prod)");
/// # Ok(())
/// # }
/// ```
///
/// An event renders any number of templates, on any number of threads; none of them changes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub(super) body: Option<String>,
    pub(super) path: Entries,
    pub(super) querystring: Entries,
    /// Sorted as a `TreeMap` sorts.
    pub(super) header: Entries,
    /// With the maps for overrides in it.
    pub(super) context: Entries,
    pub(super) stage_variables: Entries,
    pub(super) variables: Entries,
    /// Half a surrogate pair is in it.
    pub(super) lone_surrogates: bool,
    overrides: Overrides,
}

impl Default for Event {
    fn default() -> Event {
        Event::new()
    }
}

impl Event {
    /// An event without a body, parameters or anything else.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let template = vtl::Template::parse("$input.body $input.params('id')|$context.stage")?;
    /// assert_eq!(template.render(&vtl::Event::new())?.body, "{} |");
    /// # Ok(())
    /// # }
    /// ```
    pub fn new() -> Event {
        Event {
            body: None,
            path: Vec::new(),
            querystring: Vec::new(),
            header: Vec::new(),
            context: context::complete(Vec::new()),
            stage_variables: Vec::new(),
            variables: Vec::new(),
            lone_surrogates: false,
            overrides: Overrides::default(),
        }
    }

    /// The body, which `$input.body` shows as it is. An empty one is `{}` to a template.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let template = vtl::Template::parse("$input.body $input.path('$.a')")?;
    /// let event = vtl::Event::new().body(r#"{ "a": 1 }"#);
    /// assert_eq!(template.render(&event)?.body, r#"{ "a": 1 } 1"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(mut self, body: impl Into<String>) -> Event {
        self.body = Some(body.into());
        self
    }

    /// A parameter of the path: `$input.params().path.name`.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let event = vtl::Event::new().path_param("id", "7").query_param("id", "8").query_param("page", "2");
    /// let template = vtl::Template::parse("$input.params('id') $input.params('page') $input.params()")?;
    /// assert_eq!(template.render(&event)?.body, "7 2 {path={id=7}, querystring={id=8, page=2}, header={}}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn path_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Event {
        set(&mut self.path, name.into(), Datum::String(value.into()));
        self
    }

    /// A parameter of the query string: `$input.params().querystring.name`. Of a repeated one API Gateway shows a template
    /// the last value, and so does this.
    pub fn query_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Event {
        set(&mut self.querystring, name.into(), Datum::String(value.into()));
        self
    }

    /// A header: `$input.params().header.name`. A template finds it only in this case; headers are sorted by name.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let event = vtl::Event::new().header("X-Tag", "a").header("Accept", "*/*");
    /// let template = vtl::Template::parse("$input.params().header $input.params('x-tag')")?;
    /// assert_eq!(template.render(&event)?.body, "{Accept=*/*, X-Tag=a} ");
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Event {
        let (name, value) = (name.into(), Datum::String(value.into()));
        match self.header.binary_search_by(|(key, _)| utf16::compare(key, &name).cmp(&0)) {
            Ok(at) => self.header[at].1 = value,
            Err(at) => self.header.insert(at, (name, value)),
        }
        self
    }

    /// `$context`, as an object. Anything else counts as an empty one. `requestOverride` and `responseOverride` need not
    /// be in it.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let event = vtl::Event::new().context(serde_json::json!({"identity": {"sourceIp": "192.0.2.1"}}));
    /// let template = vtl::Template::parse("$context.identity.sourceIp")?;
    /// assert_eq!(template.render(&event)?.body, "192.0.2.1");
    /// # Ok(())
    /// # }
    /// ```
    pub fn context(self, context: Json) -> Event {
        match Datum::from(&context) {
            Datum::Map(entries) => self.with_context(entries),
            _ => self.with_context(Vec::new()),
        }
    }

    /// A stage variable: `$stageVariables.name`.
    pub fn stage_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Event {
        set(&mut self.stage_variables, name.into(), Datum::String(value.into()));
        self
    }

    /// A variable of any other name, as Velocity's own context holds them. `$input`, `$util`, `$context` and
    /// `$stageVariables` cannot be replaced with it, except in [`Dialect::Velocity`](crate::Dialect::Velocity), which has
    /// no other variables.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let event = vtl::Event::new().variable("user", serde_json::json!({"name": "Ann", "tags": ["a", 1]}));
    /// let template = vtl::Template::parse("$user.name $user.tags[0] $user")?;
    /// assert_eq!(template.render(&event)?.body, r#"Ann a {name=Ann, tags=["a",1]}"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn variable(mut self, name: impl Into<String>, value: Json) -> Event {
        set(&mut self.variables, name.into(), Datum::from(&value));
        self
    }

    /// What the request template set in `$context.requestOverride` and `$context.responseOverride`: the response template
    /// sees it there.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let request = vtl::Template::parse("#set($context.responseOverride.status = 202)")?;
    /// let response = vtl::Template::parse("accepted as $context.responseOverride.status")?;
    /// let sent = request.render(&vtl::Event::new())?;
    /// let answer = response.render(&vtl::Event::new().overrides(sent.overrides))?;
    /// assert_eq!(answer.body, "accepted as 202");
    /// assert_eq!(answer.overrides.status(), Some(202));
    /// # Ok(())
    /// # }
    /// ```
    pub fn overrides(mut self, overrides: Overrides) -> Event {
        self.context = context::with_overrides(self.context, &overrides);
        self.overrides = overrides;
        self
    }

    /// Lays another event over this one: its body, if it has one, and its parameters, stage variables, variables and
    /// overrides take the place of those of the same name here, headers also of those in another case; maps in `$context`
    /// are merged.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let recorded = vtl::Event::from_json(
    ///     r#"{"params": {"path": {"id": "7"}}, "context": {"stage": "prod", "identity": {"sourceIp": "192.0.2.1"}}}"#,
    /// )?;
    /// let changed = vtl::Event::new().path_param("id", "8").context(serde_json::json!({"identity": {"user": "ann"}}));
    /// let template = vtl::Template::parse("$input.params('id') $context.identity.sourceIp $context.identity.user")?;
    /// assert_eq!(template.render(&recorded.overlay(changed))?.body, "8 192.0.2.1 ann");
    ///
    /// let event = vtl::Event::new().header("X-Tag", "a").overlay(vtl::Event::new().header("x-tag", "b"));
    /// assert_eq!(vtl::Template::parse("$input.params().header")?.render(&event)?.body, "{x-tag=b}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn overlay(mut self, over: Event) -> Event {
        self.body = over.body.or(self.body);
        let taken: HashSet<String> = over.header.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        self.header.retain(|(name, _)| !taken.contains(&name.to_ascii_lowercase()));
        let pairs = [
            (&mut self.path, over.path),
            (&mut self.querystring, over.querystring),
            (&mut self.header, over.header),
            (&mut self.stage_variables, over.stage_variables),
            (&mut self.variables, over.variables),
        ];
        for (under, over) in pairs {
            context::lay(under, over, &|under, datum| *under = datum);
        }
        context::merge(&mut self.context, over.context);
        self.lone_surrogates |= over.lone_surrogates;
        let header = std::mem::take(&mut self.header);
        let event = self.with_headers(header);
        if over.overrides.is_empty() { event } else { event.overrides(over.overrides) }
    }

    /// Without some parameters of a place: `path`, `querystring` or `header`, which are taken regardless of their case.
    #[cfg(feature = "cli")]
    pub(crate) fn without_params(mut self, place: &str, names: &[String]) -> Event {
        match place {
            "path" => remove(&mut self.path, names, str::to_owned),
            "querystring" => remove(&mut self.querystring, names, str::to_owned),
            _ => remove(&mut self.header, names, str::to_ascii_lowercase),
        }
        self
    }

    /// Without some stage variables.
    #[cfg(feature = "cli")]
    pub(crate) fn without_stage_variables(mut self, names: &[String]) -> Event {
        remove(&mut self.stage_variables, names, str::to_owned);
        self
    }

    /// Reads an event from JSON. There are two shapes.
    ///
    /// This library's own, in which every field may be missing:
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let event = vtl::Event::from_json(
    ///     r#"{
    ///         "body": {"a": 1},
    ///         "params": {"path": {"id": "7"}, "querystring": {}, "header": {"Accept": "*/*"}},
    ///         "context": {"stage": "prod"},
    ///         "stageVariables": {"table": "pets"},
    ///         "vars": {"more": [1, 2]}
    ///     }"#,
    /// )?;
    /// let template = vtl::Template::parse("$input.body $input.params('id') $context.stage $more")?;
    /// assert_eq!(template.render(&event)?.body, r#"{"a":1} 7 prod [1,2]"#);
    ///
    /// let error = vtl::Event::from_json(r#"{"stagevariables": {}}"#).unwrap_err();
    /// assert_eq!(error.message(), "unknown field `stagevariables`");
    /// assert_eq!(error.help(), Some("did you mean `stageVariables`?"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// And the event of a Lambda proxy integration, as `sam local generate-event apigateway aws-proxy` prints it, known by
    /// its `requestContext`:
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let event = vtl::Event::from_json(
    ///     r#"{
    ///         "httpMethod": "POST",
    ///         "body": "eyJhIjoxfQ==",
    ///         "isBase64Encoded": true,
    ///         "pathParameters": {"id": "7"},
    ///         "requestContext": {"stage": "prod", "identity": {"sourceIp": "192.0.2.1"}}
    ///     }"#,
    /// )?;
    /// let template = vtl::Template::parse("$input.body $input.params('id') $context.stage $context.httpMethod")?;
    /// assert_eq!(template.render(&event)?.body, r#"{"a":1} 7 prod POST"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_json(json: &str) -> Result<Event, Error> {
        let (datum, lone_surrogates) = read(json)?;
        Ok(Event { lone_surrogates, ..Event::from_datum(datum)? })
    }

    fn from_datum(datum: Datum) -> Result<Event, Error> {
        fields::event(datum).map_err(|fault| Error::new(*fault, "event", ""))
    }

    /// What `$input.body` shows.
    pub(crate) fn body_text(&self) -> &str {
        self.body.as_deref().filter(|body| !body.is_empty()).unwrap_or("{}")
    }

    /// The event in this library's own shape, without what is empty.
    #[cfg(feature = "cli")]
    pub(crate) fn as_datum(&self) -> Datum {
        let map = |entries: &Entries| (!entries.is_empty()).then(|| Datum::Map(entries.clone()));
        let fields = |fields: Vec<(&str, Option<Datum>)>| -> Entries {
            fields.into_iter().filter_map(|(name, datum)| Some((name.to_owned(), datum?))).collect()
        };
        let params = fields(vec![
            ("path", map(&self.path)),
            ("querystring", map(&self.querystring)),
            ("header", map(&self.header)),
        ]);
        let mut context = self.context.clone();
        context.retain(|(name, datum)| !context::is_untouched(name, datum));
        Datum::Map(fields(vec![
            ("body", self.body.clone().map(Datum::String)),
            ("params", map(&params)),
            ("context", map(&context)),
            ("stageVariables", map(&self.stage_variables)),
            ("vars", map(&self.variables)),
        ]))
    }

    /// Where `$input.params("name")` finds a parameter: `path`, `querystring` or `header`.
    pub(crate) fn param_place(&self, name: &str) -> Option<&'static str> {
        let places = [("path", &self.path), ("querystring", &self.querystring), ("header", &self.header)];
        let holds = |entries: &Entries| entries.iter().any(|(key, datum)| key == name && *datum != Datum::Null);
        places.into_iter().find(|(_, entries)| holds(entries)).map(|(place, _)| place)
    }

    /// True if it has a free variable of this name.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        self.variables.iter().any(|(key, _)| key == name)
    }

    pub(super) fn with_context(mut self, context: Entries) -> Event {
        self.context = context::with_overrides(context, &self.overrides);
        self
    }

    pub(super) fn with_headers(mut self, mut header: Entries) -> Event {
        header.sort_by(|a, b| utf16::compare(&a.0, &b.0).cmp(&0));
        self.header = header;
        self
    }
}

/// The one place where an event's text becomes values: of Java's classes, as a body's are, but from strict JSON. Also
/// tells whether half a surrogate pair is in it.
fn read(json: &str) -> Result<(Datum, bool), Error> {
    serde_json::from_str::<IgnoredAny>(json)
        .map_err(|error| Error::event(format!("the event is not JSON: {error}")))?;
    json::read_datum(json, Limits::default().depth).map_err(|fault| Error::new(*fault, "event", ""))
}

/// Sets the value of a name, which comes last if it is new.
pub(super) fn set(entries: &mut Entries, name: String, datum: Datum) {
    match entries.iter_mut().find(|(key, _)| *key == name) {
        Some((_, old)) => *old = datum,
        None => entries.push((name, datum)),
    }
}

/// Removes the entries of some names, which are the same if `key` makes the same of them.
#[cfg(feature = "cli")]
fn remove(entries: &mut Entries, names: &[String], key: fn(&str) -> String) {
    let names: HashSet<String> = names.iter().map(|name| key(name)).collect();
    if !names.is_empty() {
        entries.retain(|(name, _)| !names.contains(&key(name)));
    }
}

impl FromStr for Event {
    type Err = Error;

    /// [`Event::from_json`]
    fn from_str(json: &str) -> Result<Event, Error> {
        Event::from_json(json)
    }
}

impl TryFrom<Json> for Event {
    type Error = Error;

    /// An event of either shape that [`Event::from_json`] reads. A number that serde_json holds as a double is one here.
    ///
    /// ```
    /// let event = vtl::Event::try_from(serde_json::json!({"body": "a=b"})).unwrap();
    /// assert_eq!(event, vtl::Event::new().body("a=b"));
    /// ```
    fn try_from(json: Json) -> Result<Event, Error> {
        Event::from_datum(Datum::from(&json))
    }
}

impl<'de> Deserialize<'de> for Event {
    /// An event of either shape that [`Event::from_json`] reads.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Event, D::Error> {
        Event::try_from(Json::deserialize(deserializer)?).map_err(|error| {
            let help = error.help().map(|help| format!("; {help}")).unwrap_or_default();
            serde::de::Error::custom(format!("{}{help}", error.message()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(json: &str) -> String {
        let error = Event::from_json(json).unwrap_err();
        error.help().map_or(error.message().to_owned(), |help| format!("{}; {help}", error.message()))
    }

    #[test]
    fn an_event_can_be_shared_between_threads() {
        fn shared(_: impl Send + Sync + 'static) {}
        shared(Event::new());
    }

    #[test]
    fn says_which_field_is_wrong() {
        assert_eq!(
            complaint("[1]"),
            "an event must be an object, but this is a list; an empty event is `{}`; a body goes into the field `body`"
        );
        assert_eq!(complaint(r#"{"params": {"path": 1}}"#), "`params.path` must be an object, but is a number");
        assert_eq!(
            complaint(r#"{"params": {"headers": {}}}"#),
            "unknown field `params.headers`; did you mean `params.header`?"
        );
        assert_eq!(
            complaint(r#"{"template": ""}"#),
            "unknown field `template`; known are: body, params, context, stageVariables, vars, variables, overrides"
        );
        assert!(complaint("{").starts_with("the event is not JSON: EOF while parsing"));
    }

    #[test]
    fn an_empty_body_is_an_empty_object() {
        assert_eq!(Event::new().body_text(), "{}");
        assert_eq!(Event::from_json(r#"{"body": null}"#).unwrap().body_text(), "{}");
        assert_eq!(Event::from_json(r#"{"body": ""}"#).unwrap().body_text(), "{}");
        assert_eq!(
            Event::from_json(r#"{"body": {"a": [1, 1.5, "é\n"]}}"#).unwrap().body_text(),
            r#"{"a":[1,1.5,"é\n"]}"#
        );
    }

    #[test]
    fn a_header_takes_the_place_of_one_in_another_case() {
        let under = Event::new().header("X-H", "1").header("x-h", "2").header("A", "3");
        assert_eq!(under.overlay(Event::new().header("X-h", "4")), Event::new().header("A", "3").header("X-h", "4"));
    }

    #[test]
    fn headers_are_sorted_however_they_come() {
        let json = r#"{"params": {"header": {"b": "1", "B": "2", "é": "3", "a": "4"}}}"#;
        let built = Event::new().header("b", "0").header("é", "3").header("a", "4").header("B", "2").header("b", "1");
        assert_eq!(Event::from_json(json).unwrap(), built);
        assert_eq!(built.header.iter().map(|(k, _)| k.as_str()).collect::<Vec<_>>(), ["B", "a", "b", "é"]);
    }

    #[test]
    fn overrides_stay_when_the_context_comes_later() {
        let json = r#"{"overrides": {"responseOverride": {"status": 202}}, "context": {"stage": "x"}}"#;
        let event = Event::from_json(json).unwrap();
        let later = r#"{"context": {"stage": "x"}, "overrides": {"responseOverride": {"status": 202}}}"#;
        assert_eq!(event, Event::from_json(later).unwrap());
        assert_eq!(context::overrides(&event.context).status(), Some(202));
    }
}
