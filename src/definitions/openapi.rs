//! `x-amazon-apigateway-integration` of OpenAPI 2 and 3, in a file of its own or in `Body`, `DefinitionBody`, `body`.

use super::document::{NodeRef, escape};
use super::error::Fault;
use super::found::{About, Walk, branches, short};
use super::located::{ApiKind, Role};
use crate::gateway::rest::IntegrationType;

pub(super) const INTEGRATION: &str = "x-amazon-apigateway-integration";
pub(super) const GATEWAY_RESPONSES: &str = "x-amazon-apigateway-gateway-responses";
pub(super) const ANY_METHOD: &str = "x-amazon-apigateway-any-method";
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", ANY_METHOD];

/// True for a document that describes an API.
pub(super) fn is_openapi(root: &NodeRef) -> bool {
    ["openapi", "swagger", "paths"].iter().any(|key| root.get(key).is_some())
}

/// Gathers the templates of an API whose document stands at `pointer`.
pub(super) fn walk(root: &NodeRef, pointer: &str, kind: ApiKind, walk: &mut Walk) -> Result<(), Fault> {
    walk.recognised = true;
    note_include(root, pointer, walk);
    for (path, item) in root.get("paths").map(|paths| paths.entries()).unwrap_or_default() {
        for (method, operation) in methods(&item) {
            let Some(integration) = integration(root, &operation) else { continue };
            let pointer = format!("{pointer}/paths/{}/{method}/{INTEGRATION}", escape(&path));
            note_include(&operation, &pointer, walk);
            let about = |integration: &NodeRef| About {
                kind: Some(kind),
                integration: integration.string("type").and_then(|name| IntegrationType::named(&name)),
                method: Some(method_name(&method)),
                path: Some(path.clone()),
            };
            for (integration, pointer) in branches(&integration, &pointer) {
                of_integration(&integration, &pointer, &about(&integration), walk)?;
            }
        }
    }
    for (name, response) in root.get(GATEWAY_RESPONSES).map(|all| all.entries()).unwrap_or_default() {
        let pointer = format!("{pointer}/{GATEWAY_RESPONSES}/{}", escape(&name));
        let about = About { kind: Some(kind), ..About::default() };
        walk.templates(&response, &pointer, "responseTemplates", Role::GatewayResponse, &about, Some(&name))?;
    }
    Ok(())
}

fn of_integration(integration: &NodeRef, pointer: &str, about: &About, walk: &mut Walk) -> Result<(), Fault> {
    walk.templates(integration, pointer, "requestTemplates", Role::Request, about, None)?;
    for (pattern, response) in integration.get("responses").map(|all| all.entries()).unwrap_or_default() {
        for (response, pointer) in branches(&response, &format!("{pointer}/responses/{}", escape(&pattern))) {
            walk.templates(&response, &pointer, "responseTemplates", Role::Response, about, Some(&pattern))?;
        }
    }
    Ok(())
}

/// The operations of a path.
pub(super) fn methods(item: &NodeRef) -> impl Iterator<Item = (String, NodeRef)> {
    item.entries().into_iter().filter(|(name, _)| METHODS.contains(&name.as_str()))
}

/// `POST`; `ANY` for the extension that stands for all.
pub(super) fn method_name(key: &str) -> String {
    if key == ANY_METHOD { "ANY".to_owned() } else { key.to_ascii_uppercase() }
}

/// The integration of an operation, where it stands or where `$ref` says.
pub(super) fn integration(root: &NodeRef, operation: &NodeRef) -> Option<NodeRef> {
    let integration = operation.get(INTEGRATION)?;
    match integration.string("$ref") {
        Some(reference) => follow(root, &reference),
        None => Some(integration),
    }
}

/// `#/components/x-amazon-apigateway-integrations/orders`
pub(super) fn follow(root: &NodeRef, reference: &str) -> Option<NodeRef> {
    let mut parts = reference.strip_prefix("#/")?.split('/').take(16);
    parts.try_fold(root.clone(), |node, part| node.get(&super::document::unescape(part)))
}

/// `Fn::Transform: {Name: AWS::Include, …}`: what stands there is in another file.
fn note_include(node: &NodeRef, pointer: &str, walk: &mut Walk) {
    let transform = match node.intrinsic() {
        Some((name, argument)) if name == "Fn::Transform" => Some(argument),
        _ => node.get("Fn::Transform"),
    };
    if let Some(transform) = transform {
        let location = transform.path(&["Parameters", "Location"]).map(|node| short(node.source()));
        let location = location.map_or(String::new(), |location| format!(": {location}"));
        walk.note(&transform, pointer, format!("included when it is deployed{location}"));
    }
}
