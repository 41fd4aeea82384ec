//! Messages as people read them: a first line, headers, an empty line, the body.

use std::fmt;

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
