//! A message through a WebSocket API.

use serde_json::{Map, Value, json};
use vtl::ErrorKind;
use vtl::definitions::{self, Operation};
use vtl::websocket::{Api, IntegrationAnswer, IntegrationType, Message, Rejection, Reply};

use super::super::report::Failure;
use super::answer::Answer;
use super::exchange::{Exchange, add_body};
use super::message::{EventType, MessageArguments};
use super::rest::{Found, of_request, refused};

/// The route of an API that a message takes.
pub fn find<'a>(api: &'a definitions::Api, arguments: &MessageArguments) -> Result<Option<Found<'a>>, Failure> {
    let routes = routes(api)?;
    let message = message(arguments)?;
    let Some(route) = routes.route(&message) else { return Ok(None) };
    let taken = |operation: &&Operation| operation.route_key.as_deref() == Some(route.key());
    Ok(api.operations.iter().find(taken).map(|operation| Found { operation, parameters: Vec::new() }))
}

/// The message to the integration and back.
pub fn exchange(
    api: &definitions::Api,
    found: &Found<'_>,
    arguments: &MessageArguments,
    answer: Option<Answer>,
) -> Result<Exchange, Failure> {
    let routes = routes(api)?;
    let message = message(arguments)?;
    let mut exchange = Exchange::new(api, found.operation, &[]);
    let Some(route) = routes.route(&message) else { return Ok(exchange) };
    let sent = match route.map_request(&message) {
        Ok(sent) => sent,
        Err(rejection) => {
            reject(&mut exchange, rejection, found.operation);
            return Ok(exchange);
        }
    };
    let integration = route.integration();
    let kind = integration.integration_type();
    let heading = format!("integration request ({})", kind.name());
    exchange.add(&heading, &sent.to_string(), "integrationRequest", of_request(&sent));
    let is_function = kind == IntegrationType::AwsProxy || integration.is_lambda();
    let answer = match answer {
        Some(answer) if is_function && answer.is_function_error() => {
            Some(IntegrationAnswer::lambda_error(answer.bytes))
        }
        Some(answer) if is_function => Some(IntegrationAnswer::lambda(answer.bytes)),
        Some(answer) => Some(answer.of_backend()?),
        None => sent.mock_answer(),
    };
    match answer.map(|answer| route.map_response(&message, &answer)) {
        None => {}
        Some(Ok(reply)) => add_reply(&mut exchange, &reply),
        Some(Err(rejection)) => reject(&mut exchange, rejection, found.operation),
    }
    Ok(exchange)
}

/// The API as the library reads it.
fn routes(api: &definitions::Api) -> Result<Api, Failure> {
    let (mut routes, mut integrations) = (Vec::new(), Vec::new());
    for (i, operation) in api.operations.iter().enumerate() {
        let mut integration = operation.integration.clone();
        integration["IntegrationId"] = i.to_string().into();
        integration["IntegrationResponses"] = operation.integration_responses.clone().into();
        integrations.push(integration);
        let mut route = operation.method_settings.as_object().cloned().unwrap_or_else(Map::new);
        route.insert("RouteKey".to_owned(), operation.route_key.clone().into());
        route.insert("Target".to_owned(), format!("integrations/{i}").into());
        routes.push(Value::Object(route));
    }
    let json = json!({
        "routeSelectionExpression": api.route_selection_expression,
        "routes": routes,
        "integrations": integrations,
    });
    Api::from_json(&json).map_err(|refusal| refused(&api.name, &refusal))
}

fn message(arguments: &MessageArguments) -> Result<Message, Failure> {
    let mut message = match arguments.event_type {
        Some(EventType::Connect) => Message::connect(),
        Some(EventType::Disconnect) => Message::disconnect(1000, ""),
        Some(EventType::Message) | None => Message::frame(arguments.body()?),
    };
    for (name, value) in arguments.all_query().iter() {
        message = message.query_param(name, value);
    }
    for (name, value) in &arguments.header {
        message = message.header(name, value);
    }
    for (name, value) in &arguments.stage_variable {
        message = message.stage_variable(name, value);
    }
    Ok(message.context(arguments.context()?))
}

fn add_reply(exchange: &mut Exchange, reply: &Reply) {
    let (text, json) = match reply {
        Reply::Nothing => ("nothing: the route is one-way, or the connection is closed".to_owned(), Value::Null),
        Reply::Frame(frame) => {
            let mut json = json!({});
            add_body(&mut json, frame);
            (String::from_utf8_lossy(frame).into_owned(), json)
        }
        Reply::Opened { headers } => {
            let lines = headers.iter().map(|(name, value)| format!("\n{name}: {value}"));
            (
                format!("101, the connection is opened{}", lines.collect::<String>()),
                json!({"status": 101, "headers": headers}),
            )
        }
        Reply::Refused { status, headers, body } => {
            let lines = headers.iter().map(|(name, value)| format!("\n{name}: {value}"));
            let mut json = json!({"status": status, "headers": headers});
            add_body(&mut json, body);
            let body = String::from_utf8_lossy(body);
            (format!("{status}, the connection is not opened{}\n\n{body}", lines.collect::<String>()), json)
        }
        _ => (String::new(), Value::Null),
    };
    exchange.add("reply", &text, "reply", json);
}

/// Adds what the client gets instead; what was at fault is said on stderr.
fn reject(exchange: &mut Exchange, rejection: Rejection, operation: &Operation) {
    match rejection {
        Rejection::Error { status, frame, cause, template } => {
            let json = json!({"status": status, "frame": frame, "cause": cause});
            exchange.add("rejection", &format!("{status}\n\n{frame}"), "rejection", json);
            exchange.failure = Some(match template.map(|error| *error) {
                Some(error) if error.kind() == ErrorKind::Syntax => Failure::Parse(error),
                Some(error) => Failure::Render(error),
                None => Failure::input(operation.address.as_str(), cause),
            });
        }
        Rejection::Close { code, reason } => {
            let json = json!({"closeCode": code, "reason": reason});
            exchange.add("rejection", &format!("the connection is closed with {code}: {reason}"), "rejection", json);
        }
        _ => {}
    }
}
