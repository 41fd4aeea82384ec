//! What stands for one media type or key in `requestTemplates` and `responseTemplates`.

use crate::error::Error;
use crate::template::{Options, Template};
use crate::{Output, Overrides, Warning};

/// A template of a definition, read once.
#[derive(Debug, Clone)]
pub(super) enum MappingTemplate {
    /// The empty text: the body goes through.
    Empty,
    Parsed(Template),
    /// It does not parse; the service finds that out when it needs it.
    Broken(Error),
}

impl MappingTemplate {
    /// Reads a template that messages call by its path in the definition.
    pub fn read(source: &str, path: &str, options: &Options) -> MappingTemplate {
        match source {
            "" => MappingTemplate::Empty,
            source => match options.clone().name(path).parse(source) {
                Ok(template) => MappingTemplate::Parsed(template),
                Err(error) => MappingTemplate::Broken(error),
            },
        }
    }
}

/// What a template made of a body, or nothing did.
pub(super) struct Rendered {
    pub body: Vec<u8>,
    pub overrides: Overrides,
    pub warnings: Vec<Warning>,
}

impl Rendered {
    /// A body that goes through.
    pub fn through(body: Vec<u8>) -> Rendered {
        Rendered { body, overrides: Overrides::default(), warnings: Vec::new() }
    }
}

impl From<Output> for Rendered {
    fn from(output: Output) -> Rendered {
        Rendered { body: output.body.into_bytes(), overrides: output.overrides, warnings: output.warnings }
    }
}
