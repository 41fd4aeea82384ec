//! The fields of a definition's objects: found by the name that the AWS API (`integrationType`), CloudFormation
//! (`IntegrationType`) or OpenAPI (`type`) has for them, and refused with their path.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::intrinsic;
use super::refusal::Refusal;

/// An object of a definition.
#[derive(Debug, Clone)]
pub(super) struct Fields<'j> {
    path: String,
    entries: &'j Map<String, Json>,
    naming: Naming,
}

/// How an object writes the names of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// `integrationType` or `IntegrationType`
    Either,
    /// `integrationType`
    CamelCase,
    /// `IntegrationType`
    PascalCase,
}

impl Naming {
    /// A field's name as such an object writes it.
    pub fn name(self, name: &str) -> String {
        match (self, name.split_at_checked(1)) {
            (Naming::PascalCase, Some((first, rest))) => first.to_ascii_uppercase() + rest,
            _ => name.to_owned(),
        }
    }

    fn is(self, key: &str, name: &str) -> bool {
        match self {
            Naming::Either => key == name || is_capitalized(key, name),
            Naming::CamelCase => key == name,
            Naming::PascalCase => is_capitalized(key, name),
        }
    }
}

/// An entry of an object of texts: its key, its text, its path.
pub(super) type Text<'j> = (&'j str, Cow<'j, str>, String);

impl<'j> Fields<'j> {
    /// The fields of an object.
    pub fn of(json: &'j Json, path: impl Into<String>) -> Result<Fields<'j>, Refusal> {
        let path = path.into();
        match json {
            Json::Object(entries) => Ok(Fields { path, entries, naming: Naming::Either }),
            other => Err(expected(path, "an object", other)),
        }
    }

    /// The fields of an object that writes their names in just one way.
    pub fn named(json: &'j Json, path: impl Into<String>, naming: Naming) -> Result<Fields<'j>, Refusal> {
        Ok(Fields { naming, ..Fields::of(json, path)? })
    }

    /// The same object, which turned out to write its names so.
    pub fn naming(self, naming: Naming) -> Fields<'j> {
        Fields { naming, ..self }
    }

    /// Where the object is.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where a field of it is: by the first of its names if it is missing.
    pub fn path_of(&self, names: &[&str]) -> String {
        match self.find(names) {
            Some((name, _)) => inner(&self.path, name),
            None => inner(&self.path, &self.naming.name(names[0])),
        }
    }

    /// The field of one of those names. Null counts as missing.
    pub fn get(&self, names: &[&str]) -> Option<&'j Json> {
        self.find(names).map(|(_, json)| json)
    }

    fn find(&self, names: &[&str]) -> Option<(&'j str, &'j Json)> {
        let is = |key: &str| names.iter().any(|name| self.naming.is(key, name));
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
        self.chosen(names, what, choices, str::eq)
    }

    /// A text that is one of a few, in small letters or capitals: OpenAPI has `when_no_match`.
    pub fn choice_in_any_case<T: Copy>(
        &self,
        names: &[&str],
        what: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, Refusal> {
        self.chosen(names, what, choices, str::eq_ignore_ascii_case)
    }

    fn chosen<T: Copy>(
        &self,
        names: &[&str],
        what: &str,
        choices: &[(&str, T)],
        same: impl Fn(&str, &str) -> bool,
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(names)? else { return Ok(None) };
        if let Some((_, choice)) = choices.iter().find(|(known, _)| same(known, &text)) {
            return Ok(Some(*choice));
        }
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        Err(Refusal::unknown(self.path_of(names), what, &text, &known))
    }

    /// An object in it.
    pub fn object(&self, names: &[&str]) -> Result<Option<Fields<'j>>, Refusal> {
        self.get(names).map(|json| Fields::named(json, self.path_of(names), self.naming)).transpose()
    }

    /// The texts of an object in it; null is an empty one.
    pub fn texts(&self, names: &[&str]) -> Result<Vec<Text<'j>>, Refusal> {
        let Some(object) = self.object(names)? else { return Ok(Vec::new()) };
        let entry = |(key, json): (&'j String, &'j Json)| {
            let path = inner(&object.path, key);
            let text = match json {
                Json::Null => "".into(),
                Json::String(text) => text.as_str().into(),
                other => text(other, || path.clone())?.into(),
            };
            Ok((key.as_str(), text, path))
        };
        object.entries.iter().map(entry).collect()
    }

    /// Refuses fields that are none of those known.
    pub fn check_names(&self, known: &[&str]) -> Result<(), Refusal> {
        let is_known = |key: &str| known.iter().any(|name| self.naming.is(key, name));
        match self.entries.keys().find(|key| !is_known(key)) {
            Some(key) => {
                let known: Vec<String> = known.iter().map(|name| self.naming.name(name)).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                Err(Refusal::unknown(self.path.as_str(), "field", key, &known))
            }
            None => Ok(()),
        }
    }

    /// True if there is a field of just this name, be it null.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
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

#[cold]
pub(super) fn expected(path: impl Into<String>, expected: &str, found: &Json) -> Refusal {
    let found = kind(found);
    Refusal::new(path, format!("must be {expected}, but is {found}"))
}

/// What a message calls a value.
pub(crate) fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
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
