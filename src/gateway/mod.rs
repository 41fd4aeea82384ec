//! API Gateway around a template: the event that goes in, `$input`, `$util`, `$context` and `$stageVariables` while it
//! runs, and the overrides that come out.
//!
//! Emulators, the command and the test suites call it; it calls `template`, and lends the interpreter its objects through
//! the trait `value::object::Host`. The interpreter knows nothing of it.

pub mod access_log;
mod apigatewayv2;
mod base64;
mod bindings;
mod body_path;
mod common;
mod context;
mod context_names;
pub(crate) mod definition;
mod event;
mod fields;
pub mod http;
mod input;
mod intrinsic;
mod mapping_expression;
mod mapping_template;
mod message;
pub(crate) mod mock;
pub(crate) mod nearest;
mod output;
mod overrides;
mod parameters;
mod proxy_event;
mod refusal;
mod render;
pub mod rest;
mod selection_expression;
mod selection_pattern;
mod substitution;
mod templates;
mod uri;
mod url;
mod utf8;
mod util;
pub mod websocket;

#[cfg(test)]
mod differential;

pub(crate) use bindings::Bindings;
pub use event::Event;
#[cfg(feature = "cli")]
pub(crate) use fields::write_compact;
pub use output::{Output, Warning};
pub use overrides::Overrides;
