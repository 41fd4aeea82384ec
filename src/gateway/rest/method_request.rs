//! `POST /pets/7?verbose=1`: the request of a client.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use super::super::Event;
use super::super::context::Entries;
use super::super::event::set;
use super::super::mapping_expression::{Facts, Place};
use super::super::overrides;
use super::header_rules;
use super::{Headers, Query};
use crate::value::Datum;

/// The request of a client, as API Gateway has it when the method is found.
///
/// ```
/// use vtl::rest::MethodRequest;
///
/// let request = MethodRequest::new("POST", "/pets/7")
///     .resource_path("/pets/{id}")
///     .path_param("id", "7")
///     .query_param("tag", "a")
///     .query_param("tag", "b")
///     .header("Content-Type", "application/json")
///     .body(r#"{"name": "Rex"}"#)
///     .context(serde_json::json!({"stage": "prod"}))
///     .stage_variable("table", "pets");
/// assert_eq!(request.query().all("tag").collect::<Vec<_>>(), ["a", "b"]);
/// ```
///
/// Headers that the service takes off before anything sees them (`Connection`, `Content-Length`, `Expect`,
/// `Transfer-Encoding` and the like) are not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodRequest {
    method: String,
    path: String,
    resource_path: Option<String>,
    query: Query,
    headers: Headers,
    /// A body that is no UTF-8; one that is stands in the event.
    bytes: Option<Vec<u8>>,
    /// What templates see of it, kept up to date, so that a mapping has nothing to copy.
    event: Event,
}

impl MethodRequest {
    /// A request with nothing but a method and a path, which is without the stage.
    pub fn new(method: impl Into<String>, path: impl Into<String>) -> MethodRequest {
        let mut request = MethodRequest {
            method: method.into().to_uppercase(),
            path: path.into(),
            resource_path: None,
            query: Query::new(),
            headers: Headers::new(),
            bytes: None,
            event: Event::new(),
        };
        request.complete_context();
        request
    }

    /// The path of the resource: `/pets/{id}`.
    pub fn resource_path(mut self, path: impl Into<String>) -> MethodRequest {
        let path = path.into();
        set(&mut self.event.context, "resourcePath".to_owned(), Datum::String(path.clone()));
        self.resource_path = Some(path);
        self
    }

    /// A parameter of the path: what stands for `{id}`, as the client wrote it. The service decodes nothing of it:
    /// `a%2Fb` is `a%2Fb` for mappings, templates (hence `$util.urlDecode`) and functions.
    pub fn path_param(mut self, name: impl Into<String>, value: impl Into<String>) -> MethodRequest {
        self.event = self.event.path_param(name, value);
        self
    }

    /// One value of a parameter of the query string. Templates see the last.
    pub fn query_param(mut self, name: impl Into<String>, value: impl Into<String>) -> MethodRequest {
        let (name, value) = (name.into(), value.into());
        self.event = self.event.query_param(name.as_str(), value.as_str());
        self.query.add(name, value);
        self
    }

    /// One value of a header. Templates see the last.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> MethodRequest {
        let (name, value) = (name.into(), value.into());
        if !header_rules::is_taken_off(&name) {
            self.event = self.event.header(name.as_str(), value.as_str());
            self.headers.add(name, value);
        }
        self
    }

    /// The body, byte for byte.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> MethodRequest {
        match String::from_utf8(body.into()) {
            Ok(text) => {
                self.event.body = Some(text);
                self.bytes = None;
            }
            Err(error) => {
                self.event.body = None;
                self.bytes = Some(error.into_bytes());
            }
        }
        self
    }

    /// `$context`, as an object. `httpMethod`, `resourcePath` and `path` need not be in it.
    pub fn context(mut self, context: Json) -> MethodRequest {
        self.event = self.event.context(context);
        self.complete_context();
        self
    }

    /// What every request has in `$context`.
    fn complete_context(&mut self) {
        let context = &mut self.event.context;
        let path = match context.iter().find(|(name, _)| name == "stage") {
            Some((_, Datum::String(stage))) => format!("/{stage}{}", self.path),
            _ => self.path.clone(),
        };
        let resource = self.resource_path.clone();
        let usual = [("httpMethod", Some(self.method.clone())), ("path", Some(path)), ("resourcePath", resource)];
        for (name, text) in usual {
            if let Some(text) = text.filter(|_| context.iter().all(|(key, _)| key != name)) {
                context.push((name.to_owned(), Datum::String(text)));
            }
        }
    }

    /// A stage variable.
    pub fn stage_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> MethodRequest {
        self.event = self.event.stage_variable(name, value);
        self
    }

    /// What a Lambda authorizer answered: its `principalId` and its `context` become `$context.authorizer`, in which
    /// numbers and booleans are strings; its `usageIdentifierKey` is the API key.
    ///
    /// ```
    /// use vtl::rest::{Integration, MethodRequest};
    ///
    /// let request = MethodRequest::new("GET", "/").authorizer(&serde_json::json!({
    ///     "principalId": "ann",
    ///     "context": {"level": 3, "admin": true},
    ///     "usageIdentifierKey": "k1",
    /// }));
    /// let integration = Integration::from_json(&serde_json::json!({
    ///     "type": "HTTP",
    ///     "uri": "https://example.com",
    ///     "requestTemplates": {
    ///         "application/json": "$context.authorizer.principalId $context.authorizer.level $context.identity.apiKey",
    ///     },
    /// }))?;
    /// assert_eq!(integration.map_request(&request).expect("a template of ours").body, b"ann 3 k1");
    /// # Ok::<(), vtl::rest::Refusal>(())
    /// ```
    pub fn authorizer(mut self, answer: &Json) -> MethodRequest {
        let mut authorizer = Map::new();
        for (name, value) in answer.get("context").and_then(Json::as_object).into_iter().flatten() {
            authorizer.insert(name.clone(), stringified(value));
        }
        if let Some(principal) = answer.get("principalId") {
            authorizer.insert("principalId".to_owned(), stringified(principal));
        }
        let mut context = json!({"authorizer": authorizer});
        if let Some(key) = answer.get("usageIdentifierKey").and_then(Json::as_str) {
            context["identity"] = json!({"apiKey": key});
        }
        self.event = self.event.overlay(Event::new().context(context));
        self
    }

    /// The claims that a Cognito authorizer found: `$context.authorizer.claims`.
    pub fn claims(mut self, claims: &Json) -> MethodRequest {
        let fields = claims.as_object().into_iter().flatten();
        let claims: Map<String, Json> = fields.map(|(name, value)| (name.clone(), stringified(value))).collect();
        self.event = self.event.overlay(Event::new().context(json!({"authorizer": {"claims": claims}})));
        self
    }

    /// The API key and its identifier: `$context.identity.apiKey` and `apiKeyId`.
    pub fn api_key(mut self, key: &str, id: &str) -> MethodRequest {
        let identity = json!({"identity": {"apiKey": key, "apiKeyId": id}});
        self.event = self.event.overlay(Event::new().context(identity));
        self
    }

    /// `POST`
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path without the stage.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query string.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body's bytes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_else(|| self.event.body.as_deref().unwrap_or("").as_bytes())
    }

    /// What a template is rendered with.
    pub fn event(&self) -> &Event {
        &self.event
    }

    #[cfg(feature = "cli")]
    pub(super) fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }

    /// The same request, which templates see as this event.
    pub(super) fn seen_as(mut self, event: Event) -> MethodRequest {
        self.event = event;
        self.bytes = None;
        self
    }

    /// The body as text, where it is.
    pub(super) fn text(&self) -> Option<&str> {
        match self.bytes {
            Some(_) => None,
            None => Some(self.event.body.as_deref().unwrap_or("")),
        }
    }

    pub(super) fn resource(&self) -> &str {
        self.resource_path.as_deref().unwrap_or(&self.path)
    }

    /// A field of `$context` as text.
    pub(super) fn context_text(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, datum) = self.event.context.iter().find(|(key, _)| key == name)?;
        match datum {
            Datum::Null | Datum::Map(_) => None,
            Datum::String(text) => Some(Cow::Borrowed(text)),
            datum => Some(Cow::Owned(overrides::text(datum))),
        }
    }
}

/// An authorizer's numbers and booleans are strings behind it.
fn stringified(value: &Json) -> Json {
    match value {
        Json::String(_) | Json::Null => value.clone(),
        other => Json::String(other.to_string()),
    }
}

impl Facts for MethodRequest {
    fn values(&self, place: Place, name: &str) -> Vec<&str> {
        match place {
            Place::Header => self.headers.exactly(name).collect(),
            Place::Querystring => self.query.all(name).collect(),
            Place::Path => {
                let found = self.event.path.iter().find(|(key, _)| key == name);
                found
                    .and_then(|(_, datum)| if let Datum::String(text) = datum { Some(text.as_str()) } else { None })
                    .into_iter()
                    .collect()
            }
        }
    }

    fn body(&self) -> Option<&str> {
        self.text()
    }

    fn context(&self) -> &Entries {
        &self.event.context
    }

    fn stage_variables(&self) -> &Entries {
        &self.event.stage_variables
    }
}
