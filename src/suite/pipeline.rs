//! A pipeline, run as API Gateway runs it: request template, the backend's answer, the integration response that it
//! chooses, response template.

use super::model::{Pipeline, Way};
use super::templates::TemplateFile;
use crate::error::Error;
use crate::gateway::{Event, Output};
use crate::rest::{Cause, GatewayResponse, IntegrationAnswer, IntegrationRequest, MethodRequest, MethodResponse};

/// What became of a pipeline.
pub(crate) struct Ran<'p> {
    /// What goes to the backend.
    pub request: Step<'p>,
    /// What comes back to the client; missing if the case says nothing of the backend.
    pub response: Option<Step<'p>>,
}

/// One of the two steps.
pub(crate) struct Step<'p> {
    /// The template; nothing where the body passes through, or where none was come to.
    pub file: Option<&'p TemplateFile>,
    /// What the template saw.
    pub event: Event,
    pub result: Result<Output, Stopped>,
    /// What the gateway says in place of an output.
    pub said: Option<Output>,
    pub url: Option<String>,
    pub status: Option<u16>,
    pub headers: Vec<(String, String)>,
    pub integration_response: Option<&'p str>,
    pub gateway_response: Option<&'static str>,
}

/// Why a step has no output.
pub(crate) enum Stopped {
    /// The template failed.
    Template(Error),
    /// Something else is at fault.
    Otherwise(String),
}

/// Runs a pipeline. What was rendered is rendered once more where a reader asks for what the gateway keeps to itself.
pub(crate) fn run<'p>(pipeline: &'p Pipeline, event: &Event) -> Ran<'p> {
    let way = &*pipeline.way;
    let request = client(way, event);
    match way.integration.map_request(&request) {
        Err(refused) => refused_request(way, event, refused),
        Ok(sent) => {
            let answer = sent.mock_answer().or_else(|| pipeline.backend.as_ref().map(|_| answer(pipeline)));
            let response = answer.map(|answer| respond(way, event, &request, &sent, &answer));
            Ran { request: sent_step(way, event, sent), response }
        }
    }
}

/// The client's request. One template for all takes bodies of any type.
fn client(way: &Way, event: &Event) -> MethodRequest {
    let request = MethodRequest::from(event.clone());
    let is_for_all = way.request.iter().any(|(media_type, _)| media_type.is_none());
    if is_for_all { request.of_type("application/json") } else { request }
}

fn answer(pipeline: &Pipeline) -> IntegrationAnswer {
    let Some(backend) = &pipeline.backend else { return IntegrationAnswer::new(200) };
    let answer = match pipeline.way.integration.is_lambda() {
        true => IntegrationAnswer::lambda(backend.body.as_str()),
        false => IntegrationAnswer::new(backend.status).body(backend.body.as_str()),
    };
    backend.headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value))
}

/// The template for a request's media type.
fn request_file<'p>(way: &'p Way, event: &Event) -> Option<&'p TemplateFile> {
    let request = MethodRequest::from(event.clone());
    let media_type = request.headers().get("Content-Type").unwrap_or("application/json");
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let is_for = |known: &Option<String>| known.as_ref().is_none_or(|known| known.eq_ignore_ascii_case(media_type));
    way.request.iter().find(|(known, _)| is_for(known)).map(|(_, file)| &**file)
}

fn sent_step<'p>(way: &'p Way, event: &Event, sent: IntegrationRequest) -> Step<'p> {
    let url = Some(sent.url());
    let headers = owned(sent.headers.iter());
    let body = String::from_utf8_lossy(&sent.body).into_owned();
    let output = Output { body, overrides: sent.overrides, warnings: sent.warnings };
    let file = request_file(way, event);
    if let Some(file) = file {
        file.count(event);
    }
    Step { url, headers, ..Step::of(file, event.clone(), Ok(output)) }
}

/// The client hears of a request that cannot be mapped, and the backend does not.
fn refused_request<'p>(way: &'p Way, event: &Event, refused: GatewayResponse) -> Ran<'p> {
    let file = request_file(way, event);
    let request = Step::of(file, event.clone(), Err(stopped(&refused, file, event)));
    Ran { request, response: Some(gateway_step(event.clone(), refused)) }
}

/// What the gateway itself answers.
fn gateway_step<'p>(event: Event, response: GatewayResponse) -> Step<'p> {
    let headers = owned(response.headers.iter());
    let (status, gateway_response) = (Some(response.status), Some(response.kind.name()));
    let output = Output { body: response.body, ..Output::default() };
    Step { status, headers, gateway_response, ..Step::of(None, event, Ok(output)) }
}

fn respond<'p>(
    way: &'p Way,
    event: &Event,
    request: &MethodRequest,
    sent: &IntegrationRequest,
    answer: &IntegrationAnswer,
) -> Step<'p> {
    let chosen = way.integration.selected(answer).and_then(|place| way.responses.get(place));
    let file = chosen.and_then(|response| response.template.as_deref());
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    let event = event.clone().body(body).overrides(sent.overrides.clone());
    let integration_response = chosen.map(|response| response.name.as_str());
    match way.integration.map_response(request, sent, answer) {
        Ok(response) => Step { integration_response, ..answered(file, event, response, sent) },
        Err(refused) => {
            let result = Err(stopped(&refused, file, &event));
            let step = gateway_step(event, refused);
            Step { file, said: step.result.ok(), result, integration_response, ..step }
        }
    }
}

fn answered<'p>(
    file: Option<&'p TemplateFile>,
    event: Event,
    response: MethodResponse,
    sent: &IntegrationRequest,
) -> Step<'p> {
    let headers = owned(response.headers.iter());
    let rendered = file.and_then(|file| file.render(&event).ok());
    let overrides = rendered.map_or_else(|| sent.overrides.clone(), |output| output.overrides);
    let body = String::from_utf8_lossy(&response.body).into_owned();
    let output = Output { body, overrides, warnings: response.warnings };
    Step { status: Some(response.status), headers, ..Step::of(file, event, Ok(output)) }
}

/// The error of the file that people know, not of the definition that was made of it.
fn stopped(refused: &GatewayResponse, file: Option<&TemplateFile>, event: &Event) -> Stopped {
    match refused.cause.as_deref() {
        Some(Cause::Template(error)) => {
            let own = file.and_then(|file| file.render(event).err());
            Stopped::Template(own.unwrap_or_else(|| error.clone()))
        }
        Some(Cause::Configuration(why)) => Stopped::Otherwise(why.clone()),
        None => Stopped::Otherwise(refused.message.clone().unwrap_or_else(|| refused.kind.name().to_owned())),
    }
}

fn owned<'h>(headers: impl Iterator<Item = (&'h str, &'h str)>) -> Vec<(String, String)> {
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

impl<'p> Step<'p> {
    fn of(file: Option<&'p TemplateFile>, event: Event, result: Result<Output, Stopped>) -> Step<'p> {
        Step {
            file,
            event,
            result,
            said: None,
            url: None,
            status: None,
            headers: Vec::new(),
            integration_response: None,
            gateway_response: None,
        }
    }
}
