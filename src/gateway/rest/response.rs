//! From the integration's answer to the client's.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::super::Event;
use super::super::mapping_expression::{NotJson, evaluate_all};
use super::super::mapping_template::{MappingTemplate, Rendered};
use super::super::message::media_type;
use super::super::parameters::override_headers;
use super::super::selection_pattern::{Steps, TooLong};
use super::answer::AnswerFacts;
use super::binary::{self, Body};
use super::failure::Failure;
use super::integration::IntegrationResponse;
use super::{
    GatewayResponse, Headers, Integration, IntegrationAnswer, IntegrationRequest, IntegrationType, MethodRequest,
    MethodResponse, header_rules, lambda_answer,
};
use crate::Overrides;

impl Integration {
    /// What the client gets for an integration's answer. `sent` is what [`map_request`](Integration::map_request) gave:
    /// the request template's overrides have their effect here.
    ///
    /// # Errors
    /// What the client gets instead, when no integration response is selected, a template fails, or a Lambda function's
    /// answer is none (502).
    pub fn map_response(
        &self,
        request: &MethodRequest,
        sent: &IntegrationRequest,
        answer: &IntegrationAnswer,
    ) -> Result<MethodResponse, GatewayResponse> {
        let response = match self.kind {
            IntegrationType::AwsProxy => lambda_answer::response(request, answer, &self.binary_media_types),
            IntegrationType::HttpProxy => self.passed_on(request, answer),
            _ => self.response(request, sent, answer),
        };
        let renamed = |response: MethodResponse| MethodResponse {
            headers: header_rules::renamed(response.headers, self.kind),
            ..response
        };
        response.map(renamed).map_err(|failure| self.gateway_responses.respond(*failure, request))
    }

    fn response(
        &self,
        request: &MethodRequest,
        sent: &IntegrationRequest,
        answer: &IntegrationAnswer,
    ) -> Result<MethodResponse, Box<Failure>> {
        let selected = self.select(answer)?;
        let mut headers = mapped_headers(selected, request, answer)?;
        let body = self.converted(request, answer, selected)?;
        let output = transformed(selected, request, &sent.overrides, body)?;
        override_headers(&mut headers, output.overrides.response_headers())
            .map_err(|name| Failure::configuration(name.to_string()))?;
        if !headers.contains("Content-Type") {
            headers.add("Content-Type", "application/json");
        }
        Ok(MethodResponse {
            status: output.overrides.status().unwrap_or(selected.status),
            headers,
            body: output.body,
            warnings: output.warnings,
        })
    }

    /// The place, among the integration responses, of the one that an answer selects.
    #[cfg(feature = "cli")]
    pub(crate) fn selected(&self, answer: &IntegrationAnswer) -> Option<usize> {
        let selected = self.select(answer).ok()?;
        self.responses.iter().position(|response| std::ptr::eq(response, selected))
    }

    /// The first response whose pattern is all of the status, or of a function's error; else the default.
    fn select(&self, answer: &IntegrationAnswer) -> Result<&IntegrationResponse, Box<Failure>> {
        let value = if self.is_lambda() { error_message(&answer.body) } else { answer.status.to_string().into() };
        let steps = Steps::new();
        for response in &self.responses {
            let Some(pattern) = &response.pattern else { continue };
            let matches = pattern.is_match(&value, &steps);
            if matches.map_err(|TooLong| Failure::configuration("the selection patterns take too long"))? {
                return Ok(response);
            }
        }
        self.responses.iter().find(|response| response.pattern.is_none()).ok_or_else(|| {
            let shown = super::super::refusal::shown(&value);
            Failure::configuration(format!("no integration response is for `{shown}`, and none is the default"))
        })
    }

    fn converted<'b>(
        &self,
        request: &MethodRequest,
        answer: &'b IntegrationAnswer,
        selected: &IntegrationResponse,
    ) -> Result<Body<'b>, Box<Failure>> {
        let types = &self.binary_media_types;
        let is_binary = binary::is_binary(answer.headers.get("Content-Type"), types);
        let accepts_binary = binary::is_binary(request.headers().get("Accept"), types);
        binary::of_answer(&answer.body, is_binary, accepts_binary, selected.content_handling)
            .map_err(|_| Failure::configuration("the answer is to be converted to binary, and is not base64"))
    }

    /// `HTTP_PROXY`: as it came.
    fn passed_on(&self, request: &MethodRequest, answer: &IntegrationAnswer) -> Result<MethodResponse, Box<Failure>> {
        let types = &self.binary_media_types;
        let is_binary = binary::is_binary(answer.headers.get("Content-Type"), types);
        let accepts_binary = binary::is_binary(request.headers().get("Accept"), types);
        // a text is no base64 here, whatever the client accepts
        let accepts_binary = accepts_binary && is_binary;
        let body = binary::of_answer(&answer.body, is_binary, accepts_binary, None)
            .map_err(|_| Failure::configuration("the answer is to be converted to binary, and is not base64"))?;
        let status = u16::try_from(answer.status).ok().filter(|status| (100..600).contains(status));
        Ok(MethodResponse {
            status: status.ok_or_else(|| Failure::malformed("the integration's status is none"))?,
            headers: answer.headers.clone(),
            body: body.into_bytes(),
            warnings: Vec::new(),
        })
    }
}

/// `errorMessage` of what a Lambda function answered; nothing if it did not fail.
pub(in crate::gateway) fn error_message(payload: &[u8]) -> Cow<'static, str> {
    // few answers are errors, and none of those is without the word; a list would be read as the fields in order
    let is_object = payload.trim_ascii_start().first() == Some(&b'{');
    if !is_object || memchr::memmem::find(payload, b"errorMessage").is_none() {
        return Cow::Borrowed("");
    }
    let failed = serde_json::from_slice::<Failed>(payload).ok();
    failed.and_then(|failed| failed.error_message).map_or(Cow::Borrowed(""), Cow::Owned)
}

/// `{"errorMessage": "no such pet", …}`: what stands beside it is passed over, however deep it is.
#[derive(Default)]
struct Failed {
    error_message: Option<String>,
}

impl<'de> Deserialize<'de> for Failed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Failed, D::Error> {
        deserializer.deserialize_map(Failed::default())
    }
}

impl<'de> Visitor<'de> for Failed {
    type Value = Failed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Failed, M::Error> {
        // of a key that comes again the last counts
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            match key.as_ref() {
                "errorMessage" => self.error_message = map.next_value()?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(self)
    }
}

fn mapped_headers(
    selected: &IntegrationResponse,
    request: &MethodRequest,
    answer: &IntegrationAnswer,
) -> Result<Headers, Box<Failure>> {
    let facts = AnswerFacts { request, answer };
    let mapped = evaluate_all(&selected.parameters, &facts);
    let mapped = mapped.map_err(|NotJson| Failure::configuration("the answer's body is no JSON"))?;
    let mut headers = Headers::new();
    mapped.into_iter().for_each(|(name, value)| headers.set(name.as_str(), value.joined()));
    Ok(headers)
}

fn transformed(
    selected: &IntegrationResponse,
    request: &MethodRequest,
    carried: &Overrides,
    body: Body<'_>,
) -> Result<Rendered, Box<Failure>> {
    // by what the client accepts first; the service was seen to prefer JSON to the first template
    let accepted = request.headers().get("Accept").map(media_type).unwrap_or("application/json");
    let templates = &selected.templates;
    let of_type = |media_type| templates.of_type(media_type);
    match (of_type(accepted).or_else(|| of_type("application/json")).or_else(|| templates.first()), body) {
        (None | Some(MappingTemplate::Empty), body) => {
            Ok(Rendered { overrides: carried.clone(), ..Rendered::through(body.into_bytes()) })
        }
        (Some(MappingTemplate::Broken(error)), _) => Err(Failure::template(error.clone())),
        (Some(MappingTemplate::Parsed(_)), Body::Bytes(_)) => {
            Err(Failure::configuration("a binary body cannot be transformed by a template"))
        }
        (Some(MappingTemplate::Parsed(template)), Body::Text(text)) => {
            let event: Cow<'_, Event> = match carried.is_empty() {
                true => Cow::Borrowed(request.event()),
                false => Cow::Owned(request.event().clone().overrides(carried.clone())),
            };
            template.render_body(&event, &text).map(Rendered::from).map_err(Failure::template)
        }
    }
}
