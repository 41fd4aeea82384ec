//! `error[VTL042]: …` with the line, for people.

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};

use super::{Checked, Placed, Summary, all};
use crate::lint::settings::Level;

/// A report for people: each finding with its line, why it matters and what to write instead; and how many there were.
/// Nothing if nothing was found.
pub fn pretty(checked: &[Checked], colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for (template, placed) in all(checked) {
        out.push_str(&renderer.render(&[group(template, placed)]));
        out.push_str("\n\n");
    }
    if let Some(sentence) = Summary::of(checked).sentence() {
        let fixable =
            all(checked).filter(|(_, placed)| placed.finding.fix.as_ref().is_some_and(|fix| fix.safe)).count();
        out.push_str(&sentence);
        if fixable > 0 {
            out.push_str(&format!("; `vtl check --fix` repairs {fixable}"));
        }
        out.push('\n');
    }
    out
}

fn group<'r>(template: &'r Checked, placed: &'r Placed) -> Group<'r> {
    let finding = &placed.finding;
    let title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note | Level::Off => Title::NOTE,
    };
    let title = title.primary_title(finding.message.as_str()).id(finding.code());
    let messages = [Title::NOTE.message(finding.why.as_str()), Title::HELP.message(finding.help.as_str())];
    let messages = messages.into_iter().zip([&finding.why, &finding.help]).filter(|(_, text)| !text.is_empty());
    let group = match excerpt(template, placed) {
        Some(snippet) => title.element(snippet),
        None => {
            title.element(Origin::path(template.file.as_str()).line(placed.start.line).char_column(placed.start.column))
        }
    };
    group.elements(messages.map(|(message, _)| message))
}

/// The line of a finding; nothing if it is too long to be shown.
fn excerpt<'r>(template: &'r Checked, placed: &'r Placed) -> Option<Snippet<'r, annotate_snippets::Annotation<'r>>> {
    const LONGEST: usize = 2000;
    let text: &str = &template.text;
    let start = placed.range.start.min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[line_start..line_end].trim_end_matches('\r');
    if line.len() > LONGEST {
        return None;
    }
    let start = (start - line_start).min(line.len());
    let mut end = placed.range.end.saturating_sub(line_start).clamp(start, line.len());
    while !line.is_char_boundary(end) {
        end += 1;
    }
    let snippet = Snippet::source(line).path(template.file.as_str()).line_start(placed.start.line);
    Some(snippet.annotation(AnnotationKind::Primary.span(start..end)))
}
