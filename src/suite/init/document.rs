//! Values as YAML that people like to read and change.

use serde_json::Value as Json;

/// Lists and objects that are no longer than this stand in one line.
const SHORT: usize = 80;

/// Objects with more keys have a line for each.
const FEW: usize = 4;

/// `name: value`, on lines of that indentation.
pub(super) fn entry(name: &str, value: &Json, indent: usize, out: &mut String) {
    out.push_str(&format!("{:indent$}{}:", "", key(name)));
    below(value, indent, out);
}

/// What follows a colon or a dash.
fn below(value: &Json, indent: usize, out: &mut String) {
    match value {
        Json::Object(entries) if !entries.is_empty() => match flow(value) {
            Some(flow) => out.push_str(&format!(" {flow}\n")),
            None => {
                out.push('\n');
                entries.iter().for_each(|(name, value)| entry(name, value, indent + 2, out));
            }
        },
        Json::Array(items) if !items.is_empty() => match flow(value) {
            Some(flow) => out.push_str(&format!(" {flow}\n")),
            None => {
                out.push('\n');
                items.iter().for_each(|item| element(item, indent + 2, out));
            }
        },
        Json::String(text) => match literal(text, indent + 2) {
            Some(lines) => out.push_str(&lines),
            None => out.push_str(&format!(" {}\n", scalar(value))),
        },
        _ => out.push_str(&format!(" {}\n", scalar(value))),
    }
}

/// `- value`
fn element(value: &Json, indent: usize, out: &mut String) {
    let start = out.len();
    match value {
        // the dash stands before the first key
        Json::Object(entries) if flow(value).is_none() => {
            entries.iter().for_each(|(name, value)| entry(name, value, indent + 2, out));
            out.replace_range(start + indent..=start + indent, "-");
        }
        _ => {
            out.push_str(&format!("{:indent$}-", ""));
            below(value, indent, out);
        }
    }
}

/// `{ a: 1, b: [x] }`, if it is short.
fn flow(value: &Json) -> Option<String> {
    fn write(value: &Json, out: &mut String) -> Option<()> {
        match value {
            Json::Object(entries) if entries.len() > FEW => return None,
            Json::Object(entries) if !entries.is_empty() => {
                for (at, (name, value)) in entries.iter().enumerate() {
                    out.push_str(if at == 0 { "{ " } else { ", " });
                    out.push_str(&format!("{}: ", key(name)));
                    write(value, out)?;
                }
                out.push_str(" }");
            }
            Json::Array(items) if !items.is_empty() => {
                for (at, value) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "[" } else { ", " });
                    write(value, out)?;
                }
                out.push(']');
            }
            _ => out.push_str(&scalar(value)),
        }
        (out.len() <= SHORT).then_some(())
    }
    let mut out = String::new();
    write(value, &mut out).map(|()| out)
}

fn key(name: &str) -> String {
    let plain = is_plain(name) && !name.contains([' ', '/', '.']);
    if plain { name.to_owned() } else { quoted(name) }
}

fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) if is_plain(text) => text.clone(),
        Json::String(text) => quoted(text),
        Json::Object(_) => "{}".to_owned(),
        Json::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// In double quotes, as JSON and YAML both read it.
fn quoted(text: &str) -> String {
    // what JSON leaves as it is and YAML does not take
    let json = Json::from(text).to_string();
    let escape = |c: char| match c {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
            format!("\\u{:04x}", c as u32)
        }
        c => c.to_string(),
    };
    json.chars().map(escape).collect()
}

/// Whether YAML reads it as this very string without quotes.
fn is_plain(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    // letters that are in no number, not in `0x1f`, `0o17` or `1e9` either
    let is_no_number = text.contains(|c: char| c.is_ascii_alphabetic() && !"abcdefoxABCDEFOX".contains(c));
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/') || (c.is_ascii_digit() && is_no_number);
    text.starts_with(starts) && text.chars().all(safe) && !text.ends_with(' ') && !is_word && text.len() <= 120
}

/// A text of several lines as such, if nothing in it is lost.
fn literal(text: &str, indent: usize) -> Option<String> {
    let (body, chomp) = match text.strip_suffix('\n') {
        Some(body) => (body, ""),
        None => (text, "-"),
    };
    let last = body.rsplit('\n').next().unwrap_or_default();
    let is_odd =
        |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !body.contains('\n') || last.trim().is_empty() || body.contains(is_odd) {
        return None;
    }
    // where the first line is indented or empty, YAML has to be told how far all are
    let deep = if body.starts_with([' ', '\t', '\n']) { "2" } else { "" };
    let mut out = format!(" |{deep}{chomp}\n");
    for line in body.split('\n') {
        let indent = if line.is_empty() { 0 } else { indent };
        out.push_str(&format!("{:indent$}{line}\n", ""));
    }
    Some(out)
}
