//! Reads integrations, and refuses what the service refuses.

use super::super::definition::{Fields, Text};
use super::super::mapping_expression::{Expression, ROUTE_REQUEST, WEBSOCKET_RESPONSE, is_name};
use super::super::parameters::{Target, request_target};
use super::super::refusal::shown;
use super::super::selection_pattern::SelectionPattern;
use super::super::templates::Templates;
use super::integration::{Integration, IntegrationResponse, ResponseKey, SelectedTemplates};
use super::selection::{Selection, Stand};
use super::{ContentHandling, IntegrationType, PassthroughBehavior, Refusal};
use crate::template::Options;

/// An integration with its responses, which a template has apart from it.
pub(super) fn integration(
    fields: &Fields<'_>,
    responses: &[Fields<'_>],
    options: &Options,
) -> Result<Integration, Refusal> {
    const NAMES: [&str; 2] = ["integrationType", "type"];
    let Some(kind) = fields.choice(&NAMES, "type", &IntegrationType::CHOICES)? else {
        let refusal = Refusal::new(fields.path_of(&NAMES), "is missing");
        return Err(refusal.with_help("`AWS`, `AWS_PROXY`, `HTTP`, `HTTP_PROXY` or `MOCK`"));
    };
    let uri_names = ["integrationUri", "uri"];
    let uri = match (fields.text(&uri_names)?, kind) {
        (Some(uri), _) => uri,
        (None, IntegrationType::Mock) => String::new(),
        (None, _) => return Err(Refusal::new(fields.path_of(&uri_names), "is missing")),
    };
    let responses: Result<Vec<IntegrationResponse>, Refusal> =
        responses.iter().map(|fields| response(fields, options)).collect();
    Ok(Integration {
        kind,
        uri,
        method: fields.text(&["integrationMethod", "httpMethod"])?.filter(|method| method != "ANY"),
        passthrough: fields
            .choice(&["passthroughBehavior"], "passthrough behavior", &PassthroughBehavior::CHOICES)?
            .unwrap_or_default(),
        content_handling: handling(fields)?,
        parameters: parameters(fields)?,
        templates: templates(fields, "requestTemplates", Stand::Request, options)?,
        responses: responses?.into(),
    })
}

fn handling(fields: &Fields<'_>) -> Result<Option<ContentHandling>, Refusal> {
    fields.choice(&["contentHandlingStrategy"], "content handling strategy", &ContentHandling::CHOICES)
}

/// `{"integration.request.header.x": "route.request.querystring.token"}`
fn parameters(fields: &Fields<'_>) -> Result<Vec<(Target, Expression)>, Refusal> {
    let read = |(key, text, path): Text<'_>| {
        Ok((request_target(key, &path)?, Expression::parse(&text, &ROUTE_REQUEST, &path)?))
    };
    fields.texts(&["requestParameters"])?.into_iter().map(read).collect()
}

/// Templates by key, and the expression that gives it.
fn templates(fields: &Fields<'_>, name: &str, stand: Stand, options: &Options) -> Result<SelectedTemplates, Refusal> {
    const NAMES: [&str; 1] = ["templateSelectionExpression"];
    let selection = fields.text(&NAMES)?.map(|source| Selection::parse(&source, stand, &fields.path_of(&NAMES)));
    Ok(SelectedTemplates { selection: selection.transpose()?, all: Templates::read(fields, name, options)? })
}

fn response(fields: &Fields<'_>, options: &Options) -> Result<IntegrationResponse, Refusal> {
    const NAMES: [&str; 1] = ["integrationResponseKey"];
    let Some(key) = fields.text(&NAMES)? else {
        let refusal = Refusal::new(fields.path_of(&NAMES), "is missing");
        return Err(refusal.with_help("`$default`, or a pattern in slashes: `/2\\d\\d/`"));
    };
    Ok(IntegrationResponse {
        key: response_key(&key, fields.path_of(&NAMES))?,
        content_handling: handling(fields)?,
        parameters: response_parameters(fields)?,
        templates: templates(fields, "responseTemplates", Stand::Response, options)?,
    })
}

/// `$default`, or a regular expression of Java in slashes.
fn response_key(key: &str, path: String) -> Result<ResponseKey, Refusal> {
    if key == "$default" {
        return Ok(ResponseKey::Default);
    }
    let pattern = key.strip_prefix('/').and_then(|key| key.strip_suffix('/'));
    let Some(pattern) = pattern.filter(|pattern| !pattern.is_empty()) else {
        return match key.contains('/') || key.contains('\\') {
            true => Err(Refusal::new(path, format!("`{}` is no pattern in slashes", shown(key)))
                .with_help(format!("write `/{}/`", shown(key.trim_matches('/'))))),
            false => Ok(ResponseKey::Text(key.to_owned())),
        };
    };
    SelectionPattern::read(pattern, path).map(ResponseKey::Pattern)
}

/// `{"method.response.header.Sec-WebSocket-Protocol": "integration.response.header.protocol"}`
fn response_parameters(fields: &Fields<'_>) -> Result<Vec<(String, Expression)>, Refusal> {
    const PREFIXES: [&str; 2] = ["method.response.header.", "route.response.header."];
    let read = |(key, text, path): Text<'_>| {
        let name = PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix)).filter(|name| is_name(name));
        match name {
            Some(name) => Ok((name.to_owned(), Expression::parse(&text, &WEBSOCKET_RESPONSE, &path)?)),
            None => Err(Refusal::new(path, "invalid name of a parameter of the response")
                .with_help("it must begin with `method.response.header.`")),
        }
    };
    fields.texts(&["responseParameters"])?.into_iter().map(read).collect()
}
