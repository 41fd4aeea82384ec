//! `x-amazon-apigateway-gateway-responses`: what an API answers itself when something goes wrong.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer};
use serde_json::{Value as Json, json};

use super::super::definition::{self, Fields, Text};
use super::super::mapping_expression::{self, Expression, Facts, GATEWAY_RESPONSE, look_up, variable};
use super::super::message::media_type;
use super::super::substitution::{Format, Variable};
use super::failure::Failure;
use super::{GatewayResponse, GatewayResponseType, Headers, MethodRequest, Refusal};

/// The gateway responses of an API. Those it does not define are the service's own.
///
/// ```
/// use vtl::rest::{GatewayResponseType, GatewayResponses, MethodRequest};
///
/// let responses = GatewayResponses::from_json(&serde_json::json!({
///     "DEFAULT_4XX": {
///         "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
///         "responseTemplates": {"application/json": r#"{"error":$context.error.messageString}"#},
///     },
/// }))?;
/// let request = MethodRequest::new("GET", "/nowhere");
/// let response = responses.answer(GatewayResponseType::MissingAuthenticationToken, &request);
/// assert_eq!(response.status, 403);
/// assert_eq!(response.body, r#"{"error":"Missing Authentication Token"}"#);
/// assert_eq!(response.headers.get("Access-Control-Allow-Origin"), Some("*"));
/// # Ok::<(), vtl::rest::Refusal>(())
/// ```
///
/// Their templates are no VTL: `$context.…`, `$stageVariables.…` and `$method.request.…` are replaced, and nothing else
/// happens.
#[derive(Debug, Clone, Default)]
pub struct GatewayResponses {
    own: Vec<(GatewayResponseType, Own)>,
}

/// What an API defines for one type.
#[derive(Debug, Clone, Default)]
struct Own {
    status: Option<u16>,
    parameters: Vec<(String, Expression)>,
    /// By media type.
    templates: Vec<(String, Format)>,
}

const HEADER: &str = "gatewayresponse.header.";

impl GatewayResponses {
    /// The service's own.
    pub fn new() -> GatewayResponses {
        GatewayResponses::default()
    }

    pub(super) fn usual() -> Arc<GatewayResponses> {
        static USUAL: OnceLock<Arc<GatewayResponses>> = OnceLock::new();
        USUAL.get_or_init(Arc::default).clone()
    }

    /// Reads them from an object by type, as OpenAPI and SAM have them, or from a list (`items` of `GetGatewayResponses`,
    /// properties of `AWS::ApiGateway::GatewayResponse`). Names may be in `PascalCase`.
    ///
    /// # Errors
    /// What API Gateway refuses when an API is made, with the field's path.
    pub fn from_json(json: &Json) -> Result<GatewayResponses, Refusal> {
        const PATH: &str = "gatewayResponses";
        let list = json.as_array().or_else(|| json.get("items").and_then(Json::as_array));
        let mut own = Vec::new();
        if let Some(items) = list {
            for (i, item) in items.iter().enumerate() {
                let fields = Fields::of(item, format!("{PATH}[{i}]"))?;
                let names = ["responseType"];
                let path = fields.path_of(&names);
                let Some(kind) = fields.text(&names)? else { return Err(Refusal::new(path, "is missing")) };
                own.push((response_type(&kind, path)?, Own::read(&fields)?));
            }
        } else {
            for (name, item) in Fields::of(json, PATH)?.entries() {
                let fields = Fields::of(item, format!("{PATH}.{}", super::super::refusal::shown(name)))?;
                own.push((response_type(name, fields.path().to_owned())?, Own::read(&fields)?));
            }
        }
        Ok(GatewayResponses { own })
    }

    /// What a client gets, with the message that the service usually has.
    pub fn answer(&self, kind: GatewayResponseType, request: &MethodRequest) -> GatewayResponse {
        self.respond(*Failure::new(kind), request)
    }

    /// What a client gets, with a message: `Missing required request parameters: [id]`.
    pub fn answer_with(
        &self,
        kind: GatewayResponseType,
        message: impl Into<String>,
        request: &MethodRequest,
    ) -> GatewayResponse {
        self.respond(Failure { message: Some(message.into()), ..*Failure::new(kind) }, request)
    }

    pub(super) fn respond(&self, failure: Failure, request: &MethodRequest) -> GatewayResponse {
        let Failure { kind, status, message, cause } = failure;
        let usual = kind.usual();
        let message = message.or_else(|| usual.message.map(ToOwned::to_owned));
        let message_string = json!(message).to_string();
        let own = self.own(kind);
        let value = |variable: &Variable| match variable {
            Variable::Context(names) if names[0] == "error" => match names[1..].join(".").as_str() {
                "message" => message.clone(),
                "messageString" => Some(message_string.clone()),
                "responseType" => Some(usual.name.to_owned()),
                _ => look_up(request.context(), names),
            },
            Variable::Context(names) => look_up(request.context(), names),
            Variable::Stage(name) => variable_of_stage(request, name),
            Variable::Parameter(place, name) => request.values(*place, name).last().map(ToString::to_string),
        };
        let accepted = request.headers().get("Accept").map_or("application/json", media_type);
        let template = own.and_then(|own| own.template(accepted));
        let mut headers = Headers::new();
        headers.add("Content-Type", template.map_or("application/json", |(media_type, _)| media_type));
        headers.add("x-amzn-ErrorType", usual.error_type);
        for (name, expression) in own.into_iter().flat_map(|own| &own.parameters) {
            // none of a gateway response's expressions looks into a body
            if let Ok(Some(value)) = expression.evaluate(request) {
                headers.set(name.as_str(), value.joined());
            }
        }
        GatewayResponse {
            kind,
            status: own.and_then(|own| own.status).or(status).unwrap_or(usual.status),
            headers,
            body: match template {
                Some((_, format)) => format.render("", value),
                None => kind.usual_body(&message_string),
            },
            message,
            cause,
        }
    }

    /// What the API has for a type, or for all of its hundred.
    fn own(&self, kind: GatewayResponseType) -> Option<&Own> {
        // the service lets nobody change it
        if kind == GatewayResponseType::RequestTooLarge {
            return None;
        }
        let find = |kind| self.own.iter().find(|(k, _)| *k == kind).map(|(_, own)| own);
        find(kind).or_else(|| find(kind.fallback()))
    }
}

impl Own {
    fn read(fields: &Fields<'_>) -> Result<Own, Refusal> {
        let names = ["statusCode"];
        let status = fields.get(&names).map(|json| definition::status(json, fields.path_of(&names))).transpose()?;
        let templates = fields.texts(&["responseTemplates"])?;
        let formats = templates.into_iter().map(|(media, text, _)| (media.to_owned(), Format::parse(&text)));
        Ok(Own { status, parameters: parameters(fields)?, templates: formats.collect() })
    }

    /// By the first type that the client accepts; else JSON; else the first.
    fn template(&self, accepted: &str) -> Option<(&str, &Format)> {
        let named = |name: &str| self.templates.iter().find(|(media, _)| media.eq_ignore_ascii_case(name));
        let found = named(accepted).or_else(|| named("application/json")).or_else(|| self.templates.first());
        found.map(|(media, format)| (media.as_str(), format))
    }
}

/// `gatewayresponse.header.NAME` and its expression; SAM writes the headers without the prefix.
fn parameters(fields: &Fields<'_>) -> Result<Vec<(String, Expression)>, Refusal> {
    let names = ["responseParameters"];
    let of_sam = fields.object(&names)?.filter(|parameters| parameters.has("Headers"));
    let (prefix, texts) = match of_sam {
        Some(of_sam) => ("", of_sam.texts(&["Headers"])?),
        None => (HEADER, fields.texts(&names)?),
    };
    let read =
        |(key, text, path): Text<'_>| match key.strip_prefix(prefix).filter(|name| mapping_expression::is_name(name)) {
            Some(name) => Ok((name.to_owned(), Expression::parse(&text, &GATEWAY_RESPONSE, &path)?)),
            None => {
                let refusal = Refusal::new(path, "invalid name of a parameter of a gateway response");
                Err(refusal.with_help(format!("it must be `{HEADER}NAME`")))
            }
        };
    texts.into_iter().map(read).collect()
}

fn response_type(name: &str, path: String) -> Result<GatewayResponseType, Refusal> {
    let known = GatewayResponseType::NAMES;
    GatewayResponseType::named(name).ok_or_else(|| Refusal::unknown(path, "type of gateway response", name, known))
}

fn variable_of_stage(request: &MethodRequest, name: &str) -> Option<String> {
    variable(request.stage_variables(), name)
}

impl<'de> Deserialize<'de> for GatewayResponses {
    /// As [`GatewayResponses::from_json`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<GatewayResponses, D::Error> {
        GatewayResponses::from_json(&Json::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
