//! A message through a REST API.

use serde_json::{Value, json};
use vtl::ErrorKind;
use vtl::definitions::{Api, Operation, Shape};
use vtl::rest::{
    Cause, GatewayResponse, GatewayResponses, Integration, IntegrationAnswer, IntegrationRequest, MethodRequest,
    Refusal, Routes,
};

use super::super::report::Failure;
use super::answer::Answer;
use super::exchange::Exchange;
use super::message::MessageArguments;

/// The method that the message is for, and the parameters of its path.
pub struct Found<'a> {
    pub operation: &'a Operation,
    pub parameters: Vec<(String, String)>,
}

/// The method of an API that a message is for.
pub fn find<'a>(api: &'a Api, message: &MessageArguments) -> Result<Option<Found<'a>>, Failure> {
    // of some methods the definition does not say where they are
    let operations: Vec<&Operation> = api.operations.iter().filter(|operation| !operation.path.is_empty()).collect();
    let methods = operations.iter().map(|operation| (operation.method.as_str(), operation.path.as_str()));
    let routes = Routes::new(methods).map_err(|refusal| refused(&api.name, &refusal))?;
    let found = routes.find(&message.method(), &message.bare_path());
    Ok(found.map(|(place, parameters)| Found { operation: operations[place], parameters }))
}

/// The message to the integration and back.
pub fn exchange(
    api: &Api,
    found: &Found<'_>,
    message: &MessageArguments,
    answer: Option<Answer>,
) -> Result<Exchange, Failure> {
    let integration = integration(api, found.operation)?;
    let request = request(found, message)?;
    let mut exchange = Exchange::new(api, found.operation, &found.parameters);
    let sent = match integration.map_request(&request) {
        Ok(sent) => sent,
        Err(response) => {
            fail(&mut exchange, response, found.operation);
            return Ok(exchange);
        }
    };
    let kind = integration.integration_type().name();
    exchange.add(&format!("integration request ({kind})"), &sent.to_string(), "integrationRequest", of_request(&sent));
    let answer = match answer {
        Some(answer) if integration.is_lambda() => Some(IntegrationAnswer::lambda(answer.bytes)),
        Some(answer) => Some(answer.of_backend()?),
        None => sent.mock_answer(),
    };
    match answer.map(|answer| integration.map_response(&request, &sent, &answer)) {
        None => {}
        Some(Ok(response)) => {
            exchange.add("method response", &response.to_string(), "methodResponse", json!(response));
        }
        Some(Err(response)) => fail(&mut exchange, response, found.operation),
    }
    Ok(exchange)
}

fn integration(api: &Api, operation: &Operation) -> Result<Integration, Failure> {
    let read = match operation.shape {
        Shape::OpenApi => Integration::from_openapi(&operation.integration),
        _ => Integration::from_cloudformation(&operation.integration),
    };
    let integration = read.map_err(|refusal| refused(&operation.address, &refusal))?;
    let own = match &api.gateway_responses {
        Value::Null => GatewayResponses::new(),
        json => GatewayResponses::from_json(json).map_err(|refusal| refused(&api.name, &refusal))?,
    };
    Ok(integration.binary_media_types(api.binary_media_types.clone()).gateway_responses(own))
}

fn request(found: &Found<'_>, message: &MessageArguments) -> Result<MethodRequest, Failure> {
    let mut request = MethodRequest::new(message.method(), message.bare_path())
        .resource_path(found.operation.path.as_str())
        .context(message.context()?)
        .body(message.body()?);
    for (name, value) in &found.parameters {
        request = request.path_param(name, value);
    }
    for (name, value) in message.all_query().iter() {
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

/// What the integration is sent, as JSON.
pub fn of_request(sent: &IntegrationRequest) -> Value {
    let mut json = json!(sent);
    json["url"] = sent.url().into();
    json
}

/// Adds what the gateway itself answers; what was at fault is said on stderr.
fn fail(exchange: &mut Exchange, response: GatewayResponse, operation: &Operation) {
    let json = json!(response);
    exchange.add("gateway response", &response.to_string(), "gatewayResponse", json);
    exchange.failure = response.cause.map(|cause| match *cause {
        Cause::Template(error) if error.kind() == ErrorKind::Syntax => Failure::Parse(error),
        Cause::Template(error) => Failure::Render(error),
        other => Failure::input(operation.address.as_str(), other.to_string()),
    });
}

/// What is wrong in a definition, by the address of its integration.
pub fn refused(address: &str, refusal: &Refusal) -> Failure {
    Failure::Input {
        name: address.to_owned(),
        message: format!("{}: {}", refusal.path(), refusal.message()),
        help: refusal.help().map(ToOwned::to_owned),
    }
}
