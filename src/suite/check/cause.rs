//! Why a text is not JSON: the mistakes that templates make, by what they leave in the output.

/// What is wrong with a text that should be JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The byte at which it shows.
    pub at: usize,
    pub what: &'static str,
    /// Where it usually comes from, and what to write instead.
    pub help: Option<String>,
}

/// The cause; nothing if the text is JSON.
pub(crate) fn of(text: &str) -> Option<Cause> {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    if text.trim().is_empty() {
        let help = "a template that prints nothing sends an empty body; if that is meant, expect `text: \"\"`";
        return Some(Cause { at: 0, what: "it is empty", help: Some(help.to_owned()) });
    }
    let at = offset(text, error.line(), error.column());
    let around = Around { before: &text[..at], after: &text[at..], error: error.to_string() };
    let (at, what, help) = around.cause(at);
    Some(Cause { at, what, help: (!help.is_empty()).then(|| help.to_owned()) })
}

/// serde_json counts lines from 1 and, in them, the bytes that it has read.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let at = (start + column).saturating_sub(1).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

type Found = (usize, &'static str, &'static str);

/// The place at which a reader of JSON gives up.
struct Around<'t> {
    before: &'t str,
    after: &'t str,
    error: String,
}

const TRAILING_COMMA: &str = "a comma is printed after the last item. In a loop, print it between items only: \
     `#if($foreach.hasNext),#end`";
const MISSING_COMMA: &str = "a comma is missing between two values. In a loop, print one after each item but the last: \
     `#if($foreach.hasNext),#end`";
const EMPTY_VALUE: &str = "a reference printed nothing: on API Gateway one that is undefined or null is empty. Put it into \
     quotes, or print `null` for it: `#if($x == \"\")null#else$x#end`, or use `$input.json('$.x')`";
const BACKSLASH_APOSTROPHE: &str = "`$util.escapeJavaScript` writes `'` as `\\'`, which JSON does not know. Undo that: \
     `$util.escapeJavaScript($x).replaceAll(\"\\\\'\", \"'\")`";
const UNQUOTED: &str =
    "a text is printed without quotes. Write `\"$x\"`, or `$input.json('$.x')`, which brings its own";
const JAVA_MAP: &str = "an object was printed as Java prints it, `{a=b}`. Use `$input.json('$.x')`, which prints JSON";
const UNESCAPED_QUOTE: &str = "a value has a quote in it, which ends the string early. Escape it: \
     `$util.escapeJavaScript($x).replaceAll(\"\\\\'\", \"'\")`, or use `$input.json('$.x')`";
const DOUBLE_QUOTED: &str = "a value that brings its own quotes was put into quotes: `$input.json('$.x')` prints a string with \
     them. Remove the quotes around it, or use `$input.path('$.x')`";
const CONTROL: &str = "a value has a line break or another control character in it, which JSON must escape: \
     `$util.escapeJavaScript($x).replaceAll(\"\\\\'\", \"'\")`, or use `$input.json('$.x')`";
const SINGLE_QUOTES: &str = "JSON has strings in double quotes only";
const REFERENCE: &str = "a reference was printed as it is written, as plain Velocity prints one that is undefined";

impl Around<'_> {
    fn cause(&self, at: usize) -> Found {
        let here = self.after.chars().next();
        let before = self.before.trim_end();
        let last = before.chars().next_back();
        let is_control = self.error.starts_with("control character");
        if is_control {
            let at = at + self.after.find(|c: char| c < ' ').unwrap_or(0);
            return (at, "a string has a control character in it", CONTROL);
        }
        if self.error.starts_with("invalid escape") || self.error.starts_with("invalid unicode") {
            let at = self.before.rfind('\\').unwrap_or(at);
            return match here {
                Some('\'') => (at, "an apostrophe is escaped", BACKSLASH_APOSTROPHE),
                _ => (at, "a string has an escape that JSON does not know", ""),
            };
        }
        if self.error.starts_with("EOF") {
            return self.end(at);
        }
        if self.error.starts_with("trailing characters") {
            return (at, "something follows the document", after_end(before, here));
        }
        match (last, here) {
            (Some(','), Some(']' | '}')) => (before.len() - 1, "there is a comma after the last item", TRAILING_COMMA),
            (Some(':'), Some(',' | ']' | '}')) => {
                // on the line where it should be
                let is_below = self.before[before.len()..].contains('\n');
                (if is_below { before.len() } else { at }, "there is no value", EMPTY_VALUE)
            }
            (Some('[' | ',' | '{'), Some(',')) => (at, "there is nothing before the comma", EMPTY_ITEM),
            (Some('"'), Some(c)) if is_text(c) && self.before.ends_with('"') => self.after_quote(at),
            (Some('"' | '}' | ']'), Some('"' | '{' | '[')) => {
                (at, "there is no comma between two values", MISSING_COMMA)
            }
            (_, Some('$')) => (at, "there is a reference", REFERENCE),
            (_, Some('\'')) => (at, "a string is in single quotes", SINGLE_QUOTES),
            (Some('{' | ','), Some(c)) if is_text(c) && self.is_java_map() => {
                (at, "an object is not as JSON writes it", JAVA_MAP)
            }
            (Some('{'), _) => (at, "a key is not in double quotes", ""),
            (Some(':' | '[' | ','), Some(_)) => self.bare_value(at),
            _ if before.ends_with(|c: char| c.is_ascii_digit()) => (at, "a number is not one of JSON's", UNQUOTED),
            _ => self.bare_value(at),
        }
    }

    /// `"say "hi""` and `""hi""`
    fn after_quote(&self, at: usize) -> Found {
        match self.before.ends_with("\"\"") && !self.before.ends_with("\\\"\"") {
            true => (at, "a string is in quotes twice", DOUBLE_QUOTED),
            false => (at, "a string ends early", UNESCAPED_QUOTE),
        }
    }

    fn end(&self, at: usize) -> Found {
        let at = if self.after.is_empty() { at } else { at + self.after.len() };
        if self.error.contains("string") {
            return (at, "it ends within a string", "a quote is missing");
        }
        (at, "it ends too early", "a bracket or brace is not closed")
    }

    /// `{a=b}`: a name, and `=` before anything of JSON.
    fn is_java_map(&self) -> bool {
        let name = self.after.find(['=', '"', ':', ',', '}', '\n']);
        name.is_some_and(|at| self.after[at..].starts_with('='))
    }

    /// Something that starts like no value, or like `true` and is not.
    fn bare_value(&self, at: usize) -> Found {
        let from = self.before.rfind([':', '[', ',', '{', ' ', '\n']).map_or(0, |at| at + 1);
        let started = !self.before[from..].is_empty() && self.before[from..].chars().all(is_text);
        let at = if started { from } else { at };
        (at, "there is a value without quotes", UNQUOTED)
    }
}

const EMPTY_ITEM: &str = "a reference or a turn of a loop printed nothing, but the comma after it was printed";

fn is_text(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+')
}

fn after_end(before: &str, here: Option<char>) -> &'static str {
    match (before.chars().next_back(), here) {
        (Some('}' | ']' | '"'), Some('{' | '[' | '"')) => {
            "there are two documents: put them into a list, or remove one"
        }
        (_, Some('}' | ']')) => "a bracket or brace is closed twice",
        (Some('0'), Some(c)) if c.is_ascii_digit() => "JSON's numbers have no leading zeros: put it into quotes",
        (Some('"'), Some(_)) => UNESCAPED_QUOTE,
        (Some('}' | ']'), Some(_)) => "a text is printed behind the document's end",
        _ => UNQUOTED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, Template};

    /// What is said about what a template prints, with the rest of the output from there on.
    fn said(template: &str, body: &str) -> (&'static str, String, String) {
        let template = Template::parse(template).expect("a template");
        let output = template.render(&Event::new().body(body)).expect("it renders").body;
        let cause = of(&output).unwrap_or_else(|| panic!("{output} is JSON"));
        (cause.what, output[cause.at..].to_owned(), cause.help.unwrap_or_default())
    }

    #[test]
    fn a_comma_after_every_turn_of_a_loop() {
        let (what, at, help) = said("[#foreach($x in $input.path('$'))$x,#end ]", "[1, 2]");
        assert_eq!((what, at.as_str()), ("there is a comma after the last item", ", ]"));
        assert!(help.contains("$foreach.hasNext"));
        let (what, at, _) = said("{#foreach($x in $input.path('$'))\"$x\": 1, #end}", "[1]");
        assert_eq!((what, at.as_str()), ("there is a comma after the last item", ", }"));
    }

    #[test]
    fn no_comma_between_turns() {
        let (what, at, _) = said("[#foreach($x in $input.path('$')){\"x\": $x} #end]", "[1, 2]");
        assert_eq!((what, at.as_str()), ("there is no comma between two values", "{\"x\": 2} ]"));
    }

    #[test]
    fn an_apostrophe_that_escape_java_script_escapes() {
        let (what, at, help) = said(r#"{"a": "$util.escapeJavaScript($input.path('$.a'))"}"#, r#"{"a": "it's"}"#);
        assert_eq!((what, at.as_str()), ("an apostrophe is escaped", r#"\'s"}"#));
        assert!(help.contains(r#"replaceAll("\\'", "'")"#));
        // and what the help says is right
        let (source, body) =
            (r#"{"a": "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\'", "'")"}"#, r#"{"a": "it's"}"#);
        let output = Template::parse(source).unwrap().render(&Event::new().body(body)).unwrap().body;
        assert_eq!(of(&output), None);
    }

    #[test]
    fn a_reference_that_is_empty() {
        let (what, at, help) = said(r#"{"a": $input.path('$.a'), "b": 1}"#, "{}");
        assert_eq!((what, at.as_str()), ("there is no value", r#", "b": 1}"#));
        assert!(help.contains("undefined or null is empty"));
        let (what, at, _) = said(r#"{"a": $input.path('$.a')}"#, "{}");
        assert_eq!((what, at.as_str()), ("there is no value", "}"));
        let (what, at, _) = said(r#"[$input.path('$.a'), 1]"#, "{}");
        assert_eq!((what, at.as_str()), ("there is nothing before the comma", ", 1]"));
    }

    #[test]
    fn a_text_without_quotes() {
        for (value, at) in
            [("Rex", "Rex}"), ("true enough", "true enough}"), ("2024-01-01", "-01-01}"), ("nully", "nully}")]
        {
            let (what, rest, help) = said(r#"{"a": $input.path('$.a')}"#, &format!(r#"{{"a": "{value}"}}"#));
            assert!(help.contains("without quotes"), "{what}: {help}");
            assert!(rest.ends_with(at) || rest.ends_with("enough}"), "{value}: {rest}");
        }
    }

    #[test]
    fn an_object_as_java_prints_it() {
        let (what, at, help) = said(r#"{"a": $input.path('$.a')}"#, r#"{"a": {"b": "c", "d": 1}}"#);
        assert_eq!((what, at.as_str()), ("an object is not as JSON writes it", "b=c, d=1}}"));
        assert!(help.contains("$input.json"));
    }

    #[test]
    fn a_quote_in_a_value() {
        let (what, at, help) = said(r#"{"a": "$input.path('$.a')"}"#, r#"{"a": "say \"hi\" now"}"#);
        assert_eq!((what, at.as_str()), ("a string ends early", r#"hi" now"}"#));
        assert!(help.contains("Escape it"));
    }

    #[test]
    fn quotes_around_what_has_its_own() {
        let (what, at, help) = said(r#"{"a": "$input.json('$.a')"}"#, r#"{"a": "hi"}"#);
        assert_eq!((what, at.as_str()), ("a string is in quotes twice", r#"hi""}"#));
        assert!(help.contains("Remove the quotes"));
    }

    #[test]
    fn a_line_break_in_a_value() {
        let (what, at, _) = said(r#"{"a": "$input.path('$.a')"}"#, r#"{"a": "one\ntwo"}"#);
        assert_eq!((what, at.as_str()), ("a string has a control character in it", "\ntwo\"}"));
    }

    #[test]
    fn what_is_not_finished_or_too_much() {
        let what = |text: &str| of(text).map(|cause| cause.what);
        assert_eq!(what(""), Some("it is empty"));
        assert_eq!(what("{\"a\": [1"), Some("it ends too early"));
        assert_eq!(what("{\"a\": \"b"), Some("it ends within a string"));
        assert_eq!(what("{}{}"), Some("something follows the document"));
        assert_eq!(what("{}}"), Some("something follows the document"));
        assert_eq!(what("{'a': 1}"), Some("a string is in single quotes"));
        assert_eq!(what("{a: 1}"), Some("a key is not in double quotes"));
        assert_eq!(what("{\"a\": $b}"), Some("there is a reference"));
        assert_eq!(what("{\"a\": 007}"), Some("a number is not one of JSON's"));
        assert_eq!(what("\n\n é"), Some("there is a value without quotes"));
        assert_eq!(what("[1]"), None);
    }
}
