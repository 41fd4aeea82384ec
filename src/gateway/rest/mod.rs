//! The mapping of REST APIs: what API Gateway does to a message between client and integration, as pure functions over
//! plain data.

pub use super::message::{Headers, Query};
pub use super::refusal::Refusal;
