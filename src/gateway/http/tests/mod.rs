//! The rules of HTTP APIs, each as an example. `docs/mapping.md` says which test stands for which row of the documentation.

mod definition;
mod payload;
mod properties;
mod request_mapping;
mod response_mapping;
mod routes;

use serde_json::{Value as Json, json};

use super::{BackendRequest, Integration, IntegrationRequest, Request};

/// `POST /pets/7?tag=a&tag=b&Tag=c` with what mappings may read.
fn request() -> Request {
    Request::new("POST", "/pets/7?tag=a&tag=b&Tag=c")
        .path_param("id", "7")
        .header("X-Tenant", "acme")
        .header("x-tenant", "globex")
        .header("Content-Type", "application/json")
        .body(r#"{"name": "Rex", "tags": ["x", 1], "owner": {"name": "Ann"}}"#)
        .context(json!({
            "requestId": "r1",
            "stage": "prod",
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"jwt": {"claims": {"sub": "ann", "cognito:groups": ["a", "b"]}, "scopes": null}},
        }))
        .stage_variable("table", "pets")
}

/// An integration with a backend and these `requestParameters`.
fn backend(parameters: Json) -> Integration {
    Integration::from_json(&json!({
        "integrationType": "HTTP_PROXY",
        "integrationUri": "https://backend.example/base/{id}",
        "payloadFormatVersion": "1.0",
        "requestParameters": parameters,
    }))
    .unwrap()
}

/// What the backend gets of [`request`].
fn sent(parameters: Json) -> BackendRequest {
    let IntegrationRequest::Http(sent) = backend(parameters).map_request(&request()) else { panic!() };
    sent
}

/// The value that a mapping gives a header, which is missing if there is none.
fn mapped(value: &str) -> Option<String> {
    sent(json!({"append:header.x-mapped": value})).headers.get("x-mapped").map(str::to_owned)
}

/// Why mappings are refused.
fn refused(parameters: Json) -> String {
    let json = json!({"type": "HTTP_PROXY", "uri": "https://backend.example", "requestParameters": parameters});
    Integration::from_json(&json).unwrap_err().to_string()
}
