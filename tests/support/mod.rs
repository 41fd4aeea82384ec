//! What the differential tests share: the reference as a process, our own renderer behind the same question, random cases.

#![allow(dead_code)] // each test uses its part of it

pub mod generate;
pub mod reference;
pub mod shrink;

use serde_json::{Map, Value};
use vtl::{Dialect, Event, Limits, Options};

/// What a renderer makes of a case: the output and the overrides, or that it fails and why.
#[derive(Debug, Clone)]
pub enum Answer {
    Output(String, Value),
    Error(String),
}

impl Answer {
    /// Errors agree whatever they say; addresses of objects, which differ from run to run, are not compared.
    pub fn agrees(&self, other: &Answer) -> bool {
        match (self, other) {
            (Answer::Error(_), Answer::Error(_)) => true,
            (Answer::Output(a, x), Answer::Output(b, y)) => {
                (a == b || without_addresses(a) == without_addresses(b))
                    && (x == y || without_addresses(&x.to_string()) == without_addresses(&y.to_string()))
            }
            _ => false,
        }
    }
}

/// `[C@1b2c3d4` becomes `[C@`.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('@').enumerate() {
        if i > 0 {
            out.push('@');
        }
        let rest = if i > 0 { part.trim_start_matches(|c: char| c.is_ascii_hexdigit()) } else { part };
        out.push_str(if part.len() - rest.len() >= 3 { rest } else { part });
    }
    out
}

/// Our answer to a case.
pub fn ours(case: &Value) -> Answer {
    match render(case) {
        Ok((output, overrides)) => Answer::Output(output, overrides),
        Err(message) => Answer::Error(message),
    }
}

fn render(case: &Value) -> Result<(String, Value), String> {
    let velocity = case["dialect"] == "velocity";
    let fields = ["body", "params", "context", "stageVariables", "vars"];
    let event: Map<String, Value> =
        fields.iter().filter_map(|f| case.get(*f).map(|v| ((*f).to_owned(), v.clone()))).collect();
    let event = Event::from_json(&Value::Object(event).to_string()).map_err(|e| e.to_string())?;
    // the reference has no limit on loops
    let limits = Limits { loop_iterations: None, ..Limits::default() };
    let dialect = if velocity { Dialect::Velocity } else { Dialect::ApiGateway };
    let template = Options::new().dialect(dialect).limits(limits).parse(case["template"].as_str().unwrap_or_default());
    let output = template.and_then(|t| t.render(&event)).map_err(|e| e.to_string())?;
    if velocity {
        return Ok((output.body, Value::Null));
    }
    let mut overrides = Map::new();
    let both = [
        ("requestOverride", output.overrides.request_override()),
        ("responseOverride", output.overrides.response_override()),
    ];
    for (name, value) in both {
        overrides.insert(name.to_owned(), value);
    }
    Ok((output.body, trimmed(&Value::Object(overrides))))
}

/// Drops empty maps and nulls, which one side may write and the other leave out.
pub fn trimmed(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let empty = |v: &Value| v.is_null() || v.as_object().is_some_and(Map::is_empty);
            Value::Object(map.iter().map(|(k, v)| (k.clone(), trimmed(v))).filter(|(_, v)| !empty(v)).collect())
        }
        other => other.clone(),
    }
}
