//! serverless.yml: `functions.*.events[].http`, the CloudFormation in `resources`, and the service proxies in `custom`.

use super::cloudformation;
use super::document::{NodeRef, escape};
use super::error::Fault;
use super::found::{About, Found, Walk};
use super::located::{ApiKind, Role};
use crate::gateway::rest::IntegrationType;

/// True for a document of the Serverless Framework.
pub(super) fn is_service(root: &NodeRef) -> bool {
    let has = |key: &str| root.get(key).is_some();
    has("service") && (has("provider") || has("functions")) || has("functions") && has("provider")
}

/// Gathers the templates of a service.
pub(super) fn walk(root: &NodeRef, walk: &mut Walk) -> Result<(), Fault> {
    walk.recognised = true;
    for (pointer, functions) in one_or_more(root, "functions") {
        for (name, function) in functions.entries() {
            let pointer = format!("{pointer}/{}/events", escape(&name));
            for (at, event) in function.get("events").map(|all| all.items()).unwrap_or_default().iter().enumerate() {
                if let Some(http) = event.get("http") {
                    event_http(&http, &format!("{pointer}/{at}/http"), walk)?;
                }
            }
        }
    }
    for (pointer, resources) in one_or_more(root, "resources") {
        cloudformation::walk(&resources, &pointer, walk)?;
        if let Some(extensions) = resources.get("extensions") {
            cloudformation::walk(&extensions, &format!("{pointer}/extensions"), walk)?;
        }
    }
    let proxies = root.path(&["custom", "apiGatewayServiceProxies"]).map(|all| all.items()).unwrap_or_default();
    for (at, proxy) in proxies.iter().enumerate() {
        for (service, settings) in proxy.entries() {
            service_proxy(&settings, &format!("/custom/apiGatewayServiceProxies/{at}/{}", escape(&service)), walk)?;
        }
    }
    Ok(())
}

/// A section may be a mapping, or a list of mappings of which some stand in other files.
pub(super) fn one_or_more(root: &NodeRef, key: &str) -> Vec<(String, NodeRef)> {
    let Some(node) = root.get(key) else { return Vec::new() };
    if node.is_mapping() {
        return vec![(format!("/{key}"), node)];
    }
    let items = node.items().into_iter().enumerate();
    items.map(|(at, item)| (format!("/{key}/{at}"), item)).collect()
}

/// `- http: {path, method, integration, request: {template}, response: {template, statusCodes}}`
fn event_http(http: &NodeRef, pointer: &str, walk: &mut Walk) -> Result<(), Fault> {
    let about = About {
        kind: Some(ApiKind::Rest),
        integration: Some(integration(http)),
        method: http.string("method").map(|method| method.to_ascii_uppercase()),
        path: http.string("path").map(|path| format!("/{}", path.trim_start_matches('/'))),
    };
    if let Some(request) = http.get("request") {
        walk.templates(&request, &format!("{pointer}/request"), "template", Role::Request, &about, None)?;
    }
    let Some(response) = http.get("response") else { return Ok(()) };
    response_template(&response, &format!("{pointer}/response"), &about, None, walk)?;
    for (status, response) in response.get("statusCodes").map(|all| all.entries()).unwrap_or_default() {
        let pointer = format!("{pointer}/response/statusCodes/{}", escape(&status));
        let pattern = response.string("pattern").unwrap_or(status);
        response_template(&response, &pointer, &about, Some(&pattern), walk)?;
    }
    Ok(())
}

/// `integration: lambda`; a proxy where there is none.
fn integration(http: &NodeRef) -> IntegrationType {
    let name = http.string("integration").unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    match name.as_str() {
        "lambda" | "aws" => IntegrationType::Aws,
        "http" => IntegrationType::Http,
        "http-proxy" => IntegrationType::HttpProxy,
        "mock" => IntegrationType::Mock,
        _ if http.string("async").as_deref() == Some("true") => IntegrationType::Aws,
        _ => IntegrationType::AwsProxy,
    }
}

/// `template: text`, or a mapping from content types
fn response_template(
    owner: &NodeRef,
    pointer: &str,
    about: &About,
    response: Option<&str>,
    walk: &mut Walk,
) -> Result<(), Fault> {
    let Some(node) = owner.get("template") else { return Ok(()) };
    let pointer = format!("{pointer}/template");
    if node.is_mapping() {
        return walk.content_types(&node, &pointer, Role::Response, about, response);
    }
    let (about, response) = (about.clone(), response.map(ToOwned::to_owned));
    walk.add(Found { pointer, node, role: Role::Response, about, content_type: None, response })
}

/// `- sqs: {path, method, request: {template: {…}}, response: [{responseTemplates}]}` of the service proxy plugin
fn service_proxy(settings: &NodeRef, pointer: &str, walk: &mut Walk) -> Result<(), Fault> {
    let about = About {
        kind: Some(ApiKind::Rest),
        integration: Some(IntegrationType::Aws),
        method: settings.string("method").map(|method| method.to_ascii_uppercase()),
        path: settings.string("path").map(|path| format!("/{}", path.trim_start_matches('/'))),
    };
    if let Some(request) = settings.get("request") {
        walk.templates(&request, &format!("{pointer}/request"), "template", Role::Request, &about, None)?;
    }
    let Some(response) = settings.get("response") else { return Ok(()) };
    for (at, response) in response.items().iter().enumerate() {
        let pointer = format!("{pointer}/response/{at}");
        let pattern = response.string("selectionPattern").unwrap_or_else(|| "default".to_owned());
        walk.templates(response, &pointer, "responseTemplates", Role::Response, &about, Some(&pattern))?;
    }
    for (outcome, node) in response.get("template").map(|all| all.entries()).unwrap_or_default() {
        let pointer = format!("{pointer}/response/template/{}", escape(&outcome));
        let about = about.clone();
        let response = Some(outcome);
        walk.add(Found { pointer, node, role: Role::Response, about, content_type: None, response })?;
    }
    Ok(())
}
