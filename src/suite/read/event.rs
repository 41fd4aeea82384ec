//! `body`, `params`, `context` …: a case's event, from its own keys and from the file that `event` names.

use std::path::Path;

use serde_json::{Map, Value as Json};

use super::fields::{Fields, OVERRIDES, PARAMS, entries, expected};
use super::http_file;
use super::node::{Complaint, Kind, Mark, Node};
use super::suite::{Reader, file_name};
use crate::gateway::Event;

/// Reads events.
pub(super) struct Events<'r, 'f> {
    pub reader: &'r Reader<'f>,
    /// `/pets/{id}`: gives requests of `.http` files their path parameters.
    pub resource: Option<&'r str>,
}

impl Events<'_, '_> {
    /// The event of a case, or of `defaults`: its keys are laid over the file, and that over what is there already. `null`
    /// takes a name away.
    pub fn read(&self, under: Event, fields: &Fields<'_>) -> Result<Event, Complaint> {
        let mut event = match fields.get("event") {
            Some(node) => under.overlay(self.named(node)?),
            None => under,
        };
        if let Some(node) = fields.given("body") {
            event = event.body(self.reader.body(node)?);
        }
        if let Some(node) = fields.get("params") {
            let params = Fields::new(node, "`params`", &[PARAMS])?;
            let mut own = Vec::new();
            for place in PARAMS {
                let (given, taken) = given(params.pairs(place)?);
                event = event.without_params(place, &taken);
                own.push(format!("\"{place}\":{given}"));
            }
            event = event.overlay(self::event(node, &format!(r#"{{"params":{{{}}}}}"#, own.join(",")))?);
        }
        if let Some(node) = fields.get("stageVariables") {
            let (given, taken) = given(fields.pairs("stageVariables")?);
            event = event.without_stage_variables(&taken);
            event = event.overlay(self::event(node, &format!(r#"{{"stageVariables":{given}}}"#))?);
        }
        for key in ["context", "identity", "vars", "variables", "overrides"] {
            if let Some(node) = fields.get(key) {
                event = event.overlay(self.part(key, node)?);
            }
        }
        Ok(event)
    }

    /// An event with nothing in it but one part.
    fn part(&self, key: &str, node: &Node) -> Result<Event, Complaint> {
        let loaded = self.reader.loaded(node, key)?;
        entries(&loaded, key)?;
        let json = loaded.to_json_text();
        match key {
            "identity" => event(node, &format!(r#"{{"context":{{"identity":{json}}}}}"#)),
            "overrides" => {
                let fields = Fields::new(&loaded, "`overrides`", &[OVERRIDES])?;
                let mut parts = Vec::new();
                for (name, field) in [("request", "requestOverride"), ("response", "responseOverride")] {
                    if let Some(node) = fields.get(name) {
                        entries(node, &format!("overrides.{name}"))?;
                        parts.push(format!("\"{field}\":{}", node.to_json_text()));
                    }
                }
                event(node, &format!(r#"{{"overrides":{{{}}}}}"#, parts.join(",")))
            }
            _ => event(node, &format!(r#"{{"{key}":{json}}}"#)),
        }
    }

    /// `event: events/put.json`, `event: requests.http#put`, or the event itself.
    fn named(&self, node: &Node) -> Result<Event, Complaint> {
        let written = match &node.kind {
            Kind::Map(_) => return event(node, &node.to_json_text()),
            Kind::Text(text) if !text.is_empty() => file_name(text).unwrap_or(text),
            _ => return Err(expected(node, "event", "the name of a file, or an event")),
        };
        let (name, fragment) = written.split_once('#').map_or((written, None), |(name, part)| (name, Some(part)));
        let is_requests = name.ends_with(".http") || name.ends_with(".rest");
        if is_requests {
            let text = self.reader.file(node, name)?;
            let folder = Path::new(name).parent().unwrap_or(Path::new(""));
            let beside = |file: &str| self.reader.files.text(&folder.join(file).display().to_string());
            return http_file::event(&text, fragment, self.resource, &beside)
                .map_err(|why| Complaint::at(node.mark, format!("`{name}`: {why}")));
        }
        let loaded = Node { mark: node.mark, kind: Kind::Text(format!("@{written}")) };
        let loaded = self.reader.loaded(&loaded, "event")?;
        event(node, &loaded.to_json_text())
    }
}

/// What is given, as an object of JSON, and the names that are taken away.
fn given(pairs: Vec<(Mark, String, Option<String>)>) -> (Json, Vec<String>) {
    let mut taken = Vec::new();
    let mut given = Map::new();
    for (_, name, value) in pairs {
        match value {
            Some(value) => drop(given.insert(name, value.into())),
            None => taken.push(name),
        }
    }
    (Json::Object(given), taken)
}

fn event(node: &Node, json: &str) -> Result<Event, Complaint> {
    Event::from_json(json).map_err(|error| {
        let complaint = Complaint::at(node.mark, error.message());
        match error.help() {
            Some(help) => complaint.help(help),
            None => complaint,
        }
    })
}
