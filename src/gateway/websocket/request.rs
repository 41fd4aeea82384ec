//! From the client's message to the integration.

use super::super::mapping_expression::{NotJson, Place, evaluate_all, variable};
use super::super::mapping_template::MappingTemplate;
use super::super::message::{header_value, media_type};
use super::super::{base64, mock, uri};
use super::integration::Integration;
use super::{
    ContentHandling, EventType, Headers, IntegrationType, Message, PassthroughBehavior, Query, Rejection, event,
};
use crate::{Output, Overrides};

pub use super::super::rest::IntegrationRequest;

impl Integration {
    /// What is sent to the integration for a message on the route of that key.
    ///
    /// # Errors
    /// What the client gets instead: the connection is closed, or it gets a message that tells of an error, when no
    /// template is for the message, or a template or the definition is at fault.
    pub fn map_request(&self, route_key: &str, message: &Message) -> Result<IntegrationRequest, Rejection> {
        message.check()?;
        let message = &message.on_route(route_key);
        let mapped = evaluate_all(&self.parameters, message);
        let mapped =
            mapped.map_err(|NotJson| Rejection::error(message, 400, "Bad request body", "the body is no JSON"))?;
        let rendered = self.body(message)?;
        let (mut path, mut query, mut headers) = (Vec::new(), Query::new(), Headers::new());
        if self.kind == IntegrationType::HttpProxy && message.event_type() == EventType::Connect {
            (query, headers) = (message.query().clone(), message.headers().clone());
        }
        for (target, value) in mapped {
            match target.place {
                Place::Path => path.push((target.name.clone(), value.joined())),
                Place::Querystring => query.set(&target.name, value.values()),
                Place::Header => headers.set(&target.name, header_value(value.joined())),
            }
        }
        for (name, value) in rendered.overrides.request_headers() {
            headers.set(name, header_value(value));
        }
        for (name, value) in rendered.overrides.querystrings() {
            query.set(name, [value]);
        }
        for (name, value) in rendered.overrides.paths() {
            path.retain(|(key, _)| key != name);
            path.push((name.to_owned(), value));
        }
        let mock_status = match self.kind {
            IntegrationType::Mock => Some(mock_status(&rendered.body).ok_or_else(|| {
                Rejection::internal(message, "a MOCK integration's template must give an integer `statusCode`")
            })?),
            _ => None,
        };
        Ok(IntegrationRequest {
            method: self.method.clone().unwrap_or_else(|| "POST".to_owned()),
            uri: uri::filled(&self.uri, &uri::encoded(&path), |name| variable(&message.event().stage_variables, name)),
            query,
            headers,
            body: rendered.body,
            path,
            overrides: rendered.overrides,
            warnings: rendered.warnings,
            mock_status,
        })
    }

    /// The body behind template, passthrough and conversion: the event of a function, for one.
    fn body(&self, message: &Message) -> Result<Rendered, Rejection> {
        if self.kind == IntegrationType::AwsProxy {
            return Ok(Rendered::through(event::event(message).to_string().into_bytes()));
        }
        let template = match self.kind {
            IntegrationType::HttpProxy => None,
            _ => self.request_template(message)?,
        };
        let text = message.body_text();
        let bytes = match self.content_handling {
            Some(ContentHandling::ConvertToBinary) => Some(base64::bytes(text).ok_or_else(|| {
                Rejection::internal(message, "the body is to be converted to binary, and is not base64")
            })?),
            _ => None,
        };
        match (template, bytes) {
            (None | Some(MappingTemplate::Empty), bytes) => {
                Ok(Rendered::through(bytes.unwrap_or_else(|| text.as_bytes().to_vec())))
            }
            (Some(MappingTemplate::Broken(error)), _) => Err(Rejection::template(message, error.clone())),
            (Some(MappingTemplate::Parsed(_)), Some(_)) => {
                Err(Rejection::internal(message, "a binary body cannot be transformed by a template"))
            }
            (Some(MappingTemplate::Parsed(template)), None) => template
                .render_body(message.event(), text)
                .map(Rendered::from)
                .map_err(|error| Rejection::template(message, error)),
        }
    }

    /// The template of the key that the selection expression gives; `None` lets the body through.
    fn request_template(&self, message: &Message) -> Result<Option<&MappingTemplate>, Rejection> {
        let key = match &self.templates.selection {
            Some(selection) => selection.key(message, None),
            None => {
                let content_type = message.headers().get("Content-Type").map(media_type);
                let content_type =
                    content_type.filter(|name| !name.is_empty() && message.event_type() == EventType::Connect);
                content_type.unwrap_or("application/json").to_owned()
            }
        };
        if let Some(template) = self.templates.get(&key) {
            return Ok(Some(template));
        }
        match self.passthrough {
            PassthroughBehavior::WhenNoMatch => Ok(None),
            PassthroughBehavior::WhenNoTemplates if self.templates.entries.is_empty() => Ok(None),
            _ => {
                let cause = format!("no template is for the key `{}`", super::super::refusal::shown(&key));
                Err(Rejection::error(message, 415, "Unsupported Media Type", cause))
            }
        }
    }
}

fn mock_status(body: &[u8]) -> Option<i64> {
    std::str::from_utf8(body).ok().and_then(mock::status)
}

/// What a template made of a body, or nothing did.
struct Rendered {
    body: Vec<u8>,
    overrides: Overrides,
    warnings: Vec<crate::Warning>,
}

impl Rendered {
    fn through(body: Vec<u8>) -> Rendered {
        Rendered { body, overrides: Overrides::default(), warnings: Vec::new() }
    }
}

impl From<Output> for Rendered {
    fn from(output: Output) -> Rendered {
        Rendered { body: output.body.into_bytes(), overrides: output.overrides, warnings: output.warnings }
    }
}
