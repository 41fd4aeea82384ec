//! `snapshot: true`: what a case printed, taken down, and compared with what was accepted.

use std::ops::Range;

use serde_json::json;

use super::check::Finding;
use super::diff;
use super::model::Case;
use super::read::Mark;
use super::redact::Redactions;
use super::report::Difference;
use super::snapshot::{Mode, Proposal, Snapshot, Store, Verdict};
use crate::error::Error;
use crate::gateway::Output;

/// What a case prints, section by section.
#[derive(Debug)]
pub(super) struct Capture<'c> {
    redactions: &'c Redactions,
    snapshot: Snapshot,
    /// Why it cannot be taken down.
    failure: Option<String>,
}

impl<'c> Capture<'c> {
    /// Of a case that takes a snapshot.
    pub fn of(case: &'c Case, template: &str) -> Option<Capture<'c>> {
        let snapshot = Snapshot::of(template);
        case.snapshot.then_some(Capture { redactions: &case.redactions, snapshot, failure: None })
    }

    fn add(&mut self, name: &'static str, text: &str) {
        match self.redactions.apply(text) {
            Ok(text) => self.snapshot = std::mem::take(&mut self.snapshot).section(name, text),
            Err(why) => self.failure = Some(why),
        }
    }

    /// What a template printed, and what it set if it set anything.
    pub fn output(&mut self, names: [&'static str; 2], output: &Output) {
        self.add(names[0], &output.body);
        if !output.overrides.is_empty() {
            let (request, response) = (output.overrides.request_override(), output.overrides.response_override());
            self.add(names[1], &format!("{:#}", json!({"request": request, "response": response})));
        }
    }

    /// The error that was expected.
    pub fn error(&mut self, error: &Error) {
        let place = match (error.line(), error.column()) {
            (Some(line), Some(column)) => format!("{line}:{column}: "),
            _ => String::new(),
        };
        self.add("error", &format!("{place}{}", error.message()));
    }

    /// The status and headers of a pipeline's answer.
    pub fn answer(&mut self, status: u16, headers: &[(String, String)]) {
        let headers: String = headers.iter().map(|(name, value)| format!("\n{name}: {value}")).collect();
        self.add("answer", &format!("{status}{headers}"));
    }

    /// Compares it; nothing if it is what was accepted. `body` is the output as it is, to find places in.
    pub fn check(self, case: &Case, store: &mut Store, body: &str) -> Option<Finding> {
        let mark: Mark = case.mark;
        if let Some(why) = self.failure {
            return Some(Finding::new("snapshot", mark, why));
        }
        let taken = self.snapshot.clone();
        let (message, proposal, help) = match store.check(&case.name, self.snapshot) {
            Verdict::Same => return None,
            Verdict::Missing => ("there is no snapshot of it yet", Proposal::New(taken), "`vtl review` accepts it"),
            Verdict::Changed(accepted) => {
                let proposal = Proposal::Changed(accepted, taken);
                ("it prints something else than its snapshot", proposal, "`vtl review` accepts it, if it is right")
            }
        };
        let help = match store.mode() {
            Mode::Pending => help,
            Mode::Ci => "run `vtl test` without `--ci`, then `vtl review`",
        };
        let mut finding = Finding::new("snapshot", mark, message);
        if let Proposal::Changed(old, new) = &proposal {
            finding.ranges = places(old, new, body);
        }
        finding.failure.help = Some(help.to_owned());
        finding.failure.difference = Difference::Snapshot(Box::new(proposal));
        Some(finding)
    }
}

/// Where in the output the differences stand.
fn places(old: &Snapshot, new: &Snapshot, body: &str) -> Vec<Range<usize>> {
    let Some((old, new)) = old.get("output").zip(new.get("output")).filter(|(old, new)| old != new) else {
        return Vec::new();
    };
    if let (Ok(old), Ok(new)) = (serde_json::from_str(old), serde_json::from_str(new)) {
        let diff = diff::json(&old, &new);
        let paths = diff.differences().iter().take(3).map(|difference| difference.within().segments());
        return paths.filter_map(|path| super::check::place::of(body, path)).collect();
    }
    super::check::first_difference(old, body).into_iter().collect()
}
