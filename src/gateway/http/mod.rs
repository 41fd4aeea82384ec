//! The mapping of HTTP APIs: what API Gateway does to a message between client and integration, as pure functions over
//! plain data. HTTP APIs have no templates: parameters are mapped, bodies go through, and Lambda functions get an event.
//!
//! Emulators, the command and the test suites call it.
//!
//! ```
//! use vtl::http::{Integration, IntegrationRequest, Request};
//!
//! let integration = Integration::from_json(&serde_json::json!({
//!     "integrationType": "HTTP_PROXY",
//!     "integrationUri": "https://backend.example/pets/{id}",
//!     "integrationMethod": "ANY",
//!     "payloadFormatVersion": "1.0",
//!     "requestParameters": {
//!         "append:header.x-request-id": "$context.requestId",
//!         "overwrite:path": "/v2/pets/${request.path.id}",
//!         "remove:querystring.debug": "''",
//!     },
//! }))?;
//! let request = Request::new("GET", "/pets/7?debug=1&page=2")
//!     .path_param("id", "7")
//!     .context(serde_json::json!({"requestId": "r1"}));
//! let IntegrationRequest::Http(sent) = integration.map_request(&request) else { panic!() };
//! assert_eq!(sent.uri, "https://backend.example/v2/pets/7?page=2");
//! assert_eq!(sent.headers.get("X-Request-Id"), Some("r1"));
//! # Ok::<(), vtl::http::Refusal>(())
//! ```
//!
//! # Where the documentation is silent
//!
//! - A variable that has no value is the empty text. An empty text appends nothing, and overwrites by taking away: no value
//!   of a client stays under a name that the gateway is to fill.
//! - `$request.path` is decoded, as users report, and as `rawPath` and the parameters of the path are; what no path can have
//!   is encoded again where it comes into a URI.
//! - A mapping reads the message as it came; mappings are made in the order in which the definition has them.
//! - Of a body of which a piece is asked for, the first 100 KB (102,400 bytes) are read; what is cut in the middle is no
//!   JSON, and has no pieces.
//! - A list or an object in a body is mapped as JSON.
//! - One bare variable may stand in a text (`/v1/$request.path.proxy`, which deployed APIs have); of several each needs its
//!   braces.
//! - `overwrite:statuscode` with what is no status from 100 to 599 changes nothing.

mod answer;
mod api;
mod authorizer;
mod context;
mod event;
mod integration;
mod parameter_mapping;
mod request;
mod reserved;
mod response;
mod route;
mod service;
mod source;
#[cfg(test)]
mod tests;

pub(super) use answer::of_proxy;

pub use super::message::{Headers, Query};
pub use super::refusal::Refusal;
pub use super::rest::IntegrationAnswer;
pub use api::Api;
pub use integration::{BackendRequest, Integration, IntegrationRequest, IntegrationType, PayloadFormat};
pub use request::Request;
pub use response::Response;
pub use route::{Route, RouteKey};
