//! Messages as people read them, a first line, headers, an empty line, the body; and as JSON for machines.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::super::base64;
use super::{GatewayResponse, Headers, IntegrationRequest, MethodResponse};

impl fmt::Display for IntegrationRequest {
    /// `PUT https://example.com/pets/7?page=2`, its headers, its body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.uri.as_str() {
            "" => f.write_str(&self.method)?,
            _ => write!(f, "{} {}", self.method, self.url())?,
        }
        message(f, &self.headers, &self.body)
    }
}

impl fmt::Display for MethodResponse {
    /// `200`, its headers, its body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        message(f, &self.headers, &self.body)
    }
}

impl fmt::Display for GatewayResponse {
    /// `415 UNSUPPORTED_MEDIA_TYPE`, its headers, its body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.kind.name())?;
        message(f, &self.headers, self.body.as_bytes())
    }
}

/// Bytes that are no text are shown in base64.
fn message(f: &mut fmt::Formatter<'_>, headers: &Headers, body: &[u8]) -> fmt::Result {
    for (name, value) in headers.iter() {
        write!(f, "\n{name}: {value}")?;
    }
    match std::str::from_utf8(body) {
        Ok("") => Ok(()),
        Ok(text) => write!(f, "\n\n{text}"),
        Err(_) => write!(f, "\n\n({} bytes in base64) {}", body.len(), base64::encode_bytes(body)),
    }
}

impl Serialize for IntegrationRequest {
    /// `{"method", "uri", "query", "headers", "body", "requestOverride", "responseOverride"}`; a body that is no text is in
    /// base64, with `"isBase64Encoded": true`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = json!({
            "method": self.method,
            "uri": self.uri,
            "query": self.query,
            "headers": self.headers,
            "requestOverride": self.overrides.request_override(),
            "responseOverride": self.overrides.response_override(),
        });
        add_body(&mut json, &self.body);
        json.serialize(serializer)
    }
}

impl Serialize for MethodResponse {
    /// `{"status", "headers", "body"}`; a body that is no text is in base64, with `"isBase64Encoded": true`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = json!({"status": self.status, "headers": self.headers});
        add_body(&mut json, &self.body);
        json.serialize(serializer)
    }
}

impl Serialize for GatewayResponse {
    /// `{"type", "status", "headers", "body", "message", "cause"}`
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = json!({
            "type": self.kind.name(),
            "status": self.status,
            "headers": self.headers,
            "body": self.body,
            "message": self.message,
            "cause": self.cause.as_ref().map(ToString::to_string),
        });
        json.serialize(serializer)
    }
}

fn add_body(json: &mut Json, body: &[u8]) {
    match std::str::from_utf8(body) {
        Ok(text) => json["body"] = text.into(),
        Err(_) => {
            json["body"] = base64::encode_bytes(body).into();
            json["isBase64Encoded"] = true.into();
        }
    }
}
