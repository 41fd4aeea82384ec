//! Reads the fields of a definition, each with its path.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::super::intrinsic;
use super::Refusal;

/// An entry of an object of texts: its key, its text, its path.
pub(super) type Text<'j> = (&'j str, Cow<'j, str>, String);

/// An object of a definition, and where it is.
#[derive(Clone)]
pub(super) struct Object<'j> {
    pub fields: &'j Map<String, Json>,
    pub path: String,
}

impl<'j> Object<'j> {
    pub fn new(json: &'j Json, path: impl Into<String>) -> Result<Object<'j>, Refusal> {
        let path = path.into();
        match json.as_object() {
            Some(fields) => Ok(Object { fields, path }),
            None => Err(Refusal::new(path, format!("must be an object, but is {}", kind(json)))),
        }
    }

    /// The path of a field.
    pub fn at(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// A field, unless it is missing or null.
    pub fn get(&self, name: &str) -> Option<&'j Json> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub fn text(&self, name: &str) -> Result<Option<&'j str>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(other) => Err(Refusal::new(self.at(name), format!("must be a string, but is {}", kind(other)))),
        }
    }

    /// One of a set of names.
    pub fn one_of<T>(
        &self,
        name: &str,
        what: &str,
        known: &[&str],
        named: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        named(text).map(Some).ok_or_else(|| Refusal::unknown(self.at(name), what, text, known))
    }

    /// The texts of an object in it; null is an empty one.
    pub fn texts(&self, name: &str) -> Result<Vec<Text<'j>>, Refusal> {
        let Some(json) = self.get(name) else { return Ok(Vec::new()) };
        let object = Object::new(json, self.at(name))?;
        let entry = |(key, value): (&'j String, &'j Json)| {
            let path = format!("{}['{}']", object.path, super::super::refusal::shown(key));
            match value {
                Json::Null => Ok((key.as_str(), "".into(), path)),
                Json::String(text) => Ok((key.as_str(), text.as_str().into(), path)),
                other => match intrinsic::text(other) {
                    Some(text) => Ok((key.as_str(), text.into(), path)),
                    None => Err(Refusal::new(path, format!("must be a string, but is {}", kind(other)))),
                },
            }
        };
        object.fields.iter().map(entry).collect()
    }

    /// Refuses fields that are none of those known.
    pub fn check_names(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Refusal::unknown(self.path.as_str(), "field", name, known)),
            None => Ok(()),
        }
    }
}

pub(in crate::gateway) fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// `"200"`, and 200 as YAML reads it: a status from 100 to 599.
pub(super) fn status(json: &Json, path: String) -> Result<u16, Refusal> {
    let status = match json {
        Json::String(text) => text.parse::<u16>().ok(),
        Json::Number(number) => number.as_u64().and_then(|status| u16::try_from(status).ok()),
        _ => None,
    };
    let status = status.filter(|status| (100..600).contains(status));
    status.ok_or_else(|| Refusal::new(path, "must be a status code from 100 to 599").with_help("such as `\"200\"`"))
}
