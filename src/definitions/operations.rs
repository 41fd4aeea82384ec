//! The APIs of a definition: for each method or route the integration behind it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::cloudformation::{reference, resource_path};
use super::definition::{Definition, Format};
use super::document::{NodeRef, escape};
use super::error::{DefinitionError, Fault};
use super::function_events::{Event, IMPLICIT_API, events};
use super::guess;
use super::locals::Locals;
use super::located::ApiKind;
use super::openapi;
use super::serverless::one_or_more;
use super::terraform::Resources;
use super::terraform_operations;
use super::value::Values;

/// An API that a definition describes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Api {
    /// The resource's name in CloudFormation; the file's name of an OpenAPI document.
    pub name: String,
    /// Its sort: what its resource is; of an OpenAPI document in a file of its own what its integrations look like.
    pub kind: ApiKind,
    /// Its methods or routes.
    pub operations: Vec<Operation>,
    /// The media types that are binary.
    pub binary_media_types: Vec<String>,
    /// Its gateway responses: an object by type (OpenAPI, SAM), or a list of the properties of
    /// `AWS::ApiGateway::GatewayResponse`; null for none.
    pub gateway_responses: Value,
    /// What chooses the route of a message in a WebSocket API.
    pub route_selection_expression: Option<String>,
}

/// In whose words an integration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// `x-amazon-apigateway-integration`
    OpenApi,
    /// The `Integration` of an `AWS::ApiGateway::Method`, or the properties of an `AWS::ApiGatewayV2::Integration`.
    CloudFormation,
}

/// A method of a resource, or a route, with the integration behind it.
///
/// Templates in the values are as in [`Located::source`](super::Located::source), with marks for placeholders. Elsewhere
/// the functions of CloudFormation stay as they are in JSON: `{"Fn::Sub": "…"}`, `{"Ref": "…"}`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation {
    /// Where the integration stands: an address; of a route without one, where the route stands.
    pub address: String,
    /// The path, such as `/pets/{id}`; empty for the routes of WebSocket APIs and for `$default`.
    pub path: String,
    /// The method, `ANY` for all; empty for the routes of WebSocket APIs.
    pub method: String,
    /// `$connect`, `GET /pets`: the key of a route of an `AWS::ApiGatewayV2::Api`, or of a function's event.
    pub route_key: Option<String>,
    /// Whose words `integration` has.
    pub shape: Shape,
    /// The integration; null if a route has none, or one that the definition does not have.
    pub integration: Value,
    /// The properties of the `AWS::ApiGatewayV2::IntegrationResponse`s that belong to it.
    pub integration_responses: Vec<Value>,
    /// What the method declares: the operation of OpenAPI without its integration, the properties of the method or the
    /// route. A `RouteResponseSelectionExpression` is there only if the route has a route response.
    pub method_settings: Value,
}

impl Operation {
    /// True for one with the same method and path.
    fn is_for_same_as(&self, other: &Operation) -> bool {
        let is_default = |operation: &Operation| {
            operation.route_key.as_deref() == Some("$default") || operation.path.trim_start_matches('/') == "$default"
        };
        is_default(self) && is_default(other) || (&self.method, &self.path) == (&other.method, &other.path)
    }
}

impl Definition {
    /// The APIs of the definition, with all that a mapping needs to know of each method: of OpenAPI, SAM,
    /// CloudFormation (also that in serverless.yml) and Terraform, whose resources come in CloudFormation's words.
    ///
    /// # Errors
    /// A definition that aliases blow up beyond all bounds.
    ///
    /// ```
    /// let definition = vtl::definitions::Definition::parse("api.json", r#"{"paths": {"/pets": {"get": {
    ///     "x-amazon-apigateway-integration": {"type": "mock", "requestTemplates": {"application/json": "{}"}}}}}}"#)?;
    /// let operation = &definition.apis()?[0].operations[0];
    /// assert_eq!((operation.method.as_str(), operation.path.as_str()), ("GET", "/pets"));
    /// assert_eq!(operation.integration["requestTemplates"]["application/json"], "{}");
    /// # Ok::<(), vtl::definitions::DefinitionError>(())
    /// ```
    pub fn apis(&self) -> Result<Vec<Api>, DefinitionError> {
        let Some(root) = &self.root else { return Ok(Vec::new()) };
        let locals = if self.format() == Format::Terraform { Locals::new(root) } else { Locals::default() };
        let templates = self.templates().iter();
        let templates = templates.filter_map(|located| Some((&located.found.as_ref()?.node, located.source())));
        let mut reader = Reader { file: self.file().display().to_string(), values: Values::new(templates, locals) };
        match self.format() {
            Format::OpenApi => {
                let api = reader.openapi(root, "", &reader.file.clone(), ApiKind::Rest);
                api.map(|api| vec![Api { kind: guess::kind(root, &api.operations), ..api }])
            }
            Format::CloudFormation => reader.cloudformation(root, ""),
            Format::Serverless => {
                let resources = one_or_more(root, "resources").into_iter();
                let apis = resources.map(|(pointer, resources)| reader.cloudformation(&resources, &pointer));
                apis.collect::<Result<Vec<_>, _>>().map(|apis| apis.into_iter().flatten().collect())
            }
            Format::Terraform => reader.terraform(root),
            Format::Template => Ok(Vec::new()),
        }
        .map_err(|fault| fault.of(self.file(), self.text()))
    }
}

struct Reader {
    file: String,
    values: Values,
}

impl Reader {
    /// An OpenAPI document at a pointer.
    fn openapi(&mut self, root: &NodeRef, pointer: &str, name: &str, kind: ApiKind) -> Result<Api, Fault> {
        let mut operations = Vec::new();
        for (path, item) in root.get("paths").map(|paths| paths.entries()).unwrap_or_default() {
            let shared = self.values.at(&item, "parameters")?;
            for (method, operation) in openapi::methods(&item) {
                let Some(integration) = openapi::integration(root, &operation) else { continue };
                let mut settings = self.values.of(&operation)?;
                if let Some(settings) = settings.as_object_mut() {
                    settings.retain(|name, _| name != openapi::INTEGRATION);
                    if let (Value::Array(shared), false) = (&shared, settings.contains_key("parameters")) {
                        settings.insert("parameters".to_owned(), Value::Array(shared.clone()));
                    }
                }
                let place = format!("{pointer}/paths/{}/{method}/{}", escape(&path), openapi::INTEGRATION);
                operations.push(Operation {
                    address: format!("{}#{place}", self.file),
                    path: path.clone(),
                    method: openapi::method_name(&method),
                    route_key: None,
                    shape: Shape::OpenApi,
                    integration: self.values.of(&integration)?,
                    integration_responses: Vec::new(),
                    method_settings: settings,
                });
            }
        }
        let binary = root.get("x-amazon-apigateway-binary-media-types");
        Ok(Api {
            name: name.to_owned(),
            kind,
            operations,
            binary_media_types: texts(binary),
            gateway_responses: self.values.at(root, openapi::GATEWAY_RESPONSES)?,
            route_selection_expression: None,
        })
    }

    /// Terraform's resources, and the documents in their bodies.
    fn terraform(&mut self, root: &NodeRef) -> Result<Vec<Api>, Fault> {
        let mut apis = terraform_operations::apis(root, &self.file, &mut self.values)?;
        for resource in &Resources::new(root).all {
            let kind = match resource.of.as_str() {
                "aws_api_gateway_rest_api" => ApiKind::Rest,
                "aws_apigatewayv2_api" => ApiKind::Http,
                _ => continue,
            };
            let Some(body) = resource.body.get("body") else { continue };
            let document = if body.is_mapping() { Some(body) } else { body.embedded()? };
            if let Some(document) = document {
                let name = resource.pointer.split('/').nth(3).unwrap_or_default();
                apis.push(self.openapi(&document, &format!("{}/body", resource.pointer), name, kind)?);
            }
        }
        Ok(apis)
    }

    /// The resources of a stack.
    fn cloudformation(&mut self, root: &NodeRef, pointer: &str) -> Result<Vec<Api>, Fault> {
        let Some(resources) = root.get("Resources") else { return Ok(Vec::new()) };
        let mut apis = Vec::new();
        let pointer = format!("{pointer}/Resources");
        let mut stack = Stack { resources: &resources, pointer, responses: HashMap::new(), answering: HashSet::new() };
        let responses = stack.resources().filter(|other| other.of == "AWS::ApiGatewayV2::IntegrationResponse");
        let mut by_name: HashMap<String, Vec<NodeRef>> = HashMap::new();
        for response in responses {
            if let Some((name, _)) = response.properties.get("IntegrationId").and_then(|id| reference(&id)) {
                by_name.entry(name).or_default().push(response.properties);
            }
        }
        stack.responses = by_name;
        let answers = stack.resources().filter(|other| other.of == "AWS::ApiGatewayV2::RouteResponse");
        stack.answering = answers.filter_map(|other| Some(reference(&other.properties.get("RouteId")?)?.0)).collect();
        for resource in stack.resources() {
            if let Some(api) = self.api(&resource)? {
                apis.push(api);
            }
        }
        for resource in stack.resources() {
            self.add_to(&mut apis, &stack, &resource)?;
        }
        if let Some(globals) = root.path(&["Globals", "Api"]) {
            let of_sam = stack.resources().filter(|resource| resource.of == "AWS::Serverless::Api");
            let names: HashSet<String> = of_sam.map(|api| api.name).chain([IMPLICIT_API.to_owned()]).collect();
            for api in apis.iter_mut().filter(|api| names.contains(&api.name)) {
                self.add_globals(api, &globals)?;
            }
        }
        Ok(apis)
    }

    /// The API that a resource is.
    fn api(&mut self, resource: &Resource) -> Result<Option<Api>, Fault> {
        let properties = &resource.properties;
        let (key, kind) = match resource.of.as_str() {
            "AWS::ApiGateway::RestApi" => ("Body", ApiKind::Rest),
            "AWS::Serverless::Api" => ("DefinitionBody", ApiKind::Rest),
            "AWS::Serverless::HttpApi" => ("DefinitionBody", ApiKind::Http),
            "AWS::ApiGatewayV2::Api" if properties.string("ProtocolType").as_deref() == Some("WEBSOCKET") => {
                ("Body", ApiKind::WebSocket)
            }
            "AWS::ApiGatewayV2::Api" => ("Body", ApiKind::Http),
            _ => return Ok(None),
        };
        let pointer = format!("{}/{key}", resource.pointer);
        let body = properties.get(key).unwrap_or_else(|| properties.clone());
        let mut api = self.openapi(&body, &pointer, &resource.name, kind)?;
        let binary = texts(properties.get("BinaryMediaTypes"));
        api.binary_media_types.extend(binary.iter().map(|name| name.replace("~1", "/")));
        if api.gateway_responses.is_null() {
            api.gateway_responses = self.values.at(properties, "GatewayResponses")?;
        }
        api.route_selection_expression = properties.string("RouteSelectionExpression");
        if resource.of == "AWS::ApiGatewayV2::Api" && kind == ApiKind::Http {
            api.operations.extend(self.quick_create(resource)?);
        }
        Ok(Some(api))
    }

    /// What a SAM template says of all its REST APIs.
    fn add_globals(&mut self, api: &mut Api, globals: &NodeRef) -> Result<(), Fault> {
        let binary = texts(globals.get("BinaryMediaTypes"));
        api.binary_media_types.extend(binary.iter().map(|name| name.replace("~1", "/")));
        match (&mut api.gateway_responses, self.values.at(globals, "GatewayResponses")?) {
            (Value::Object(own), Value::Object(all)) => {
                all.into_iter().for_each(|(kind, response)| _ = own.entry(kind).or_insert(response));
            }
            (none @ Value::Null, all) => *none = all,
            _ => {}
        }
        Ok(())
    }

    /// Adds what a resource gives to an API that it refers to.
    fn add_to(&mut self, apis: &mut Vec<Api>, stack: &Stack<'_>, resource: &Resource) -> Result<(), Fault> {
        let properties = &resource.properties;
        match resource.of.as_str() {
            "AWS::ApiGateway::Method" => {
                let operation = self.method(stack, resource)?;
                api_of(apis, properties, "RestApiId", ApiKind::Rest).operations.extend(operation);
            }
            "AWS::ApiGateway::GatewayResponse" => {
                let response = self.values.of(properties)?;
                let api = api_of(apis, properties, "RestApiId", ApiKind::Rest);
                match &mut api.gateway_responses {
                    Value::Array(all) => all.push(response),
                    Value::Object(_) => {}
                    none => *none = Value::Array(vec![response]),
                }
            }
            "AWS::ApiGatewayV2::Route" => {
                let operation = self.route(stack, resource)?;
                api_of(apis, properties, "ApiId", ApiKind::WebSocket).operations.push(operation);
            }
            "AWS::Serverless::Function" => {
                let address = format!("{}#{}", self.file, resource.pointer);
                for Event { api, kind, operation } in events(&resource.name, properties, &address) {
                    let operations = &mut api_named(apis, api, kind).operations;
                    // what the API's own document says of a method stays
                    let is_known = operations.iter().any(|known| known.is_for_same_as(&operation));
                    operations.extend((!is_known).then_some(operation));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn method(&mut self, stack: &Stack<'_>, resource: &Resource) -> Result<Option<Operation>, Fault> {
        let properties = &resource.properties;
        let Some(integration) = properties.get("Integration") else { return Ok(None) };
        let path = properties.get("ResourceId").and_then(|id| resource_path(stack.resources, &id));
        Ok(Some(Operation {
            address: format!("{}#{}/Integration", self.file, resource.pointer),
            path: path.unwrap_or_default(),
            method: properties.string("HttpMethod").unwrap_or_default(),
            route_key: None,
            shape: Shape::CloudFormation,
            integration: self.values.of(&integration)?,
            integration_responses: Vec::new(),
            method_settings: self.settings(properties, "Integration")?,
        }))
    }

    /// `Target: !Sub integrations/${Integration}`
    fn route(&mut self, stack: &Stack<'_>, resource: &Resource) -> Result<Operation, Fault> {
        let properties = &resource.properties;
        let target = properties.get("Target").and_then(|target| target_name(&target));
        let found = target.and_then(|name| Some((stack.resources.path(&[&name, "Properties"])?, name)));
        let (mut address, mut integration, mut responses) = (resource.pointer.clone(), Value::Null, Vec::new());
        if let Some((node, name)) = found.filter(|(node, _)| node.is_mapping()) {
            address = format!("{}/{}/Properties", stack.pointer, escape(&name));
            integration = self.values.of(&node)?;
            for response in stack.responses.get(&name).into_iter().flatten() {
                responses.push(self.values.of(response)?);
            }
        }
        let key = properties.string("RouteKey").unwrap_or_default();
        let (method, path) = key.split_once(' ').unwrap_or_default();
        Ok(Operation {
            address: format!("{}#{address}", self.file),
            path: path.to_owned(),
            method: method.to_owned(),
            route_key: Some(key.clone()),
            shape: Shape::CloudFormation,
            integration,
            integration_responses: responses,
            // without a route response the expression has nothing to select: the route is one-way
            method_settings: match stack.answering.contains(&resource.name) {
                true => self.values.of(properties)?,
                false => self.settings(properties, "RouteResponseSelectionExpression")?,
            },
        })
    }

    /// The `Target` of an `AWS::ApiGatewayV2::Api`: a function or a URL behind the one route that comes with the API.
    fn quick_create(&mut self, resource: &Resource) -> Result<Option<Operation>, Fault> {
        let Some(target) = resource.properties.get("Target") else { return Ok(None) };
        let uri = self.values.of(&target)?;
        let text = uri.as_str().or_else(|| uri["Fn::Sub"].as_str()).unwrap_or_default();
        let integration = match text.starts_with("http://") || text.starts_with("https://") {
            true => json!({"IntegrationType": "HTTP_PROXY", "IntegrationUri": uri, "PayloadFormatVersion": "1.0"}),
            false => json!({"IntegrationType": "AWS_PROXY", "IntegrationUri": uri, "PayloadFormatVersion": "2.0"}),
        };
        let key = resource.properties.string("RouteKey").unwrap_or_else(|| "$default".to_owned());
        let (method, path) = key.split_once(' ').unwrap_or_default();
        Ok(Some(Operation {
            address: format!("{}#{}/Target", self.file, resource.pointer),
            path: path.to_owned(),
            method: method.to_owned(),
            route_key: Some(key.clone()),
            shape: Shape::CloudFormation,
            integration,
            integration_responses: Vec::new(),
            method_settings: Value::Object(Map::new()),
        }))
    }

    fn settings(&mut self, node: &NodeRef, without: &str) -> Result<Value, Fault> {
        let mut settings = self.values.of(node)?;
        if let Some(settings) = settings.as_object_mut() {
            settings.retain(|name, _| name != without);
        }
        Ok(settings)
    }
}

struct Stack<'r> {
    resources: &'r NodeRef,
    pointer: String,
    /// The integration responses of WebSocket APIs, by the name of their integration.
    responses: HashMap<String, Vec<NodeRef>>,
    /// The names of the routes that have a route response.
    answering: HashSet<String>,
}

struct Resource {
    name: String,
    of: String,
    properties: NodeRef,
    pointer: String,
}

impl Stack<'_> {
    fn resources(&self) -> impl Iterator<Item = Resource> {
        self.resources.entries().into_iter().filter_map(|(name, node)| {
            let pointer = format!("{}/{}/Properties", self.pointer, escape(&name));
            Some(Resource { of: node.string("Type")?, properties: node.get("Properties")?, name, pointer })
        })
    }
}

/// The API that a resource refers to; of a reference to what is not in the stack one of that name.
fn api_of<'a>(apis: &'a mut Vec<Api>, properties: &NodeRef, key: &str, kind: ApiKind) -> &'a mut Api {
    let name = properties.get(key).and_then(|id| Some(reference(&id)?.0)).unwrap_or_default();
    api_named(apis, name, kind)
}

fn api_named(apis: &mut Vec<Api>, name: String, kind: ApiKind) -> &mut Api {
    let at = apis.iter().position(|api| api.name == name).unwrap_or_else(|| {
        apis.push(Api {
            name,
            kind,
            operations: Vec::new(),
            binary_media_types: Vec::new(),
            gateway_responses: Value::Null,
            route_selection_expression: None,
        });
        apis.len() - 1
    });
    &mut apis[at]
}

/// The integration in `integrations/Name`, `!Sub integrations/${Name}`, `!Sub [integrations/${X}, {X: !Ref Name}]` and
/// `!Join [/, [integrations, !Ref Name]]`.
fn target_name(target: &NodeRef) -> Option<String> {
    let Some((function, argument)) = target.intrinsic() else {
        return target.as_str()?.strip_prefix("integrations/").map(ToOwned::to_owned);
    };
    let parts = argument.items();
    if function == "Fn::Join" {
        return parts.get(1)?.items().iter().find_map(|part| Some(reference(part)?.0));
    }
    let text = argument.as_str().or_else(|| parts.first()?.as_str())?;
    let name = text.strip_prefix("integrations/")?;
    let Some(name) = name.strip_prefix("${").and_then(|name| name.strip_suffix('}')) else {
        return Some(name.to_owned());
    };
    match parts.get(1).and_then(|own| own.get(name)) {
        Some(value) => reference(&value).map(|(name, _)| name).or_else(|| value.as_str().map(ToOwned::to_owned)),
        None => Some(name.split('.').next().unwrap_or(name).to_owned()),
    }
}

fn texts(node: Option<NodeRef>) -> Vec<String> {
    let items = node.map(|node| node.items()).unwrap_or_default();
    items.iter().filter_map(|item| item.as_str().map(ToOwned::to_owned)).collect()
}
