//! Amazon API Gateway mapping templates.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod dialect;
mod error;
mod gateway;
mod interpreter;
mod jsonpath;
mod limits;
mod methods;
mod program;
mod syntax;
mod template;
mod value;

pub use dialect::Dialect;
pub use error::{Error, ErrorKind};
pub use gateway::{Event, Output, Overrides, Warning};
pub use limits::{Limit, Limits};
pub use template::{Options, Template};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
