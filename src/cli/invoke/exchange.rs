//! What is printed of an exchange: as text for people, as JSON for machines.

use serde_json::{Value, json};
use vtl::definitions::{Api, Operation};

use super::super::report::Failure;

/// An exchange as it is printed, and why the command does not end well, if it does not.
pub struct Exchange {
    pub json: Value,
    pub text: String,
    pub failure: Option<Failure>,
    /// Where the integration stands.
    pub address: String,
}

impl Exchange {
    /// Begins with the operation that the message is for.
    pub fn new(api: &Api, operation: &Operation, parameters: &[(String, String)]) -> Exchange {
        let title = title(operation);
        let mut text = format!("{title} ({} API)\n{}\n", api.kind.name(), operation.address);
        for (name, value) in parameters {
            text.push_str(&format!("{{{name}}} = {value}\n"));
        }
        let parameters: serde_json::Map<String, Value> =
            parameters.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        let json = json!({"operation": {
            "api": api.name,
            "kind": api.kind.name(),
            "name": title,
            "address": operation.address,
            "pathParameters": parameters,
        }});
        Exchange { json, text, failure: None, address: operation.address.clone() }
    }

    /// Adds a message under its heading, and to the JSON under its name.
    pub fn add(&mut self, heading: &str, text: &str, name: &str, json: Value) {
        self.text.push_str(&format!("\n--- {heading}\n{text}"));
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.json[name] = json;
    }
}

/// `GET /pets/{id}`, or the key of a route.
pub fn title(operation: &Operation) -> String {
    match &operation.route_key {
        Some(key) => key.clone(),
        None if operation.path.trim_start_matches('/') == "$default" => "$default".to_owned(),
        None if operation.path.is_empty() => format!("{} of a path that is not in it", operation.method),
        None => format!("{} {}", operation.method, operation.path),
    }
}

/// A body for JSON: as text, or in base64 if it is none.
pub fn add_body(json: &mut Value, body: &[u8]) {
    match std::str::from_utf8(body) {
        Ok(text) => json["body"] = text.into(),
        Err(_) => {
            json["body"] = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, body).into();
            json["isBase64Encoded"] = true.into();
        }
    }
}
