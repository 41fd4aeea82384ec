//! The mapping of WebSocket APIs: what API Gateway does to a message between client and integration, as pure functions over
//! plain data. Emulators, the command and the test suites call it.
//!
//! ```text
//! Message ──route──▶ Route ──map_request──▶ IntegrationRequest ──(the integration)──▶ IntegrationAnswer ──map_response──▶ Reply
//!    └───────────────────┴─────────── what goes wrong: Rejection ───────────┘
//! ```
//!
//! ```
//! use vtl::websocket::{Api, IntegrationAnswer, Message, Reply};
//!
//! let api = Api::from_json(&serde_json::json!({
//!     "routeSelectionExpression": "$request.body.action",
//!     "routes": [{"routeKey": "join", "target": "integrations/rooms", "routeResponseSelectionExpression": "$default"}],
//!     "integrations": [{
//!         "integrationId": "rooms",
//!         "integrationType": "HTTP",
//!         "integrationMethod": "POST",
//!         "integrationUri": "https://rooms.example/{room}",
//!         "requestParameters": {"integration.request.path.room": "route.request.body.room"},
//!         "templateSelectionExpression": "${request.body.action}",
//!         "requestTemplates": {"join": r#"{"who": "$context.connectionId"}"#},
//!         "integrationResponses": [{"integrationResponseKey": "/2\\d\\d/"}, {"integrationResponseKey": "$default"}],
//!     }],
//! }))?;
//! let message = Message::text(r#"{"action": "join", "room": "green"}"#)
//!     .context(serde_json::json!({"connectionId": "L0SM9cOFvHcCIhw="}));
//!
//! let sent = api.map_request(&message).expect("a message of ours");
//! assert_eq!((sent.method.as_str(), sent.uri.as_str()), ("POST", "https://rooms.example/green"));
//! assert_eq!(sent.body, br#"{"who": "L0SM9cOFvHcCIhw="}"#);
//!
//! let reply = api.map_response(&message, &IntegrationAnswer::new(200).body("welcome")).expect("an answer of ours");
//! assert_eq!(reply, Reply::Frame(b"welcome".to_vec()));
//! # Ok::<(), vtl::websocket::Refusal>(())
//! ```
//!
//! # Where the documentation is silent or of two minds
//!
//! - `$input.params()` is not among the variables of WebSocket templates, and yet the page on `$connect` prints it there to
//!   send headers and the query string on. Here it has just what there is: the headers and the query string of `$connect`,
//!   and empty maps on all other routes. `$input.params('x')` of what is not there is the empty text.
//! - `$context.requestId` and `$context.extendedRequestId` are one id: either may be given.
//! - Without a template selection expression the key is the `Content-Type` of `$connect`, and `application/json` on all
//!   other routes; `$default` is tried after it.
//! - A body that is no JSON takes the route `$default`, even if the route selection expression is a static text. A value
//!   that is `$connect` or `$disconnect` takes it, too.
//! - A route selection expression whose JSONPath leads to a list gives `[a, b]`, as the documentation says; a map is
//!   `{a=b}`.
//! - An integration response key that is neither `$default` nor in slashes is taken as a text that must be equal.
//! - A route is two-way if it has the route response selection expression `$default`; in a CloudFormation template it
//!   needs an `AWS::ApiGatewayV2::RouteResponse`, too.

mod api;
mod definition;
mod event;
mod integration;
mod lambda;
mod message;
mod rejection;
mod request;
mod response;
mod route;
mod selection;
#[cfg(test)]
mod tests;

pub use super::message::{Headers, Query};
pub use super::refusal::Refusal;
pub use super::rest::{ContentHandling, IntegrationAnswer, IntegrationType, PassthroughBehavior};
pub use api::Api;
pub use integration::Integration;
pub use message::{EventType, Message};
pub use rejection::Rejection;
pub use request::IntegrationRequest;
pub use response::Reply;
pub use route::Route;
