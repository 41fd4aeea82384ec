//! `requestTemplates: {application/json: …}`: templates by media type, read once.

use std::sync::Arc;

use super::super::definition::{Fields, Text};
use super::super::mapping_template::MappingTemplate;
use super::Refusal;
use crate::error::Error;
use crate::template::Options;

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

impl Templates {
    pub fn read(fields: &Fields<'_>, name: &str, options: &Options) -> Result<Templates, Refusal> {
        let entry = |(media_type, source, path): Text<'_>| {
            let template = MappingTemplate::read(&source, &path, options);
            Entry { media_type: media_type.to_owned(), template, path }
        };
        Ok(Templates(fields.texts(&[name])?.into_iter().map(entry).collect()))
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
