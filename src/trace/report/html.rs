//! A trace as one page: template, event and output side by side.

use std::collections::HashSet;
use std::fmt::Write;

use serde_json::json;

use crate::gateway::Event;
use crate::trace::{Lines, Step, StepKind, Trace};

use super::event_pane::EventPane;
use super::pieces::Pieces;
use super::{escape, in_script, page, words};

/// Bytes of the output that are shown.
const OUTPUT: usize = 300 * 1024;
/// Ties between the panes.
const LINKS: usize = 60_000;

/// One page that shows a render, and loads nothing from anywhere. Pointing at a piece of one pane lights what belongs to it
/// in the others: the reference that printed a piece of the output, and the place in the event that it read. `event` is the
/// one that was rendered.
pub fn html(trace: &Trace, event: &Event) -> String {
    let pieces = Pieces::of(trace);
    let places = trace.steps().iter().filter_map(place);
    let event = EventPane::new(event, places);
    let output = Output::of(trace);
    let links = Links::of(trace, &pieces, &event, &output);
    let name = trace.sources().first().map_or("template", |source| source.name.as_str());
    let mut body = format!("<header><h1>{}</h1>{}</header>\n<main>\n", escape(name), status(trace));
    let _ = writeln!(
        body,
        "<section><h2>Template</h2><pre class=\"template\">{}</pre></section>",
        template(trace, &pieces)
    );
    let _ = writeln!(body, "<section><h2>Event</h2><pre class=\"event\">{}</pre></section>", event.html);
    let _ = writeln!(
        body,
        "<section><h2>Output</h2><pre class=\"output\">{}</pre>{}</section>",
        output.html,
        beside(trace)
    );
    body += "</main>\n<aside id=\"told\" aria-live=\"polite\">Point at a piece of the template, the event or the output. \
             A click keeps it.</aside>\n";
    let cuts = [
        (trace.is_truncated(), "only the first steps are here"),
        (event.is_cut, "parts of the event that nothing read are left out"),
        (output.is_cut, "the output is cut"),
        (links.is_cut, "not all that belongs together is tied"),
    ];
    let cuts: Vec<&str> = cuts.into_iter().filter(|(is_cut, _)| *is_cut).map(|(_, text)| text).collect();
    if !cuts.is_empty() {
        let _ = writeln!(body, "<p class=\"cut\">This render is large: {}.</p>", cuts.join("; "));
    }
    let notes: Vec<_> = pieces.list.iter().map(|piece| (&piece.notes, piece.more)).collect();
    let data = json!({"links": links.list, "notes": notes}).to_string();
    let _ = writeln!(body, "<script type=\"application/json\" id=\"data\">{}</script>", in_script(&data));
    page(&format!("{name} explained"), include_str!("explain.css"), &body, include_str!("explain.js"))
}

/// Where in the event a step read.
fn place(step: &Step) -> Option<&str> {
    match &step.kind {
        StepKind::Reference(reference) => reference.place.as_deref(),
        StepKind::Turn { place, .. } => place.as_deref(),
        _ => None,
    }
}

fn status(trace: &Trace) -> String {
    let bytes = trace.printed().len();
    match trace.result() {
        Ok(_) => format!("<p>{bytes} bytes printed</p>"),
        Err(error) => {
            let place = error.line().zip(error.column());
            let place = place
                .map(|(line, column)| format!(" in line {}, column {column}", trace.file_line(line)))
                .unwrap_or_default();
            let help = error.help().map(|help| format!("<br>{}", escape(help))).unwrap_or_default();
            format!("<p class=\"bad\">failed{place}: {}{help}</p>", escape(error.message()))
        }
    }
}

/// The template with its pieces, one in the other, and its lines' numbers.
fn template(trace: &Trace, pieces: &Pieces) -> String {
    let Some(source) = trace.sources().first() else { return String::new() };
    let text = &source.text;
    let (mut out, mut at) = (String::new(), 0);
    let mut open: Vec<usize> = Vec::new();
    let mut printed = |out: &mut String, to: usize| {
        *out += &escape(text.get(at..to).unwrap_or(""));
        at = to.max(at);
    };
    for (number, piece) in pieces.list.iter().enumerate() {
        while let Some(end) = open.pop_if(|end| *end <= piece.span.start) {
            printed(&mut out, end);
            out += "</span>";
        }
        printed(&mut out, piece.span.start);
        let focus = if piece.class == "text" { "" } else { " tabindex=\"0\"" };
        let _ = write!(out, "<span class=\"{}\" data-t=\"{number}\"{focus}>", piece.class);
        open.push(piece.span.end);
    }
    while let Some(end) = open.pop() {
        printed(&mut out, end);
        out += "</span>";
    }
    printed(&mut out, text.len());
    let lines = Lines::new(text).count();
    let numbers: String = (1..=lines).map(|line| format!("{}\n", trace.file_line(line))).collect();
    format!("<span class=\"lines\" aria-hidden=\"true\">{numbers}</span><code>{out}</code>")
}

/// Overrides and warnings, below the output.
fn beside(trace: &Trace) -> String {
    let Ok(output) = trace.result() else { return String::new() };
    let mut out = String::new();
    if !output.overrides.is_empty() {
        let overrides = json!({
            "requestOverride": output.overrides.request_override(),
            "responseOverride": output.overrides.response_override(),
        });
        let _ = write!(out, "<h2>Overrides</h2><pre>{}</pre>", escape(&format!("{overrides:#}")));
    }
    for warning in &output.warnings {
        let _ = write!(
            out,
            "<p class=\"null\">{}</p>",
            escape(&format!("line {}: {}", trace.file_line(warning.line), warning.message))
        );
    }
    out
}

/// The output in pieces, as the steps printed them.
struct Output {
    html: String,
    /// Where each piece starts, and which step printed it.
    pieces: Vec<(usize, usize)>,
    is_cut: bool,
}

impl Output {
    fn of(trace: &Trace) -> Output {
        let printed = trace.printed();
        let most = (0..=OUTPUT.min(printed.len())).rev().find(|&at| printed.is_char_boundary(at)).unwrap_or(0);
        let mut output = Output { html: String::new(), pieces: Vec::new(), is_cut: most < printed.len() };
        let mut at = 0;
        while at < most {
            let Some(number) = trace.origin(at) else { break };
            let range = trace.step(number).output.clone().unwrap_or_default();
            // where steps were left out, what is around them printed all up to the end
            let end = if range.start == at { range.end } else { most }.clamp(at + 1, most);
            let text = escape(printed.get(at..end).unwrap_or(""));
            let _ = write!(output.html, "<span data-o=\"{}\">{text}</span>", output.pieces.len());
            output.pieces.push((at, number));
            at = end;
        }
        if output.is_cut {
            let _ = write!(output.html, "<i>… {} more bytes</i>", printed.len() - most);
        }
        if let Err(error) = trace.result() {
            let _ = write!(output.html, "<span class=\"bad\">✗ {}</span>", escape(&words::line(error.message(), 300)));
        }
        output
    }

    /// The numbers of the pieces in a range of the output.
    fn within(&self, range: &std::ops::Range<usize>) -> (usize, usize) {
        let number = |at: usize| self.pieces.partition_point(|(start, _)| *start < at);
        (number(range.start), number(range.end))
    }
}

/// Which piece of the template, place of the event (or -1) and pieces of the output belong together.
struct Links {
    list: Vec<(usize, i64, usize, usize)>,
    is_cut: bool,
}

impl Links {
    fn of(trace: &Trace, pieces: &Pieces, event: &EventPane, output: &Output) -> Links {
        let mut links = Links { list: Vec::new(), is_cut: false };
        let mut seen = HashSet::new();
        for (number, step) in trace.steps().iter().enumerate() {
            let Some(piece) = pieces.of_step(number) else { continue };
            let place = place(step).and_then(|place| event.number(place)).map_or(-1, |number| number as i64);
            let (from, to) = step.output.as_ref().map_or((0, 0), |range| output.within(range));
            let link = (piece, place, from, to);
            if (from == to && place < 0) || !seen.insert(link) {
                continue;
            }
            if links.list.len() == LINKS {
                links.is_cut = true;
                break;
            }
            links.list.push(link);
        }
        links
    }
}
