//! What a client does to its connection: opens it, sends a message, closes it.

use serde_json::{Value as Json, json};

use super::super::Event;
use super::super::context::Entries;
use super::super::mapping_expression::{Facts, Place, variable};
use super::{Headers, Query, Rejection};
use crate::value::Datum;

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventType {
    /// `CONNECT`
    Connect,
    /// `MESSAGE`
    Message,
    /// `DISCONNECT`
    Disconnect,
}

impl EventType {
    /// `CONNECT`, as `$context.eventType` shows it.
    pub fn name(self) -> &'static str {
        match self {
            EventType::Connect => "CONNECT",
            EventType::Message => "MESSAGE",
            EventType::Disconnect => "DISCONNECT",
        }
    }
}

/// Something that happens to a connection: a client opens it, sends a message, or it is closed.
///
/// ```
/// use vtl::websocket::Message;
///
/// let opening = Message::connect()
///     .header("Host", "abc.execute-api.eu-west-1.amazonaws.com")
///     .query_param("token", "t1");
/// let message = Message::text(r#"{"action": "join"}"#).context(serde_json::json!({"connectionId": "c1", "stage": "prod"}));
/// let closing = Message::disconnect(1001, "Going away");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    event_type: EventType,
    headers: Headers,
    query: Query,
    /// `None` for a frame that is not text.
    text: Option<String>,
    bytes: usize,
    /// `$context` and `$stageVariables`, and what `$input` sees of a body that goes through no mapping.
    event: Event,
}

/// Bytes that a message may have (the documentation's 128 KB).
const MAX_BYTES: usize = 128 * 1024;

impl Message {
    fn new(event_type: EventType) -> Message {
        let message = Message {
            event_type,
            headers: Headers::new(),
            query: Query::new(),
            text: Some(String::new()),
            bytes: 0,
            event: Event::new(),
        };
        message.context(json!({}))
    }

    /// A request to open a connection, for the route `$connect`.
    pub fn connect() -> Message {
        Message::new(EventType::Connect)
    }

    /// A text that a client sends.
    pub fn text(body: impl Into<String>) -> Message {
        let text = body.into();
        let bytes = text.len();
        let mut message = Message { bytes, ..Message::new(EventType::Message) };
        message.event = message.event.body(text.clone());
        message.text = Some(text);
        message
    }

    /// A frame that a client sends. One that is no text is [rejected](Rejection) when it is mapped, as the service does.
    pub fn frame(body: impl Into<Vec<u8>>) -> Message {
        match String::from_utf8(body.into()) {
            Ok(text) => Message::text(text),
            Err(error) => Message { text: None, bytes: error.as_bytes().len(), ..Message::new(EventType::Message) },
        }
    }

    /// The end of a connection, for the route `$disconnect`, with the code and the reason of its closing frame.
    pub fn disconnect(code: u16, reason: &str) -> Message {
        let message = Message::new(EventType::Disconnect);
        let closing = json!({"disconnectStatusCode": code, "disconnectReason": reason});
        Message { event: message.event.overlay(Event::new().context(closing)), ..message }
    }

    /// Adds a header of the request that opens the connection; a name may come again. The service shows some with the
    /// end of a connection, too.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Message {
        let (name, value) = (name.into(), value.into());
        if self.event_type == EventType::Connect {
            self.event = self.event.header(name.as_str(), value.as_str());
        }
        self.headers.add(name, value);
        self
    }

    /// Adds a parameter of the query string of the request that opens the connection; a name may come again.
    pub fn query_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Message {
        let (name, value) = (name.into(), value.into());
        if self.event_type == EventType::Connect {
            self.event = self.event.query_param(name.as_str(), value.as_str());
        }
        self.query.add(name, value);
        self
    }

    /// `$context`, as an object: `connectionId`, `messageId`, `connectedAt`, `requestId`, `stage` … What is known without
    /// it need not be in it: `eventType`, `routeKey`. Numbers and booleans in `authorizer` become strings.
    pub fn context(mut self, context: Json) -> Message {
        let mut context = context;
        if let Some(Json::Object(authorizer)) = context.get_mut("authorizer") {
            for value in authorizer.values_mut() {
                if value.is_number() || value.is_boolean() {
                    *value = Json::String(value.to_string());
                }
            }
        }
        let mut given = json!({"eventType": self.event_type.name()});
        let id = |name: &str| context.get(name).filter(|id| !id.is_null()).cloned();
        for (name, other) in [("requestId", "extendedRequestId"), ("extendedRequestId", "requestId")] {
            if let Some(id) = id(other).filter(|_| id(name).is_none()) {
                given[name] = id;
            }
        }
        let closing =
            ["disconnectStatusCode", "disconnectReason"].map(|name| (name, self.context_datum(name).cloned()));
        self.event = self.event.context(given).overlay(Event::new().context(context));
        for (name, datum) in closing {
            if let Some(datum) = datum.filter(|_| self.context_datum(name).is_none()) {
                self.event.context.push((name.to_owned(), datum));
            }
        }
        self
    }

    /// A stage variable.
    pub fn stage_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Message {
        self.event = self.event.stage_variable(name, value);
        self
    }

    /// What happens to the connection.
    pub fn event_type(&self) -> EventType {
        self.event_type
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The query string.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The text of the message.
    pub(super) fn body_text(&self) -> &str {
        self.text.as_deref().unwrap_or("")
    }

    pub(super) fn context_datum(&self, name: &str) -> Option<&Datum> {
        self.event.context.iter().find(|(key, _)| key == name).map(|(_, datum)| datum)
    }

    pub(super) fn context_text(&self, name: &str) -> Option<String> {
        variable(&self.event.context, name)
    }

    /// The same on its route, whose key templates see.
    pub(super) fn on_route(&self, key: &str) -> Message {
        let mut message = self.clone();
        if message.context_datum("routeKey").is_none() {
            message.event.context.push(("routeKey".to_owned(), Datum::String(key.to_owned())));
        }
        message
    }

    /// What templates see.
    pub(super) fn event(&self) -> &Event {
        &self.event
    }

    /// Closes the connection of a client that sends what it must not.
    pub(super) fn check(&self) -> Result<(), Rejection> {
        if self.text.is_none() {
            return Err(Rejection::close(1003, "binary frames are not supported"));
        }
        if self.bytes > MAX_BYTES {
            return Err(Rejection::close(1009, "a message may have 128 KB"));
        }
        Ok(())
    }
}

impl Facts for Message {
    /// Only the request that opens a connection has parameters.
    fn values(&self, place: Place, name: &str) -> Vec<&str> {
        match (self.event_type, place) {
            (EventType::Connect, Place::Header) => self.headers.exactly(name).collect(),
            (EventType::Connect, Place::Querystring) => self.query.all(name).collect(),
            _ => Vec::new(),
        }
    }

    fn body(&self) -> Option<&str> {
        self.text.as_deref()
    }

    fn context(&self) -> &Entries {
        &self.event.context
    }

    fn stage_variables(&self) -> &Entries {
        &self.event.stage_variables
    }
}
