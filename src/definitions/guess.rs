//! OpenAPI does not say of what sort its API is; what only HTTP APIs have does.

use serde_json::Value;

use super::document::NodeRef;
use super::located::ApiKind;
use super::operations::Operation;

/// The sort of the API that a document in a file of its own describes.
pub(super) fn kind(root: &NodeRef, operations: &[Operation]) -> ApiKind {
    let is_http = root.get("x-amazon-apigateway-cors").is_some() || operations.iter().any(is_of_http);
    if is_http { ApiKind::Http } else { ApiKind::Rest }
}

/// `1.0` alone says nothing: exports of REST APIs can have it, too.
fn is_of_http(operation: &Operation) -> bool {
    let integration = &operation.integration;
    let has = |name: &str| integration.get(name).is_some();
    let parameters = integration["requestParameters"].as_object();
    operation.path.trim_start_matches('/') == "$default"
        || is_two(&integration["payloadFormatVersion"])
        || has("responseParameters")
        || has("integrationSubtype")
        || has("integration-subtype")
        || parameters.is_some_and(|parameters| parameters.keys().any(|key| key.contains(':')))
}

/// `"2.0"`, and what YAML makes of it without its quotes.
fn is_two(version: &Value) -> bool {
    version.as_f64() == Some(2.0) || version.as_str().is_some_and(|version| version == "2.0" || version == "2")
}
