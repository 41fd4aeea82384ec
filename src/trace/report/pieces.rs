//! The pieces of a template that something happened at, each with what happened there.

use std::collections::HashMap;
use std::ops::Range;

use crate::trace::{Ended, Reference, StepKind, Taken, Trace, Why};

use super::words;

/// What is told of a piece; more is counted.
const NOTES: usize = 6;
/// Characters of a value in a note.
const VALUE: usize = 120;

/// A piece of the template. Pieces nest and do not cross.
pub(super) struct Piece {
    pub span: Range<usize>,
    /// What it looks like: a class of the page's style.
    pub class: &'static str,
    /// What happened, time after time.
    pub notes: Vec<String>,
    /// How often something happened that is not in the notes.
    pub more: usize,
}

/// The pieces, and which one each step belongs to.
pub(super) struct Pieces {
    pub list: Vec<Piece>,
    of_step: Vec<Option<usize>>,
}

impl Pieces {
    pub fn of(trace: &Trace) -> Pieces {
        let mut pieces = Pieces { list: spans(trace), of_step: Vec::with_capacity(trace.steps().len()) };
        let index: HashMap<(usize, usize), usize> = pieces
            .list
            .iter()
            .enumerate()
            .map(|(number, piece)| ((piece.span.start, piece.span.end), number))
            .collect();
        for (number, step) in trace.steps().iter().enumerate() {
            let own = (step.source == 0).then(|| index.get(&(step.span.start, step.span.end)).copied()).flatten();
            // what happened in another template happened where that was called
            let piece = own.or_else(|| step.parent.and_then(|parent| pieces.of_step[parent]));
            pieces.of_step.push(piece);
            if let Some(piece) = own {
                pieces.list[piece].tell(trace, number);
            }
        }
        pieces
    }

    /// The piece that a step belongs to.
    pub fn of_step(&self, step: usize) -> Option<usize> {
        self.of_step[step]
    }
}

/// The places of the steps in the template, outer ones first; none crosses another.
fn spans(trace: &Trace) -> Vec<Piece> {
    let mut spans: Vec<Range<usize>> = trace
        .steps()
        .iter()
        .filter(|step| step.source == 0 && !step.span.is_empty())
        .map(|step| step.span.clone())
        .collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans.dedup();
    let mut open: Vec<usize> = Vec::new();
    let mut kept = Vec::new();
    for span in spans {
        while open.last().is_some_and(|end| *end <= span.start) {
            open.pop();
        }
        if open.last().is_none_or(|end| span.end <= *end) {
            open.push(span.end);
            kept.push(Piece { span, class: "run", notes: Vec::new(), more: 0 });
        }
    }
    kept
}

impl Piece {
    fn tell(&mut self, trace: &Trace, number: usize) {
        let (class, note) = told(trace, number);
        // the worst that happened is what it looks like
        let rank =
            |class| ["run", "text", "set", "ref", "branch", "null", "bad"].iter().position(|known| *known == class);
        if rank(class) > rank(self.class) {
            self.class = class;
        }
        let Some(note) = note else { return };
        if self.notes.len() < NOTES { self.notes.push(note) } else { self.more += 1 }
    }
}

fn told(trace: &Trace, number: usize) -> (&'static str, Option<String>) {
    let step = trace.step(number);
    let inside = trace.children(Some(number)).any(|child| trace.step(child).ended == Ended::Failed);
    if step.ended == Ended::Failed
        && !inside
        && let Err(error) = trace.result()
    {
        return ("bad", Some(format!("failed: {}", words::line(error.message(), 300))));
    }
    match &step.kind {
        StepKind::Text => ("text", None),
        StepKind::Reference(reference) => {
            let is_null = reference.null.is_some();
            (if is_null { "null" } else { "ref" }, told_reference(trace, step.source, reference))
        }
        StepKind::If { taken } => {
            let taken = match taken {
                Taken::Arm(0) => "taken".to_owned(),
                Taken::Arm(number) => format!("not taken, but its #elseif number {number}"),
                Taken::Else => "not taken, but #else".to_owned(),
                Taken::Nothing => "not taken".to_owned(),
                Taken::Undecided => return ("branch", None),
            };
            ("branch", Some(taken))
        }
        StepKind::Condition(condition) => {
            let holds = match condition.holds {
                Some(true) => "yes",
                Some(false) => "no",
                None => return ("branch", None),
            };
            let note = match condition.why {
                Why::Itself | Why::Boolean => holds.to_owned(),
                why => format!("{holds}: {why}"),
            };
            ("branch", Some(note))
        }
        StepKind::Foreach(of) => (if of.iterable { "branch" } else { "null" }, Some(words::turns(of))),
        StepKind::Turn { number, variable, item, place } => {
            let place = place.as_ref().map(|place| format!(" ← {}", words::line(&words::place(place), 120)));
            let item = words::value(item, VALUE);
            let turn = u64::from(*number) + 1;
            (
                "branch",
                Some(format!("turn {turn}: ${} = {item}{}", words::line(variable, 60), place.unwrap_or_default())),
            )
        }
        StepKind::Set(set) => {
            let value =
                set.value.as_ref().map(|value| format!("{} {}", words::value(value, VALUE), words::class(value.class)));
            let target = words::code(trace.text_at(step.source, &set.target), 60);
            let sets =
                set.sets_override.as_ref().map(|name| format!("; sets {}", words::line(name, 100))).unwrap_or_default();
            match words::not_set(trace, step) {
                Some(not_set) => ("null", Some(not_set)),
                None => ("set", value.map(|value| format!("{target} = {value}{sets}"))),
            }
        }
        _ => ("branch", None),
    }
}

fn told_reference(trace: &Trace, source: usize, reference: &Reference) -> Option<String> {
    let value = reference.value.as_ref()?;
    let mut note = words::value(value, VALUE);
    if !value.is_null() {
        note += &format!(" {}", words::class(value.class));
    }
    if let Some(place) = &reference.place {
        note += &format!(" ← {}", words::line(&words::place(place), 120));
    }
    if let Some(null) = reference.null.as_ref().and_then(|null| words::null(trace, source, null)) {
        note += &format!("; {null}");
    }
    if let Some(name) = &reference.sets_override {
        note += &format!("; sets {}", words::line(name, 100));
    }
    Some(note)
}
