//! API Gateway around a template: the event that goes in, `$input`, `$util`, `$context` and `$stageVariables` while it
//! runs, and the overrides that come out.
//!
//! Emulators, the command and the test suites call it; it calls `template`, and lends the interpreter its objects through
//! the trait `value::object::Host`. The interpreter knows nothing of it.

mod base64;
mod bindings;
#[allow(dead_code)]
mod body_path;
mod common;
mod context;
mod event;
mod fields;
pub mod http;
mod input;
#[allow(dead_code)]
mod mapping_expression;
#[allow(dead_code)]
mod message;
pub(crate) mod nearest;
mod output;
mod overrides;
mod proxy_event;
#[allow(dead_code)]
mod refusal;
mod render;
pub mod rest;
#[allow(dead_code)]
mod substitution;
mod url;
mod utf8;
mod util;
pub mod websocket;

#[cfg(test)]
mod differential;

pub(crate) use bindings::Bindings;
pub use event::Event;
pub use output::{Output, Warning};
pub use overrides::Overrides;
