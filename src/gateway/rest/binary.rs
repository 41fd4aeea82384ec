//! `binaryMediaTypes` and `contentHandling`: whether a body is text or bytes, and what it becomes.

use std::borrow::Cow;

use super::super::message::media_type;
use super::super::{base64, utf8};
use super::ContentHandling;

/// A body on its way.
#[derive(Debug, PartialEq)]
pub(super) enum Body<'b> {
    Text(Cow<'b, str>),
    /// No template can see these.
    Bytes(Cow<'b, [u8]>),
}

impl Body<'_> {
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Body::Text(text) => text.into_owned().into_bytes(),
            Body::Bytes(bytes) => bytes.into_owned(),
        }
    }
}

/// The body was to be decoded and is no base64.
#[derive(Debug, PartialEq)]
pub(super) struct NotBase64;

/// Whether a `Content-Type` or `Accept` names a binary media type first. Without one it is `application/json`.
pub(super) fn is_binary(header: Option<&str>, binary_media_types: &[String]) -> bool {
    if binary_media_types.is_empty() {
        return false;
    }
    let wanted = header.map(media_type).filter(|name| !name.is_empty()).unwrap_or("application/json");
    binary_media_types.iter().any(|known| {
        let known = media_type(known);
        let range = known.strip_suffix("/*").and_then(|range| wanted.split_once('/').map(|(kind, _)| (range, kind)));
        known == "*/*"
            || known.eq_ignore_ascii_case(wanted)
            || range.is_some_and(|(range, kind)| range.eq_ignore_ascii_case(kind))
    })
}

/// The body of a request for the integration.
pub(super) fn of_request<'b>(
    body: &'b [u8],
    text: Option<&'b str>,
    is_binary: bool,
    handling: Option<ContentHandling>,
) -> Result<Body<'b>, NotBase64> {
    match (is_binary, handling) {
        (true, None | Some(ContentHandling::ConvertToBinary)) => Ok(Body::Bytes(body.into())),
        (true, Some(ContentHandling::ConvertToText)) => Ok(encoded(body)),
        (false, None | Some(ContentHandling::ConvertToText)) => Ok(as_text(body, text)),
        (false, Some(ContentHandling::ConvertToBinary)) => decoded(body),
    }
}

/// The body of an integration's answer for the client, who accepts bytes or does not.
pub(super) fn of_answer(
    body: &[u8],
    is_binary: bool,
    accepts_binary: bool,
    handling: Option<ContentHandling>,
) -> Result<Body<'_>, NotBase64> {
    match (is_binary, handling) {
        (true, Some(ContentHandling::ConvertToText)) => Ok(encoded(body)),
        (true, Some(ContentHandling::ConvertToBinary)) => Ok(Body::Bytes(body.into())),
        (true, None) if accepts_binary => Ok(Body::Bytes(body.into())),
        (true, None) => Ok(encoded(body)),
        (false, Some(ContentHandling::ConvertToText)) => Ok(as_text(body, None)),
        (false, Some(ContentHandling::ConvertToBinary)) => decoded(body),
        (false, None) if accepts_binary => decoded(body),
        (false, None) => Ok(as_text(body, None)),
    }
}

/// What is no UTF-8 becomes U+FFFD.
fn as_text<'b>(body: &'b [u8], text: Option<&'b str>) -> Body<'b> {
    Body::Text(match text.or_else(|| std::str::from_utf8(body).ok()) {
        Some(text) => text.into(),
        None => utf8::decode(body.to_vec()).into(),
    })
}

fn encoded(body: &[u8]) -> Body<'static> {
    Body::Text(base64::encode_bytes(body).into())
}

fn decoded(body: &[u8]) -> Result<Body<'static>, NotBase64> {
    let text = std::str::from_utf8(body).map_err(|_| NotBase64)?;
    base64::bytes(text).map(|bytes| Body::Bytes(bytes.into())).ok_or(NotBase64)
}
