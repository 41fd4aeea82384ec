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
use super::reader::{self, Found, Refusals, refused};

/// A REST API as the library reads it.
pub struct Reader<'a> {
    api: &'a Api,
    /// Of some methods the definition does not say where they are.
    operations: Vec<&'a Operation>,
    routes: Routes,
}

impl<'a> Reader<'a> {
    pub fn new(api: &'a Api) -> Result<Reader<'a>, Failure> {
        let operations: Vec<&Operation> =
            api.operations.iter().filter(|operation| !operation.path.is_empty()).collect();
        let methods = operations.iter().map(|operation| (operation.method.as_str(), operation.path.as_str()));
        let routes = Routes::new(methods).map_err(|refusal| refused(&api.name, &refusal))?;
        Ok(Reader { api, operations, routes })
    }
}

impl<'a> reader::Reader<'a> for Reader<'a> {
    fn find(&self, message: &MessageArguments) -> Result<Option<Found<'a>>, Failure> {
        let found = self.routes.find(&message.method(), &message.bare_path());
        Ok(found.map(|(place, parameters)| Found { operation: self.operations[place], parameters }))
    }

    fn exchange(
        &self,
        found: &Found<'a>,
        message: &MessageArguments,
        answer: Option<Answer>,
    ) -> Result<Exchange, Failure> {
        let integration = of_api(self.api, found.operation)?;
        let request = request(found, message)?;
        let mut exchange = Exchange::new(self.api, found.operation, &found.parameters);
        let sent = match integration.map_request(&request) {
            Ok(sent) => sent,
            Err(response) => {
                fail(&mut exchange, response, found.operation);
                return Ok(exchange);
            }
        };
        let heading = format!("integration request ({})", integration.integration_type().name());
        exchange.add(&heading, &sent.to_string(), "integrationRequest", of_request(&sent));
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

    fn refusals(&self) -> Refusals<'a> {
        let mut refusals = Refusals::default();
        for operation in self.operations.iter().filter(|operation| !operation.integration.is_null()) {
            if let Err(refusal) = integration(operation) {
                refusals.add(operation, refusal);
            }
        }
        refusals
    }
}

fn integration(operation: &Operation) -> Result<Integration, Refusal> {
    match operation.shape {
        Shape::OpenApi => Integration::from_openapi(&operation.integration),
        _ => Integration::from_cloudformation(&operation.integration),
    }
}

/// The integration with what it has of its API.
fn of_api(api: &Api, operation: &Operation) -> Result<Integration, Failure> {
    let integration = integration(operation).map_err(|refusal| refused(&operation.address, &refusal))?;
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
