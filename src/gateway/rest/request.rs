//! From the client's request to the integration's.

use super::super::mapping_expression::{Facts, Mapped, NotJson, Place, evaluate_all};
use super::super::mapping_template::{MappingTemplate, Rendered};
use super::super::message::media_type;
use super::super::mock;
use super::super::parameters::{Parameters, Target};
use super::binary::{self, Body};
use super::failure::Failure;
use super::{
    GatewayResponse, GatewayResponseType, Headers, Integration, IntegrationAnswer, IntegrationType, MethodRequest,
    PassthroughBehavior, Query, header_rules, lambda_event,
};
use crate::{Overrides, Warning};

/// What API Gateway sends to an integration.
///
/// It signs requests to AWS and traces them; neither is here, for both need more than a message.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IntegrationRequest {
    /// The integration's method, or the client's own if it has none or `ANY`.
    pub method: String,
    /// The URI with its placeholders and stage variables filled, without the query string.
    pub uri: String,
    /// The query string.
    pub query: Query,
    /// The headers.
    pub headers: Headers,
    /// The body's bytes: for `AWS_PROXY` the function's event.
    pub body: Vec<u8>,
    /// The parameters of the path that filled the URI.
    pub path: Vec<(String, String)>,
    /// What the request template left in `$context.requestOverride` and `responseOverride`, for the response.
    pub overrides: Overrides,
    /// What went otherwise in the template than its author may think.
    pub warnings: Vec<Warning>,
    /// The status that a MOCK integration answers with.
    pub(in crate::gateway) mock_status: Option<i64>,
}

impl IntegrationRequest {
    /// The URI with the query string.
    pub fn url(&self) -> String {
        match (self.query.is_empty(), self.uri.contains('?')) {
            (true, _) => self.uri.clone(),
            (false, true) => format!("{}&{}", self.uri, self.query),
            (false, false) => format!("{}?{}", self.uri, self.query),
        }
    }

    /// What a MOCK integration answers; `None` for all others.
    pub fn mock_answer(&self) -> Option<IntegrationAnswer> {
        self.mock_status.map(IntegrationAnswer::new)
    }
}

impl Integration {
    /// What is sent to the integration for a client's request.
    ///
    /// # Errors
    /// What the client gets instead, when no template is for the body (415), the body is not the JSON that it starts like
    /// (400), or a template or the definition is at fault (500).
    pub fn map_request(&self, request: &MethodRequest) -> Result<IntegrationRequest, GatewayResponse> {
        self.request(request).map_err(|failure| self.gateway_responses.respond(*failure, request))
    }

    fn request(&self, request: &MethodRequest) -> Result<IntegrationRequest, Box<Failure>> {
        let mapped = self.mapped_parameters(request)?;
        if self.kind == IntegrationType::AwsProxy {
            return self.to_function(request);
        }
        let rendered = self.body(request)?;
        let mock_status = match self.kind {
            IntegrationType::Mock => Some(mock::status(&rendered.body).ok_or_else(|| {
                Failure::configuration("a MOCK integration's request template must give an integer `statusCode`")
            })?),
            _ => None,
        };
        let mut parameters = passed_on(self.kind, request);
        let passed = std::mem::take(&mut parameters.query);
        parameters.map(mapped);
        // recorded of `HTTP_PROXY`: what is mapped comes behind what the client sent
        parameters.query = passed.and(parameters.query);
        parameters.override_with(&rendered.overrides).map_err(|name| Failure::configuration(name.to_string()))?;
        header_rules::keep_sendable(&mut parameters.headers, self.kind);
        add_usual_headers(&mut parameters.headers, self.kind, request);
        Ok(IntegrationRequest {
            method: self.method_for(request),
            uri: parameters.fill(&self.uri, request.stage_variables()),
            query: parameters.query,
            headers: parameters.headers,
            body: rendered.body,
            path: parameters.path,
            overrides: rendered.overrides,
            warnings: rendered.warnings,
            mock_status,
        })
    }

    /// `ANY`, or none, is the client's own; a function knows `POST` only.
    fn method_for(&self, request: &MethodRequest) -> String {
        match self.http_method.as_deref() {
            None if self.kind == IntegrationType::AwsProxy => "POST".to_owned(),
            None | Some("ANY") => request.method().to_owned(),
            Some(own) => own.to_owned(),
        }
    }

    fn mapped_parameters(&self, request: &MethodRequest) -> Result<Vec<(&Target, Mapped)>, Box<Failure>> {
        let mapped = evaluate_all(&self.parameters, request);
        let mapped = mapped.map_err(|NotJson| Failure::bad_request("Invalid JSON in request body"))?;
        let never =
            |target: &Target| target.place == Place::Header && header_rules::is_never_mapped(&target.name, self.kind);
        match mapped.iter().find(|(target, _)| never(target)) {
            Some((target, _)) => Err(Failure::configuration(format!("the header `{}` is there already", target.name))),
            None => Ok(mapped),
        }
    }

    /// The request of a function that gets it as an event.
    fn to_function(&self, request: &MethodRequest) -> Result<IntegrationRequest, Box<Failure>> {
        let method = self.method_for(request);
        if method != "POST" {
            let mut failure = Failure::configuration("a Lambda function is invoked with `POST` only");
            failure.status = Some(500);
            return Err(failure);
        }
        let mut headers = Headers::new();
        add_usual_headers(&mut headers, self.kind, request);
        headers.set("Content-Type", "application/json");
        Ok(IntegrationRequest {
            method,
            uri: Parameters::default().fill(&self.uri, request.stage_variables()),
            query: Query::new(),
            headers,
            body: lambda_event::event(request, &self.binary_media_types).to_string().into_bytes(),
            path: Vec::new(),
            overrides: Overrides::default(),
            warnings: Vec::new(),
            mock_status: None,
        })
    }

    /// The body behind template, passthrough and conversion.
    fn body(&self, request: &MethodRequest) -> Result<Rendered, Box<Failure>> {
        let template = self.request_template(request)?;
        let is_binary = binary::is_binary(request.headers().get("Content-Type"), &self.binary_media_types);
        let body = binary::of_request(request.bytes(), request.text(), is_binary, self.content_handling)
            .map_err(|_| Failure::configuration("the body is to be converted to binary, and is not base64"))?;
        let Some(template) = template else { return Ok(Rendered::through(body.into_bytes())) };
        match (template, body) {
            (MappingTemplate::Empty, body) => Ok(Rendered::through(body.into_bytes())),
            (MappingTemplate::Broken(error), _) => Err(Failure::template(error.clone())),
            (MappingTemplate::Parsed(_), Body::Bytes(_)) => {
                Err(Failure::configuration("a binary body cannot be transformed by a template"))
            }
            (MappingTemplate::Parsed(template), Body::Text(text)) => {
                let output = template.render_body(request.event(), &text);
                output.map(Rendered::from).map_err(Failure::request_template)
            }
        }
    }

    /// The template for the request's `Content-Type`; `None` lets the body through.
    fn request_template(&self, request: &MethodRequest) -> Result<Option<&MappingTemplate>, Box<Failure>> {
        if self.kind.is_proxy() {
            return Ok(None);
        }
        let content_type = request.headers().get("Content-Type").map(media_type).filter(|name| !name.is_empty());
        if let Some(template) = self.templates.of_type(content_type.unwrap_or("application/json")) {
            return Ok(Some(template));
        }
        match self.passthrough {
            PassthroughBehavior::WhenNoMatch => Ok(None),
            PassthroughBehavior::WhenNoTemplates if self.templates.is_empty() => Ok(None),
            _ => Err(Failure::new(GatewayResponseType::UnsupportedMediaType)),
        }
    }
}

/// The parameters that a mapping begins with: what `HTTP_PROXY` passes on; nothing for the others.
fn passed_on(kind: IntegrationType, request: &MethodRequest) -> Parameters {
    if kind != IntegrationType::HttpProxy {
        return Parameters::default();
    }
    let headers = request.headers().iter().filter(|(name, _)| header_rules::is_passed(name)).collect();
    Parameters { path: Vec::new(), query: request.query().clone(), headers }
}

/// What the gateway adds where nothing else was said.
fn add_usual_headers(headers: &mut Headers, kind: IntegrationType, request: &MethodRequest) {
    if kind == IntegrationType::Mock {
        return;
    }
    let mut add = |name: &str, value: &str| {
        if !headers.contains(name) {
            headers.add(name, value);
        }
    };
    add("Accept", "application/json");
    let api = request.context_text("apiId");
    if let Some(api) = &api {
        add("User-Agent", &format!("AmazonAPIGateway_{api}"));
    }
    if let Some(content_type) = request.headers().get("Content-Type")
        && !matches!(request.method(), "GET" | "HEAD" | "OPTIONS")
    {
        add("Content-Type", content_type);
    }
    if let (Some(api), IntegrationType::Http | IntegrationType::HttpProxy) = (&api, kind) {
        headers.set("X-Amzn-Apigateway-Api-Id", api.as_ref());
    }
}
