//! A pipeline, run as API Gateway runs it: request template, the backend's answer, the integration response that it
//! chooses, response template.

use std::cell::Cell;

use super::check::PATIENCE;
use super::model::{Backend, IntegrationResponse, Pipeline};
use crate::error::Error;
use crate::gateway::{Event, Output};

/// What became of a pipeline.
pub(crate) struct Ran<'p> {
    /// What the request template gave; without one, the body as it is.
    pub request: Result<Output, Error>,
    /// Missing if the request template failed.
    pub response: Option<Response<'p>>,
}

/// The way back.
pub(crate) enum Response<'p> {
    /// No pattern matches, and there is no default: API Gateway answers 500.
    None,
    Chosen {
        by: &'p IntegrationResponse,
        /// What the response template saw.
        event: Box<Event>,
        output: Result<Output, Error>,
        status: u16,
        headers: Vec<(String, String)>,
    },
}

/// Runs a pipeline.
pub(crate) fn run<'p>(pipeline: &'p Pipeline, event: &Event) -> Ran<'p> {
    let request = match &pipeline.request {
        Some(file) => file.render(event),
        None => Ok(Output { body: event.body_text().to_owned(), ..Output::default() }),
    };
    let response = request.as_ref().ok().map(|sent| respond(pipeline, event, sent));
    Ran { request, response }
}

fn respond<'p>(pipeline: &'p Pipeline, event: &Event, sent: &Output) -> Response<'p> {
    let backend = &pipeline.backend;
    let Some(by) = chosen(&pipeline.responses, backend, pipeline.is_lambda) else { return Response::None };
    let event = Box::new(event.clone().body(backend.body.clone()).overrides(sent.overrides.clone()));
    let output = match &by.template {
        Some(file) => file.render(&event),
        None => {
            let mut output = Output { body: backend.body.clone(), ..Output::default() };
            output.overrides = sent.overrides.clone();
            Ok(output)
        }
    };
    let overrides = output.as_ref().map(|output| output.overrides.clone()).unwrap_or_default();
    let status = overrides.status().unwrap_or(by.status);
    let headers = overrides.response_headers().map(|(name, value)| (name.to_owned(), value)).collect();
    Response::Chosen { by, event, output, status, headers }
}

/// The integration response whose pattern matches the whole of the backend's status, or of a Lambda function's message of
/// failure; the default one otherwise.
fn chosen<'p>(
    responses: &'p [IntegrationResponse],
    backend: &Backend,
    is_lambda: bool,
) -> Option<&'p IntegrationResponse> {
    let subject = if is_lambda { backend.error.clone().unwrap_or_default() } else { backend.status.to_string() };
    let matching = responses.iter().find(|response| {
        response.pattern.as_ref().is_some_and(|(_, regex)| {
            !(is_lambda && backend.error.is_none()) && regex.is_match(&subject, &Cell::new(PATIENCE)).unwrap_or(false)
        })
    });
    matching.or_else(|| responses.iter().find(|response| response.pattern.is_none()))
}
