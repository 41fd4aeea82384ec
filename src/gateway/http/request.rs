//! `GET /pets/7?page=2`: a request of a client.

use serde_json::Value as Json;

use super::super::context::Entries;
use super::super::event::set;
use super::{Headers, Query};
use crate::value::Datum;

/// A request of a client to an HTTP API, without the stage's name in its path.
///
/// ```
/// let request = vtl::http::Request::new("POST", "/pets/7?tag=a&tag=b")
///     .header("Content-Type", "application/json")
///     .path_param("id", "7")
///     .body(r#"{"name": "Rex"}"#)
///     .context(serde_json::json!({"stage": "prod", "requestId": "JKJaXmPLvHcESHA="}))
///     .stage_variable("table", "pets");
/// assert_eq!(request.path(), "/pets/7");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub(super) method: String,
    /// As it is in the URL, encoded.
    pub(super) path: String,
    pub(super) raw_query: String,
    pub(super) query: Query,
    /// Decoded.
    pub(super) path_parameters: Vec<(String, String)>,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
    pub(super) context: Entries,
    pub(super) stage_variables: Entries,
}

impl Request {
    /// A request with a method and a target: the path as the URL has it, and what stands behind its `?`.
    pub fn new(method: impl Into<String>, target: impl AsRef<str>) -> Request {
        let target = target.as_ref();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let slash = if path.starts_with('/') { "" } else { "/" };
        Request {
            method: method.into().to_ascii_uppercase(),
            path: format!("{slash}{path}"),
            raw_query: query.to_owned(),
            query: Query::parse(query),
            path_parameters: Vec::new(),
            headers: Headers::new(),
            body: Vec::new(),
            context: Vec::new(),
            stage_variables: Vec::new(),
        }
    }

    /// Adds a header; a name may come again.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Request {
        self.headers.add(name, value);
        self
    }

    /// Adds a parameter of the query string; a name may come again.
    pub fn query_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Request {
        self.query.add(name, value);
        self.raw_query = self.query.to_string();
        self
    }

    /// A parameter of the path, decoded. [`Api::map_request`](super::Api::map_request) finds them itself.
    pub fn path_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Request {
        let name = name.into();
        self.path_parameters.retain(|(key, _)| *key != name);
        self.path_parameters.push((name, value.into()));
        self
    }

    /// The body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Request {
        self.body = body.into();
        self
    }

    /// `$context`, an object; anything else counts as an empty one. What the request itself tells need not be in it:
    /// `httpMethod`, `path`, `routeKey`, `identity.userAgent`.
    ///
    /// `authorizer` has what the authorizer found, under the name of its kind: `{"jwt": {"claims": …, "scopes": …}}`,
    /// `{"lambda": …}`, `{"iam": …}`.
    pub fn context(mut self, context: Json) -> Request {
        self.context = match Datum::from(&context) {
            Datum::Map(entries) => entries,
            _ => Vec::new(),
        };
        self
    }

    /// A stage variable.
    pub fn stage_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Request {
        set(&mut self.stage_variables, name.into(), Datum::String(value.into()));
        self
    }

    /// The method, in capitals.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path as the URL has it, without the stage's name.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query string as the URL has it.
    pub fn raw_query(&self) -> &str {
        &self.raw_query
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    pub(super) fn path_parameter(&self, name: &str) -> Option<&str> {
        self.path_parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
