//! Terraform's resources, in HCL and in `.tf.json`.

use std::collections::HashMap;

use super::document::{Kind, NodeRef, escape};
use super::error::Fault;
use super::found::{About, Walk, short};
use super::locals::Locals;
use super::located::{ApiKind, Role};
use super::openapi;
use crate::gateway::rest::IntegrationType;

/// True for a document with Terraform's blocks.
pub(super) fn is_terraform(root: &NodeRef) -> bool {
    ["resource", "module", "variable", "provider", "terraform", "locals", "data", "output"]
        .iter()
        .any(|key| root.get(key).is_some())
}

/// Gathers the templates of a file.
pub(super) fn walk(root: &NodeRef, walk: &mut Walk) -> Result<(), Fault> {
    walk.recognised = true;
    walk.locals = Locals::new(root);
    let resources = Resources::new(root);
    for resource in &resources.all {
        match resource.of.as_str() {
            "aws_api_gateway_integration" => {
                let about = resources.method(&resource.body, resource.kind());
                request(resource, &about, walk)?;
            }
            "aws_api_gateway_integration_response" => {
                let mut about = resources.method(&resource.body, None);
                about.integration = resources.integration_beside(&resource.body);
                let pattern = resource.body.string("selection_pattern").filter(|pattern| !pattern.is_empty());
                response(resource, &about, pattern.as_deref().unwrap_or("default"), walk)?;
            }
            "aws_api_gateway_gateway_response" => {
                let about = About { kind: Some(ApiKind::Rest), ..About::default() };
                let name = resource.body.string("response_type");
                let (key, role) = ("response_templates", Role::GatewayResponse);
                walk.templates(&resource.body, &resource.pointer, key, role, &about, name.as_deref())?;
            }
            "aws_apigatewayv2_integration" => {
                let about = About { integration: resource.kind(), ..resources.v2(&resource.body) };
                request(resource, &about, walk)?;
            }
            "aws_apigatewayv2_integration_response" => {
                let integration = resources.referred(&resource.body, "integration_id");
                let about = About {
                    integration: integration.and_then(|integration| integration.kind()),
                    ..resources.v2(&resource.body)
                };
                let key = resource.body.string("integration_response_key");
                response(resource, &about, key.as_deref().unwrap_or("$default"), walk)?;
            }
            "aws_api_gateway_rest_api" => body(resource, ApiKind::Rest, walk)?,
            "aws_apigatewayv2_api" => body(resource, ApiKind::Http, walk)?,
            _ => {}
        }
    }
    Ok(())
}

fn request(resource: &Resource, about: &About, walk: &mut Walk) -> Result<(), Fault> {
    walk.templates(&resource.body, &resource.pointer, "request_templates", Role::Request, about, None)
}

fn response(resource: &Resource, about: &About, pattern: &str, walk: &mut Walk) -> Result<(), Fault> {
    walk.templates(&resource.body, &resource.pointer, "response_templates", Role::Response, about, Some(pattern))
}

/// `body = jsonencode({…})`, or a string with OpenAPI in it.
fn body(resource: &Resource, kind: ApiKind, walk: &mut Walk) -> Result<(), Fault> {
    let Some(body) = resource.body.get("body").map(|body| walk.locals.followed(&body)) else { return Ok(()) };
    let pointer = format!("{}/body", resource.pointer);
    match body.kind() {
        Kind::Encoded(_) => openapi::walk(&body, &pointer, kind, walk),
        Kind::Scalar { .. } => match body.embedded() {
            Ok(Some(root)) => openapi::walk(&root, &pointer, kind, walk),
            Ok(None) => Ok(()),
            Err(fault) => {
                walk.note(&body, &pointer, format!("the body cannot be read: {}", fault.message));
                Ok(())
            }
        },
        Kind::File { path, .. } => {
            walk.note(&body, &pointer, format!("the body is in another file: {path}"));
            Ok(())
        }
        _ => {
            walk.note(&body, &pointer, format!("the body is not written here: `{}`", short(body.source())));
            Ok(())
        }
    }
}

/// A `resource` block.
pub(super) struct Resource {
    pub of: String,
    pub body: NodeRef,
    pub pointer: String,
}

impl Resource {
    /// What the integration is.
    fn kind(&self) -> Option<IntegrationType> {
        ["type", "integration_type"].iter().find_map(|key| IntegrationType::named(&self.body.string(key)?))
    }
}

/// The resources of a file.
pub(super) struct Resources {
    pub all: Vec<Resource>,
    /// By type and name.
    names: HashMap<(String, String), usize>,
    /// By the text of their resource and method.
    methods: HashMap<(String, String), Vec<usize>>,
}

impl Resources {
    pub fn new(root: &NodeRef) -> Resources {
        let (mut all, mut names) = (Vec::new(), HashMap::new());
        let mut methods: HashMap<_, Vec<usize>> = HashMap::new();
        for (pointer, types) in each(root.get("resource"), "/resource") {
            for (of, node) in types.entries() {
                let pointer = format!("{pointer}/{}", escape(&of));
                for (pointer, named) in each(Some(node), &pointer) {
                    for (name, node) in named.entries() {
                        for (pointer, body) in each(Some(node), &format!("{pointer}/{}", escape(&name))) {
                            names.insert((of.clone(), name.clone()), all.len());
                            if of.starts_with("aws_api_gateway_integration") {
                                methods.entry(owner(&body)).or_default().push(all.len());
                            }
                            all.push(Resource { of: of.clone(), body, pointer });
                        }
                    }
                }
            }
        }
        Resources { all, names, methods }
    }

    /// The resource that an attribute names: `aws_api_gateway_method.get.http_method`.
    pub fn referred(&self, body: &NodeRef, key: &str) -> Option<&Resource> {
        self.named(&reference(&body.get(key)?))
    }

    /// The resource in `aws_api_gateway_method.get.http_method`.
    pub fn named(&self, reference: &str) -> Option<&Resource> {
        let mut parts = reference.split('.');
        let (of, name) = (parts.next()?, parts.next()?);
        let name = name.split('[').next().unwrap_or(name);
        self.names.get(&(of.to_owned(), name.to_owned())).map(|at| &self.all[*at])
    }

    /// What is known of the method that an integration belongs to.
    pub fn method(&self, body: &NodeRef, integration: Option<IntegrationType>) -> About {
        let method = body.string("http_method").filter(|method| !method.contains('$'));
        let method = method.or_else(|| self.referred(body, "http_method")?.body.string("http_method"));
        About { kind: Some(ApiKind::Rest), integration, method, path: self.path(body) }
    }

    /// `/pets/{id}`, by way of the resources' parents.
    fn path(&self, body: &NodeRef) -> Option<String> {
        let mut parts = Vec::new();
        let (mut body, mut key) = (body.clone(), "resource_id");
        for _ in 0..1024 {
            let node = body.get(key)?;
            if reference(&node).ends_with(".root_resource_id") {
                let path: String = parts.iter().rev().map(|part| format!("/{part}")).collect();
                return Some(if path.is_empty() { "/".to_owned() } else { path });
            }
            let resource = self.referred(&body, key)?;
            let parent = resource.body.clone();
            let path = match resource.of.as_str() {
                "aws_api_gateway_resource" => parent.string("path_part")?,
                // an integration may name its method's resource
                _ => {
                    (body, key) = (parent, "resource_id");
                    continue;
                }
            };
            parts.push(path);
            (body, key) = (parent, "parent_id");
        }
        None
    }

    /// Integrations and their responses, of a type, that belong to the same method.
    pub fn beside<'r>(&'r self, body: &NodeRef, of: &'r str) -> impl Iterator<Item = &'r Resource> {
        let all = self.methods.get(&owner(body)).into_iter().flatten().map(|at| &self.all[*at]);
        all.filter(move |other| other.of == of)
    }

    /// The type of the integration of the same method.
    fn integration_beside(&self, body: &NodeRef) -> Option<IntegrationType> {
        self.beside(body, "aws_api_gateway_integration").next()?.kind()
    }

    /// What is known of a resource of version 2 of API Gateway's API.
    pub fn v2(&self, body: &NodeRef) -> About {
        let protocol = self.referred(body, "api_id").and_then(|api| api.body.string("protocol_type"));
        let kind = if protocol.as_deref() == Some("HTTP") { ApiKind::Http } else { ApiKind::WebSocket };
        About { kind: Some(kind), ..About::default() }
    }
}

/// A block, or each of a list of blocks.
pub(super) fn each(node: Option<NodeRef>, pointer: &str) -> Vec<(String, NodeRef)> {
    let Some(node) = node else { return Vec::new() };
    match node.kind() {
        Kind::Sequence(_) => {
            let items = node.items().into_iter().enumerate();
            items.map(|(at, node)| (format!("{pointer}/{at}"), node)).collect()
        }
        _ => vec![(pointer.to_owned(), node)],
    }
}

/// `a.b.c` of HCL and `"${a.b.c}"` of JSON.
pub(super) fn reference(node: &NodeRef) -> String {
    let text = node.source().trim().trim_matches('"');
    text.strip_prefix("${").and_then(|text| text.strip_suffix('}')).unwrap_or(text).trim().to_owned()
}

/// The texts that tell a method's resources from those of another.
fn owner(body: &NodeRef) -> (String, String) {
    let text = |key| body.get(key).map(|node| reference(&node)).unwrap_or_default();
    (text("resource_id"), text("http_method"))
}
