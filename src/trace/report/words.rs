//! What happened, in words that do without knowing the library.

use crate::terminal::is_hidden;
use crate::trace::{Assigned, Foreach, NullAt, Shown, Step, StepKind, Trace, WhyNull};

/// `java.lang.Integer` is an `Integer` to people.
pub(super) fn class(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The start of a text on one line, with nothing in it that a terminal would obey.
pub(super) fn line(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (number, c) in text.chars().enumerate() {
        if number == most {
            out.push('…');
            break;
        }
        match c {
            c if is_hidden(c) => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// Template text on one line: blanks and line breaks become one blank.
pub(super) fn code(text: &str, most: usize) -> String {
    line(&text.split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// A value: strings in quotes, null as `null`, anything else as it prints.
pub(super) fn value(shown: &Shown, most: usize) -> String {
    if shown.is_null() {
        return "null".to_owned();
    }
    let text = line(&shown.text, most);
    let cut = if shown.cut && !text.ends_with('…') { "…" } else { "" };
    match shown.class {
        "java.lang.String" => format!("\"{text}{cut}\""),
        // the gateway's objects print nothing
        _ if shown.text.is_empty() => "(prints nothing)".to_owned(),
        _ => format!("{text}{cut}"),
    }
}

/// `/body/pets/0/name` is `body.pets[0].name` to people.
pub(super) fn place(pointer: &str) -> String {
    let mut out = String::new();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        let plain = !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if out.is_empty() {
            out = part;
        } else if part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty() {
            out += &format!("[{part}]");
        } else if plain {
            out += &format!(".{part}");
        } else {
            out += &format!("['{}']", line(&part, 60));
        }
    }
    out
}

/// Why a reference is null, and what nobody looked at because of that; `None` if there is no more to it than that.
pub(super) fn null(trace: &Trace, source: usize, null: &NullAt) -> Option<String> {
    let part = code(trace.text_at(source, &null.span), 60);
    let rest = code(trace.text_at(source, &null.unreached), 40);
    let why = match null.why {
        WhyNull::Undefined if rest.is_empty() => return Some("undefined".to_owned()),
        WhyNull::Undefined => format!("{part} is undefined"),
        WhyNull::Nothing if rest.is_empty() => return None,
        WhyNull::Nothing => format!("{part} is null"),
        WhyNull::Missing if rest.is_empty() => return Some("no such property or method".to_owned()),
        WhyNull::Missing => format!("{part}: no such property or method"),
    };
    Some(format!("{why}, so {rest} was never reached"))
}

/// What became of a `#set`, unless it did what it says.
pub(super) fn not_set(trace: &Trace, step: &Step) -> Option<String> {
    let StepKind::Set(set) = &step.kind else { return None };
    let target = code(trace.text_at(step.source, &set.target), 60);
    match (set.assigned?, &set.null) {
        (Assigned::Set, _) => None,
        (Assigned::Null, _) => Some(format!("the value is null: {target} keeps what it had")),
        (Assigned::Nowhere, Some(null)) => {
            Some(format!("nothing was set: {}", self::null(trace, step.source, null).unwrap_or_default()))
        }
        (Assigned::Nowhere, None) => Some(format!("nothing was set: {target} leads nowhere")),
    }
}

/// How often a loop turned, and why no oftener.
pub(super) fn turns(of: &Foreach) -> String {
    let turns = match of.turns {
        0 => "no turn".to_owned(),
        1 => "1 turn".to_owned(),
        n => format!("{n} turns"),
    };
    let why = match &of.list {
        Some(list) if list.is_null() => ": the list is null",
        Some(list) if !of.iterable && list.class == "java.lang.String" => ": a string cannot be looped over",
        Some(_) if !of.iterable => ": such a value cannot be looped over",
        Some(_) if of.turns == 0 => ": the list is empty",
        _ if of.limited => ", the limit of one loop; the rest of the list was left out",
        _ => "",
    };
    format!("{turns}{why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_like_templates() {
        assert_eq!(place("/body/pets/0/name"), "body.pets[0].name");
        assert_eq!(place("/params/header/X-A"), "params.header.X-A");
        assert_eq!(place("/body/a~1b/c d"), "body['a/b']['c d']");
    }

    #[test]
    fn terminals_obey_no_value() {
        assert_eq!(line("a\u{1b}[31mb\r\n\u{202e}c", 99), "a\\u{1b}[31mb\\r\\n\\u{202e}c");
        assert_eq!(line("abcdef", 3), "abc…");
    }
}
