//! Which line of a template printed a piece of its output, and what the references on that line were. Asked only of cases
//! that failed.

use std::ops::Range;

use super::report::{Origin, ReferenceValue};
use super::templates::{Place, TemplateFile};
use crate::gateway::Event;
use crate::template::Template;
use crate::trace::{Lines, Reference, Step, StepKind, Trace};

/// Enough to see what is wrong.
const LINES: usize = 3;
const VALUES: usize = 8;
const STEPS: usize = 64;

/// The lines that printed pieces of the output, each once.
pub(super) fn of(file: &TemplateFile, event: &Event, ranges: &[Range<usize>]) -> Vec<Origin> {
    let Ok(template) = &file.parsed else { return Vec::new() };
    let trace = template.trace(event);
    let mut origins: Vec<Origin> = Vec::new();
    for range in ranges {
        let Some(origin) = found(&trace, range).map(|origin| in_file(file, template, origin)) else { continue };
        if origins.iter().all(|known| (&known.template, known.line) != (&origin.template, origin.line)) {
            origins.push(origin);
        }
        if origins.len() == LINES {
            break;
        }
    }
    origins
}

/// What the references on a line of a template were, up to where it failed.
pub(super) fn values(file: &TemplateFile, event: &Event, line: usize) -> Vec<ReferenceValue> {
    file.parsed.as_ref().map_or(Vec::new(), |template| listed(&template.trace(event), line, None))
}

/// Of a template in a definition, the line of that file.
fn in_file(file: &TemplateFile, template: &Template, origin: Origin) -> Origin {
    match file.place(origin.line, origin.column).filter(|_| origin.template == template.name()) {
        Some(Place { file, line, column, text }) => Origin { template: file, line, column, text, ..origin },
        None => origin,
    }
}

fn found(trace: &Trace, range: &Range<usize>) -> Option<Origin> {
    let (number, offset) = printer(trace, range)?;
    let step = trace.step(number);
    let source = trace.sources().get(step.source)?;
    let lines = Lines::new(&source.text);
    let at = place(step, offset);
    let position = lines.position(at);
    let values = if step.source == 0 { listed(trace, position.line, turn(trace, number)) } else { Vec::new() };
    Some(Origin {
        template: source.name.clone(),
        line: position.line,
        column: position.column,
        text: source.text.get(lines.span(position.line)).unwrap_or_default().trim_end().to_owned(),
        values,
    })
}

/// The step that printed a value: the first reference in it, or the text that it starts with; and the byte it is about.
fn printer(trace: &Trace, range: &Range<usize>) -> Option<(usize, usize)> {
    let first = trace.origin(range.start)?;
    let is_container = trace.printed().as_bytes().get(range.start).is_some_and(|byte| matches!(byte, b'{' | b'['));
    let mut offset = range.start;
    for _ in 0..if is_container { 1 } else { STEPS } {
        if offset >= range.end {
            break;
        }
        let number = trace.origin(offset)?;
        let step = trace.step(number);
        if matches!(step.kind, StepKind::Reference(_)) {
            return Some((number, offset));
        }
        offset = step.output.as_ref().map_or(range.end, |output| output.end.max(offset + 1));
    }
    Some((first, range.start))
}

/// The byte of the source that printed a byte of the output: exact within text that was printed as it stands.
fn place(step: &Step, offset: usize) -> usize {
    match (&step.kind, &step.output) {
        (StepKind::Text, Some(output)) if output.len() == step.span.len() => {
            step.span.start + offset.saturating_sub(output.start)
        }
        _ => step.span.start,
    }
}

/// The turn of a loop that a step happened in.
fn turn(trace: &Trace, number: usize) -> Option<usize> {
    trace.ancestors(number).find(|ancestor| trace.step(*ancestor).kind.name() == "turn")
}

/// The references of a line, each value once; of a loop, those of one turn.
fn listed(trace: &Trace, line: usize, turn: Option<usize>) -> Vec<ReferenceValue> {
    let mut values: Vec<ReferenceValue> = Vec::new();
    let turn = turn.map(|number| (number, trace.step(number).end));
    let is_in_turn = |number| turn.is_none_or(|(first, end)| (first..end).contains(&number));
    for (number, reference) in trace.references_on_line(line).filter(|(number, _)| is_in_turn(*number)) {
        let Some(value) = shown(trace, trace.step(number), reference) else { continue };
        if !values.contains(&value) {
            values.push(value);
        }
        if values.len() == VALUES {
            break;
        }
    }
    values
}

/// What a reference was; nothing if it failed.
fn shown(trace: &Trace, step: &Step, reference: &Reference) -> Option<ReferenceValue> {
    let value = match reference.value.as_ref()? {
        value if value.is_null() => match &reference.null {
            Some(null) if null.why.to_string() != "null" => format!("null ({})", null.why),
            _ => "null".to_owned(),
        },
        value => {
            let text = if value.cut { format!("{}…", value.text) } else { value.text.clone() };
            let is_text = value.class == "java.lang.String" || text.is_empty() || text.contains(char::is_control);
            if is_text { serde_json::Value::from(text).to_string() } else { text }
        }
    };
    Some(ReferenceValue { reference: trace.text_of(step).to_owned(), value, place: reference.place.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(template: &str, body: &str, wanted: &str) -> Vec<String> {
        let template = Template::parse(template).expect("a template");
        let event = Event::new().body(body);
        let output = template.render(&event).expect("it renders").body;
        let at = output.find(wanted).unwrap_or_else(|| panic!("{wanted} is in {output}"));
        let trace = template.trace(&event);
        found(&trace, &(at..at + wanted.len()))
            .iter()
            .map(|origin| {
                let values = origin.values.iter().map(|v| format!(" {}={}", v.reference, v.value)).collect::<String>();
                format!("{}:{}{values}", origin.line, origin.column)
            })
            .collect()
    }

    #[test]
    fn a_value_was_printed_by_the_reference_in_it() {
        let template = "#set($name = $input.path('$.name'))\n{\n  \"n\": 1, \"name\": \"$name\"\n}";
        assert_eq!(said(template, r#"{"name": "Rex"}"#, "\"Rex\""), ["3:20 $name=\"Rex\""]);
    }

    #[test]
    fn a_text_was_printed_by_itself() {
        assert_eq!(
            said("{\n  \"a\": $x, \"b\": $y\n}", "{}", ", \"b\""),
            ["2:10 $x=null (undefined) $y=null (undefined)"]
        );
    }

    #[test]
    fn of_a_loop_the_turn_is_shown() {
        let template = "[#foreach($n in $input.path('$'))\n\"$n\"#if($foreach.hasNext),#end#end]";
        assert_eq!(said(template, r#"["a", "b"]"#, "\"b\""), ["2:2 $n=\"b\" $foreach.hasNext=false"]);
    }
}
