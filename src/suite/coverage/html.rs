//! Coverage as one page: each template with its marks.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::{Coverage, Share, TURNS, Totals};
use crate::trace::Lines;
use crate::trace::report::{escape, page};

/// One page for all templates, which needs nothing else: a table, and each template with how often each line ran, what
/// of it did not, and which references were never null.
pub fn html(all: &[Coverage]) -> String {
    let mut body = format!("<h1>Coverage</h1>\n<p class=\"total\">{}</p>\n", summary(Totals::of(all)));
    body += "<table class=\"all\"><thead><tr><th>template<th>covered<th>lines<th>branches<th>loops<th>nulls</thead><tbody>\n";
    for (number, coverage) in all.iter().enumerate() {
        let totals = coverage.totals();
        let name = escape(coverage.template().name());
        let _ = write!(
            body,
            "<tr><td><a href=\"#t{number}\">{name}</a><td class=\"n {}\">{:.1}%",
            mark(totals.percent()),
            totals.percent()
        );
        for share in [totals.lines, totals.branches, totals.loops, totals.nulls] {
            let _ = write!(body, "<td class=\"n\">{}", of(share));
        }
        body.push('\n');
    }
    body += "</tbody></table>\n";
    for (number, coverage) in all.iter().enumerate() {
        template(number, coverage, &mut body);
    }
    body += LEGEND;
    page("Coverage", include_str!("page.css"), &body, "")
}

const LEGEND: &str = "<p class=\"legend\"><span class=\"hit\">ran</span> <span class=\"part\">ran, but not in all ways</span> \
    <span class=\"miss\">never ran</span> <span class=\"never\">a reference that was never null</span>. \
    The percentage is of lines and branches; a loop should be seen with no turn, with one and with many.</p>\n";

fn mark(percent: f64) -> &'static str {
    match percent {
        p if p >= 90.0 => "hit",
        p if p >= 50.0 => "part",
        _ => "miss",
    }
}

fn of(share: Share) -> String {
    if share.total == 0 { "–".to_owned() } else { format!("{}/{}", share.covered, share.total) }
}

fn summary(totals: Totals) -> String {
    let parts = [
        (totals.lines, "lines"),
        (totals.branches, "branches"),
        (totals.loops, "ways through loops"),
        (totals.nulls, "references null at least once"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(share, _)| share.total > 0)
        .map(|(share, what)| format!("{} {what}", of(*share)))
        .collect();
    format!("{:.1}% of lines and branches: {}", totals.percent(), parts.join(", "))
}

fn template(number: usize, coverage: &Coverage, out: &mut String) {
    let name = escape(coverage.template().name());
    let renders = coverage.renders();
    let _ = writeln!(
        out,
        "<section id=\"t{number}\"><h2>{name}</h2><p>{}; {renders} {}</p>\n<table class=\"source\"><tbody>",
        summary(coverage.totals()),
        if renders == 1 { "render" } else { "renders" }
    );
    let source = coverage.template().source();
    let lines = Lines::new(source);
    let counts: BTreeMap<usize, u64> = coverage.lines().collect();
    let notes = notes(coverage);
    let references = never_null(coverage, &lines);
    for line in 1..=lines.count() {
        let span = lines.span(line);
        // a last line that is empty is no line to people
        if line == lines.count() && span.is_empty() && line > 1 {
            break;
        }
        let class = match (counts.get(&line), notes.get(&line)) {
            (None, _) => "",
            (Some(0), _) => "miss",
            (Some(_), Some(_)) => "part",
            (Some(_), None) => "hit",
        };
        let count = counts.get(&line).map(|count| format!("{count}×")).unwrap_or_default();
        let notes =
            notes.get(&line).filter(|_| class != "miss").map(|notes| escape(&notes.join(", "))).unwrap_or_default();
        let (text, shown) =
            (marked(source, span, references.get(&line).map_or(&[], Vec::as_slice)), coverage.file_line(line));
        let _ = writeln!(
            out,
            "<tr class=\"{class}\"><td class=\"n\">{shown}<td class=\"n\">{count}<td><code>{text}</code><td class=\"note\">{notes}"
        );
    }
    *out += "</tbody></table></section>\n";
}

/// What of a line did not happen though it ran.
fn notes(coverage: &Coverage) -> BTreeMap<usize, Vec<String>> {
    let mut notes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for branch in coverage.branches() {
        for arm in branch.arms.iter().filter(|arm| arm.taken == 0) {
            let text = match arm.name {
                "no arm" => "a condition always held".to_owned(),
                name => format!("{name} never taken"),
            };
            notes.entry(arm.line).or_default().push(text);
        }
    }
    for of in coverage.loops() {
        for (name, _) in TURNS.iter().zip(of.turns).filter(|(_, count)| *count == 0) {
            notes.entry(of.line).or_default().push(format!("never {name}"));
        }
    }
    notes
}

/// The references that were looked up and never null, by the line they stand on.
fn never_null(coverage: &Coverage, lines: &Lines<'_>) -> BTreeMap<usize, Vec<Range<usize>>> {
    let mut found: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for (span, looked_up, null) in coverage.references() {
        let line = lines.line(span.start);
        if looked_up > 0 && null == 0 && span.end <= lines.span(line).end {
            found.entry(line).or_default().push(span);
        }
    }
    found.values_mut().for_each(|spans| spans.sort_by_key(|span| (span.start, Reverse(span.end))));
    found
}

/// A line with the references marked that were never null.
fn marked(source: &str, line: Range<usize>, spans: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = line.start;
    for span in spans {
        // a reference in another one's arguments is marked with it
        if span.start < at {
            continue;
        }
        let (before, text) = (source.get(at..span.start).unwrap_or(""), source.get(span.clone()).unwrap_or(""));
        let _ = write!(out, "{}<span class=\"never\" title=\"never null\">{}</span>", escape(before), escape(text));
        at = span.end;
    }
    out + &escape(source.get(at..line.end).unwrap_or("").trim_end_matches('\r'))
}
