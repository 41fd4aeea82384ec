//! The fields of a definition's objects: found by the name that the AWS API (`integrationType`), CloudFormation
//! (`IntegrationType`) or OpenAPI (`type`) has for them, and refused with their path.

use serde_json::{Map, Value as Json};

use super::intrinsic;
use super::refusal::Refusal;
use super::rest::kind;

/// An object of a definition.
#[derive(Debug, Clone)]
pub(super) struct Fields<'j> {
    path: String,
    entries: &'j Map<String, Json>,
}

impl<'j> Fields<'j> {
    /// The fields of an object.
    pub fn of(json: &'j Json, path: impl Into<String>) -> Result<Fields<'j>, Refusal> {
        let path = path.into();
        match json {
            Json::Object(entries) => Ok(Fields { path, entries }),
            other => Err(expected(path, "an object", other)),
        }
    }

    /// Where the object is.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where a field of it is: by the first of its names if it is missing.
    pub fn path_of(&self, names: &[&str]) -> String {
        let name = self.find(names).map_or(names[0], |(name, _)| name);
        inner(&self.path, name)
    }

    /// The field of one of those names, which may also begin with a capital letter. Null counts as missing.
    pub fn get(&self, names: &[&str]) -> Option<&'j Json> {
        self.find(names).map(|(_, json)| json)
    }

    fn find(&self, names: &[&str]) -> Option<(&'j str, &'j Json)> {
        let is = |key: &str| names.iter().any(|name| key == *name || is_capitalized(key, name));
        let found = self.entries.iter().find(|(key, json)| is(key) && !json.is_null());
        found.map(|(key, json)| (key.as_str(), json))
    }

    /// All of them as they are written.
    pub fn entries(&self) -> impl Iterator<Item = (&'j str, &'j Json)> {
        self.entries.iter().map(|(key, json)| (key.as_str(), json))
    }

    /// A text; a number or a boolean is one, too: YAML does not tell them apart.
    pub fn text(&self, names: &[&str]) -> Result<Option<String>, Refusal> {
        self.get(names).map(|json| text(json, || self.path_of(names))).transpose()
    }

    /// A text that is one of a few.
    pub fn choice<T: Copy>(&self, names: &[&str], what: &str, choices: &[(&str, T)]) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(names)? else { return Ok(None) };
        if let Some((_, choice)) = choices.iter().find(|(known, _)| *known == text) {
            return Ok(Some(*choice));
        }
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        Err(Refusal::unknown(self.path_of(names), what, &text, &known))
    }

    /// An object in it.
    pub fn object(&self, names: &[&str]) -> Result<Option<Fields<'j>>, Refusal> {
        self.get(names).map(|json| Fields::of(json, self.path_of(names))).transpose()
    }

    /// The items of a list in it, each with its path.
    pub fn list(&self, names: &[&str]) -> Result<Vec<(String, &'j Json)>, Refusal> {
        match self.get(names) {
            None => Ok(Vec::new()),
            Some(Json::Array(items)) => {
                let path = self.path_of(names);
                Ok(items.iter().enumerate().map(|(i, item)| (format!("{path}[{i}]"), item)).collect())
            }
            Some(other) => Err(expected(self.path_of(names), "a list", other)),
        }
    }
}

/// `integration` and `append:header.x` → `integration['append:header.x']`.
pub(super) fn inner(path: &str, name: &str) -> String {
    let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match (path.is_empty(), is_plain) {
        (true, true) => name.to_owned(),
        (false, true) => format!("{path}.{name}"),
        (_, false) => format!("{path}['{}']", super::refusal::shown(name)),
    }
}

/// A text, number or boolean as text, or what an intrinsic function of CloudFormation gives.
pub(super) fn text(json: &Json, path: impl FnOnce() -> String) -> Result<String, Refusal> {
    match json {
        Json::Number(_) | Json::Bool(_) => Ok(json.to_string()),
        other => intrinsic::text(other).ok_or_else(|| expected(path(), "a string", other)),
    }
}

#[cold]
pub(super) fn expected(path: impl Into<String>, expected: &str, found: &Json) -> Refusal {
    let found = kind(found);
    Refusal::new(path, format!("must be {expected}, but is {found}"))
}

/// `IntegrationType` for `integrationType`.
fn is_capitalized(key: &str, name: &str) -> bool {
    let (mut key, mut name) = (key.chars(), name.chars());
    match (key.next(), name.next()) {
        (Some(capital), Some(first)) => capital == first.to_ascii_uppercase() && key.as_str() == name.as_str(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_has_the_names_of_each_shape() {
        for json in [json!({"integrationType": "MOCK"}), json!({"IntegrationType": "MOCK"}), json!({"type": "MOCK"})] {
            let fields = Fields::of(&json, "integration").unwrap();
            assert_eq!(fields.text(&["integrationType", "type"]).unwrap().as_deref(), Some("MOCK"));
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_path() {
        let json = json!({"IntegrationType": "MOCKS", "RequestParameters": [], "uri": {}});
        let fields = Fields::of(&json, "Resources.Ping").unwrap();
        let refusal = fields.choice(&["integrationType", "type"], "type", &[("MOCK", 1)]).unwrap_err();
        assert_eq!(refusal.to_string(), "Resources.Ping.IntegrationType: unknown type `MOCKS`; did you mean `MOCK`?");
        let refusal = fields.object(&["requestParameters"]).unwrap_err();
        assert_eq!(refusal.to_string(), "Resources.Ping.RequestParameters: must be an object, but is a list");
        let refusal = fields.text(&["integrationUri", "uri"]).unwrap_err();
        assert_eq!(refusal.to_string(), "Resources.Ping.uri: must be a string, but is an object");
        assert_eq!(inner("a", "append:header.x"), "a['append:header.x']");
    }
}
