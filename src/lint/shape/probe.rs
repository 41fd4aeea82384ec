//! `it's`: texts that a value of the event may be, and what the engine prints for them.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::chains::{Chain, Chains};
use super::value::{Origin, Unknown};
use crate::{Event, Template};

/// What a sample is chosen to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Plain,
    Apostrophe,
    Quote,
    Backslash,
    Newline,
    Number,
    Object,
}

/// How the output looks when a value is printed inside a JSON string, or where JSON needs a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// An everyday text breaks it.
    pub plain: bool,
    pub apostrophe: bool,
    /// A quote, a backslash or a line break breaks it.
    pub other: bool,
    pub number: bool,
    pub object: bool,
}

/// What is tried: values of an origin, what is done with them, and the pattern that they match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Probed {
    pub origin: Origin,
    pub chain: Chain,
    pub guard: Chain,
}

impl From<Unknown> for Probed {
    fn from(Unknown { origin, chain, guard, .. }: Unknown) -> Probed {
        Probed { origin, chain, guard }
    }
}

/// Samples that were tried, and what came of them.
#[derive(Debug, Default)]
pub(super) struct Probes {
    in_string: HashMap<Probed, Verdict>,
    as_value: HashMap<Probed, Verdict>,
    nested: HashMap<Probed, Verdict>,
}

impl Probes {
    /// What of a value breaks a JSON string around it.
    pub fn in_string(&mut self, chains: &Chains, of: Probed) -> Verdict {
        *self.in_string.entry(of).or_insert_with(|| {
            verdict(chains, of, |printed| serde_json::from_str::<String>(&format!("\"{printed}\"")).is_ok())
        })
    }

    /// What of a value breaks a JSON string in JSON that is in a JSON string.
    pub fn in_nested_string(&mut self, chains: &Chains, of: Probed) -> Verdict {
        *self.nested.entry(of).or_insert_with(|| {
            verdict(chains, of, |printed| {
                let inner = serde_json::from_str::<String>(&format!("\"{printed}\""));
                inner.is_ok_and(|inner| serde_json::from_str::<String>(&format!("\"{inner}\"")).is_ok())
            })
        })
    }

    /// What of a value is no JSON value.
    pub fn as_value(&mut self, chains: &Chains, of: Probed) -> Verdict {
        *self
            .as_value
            .entry(of)
            .or_insert_with(|| verdict(chains, of, |printed| serde_json::from_str::<Json>(printed).is_ok()))
    }
}

fn verdict(chains: &Chains, of: Probed, is_right: impl Fn(&str) -> bool) -> Verdict {
    let mut verdict = Verdict::default();
    let Probed { origin, chain, guard } = of;
    let parsed = |chain| Template::parse(&chains.expression(chain, base(origin))).ok();
    let (Some(template), Some(guarding)) = (parsed(chain), parsed(guard)) else { return verdict };
    for (sample, value) in samples(origin) {
        let event = event(origin, value);
        // what has no such method is null, which is true
        let is_kept = guard == Chain::NONE || guarding.render(&event).is_ok_and(|answer| answer.body != "false");
        if !is_kept {
            continue;
        }
        let Ok(output) = template.render(&event) else { continue };
        if !is_right(&output.body) {
            match sample {
                Sample::Plain => verdict.plain = true,
                Sample::Apostrophe => verdict.apostrophe = true,
                Sample::Quote | Sample::Backslash | Sample::Newline => verdict.other = true,
                Sample::Number => verdict.number = true,
                Sample::Object => verdict.object = true,
            }
        }
    }
    verdict
}

/// What the engine makes of a known text.
pub(super) fn rendered(chains: &Chains, chain: Chain, text: &str) -> Option<String> {
    let template = Template::parse(&chains.expression(chain, "$input.params('sample')")).ok()?;
    Some(template.render(&event(Origin::Parameter, json!(text))).ok()?.body)
}

fn base(origin: Origin) -> &'static str {
    match origin {
        Origin::Body => "$input.body",
        Origin::JsonValue | Origin::PresentValue => "$input.path('$.sample')",
        Origin::JsonText => "$input.json('$.sample')",
        Origin::Parameters => "$input.params().querystring",
        _ => "$input.params('sample')",
    }
}

fn event(origin: Origin, value: Json) -> Event {
    match origin {
        Origin::Body => Event::new().body(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        Origin::JsonValue | Origin::PresentValue | Origin::JsonText => {
            Event::new().body(json!({ "sample": value }).to_string())
        }
        _ => Event::new().query_param("sample", value.as_str().unwrap_or_default()),
    }
}

/// What a value of an event may be. Never what it cannot be: that would be a false alarm.
fn samples(origin: Origin) -> Vec<(Sample, Json)> {
    let plain = (Sample::Plain, json!("abc"));
    let apostrophe = (Sample::Apostrophe, json!("it's"));
    let quote = (Sample::Quote, json!("say \"hi\""));
    let backslash = (Sample::Backslash, json!("a\\b"));
    let newline = (Sample::Newline, json!("a\nb"));
    let number = (Sample::Number, json!(12));
    let object = (Sample::Object, json!({"a": "b"}));
    match origin {
        Origin::Parameter | Origin::Parameters | Origin::Name | Origin::Decoded => {
            vec![plain, apostrophe, quote, backslash, newline]
        }
        Origin::Client => vec![plain, apostrophe, quote, backslash],
        Origin::Body => vec![plain, apostrophe, quote, backslash, newline, object],
        Origin::JsonValue | Origin::PresentValue | Origin::JsonText => {
            vec![plain, apostrophe, quote, backslash, newline, number, object]
        }
        Origin::Path => vec![plain, apostrophe],
        Origin::Word => vec![plain],
        Origin::Plain | Origin::Number | Origin::Size | Origin::Boolean | Origin::Anything => Vec::new(),
    }
}
