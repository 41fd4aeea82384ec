//! A whole HTTP API: its routes, each with its integration.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::super::apigatewayv2::{self, Definition, Kind};
use super::super::definition::{self, Fields};
use super::super::refusal::shown;
use super::{
    Integration, IntegrationAnswer, IntegrationRequest, PayloadFormat, Refusal, Request, Response, Route, RouteKey,
};

/// An HTTP API: its routes, each with its integration.
///
/// ```
/// use vtl::http::{Api, IntegrationAnswer, IntegrationRequest, Request};
///
/// let api = Api::from_json(&serde_json::json!({
///     "openapi": "3.0.1",
///     "paths": {"/pets/{id}": {"get": {"x-amazon-apigateway-integration": {
///         "type": "AWS_PROXY",
///         "httpMethod": "POST",
///         "uri": "arn:aws:lambda:eu-west-1:123456789012:function:pets",
///         "payloadFormatVersion": "2.0",
///     }}}},
/// }))?;
/// let request = Request::new("GET", "/pets/7");
/// let IntegrationRequest::Lambda { event, .. } = api.map_request(&request).unwrap() else { panic!() };
/// assert_eq!(event["routeKey"], "GET /pets/{id}");
/// assert_eq!(event["pathParameters"]["id"], "7");
///
/// let response = api.map_response(&request, &IntegrationAnswer::lambda(r#"{"name":"Rex"}"#));
/// assert_eq!((response.status, response.body_text().as_ref()), (200, r#"{"name":"Rex"}"#));
/// # Ok::<(), vtl::http::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Api {
    /// Those that are tried first come first.
    routes: Vec<Route>,
}

/// Methods of a path of OpenAPI.
const METHODS: [(&str, &str); 8] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("x-amazon-apigateway-any-method", "ANY"),
];

const EXTENSION: &str = "x-amazon-apigateway-integration";

impl Api {
    /// Reads an API from OpenAPI with `x-amazon-apigateway-integration`, from a CloudFormation template with
    /// `AWS::ApiGatewayV2::…` (or SAM's `AWS::Serverless::HttpApi`), or from an object with the `routes` and `integrations`
    /// that the service's API gives.
    ///
    /// # Errors
    /// What the service refuses when an API is created, with the field's path.
    pub fn from_json(json: &Json) -> Result<Api, Refusal> {
        Api::read(json, None)
    }

    /// Reads the API of that logical name from a template that has more than one.
    ///
    /// # Errors
    /// As [`from_json`](Api::from_json).
    pub fn from_resource(template: &Json, name: &str) -> Result<Api, Refusal> {
        Api::read(template, Some(name))
    }

    fn read(json: &Json, name: Option<&str>) -> Result<Api, Refusal> {
        let fields = Fields::of(json, "")?;
        if fields.get(&["openapi", "swagger"]).is_some() {
            return Ok(Api::of(openapi_routes(&fields)?));
        }
        if let Some(resources) = fields.object(&["resources"])?
            && let Some(routes) = serverless_routes(&resources, name)?
        {
            return Ok(Api::of(routes));
        }
        let definition = Definition::find(json, "HTTP", name)?;
        if let Some(body) = definition.api.object(&["body"])? {
            return Ok(Api::of(openapi_routes(&body)?));
        }
        let (mut routes, mut keys) = (Vec::new(), Keys::default());
        if let Some(target) = definition.api.text(&["target"])? {
            let is_url = target.starts_with("http://") || target.starts_with("https://");
            let integration = if is_url { Integration::backend(target) } else { Integration::lambda(target) };
            let key = definition.api.text(&["routeKey"])?.unwrap_or_else(|| "$default".to_owned());
            let key = keys.read(&key, &definition.api.path_of(&["routeKey"]))?;
            routes.push(Route { key, integration: integration.into() });
        }
        let mut integrations = HashMap::new();
        for part in definition.parts(Kind::Integration)? {
            integrations.insert(part.id, Arc::new(Integration::read(&part.fields)?));
        }
        for part in definition.parts(Kind::Route)? {
            let missing = |name: &str| Refusal::new(part.fields.path_of(&[name]), "is missing");
            let key = part.fields.text(&["routeKey"])?.ok_or_else(|| missing("routeKey"))?;
            let key = keys.read(&key, &part.fields.path_of(&["routeKey"]))?;
            let target = apigatewayv2::reference(&part.fields, &["target"])?.ok_or_else(|| missing("target"))?;
            let Some(integration) = integrations.get(&target) else {
                let message = format!("there is no integration `{}`", shown(&target));
                return Err(Refusal::new(part.fields.path_of(&["target"]), message));
            };
            routes.push(Route { key, integration: Arc::clone(integration) });
        }
        Ok(Api::of(routes))
    }

    fn of(mut routes: Vec<Route>) -> Api {
        routes.sort_by_key(|route| std::cmp::Reverse(route.key.rank()));
        Api { routes }
    }

    /// The routes; those that are tried first come first.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The route that a request takes: the one that matches it best, with `$default` at last.
    pub fn route(&self, method: &str, path: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.key.matches(method, path).is_some())
    }

    /// What the integration of the request's route is sent.
    ///
    /// # Errors
    /// The response that the client gets instead: 404 if there is no route.
    pub fn map_request(&self, request: &Request) -> Result<IntegrationRequest, Response> {
        let (route, request) = self.routed(request).ok_or_else(|| Response::error(404, "Not Found"))?;
        Ok(route.integration.map_routed(&request, Some(&route.key)))
    }

    /// What the client gets of the integration's answer.
    pub fn map_response(&self, request: &Request, answer: &IntegrationAnswer) -> Response {
        match self.routed(request) {
            Some((route, request)) => route.integration.map_answer(&request, Some(&route.key), answer),
            None => Response::error(404, "Not Found"),
        }
    }

    /// The route of a request, and the request with the parameters of its path.
    fn routed(&self, request: &Request) -> Option<(&Route, Request)> {
        let found = |route: &Route| route.key.matches(&request.method, &request.path);
        let (route, parameters) = self.routes.iter().find_map(|route| Some((route, found(route)?)))?;
        let mut request = request.clone();
        for (name, value) in parameters {
            if request.path_parameter(&name).is_none() {
                request.path_parameters.push((name, value));
            }
        }
        Some((route, request))
    }
}

/// The methods of a document's paths.
fn openapi_routes(document: &Fields<'_>) -> Result<Vec<Route>, Refusal> {
    let components = document.object(&["components"])?;
    let shared = components.map(|c| c.object(&["x-amazon-apigateway-integrations"])).transpose()?.flatten();
    let (mut routes, mut keys) = (Vec::new(), Keys::default());
    let Some(paths) = document.object(&["paths"])? else {
        return Err(Refusal::new(document.path_of(&["paths"]), "is missing"));
    };
    for (resource, json) in paths.entries().filter(|(resource, _)| !resource.starts_with("x-")) {
        let item = Fields::of(json, definition::inner(paths.path(), resource))?;
        for (name, method) in METHODS {
            let Some(operation) = item.object(&[name])? else { continue };
            let Some(mut integration) = operation.object(&[EXTENSION])? else { continue };
            if let Some(reference) = integration.text(&["$ref"])? {
                integration = referenced(&reference, shared.as_ref(), &integration)?;
            }
            let resource = resource.trim_start_matches('/');
            let key = match resource {
                "$default" => "$default".to_owned(),
                _ => format!("{method} /{resource}"),
            };
            let key = keys.read(&key, item.path())?;
            routes.push(Route { key, integration: Integration::read(&integration)?.into() });
        }
    }
    Ok(routes)
}

/// The keys of routes by what they have in common but for the names of their variables.
#[derive(Default)]
struct Keys(HashMap<String, String>);

impl Keys {
    /// Reads a key, and refuses a second one, or one that differs in the names of its variables only.
    fn read(&mut self, key: &str, path: &str) -> Result<RouteKey, Refusal> {
        let key = RouteKey::parse_at(key, path)?;
        let Some(known) = self.0.insert(key.shape(), key.to_string()) else { return Ok(key) };
        let (key, known) = (shown(&key.to_string()), shown(&known));
        Err(Refusal::new(
            path,
            match key == known {
                true => format!("there are two routes `{key}`"),
                false => format!("`{key}` has another variable at the place where `{known}` has one"),
            },
        ))
    }
}

/// `#/components/x-amazon-apigateway-integrations/pets`
fn referenced<'j>(
    reference: &str,
    shared: Option<&Fields<'j>>,
    integration: &Fields<'j>,
) -> Result<Fields<'j>, Refusal> {
    let name = reference.strip_prefix("#/components/x-amazon-apigateway-integrations/");
    let found = name.and_then(|name| shared?.object(&[name]).transpose());
    found.unwrap_or_else(|| {
        let message = format!("there is no `{}`", shown(reference));
        Err(Refusal::new(integration.path_of(&["$ref"]), message))
    })
}

/// SAM: the `DefinitionBody` of an `AWS::Serverless::HttpApi`, and the events of functions. `None` if there is neither.
fn serverless_routes(resources: &Fields<'_>, name: Option<&str>) -> Result<Option<Vec<Route>>, Refusal> {
    let (mut routes, mut of_events, mut found) = (Vec::new(), Vec::new(), false);
    for (id, kind, properties) in apigatewayv2::typed(resources)? {
        match kind {
            "AWS::Serverless::HttpApi" if name.is_none_or(|name| name == id) => {
                found = true;
                if let Some(body) = properties.object(&["definitionBody"])? {
                    routes.extend(openapi_routes(&body)?);
                }
            }
            "AWS::Serverless::Function" => {
                let Some(events) = properties.object(&["events"])? else { continue };
                for (event, json) in events.entries() {
                    let path = definition::inner(events.path(), event);
                    let route = serverless_event(id, &Fields::of(json, path)?, name)?;
                    found |= route.is_some();
                    of_events.extend(route);
                }
            }
            _ => {}
        }
    }
    // what the API's own document says of a route stays
    routes.extend(of_events);
    Ok(found.then_some(routes))
}

/// `Type: HttpApi` of a function's events.
fn serverless_event(function: &str, event: &Fields<'_>, name: Option<&str>) -> Result<Option<Route>, Refusal> {
    if event.text(&["type"])?.as_deref() != Some("HttpApi") {
        return Ok(None);
    }
    let uri = format!("${{{function}.Arn}}");
    let Some(properties) = event.object(&["properties"])? else {
        let key = RouteKey::parse("$default")?;
        return Ok(Some(Route { key, integration: Integration::lambda(uri).into() }));
    };
    let api = apigatewayv2::reference(&properties, &["apiId"])?;
    if name.is_some_and(|name| api.as_deref().unwrap_or("ServerlessHttpApi") != name) {
        return Ok(None);
    }
    let resource = properties.text(&["path"])?;
    let method = properties.text(&["method"])?.unwrap_or_else(|| "ANY".to_owned()).to_ascii_uppercase();
    let method = if method == "X-AMAZON-APIGATEWAY-ANY-METHOD" || method == "*" { "ANY" } else { &method };
    let key = match resource {
        Some(resource) if resource != "$default" => format!("{method} {resource}"),
        _ => "$default".to_owned(),
    };
    let format = match properties.text(&["payloadFormatVersion"])?.as_deref() {
        Some("1.0" | "1") => PayloadFormat::V1,
        _ => PayloadFormat::V2,
    };
    let key = RouteKey::parse_at(&key, properties.path())?;
    Ok(Some(Route { key, integration: Integration::lambda(uri).with_format(format).into() }))
}
