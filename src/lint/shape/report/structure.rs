//! What the template's own text gets wrong: findings about commas, brackets, quotes and words.

use super::{Reported, Reporter};
use crate::error::Span;
use crate::lint::shape::explore::Case;
use crate::lint::shape::json::Trouble;
use crate::lint::shape::messages::when;

impl Reporter<'_, '_> {
    pub fn structure(&mut self, case: &Case) -> Reported {
        let found = &case.found;
        let at = found.at;
        let when = when(self.facts.source, &case.when);
        let in_loop = self.loops.iter().any(|body| body.contains(&at.start));
        let on_line = |span: Option<Span>| span.map_or_else(String::new, |span| self.facts.line(span.start));
        match found.trouble {
            Trouble::TrailingComma => {
                let code = if in_loop { "VTL081" } else { "VTL080" };
                let close = found.other.map_or_else(String::new, |close| format!(" `{}`", self.shown(close)));
                let place =
                    format!("a comma stands before the closing bracket{close} of line {}", on_line(found.other));
                let place = if found.other.is_none_or(|close| close.end - close.start != 1) {
                    "a comma stands before the closing bracket".to_owned()
                } else {
                    place
                };
                let help = if in_loop {
                    "print the comma before each item but the first that is printed: keep `#set($comma = '')` before the loop, and in it `$comma` and `#set($comma = ',')`"
                } else if case.when.is_empty() {
                    "take the comma away"
                } else {
                    "print the comma together with what follows it, not with what comes before"
                };
                Reported::new(code, at, format!("{place}{when}"), help)
            }
            Trouble::StrayComma => {
                let code = if in_loop { "VTL081" } else { "VTL083" };
                Reported::new(
                    code,
                    at,
                    format!("nothing is printed before this comma{when}"),
                    "print the comma only if something came before it",
                )
            }
            Trouble::MissingComma => Reported::new(
                "VTL082",
                at,
                format!("a comma is missing before this{when}"),
                if in_loop { "print `#if($foreach.hasNext),#end` behind each item" } else { "write a comma" },
            ),
            Trouble::MissingValue => {
                let text = self.shown(at);
                let message = if text.starts_with('$') {
                    format!("`{text}` prints nothing where JSON needs a value{when}")
                } else {
                    format!("no value is printed behind this colon{when}")
                };
                Reported::new("VTL084", at, message, "print `null` or `\"\"` where there is nothing else to print")
            }
            Trouble::DuplicateKey => {
                let first = on_line(found.other);
                let message = if found.other.is_some_and(|first| first.start == at.start) {
                    format!("the key `{}` is printed by each turn of a loop into the same object{when}", found.text)
                } else {
                    format!("the key `{}` is in this object already, on line {first}{when}", found.text)
                };
                Reported::new("VTL085", at, message, "keep one of them")
            }
            Trouble::ControlCharacter => {
                let (what, help) = match &*found.text {
                    "" => ("a line break", "close the string before the end of the line, or write `\\n`".to_owned()),
                    "\\u0009" => ("a tab", "write `\\t`".to_owned()),
                    code => ("a control character", format!("write `{code}`")),
                };
                Reported::new("VTL086", at, format!("{what} stands inside a JSON string{when}"), help)
            }
            Trouble::BadEscape => {
                let help = if found.text == "'" {
                    "write the apostrophe without a backslash"
                } else {
                    "write `\\\\` for a backslash"
                };
                Reported::new("VTL087", at, format!("`\\{}` is no escape of JSON{when}", found.text), help)
            }
            Trouble::Comment => Reported::new(
                "VTL088",
                at,
                format!("this comment is printed into the JSON{when}"),
                "write a comment of Velocity: `## …` to the end of the line, or `#* … *#`",
            ),
            Trouble::SingleQuotes => Reported::new(
                "VTL089",
                at,
                format!("JSON's strings stand in double quotes, not in single ones{when}"),
                "write `\"`",
            ),
            Trouble::BareKey | Trouble::BareWord => {
                let word = self.shown(at);
                if word.starts_with('$') {
                    let text = &found.text;
                    let message = format!("`{word}` prints `{text}`, which is no JSON without quotes{when}");
                    return Reported::new("VTL090", at, message, "print it inside double quotes");
                }
                if word.starts_with(['{', '[']) {
                    let message = format!("`{word}` stands where an object's key must stand{when}");
                    let help = "a member of an object is `\"key\": value`; values without keys stand in `[` and `]`";
                    return Reported::new("VTL090", at, message, help);
                }
                let help = match &*word {
                    "True" | "TRUE" => "JSON writes `true`".to_owned(),
                    "False" | "FALSE" => "JSON writes `false`".to_owned(),
                    "None" | "undefined" | "NULL" | "Null" | "nil" => "JSON writes `null`".to_owned(),
                    _ if word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
                        "a number of JSON has no `+`, no zero before other digits, and digits on both sides of its point"
                            .to_owned()
                    }
                    _ => "write it in double quotes".to_owned(),
                };
                Reported::new("VTL090", at, format!("`{word}` is no JSON without quotes{when}"), help)
            }
            Trouble::Unclosed => {
                Reported::new("VTL091", at, format!("this bracket is not closed{when}"), "close it on every branch")
            }
            Trouble::UnclosedString => {
                Reported::new("VTL091", at, format!("this string is not closed{when}"), "close it with `\"`")
            }
            Trouble::Unbalanced => Reported::new(
                "VTL091",
                at,
                match found.other {
                    Some(opened) => {
                        format!("this does not close the bracket of line {}{when}", self.facts.line(opened.start))
                    }
                    None => format!("this closes nothing{when}"),
                },
                "every bracket is closed by its own kind, on every branch",
            ),
            Trouble::SecondDocument => Reported::new(
                "VTL093",
                at,
                format!("a second JSON document starts here{when}"),
                "put them into one array: `[` … `]`, with commas between",
            ),
            Trouble::MissingColon => {
                Reported::new("VTL094", at, format!("a colon is missing{when}"), "write `\"key\": value`")
            }
            _ => Reported::new(
                "VTL092",
                at,
                format!("this is printed behind the end of the JSON document{when}"),
                "take it away, or move it into the document",
            ),
        }
    }
}
