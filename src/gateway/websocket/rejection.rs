//! What a client gets when its message comes to nothing.

use std::fmt;

use serde_json::json;

use super::{EventType, Message};
use crate::error::Error;

/// What a client gets when its message comes to nothing.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rejection {
    /// The connection is closed: the message is larger than 128 KB (1009), or no text (1003).
    Close {
        /// The code of the closing frame.
        code: u16,
        /// Why.
        reason: &'static str,
    },
    /// The client gets a message that tells of an error; one that opens a connection gets it as an HTTP response, and the
    /// connection is not opened.
    Error {
        /// The status, which is that of the response to a client that opens a connection.
        status: u16,
        /// `{"message": "Internal server error", "connectionId":"…", "requestId":"…"}`
        frame: String,
        /// Why, which the client does not learn.
        cause: String,
        /// The template that failed, if one did.
        template: Option<Box<Error>>,
    },
}

impl Rejection {
    pub(super) fn close(code: u16, reason: &'static str) -> Rejection {
        Rejection::Close { code, reason }
    }

    /// An error that a message ended in.
    #[cold]
    pub(super) fn error(message: &Message, status: u16, text: &str, cause: impl Into<String>) -> Rejection {
        let text = json!(text);
        let frame = match message.event_type() {
            EventType::Connect => format!("{{\"message\": {text}}}"),
            _ => {
                let id = |name| json!(message.context_text(name).unwrap_or_default());
                let (connection, request) = (id("connectionId"), id("requestId"));
                format!("{{\"message\": {text}, \"connectionId\":{connection}, \"requestId\":{request}}}")
            }
        };
        Rejection::Error { status, frame, cause: cause.into(), template: None }
    }

    /// An error of the definition or the integration: the client learns no more.
    #[cold]
    pub(super) fn internal(message: &Message, cause: impl Into<String>) -> Rejection {
        Rejection::error(message, 500, "Internal server error", cause)
    }

    #[cold]
    pub(super) fn template(message: &Message, error: Error) -> Rejection {
        match Rejection::internal(message, error.message().to_owned()) {
            Rejection::Error { status, frame, cause, .. } => {
                Rejection::Error { status, frame, cause, template: Some(Box::new(error)) }
            }
            other => other,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rejection::Close { code, reason } => write!(f, "the connection is closed with {code}: {reason}"),
            Rejection::Error { status, frame, cause, .. } => write!(f, "{status} {frame}: {cause}"),
        }
    }
}

impl std::error::Error for Rejection {}
