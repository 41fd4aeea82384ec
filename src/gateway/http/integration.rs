//! What stands behind a route: a Lambda function, an HTTP backend, an action of a service.

use serde_json::Value as Json;

use super::super::context::Entries;
use super::super::definition::Fields;
use super::super::mapping_expression::variable;
use super::super::uri;
use super::parameter_mapping::{Mutable, ParameterMapping};
use super::reserved::is_hop_by_hop;
use super::service::ServiceAction;
use super::source::{Facts, Side};
use super::{Headers, IntegrationAnswer, Refusal, Request, Response, RouteKey, answer, context, event};

/// What stands behind a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IntegrationType {
    /// `AWS_PROXY`: a Lambda function that gets the request as an event; or, with a subtype, an action of a service.
    AwsProxy,
    /// `HTTP_PROXY`: a backend that gets the request.
    HttpProxy,
}

/// The format of the events of a Lambda function, and of what it may return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PayloadFormat {
    /// `1.0`: as REST APIs have it.
    #[default]
    V1,
    /// `2.0`
    V2,
}

/// What stands behind a route, and what is mapped on the way there and back.
///
/// Read from the shape of the AWS API (`integrationType`), of CloudFormation (`IntegrationType`) or of OpenAPI's
/// `x-amazon-apigateway-integration` (`type`):
///
/// ```
/// use vtl::http::Integration;
///
/// let open_api = Integration::from_json(&serde_json::json!({
///     "type": "aws_proxy",
///     "uri": "arn:aws:lambda:eu-west-1:123456789012:function:pets",
///     "httpMethod": "POST",
///     "payloadFormatVersion": "2.0",
/// }))?;
///
/// let refusal = Integration::from_json(&serde_json::json!({
///     "type": "HTTP_PROXY",
///     "uri": "https://backend.example",
///     "requestParameters": {"append:headers.x-user": "$context.identity.user"},
/// })).unwrap_err();
/// assert_eq!(
///     refusal.to_string(),
///     "integration.requestParameters['append:headers.x-user']: invalid mapping key `append:headers.x-user`; \
///      did you mean `append:header.x-user`?"
/// );
/// # Ok::<(), vtl::http::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Integration {
    kind: IntegrationType,
    uri: String,
    method: Option<String>,
    is_private: bool,
    format: PayloadFormat,
    request: ParameterMapping,
    service: Option<ServiceAction>,
    responses: Vec<(u16, ParameterMapping)>,
}

/// What an integration is sent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum IntegrationRequest {
    /// The event of a Lambda function.
    Lambda {
        /// The integration's URI.
        function: String,
        /// The event, in the integration's payload format.
        event: Json,
    },
    /// The request of a backend.
    Http(BackendRequest),
    /// The parameters of a service's action.
    Service {
        /// `SQS-SendMessage`
        action: String,
        /// Names and values.
        parameters: Vec<(String, String)>,
    },
}

/// The request that a backend gets.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BackendRequest {
    /// The method.
    pub method: String,
    /// The URI, with its query string. Of a private integration the ARN, and the path behind it.
    pub uri: String,
    /// The headers; those of one connection only are left out.
    pub headers: Headers,
    /// The body, as it came.
    pub body: Vec<u8>,
}

impl serde::Serialize for IntegrationRequest {
    /// An object with `function` and `event`, with `method`, `uri`, `headers` and `body`, or with `action` and
    /// `parameters`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            IntegrationRequest::Lambda { function, event } => {
                serde_json::json!({"function": function, "event": event})
            }
            IntegrationRequest::Http(request) => serde_json::json!({
                "method": request.method,
                "uri": request.uri,
                "headers": request.headers,
                "body": String::from_utf8_lossy(&request.body),
            }),
            IntegrationRequest::Service { action, parameters } => {
                let parameters: serde_json::Map<String, Json> =
                    parameters.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
                serde_json::json!({"action": action, "parameters": parameters})
            }
        }
        .serialize(serializer)
    }
}

impl Integration {
    /// Reads an integration.
    ///
    /// # Errors
    /// What the service refuses when an API is created, with the field's path: a type that HTTP APIs do not have, a
    /// mapping key or value that is none, a reserved header, a JSONPath with `..` or a filter, templates.
    pub fn from_json(json: &Json) -> Result<Integration, Refusal> {
        Integration::read(&Fields::of(json, "integration")?)
    }

    pub(super) fn read(fields: &Fields<'_>) -> Result<Integration, Refusal> {
        const NAMES: [&str; 2] = ["integrationType", "type"];
        let Some(kind) = fields.text(&NAMES)? else {
            return Err(Refusal::new(fields.path_of(&NAMES), "is missing").with_help("`AWS_PROXY` or `HTTP_PROXY`"));
        };
        let kind = match kind.to_ascii_uppercase().as_str() {
            "AWS_PROXY" => IntegrationType::AwsProxy,
            "HTTP_PROXY" => IntegrationType::HttpProxy,
            other @ ("AWS" | "HTTP" | "MOCK") => {
                let refusal =
                    Refusal::new(fields.path_of(&NAMES), format!("HTTP APIs have no integrations of type `{other}`"));
                return Err(refusal.with_help("`AWS_PROXY` or `HTTP_PROXY`"));
            }
            other => {
                return Err(Refusal::unknown(fields.path_of(&NAMES), "type", other, &["AWS_PROXY", "HTTP_PROXY"]));
            }
        };
        refuse_templates(fields)?;
        let subtype = fields.text(&["integrationSubtype", "integration-subtype"])?;
        let service = subtype.map(|subtype| ServiceAction::read(&subtype, fields)).transpose()?;
        let parameters = ["requestParameters"];
        let request = match (&service, fields.get(&parameters)) {
            (None, Some(json)) => ParameterMapping::read(json, Side::Request, &fields.path_of(&parameters))?,
            _ => ParameterMapping::default(),
        };
        let connection = fields.choice(
            &["connectionType", "connection-type"],
            "connection type",
            &[("INTERNET", false), ("VPC_LINK", true)],
        )?;
        Ok(Integration {
            kind,
            uri: uri(fields, kind, service.is_some())?,
            method: fields.text(&["integrationMethod", "httpMethod"])?.filter(|method| method != "ANY"),
            is_private: connection.unwrap_or(false),
            format: payload_format(fields, kind)?,
            request,
            service,
            responses: ParameterMapping::read_by_status(fields, &["responseParameters"])?,
        })
    }

    /// A Lambda function without any mapping, as an API's `Target` or a SAM event makes it.
    pub(super) fn lambda(function: impl Into<String>) -> Integration {
        Integration {
            kind: IntegrationType::AwsProxy,
            uri: function.into(),
            method: None,
            is_private: false,
            format: PayloadFormat::V2,
            request: ParameterMapping::default(),
            service: None,
            responses: Vec::new(),
        }
    }

    /// A backend without any mapping, as an API's `Target` makes it.
    pub(super) fn backend(uri: impl Into<String>) -> Integration {
        Integration { kind: IntegrationType::HttpProxy, format: PayloadFormat::V1, ..Integration::lambda(uri) }
    }

    pub(super) fn with_format(self, format: PayloadFormat) -> Integration {
        Integration { format, ..self }
    }

    /// What stands behind the route.
    pub fn integration_type(&self) -> IntegrationType {
        self.kind
    }

    /// The URI as it was written.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The format of a Lambda function's events.
    pub fn payload_format(&self) -> PayloadFormat {
        self.format
    }

    /// What the integration is sent for a request.
    pub fn map_request(&self, request: &Request) -> IntegrationRequest {
        self.map_routed(request, None)
    }

    pub(super) fn map_routed(&self, request: &Request, route: Option<&RouteKey>) -> IntegrationRequest {
        let context = context::of(request, route);
        let facts = Facts { request, context: &context, headers: &request.headers, body: &request.body };
        if let Some(service) = &self.service {
            let parameters = service.parameters(facts);
            return IntegrationRequest::Service { action: service.name.to_owned(), parameters };
        }
        let (mut headers, mut query, mut path) = (request.headers.clone(), request.query.clone(), None);
        self.request.apply(
            facts,
            &mut Mutable { headers: &mut headers, query: Some(&mut query), path: Some(&mut path), status: None },
        );
        let raw_query = if query == request.query { request.raw_query.clone() } else { query.to_string() };
        let path = path.map(|path| if path.starts_with('/') { path } else { format!("/{path}") });
        if self.kind == IntegrationType::AwsProxy {
            let mapped =
                event::Mapped { request, route, context: &context, headers: &headers, query: &query, raw_query, path };
            let function = self.filled_uri(request);
            return IntegrationRequest::Lambda { function, event: event::event(&mapped, self.format) };
        }
        let mut uri = self.target(request, route, &context, path);
        if !raw_query.is_empty() {
            uri.push(if uri.contains('?') { '&' } else { '?' });
            uri.push_str(&raw_query);
        }
        let keeps_host = request.headers.get("host") != headers.get("host");
        let passes = |name: &str| !is_hop_by_hop(name) && (keeps_host || !name.eq_ignore_ascii_case("host"));
        let headers = headers.iter().filter(|(name, _)| passes(name)).collect();
        let method = self.method.clone().unwrap_or_else(|| request.method.clone());
        IntegrationRequest::Http(BackendRequest { method, uri, headers, body: request.body.clone() })
    }

    /// The URI with its placeholders and stage variables filled in. The route `$default` and private integrations add
    /// the request's path, private ones with the stage's name; an overwritten path takes the place of the URI's own.
    fn target(
        &self,
        request: &Request,
        route: Option<&RouteKey>,
        context: &Entries,
        overwritten: Option<String>,
    ) -> String {
        let uri = self.filled_uri(request);
        let (uri, own_query) = uri.split_once('?').map_or((uri.as_str(), None), |(uri, query)| (uri, Some(query)));
        let (origin, own_path) = split_origin(uri);
        let path = match overwritten {
            Some(path) => uri::encoded_path(&path),
            None if self.is_private => context::path_with_stage(request, context),
            None if route.is_some_and(RouteKey::is_default) => {
                format!("{}{}", own_path.trim_end_matches('/'), request.path)
            }
            None => own_path.to_owned(),
        };
        match own_query {
            Some(query) => format!("{origin}{path}?{query}"),
            None => format!("{origin}{path}"),
        }
    }

    fn filled_uri(&self, request: &Request) -> String {
        uri::filled(&self.uri, &request.path_parameters, |name| variable(&request.stage_variables, name))
    }

    /// What the client gets of an integration's answer.
    ///
    /// An answer that a Lambda function should not have given is a 500: so it is no `Result`.
    pub fn map_response(&self, request: &Request, answer: &IntegrationAnswer) -> Response {
        self.map_answer(request, None, answer)
    }

    pub(super) fn map_answer(
        &self,
        request: &Request,
        route: Option<&RouteKey>,
        answer: &IntegrationAnswer,
    ) -> Response {
        let mut response = if self.kind == IntegrationType::AwsProxy && self.service.is_none() {
            answer::of_lambda(answer, self.format)
        } else {
            let headers = answer.headers.iter().filter(|(name, _)| !is_hop_by_hop(name)).collect();
            // what no backend can answer is what the gateway answers for one that fails
            let status = u16::try_from(answer.status).ok().filter(|status| (100..600).contains(status));
            match status {
                Some(status) => Response::new(status, headers, answer.body.clone()),
                None => Response::internal_server_error(),
            }
        };
        let Some((_, mapping)) = self.responses.iter().find(|(status, _)| *status == response.status) else {
            return response;
        };
        let context = context::of(request, route);
        let (headers, body) = (response.headers.clone(), std::mem::take(&mut response.body));
        let facts = Facts { request, context: &context, headers: &headers, body: &body };
        mapping.apply(
            facts,
            &mut Mutable {
                headers: &mut response.headers,
                query: None,
                path: None,
                status: Some(&mut response.status),
            },
        );
        response.body = body;
        response
    }
}

fn refuse_templates(fields: &Fields<'_>) -> Result<(), Refusal> {
    const NAMES: [&str; 1] = ["requestTemplates"];
    match fields.get(&NAMES) {
        Some(Json::Object(templates)) if templates.is_empty() => Ok(()),
        Some(_) => {
            let refusal = Refusal::new(fields.path_of(&NAMES), "HTTP APIs have no mapping templates");
            Err(refusal.with_help("map parameters with `requestParameters`, or use a REST or WebSocket API"))
        }
        None => Ok(()),
    }
}

fn uri(fields: &Fields<'_>, kind: IntegrationType, is_service: bool) -> Result<String, Refusal> {
    const NAMES: [&str; 2] = ["integrationUri", "uri"];
    match fields.text(&NAMES)? {
        Some(uri) => Ok(uri),
        None if is_service => Ok(String::new()),
        None => {
            let example = match kind {
                IntegrationType::AwsProxy => "the ARN of a Lambda function",
                IntegrationType::HttpProxy => "the URL of a backend",
            };
            Err(Refusal::new(fields.path_of(&NAMES), "is missing").with_help(example))
        }
    }
}

fn payload_format(fields: &Fields<'_>, kind: IntegrationType) -> Result<PayloadFormat, Refusal> {
    const NAMES: [&str; 1] = ["payloadFormatVersion"];
    let known =
        [("1.0", PayloadFormat::V1), ("2.0", PayloadFormat::V2), ("1", PayloadFormat::V1), ("2", PayloadFormat::V2)];
    let format = match fields.text(&NAMES)? {
        None => PayloadFormat::V1,
        Some(text) => match known.iter().find(|(name, _)| *name == text) {
            Some((_, format)) => *format,
            None => return Err(Refusal::unknown(fields.path_of(&NAMES), "payload format", &text, &["1.0", "2.0"])),
        },
    };
    if kind == IntegrationType::HttpProxy && format == PayloadFormat::V2 {
        return Err(Refusal::new(fields.path_of(&NAMES), "`HTTP_PROXY` has no format `2.0`").with_help("write `1.0`"));
    }
    Ok(format)
}

/// `https://backend.example/pets` → `https://backend.example` and `/pets`. The ARN of a private integration has no path.
fn split_origin(uri: &str) -> (&str, &str) {
    let Some(start) = uri.find("://").map(|at| at + 3) else { return (uri, "") };
    let end = uri[start..].find('/').map_or(uri.len(), |at| start + at);
    uri.split_at(end)
}
