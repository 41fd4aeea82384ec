//! An event as the request of a client: for those who have events and no requests, such as test suites.

use super::super::context::Entries;
use super::super::{Event, overrides};
use super::MethodRequest;
use crate::value::Datum;

impl From<Event> for MethodRequest {
    /// A request that templates see as this event. `$context` tells what the event does not: `httpMethod`, `path` without
    /// the stage, `resourcePath`.
    ///
    /// ```
    /// use vtl::{Event, rest::MethodRequest};
    ///
    /// let event = Event::new().header("X-Tag", "a").context(serde_json::json!({"httpMethod": "PUT", "path": "/pets"}));
    /// let request = MethodRequest::from(event);
    /// assert_eq!((request.method(), request.path(), request.headers().get("x-tag")), ("PUT", "/pets", Some("a")));
    /// ```
    fn from(event: Event) -> MethodRequest {
        let known = |name: &str| text(&event.context, name);
        let path = known("path").unwrap_or_else(|| "/".to_owned());
        let path = match known("stage").and_then(|stage| path.strip_prefix(&format!("/{stage}")).map(str::to_owned)) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("/{}", rest.trim_start_matches('/')),
            _ => path,
        };
        let mut request = MethodRequest::new(known("httpMethod").unwrap_or_else(|| "POST".to_owned()), path);
        if let Some(resource) = known("resourcePath") {
            request = request.resource_path(resource);
        }
        let pairs = |entries: &Entries| -> Vec<(String, String)> {
            entries.iter().map(|(name, datum)| (name.clone(), overrides::text(datum))).collect()
        };
        request = pairs(&event.querystring).into_iter().fold(request, |request, (n, v)| request.query_param(n, v));
        request = pairs(&event.header).into_iter().fold(request, |request, (n, v)| request.header(n, v));
        request.seen_as(event)
    }
}

#[cfg(feature = "cli")]
impl MethodRequest {
    /// The same request as if its body were of this type; templates see no change.
    pub(crate) fn of_type(mut self, media_type: &str) -> MethodRequest {
        self.headers_mut().set("Content-Type", media_type);
        self
    }
}

fn text(context: &Entries, name: &str) -> Option<String> {
    let (_, datum) = context.iter().find(|(key, _)| key == name)?;
    match datum {
        Datum::Null | Datum::Map(_) | Datum::List(_) => None,
        datum => Some(overrides::text(datum)),
    }
}
