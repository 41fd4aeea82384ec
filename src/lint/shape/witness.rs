//! The proof of a finding: an event with which the template, rendered by the engine, prints what is no JSON.

use std::collections::{BTreeSet, HashMap};

use bumpalo::Bump;
use serde_json::{Map, Value as Json, json};

use super::chains::{Chain, Link};
use super::explore::{Case, Explored};
use super::json::{self, Trouble};
use super::path::{Source, Wanted, World, walk};
use super::plan::{Plan, Question, Side};
use super::terms::Term;
use super::value::{Origin, Unknown, What};
use crate::lint::facts::Facts;
use crate::{Event, Template};

/// What an event must hold.
#[derive(Default, Clone)]
struct Needed {
    /// The value itself; `None` if it is missing.
    values: HashMap<Term, Option<Json>>,
    counts: HashMap<Term, u8>,
    /// All values that the path comes to.
    terms: BTreeSet<Term>,
    /// Printed where JSON needs a value.
    as_value: BTreeSet<Term>,
}

/// An event on which a case happens, tried with the engine; `None` if none was found.
pub(super) fn witness(facts: &Facts<'_>, explored: &mut Explored, case: usize) -> Option<String> {
    let Case { found, .. } = &explored.cases[case];
    let (found, decisions) = (found.clone(), explored.cases[case].decisions().to_vec());
    let mut wanted = Needed::default();
    let questions = explored.world.questions();
    for decision in &decisions {
        if let Some(question) = questions.get(decision.question as usize) {
            wanted.answer(question, decision.answer);
        }
    }
    let answers = decisions.iter().map(|d| (d.question, d.answer)).collect();
    let arena = Bump::new();
    let source = Source::of(facts);
    let taken = walk(&arena, &mut explored.world, source, facts.tree, Plan::Like(&answers));
    let read = json::read(&taken.pieces, taken.complete, source.wanted == Wanted::Json);
    for other in &read.found {
        if let (Trouble::AsValue, Some(unknown)) = (other.trouble, other.unknown) {
            wanted.as_value.insert(unknown.term);
        }
    }
    for piece in &taken.pieces {
        if let What::Unknown(unknown) = piece.what {
            wanted.terms.insert(unknown.term);
        }
    }
    let samples = match found.unknown {
        Some(_) => vec![json!("it's"), json!("say \"hi\" \\ there"), json!("abc"), json!({"a": "b"}), Json::Null],
        None => vec![Json::Null],
    };
    for sample in samples {
        let mut wanted = wanted.clone();
        if let Some(unknown) = found.unknown {
            wanted.target(&mut explored.world, unknown, sample);
        }
        for term in wanted.terms.clone() {
            let mut at = explored.world.terms.parent(term);
            while let Some(parent) = at {
                wanted.terms.insert(parent);
                at = explored.world.terms.parent(parent);
            }
        }
        let event = wanted.event(&explored.world);
        let Ok(rendered) = Event::from_json(&event).and_then(|e| Template::parse(facts.source)?.render(&e)) else {
            continue;
        };
        let wrong = match found.trouble {
            Trouble::DuplicateKey => true,
            _ => serde_json::from_str::<Json>(&rendered.body).is_err(),
        };
        if wrong {
            return Some(event);
        }
    }
    None
}

impl Needed {
    fn answer(&mut self, question: &Question, answer: u8) {
        match question {
            Question::True(term, _) => {
                self.terms.insert(*term);
                if answer == 0 {
                    self.values.insert(*term, Some(json!(false)));
                }
            }
            Question::Equal(term, _, text) => {
                self.terms.insert(*term);
                if answer == 1 {
                    self.values.insert(*term, (!text.is_empty()).then(|| json!(text)));
                }
            }
            Question::Compare(operator, a, b) => {
                let (term, number, less) = match (a, b) {
                    (Side::Unknown(term, _), Side::Number(number)) => (*term, *number, *operator % 2 == 0),
                    (Side::Number(number), Side::Unknown(term, _)) => (*term, *number, *operator % 2 == 1),
                    _ => return,
                };
                self.terms.insert(term);
                if answer == 1 {
                    self.values.insert(term, Some(json!(if less { number - 1 } else { number + 1 })));
                } else {
                    self.values.entry(term).or_insert(None);
                }
            }
            Question::Count(term, _) => {
                self.terms.insert(*term);
                self.counts.insert(*term, answer);
            }
            Question::Same(..) | Question::Place(..) => {}
        }
    }

    fn target(&mut self, world: &mut World, unknown: Unknown, sample: Json) {
        let mut term = unknown.term;
        let mut sample = sample;
        if unknown.origin == Origin::JsonText
            && let Some(value) = world.terms.parent(term)
        {
            term = value;
        }
        let name = world.terms.name(term);
        let call = ["urlDecode", "base64Decode"].into_iter().find(|call| name.starts_with(&format!("{call}(")));
        if let (Some(call), Some(parent), Some(text)) = (call, world.terms.parent(term), sample.as_str()) {
            let encode = if call == "urlDecode" { "urlEncode" } else { "base64Encode" };
            let chain = world.chains.push(Chain::NONE, Link::Util(encode.into()));
            let encoded = chain.and_then(|chain| super::probe::rendered(&world.chains, chain, text));
            (term, sample) = (parent, json!(encoded));
        }
        if unknown.origin == Origin::Parameters {
            for map in ["params.header", "params.querystring"] {
                let map = world.terms.root(map);
                let entry = world.terms.child(map, "x");
                self.terms.insert(entry);
                self.values.insert(entry, Some(sample.clone()));
            }
            return;
        }
        self.terms.insert(term);
        let value = if sample.is_null() { None } else { Some(sample) };
        self.values.insert(term, value);
    }

    /// The event that holds it all.
    fn event(&self, world: &World) -> String {
        let mut event =
            json!({"params": {"querystring": {}, "header": {}, "path": {}}, "context": {}, "stageVariables": {}});
        for &term in &self.terms {
            if world.terms.parent(term).is_some() {
                continue;
            }
            match &*world.terms.name(term) {
                "body" => {
                    let inner = self.children(world, term).find(|&child| &*world.terms.name(child) == "value");
                    let body = match (self.values.get(&term), inner) {
                        (Some(Some(Json::String(text))), _) => Some(text.clone()),
                        (Some(Some(other)), _) => Some(other.to_string()),
                        (_, Some(value)) => self.json(world, value).map(|value| value.to_string()),
                        _ => None,
                    };
                    if let Some(body) = body {
                        event["body"] = json!(body);
                    }
                }
                "param" | "params.querystring" | "params.any" => {
                    self.texts(world, term, &mut event["params"]["querystring"])
                }
                "params.header" => self.texts(world, term, &mut event["params"]["header"]),
                "params.path" => self.texts(world, term, &mut event["params"]["path"]),
                "stageVariables" => self.texts(world, term, &mut event["stageVariables"]),
                "context" => event["context"] = self.json(world, term).unwrap_or_else(|| json!({})),
                _ => {}
            }
        }
        event.to_string()
    }

    fn children<'a>(&'a self, world: &'a World, of: Term) -> impl Iterator<Item = Term> + 'a {
        self.terms.iter().copied().filter(move |&term| world.terms.parent(term) == Some(of))
    }

    /// A map of texts: parameters, stage variables.
    fn texts(&self, world: &World, of: Term, into: &mut Json) {
        if let Some(Json::Object(map)) = self.object(world, of) {
            for (name, value) in map {
                if value.is_string() {
                    into[name] = value;
                }
            }
        }
    }

    fn object(&self, world: &World, of: Term) -> Option<Json> {
        let mut map = Map::new();
        for child in self.children(world, of) {
            let name = world.terms.name(child);
            let derived =
                name.contains('(') || name.starts_with("key ") || name.starts_with("get ") || &*name == "json";
            if !derived && let Some(value) = self.json(world, child) {
                map.insert(name.to_string(), value);
            }
        }
        let keyed = self.counts.get(&of).copied().unwrap_or(0);
        for index in 0..keyed {
            let key = self.children(world, of).find(|&child| *world.terms.name(child) == format!("key {index}"));
            let name = key.and_then(|key| self.values.get(&key).cloned().flatten());
            let name = name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_else(|| format!("k{index}"));
            let value = key.and_then(|key| {
                let get = format!("get {}", world.terms.path(key));
                self.children(world, of).find(|&child| *world.terms.name(child) == get)
            });
            let value = value.map_or_else(|| Some(json!("v")), |value| self.json(world, value));
            if let Some(value) = value {
                map.insert(name, value);
            }
        }
        Some(Json::Object(map))
    }

    fn json(&self, world: &World, term: Term) -> Option<Json> {
        if let Some(value) = self.values.get(&term) {
            return value.clone();
        }
        let names: Vec<_> = self.children(world, term).map(|child| (world.terms.name(child), child)).collect();
        // JSON's text in a text
        if let Some((_, inner)) = names.iter().find(|(name, _)| name.starts_with("parseJson(")) {
            return Some(json!(self.json(world, *inner)?.to_string()));
        }
        if names.iter().any(|(name, _)| name.starts_with("key ") || name.starts_with("get ")) {
            return self.object(world, term);
        }
        let named = names.iter().any(|(name, _)| !name.contains('(') && !name.starts_with('[') && &**name != "json");
        if named {
            return self.object(world, term);
        }
        let items = names.iter().filter(|(name, _)| name.starts_with('[')).count();
        if let Some(count) = self.counts.get(&term).copied().or((items > 0).then_some(items as u8)) {
            let item = |index: u8| {
                let child = names.iter().find(|(name, _)| **name == *format!("[{index}]"));
                child.map_or(json!("v"), |(_, child)| self.json(world, *child).unwrap_or(Json::Null))
            };
            return Some((0..count).map(item).collect());
        }
        Some(if self.as_value.contains(&term) { json!(1) } else { json!("abc") })
    }
}

/// Everything that is reported, with an event that proves it.
pub(super) fn proofs(facts: &Facts<'_>) -> Vec<(String, Option<String>)> {
    let mut explored = super::explore::explore(Source::of(facts), facts.tree);
    let reported = facts.shape();
    let mut proofs = Vec::new();
    for case in 0..explored.cases.len() {
        let found = &explored.cases[case].found;
        let made = found.unknown.map_or(found.at, |unknown| unknown.made);
        let of = |one: &&super::report::Reported| {
            let of_a_value = one.code <= "VTL079" || one.code == "VTL095";
            let structural = found.unknown.is_some() == of_a_value;
            let start = one.span.start as u32;
            structural && (start == found.at.start || (one.code == "VTL070" && start == made.start))
        };
        let Some(one) = reported.reported.iter().find(of) else { continue };
        if one.code == "VTL095" {
            continue; // its outer document is right
        }
        let name = format!("{} at {}: {}", one.code, one.span.start, one.message);
        proofs.push((name, witness(facts, &mut explored, case)));
    }
    proofs
}
