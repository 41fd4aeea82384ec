//! From the integration's answer to the client.

use std::borrow::Cow;

use super::super::mapping_expression::{NotJson, evaluate_all};
use super::super::mapping_template::MappingTemplate;
use super::super::rest::{self, error_message};
use super::super::selection_pattern::{Steps, TooLong};
use super::super::{base64, utf8};
use super::integration::{Integration, IntegrationResponse, ResponseKey};
use super::selection::AnswerFacts;
use super::{ContentHandling, EventType, Headers, IntegrationAnswer, IntegrationType, Message, Rejection, lambda};

/// What a client gets of an integration's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// Nothing: its route is one-way, or its connection is closed.
    Nothing,
    /// A message.
    Frame(Vec<u8>),
    /// Its connection is opened; the response to its request has these headers, such as `Sec-WebSocket-Protocol`.
    Opened {
        /// The headers.
        headers: Headers,
    },
    /// Its connection is not opened; the response to its request is this.
    Refused {
        /// The status.
        status: u16,
        /// The headers.
        headers: Headers,
        /// The body.
        body: Vec<u8>,
    },
}

impl Integration {
    /// What the client gets of the integration's answer to a message on the route of that key. `two_way` says that the
    /// route has a route response.
    ///
    /// # Errors
    /// What the client gets instead, when a function failed, no integration response is for the answer, or a template
    /// fails.
    pub fn map_response(
        &self,
        route_key: &str,
        two_way: bool,
        message: &Message,
        answer: &IntegrationAnswer,
    ) -> Result<Reply, Rejection> {
        let message = &message.on_route(route_key);
        match (message.event_type(), self.kind) {
            // there is nobody to tell
            (EventType::Disconnect, _) => Ok(Reply::Nothing),
            (_, IntegrationType::AwsProxy) => lambda::reply(message, two_way, answer),
            (EventType::Connect, IntegrationType::HttpProxy) => {
                opening(message, answer.status, answer.headers.clone(), answer.body.clone())
            }
            (EventType::Connect, _) => {
                let selected = self.select(message, answer)?;
                let headers = mapped_headers(selected, message, answer)?;
                let failed = self.is_lambda() && (answer.function_error || !error_message(&answer.body).is_empty());
                let body = transformed(selected, message, answer)?;
                opening(message, if failed { 500 } else { answer.status }, headers, body)
            }
            (EventType::Message, _) if !two_way => Ok(Reply::Nothing),
            (EventType::Message, IntegrationType::HttpProxy) => Ok(Reply::Frame(answer.body.clone())),
            (EventType::Message, _) => {
                let selected = self.select(message, answer)?;
                transformed(selected, message, answer).map(Reply::Frame)
            }
        }
    }

    /// The first response whose pattern is all of the status, or of a function's error; else the default.
    fn select(&self, message: &Message, answer: &IntegrationAnswer) -> Result<&IntegrationResponse, Rejection> {
        let value: Cow<'_, str> =
            if self.is_lambda() { error_message(&answer.body) } else { answer.status.to_string().into() };
        let steps = Steps::new();
        for response in self.responses.iter() {
            let matches = match &response.key {
                ResponseKey::Pattern(pattern) => pattern.is_match(&value, &steps),
                ResponseKey::Text(text) => Ok(**text == *value),
                ResponseKey::Default => Ok(false),
            };
            if matches.map_err(|TooLong| {
                Rejection::internal(message, "the keys of the integration responses take too long")
            })? {
                return Ok(response);
            }
        }
        let default = self.responses.iter().find(|response| matches!(response.key, ResponseKey::Default));
        default.ok_or_else(|| {
            let value = super::super::refusal::shown(&value);
            Rejection::internal(message, format!("no integration response is for `{value}`, and none is `$default`"))
        })
    }
}

/// The response to a client that opens a connection: an answer with a status from 200 to 299 opens it.
pub(super) fn opening(message: &Message, status: i64, headers: Headers, body: Vec<u8>) -> Result<Reply, Rejection> {
    match u16::try_from(status) {
        Ok(200..300) => Ok(Reply::Opened { headers }),
        Ok(status @ 100..600) => Ok(Reply::Refused { status, headers, body }),
        _ => Err(Rejection::internal(message, format!("the integration's status {status} is none"))),
    }
}

/// The body behind template and conversion.
fn transformed(
    selected: &IntegrationResponse,
    message: &Message,
    answer: &IntegrationAnswer,
) -> Result<Vec<u8>, Rejection> {
    let facts = AnswerFacts { status: answer.status, headers: &answer.headers };
    let selection = selected.templates.selection.as_ref();
    let key = selection.map_or_else(|| "$default".to_owned(), |selection| selection.key(message, Some(facts)));
    let body = converted(selected, message, answer)?;
    match selected.templates.get(&key) {
        None | Some(MappingTemplate::Empty) => Ok(body.into_owned()),
        Some(MappingTemplate::Broken(error)) => Err(Rejection::template(message, error.clone())),
        Some(MappingTemplate::Parsed(template)) => {
            let text = std::str::from_utf8(&body).map_or_else(|_| utf8::decode(body.to_vec()).into(), Cow::Borrowed);
            let output = template.render_body(message.event(), &text);
            output.map(|output| output.body.into_bytes()).map_err(|error| Rejection::template(message, error))
        }
    }
}

/// Bytes that are no text become base64, or text in base64 becomes bytes.
fn converted<'b>(
    selected: &IntegrationResponse,
    message: &Message,
    answer: &'b IntegrationAnswer,
) -> Result<Cow<'b, [u8]>, Rejection> {
    let body = &answer.body;
    match selected.content_handling {
        Some(ContentHandling::ConvertToText) if std::str::from_utf8(body).is_err() => {
            Ok(base64::encode_bytes(body).into_bytes().into())
        }
        Some(ContentHandling::ConvertToBinary) => {
            let bytes = std::str::from_utf8(body).ok().and_then(base64::bytes);
            let cause = "the answer is to be converted to binary, and is not base64";
            bytes.map(Cow::Owned).ok_or_else(|| Rejection::internal(message, cause))
        }
        _ => Ok(body.into()),
    }
}

fn mapped_headers(
    selected: &IntegrationResponse,
    message: &Message,
    answer: &IntegrationAnswer,
) -> Result<Headers, Rejection> {
    let mapped = evaluate_all(&selected.parameters, &rest::AnswerFacts { request: message, answer });
    let mapped = mapped.map_err(|NotJson| Rejection::internal(message, "the answer's body is no JSON"))?;
    let mut headers = Headers::new();
    mapped.into_iter().for_each(|(name, value)| headers.set(name.as_str(), value.joined()));
    Ok(headers)
}
