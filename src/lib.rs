//! Amazon API Gateway mapping templates, rendered byte for byte as the service renders them.
//!
//! A mapping template is Velocity (version 1.7) with `$input`, `$context`, `$stageVariables` and `$util`. API Gateway runs it
//! on a request before the backend sees it, and on the backend's answer before the client does. This crate is the engine
//! for emulators of the gateway and for tests of templates: a template and an event in, the text and the overrides out.
//!
//! # A template and an event
//!
//! ```
//! use vtl::{Event, Template};
//!
//! let template = Template::parse(
//!     r#"{"TableName": "$stageVariables.table", "Item": {"id": {"S": "$input.params('id')"}}}"#,
//! )?;
//! let event = Event::new().path_param("id", "42").stage_variable("table", "pets");
//! let output = template.render(&event)?;
//! assert_eq!(output.body, r#"{"TableName": "pets", "Item": {"id": {"S": "42"}}}"#);
//! # Ok::<(), vtl::Error>(())
//! ```
//!
//! A [`Template`] is read once and rendered as often as you like, by any number of threads. An [`Event`] is built step by
//! step, or read from JSON: our own shape, or the event that a Lambda proxy integration gets.
//!
//! ```
//! # use vtl::{Event, Template};
//! let event = Event::from_json(r#"{"body": "{\"n\": 2}", "params": {"header": {"Accept": "text/plain"}}}"#)?;
//! let template = Template::parse("#set($n = $input.path('$.n') + 1)$n for $input.params('Accept')")?;
//! assert_eq!(template.render(&event)?.body, "3 for text/plain");
//! # Ok::<(), vtl::Error>(())
//! ```
//!
//! # Overrides
//!
//! What a template sets in `$context.requestOverride` and `$context.responseOverride` comes out beside the text. Overrides
//! of a request template are carried to the response template by [`Event::overrides`].
//!
//! ```
//! # use vtl::{Event, Template};
//! let template = Template::parse("#set($context.responseOverride.status = 404)gone")?;
//! assert_eq!(template.render(&Event::new())?.overrides.status(), Some(404));
//! # Ok::<(), vtl::Error>(())
//! ```
//!
//! # Java's values
//!
//! Templates see Java: `$list.size()`, `$name.replaceAll("a", "b")`, integers that overflow into longs, maps that print as
//! `{a=b}` and lists from JSON that print as JSON. An undefined reference is the empty string on API Gateway, and so is true.
//!
//! ```
//! # use vtl::{Event, Template};
//! let event = Event::new().body(r#"{"tags": ["a", "b"], "size": {"w": 1.50}}"#);
//! let render = |source| Template::parse(source).and_then(|t| t.render(&event)).map(|output| output.body);
//! assert_eq!(render("$input.path('$.tags') $input.path('$.size')")?, r#"["a","b"] {w=1.5}"#);
//! assert_eq!(render("#set($n = 2147483647 + 1)$n $n.class.name")?, "2147483648 java.lang.Long");
//! assert_eq!(render("#if($nothing)true#end")?, "true");
//! # Ok::<(), vtl::Error>(())
//! ```
//!
//! # Errors
//!
//! What API Gateway refuses is refused here, with the line and what would be right.
//!
//! ```
//! # use vtl::{ErrorKind, Event, Template};
//! let error = Template::parse("{\n  \"n\": #if($a == )1#end\n}").unwrap_err();
//! assert_eq!((error.kind(), error.line(), error.column()), (ErrorKind::Syntax, Some(2), Some(18)));
//!
//! let error = Template::parse("#set($l = [1, 2])$l[9]")?.render(&Event::new()).unwrap_err();
//! assert_eq!(error.message(), "java.lang.IndexOutOfBoundsException: Index 9 out of bounds for length 2");
//! # Ok::<(), vtl::Error>(())
//! ```
//!
//! # Dialects, limits, nested templates
//!
//! [`Options`] choose plain Velocity instead of API Gateway's dialect ([`Dialect`] lists what differs), other [`Limits`],
//! a name for messages and a loader for `#parse` and `#include`.
//!
//! Templates and bodies may come from strangers: [`promises`] says what bounds them, and what is left to the caller.
//!
//! # Features
//!
//! `cli` (on by default) is the command `vtl`. Without it the crate depends on none of the command's crates.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[cfg(feature = "cli")]
pub mod definitions;
mod dialect;
mod error;
mod gateway;
mod interpreter;
mod jsonpath;
mod limits;
#[cfg(feature = "cli")]
pub mod lint;
mod methods;
mod program;
mod regex;
mod spare;
#[cfg(feature = "cli")]
pub mod suite;
mod syntax;
mod template;
#[cfg(feature = "cli")]
pub mod terminal;
pub mod trace;
mod value;

pub use dialect::Dialect;
pub use error::{Error, ErrorKind};
pub use gateway::{Event, Output, Overrides, Warning};
pub use gateway::{access_log, http, rest, websocket};
pub use limits::{Limit, Limits};
pub use template::{Options, Template};

#[doc = include_str!("promises.md")]
pub mod promises {}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
