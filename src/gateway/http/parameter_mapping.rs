//! `append:header.x-tenant` ← `$context.authorizer.tenant`: what a definition changes in a message.

use serde_json::Value as Json;

use super::super::definition::{self, Fields};
use super::super::refusal::shown;
use super::super::selection_expression::Expression;
use super::reserved::reserved;
use super::source::{self, Facts, Side, Source};
use super::{Headers, Query, Refusal};

/// The mappings of one message, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ParameterMapping {
    actions: Vec<Action>,
}

/// One mapping: its key and its value.
#[derive(Debug, Clone, PartialEq)]
struct Action {
    verb: Verb,
    target: Target,
    value: Expression<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Append,
    Overwrite,
    Remove,
}

#[derive(Debug, Clone, PartialEq)]
enum Target {
    Header(String),
    Querystring(String),
    Path,
    StatusCode,
}

/// A part of a message that mappings change. What a kind of message does not have is left as it is.
pub(super) struct Mutable<'m> {
    pub headers: &'m mut Headers,
    pub query: Option<&'m mut Query>,
    pub path: Option<&'m mut Option<String>>,
    pub status: Option<&'m mut u16>,
}

const VERBS: [(&str, Verb); 3] = [("append", Verb::Append), ("overwrite", Verb::Overwrite), ("remove", Verb::Remove)];

impl ParameterMapping {
    /// Reads `{"append:header.x": "$context.requestId"}`, or CloudFormation's list of `Destination` and `Source`.
    pub fn read(json: &Json, side: Side, path: &str) -> Result<ParameterMapping, Refusal> {
        let mut actions = Vec::new();
        match json {
            Json::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    let fields = Fields::of(item, format!("{path}[{i}]"))?;
                    let missing = |name: &str| Refusal::new(fields.path_of(&[name]), "is missing");
                    let key = fields.text(&["destination"])?.ok_or_else(|| missing("Destination"))?;
                    let value = fields.text(&["source"])?.unwrap_or_default();
                    actions.push(action(&key, &value, side, fields.path())?);
                }
            }
            _ => {
                for (key, value) in Fields::of(json, path)?.entries() {
                    let path = definition::inner(path, key);
                    let value = definition::text(value, || path.clone())?;
                    actions.push(action(key, &value, side, &path)?);
                }
            }
        }
        Ok(ParameterMapping { actions })
    }

    /// The mappings of responses by status: `{"404": {"append:header.error": "…"}}`.
    pub fn read_by_status(fields: &Fields<'_>, names: &[&str]) -> Result<Vec<(u16, ParameterMapping)>, Refusal> {
        let Some(all) = fields.object(names)? else { return Ok(Vec::new()) };
        let mut mappings = Vec::new();
        for (key, json) in all.entries() {
            let path = definition::inner(all.path(), key);
            let status = key.parse().ok().filter(|status| (200..600).contains(status));
            let Some(status) = status else {
                let refusal = Refusal::new(path, format!("`{}` is no status code from 200 to 599", shown(key)));
                return Err(refusal.with_help("such as `\"404\": {\"append:header.error\": \"$context.requestId\"}`"));
            };
            // CloudFormation has one level more
            let inner = json.as_object().and_then(|object| object.get("ResponseParameters"));
            let path = if inner.is_some() { definition::inner(&path, "ResponseParameters") } else { path };
            mappings.push((status, ParameterMapping::read(inner.unwrap_or(json), Side::Response, &path)?));
        }
        Ok(mappings)
    }

    /// Makes the mappings: all values are read from the message as it came.
    pub fn apply(&self, facts: Facts<'_>, message: &mut Mutable<'_>) {
        let values = source::evaluate(self.actions.iter().map(|action| &action.value), facts);
        for (action, value) in self.actions.iter().zip(values) {
            action.apply(value, message);
        }
    }
}

fn action(key: &str, value: &str, side: Side, path: &str) -> Result<Action, Refusal> {
    let (verb, target) = target(key, side, path)?;
    if verb != Verb::Remove && value.is_empty() {
        return Err(Refusal::new(path, "its value is empty").with_help("to take a parameter away, use `remove:`"));
    }
    if verb == Verb::Remove {
        // whatever it is, nothing comes of it
        let value = Expression::parse("", path, |_| Ok(Source::Body))?;
        return Ok(Action { verb, target, value });
    }
    let value = source::value(value, side, path)?;
    if target == Target::StatusCode
        && let Some(text) = value.as_static()
        && status(text).is_none()
    {
        return Err(Refusal::new(path, format!("`{}` is no status code from 100 to 599", shown(text))));
    }
    Ok(Action { verb, target, value })
}

fn target(key: &str, side: Side, path: &str) -> Result<(Verb, Target), Refusal> {
    let invalid = |help: String| Refusal::new(path, format!("invalid mapping key `{}`", shown(key))).with_help(help);
    let Some((verb_name, place)) = key.split_once(':') else {
        return Err(invalid(format!("a key is an action and a place: `append:{}`", nearest_place(key, side))));
    };
    let Some((_, verb)) = VERBS.into_iter().find(|(name, _)| *name == verb_name) else {
        return Err(Refusal::unknown(path, "action", verb_name, &VERBS.map(|(name, _)| name)));
    };
    let named = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && b != b':' && b != b'"');
    let target = match (place.split_once('.').unwrap_or((place, "")), side) {
        (("header", name), _) if named(name) => Target::Header(name.to_owned()),
        (("querystring", name), Side::Request) if !name.is_empty() => Target::Querystring(name.to_owned()),
        (("path", _), Side::Request) if place == "path" => Target::Path,
        (("statuscode", _), Side::Response) if place == "statuscode" => Target::StatusCode,
        _ => return Err(invalid(format!("did you mean `{verb_name}:{}`?", nearest_place(place, side)))),
    };
    match &target {
        Target::Header(name) if let Some(entry) = reserved(name) => {
            Err(Refusal::new(path, format!("`{name}` is a reserved header (`{entry}`): it cannot be mapped")))
        }
        Target::Path | Target::StatusCode if verb != Verb::Overwrite => {
            Err(invalid(format!("it can only be overwritten: `overwrite:{place}`")))
        }
        _ => Ok((verb, target)),
    }
}

/// `headers.x` → `header.x`.
fn nearest_place(place: &str, side: Side) -> String {
    let (kind, name) = place.split_once('.').unwrap_or((place, "NAME"));
    let name = if name.is_empty() { "NAME" } else { name };
    let known: &[&str] = match side {
        Side::Request => &["header", "querystring", "path"],
        Side::Response => &["header", "statuscode"],
    };
    match super::super::nearest::nearest(kind, known) {
        Some(near @ ("path" | "statuscode")) => near.to_owned(),
        Some(near) => format!("{near}.{}", shown(name)),
        None => "header.NAME".to_owned(),
    }
}

/// A status that a response may have.
fn status(text: &str) -> Option<u16> {
    text.trim().parse().ok().filter(|status| (100..600).contains(status))
}

impl Action {
    fn apply(&self, value: String, message: &mut Mutable<'_>) {
        match &self.target {
            Target::Header(name) => match (self.verb, value) {
                (Verb::Append, value) if !value.is_empty() => message.headers.add(name, value),
                (Verb::Append, _) => {}
                (Verb::Overwrite, value) if !value.is_empty() => message.headers.set(name, value),
                (Verb::Overwrite | Verb::Remove, _) => message.headers.remove(name),
            },
            Target::Querystring(name) => {
                let Some(query) = message.query.as_deref_mut() else { return };
                match self.verb {
                    Verb::Append if !value.is_empty() => query.add(name, value),
                    Verb::Append => {}
                    Verb::Overwrite if !value.is_empty() => query.set(name, [value]),
                    Verb::Overwrite | Verb::Remove => query.remove(name),
                }
            }
            Target::Path => {
                if let Some(path) = message.path.as_deref_mut() {
                    *path = Some(value);
                }
            }
            Target::StatusCode => {
                if let (Some(place), Some(status)) = (message.status.as_deref_mut(), status(&value)) {
                    *place = status;
                }
            }
        }
    }
}
