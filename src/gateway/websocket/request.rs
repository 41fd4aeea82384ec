//! From the client's message to the integration.

use super::super::mapping_expression::{Facts, NotJson, evaluate_all};
use super::super::mapping_template::{MappingTemplate, Rendered};
use super::super::message::media_type;
use super::super::parameters::Parameters;
use super::super::rest::header_rules;
use super::super::{base64, mock};
use super::integration::Integration;
use super::{ContentHandling, EventType, IntegrationType, Message, PassthroughBehavior, Rejection, event};

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
        let mut parameters = Parameters::default();
        if self.kind == IntegrationType::HttpProxy && message.event_type() == EventType::Connect {
            let passes = |name: &str| !header_rules::is_taken_off(name) && header_rules::is_passed(name);
            parameters.query = message.query().clone();
            parameters.headers = message.headers().iter().filter(|(name, _)| passes(name)).collect();
        }
        parameters.map(mapped);
        parameters.override_with(&rendered.overrides).map_err(|name| Rejection::internal(message, name.to_string()))?;
        header_rules::keep_sendable(&mut parameters.headers, self.kind);
        let mock_status = match self.kind {
            IntegrationType::Mock => Some(mock::status(&rendered.body).ok_or_else(|| {
                Rejection::internal(message, "a MOCK integration's template must give an integer `statusCode`")
            })?),
            _ => None,
        };
        Ok(IntegrationRequest {
            method: self.method.clone().unwrap_or_else(|| "POST".to_owned()),
            uri: parameters.fill(&self.uri, message.stage_variables()),
            query: parameters.query,
            headers: parameters.headers,
            body: rendered.body,
            path: parameters.path,
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
            PassthroughBehavior::WhenNoTemplates if self.templates.all.is_empty() => Ok(None),
            _ => {
                let cause = format!("no template is for the key `{}`", super::super::refusal::shown(&key));
                Err(Rejection::error(message, 415, "Unsupported Media Type", cause))
            }
        }
    }
}
