//! A trace as JSON.

use serde_json::{Value, json};

use crate::trace::{Assigned, Ended, Lines, NullAt, Shown, Step, StepKind, Taken, Trace, Why, WhyNull};

/// One JSON object with everything that a trace knows. Offsets and ranges count bytes, lines and columns count from 1; of a
/// template that lives in a definition the lines are those of that file.
///
/// ```json
/// {
///   "output": "…",                       what was printed, also by a render that failed
///   "error": null,                       or {"kind", "message", "line", "column", "help"}
///   "requestOverride": {…}, "responseOverride": {…},     null if the render failed
///   "warnings": [{"message", "line", "column"}],
///   "truncated": false,                  true if there were more steps than were kept
///   "sources": [{"name", "text"}],       the template, then what `#parse` and `#evaluate` read
///   "steps": [
///     {
///       "kind": "reference",             text, reference, if, condition, foreach, turn, set, define, call, break, stop,
///                                        evaluate, include, parse, raise
///       "parent": 0,                     the number of the step in which it happened, or null
///       "source": 0, "span": [0, 5], "line": 1, "column": 1, "text": "$name",      at most 1000 characters
///       "output": [0, 3],                null for what does not print to the output
///       "ended": "done",                 early (by #break or #stop), failed
///
///       reference:  "value": {"text", "cut", "class"}, "null": {"text", "unreached", "why"}, "event": "/body/name",
///                   "setsOverride": "responseOverride.status"
///       if:         "taken": 0           the number of the arm, "else", "nothing", or null if that was never decided
///       condition:  "arm": 0, "holds": true, "why": "itself", "reason": "…"
///                                        why: itself, boolean, not-null, null-is-empty, null, literal
///       foreach:    "list": {"text", "cut", "class"}, "iterable": true, "turns": 3, "limited": false
///       turn:       "number": 0, "variable": "item", "item": {"text", "cut", "class"}, "event": "/body/items/0"
///       set:        "target": "$a.b", "value": {…}, "assigned": "set", "null": {…}, "setsOverride": null
///                                        assigned: set, null (nothing is set to null), nowhere
///       call:       "name": "macro"
///     }
///   ]
/// }
/// ```
///
/// `event` is a JSON pointer into the event in this library's shape; see [`Reference::place`](crate::trace::Reference::place).
pub fn json(trace: &Trace) -> String {
    let output = trace.result().as_ref().ok();
    let warnings = output.map_or(&[][..], |output| &output.warnings);
    let warnings =
        warnings.iter().map(|w| json!({"message": w.message, "line": trace.file_line(w.line), "column": w.column}));
    let error = trace.result().as_ref().err().map(|error| {
        json!({
            "kind": error.kind().name(), "message": error.message(), "line": error.line().map(|line| trace.file_line(line)), "column": error.column(),
            "help": error.help(),
        })
    });
    let head = json!({
        "output": trace.printed(),
        "error": error,
        "requestOverride": output.map(|output| output.overrides.request_override()),
        "responseOverride": output.map(|output| output.overrides.response_override()),
        "warnings": warnings.collect::<Vec<_>>(),
        "truncated": trace.is_truncated(),
        "sources": trace.sources().iter().map(|s| json!({"name": s.name, "text": s.text})).collect::<Vec<_>>(),
    });
    // a step a line: there may be many, and this reads and compares well
    let mut out = head.to_string();
    out.pop();
    out += ",\"steps\":[";
    let lines: Vec<Lines<'_>> = trace.sources().iter().map(|source| Lines::new(&source.text)).collect();
    for (number, of) in trace.steps().iter().enumerate() {
        out += if number > 0 { ",\n" } else { "\n" };
        out += &step(trace, &lines, of).to_string();
    }
    out + "\n]}\n"
}

fn step(trace: &Trace, lines: &[Lines<'_>], step: &Step) -> Value {
    let position = lines[step.source].position(step.span.start);
    let mut object = json!({
        "kind": step.kind.name(),
        "parent": step.parent,
        "source": step.source,
        "span": [step.span.start, step.span.end],
        "line": if step.source == 0 { trace.file_line(position.line) } else { position.line },
        "column": position.column,
        "text": start(trace.text_of(step)),
        "output": step.output.as_ref().map(|output| [output.start, output.end]),
        "ended": match step.ended { Ended::Done => "done", Ended::Early => "early", Ended::Failed => "failed" },
    });
    let null_at = |null: &Option<NullAt>| {
        null.as_ref().map(|null| {
            let why = match null.why {
                WhyNull::Undefined => "undefined",
                WhyNull::Nothing => "nothing",
                WhyNull::Missing => "missing",
            };
            let text = |span| trace.text_at(step.source, span);
            json!({"text": text(&null.span), "unreached": text(&null.unreached), "why": why})
        })
    };
    let of_kind = match &step.kind {
        StepKind::Reference(of) => json!({
            "value": of.value.as_ref().map(shown), "null": null_at(&of.null), "event": of.place, "setsOverride": of.sets_override,
        }),
        StepKind::If { taken } => json!({"taken": match taken {
            Taken::Arm(arm) => json!(arm),
            Taken::Else => json!("else"),
            Taken::Nothing => json!("nothing"),
            Taken::Undecided => Value::Null,
        }}),
        StepKind::Condition(of) => {
            let why = match of.why {
                Why::Itself => "itself",
                Why::Boolean => "boolean",
                Why::NotNull => "not-null",
                Why::NullIsEmpty => "null-is-empty",
                Why::Null => "null",
                Why::Literal => "literal",
            };
            json!({"arm": of.arm, "holds": of.holds, "why": why, "reason": of.why.to_string()})
        }
        StepKind::Foreach(of) => json!({
            "list": of.list.as_ref().map(shown), "iterable": of.iterable, "turns": of.turns, "limited": of.limited,
        }),
        StepKind::Turn { number, variable, item, place } => {
            json!({"number": number, "variable": variable, "item": shown(item), "event": place})
        }
        StepKind::Set(set) => json!({
            "target": trace.text_at(step.source, &set.target),
            "value": set.value.as_ref().map(shown),
            "assigned": set.assigned.map(|assigned| match assigned {
                Assigned::Set => "set",
                Assigned::Null => "null",
                Assigned::Nowhere => "nowhere",
            }),
            "null": null_at(&set.null),
            "setsOverride": set.sets_override,
        }),
        StepKind::Call { name } => json!({"name": name}),
        _ => json!({}),
    };
    if let (Value::Object(object), Value::Object(of_kind)) = (&mut object, of_kind) {
        object.extend(of_kind);
    }
    object
}

/// A text in a loop is there for each turn.
fn start(text: &str) -> &str {
    const MOST: usize = 1000;
    &text[..text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end)]
}

fn shown(value: &Shown) -> Value {
    json!({"text": value.text, "cut": value.cut, "class": value.class})
}
