//! The event that a template is tried with: a sample for all that it reads.

use serde_json::{Map, Value as Json, json};

use super::reads::Reads;
use super::sample;
use super::shape::{Hint, Id};

/// `body`, `params`, `context` and `stageVariables`, as far as the template reads them.
pub(super) fn event(reads: &Reads<'_>) -> Map<String, Json> {
    let parts = [
        ("body", body(reads)),
        ("params", params(reads)),
        ("context", context(reads, reads.context, "")),
        ("stageVariables", stage_variables(reads)),
    ];
    parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))).collect()
}

fn body(reads: &Reads<'_>) -> Option<Json> {
    let shape = reads.shapes.get(reads.body);
    if reads.body_is_text {
        return Some(json!("name=Ann&count=3"));
    }
    if !shape.fields.is_empty() || shape.element.is_some() || shape.entry.is_some() {
        return Some(sample::value(&reads.shapes, reads.body));
    }
    (reads.body_is_read || shape.hint != Hint::None).then(|| json!({"message": "hello"}))
}

/// What a template sees that prints all parameters there are.
const DUMPED: [(&str, &str, &str); 3] =
    [("path", "id", "42"), ("querystring", "page", "3"), ("header", "Accept", "application/json")];

fn params(reads: &Reads<'_>) -> Option<Json> {
    let shapes = &reads.shapes;
    let root = shapes.get(reads.params);
    let mut places: Map<String, Json> = Map::new();
    for (place, name, text) in DUMPED {
        let known = root.fields.iter().find(|(known, _)| known == place).map(|(_, id)| shapes.get(*id));
        let mut entries = Map::new();
        for (name, id) in known.iter().flat_map(|shape| &shape.fields) {
            entries.insert(name.clone(), sample::parameter(name, shapes, *id).into());
        }
        for (name, id) in &shapes.get(reads.anywhere).fields {
            if reads.place(name) == place && !entries.contains_key(name) {
                entries.insert(name.clone(), sample::parameter(name, shapes, *id).into());
            }
        }
        let all = root.entry.is_some() || root.hint != Hint::None;
        let all = all || known.is_some_and(|shape| shape.entry.is_some() || shape.hint != Hint::None);
        if all && entries.is_empty() {
            entries.insert(name.to_owned(), text.into());
        }
        if !entries.is_empty() {
            places.insert(place.to_owned(), Json::Object(entries));
        }
    }
    (!places.is_empty()).then_some(Json::Object(places))
}

/// What is read below a dotted name in `$context`.
fn context(reads: &Reads<'_>, id: Id, path: &str) -> Option<Json> {
    let shape = reads.shapes.get(id);
    if shape.fields.is_empty() {
        let is_root = path.is_empty();
        return (!is_root).then(|| sample::context(path).unwrap_or_else(|| sample::value(&reads.shapes, id)));
    }
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let fields = shape.fields.iter().filter_map(|(name, id)| Some((name.clone(), context(reads, *id, &below(name))?)));
    let fields: Map<String, Json> = fields.collect();
    (!fields.is_empty()).then_some(Json::Object(fields))
}

fn stage_variables(reads: &Reads<'_>) -> Option<Json> {
    let shape = reads.shapes.get(reads.stage_variables);
    let text = |name: &str, id: Id| Json::from(sample::parameter(name, &reads.shapes, id));
    let mut fields: Map<String, Json> = shape.fields.iter().map(|(name, id)| (name.clone(), text(name, *id))).collect();
    if fields.is_empty() && (shape.entry.is_some() || shape.hint != Hint::None) {
        fields.insert("stage".to_owned(), "test".into());
    }
    (!fields.is_empty()).then_some(Json::Object(fields))
}
