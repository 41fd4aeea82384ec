//! A message through an HTTP API.

use serde_json::{Value, json};
use vtl::definitions::{self, Operation, Shape};
use vtl::http::{Api, Integration, IntegrationAnswer, IntegrationRequest, IntegrationType, Request, Response};

use super::super::report::Failure;
use super::answer::Answer;
use super::exchange::{Exchange, add_body};
use super::lists::Lists;
use super::message::MessageArguments;
use super::reader::{self, Found, Refusals};

/// An HTTP API as the library reads it.
pub struct Reader<'a> {
    api: &'a definitions::Api,
    routes: Api,
    refusals: Refusals<'a>,
}

impl<'a> Reader<'a> {
    pub fn new(api: &'a definitions::Api) -> Result<Reader<'a>, Failure> {
        let mut lists = Lists::default();
        let none = json!({"IntegrationType": "HTTP_PROXY", "IntegrationUri": "https://none.example"});
        let read = |json: &Value| Integration::from_json(json).map(drop);
        for operation in api.operations.iter().filter(|operation| is_route(operation)) {
            lists.add(operation, key(operation), &Value::Null, none.clone(), read);
        }
        let routes = Api::from_json(&lists.json()).map_err(|refusal| lists.refused(&api.name, &refusal))?;
        Ok(Reader { api, routes, refusals: lists.refusals })
    }
}

impl<'a> reader::Reader<'a> for Reader<'a> {
    fn find(&self, message: &MessageArguments) -> Result<Option<Found<'a>>, Failure> {
        let path = message.bare_path();
        let Some(route) = self.routes.route(&message.method(), &path) else { return Ok(None) };
        let taken = route.key().to_string();
        let parameters = route.key().matches(&message.method(), &path).unwrap_or_default();
        let found = self.api.operations.iter().find(|operation| key(operation) == taken);
        Ok(found.map(|operation| Found { operation, parameters }))
    }

    fn exchange(
        &self,
        found: &Found<'a>,
        message: &MessageArguments,
        answer: Option<Answer>,
    ) -> Result<Exchange, Failure> {
        let request = request(message)?;
        let mut exchange = Exchange::new(self.api, found.operation, &found.parameters);
        match self.routes.map_request(&request) {
            Err(response) => {
                add_response(&mut exchange, "gateway response", "gatewayResponse", &response);
                return Ok(exchange);
            }
            Ok(sent) => add_request(&mut exchange, &sent),
        }
        let Some(answer) = answer else { return Ok(exchange) };
        let route = self.routes.route(&message.method(), &message.bare_path());
        let is_lambda = route.is_some_and(|route| route.integration().integration_type() == IntegrationType::AwsProxy);
        let answer = match is_lambda {
            true if answer.is_function_error() => IntegrationAnswer::lambda_error(answer.bytes),
            true => IntegrationAnswer::lambda(answer.bytes),
            false => answer.of_backend()?,
        };
        add_response(&mut exchange, "response", "response", &self.routes.map_response(&request, &answer));
        Ok(exchange)
    }

    fn refusals(&self) -> Refusals<'a> {
        self.refusals.clone()
    }
}

/// OpenAPI has `trace` and extensions where paths stand, an HTTP API has neither.
fn is_route(operation: &Operation) -> bool {
    operation.shape != Shape::OpenApi || operation.method != "TRACE" && !operation.path.starts_with("x-")
}

/// The key of an operation's route, which in OpenAPI its path and method make.
fn key(operation: &Operation) -> String {
    match (&operation.route_key, operation.path.trim_start_matches('/')) {
        (Some(key), _) => key.clone(),
        (None, "$default") => "$default".to_owned(),
        (None, path) => format!("{} /{path}", operation.method),
    }
}

fn request(message: &MessageArguments) -> Result<Request, Failure> {
    let target = format!("{}?{}", message.bare_path(), message.raw_query());
    let mut request = Request::new(message.method(), target).context(message.context()?).body(message.body()?);
    for (name, value) in &message.query {
        request = request.query_param(name, value);
    }
    for (name, value) in &message.header {
        request = request.header(name, value);
    }
    for (name, value) in &message.stage_variable {
        request = request.stage_variable(name, value);
    }
    Ok(request)
}

fn add_response(exchange: &mut Exchange, heading: &str, name: &str, response: &Response) {
    let mut text = response.status.to_string();
    write_message(&mut text, response.headers.iter(), &response.body);
    let mut json = json!({"status": response.status, "headers": response.headers});
    add_body(&mut json, &response.body);
    exchange.add(heading, &text, name, json);
}

fn add_request(exchange: &mut Exchange, sent: &IntegrationRequest) {
    let text = match sent {
        IntegrationRequest::Lambda { function, event } => format!("POST {function}\n\n{event:#}"),
        IntegrationRequest::Http(request) => {
            let mut text = format!("{} {}", request.method, request.uri);
            write_message(&mut text, request.headers.iter(), &request.body);
            text
        }
        IntegrationRequest::Service { action, parameters } => {
            let lines = parameters.iter().map(|(name, value)| format!("\n{name}: {value}"));
            format!("{action}{}", lines.collect::<String>())
        }
        _ => String::new(),
    };
    let json = serde_json::to_value(sent).unwrap_or(Value::Null);
    exchange.add("integration request", &text, "integrationRequest", json);
}

/// Headers, an empty line, the body; bytes that are no text as how many there are.
fn write_message<'h>(text: &mut String, headers: impl Iterator<Item = (&'h str, &'h str)>, body: &[u8]) {
    headers.for_each(|(name, value)| text.push_str(&format!("\n{name}: {value}")));
    match std::str::from_utf8(body) {
        Ok("") => {}
        Ok(body) => text.push_str(&format!("\n\n{body}")),
        Err(_) => text.push_str(&format!("\n\n({} bytes that are no text)", body.len())),
    }
}
