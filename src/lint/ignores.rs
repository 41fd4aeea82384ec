//! `## vtl-ignore VTL012 reason`: findings that the author of a template has looked at.
//!
//! Behind other text the comment is about its own line, alone on a line about the next. Rules are named by their codes or
//! their names (`bare-word`), separated by commas or blanks. One that finds nothing there, and one that does not exist, are
//! findings themselves.

use std::collections::HashMap;
use std::ops::Range;

use super::check::Findings;
use super::facts::Facts;
use super::finding::Finding;
use super::rule::{Rule, nearest_code, rule};
use super::rules::rule as define;
use super::settings::{Level, Settings};
use super::subject::{Subject, comments};
use super::text::{line_mark, range_in};

pub(super) const UNUSED: Rule = define!(
    "VTL038", "unused-ignore", Language, Warning, fixable: false,
    "A `## vtl-ignore` that ignores nothing",
    "It would hide the next mistake that is made here.",
    |_, _| {}, // `apply` finds these, which knows the other findings
);

pub(super) const UNKNOWN: Rule = define!(
    "VTL039", "unknown-comment", Language, Warning, fixable: false,
    "A `## vtl-ignore` or `## vtl:` that says something unknown",
    "It has no effect.",
    unknown,
);

/// The word that starts such a comment.
const WORD: &str = "vtl-ignore";

/// One rule of a comment.
struct Ignore<'t> {
    /// Its code or name, as it is written.
    said: &'t str,
    /// Where that stands.
    place: Range<usize>,
    rule: Option<&'static Rule>,
    /// The line it is about, from 0.
    line: usize,
    used: bool,
}

/// The rules that comments name.
fn ignores(source: &str) -> Vec<Ignore<'_>> {
    let mut found = Vec::new();
    let (mut line, mut counted) = (0, 0);
    for (at, said) in comments(source, WORD) {
        line += source[counted..at].matches('\n').count();
        counted = at;
        let before = source[..at].trim_end_matches([' ', '\t']);
        let alone = before.is_empty() || before.ends_with('\n');
        for said in named(said) {
            let place = range_in(source, said);
            found.push(Ignore { said, place, rule: rule(said), line: line + usize::from(alone), used: false });
        }
    }
    found
}

/// The words that are names of rules or look like codes, up to the first that does not: the reason.
fn named(said: &str) -> impl Iterator<Item = &str> {
    let looks_like_code = |word: &str| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("VTL"));
    // a reason may start with `macro`, which is a rule's name, too
    let is_name = |at: usize, word: &str| (at == 0 || word.contains('-')) && rule(word).is_some();
    words(said)
        .enumerate()
        .take_while(move |(at, word)| looks_like_code(word) || is_name(*at, word))
        .map(|(_, word)| word)
}

fn words(said: &str) -> impl Iterator<Item = &str> {
    said.split([' ', '\t', ',', ':']).filter(|word| !word.is_empty())
}

/// Takes out the findings that comments of the template ask to ignore.
pub(super) fn apply(source: &str, settings: &Settings, findings: &mut Vec<Finding>) {
    let mut ignores = ignores(source);
    if ignores.is_empty() {
        return;
    }
    let lines: Vec<usize> = source.match_indices('\n').map(|(at, _)| at).collect();
    let mut places: HashMap<(usize, &str), usize> = HashMap::new();
    for (number, ignore) in ignores.iter().enumerate() {
        if let Some(rule) = ignore.rule {
            places.entry((ignore.line, rule.code)).or_insert(number);
        }
    }
    findings.retain(|finding| {
        let line = lines.partition_point(|newline| *newline < finding.span.start);
        let ignore = places.get(&(line, finding.rule.code)).filter(|_| finding.rule.code != UNKNOWN.code);
        if let Some(number) = ignore {
            ignores[*number].used = true;
        }
        ignore.is_none()
    });
    let level = settings.level_of(&UNUSED);
    let (Some(this), true) = (rule(UNUSED.code), level != Level::Off) else { return };
    for ignore in ignores.iter().filter(|ignore| !ignore.used) {
        // a rule that is off finds nothing, and may be on elsewhere
        let speaks = ignore.rule.is_some_and(|rule| settings.level_of(rule) != Level::Off);
        // the line that it is about may be the one behind the last
        let start =
            ignore.line.checked_sub(1).map_or(0, |before| lines.get(before).map_or(source.len(), |at| at + 1)) as u32;
        if speaks {
            findings.push(Finding {
                rule: this,
                level,
                span: ignore.place.clone(),
                message: format!("`{}` finds nothing in line {}", ignore.said, line_mark(start)),
                why: this.why.to_owned(),
                help: "take the comment out".to_owned(),
                fix: None,
            });
        }
    }
}

fn unknown(facts: &Facts<'_>, findings: &mut Findings) {
    let source = facts.subject.source;
    for (at, said) in comments(source, WORD) {
        let mut names = named(said).peekable();
        if names.peek().is_none() {
            let finding = findings.add(at..at + 2 + WORD.len() + 1, "this `vtl-ignore` names no rule");
            match words(said).next().and_then(nearest_code).and_then(rule) {
                Some(near) => finding.help(format!("did you mean `{}` ({})?", near.name, near.code)),
                None => finding.help("write `## vtl-ignore VTL012 reason`"),
            };
        }
        for code in names.filter(|name| rule(name).is_none()) {
            let finding = findings.add(range_in(source, code), format!("there is no rule `{code}`"));
            match nearest_code(code) {
                Some(near) => finding.help(format!("did you mean `{near}`? `vtl check --list` lists them")),
                None => finding.help("`vtl check --list` lists them"),
            };
        }
    }
    Subject::unknown_words(source, |span, message, help| {
        findings.add(span, message).help(help);
    });
}
