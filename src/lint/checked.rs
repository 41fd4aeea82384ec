//! Findings with their places in the file that people edit.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::check::{check, check_in};
use super::finding::{Edit, Finding};
use super::settings::{Level, Settings};
use super::subject::{Api, Role, Subject};
use crate::definitions::{self, Definition, Located};

/// What is known of templates of which neither a definition nor a comment says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Defaults {
    /// The type of the API.
    pub api: Option<Api>,
    /// What they make.
    pub role: Option<Role>,
}

/// A template that was checked, in the file it stands in.
///
/// ```
/// use vtl::definitions::Definition;
/// use vtl::lint::{Checked, Defaults, Settings};
///
/// let api = Definition::parse("api.yaml", r#"
/// openapi: 3.0.1
/// paths:
///   /pets:
///     post:
///       x-amazon-apigateway-integration:
///         type: aws
///         requestTemplates:
///           application/json: |
///             {"id": "$context.requestID"}
/// "#)?;
/// let checked = Checked::of_definition(&api, Defaults::default(), &Settings::default());
/// let found = &checked[0].found[0];
/// assert_eq!((found.finding.code(), found.start.line, found.start.column), ("VTL042", 10, 30));
/// # Ok::<(), vtl::definitions::DefinitionError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Checked {
    /// The file's name.
    pub file: String,
    /// The address of the template, if it stands in a definition: `api.yaml#/paths/…`
    pub address: Option<String>,
    /// The file's text.
    pub text: Arc<str>,
    /// What was found, in the order of the file.
    pub found: Vec<Placed>,
}

/// A finding and its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What was found; its own span is in the template.
    pub finding: Finding,
    /// Where, in bytes of the file.
    pub range: Range<usize>,
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
    /// What the edits of the finding's fix replace, in the file.
    pub edits: Vec<(Position, Position, Edit)>,
}

/// A line and a column, from 1; the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Checked {
    /// Checks a text that is a template, under the name it has for people.
    pub fn of_text(name: &str, source: &str, defaults: Defaults, settings: &Settings) -> Checked {
        let subject = with_defaults(Subject::new(source), defaults);
        let text: Arc<str> = source.into();
        Checked::new(name, None, &Lines::of(&text), &text, check(&subject, settings), |range| range)
    }

    /// Checks the templates of a definition; those that stand in other files are checked where they stand. What is found
    /// again in a text that several templates share by way of an alias is not said twice.
    pub fn of_definition(definition: &Definition, defaults: Defaults, settings: &Settings) -> Vec<Checked> {
        let text: Arc<str> = definition.text().into();
        let lines = Lines::of(&text);
        let here = definition.templates().iter().filter(|located| located.reference().is_none());
        let mut said: HashSet<(Range<usize>, &str, String)> = HashSet::new();
        let new = here.filter_map(|located| {
            let mut checked = Checked::of(located, &lines, &text, defaults, settings);
            let was_right = checked.found.is_empty();
            checked.found.retain(|placed| {
                said.insert((placed.range.clone(), placed.finding.code(), placed.finding.message.clone()))
            });
            (was_right || !checked.found.is_empty()).then_some(checked)
        });
        new.collect()
    }

    /// Checks one template of a definition.
    pub fn of_located(located: &Located, defaults: Defaults, settings: &Settings) -> Checked {
        let text: Arc<str> = located.file_text().into();
        Checked::of(located, &Lines::of(&text), &text, defaults, settings)
    }

    fn of(located: &Located, lines: &Lines<'_>, text: &Arc<str>, defaults: Defaults, settings: &Settings) -> Checked {
        let line_of = |offset| lines.position(located.file_range(offset..offset + 1).start).line;
        let mut findings = check_in(&with_defaults(subject(located), defaults), settings, line_of);
        for finding in &mut findings {
            // people know the placeholder, not its mark
            finding.message = located.shown(&finding.message);
            finding.help = located.shown(&finding.help);
            finding.fix = finding.fix.take().filter(|_| located.can_be_replaced());
        }
        let name = located.file().display().to_string();
        let address = (!located.pointer().is_empty()).then(|| located.address().to_owned());
        Checked::new(&name, address, lines, text, findings, |range| located.file_range(range))
    }

    fn new(
        file: &str,
        address: Option<String>,
        lines: &Lines<'_>,
        text: &Arc<str>,
        findings: Vec<Finding>,
        in_file: impl Fn(Range<usize>) -> Range<usize>,
    ) -> Checked {
        let mut found: Vec<Placed> = findings
            .into_iter()
            .map(|finding| {
                let range = in_file(finding.span.clone());
                let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
                let edits = edits.map(|edit| {
                    let range = in_file(edit.span.clone());
                    (lines.position(range.start), lines.position(range.end), edit.clone())
                });
                let edits = edits.collect();
                Placed { start: lines.position(range.start), end: lines.position(range.end), range, finding, edits }
            })
            .collect();
        found.sort_by_key(|placed| placed.range.start);
        let plain = |name: &str| name.strip_prefix("./").unwrap_or(name).to_owned();
        Checked { file: plain(file), address: address.as_deref().map(plain), text: text.clone(), found }
    }

    /// True if something was found that makes a check fail.
    pub fn fails(&self) -> bool {
        self.found.iter().any(|placed| placed.finding.level >= Level::Warning)
    }
}

/// The subject, and what is known of it at all events.
pub(super) fn with_defaults(subject: Subject<'_>, defaults: Defaults) -> Subject<'_> {
    Subject { api: subject.api.or(defaults.api), role: subject.role.or(defaults.role), ..subject }
}

/// What a definition says of a template.
pub(crate) fn subject(located: &Located) -> Subject<'_> {
    let in_definition = !located.pointer().is_empty();
    Subject {
        source: located.source(),
        holes: located.holes().iter().map(|hole| hole.range.clone()).collect(),
        in_definition,
        api: located.kind().map(|kind| match kind {
            definitions::ApiKind::Rest => Api::Rest,
            definitions::ApiKind::WebSocket => Api::WebSocket,
            definitions::ApiKind::Http => Api::Http,
        }),
        role: match located.role() {
            definitions::Role::Request => Some(Role::Request),
            definitions::Role::Response => Some(Role::Response),
            definitions::Role::GatewayResponse => Some(Role::GatewayResponse),
            definitions::Role::Unknown => None,
        },
        integration: located.integration(),
        content_type: located.content_type().map(ToOwned::to_owned),
    }
}

/// Where the lines of a text start.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl Lines<'_> {
    fn of(text: &str) -> Lines<'_> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or("");
        Position { line, column: before.chars().count() + 1 }
    }
}
