//! `Resources:` of CloudFormation, SAM, CDK's `cdk.out/*.template.json`, and of serverless.yml.

use super::document::{NodeRef, escape};
use super::error::Fault;
use super::found::{About, Walk, branches};
use super::located::{ApiKind, Role};
use super::openapi;
use crate::gateway::rest::IntegrationType;

/// True for a document with resources that have types.
pub(super) fn is_template(root: &NodeRef) -> bool {
    let resources = root.get("Resources").map(|all| all.entries()).unwrap_or_default();
    resources.iter().any(|(_, resource)| resource.get("Type").is_some())
}

/// Gathers the templates of the resources below `pointer`.
pub(super) fn walk(root: &NodeRef, pointer: &str, walk: &mut Walk) -> Result<(), Fault> {
    let Some(resources) = root.get("Resources") else { return Ok(()) };
    for (name, resource) in resources.entries() {
        let (Some(of), Some(properties)) = (resource.string("Type"), resource.get("Properties")) else { continue };
        let pointer = format!("{pointer}/Resources/{}/Properties", escape(&name));
        let resource = Resource { resources: &resources, properties, pointer };
        walk.recognised |= of.starts_with("AWS::ApiGateway") || of.starts_with("AWS::Serverless::");
        match of.as_str() {
            "AWS::ApiGateway::Method" => resource.method(walk)?,
            "AWS::ApiGateway::RestApi" => resource.body("Body", ApiKind::Rest, walk)?,
            "AWS::ApiGateway::GatewayResponse" => resource.gateway_response(walk)?,
            "AWS::Serverless::Api" => resource.serverless_api(walk)?,
            "AWS::Serverless::HttpApi" => resource.body("DefinitionBody", ApiKind::Http, walk)?,
            "AWS::ApiGatewayV2::Api" => resource.body("Body", ApiKind::Http, walk)?,
            "AWS::ApiGatewayV2::Integration" => resource.v2_integration(walk)?,
            "AWS::ApiGatewayV2::IntegrationResponse" => resource.v2_response(walk)?,
            _ => {}
        }
    }
    Ok(())
}

struct Resource<'r> {
    resources: &'r NodeRef,
    properties: NodeRef,
    pointer: String,
}

impl Resource<'_> {
    fn method(&self, walk: &mut Walk) -> Result<(), Fault> {
        let Some(integration) = self.properties.get("Integration") else { return Ok(()) };
        for (integration, pointer) in branches(&integration, &format!("{}/Integration", self.pointer)) {
            self.integration(&integration, &pointer, walk)?;
        }
        Ok(())
    }

    fn integration(&self, integration: &NodeRef, pointer: &str, walk: &mut Walk) -> Result<(), Fault> {
        let about = About {
            kind: Some(ApiKind::Rest),
            integration: integration.string("Type").and_then(|name| IntegrationType::named(&name)),
            method: self.properties.string("HttpMethod"),
            path: self.properties.get("ResourceId").and_then(|id| resource_path(self.resources, &id)),
        };
        walk.templates(integration, pointer, "RequestTemplates", Role::Request, &about, None)?;
        let Some(responses) = integration.get("IntegrationResponses") else { return Ok(()) };
        for (list, pointer) in branches(&responses, &format!("{pointer}/IntegrationResponses")) {
            let items = list.items().into_iter().enumerate();
            let responses = items.flat_map(|(at, response)| branches(&response, &format!("{pointer}/{at}")));
            for (response, pointer) in responses {
                let pattern = response.string("SelectionPattern").unwrap_or_else(|| "default".to_owned());
                walk.templates(&response, &pointer, "ResponseTemplates", Role::Response, &about, Some(&pattern))?;
            }
        }
        Ok(())
    }

    fn body(&self, key: &str, kind: ApiKind, walk: &mut Walk) -> Result<(), Fault> {
        let Some(body) = self.properties.get(key) else { return Ok(()) };
        for (body, pointer) in branches(&body, &format!("{}/{key}", self.pointer)) {
            openapi::walk(&body, &pointer, kind, walk)?;
        }
        Ok(())
    }

    fn gateway_response(&self, walk: &mut Walk) -> Result<(), Fault> {
        let name = self.properties.string("ResponseType");
        let about = About { kind: Some(ApiKind::Rest), ..About::default() };
        let role = Role::GatewayResponse;
        walk.templates(&self.properties, &self.pointer, "ResponseTemplates", role, &about, name.as_deref())
    }

    fn serverless_api(&self, walk: &mut Walk) -> Result<(), Fault> {
        self.body("DefinitionBody", ApiKind::Rest, walk)?;
        for (name, response) in self.properties.get("GatewayResponses").map(|all| all.entries()).unwrap_or_default() {
            let pointer = format!("{}/GatewayResponses/{}", self.pointer, escape(&name));
            let about = About { kind: Some(ApiKind::Rest), ..About::default() };
            let role = Role::GatewayResponse;
            walk.templates(&response, &pointer, "ResponseTemplates", role, &about, Some(&name))?;
        }
        Ok(())
    }

    fn v2_integration(&self, walk: &mut Walk) -> Result<(), Fault> {
        let about = About {
            kind: Some(self.v2_kind()),
            integration: self.properties.string("IntegrationType").and_then(|name| IntegrationType::named(&name)),
            ..About::default()
        };
        walk.templates(&self.properties, &self.pointer, "RequestTemplates", Role::Request, &about, None)
    }

    fn v2_response(&self, walk: &mut Walk) -> Result<(), Fault> {
        let integration = self.properties.get("IntegrationId").and_then(|id| referred(self.resources, &id));
        let kind = integration.and_then(|node| node.path(&["Properties", "IntegrationType"]));
        let about = About {
            kind: Some(self.v2_kind()),
            integration: kind.and_then(|kind| IntegrationType::named(kind.as_str()?)),
            ..About::default()
        };
        let key = self.properties.string("IntegrationResponseKey");
        let key = key.as_deref();
        walk.templates(&self.properties, &self.pointer, "ResponseTemplates", Role::Response, &about, key)
    }

    /// The protocol of the API that is referred to. Only WebSocket APIs have templates.
    fn v2_kind(&self) -> ApiKind {
        let api = self.properties.get("ApiId").and_then(|id| referred(self.resources, &id));
        let protocol = api.and_then(|api| api.path(&["Properties", "ProtocolType"]));
        match protocol.as_ref().and_then(|node| node.as_str()) {
            Some("HTTP") => ApiKind::Http,
            _ => ApiKind::WebSocket,
        }
    }
}

/// The name in `!Ref Name`, `{"Ref": "Name"}`, `!GetAtt Name.Id` and `{"Fn::GetAtt": ["Name", "Id"]}`.
pub(super) fn reference(node: &NodeRef) -> Option<(String, Option<String>)> {
    let (function, argument) = node.intrinsic()?;
    match function.as_str() {
        "Ref" => Some((argument.as_str()?.to_owned(), None)),
        "Fn::GetAtt" => match argument.as_str() {
            Some(text) => {
                let (name, attribute) = text.split_once('.')?;
                Some((name.to_owned(), Some(attribute.to_owned())))
            }
            None => {
                let parts = argument.items();
                Some((parts.first()?.as_str()?.to_owned(), Some(parts.get(1)?.as_str()?.to_owned())))
            }
        },
        _ => None,
    }
}

/// The resource that is referred to.
pub(super) fn referred(resources: &NodeRef, node: &NodeRef) -> Option<NodeRef> {
    resources.get(&reference(node)?.0)
}

/// `/pets/{id}`: the path of an `AWS::ApiGateway::Resource`, by way of its parents. What is not in the stack, such as an
/// imported id, is taken for the root.
pub(super) fn resource_path(resources: &NodeRef, id: &NodeRef) -> Option<String> {
    let mut parts = Vec::new();
    let mut id = id.clone();
    // API Gateway allows a path of 2048 characters
    for _ in 0..1024 {
        let is_root = reference(&id).is_some_and(|(_, attribute)| attribute.as_deref() == Some("RootResourceId"));
        let resource = if is_root { None } else { referred(resources, &id) };
        let Some(resource) = resource else {
            let path: String = parts.iter().rev().map(|part| format!("/{part}")).collect();
            return Some(if path.is_empty() { "/".to_owned() } else { path });
        };
        let properties = resource.get("Properties")?;
        parts.push(properties.string("PathPart")?);
        id = properties.get("ParentId")?;
    }
    None
}
