//! `put-item.vtl  92%  11/12 lines …`: coverage for the terminal.

use super::{Coverage, Share, TURNS, Totals};
use crate::terminal::{Paint, one_line};

/// A row for each template and one for all: percentages, and what is not covered by line. Of loops and references it says
/// how many were seen as often as they should be.
pub fn table(all: &[Coverage], paint: Paint) -> String {
    let mut rows: Vec<(String, Totals, String)> = all
        .iter()
        .map(|coverage| (one_line(coverage.template().name()), coverage.totals(), missing(coverage)))
        .collect();
    if rows.len() != 1 {
        rows.push(("all templates".to_owned(), Totals::of(all), String::new()));
    }
    let width = rows.iter().map(|(name, ..)| console::measure_text_width(name)).max().unwrap_or(0).clamp(8, 60);
    let title = format!(
        "{:<width$}  {:>6}  {:>9}  {:>9}  {:>7}  {:>7}  not covered",
        "template", "", "lines", "branches", "loops", "nulls"
    );
    let mut out = format!("{}\n", paint.faint(title.trim_end()));
    for (name, totals, missing) in rows {
        let name = console::pad_str(&name, width, console::Alignment::Left, Some("…"));
        let percent = format!("{:>5.1}%", totals.percent());
        let percent = match totals.percent() {
            p if p >= 90.0 => paint.added(&percent),
            p if p >= 50.0 => paint.warning(&percent),
            _ => paint.removed(&percent),
        };
        let shares = [(totals.lines, 9), (totals.branches, 9), (totals.loops, 7), (totals.nulls, 7)];
        let shares: Vec<String> = shares.map(|(share, width)| format!("{:>width$}", of(share))).to_vec();
        let row = format!("{name}  {percent}  {}  {missing}", shares.join("  "));
        out += row.trim_end();
        out.push('\n');
    }
    out
}

/// `3/4`; nothing where there is nothing.
fn of(share: Share) -> String {
    if share.total == 0 { "–".to_owned() } else { format!("{}/{}", share.covered, share.total) }
}

/// `3, 7-9, 12 #else, 15 many turns`: what did not run, in the order of its lines.
fn missing(coverage: &Coverage) -> String {
    let mut found: Vec<(usize, String)> = Vec::new();
    let lines: Vec<_> = coverage.lines().collect();
    let mut index = 0;
    while index < lines.len() {
        let from = index;
        while index < lines.len() && lines[index].1 == 0 {
            index += 1;
        }
        match index - from {
            0 => index += 1,
            1 => found.push((lines[from].0, coverage.file_line(lines[from].0).to_string())),
            _ => found.push((
                lines[from].0,
                format!("{}-{}", coverage.file_line(lines[from].0), coverage.file_line(lines[index - 1].0)),
            )),
        }
    }
    let ran = |line| lines.binary_search_by_key(&line, |(line, _)| *line).is_ok_and(|at| lines[at].1 > 0);
    for arm in coverage.branches().flat_map(|branch| branch.arms).filter(|arm| arm.taken == 0 && ran(arm.line)) {
        found.push((arm.line, format!("{} {}", coverage.file_line(arm.line), arm.name)));
    }
    for of in coverage.loops().filter(|of| ran(of.line)) {
        let unseen: Vec<&str> = (0..3).filter(|&n| of.turns[n] == 0).map(|n| TURNS[n]).collect();
        if !unseen.is_empty() {
            found.push((of.line, format!("{} {}", coverage.file_line(of.line), unseen.join(" and "))));
        }
    }
    found.sort_by_key(|(line, _)| *line);
    const MOST: usize = 12;
    let more = found.len().saturating_sub(MOST);
    let mut names: Vec<String> = found.into_iter().take(MOST).map(|(_, name)| name).collect();
    if more > 0 {
        names.push(format!("… {more} more"));
    }
    names.join(", ")
}
