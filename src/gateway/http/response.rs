//! What a client gets.

use serde::Serialize;

use super::Headers;

/// The answer of an HTTP API to its client.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers; each `set-cookie` is one of its own.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    pub(super) fn new(status: u16, headers: Headers, body: impl Into<Vec<u8>>) -> Response {
        Response { status, headers, body: body.into() }
    }

    /// What the gateway itself answers: `{"message":"Not Found"}`.
    pub(super) fn error(status: u16, message: &str) -> Response {
        let headers = [("content-type", "application/json")].into_iter().collect();
        Response::new(status, headers, format!("{{\"message\":\"{message}\"}}"))
    }

    /// What a broken integration and a malformed answer of a Lambda function become.
    pub(super) fn internal_server_error() -> Response {
        Response::error(500, "Internal Server Error")
    }

    /// The body as text, with `\u{fffd}` for what is none.
    pub fn body_text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

impl Serialize for Response {
    /// `{"status": 200, "headers": {…}, "body": "…"}`
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Response", 3)?;
        object.serialize_field("status", &self.status)?;
        object.serialize_field("headers", &self.headers)?;
        object.serialize_field("body", &self.body_text())?;
        object.end()
    }
}
