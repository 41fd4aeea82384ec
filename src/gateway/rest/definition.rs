//! Reads an integration from the three shapes in which definitions have it.

use std::sync::Arc;

use serde_json::Value as Json;

use super::super::definition::{self, Fields, Naming, Text};
use super::super::mapping_expression::{self, Expression, INTEGRATION_RESPONSE, METHOD_REQUEST};
use super::super::parameters::{Target, request_target, target_help};
use super::super::refusal::shown;
use super::super::selection_pattern::SelectionPattern;
use super::super::templates::Templates;
use super::integration::{ContentHandling, Integration, IntegrationResponse, IntegrationType, PassthroughBehavior};
use super::{GatewayResponses, Refusal};
use crate::template::Options;

/// Which of the three it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Api,
    OpenApi,
    CloudFormation,
}

impl Shape {
    fn of(fields: &Fields<'_>) -> Shape {
        let is_small = fields.get(&["type"]).and_then(Json::as_str).is_some_and(|t| t.contains(char::is_lowercase));
        match () {
            () if fields.has("Type") => Shape::CloudFormation,
            () if fields.has("responses") || is_small => Shape::OpenApi,
            () => Shape::Api,
        }
    }

    fn naming(self) -> Naming {
        match self {
            Shape::CloudFormation => Naming::PascalCase,
            Shape::Api | Shape::OpenApi => Naming::CamelCase,
        }
    }
}

/// The fields of the API's shape; CloudFormation's are the same in `PascalCase`.
const FIELDS: [&str; 18] = [
    "type",
    "httpMethod",
    "integrationHttpMethod",
    "uri",
    "connectionType",
    "connectionId",
    "credentials",
    "requestParameters",
    "requestTemplates",
    "passthroughBehavior",
    "contentHandling",
    "timeoutInMillis",
    "cacheNamespace",
    "cacheKeyParameters",
    "integrationResponses",
    "tlsConfig",
    "integrationTarget",
    "responseTransferMode",
];

const RESPONSE_FIELDS: [&str; 5] =
    ["statusCode", "selectionPattern", "responseParameters", "responseTemplates", "contentHandling"];

/// Where `PutIntegration` has also to whom it belongs.
const OWNER: [&str; 3] = ["restApiId", "resourceId", "ResponseMetadata"];

pub(super) fn integration(json: &Json, shape: Option<Shape>, options: &Options) -> Result<Integration, Refusal> {
    let fields = Fields::of(json, "integration")?;
    let shape = shape.unwrap_or_else(|| Shape::of(&fields));
    let fields = fields.naming(shape.naming());
    check_names(&fields, shape, &FIELDS)?;
    let names = ["type"];
    let Some(kind) = fields.choice_in_any_case(&names, "type", &IntegrationType::CHOICES)? else {
        let refusal = Refusal::new(fields.path_of(&names), "is missing");
        return Err(refusal.with_help(format!("one of {}", IntegrationType::CHOICES.map(|(name, _)| name).join(", "))));
    };
    let names = ["passthroughBehavior"];
    let passthrough = fields.choice_in_any_case(&names, "passthrough behavior", &PassthroughBehavior::CHOICES)?;
    check_cache_keys(&fields)?;
    Ok(Integration {
        kind,
        http_method: http_method(&fields)?,
        uri: uri(&fields, kind)?,
        passthrough: passthrough.unwrap_or_default(),
        content_handling: content_handling(&fields)?,
        parameters: request_parameters(&fields)?,
        templates: templates(&fields, "requestTemplates", options)?,
        responses: responses(&fields, shape, options)?,
        binary_media_types: Arc::from([]),
        gateway_responses: GatewayResponses::usual(),
    })
}

/// The service's import passes over what it does not know in OpenAPI; its API and CloudFormation do not.
fn check_names(fields: &Fields<'_>, shape: Shape, names: &[&str]) -> Result<(), Refusal> {
    match shape {
        Shape::OpenApi => Ok(()),
        Shape::Api => fields.check_names(&[names, &OWNER].concat()),
        Shape::CloudFormation => fields.check_names(names),
    }
}

const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

/// `integrationHttpMethod`, where `httpMethod` may be the method's own.
fn http_method(fields: &Fields<'_>) -> Result<Option<String>, Refusal> {
    let names = match fields.get(&["integrationHttpMethod"]) {
        Some(_) => ["integrationHttpMethod"],
        None => ["httpMethod"],
    };
    let Some(method) = fields.text(&names)?.filter(|method| !method.is_empty()) else { return Ok(None) };
    let method = method.to_uppercase();
    match METHODS.contains(&method.as_str()) || method.starts_with("${") {
        true => Ok(Some(method)),
        false => Err(Refusal::unknown(fields.path_of(&names), "HTTP method", &method, &METHODS)),
    }
}

fn uri(fields: &Fields<'_>, kind: IntegrationType) -> Result<String, Refusal> {
    let names = ["uri"];
    let path = fields.path_of(&names);
    let Some(uri) = fields.text(&names)? else {
        return match kind {
            IntegrationType::Mock => Ok(String::new()),
            _ => Err(Refusal::new(path, format!("is missing, and `{}` needs it", kind.name()))),
        };
    };
    let is_left_open = uri.starts_with("${") || uri.is_empty();
    let is_http = uri.starts_with("http://") || uri.starts_with("https://");
    match kind {
        IntegrationType::Aws if !is_left_open => check_arn(&uri, path)?,
        IntegrationType::AwsProxy if !is_left_open => {
            check_arn(&uri, path.clone())?;
            if !["lambda", "firehose", "${Fn::"].iter().any(|known| uri.contains(known)) {
                let refusal = Refusal::new(path, "`AWS_PROXY` is for Lambda functions and Firehose streams only");
                return Err(refusal.with_help("for other services write `AWS`, with a template"));
            }
        }
        IntegrationType::Http | IntegrationType::HttpProxy if !is_left_open && !is_http => {
            let refusal = Refusal::new(path, "invalid HTTP endpoint");
            return Err(refusal.with_help("it must begin with `https://` or `http://`"));
        }
        _ => {}
    }
    Ok(uri)
}

/// `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/…/invocations`
fn check_arn(uri: &str, path: String) -> Result<(), Refusal> {
    let help = "such as `arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem`";
    if !uri.starts_with("arn:") {
        return Err(Refusal::new(path, "invalid ARN").with_help(help));
    }
    if !uri.contains(":path/") && !uri.contains(":action/") {
        return Err(Refusal::new(path, "an ARN for an integration must contain path or action").with_help(help));
    }
    Ok(())
}

fn content_handling(fields: &Fields<'_>) -> Result<Option<ContentHandling>, Refusal> {
    let names = ["contentHandling"];
    if fields.text(&names)?.as_deref() == Some("") {
        return Ok(None);
    }
    fields.choice_in_any_case(&names, "content handling", &ContentHandling::CHOICES)
}

/// Templates by media type.
fn templates(fields: &Fields<'_>, name: &str, options: &Options) -> Result<Templates, Refusal> {
    let templates = Templates::read(fields, name, options)?;
    let is_type = |key: &str| {
        key == "$default" || key.split_once('/').is_some_and(|(kind, of)| !kind.is_empty() && !of.is_empty())
    };
    if let Some((key, path)) = templates.keys().find(|(key, _)| !is_type(key)) {
        let refusal = Refusal::new(path, format!("`{}` is no media type", shown(key)));
        return Err(refusal.with_help("such as `application/json`"));
    }
    Ok(templates)
}

fn request_parameters(fields: &Fields<'_>) -> Result<Vec<(Target, Expression)>, Refusal> {
    let parameters = fields.texts(&["requestParameters"])?;
    let read = |(key, text, path): Text<'_>| {
        let target = request_target(key, &path)?;
        Ok((target, Expression::parse(&text, &METHOD_REQUEST, &path)?))
    };
    parameters.into_iter().map(read).collect()
}

/// `method.request.querystring.page`: what makes requests differ in the cache.
fn check_cache_keys(fields: &Fields<'_>) -> Result<(), Refusal> {
    const PREFIXES: [&str; 6] = [
        "method.request.path.",
        "method.request.querystring.",
        "method.request.header.",
        "integration.request.path.",
        "integration.request.querystring.",
        "integration.request.header.",
    ];
    let names = ["cacheKeyParameters"];
    for (i, key) in fields.get(&names).and_then(Json::as_array).into_iter().flatten().enumerate() {
        let key = key.as_str().unwrap_or_default();
        let mut parameters = PREFIXES.iter().filter_map(|prefix| key.strip_prefix(prefix));
        if !parameters.any(mapping_expression::is_name) {
            let refusal = Refusal::new(format!("{}[{i}]", fields.path_of(&names)), "invalid cache key");
            return Err(refusal.with_help(target_help(key, &PREFIXES[..3])));
        }
    }
    Ok(())
}

fn responses(fields: &Fields<'_>, shape: Shape, options: &Options) -> Result<Vec<IntegrationResponse>, Refusal> {
    let name = if shape == Shape::OpenApi { "responses" } else { "integrationResponses" };
    if let (Shape::CloudFormation, Some(Json::Array(_))) = (shape, fields.get(&[name])) {
        let item = |(path, json)| response(&Fields::named(json, path, shape.naming())?, shape, None, options);
        return fields.list(&[name])?.into_iter().map(item).collect();
    }
    let Some(all) = fields.object(&[name])? else { return Ok(Vec::new()) };
    let one = |(key, json): (&str, _)| {
        let path = format!("{}['{}']", all.path(), shown(key));
        response(&Fields::named(json, path, shape.naming())?, shape, Some(key), options)
    };
    all.entries().map(one).collect()
}

/// One integration response; `key` is its status in the API's shape and its pattern in OpenAPI's.
fn response(
    fields: &Fields<'_>,
    shape: Shape,
    key: Option<&str>,
    options: &Options,
) -> Result<IntegrationResponse, Refusal> {
    check_names(fields, shape, &RESPONSE_FIELDS)?;
    let names = ["statusCode"];
    let status_path = fields.path_of(&names);
    let status = match (fields.get(&names), shape, key) {
        (Some(json), ..) => definition::status(json, status_path)?,
        (None, Shape::Api, Some(key)) => definition::status(&Json::from(key), status_path)?,
        (None, Shape::OpenApi, Some(_)) => 200,
        _ => return Err(Refusal::new(status_path, "is missing")),
    };
    let names = ["selectionPattern"];
    let (pattern, path) = match (shape, key) {
        (Shape::OpenApi, Some(key)) => (Some(key.to_owned()).filter(|key| key != "default"), fields.path().to_owned()),
        _ => (fields.text(&names)?, fields.path_of(&names)),
    };
    let pattern = pattern.filter(|pattern| !pattern.is_empty()).map(|pattern| SelectionPattern::read(&pattern, path));
    Ok(IntegrationResponse {
        status,
        pattern: pattern.transpose()?,
        content_handling: content_handling(fields)?,
        parameters: response_parameters(fields)?,
        templates: templates(fields, "responseTemplates", options)?,
    })
}

fn response_parameters(fields: &Fields<'_>) -> Result<Vec<(String, Expression)>, Refusal> {
    const PREFIX: &str = "method.response.header.";
    let parameters = fields.texts(&["responseParameters"])?;
    let read =
        |(key, text, path): Text<'_>| match key.strip_prefix(PREFIX).filter(|name| mapping_expression::is_name(name)) {
            Some(name) => Ok((name.to_owned(), Expression::parse(&text, &INTEGRATION_RESPONSE, &path)?)),
            None => {
                let refusal = Refusal::new(path, "invalid name of a parameter of the method response");
                Err(refusal.with_help(target_help(key, &[PREFIX])))
            }
        };
    parameters.into_iter().map(read).collect()
}
