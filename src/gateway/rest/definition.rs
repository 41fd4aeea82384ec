//! Reads an integration from the three shapes in which definitions have it.

use std::sync::Arc;

use serde_json::Value as Json;

use super::super::intrinsic;
use super::super::mapping_expression::{self, Expression, INTEGRATION_RESPONSE, METHOD_REQUEST, Place};
use super::integration::{
    ContentHandling, Integration, IntegrationResponse, IntegrationType, PassthroughBehavior, Target,
};
use super::read::{self, Object, Text};
use super::templates::Templates;
use super::{GatewayResponses, Refusal};
use crate::regex::Regex;
use crate::template::Options;

/// Which of the three it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Api,
    OpenApi,
    CloudFormation,
}

impl Shape {
    fn of(object: &Object<'_>) -> Shape {
        let has = |name: &str| object.fields.contains_key(name);
        let is_small = object.get("type").and_then(Json::as_str).is_some_and(|t| t.contains(char::is_lowercase));
        match () {
            () if has("Type") => Shape::CloudFormation,
            () if has("responses") || is_small => Shape::OpenApi,
            () => Shape::Api,
        }
    }

    /// A field's name in this shape.
    fn name(self, name: &str) -> String {
        match (self, name.split_at_checked(1)) {
            (Shape::CloudFormation, Some((first, rest))) => first.to_ascii_uppercase() + rest,
            _ => name.to_owned(),
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
    let object = Object::new(json, "integration")?;
    let shape = shape.unwrap_or_else(|| Shape::of(&object));
    check_names(&object, shape, &FIELDS)?;
    let kind = object.one_of(&shape.name("type"), "type", &IntegrationType::NAMES, IntegrationType::named)?;
    let Some(kind) = kind else {
        let refusal = Refusal::new(object.at(&shape.name("type")), "is missing");
        return Err(refusal.with_help(format!("one of {}", IntegrationType::NAMES.join(", "))));
    };
    let passthrough = object.one_of(
        &shape.name("passthroughBehavior"),
        "passthrough behavior",
        &PassthroughBehavior::NAMES,
        PassthroughBehavior::named,
    )?;
    check_cache_keys(&object, shape)?;
    Ok(Integration {
        kind,
        http_method: http_method(&object, shape)?,
        uri: uri(&object, shape, kind)?,
        passthrough: passthrough.unwrap_or_default(),
        content_handling: content_handling(&object, shape)?,
        parameters: request_parameters(&object, shape)?,
        templates: Templates::read(&object, &shape.name("requestTemplates"), options)?,
        responses: responses(&object, shape, options)?,
        binary_media_types: Arc::from([]),
        gateway_responses: GatewayResponses::usual(),
    })
}

/// The service's import passes over what it does not know in OpenAPI; its API and CloudFormation do not.
fn check_names(object: &Object<'_>, shape: Shape, fields: &[&str]) -> Result<(), Refusal> {
    if shape == Shape::OpenApi {
        return Ok(());
    }
    let mut known: Vec<String> = fields.iter().map(|name| shape.name(name)).collect();
    if shape == Shape::Api {
        known.extend(OWNER.map(str::to_owned));
    }
    object.check_names(&known.iter().map(String::as_str).collect::<Vec<_>>())
}

/// `integrationHttpMethod`, where `httpMethod` may be the method's own.
fn http_method(object: &Object<'_>, shape: Shape) -> Result<Option<String>, Refusal> {
    let method = match object.text(&shape.name("integrationHttpMethod"))? {
        Some(method) => Some(method),
        None => object.text(&shape.name("httpMethod"))?,
    };
    Ok(method.filter(|method| !method.is_empty()).map(str::to_uppercase))
}

fn uri(object: &Object<'_>, shape: Shape, kind: IntegrationType) -> Result<String, Refusal> {
    let (name, path) = (shape.name("uri"), object.at(&shape.name("uri")));
    let Some(json) = object.get(&name) else {
        return match kind {
            IntegrationType::Mock => Ok(String::new()),
            _ => Err(Refusal::new(path, format!("is missing, and `{}` needs it", kind.name()))),
        };
    };
    let uri = intrinsic::text(json)
        .ok_or_else(|| Refusal::new(path.as_str(), format!("must be a string, but is {}", read::kind(json))))?;
    let is_left_open = uri.starts_with("${") || uri.is_empty();
    let is_http = uri.starts_with("http://") || uri.starts_with("https://");
    match kind {
        IntegrationType::Aws | IntegrationType::AwsProxy if !is_left_open => check_arn(&uri, path)?,
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

fn content_handling(object: &Object<'_>, shape: Shape) -> Result<Option<ContentHandling>, Refusal> {
    let name = shape.name("contentHandling");
    if object.text(&name)? == Some("") {
        return Ok(None);
    }
    object.one_of(&name, "content handling", &ContentHandling::NAMES, ContentHandling::named)
}

fn request_parameters(object: &Object<'_>, shape: Shape) -> Result<Vec<(Target, Expression)>, Refusal> {
    let parameters = object.texts(&shape.name("requestParameters"))?;
    let read = |(key, text, path): Text<'_>| {
        let target = request_target(key, &path)?;
        Ok((target, Expression::parse(&text, &METHOD_REQUEST, &path)?))
    };
    parameters.into_iter().map(read).collect()
}

const PLACES: [(&str, Place); 3] = [
    ("integration.request.path.", Place::Path),
    ("integration.request.querystring.", Place::Querystring),
    ("integration.request.header.", Place::Header),
];

pub(in crate::gateway) fn request_target(key: &str, path: &str) -> Result<Target, Refusal> {
    for (prefix, place) in PLACES {
        if let Some(name) = key.strip_prefix(prefix).filter(|name| mapping_expression::is_name(name)) {
            return Ok(Target { place, name: name.to_owned() });
        }
    }
    let refusal = Refusal::new(path, "invalid name of a parameter of the integration request");
    Err(refusal.with_help(target_help(key, &PLACES.map(|(prefix, _)| prefix))))
}

/// The nearest right name, or what is right.
fn target_help(key: &str, prefixes: &[&str]) -> String {
    let dots = prefixes[0].matches('.').count();
    let head = key.match_indices('.').nth(dots - 1).map(|(at, _)| key.split_at(at + 1));
    match head.and_then(|(head, name)| Some((super::super::nearest::nearest(head, prefixes)?, name))) {
        Some((near, name)) if mapping_expression::is_name(name) && format!("{near}{name}") != key => {
            format!("did you mean `{near}{name}`?")
        }
        _ => format!("it must begin with {}, and then letters, digits, `.`, `_`, `$` or `-`", {
            let quoted: Vec<String> = prefixes.iter().map(|prefix| format!("`{prefix}`")).collect();
            quoted.join(" or ")
        }),
    }
}

/// `method.request.querystring.page`: what makes requests differ in the cache.
fn check_cache_keys(object: &Object<'_>, shape: Shape) -> Result<(), Refusal> {
    const PREFIXES: [&str; 6] = [
        "method.request.path.",
        "method.request.querystring.",
        "method.request.header.",
        "integration.request.path.",
        "integration.request.querystring.",
        "integration.request.header.",
    ];
    let name = shape.name("cacheKeyParameters");
    for (i, key) in object.get(&name).and_then(Json::as_array).into_iter().flatten().enumerate() {
        let key = key.as_str().unwrap_or_default();
        let mut names = PREFIXES.iter().filter_map(|prefix| key.strip_prefix(prefix));
        if !names.any(mapping_expression::is_name) {
            let refusal = Refusal::new(format!("{}[{i}]", object.at(&name)), "invalid cache key");
            return Err(refusal.with_help(target_help(key, &PREFIXES[..3])));
        }
    }
    Ok(())
}

fn responses(object: &Object<'_>, shape: Shape, options: &Options) -> Result<Vec<IntegrationResponse>, Refusal> {
    let name = if shape == Shape::OpenApi { "responses".to_owned() } else { shape.name("integrationResponses") };
    let Some(json) = object.get(&name) else { return Ok(Vec::new()) };
    let path = object.at(&name);
    if let (Shape::CloudFormation, Json::Array(items)) = (shape, json) {
        let item = |(i, json)| response(&Object::new(json, format!("{path}[{i}]"))?, shape, None, options);
        return items.iter().enumerate().map(item).collect();
    }
    let all = Object::new(json, path)?;
    let one = |(key, json): (&String, &Json)| {
        let path = format!("{}['{}']", all.path, super::super::refusal::shown(key));
        response(&Object::new(json, path)?, shape, Some(key), options)
    };
    all.fields.iter().map(one).collect()
}

/// One integration response; `key` is its status in the API's shape and its pattern in OpenAPI's.
fn response(
    object: &Object<'_>,
    shape: Shape,
    key: Option<&str>,
    options: &Options,
) -> Result<IntegrationResponse, Refusal> {
    check_names(object, shape, &RESPONSE_FIELDS)?;
    let status_name = shape.name("statusCode");
    let status = match (object.get(&status_name), shape, key) {
        (Some(json), ..) => read::status(json, object.at(&status_name))?,
        (None, Shape::Api, Some(key)) => read::status(&Json::from(key), object.at(&status_name))?,
        (None, Shape::OpenApi, Some(_)) => 200,
        _ => return Err(Refusal::new(object.at(&status_name), "is missing")),
    };
    let (pattern, path) = match (shape, key) {
        (Shape::OpenApi, Some(key)) => (Some(key).filter(|key| *key != "default"), object.path.clone()),
        _ => (object.text(&shape.name("selectionPattern"))?, object.at(&shape.name("selectionPattern"))),
    };
    let pattern = pattern.filter(|pattern| !pattern.is_empty()).map(|pattern| selection_pattern(pattern, path));
    Ok(IntegrationResponse {
        status,
        pattern: pattern.transpose()?,
        content_handling: content_handling(object, shape)?,
        parameters: response_parameters(object, shape)?,
        templates: Templates::read(object, &shape.name("responseTemplates"), options)?,
    })
}

/// Longer patterns are no patterns of people.
const PATTERN_BYTES: usize = 64 * 1024;

fn selection_pattern(pattern: &str, path: String) -> Result<Arc<Regex>, Refusal> {
    if pattern.len() > PATTERN_BYTES {
        return Err(Refusal::new(path, format!("a pattern of more than {PATTERN_BYTES} bytes")));
    }
    Regex::new(pattern).map(Arc::new).map_err(|error| {
        let first = error.message.lines().next().unwrap_or_default().to_owned();
        let shown = super::super::refusal::shown(pattern);
        Refusal::new(path, format!("`{shown}` is no regular expression of Java: {first}"))
    })
}

fn response_parameters(object: &Object<'_>, shape: Shape) -> Result<Vec<(String, Expression)>, Refusal> {
    const PREFIX: &str = "method.response.header.";
    let parameters = object.texts(&shape.name("responseParameters"))?;
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
