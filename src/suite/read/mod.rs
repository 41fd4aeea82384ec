//! From a file's text to the model of a suite. `node` and the formats know no suites; `fields` knows the keys.

mod each;
pub(crate) mod event;
mod expect;
pub(crate) mod fields;
mod http_file;
mod json;
pub(crate) mod node;
mod pipeline;
mod problem;
mod suite;
#[cfg(test)]
mod tests;
mod toml;
mod yaml;

pub use node::Mark;
pub use problem::Problem;
pub(crate) use suite::read;

use node::{Complaint, Node};

/// The formats of suites, by their files' ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Yaml,
    Json,
    Toml,
}

impl Format {
    /// By a file's name.
    pub fn of(name: &str) -> Option<Format> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            "toml" => Some(Format::Toml),
            _ => None,
        }
    }

    pub fn read(self, text: &str) -> Result<Node, Complaint> {
        match self {
            Format::Yaml => yaml::read(text),
            Format::Json => json::read(text),
            Format::Toml => toml::read(text),
        }
    }
}
