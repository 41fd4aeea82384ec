//! A difference of JSON documents, for people.

use std::time::Instant;

use serde_json::Value as Json;

use super::PATIENCE;
use super::structure::{Change, Difference, JsonDiff};
use super::text_report::{added, removed};
use super::visible::Visible;
use super::words::{self, Piece};
use crate::gateway::definition::kind;
use crate::terminal::Paint;

/// So many differences are shown; the others are counted.
const MOST: usize = 50;

impl JsonDiff {
    /// Each difference with its path, what is expected after `-` and what is there after `+`. The first 50; long values are
    /// cut and say so.
    pub fn render(&self, paint: Paint) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut visible = Visible::default();
        let mut out = String::new();
        for difference in self.differences().iter().take(MOST) {
            render(difference, deadline, paint, &mut visible, &mut out);
        }
        let more = self.differences().len().saturating_sub(MOST) + self.omitted();
        out + &visible.ending(more, ["difference", "differences"], paint)
    }
}

fn render(difference: &Difference, deadline: Instant, paint: Paint, visible: &mut Visible, out: &mut String) {
    let change = difference.change();
    let what = match change {
        Change::Missing { .. } => ": missing".to_owned(),
        Change::Unexpected { .. } => ": unexpected".to_owned(),
        Change::Changed { .. } => String::new(),
        Change::TypeChanged { expected, actual } => format!(": {} instead of {}", kind(actual), kind(expected)),
    };
    out.push_str(&format!("{}{what}\n", paint.strong(&difference.path().to_string())));
    let (expected, actual) = match change {
        Change::Changed { expected: Json::String(a), actual: Json::String(b) } => {
            let (a, b) = words::compare(&inside(a), &inside(b), deadline);
            (Some(in_quotes(a)), Some(in_quotes(b)))
        }
        change => {
            let whole = |json: &Json| vec![(false, json.to_string())];
            (change.expected().map(whole), change.actual().map(whole))
        }
    };
    if let Some(line) = expected {
        out.push_str(&format!("  {} {}\n", paint.removed("-"), removed(&line, paint, visible)));
    }
    if let Some(line) = actual {
        out.push_str(&format!("  {} {}\n", paint.added("+"), added(&line, paint, visible)));
    }
}

/// A string's text as JSON writes it, without the quotes.
fn inside(text: &str) -> String {
    let json = Json::from(text).to_string();
    json[1..json.len() - 1].to_owned()
}

fn in_quotes(mut line: Vec<Piece>) -> Vec<Piece> {
    line.insert(0, (false, "\"".to_owned()));
    line.push((false, "\"".to_owned()));
    line
}
