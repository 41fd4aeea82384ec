//! The APIs that Terraform's resources make, in the words of CloudFormation: `request_templates` is `RequestTemplates`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::document::NodeRef;
use super::error::Fault;
use super::located::ApiKind;
use super::operations::{Api, Operation, Shape};
use super::terraform::{Resource, Resources, reference};
use super::value::Values;

/// What an integration, its responses and a route have in CloudFormation under the same name.
const KNOWN: [&str; 26] = [
    "type",
    "integration_http_method",
    "uri",
    "credentials",
    "connection_type",
    "connection_id",
    "request_parameters",
    "request_templates",
    "passthrough_behavior",
    "content_handling",
    "cache_namespace",
    "cache_key_parameters",
    "status_code",
    "selection_pattern",
    "response_parameters",
    "response_templates",
    "integration_type",
    "integration_uri",
    "integration_method",
    "payload_format_version",
    "template_selection_expression",
    "content_handling_strategy",
    "integration_response_key",
    "route_key",
    "response_type",
    "route_response_selection_expression",
];

/// The APIs of a file, those that are no OpenAPI document.
pub(super) fn apis(root: &NodeRef, file: &str, values: &mut Values) -> Result<Vec<Api>, Fault> {
    let resources = Resources::new(root);
    let mut apis: Vec<Api> = Vec::new();
    let mut responses = Responses::new();
    for resource in resources.all.iter().filter(|other| other.of == "aws_apigatewayv2_integration_response") {
        if let Some(integration) = resources.referred(&resource.body, "integration_id") {
            responses.entry(&integration.pointer).or_default().push(resource);
        }
    }
    let answers = resources.all.iter().filter(|other| other.of == "aws_apigatewayv2_route_response");
    let answering: HashSet<&str> =
        answers.filter_map(|other| Some(resources.referred(&other.body, "route_id")?.pointer.as_str())).collect();
    for resource in &resources.all {
        match resource.of.as_str() {
            "aws_api_gateway_integration" => {
                let operation = method(&resources, resource, file, values)?;
                api_of(&mut apis, &resources, resource, "rest_api_id", ApiKind::Rest).operations.push(operation);
            }
            "aws_api_gateway_gateway_response" => {
                let response = properties(&resource.body, values)?;
                let api = api_of(&mut apis, &resources, resource, "rest_api_id", ApiKind::Rest);
                match &mut api.gateway_responses {
                    Value::Array(all) => all.push(response),
                    none => *none = json!([response]),
                }
            }
            "aws_apigatewayv2_route" => {
                let mut operation = route(&resources, &responses, resource, file, values)?;
                if !answering.contains(resource.pointer.as_str())
                    && let Some(settings) = operation.method_settings.as_object_mut()
                {
                    // without a route response the expression has nothing to select: the route is one-way
                    settings.remove("RouteResponseSelectionExpression");
                }
                let kind = resources.v2(&resource.body).kind.unwrap_or(ApiKind::WebSocket);
                api_of(&mut apis, &resources, resource, "api_id", kind).operations.push(operation);
            }
            _ => {}
        }
    }
    Ok(apis)
}

/// The integration responses of WebSocket APIs, by the pointer of their integration.
type Responses<'r> = HashMap<&'r str, Vec<&'r Resource>>;

fn method(resources: &Resources, resource: &Resource, file: &str, values: &mut Values) -> Result<Operation, Fault> {
    let about = resources.method(&resource.body, None);
    let mut integration = properties(&resource.body, values)?;
    let mut responses = Vec::new();
    for other in resources.beside(&resource.body, "aws_api_gateway_integration_response") {
        responses.push(properties(&other.body, values)?);
    }
    integration["IntegrationResponses"] = responses.into();
    Ok(Operation {
        address: format!("{file}#{}", resource.pointer),
        path: about.path.unwrap_or_default(),
        method: about.method.unwrap_or_default(),
        route_key: None,
        shape: Shape::CloudFormation,
        integration,
        integration_responses: Vec::new(),
        method_settings: Value::Object(Map::new()),
    })
}

/// `target = "integrations/${aws_apigatewayv2_integration.send.id}"`; a route whose integration is not in the file has none.
fn route(
    resources: &Resources,
    responses: &Responses<'_>,
    resource: &Resource,
    file: &str,
    values: &mut Values,
) -> Result<Operation, Fault> {
    let target = resource.body.get("target").map(|target| reference(&target)).unwrap_or_default();
    let target = target.strip_prefix("integrations/").unwrap_or(&target);
    let target = target.trim_start_matches("${").trim_end_matches('}');
    let (mut address, mut integration, mut own) = (resource.pointer.as_str(), Value::Null, Vec::new());
    if let Some(found) = resources.named(target.trim()) {
        address = &found.pointer;
        integration = properties(&found.body, values)?;
        for other in responses.get(address).into_iter().flatten() {
            own.push(properties(&other.body, values)?);
        }
    }
    let key = resource.body.string("route_key").unwrap_or_default();
    let (method, path) = key.split_once(' ').unwrap_or_default();
    Ok(Operation {
        address: format!("{file}#{address}"),
        path: path.to_owned(),
        method: method.to_owned(),
        route_key: Some(key.clone()),
        shape: Shape::CloudFormation,
        integration,
        integration_responses: own,
        method_settings: properties(&resource.body, values)?,
    })
}

/// What is known of a resource, in CloudFormation's words.
fn properties(body: &NodeRef, values: &mut Values) -> Result<Value, Fault> {
    let mut object = Map::new();
    for (name, node) in body.entries() {
        let name = match name.as_str() {
            "timeout_milliseconds" => "TimeoutInMillis".to_owned(),
            name if KNOWN.contains(&name) => pascal(name),
            _ => continue,
        };
        let value = match (name.as_str(), values.of(&node)?) {
            ("StatusCode", Value::Number(number)) => number.to_string().into(),
            (_, Value::Null) => continue,
            // the provider sends none for the default
            ("SelectionPattern", Value::String(pattern)) if pattern.is_empty() => continue,
            (_, value) => value,
        };
        object.insert(name, value);
    }
    Ok(Value::Object(object))
}

/// `RequestTemplates`
fn pascal(name: &str) -> String {
    let capital = |word: &str| word.get(..1).map(|first| first.to_ascii_uppercase() + &word[1..]);
    name.split('_').filter_map(capital).collect()
}

/// The API that a resource belongs to, by its name in the file.
fn api_of<'a>(
    apis: &'a mut Vec<Api>,
    resources: &Resources,
    resource: &Resource,
    key: &str,
    kind: ApiKind,
) -> &'a mut Api {
    let api = resources.referred(&resource.body, key);
    let name = api.and_then(|api| api.pointer.split('/').nth(3)).unwrap_or_default().to_owned();
    let at = apis.iter().position(|api| api.name == name && api.kind == kind).unwrap_or_else(|| {
        let binary = api.and_then(|api| api.body.get("binary_media_types")).map(|all| all.items()).unwrap_or_default();
        apis.push(Api {
            name,
            kind,
            operations: Vec::new(),
            binary_media_types: binary.iter().filter_map(|item| item.as_str().map(ToOwned::to_owned)).collect(),
            gateway_responses: Value::Null,
            route_selection_expression: api.and_then(|api| api.body.string("route_selection_expression")),
        });
        apis.len() - 1
    });
    &mut apis[at]
}
