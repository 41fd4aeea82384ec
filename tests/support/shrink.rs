//! Makes a case on which two renderers differ as small as it gets.

use serde_json::Value;

use super::reference::Reference;
use super::{Answer, ours};

/// Takes pieces out of the template, then out of the rest, as long as the answers still differ.
pub fn shrink(case: &Value, reference: &mut Reference) -> (Value, Answer, Answer) {
    let mut best = case.clone();
    for _ in 0..40 {
        match candidates(&best, reference) {
            Some(smaller) => best = smaller,
            None => break,
        }
    }
    let theirs = reference.ask(std::slice::from_ref(&best)).pop().unwrap_or(Answer::Error("no answer".into()));
    let own = ours(&best);
    (best, own, theirs)
}

/// The smallest of the cases with one piece less that still differ.
fn candidates(case: &Value, reference: &mut Reference) -> Option<Value> {
    let mut smaller = Vec::new();
    for field in ["context", "params", "stageVariables", "vars", "body"] {
        if case.get(field).is_some() {
            let mut less = case.clone();
            less.as_object_mut()?.remove(field);
            smaller.push(less);
        }
    }
    let template: Vec<char> = case["template"].as_str()?.chars().collect();
    let mut width = template.len() / 2;
    while width > 0 {
        let mut from = 0;
        while from + width <= template.len() {
            let kept: String = template[..from].iter().chain(&template[from + width..]).collect();
            let mut less = case.clone();
            less["template"] = Value::String(kept);
            smaller.push(less);
            from += (width / 2).max(1);
        }
        width /= 2;
    }
    let theirs = reference.ask(&smaller);
    let mut differing: Vec<Value> = smaller
        .into_iter()
        .zip(theirs)
        .filter(|(case, theirs)| !ours(case).agrees(theirs))
        .map(|(case, _)| case)
        .collect();
    differing.sort_by_key(|case| case.to_string().len());
    differing.into_iter().next()
}
