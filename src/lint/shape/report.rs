//! What the paths of a template show, as findings.

mod structure;
mod values;

use std::ops::Range;

use super::explore::{Case, Document, Explored, explore};
use super::json::Trouble;
use super::messages::when;
use super::mock;
use super::path::{Source, Wanted, World};
use super::probe::Probes;
use crate::error::Span;
use crate::lint::facts::{BlockKind, Facts};
use crate::lint::finding::Edit;
use crate::lint::subject::{Api, Role};

/// All that the rules of this room find in one template.
#[derive(Debug, Default)]
pub(in crate::lint) struct Analysis {
    pub reported: Vec<Reported>,
}

/// A finding, before it knows its rule.
#[derive(Debug)]
pub(in crate::lint) struct Reported {
    pub code: &'static str,
    pub span: Range<usize>,
    pub message: String,
    pub help: String,
    /// Instead of the rule's own.
    pub why: Option<String>,
    /// The change, and whether it is safe.
    pub fix: Option<(Edit, bool)>,
}

impl Reported {
    pub fn new(code: &'static str, at: Span, message: String, help: impl Into<String>) -> Reported {
        let span = at.start as usize..at.end as usize;
        Reported { code, span, message, help: help.into(), why: None, fix: None }
    }
}

impl Analysis {
    /// Walks the paths of a template, unless it is known to print something else than JSON.
    pub fn of(facts: &Facts<'_>) -> Analysis {
        let subject = facts.subject;
        // a request template is chosen by the type of what comes in, and may make JSON of it
        let is_request = subject.role == Some(Role::Request);
        let other_type = !is_request
            && subject.content_type.as_deref().is_some_and(|name| {
                let name = name.to_ascii_lowercase();
                !name.contains("json") && (name.contains("xml") || name.starts_with("text/") || name.contains("form"))
            });
        // a gateway response is no VTL, and AppSync has other objects
        let other_place = subject.role == Some(Role::GatewayResponse) || subject.api == Some(Api::AppSync);
        let source = Source::of(facts);
        if facts.tree.is_empty() || other_type || other_place {
            return Analysis::default();
        }
        let explored = explore(source, facts.tree);
        if source.wanted == Wanted::Status {
            return Analysis { reported: mock::check(facts, &explored) };
        }
        if is_mock_request(&explored) {
            return Analysis::default();
        }
        let mut reporter = Reporter { facts, probes: Probes::default(), world: explored.world, loops: loops(facts) };
        let mut reported: Vec<Reported> = explored.cases.iter().filter_map(|case| reporter.report(case)).collect();
        reported.extend(reporter.nothing(&explored.documents));
        // what is printed in several places is one mistake if it was made in one
        let mut seen = std::collections::HashSet::new();
        reported.retain(|one| seen.insert((one.code, one.span.clone())));
        Analysis { reported }
    }
}

/// `{statusCode: 200}`: nobody writes this but for a MOCK integration, which reads it.
fn is_mock_request(explored: &Explored) -> bool {
    explored.cases.iter().any(|case| case.found.trouble == Trouble::BareKey && case.found.text == "statusCode")
}

/// The bodies of loops: from the list to the last thing in it that is printed.
fn loops(facts: &Facts<'_>) -> Vec<Range<u32>> {
    let mut ends = vec![0; facts.loops.len()];
    let mut reach = |block: usize, end: u32| {
        for block in facts.around(block) {
            if let BlockKind::Loop(number) = facts.blocks[block].kind {
                ends[number] = end.max(ends[number]);
            }
        }
    };
    for text in &facts.texts {
        if let Some(offset) = text.offset {
            reach(text.block, offset + text.text.len() as u32);
        }
    }
    for used in &facts.uses {
        reach(used.block, used.reference.end);
    }
    facts.loops.iter().zip(ends).map(|(directive, end)| directive.node.list.end..end).collect()
}

pub(super) struct Reporter<'f, 's> {
    pub facts: &'f Facts<'s>,
    pub probes: Probes,
    pub world: World,
    pub loops: Vec<Range<u32>>,
}

impl Reporter<'_, '_> {
    fn report(&mut self, case: &Case) -> Option<Reported> {
        match (case.found.trouble, case.found.unknown) {
            (Trouble::InString, Some(unknown)) => self.in_string(case, unknown),
            (Trouble::AsValue, Some(unknown)) => self.as_value(case, unknown),
            (Trouble::JavaMap, _) => Some(self.java_map(case.found.at)),
            // another rule knows what `$util` and `$input` have
            (Trouble::MissingValue, _)
                if ["$util.", "$input."].iter().any(|of| self.shown(case.found.at).starts_with(of)) =>
            {
                None
            }
            _ => Some(self.structure(case)),
        }
    }

    /// What stands in the template.
    pub fn written(&self, at: Span) -> &str {
        self.facts.slice(at)
    }

    pub fn shown(&self, at: Span) -> String {
        self.facts.shown(at)
    }

    /// JSON on one path, and nothing on another.
    fn nothing(&self, documents: &[Document]) -> Option<Reported> {
        // what is promised to be JSON may yet be none
        if !documents.iter().any(|document| document.is_json && document.followed && !document.blank) {
            return None;
        }
        let empty = documents.iter().find(|document| document.blank && document.followed)?;
        let decision = empty.decisions.first()?;
        Some(Reported::new(
            "VTL096",
            decision.at,
            format!("nothing is printed{}, but JSON otherwise", when(self.facts.source, &empty.decisions)),
            "print `{}` or `null` where there is nothing to say",
        ))
    }
}
