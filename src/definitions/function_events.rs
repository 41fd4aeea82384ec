//! `Events` of `AWS::Serverless::Function`: methods and routes that SAM makes of a function's own words.

use serde_json::{Map, Value, json};

use super::cloudformation::reference;
use super::document::{NodeRef, escape};
use super::located::ApiKind;
use super::operations::{Operation, Shape};

/// The REST API that SAM makes for events that name none.
pub(super) const IMPLICIT_API: &str = "ServerlessRestApi";

/// An event, the name and the sort of the API that it belongs to.
pub(super) struct Event {
    pub api: String,
    pub kind: ApiKind,
    pub operation: Operation,
}

/// The events of types `Api` and `HttpApi` of a function; `address` is that of its properties.
pub(super) fn events(function: &str, properties: &NodeRef, address: &str) -> Vec<Event> {
    let events = properties.get("Events").map(|events| events.entries()).unwrap_or_default();
    let read = |(name, event): (String, NodeRef)| {
        let address = format!("{address}/Events/{}", escape(&name));
        match event.string("Type")?.as_str() {
            "Api" => of_rest(function, event.get("Properties")?, address),
            "HttpApi" => Some(of_http(function, event.get("Properties").as_ref(), address)),
            _ => None,
        }
    };
    events.into_iter().filter_map(read).collect()
}

fn of_rest(function: &str, properties: NodeRef, address: String) -> Option<Event> {
    let lambda = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/";
    let integration = json!({
        "Type": "AWS_PROXY",
        "IntegrationHttpMethod": "POST",
        "Uri": {"Fn::Sub": format!("{lambda}${{{function}.Arn}}/invocations")},
    });
    Some(Event {
        api: api(properties.get("RestApiId"), IMPLICIT_API),
        kind: ApiKind::Rest,
        operation: Operation {
            path: properties.string("Path")?,
            method: method(&properties),
            ..operation(address, integration)
        },
    })
}

/// Without a path the function gets all that no other route takes.
fn of_http(function: &str, properties: Option<&NodeRef>, address: String) -> Event {
    let text = |key: &str| properties.and_then(|properties| properties.string(key));
    let integration = json!({
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": {"Fn::GetAtt": [function, "Arn"]},
        "PayloadFormatVersion": match text("PayloadFormatVersion").as_deref() {
            Some("1.0" | "1") => "1.0",
            _ => "2.0",
        },
    });
    let (path, method, key) = match (text("Path").filter(|path| path != "$default"), properties) {
        (Some(path), Some(properties)) => {
            let method = method(properties);
            let key = format!("{method} {path}");
            (path, method, key)
        }
        _ => (String::new(), String::new(), "$default".to_owned()),
    };
    Event {
        api: api(properties.and_then(|properties| properties.get("ApiId")), "ServerlessHttpApi"),
        kind: ApiKind::Http,
        operation: Operation { path, method, route_key: Some(key), ..operation(address, integration) },
    }
}

fn operation(address: String, integration: Value) -> Operation {
    Operation {
        address,
        path: String::new(),
        method: String::new(),
        route_key: None,
        shape: Shape::CloudFormation,
        integration,
        integration_responses: Vec::new(),
        method_settings: Value::Object(Map::new()),
    }
}

/// The API that is referred to, else the one that SAM makes by itself.
fn api(id: Option<NodeRef>, implicit: &str) -> String {
    let Some(id) = id else { return implicit.to_owned() };
    let name = reference(&id).map(|(name, _)| name);
    name.or_else(|| id.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

fn method(properties: &NodeRef) -> String {
    let method = properties.string("Method").unwrap_or_else(|| "ANY".to_owned()).to_ascii_uppercase();
    if method == "*" || method == "X-AMAZON-APIGATEWAY-ANY-METHOD" { "ANY".to_owned() } else { method }
}
