//! What an event's value breaks: findings about one reference.

use super::{Reported, Reporter};
use crate::error::Span;
use crate::lint::finding::Edit;
use crate::lint::rules::edit;
use crate::lint::shape::chains::{Chain, Link};
use crate::lint::shape::explore::Case;
use crate::lint::shape::value::{Origin, Unknown};

/// What turns `\'` back.
const BACK: &str = r#".replaceAll("\\'","'")"#;

impl Reporter<'_, '_> {
    /// The reference that is printed is written as such in the template, not in one of its strings.
    fn is_plain_reference(&self, at: Span) -> bool {
        self.written(at).starts_with('$')
            && self.facts.uses.iter().any(|used| used.reference.span() == at && !used.in_string)
    }

    /// `, printed in a JSON string on line 7`, for what is made elsewhere.
    fn printed_elsewhere(&self, made: Span, at: Span) -> String {
        if made == at { String::new() } else { format!(", printed on line {}", self.facts.line(at.start)) }
    }

    pub fn in_string(&mut self, case: &Case, unknown: Unknown) -> Option<Reported> {
        let verdict = self.probes.in_string(&self.world.chains, unknown.into());
        let escapes = self.world.chains.escapes(unknown.chain);
        if verdict.apostrophe && !verdict.other && !verdict.plain && escapes {
            return Some(self.apostrophe(case, unknown));
        }
        if !(verdict.plain || verdict.other || verdict.apostrophe) {
            let inner = self.probes.in_nested_string(&self.world.chains, unknown.into());
            return (case.found.nested && inner.other).then(|| self.escaped_once(case));
        }
        if unknown.origin == Origin::JsonText {
            return Some(if verdict.plain {
                self.json_in_quotes(case, unknown)
            } else {
                self.unescaped(case, unknown)
            });
        }
        Some(self.unescaped(case, unknown))
    }

    fn apostrophe(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let (at, made) = (case.found.at, unknown.made);
        let written = self.shown(made);
        let elsewhere = self.printed_elsewhere(made, at);
        let tried = written.contains(".replace");
        let message = if tried {
            format!("`{written}` does not turn `\\'` back into `'`{elsewhere}")
        } else {
            format!("`{written}` writes `\\'` for `'`, which is no JSON{elsewhere}")
        };
        let help = if tried {
            format!("the pattern is a regular expression for a backslash and an apostrophe: `{BACK}`")
        } else {
            format!("turn it back: append `{BACK}`")
        };
        let mut reported = Reported::new("VTL070", made, message, help);
        reported.fix = self.apostrophe_fix(unknown);
        reported
    }

    /// Appends what turns `\'` back, or puts it in the place of what does not. It is tried before it is offered.
    fn apostrophe_fix(&mut self, unknown: Unknown) -> Option<(Edit, bool)> {
        if !self.is_plain_reference(unknown.made) {
            return None;
        }
        let (start, end) = (unknown.made.start as usize, unknown.made.end as usize);
        let source = self.facts.source;
        let end = end - usize::from(source.as_bytes().get(end.checked_sub(1)?) == Some(&b'}'));
        let mut chain = unknown.chain;
        let mut at = end;
        if let Some((before, Link::Method(call))) = self.world.chains.last(chain)
            && is_for_apostrophes(call)
        {
            at = start + source.get(start..end)?.rfind(".replace")?;
            chain = before;
        }
        let chain = self.world.chains.push(chain, Link::Method(BACK.into()))?;
        let then = self.probes.in_string(&self.world.chains, Unknown { chain, ..unknown }.into());
        (!(then.plain || then.apostrophe || then.other)).then(|| (Edit::replace(at..end, BACK), true))
    }

    fn escaped_once(&mut self, case: &Case) -> Reported {
        Reported::new(
            "VTL095",
            case.found.at,
            format!(
                "`{}` is escaped once, but stands in a JSON string inside a JSON string",
                self.shown(case.found.at)
            ),
            "build the inner JSON in a variable and escape it as a whole, or escape this value twice",
        )
    }

    fn json_in_quotes(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let at = case.found.at;
        let mut reported = Reported::new(
            "VTL075",
            at,
            format!("`{}` prints JSON, with quotes of its own, inside quotes", self.shown(at)),
            "take away the quotes around it, or escape it if a string with JSON in it is meant",
        );
        let quoted = Span::new(at.start.saturating_sub(1), at.end + 1);
        let alone = self.written(quoted).starts_with('"') && self.written(quoted).ends_with('"');
        if alone && unknown.made == at && self.is_plain_reference(at) {
            reported.fix = Some((edit(quoted, self.written(at)), false));
        }
        reported
    }

    fn unescaped(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let (at, made) = (case.found.at, unknown.made);
        let (code, what) = match unknown.origin {
            Origin::JsonValue | Origin::PresentValue | Origin::Name | Origin::JsonText => {
                ("VTL072", "a text of the body")
            }
            Origin::Client if self.is_user_agent(unknown) => ("VTL073", "what the client wrote"),
            Origin::Client => ("VTL074", "a value of the authorizer"),
            Origin::Body => ("VTL071", "the body"),
            Origin::Parameters => ("VTL071", "a Java map of parameters"),
            Origin::Decoded => ("VTL071", "decoded text"),
            _ => ("VTL071", "a parameter"),
        };
        let code = if self.is_parameter_name(unknown) { "VTL071" } else { code };
        let what = if self.is_parameter_name(unknown) { "the name of a parameter" } else { what };
        let shown_made = if made == at {
            String::new()
        } else {
            format!(" (`{}`, line {})", self.shown(made), self.facts.line(made.start))
        };
        let how = match unknown.chain {
            Chain::NONE => "is not escaped",
            chain if self.world.chains.escapes(chain) => "is not escaped any more",
            _ => "is not wholly escaped",
        };
        let message = format!("`{}`{shown_made} prints {what}, which {how}, in a JSON string", self.shown(at));
        let help = if unknown.origin == Origin::Parameters {
            "print its entries one by one in a `#foreach` over its `keySet()`".to_owned()
        } else if case.found.in_json {
            "build the inner JSON in a variable and escape it as a whole".to_owned()
        } else {
            format!("escape it: `$util.escapeJavaScript({}){BACK}`", self.shown(at))
        };
        let mut reported = Reported::new(code, at, message, help);
        if !case.found.in_json && self.is_plain_reference(at) && unknown.origin != Origin::Parameters {
            let safe = unknown.origin == Origin::Parameter && unknown.chain == Chain::NONE && made == at;
            let escaped = format!("$util.escapeJavaScript({}){BACK}", self.written(at));
            reported.fix = Some((edit(at, escaped), safe));
        }
        reported
    }

    fn is_user_agent(&self, unknown: Unknown) -> bool {
        &*self.world.terms.name(unknown.term) == "userAgent"
    }

    /// A key of the query string's map.
    fn is_parameter_name(&self, unknown: Unknown) -> bool {
        unknown.origin == Origin::Name
            && self
                .world
                .terms
                .parent(unknown.term)
                .is_some_and(|map| self.world.terms.name(map).starts_with("params."))
    }

    pub fn as_value(&mut self, case: &Case, unknown: Unknown) -> Option<Reported> {
        let (at, made) = (case.found.at, unknown.made);
        let verdict = self.probes.as_value(&self.world.chains, unknown.into());
        let escapes = self.world.chains.escapes(unknown.chain);
        let printed = self.shown(at);
        let elsewhere = if made == at { String::new() } else { format!(" (`{}`)", self.shown(made)) };
        match unknown.origin {
            Origin::JsonText | Origin::Body if escapes && verdict.object | verdict.plain => {
                Some(self.escaped_outside(case, unknown))
            }
            Origin::JsonText | Origin::Body if unknown.chain == Chain::NONE => None,
            Origin::JsonText if verdict.plain && !verdict.number => Some(Reported::new(
                "VTL077",
                at,
                format!("`{printed}`{elsewhere} is JSON only if it is a number or a Boolean"),
                "print it with `$input.json` alone, or make sure that it is one",
            )),
            Origin::JsonValue | Origin::PresentValue if unknown.chain == Chain::NONE => {
                if self.world.containers.contains(&unknown.term) || self.json_path(unknown) == "$" {
                    return Some(self.java_object(case, unknown));
                }
                let is_text = unknown.guard != Chain::NONE && verdict.plain;
                (unknown.origin == Origin::JsonValue || is_text).then(|| {
                    Reported::new(
                        "VTL077",
                        at,
                        format!("`{printed}`{elsewhere} is JSON only if it is a number or a Boolean, and there"),
                        format!(
                            "print it with `$input.json('{}')`, or ask for what is missing first",
                            self.json_path(unknown)
                        ),
                    )
                })
            }
            Origin::Size => Some(Reported::new(
                "VTL077",
                at,
                format!("`{printed}` prints nothing if there is no such list"),
                "set a default first: `#set($n = 0)#if($list.size() > 0)#set($n = $list.size())#end`",
            )),
            Origin::Parameters => Some(self.java_map(at)),
            _ if verdict.plain => {
                let mut reported = Reported::new(
                    "VTL076",
                    at,
                    format!("`{printed}`{elsewhere} is text, and has no quotes around it"),
                    "write quotes around it; or, if it must be a number, make sure that it is one",
                );
                if self.is_plain_reference(at) {
                    reported.fix = Some((edit(at, format!("\"{}\"", self.written(at))), false));
                }
                Some(reported)
            }
            _ => None,
        }
    }

    /// `$.a.b` of a value of the body, as far as it can be written so.
    fn json_path(&self, unknown: Unknown) -> String {
        let path = self.world.terms.path(unknown.term);
        match path.strip_prefix("body.value") {
            Some("") => "$".to_owned(),
            Some(steps) if !steps.contains([' ', '(', '[']) => format!("${steps}"),
            _ => "$…".to_owned(),
        }
    }

    fn escaped_outside(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let at = case.found.at;
        let mut reported = Reported::new(
            "VTL079",
            at,
            format!("`{}` escapes JSON outside of a JSON string", self.shown(at)),
            "print the JSON as it is, without `escapeJavaScript`; or write quotes around it if a string is meant",
        );
        if unknown.made == at
            && self.is_plain_reference(at)
            && let Some(inside) = argument(self.written(at), "$util.escapeJavaScript")
            && inside.starts_with("$input.")
        {
            reported.fix = Some((edit(at, inside), false));
        }
        reported
    }

    fn java_object(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let at = case.found.at;
        let path = self.json_path(unknown);
        let text = self.written(at);
        let mut reported = Reported::new(
            "VTL078",
            at,
            format!("`{}` is an object, which prints as `{{a=b}}`", self.shown(at)),
            format!("print it as JSON: `$input.json('{path}')`"),
        );
        if path != "$…" && unknown.made == at && text.starts_with("$input.path(") && self.is_plain_reference(at) {
            reported.fix = Some((edit(at, text.replacen("$input.path(", "$input.json(", 1)), false));
        }
        reported
    }

    pub fn java_map(&mut self, at: Span) -> Reported {
        Reported::new(
            "VTL078",
            at,
            format!("`{}` is a map, which prints as `{{a=b}}`", self.shown(at)),
            "print its entries one by one in a `#foreach` over its `keySet()`",
        )
    }
}

/// `.replaceAll('\\\\''', '''')`: a try to turn `\'` back, with too many backslashes or too few.
fn is_for_apostrophes(call: &str) -> bool {
    let pattern = call.split_once("('").map_or("", |(_, pattern)| pattern).trim_start_matches('\\');
    call.starts_with(".replace") && pattern == "''', '''')"
}

/// The one argument of a call, between its parentheses: nothing may follow them.
fn argument<'t>(call: &'t str, name: &str) -> Option<&'t str> {
    let inside = call.strip_prefix(name)?.strip_prefix('(')?;
    let mut depth = 1;
    let end = inside.bytes().position(|byte| {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        depth == 0
    })?;
    (end + 1 == inside.len()).then(|| &inside[..end])
}
