//! The mapping of REST APIs: what API Gateway does to a message between client and integration, as pure functions over
//! plain data. Emulators call it, and the command's `vtl invoke`; it calls the templates and what the three API types
//! share in the room above.
//!
//! ```text
//! MethodRequest ──map_request──▶ IntegrationRequest ──(the integration)──▶ IntegrationAnswer ──map_response──▶ MethodResponse
//!       └──────────────┴─────────────── what goes wrong: GatewayResponse ──────────────────────────┘
//! ```
//!
//! An [`Integration`] is read once, from the shape of the AWS API, of OpenAPI or of CloudFormation, and maps as many
//! messages as you like, on any number of threads.
//!
//! ```
//! use vtl::rest::{Integration, IntegrationAnswer, MethodRequest};
//!
//! let integration = Integration::from_json(&serde_json::json!({
//!     "type": "http",
//!     "httpMethod": "PUT",
//!     "uri": "https://pets.example.com/{id}",
//!     "requestParameters": {"integration.request.path.id": "method.request.path.pet"},
//!     "requestTemplates": {"application/json": r#"{"name": $input.json('$.pet.name')}"#},
//!     "responses": {
//!         "4\\d\\d": {"statusCode": "404", "responseTemplates": {"application/json": "no such pet"}},
//!         "default": {"statusCode": "200"},
//!     },
//! }))?;
//! let request = MethodRequest::new("POST", "/pets/7").path_param("pet", "7").body(r#"{"pet": {"name": "Rex"}}"#);
//!
//! let sent = integration.map_request(&request).expect("a request of ours");
//! assert_eq!((sent.method.as_str(), sent.uri.as_str()), ("PUT", "https://pets.example.com/7"));
//! assert_eq!(sent.body, br#"{"name": "Rex"}"#);
//!
//! let answer = integration.map_response(&request, &sent, &IntegrationAnswer::new(410)).expect("an answer of ours");
//! assert_eq!((answer.status, answer.body.as_slice()), (404, &b"no such pet"[..]));
//! # Ok::<(), vtl::rest::Refusal>(())
//! ```
//!
//! `docs/mapping.md` names, for each rule, the test that shows it.
//!
//! # Where the documentation is silent
//!
//! - Parameters of the path stay as the client wrote them, escapes and all: so they were recorded in the events of functions.
//!   In the URI of an integration an escape stays an escape, too (the documentation reaches the folders of a bucket with
//!   `%2F`), and only what no path can have is encoded; that is what follows from it, and was not recorded.
//! - A template that sets a header whose name no header can have is an error (500), and a function that answers one has
//!   answered none (502). A line break in a value becomes a blank. Neither was recorded: no header comes of a value.
//! - `context.N` must be a name of the documentation's tables. Those that only access logs have are taken, too, and have no
//!   value.
//! - An integration without a method takes the client's, as one with `ANY` does; the service refuses to make it.

mod answer;
mod binary;
mod definition;
mod failure;
mod gateway_response;
mod gateway_responses;
pub(super) mod header_rules;
mod integration;
mod lambda_answer;
mod lambda_event;
mod method_request;
mod of_event;
mod request;
mod response;
mod route;
mod show;

pub use super::message::{Headers, Query};
pub use super::refusal::Refusal;
pub(super) use answer::AnswerFacts;
pub(super) use lambda_event::{all_values, last_values};
pub(super) use response::error_message;

pub use answer::{IntegrationAnswer, MethodResponse};
pub use gateway_response::{Cause, GatewayResponse, GatewayResponseType};
pub use gateway_responses::GatewayResponses;
pub use integration::{ContentHandling, Integration, IntegrationType, PassthroughBehavior};
pub use method_request::MethodRequest;
pub use request::IntegrationRequest;
pub use route::Routes;
