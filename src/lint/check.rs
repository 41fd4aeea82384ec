//! Runs the rules over one template.

use bumpalo::Bump;

use super::facts::Facts;
use super::finding::Finding;
use super::ignores;
use super::rule::{Rule, rules};
use super::settings::{Level, Settings};
use super::subject::Subject;
use super::text::with_lines;
use crate::error::Span;

/// Finds the mistakes in a template, in the order in which they stand there. Comments `## vtl-ignore VTL012 reason` are
/// heeded.
///
/// ```
/// use vtl::lint::{Settings, Subject, check};
///
/// let findings = check(&Subject::new("$util.urlencode($input.body)"), &Settings::default());
/// assert_eq!(findings[0].code(), "VTL040");
/// assert_eq!(findings[0].message, "`$util` has no function `urlencode`");
/// ```
pub fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let bytes = subject.source.as_bytes();
    let line_of = |offset: usize| memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() + 1;
    check_in(subject, settings, line_of)
}

/// The same for a template in a file: `line_of` says in which line of it a byte of the template stands.
pub(super) fn check_in(subject: &Subject<'_>, settings: &Settings, line_of: impl Fn(usize) -> usize) -> Vec<Finding> {
    let arena = Bump::with_capacity(subject.source.len() + 4096);
    let subject = subject.clone().with_comments();
    let facts = Facts::of(&arena, &subject);
    let mut findings = Findings { all: Vec::new(), rule: rules()[0], level: Level::Off };
    for rule in rules() {
        findings.level = settings.level_of(rule);
        findings.rule = rule;
        if findings.level != Level::Off {
            (rule.check)(&facts, &mut findings);
        }
    }
    let mut all = findings.all;
    for finding in &mut all {
        clip(&mut finding.span, subject.source);
    }
    ignores::apply(subject.source, settings, &mut all);
    all.sort_by(|a, b| (a.span.start, a.span.end, a.code()).cmp(&(b.span.start, b.span.end, b.code())));
    all.dedup_by(|a, b| a.span == b.span && a.rule == b.rule && a.message == b.message);
    for finding in &mut all {
        finding.message = with_lines(&finding.message, &line_of);
    }
    all
}

/// Keeps a span within the source and at characters' bounds.
fn clip(span: &mut std::ops::Range<usize>, source: &str) {
    let floor = |mut at: usize| {
        at = at.min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    *span = floor(span.start)..floor(span.end.max(span.start));
}

/// Where rules put what they find.
pub(crate) struct Findings {
    all: Vec<Finding>,
    rule: &'static Rule,
    level: Level,
}

impl Findings {
    /// Notes a finding of the rule that runs; `why` is the rule's own, and `help` is to be given.
    pub fn add(&mut self, span: impl Into<Place>, message: impl Into<String>) -> &mut Finding {
        let Place(span) = span.into();
        self.all.push(Finding {
            rule: self.rule,
            level: self.level,
            span,
            message: message.into(),
            why: self.rule.why.to_owned(),
            help: String::new(),
            fix: None,
        });
        let last = self.all.len() - 1;
        &mut self.all[last]
    }
}

/// A place in the template, however it is known.
pub(crate) struct Place(std::ops::Range<usize>);

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place(span.start as usize..span.end as usize)
    }
}

impl From<std::ops::Range<usize>> for Place {
    fn from(span: std::ops::Range<usize>) -> Place {
        Place(span)
    }
}

impl From<std::ops::Range<u32>> for Place {
    fn from(span: std::ops::Range<u32>) -> Place {
        Place(span.start as usize..span.end as usize)
    }
}
