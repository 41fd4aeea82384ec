//! `requestTemplates: {application/json: …}`: templates by media type or key, read once.

use std::sync::Arc;

use super::definition::{Fields, Text};
use super::mapping_template::MappingTemplate;
use super::refusal::Refusal;
use crate::error::Error;
use crate::template::Options;

/// Templates by media type or key, in the order of the definition.
#[derive(Debug, Clone, Default)]
pub(super) struct Templates(Arc<[Entry]>);

#[derive(Debug, Clone)]
struct Entry {
    /// `application/json`
    key: String,
    template: MappingTemplate,
    path: String,
}

impl Templates {
    /// Reads the templates in a field of that name.
    pub fn read(fields: &Fields<'_>, name: &str, options: &Options) -> Result<Templates, Refusal> {
        let entry = |(key, source, path): Text<'_>| {
            if let Some(function) = source.strip_prefix("${").filter(|_| source.starts_with("${Fn::")) {
                let function = function.trim_end_matches('}');
                let refusal =
                    Refusal::new(path, format!("the template is what `{function}` gives when the API is deployed"));
                return Err(
                    refusal.with_help("write the template itself there; `vtl extract` lists those of each branch")
                );
            }
            let template = MappingTemplate::read(&source, &path, options);
            Ok(Entry { key: key.to_owned(), template, path })
        };
        Ok(Templates(fields.texts(&[name])?.into_iter().map(entry).collect::<Result<_, _>>()?))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one of just this key.
    pub fn of_key(&self, key: &str) -> Option<&MappingTemplate> {
        self.0.iter().find(|entry| entry.key == key).map(|entry| &entry.template)
    }

    /// The one for a media type, whatever the case of either.
    pub fn of_type(&self, media_type: &str) -> Option<&MappingTemplate> {
        self.0.iter().find(|entry| entry.key.eq_ignore_ascii_case(media_type)).map(|entry| &entry.template)
    }

    pub fn first(&self) -> Option<&MappingTemplate> {
        self.0.first().map(|entry| &entry.template)
    }

    /// The keys, each with its path.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|entry| (entry.key.as_str(), entry.path.as_str()))
    }

    /// Those that do not parse, each with its path.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.0.iter().filter_map(|entry| match &entry.template {
            MappingTemplate::Broken(error) => Some((entry.path.as_str(), error)),
            _ => None,
        })
    }
}
