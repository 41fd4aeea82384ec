//! Templates where they live: OpenAPI, SAM, CloudFormation, CDK's output, Terraform, serverless.yml. The command's
//! subcommands, `suite` and `lint` call it; it knows no VTL.
//!
//! [`Definition::read`] reads a file, [`Definition::templates`] are the templates in it, each with its address, its text as the
//! gateway will get it, and the way back to the file's lines. [`locate`] goes straight to one of them, [`find`] looks through a
//! folder.
//!
//! A placeholder that the host language fills in when the API is deployed is a [`Hole`]: in the template's text a mark that VTL
//! prints as it is.

mod address;
mod cloudformation;
mod definition;
mod document;
mod encoded;
mod error;
mod find;
mod found;
mod function_events;
mod guess;
mod hcl;
mod hole;
mod join;
mod json;
mod locals;
mod located;
mod manifest;
mod openapi;
mod operations;
mod quoted;
mod replace;
mod replace_all;
mod serverless;
mod template;
mod terraform;
mod terraform_operations;
mod text;
mod value;
mod write;
mod yaml;

pub use crate::gateway::rest::IntegrationType;
pub use address::{locate, resolve, split};
pub use definition::{Definition, Format, is_template_file};
pub use error::{DefinitionError, DefinitionErrorKind, FilePlace};
pub use find::find;
pub use found::Note;
pub use hole::{Hole, marks};
pub use located::{ApiKind, Located, Role};
pub use manifest::{Change, MANIFEST, Manifest};
pub use operations::{Api, Operation, Shape};
pub(crate) use replace_all::NewText;
