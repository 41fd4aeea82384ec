//! `requestTemplates: {application/json: …}`: templates by media type, read once.

use std::sync::Arc;

use super::Refusal;
use super::read::Object;
use crate::error::Error;
use crate::template::{Options, Template};

/// Templates by media type, in the order of the definition.
#[derive(Debug, Clone, Default)]
pub(super) struct Templates(Arc<[Entry]>);

#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// `application/json`
    pub media_type: String,
    pub template: MappingTemplate,
    path: String,
}

/// What stands for one media type.
#[derive(Debug, Clone)]
pub(super) enum MappingTemplate {
    /// The empty text: the body goes through.
    Empty,
    Parsed(Template),
    /// It does not parse; the service finds that out when it needs it.
    Broken(Error),
}

impl Templates {
    pub fn read(object: &Object<'_>, name: &str) -> Result<Templates, Refusal> {
        let entry = |(media_type, source, path): (&str, &str, String)| {
            let template = match source {
                "" => MappingTemplate::Empty,
                source => match Options::new().name(path.as_str()).parse(source) {
                    Ok(template) => MappingTemplate::Parsed(template),
                    Err(error) => MappingTemplate::Broken(error),
                },
            };
            Entry { media_type: media_type.to_owned(), template, path }
        };
        Ok(Templates(object.texts(name)?.into_iter().map(entry).collect()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one for a media type, whatever the case of either.
    pub fn get(&self, media_type: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.media_type.eq_ignore_ascii_case(media_type))
    }

    pub fn first(&self) -> Option<&Entry> {
        self.0.first()
    }

    pub fn errors(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.0.iter().filter_map(|entry| match &entry.template {
            MappingTemplate::Broken(error) => Some((entry.path.as_str(), error)),
            _ => None,
        })
    }
}
