//! A message through a WebSocket API.

use serde_json::{Value, json};
use vtl::ErrorKind;
use vtl::definitions::{self, Operation};
use vtl::websocket::{Api, Integration, IntegrationAnswer, IntegrationType, Message, Rejection, Reply, Route};

use super::super::report::Failure;
use super::answer::Answer;
use super::exchange::{Exchange, add_body, title};
use super::lists::Lists;
use super::message::MessageArguments;
use super::reader::{self, Found, Refusals};
use super::rest;

/// A WebSocket API as the library reads it.
pub struct Reader<'a> {
    api: &'a definitions::Api,
    routes: Api,
    refusals: Refusals<'a>,
}

impl<'a> Reader<'a> {
    pub fn new(api: &'a definitions::Api) -> Result<Reader<'a>, Failure> {
        let mut lists = Lists::default();
        let read = |json: &Value| Integration::from_json(json).map(drop);
        for operation in &api.operations {
            let none = json!({"IntegrationType": "MOCK"});
            lists.add(operation, title(operation), &operation.method_settings, none, read);
        }
        let mut json = lists.json();
        json["RouteSelectionExpression"] = api.route_selection_expression.as_deref().into();
        let routes = Api::from_json(&json).map_err(|refusal| lists.refused(&api.name, &refusal))?;
        Ok(Reader { api, routes, refusals: lists.refusals })
    }

    /// The route that a message selects, or that was asked for.
    fn route(&self, message: &MessageArguments, sent: &Message) -> Option<&Route> {
        match &message.route {
            Some(key) => self.routes.routes().iter().find(|route| route.key() == key),
            None => self.routes.route(sent),
        }
    }
}

impl<'a> reader::Reader<'a> for Reader<'a> {
    fn find(&self, message: &MessageArguments) -> Result<Option<Found<'a>>, Failure> {
        let Some(key) = self.route(message, &sent(message)?).map(Route::key) else { return Ok(None) };
        let found = self.api.operations.iter().find(|operation| title(operation) == key);
        Ok(found.map(|operation| Found { operation, parameters: Vec::new() }))
    }

    fn exchange(
        &self,
        found: &Found<'a>,
        message: &MessageArguments,
        answer: Option<Answer>,
    ) -> Result<Exchange, Failure> {
        let sent = sent(message)?;
        let mut exchange = Exchange::new(self.api, found.operation, &found.parameters);
        let Some(route) = self.route(message, &sent) else { return Ok(exchange) };
        let request = match route.map_request(&sent) {
            Ok(request) => request,
            Err(rejection) => {
                reject(&mut exchange, rejection, found.operation);
                return Ok(exchange);
            }
        };
        let kind = route.integration().integration_type();
        let heading = format!("integration request ({})", kind.name());
        exchange.add(&heading, &request.to_string(), "integrationRequest", rest::of_request(&request));
        let is_function = route.integration().is_lambda() || kind == IntegrationType::AwsProxy;
        let answer = match answer {
            Some(answer) if is_function && answer.is_function_error() => {
                Some(IntegrationAnswer::lambda_error(answer.bytes))
            }
            Some(answer) if is_function => Some(IntegrationAnswer::lambda(answer.bytes)),
            Some(answer) => Some(answer.of_backend()?),
            None => request.mock_answer(),
        };
        match answer.map(|answer| route.map_response(&sent, &answer)) {
            None => {}
            Some(Ok(reply)) => add_reply(&mut exchange, reply),
            Some(Err(rejection)) => reject(&mut exchange, rejection, found.operation),
        }
        Ok(exchange)
    }

    fn refusals(&self) -> Refusals<'a> {
        self.refusals.clone()
    }
}

/// `$connect` and `$disconnect` are asked for by their keys; everything else is a message.
fn sent(message: &MessageArguments) -> Result<Message, Failure> {
    let mut sent = match message.route.as_deref() {
        Some("$connect") => Message::connect(),
        Some("$disconnect") => Message::disconnect(1000, ""),
        _ => Message::frame(message.body()?),
    };
    if message.route.as_deref() == Some("$connect") {
        for (name, value) in message.all_query().iter() {
            sent = sent.query_param(name, value);
        }
        for (name, value) in &message.header {
            sent = sent.header(name, value);
        }
    }
    for (name, value) in &message.stage_variable {
        sent = sent.stage_variable(name, value);
    }
    Ok(sent.context(message.context()?))
}

fn add_reply(exchange: &mut Exchange, reply: Reply) {
    let (heading, text, json) = match reply {
        Reply::Nothing => ("reply", "(nothing: the route is one-way)".to_owned(), Value::Null),
        Reply::Frame(body) => {
            let mut json = json!({});
            add_body(&mut json, &body);
            ("reply", String::from_utf8_lossy(&body).into_owned(), json)
        }
        Reply::Opened { headers } => {
            let lines = headers.iter().map(|(name, value)| format!("\n{name}: {value}"));
            (
                "connection opened",
                format!("101{}", lines.collect::<String>()),
                json!({"status": 101, "headers": headers}),
            )
        }
        Reply::Refused { status, headers, body } => {
            let lines = headers.iter().map(|(name, value)| format!("\n{name}: {value}"));
            let text = format!("{status}{}\n\n{}", lines.collect::<String>(), String::from_utf8_lossy(&body));
            let mut json = json!({"status": status, "headers": headers});
            add_body(&mut json, &body);
            ("connection refused", text, json)
        }
        _ => return,
    };
    exchange.add(heading, &text, "reply", json);
}

/// Adds what the gateway itself does; what was at fault is said on stderr.
fn reject(exchange: &mut Exchange, rejection: Rejection, operation: &Operation) {
    match rejection {
        Rejection::Close { code, reason } => {
            let json = json!({"code": code, "reason": reason});
            exchange.add("connection closed", &format!("{code} {reason}"), "close", json);
        }
        Rejection::Error { status, frame, cause, template } => {
            let json = json!({"status": status, "body": frame, "cause": cause});
            exchange.add("gateway response", &frame, "gatewayResponse", json);
            exchange.failure = Some(match template.map(|error| *error) {
                Some(error) if error.kind() == ErrorKind::Syntax => Failure::Parse(error),
                Some(error) => Failure::Render(error),
                None => Failure::input(operation.address.as_str(), cause),
            });
        }
        _ => {}
    }
}
