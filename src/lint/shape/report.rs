//! What the paths of a template show, as findings.

use std::ops::Range;

use super::chains::Link;
use super::explore::{Case, Explored, explore};
use super::json::Trouble;
use super::messages::{line, shown, when};
use super::mock;
use super::path::Source;
use super::probe::Probes;
use super::value::{Origin, Unknown};
use crate::error::Span;
use crate::lint::facts::{BlockKind, Facts};
use crate::lint::finding::Edit;
use crate::lint::subject::{Api, Integration, Role};

/// All that the rules of this room find in one template.
#[derive(Debug, Default)]
pub(in crate::lint) struct Analysis {
    pub reported: Vec<Reported>,
}

/// A finding, before it knows its rule.
#[derive(Debug)]
pub(in crate::lint) struct Reported {
    pub code: &'static str,
    pub span: Range<usize>,
    pub message: String,
    pub help: String,
    /// Instead of the rule's own.
    pub why: Option<String>,
    /// The change, and whether it is safe.
    pub fix: Option<(Edit, bool)>,
}

impl Reported {
    pub fn new(code: &'static str, at: Span, message: String, help: impl Into<String>) -> Reported {
        let span = at.start as usize..at.end as usize;
        Reported { code, span, message, help: help.into(), why: None, fix: None }
    }
}

/// What turns `\'` back.
const BACK: &str = r#".replaceAll("\\'","'")"#;

impl Analysis {
    /// Walks the paths of a template, unless it is known to print something else than JSON.
    pub fn of(facts: &Facts<'_>) -> Analysis {
        let subject = facts.subject;
        let other_type = subject.content_type.as_deref().is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            !name.contains("json") && (name.contains("xml") || name.starts_with("text/") || name.contains("form"))
        });
        // a gateway response is no VTL, and AppSync has other objects
        let other_place = subject.role == Some(Role::GatewayResponse) || subject.api == Some(Api::AppSync);
        if facts.tree.is_empty() || other_type || other_place {
            return Analysis::default();
        }
        let explored = explore(Source { text: facts.source, holes: &subject.holes }, facts.tree);
        if subject.integration == Some(Integration::Mock) && subject.role == Some(Role::Request) {
            return Analysis { reported: mock::check(facts, &explored) };
        }
        if is_mock_request(&explored) {
            return Analysis::default();
        }
        let mut reporter = Reporter { facts, probes: Probes::default(), world: explored.world, loops: loops(facts) };
        let mut reported: Vec<Reported> = explored.cases.iter().filter_map(|case| reporter.report(case)).collect();
        reported.extend(reporter.nothing(&explored.documents));
        Analysis { reported }
    }
}

/// `{statusCode: 200}`: nobody writes this but for a MOCK integration, which reads it.
fn is_mock_request(explored: &Explored) -> bool {
    explored.cases.iter().any(|case| case.found.trouble == Trouble::BareKey && case.found.text == "statusCode")
}

/// The bodies of loops: from the `)` of `#foreach` to the last thing in it that is printed.
fn loops(facts: &Facts<'_>) -> Vec<Range<u32>> {
    let mut ends = vec![0; facts.loops.len()];
    let mut reach = |block: usize, end: u32| {
        for block in facts.around(block) {
            if let BlockKind::Loop(number) = facts.blocks[block].kind {
                ends[number] = end.max(ends[number]);
            }
        }
    };
    for text in &facts.texts {
        if let Some(offset) = text.offset {
            reach(text.block, offset + text.text.len() as u32);
        }
    }
    for used in &facts.uses {
        reach(used.block, used.reference.end);
    }
    facts.loops.iter().zip(ends).map(|(directive, end)| directive.node.end..end).collect()
}

struct Reporter<'f, 's> {
    facts: &'f Facts<'s>,
    probes: Probes,
    world: super::path::World,
    loops: Vec<Range<u32>>,
}

impl Reporter<'_, '_> {
    fn report(&mut self, case: &Case) -> Option<Reported> {
        match (case.found.trouble, case.found.unknown) {
            (Trouble::InString, Some(unknown)) => self.in_string(case, unknown),
            (Trouble::AsValue, Some(unknown)) => self.as_value(case, unknown),
            (Trouble::JavaMap, _) => Some(self.java_map(case.found.at)),
            // another rule knows the functions of `$util`
            (Trouble::MissingValue, _) if self.shown(case.found.at).starts_with("$util.") => None,
            _ => Some(self.structure(case)),
        }
    }

    fn source(&self) -> &str {
        self.facts.source
    }

    fn shown(&self, at: Span) -> String {
        shown(self.source(), at)
    }

    /// The reference that is printed is written as such in the template, not in one of its strings.
    fn is_plain_reference(&self, at: Span) -> bool {
        self.source().as_bytes().get(at.start as usize) == Some(&b'$')
            && self.facts.uses.iter().any(|used| used.reference.span() == at && !used.in_string)
    }

    /// `, printed in a JSON string on line 7`, for what is made elsewhere.
    fn printed_elsewhere(&self, made: Span, at: Span) -> String {
        if made == at { String::new() } else { format!(", printed on line {}", line(self.source(), at.start)) }
    }

    fn in_string(&mut self, case: &Case, unknown: Unknown) -> Option<Reported> {
        let verdict = self.probes.in_string(&self.world.chains, unknown.origin, unknown.chain);
        let escapes = self.world.chains.escapes(unknown.chain);
        if verdict.apostrophe && !verdict.other && !verdict.plain && escapes {
            return Some(self.apostrophe(case, unknown));
        }
        if !(verdict.plain || verdict.other || verdict.apostrophe) {
            let inner = self.probes.in_nested_string(&self.world.chains, unknown.origin, unknown.chain);
            return (case.found.nested && inner.other).then(|| self.escaped_once(case));
        }
        if unknown.origin == Origin::JsonText {
            return Some(if verdict.plain { self.json_in_quotes(case, unknown) } else { self.unescaped(case, unknown) });
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
        // the fix is tried before it is offered
        let link = Link::Method(r#".replaceAll("\\'","'")"#.into());
        if let Some(chain) = self.world.chains.push(unknown.chain, link) {
            let then = self.probes.in_string(&self.world.chains, unknown.origin, chain);
            if !(then.plain || then.apostrophe || then.other) && self.is_plain_reference(made) {
                let end = made.end as usize;
                let formal = self.source().as_bytes().get(end.saturating_sub(1)) == Some(&b'}');
                reported.fix = Some((Edit::insert(end - usize::from(formal), BACK), true));
            }
        }
        reported
    }

    fn escaped_once(&mut self, case: &Case) -> Reported {
        Reported::new(
            "VTL095",
            case.found.at,
            format!("`{}` is escaped once, but stands in a JSON string inside a JSON string", self.shown(case.found.at)),
            "build the inner JSON in a variable and escape it as a whole, or escape this value twice",
        )
    }

    fn json_in_quotes(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let (at, source) = (case.found.at, self.facts.source);
        let mut reported = Reported::new(
            "VTL075",
            at,
            format!("`{}` prints JSON, with quotes of its own, inside quotes", self.shown(at)),
            "take away the quotes around it, or escape it if a string with JSON in it is meant",
        );
        let (start, end) = (at.start as usize, at.end as usize);
        let bytes = source.as_bytes();
        let alone = start > 0 && bytes.get(start - 1) == Some(&b'"') && bytes.get(end) == Some(&b'"');
        if alone && unknown.made == at && self.is_plain_reference(at) {
            let inside = source.get(start..end).unwrap_or_default();
            reported.fix = Some((Edit::replace(start - 1..end + 1, inside), false));
        }
        reported
    }

    fn unescaped(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let (at, made) = (case.found.at, unknown.made);
        let (code, what) = match unknown.origin {
            Origin::JsonValue | Origin::PresentValue | Origin::Name | Origin::JsonText => ("VTL072", "a text of the body"),
            Origin::Client if self.is_user_agent(unknown) => ("VTL073", "what the client wrote"),
            Origin::Client => ("VTL074", "a value of the authorizer or of `$context`"),
            Origin::Body => ("VTL071", "the body"),
            Origin::Parameters => ("VTL071", "a Java map of parameters"),
            Origin::Decoded => ("VTL071", "decoded text"),
            _ => ("VTL071", "a parameter"),
        };
        let code = if self.is_parameter_name(unknown) { "VTL071" } else { code };
        let what = if self.is_parameter_name(unknown) { "the name of a parameter" } else { what };
        let shown_made =
            if made == at { String::new() } else { format!(" (`{}`, line {})", self.shown(made), line(self.source(), made.start)) };
        let how = if self.world.chains.escapes(unknown.chain) { "is not escaped any more" } else { "is not escaped" };
        let message = format!("`{}`{shown_made} prints {what}, which {how}, in a JSON string", self.shown(at));
        let help = if case.found.nested {
            "build the inner JSON in a variable and escape it as a whole".to_owned()
        } else {
            format!("escape it: `$util.escapeJavaScript({}){BACK}`", self.shown(at))
        };
        let mut reported = Reported::new(code, at, message, help);
        if !case.found.nested && self.is_plain_reference(at) && unknown.origin != Origin::Parameters {
            let (start, end) = (at.start as usize, at.end as usize);
            let text = self.source().get(start..end).unwrap_or_default();
            let safe = matches!(unknown.origin, Origin::Parameter) && made == at;
            reported.fix = Some((Edit::replace(start..end, format!("$util.escapeJavaScript({text}){BACK}")), safe));
        }
        reported
    }

    fn is_user_agent(&self, unknown: Unknown) -> bool {
        &*self.world.terms.name(unknown.term) == "userAgent"
    }

    /// A key of the query string's map.
    fn is_parameter_name(&self, unknown: Unknown) -> bool {
        unknown.origin == Origin::Name
            && self.world.terms.parent(unknown.term).is_some_and(|map| self.world.terms.name(map).starts_with("params."))
    }

    fn as_value(&mut self, case: &Case, unknown: Unknown) -> Option<Reported> {
        let (at, made) = (case.found.at, unknown.made);
        let verdict = self.probes.as_value(&self.world.chains, unknown.origin, unknown.chain);
        let escapes = self.world.chains.escapes(unknown.chain);
        let printed = self.shown(at);
        let elsewhere = if made == at { String::new() } else { format!(" (`{}`)", self.shown(made)) };
        match unknown.origin {
            Origin::JsonText | Origin::Body if escapes && verdict.object | verdict.plain => {
                Some(self.escaped_outside(case, unknown))
            }
            Origin::JsonText | Origin::Body => None,
            Origin::JsonValue | Origin::PresentValue if unknown.chain == super::chains::Chain::NONE => {
                if self.world.containers.contains(&unknown.term) || self.json_path(unknown) == "$" {
                    return Some(self.java_object(case, unknown));
                }
                (unknown.origin == Origin::JsonValue).then(|| {
                    Reported::new(
                        "VTL077",
                        at,
                        format!("`{printed}`{elsewhere} is JSON only if it is a number or a Boolean, and there"),
                        format!("print it with `$input.json('{}')`, or ask for what is missing first", self.json_path(unknown)),
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
                    let (start, end) = (at.start as usize, at.end as usize);
                    let text = self.source().get(start..end).unwrap_or_default();
                    reported.fix = Some((Edit::replace(start..end, format!("\"{text}\"")), false));
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
        let (start, end) = (at.start as usize, at.end as usize);
        let text = self.source().get(start..end).unwrap_or_default();
        if unknown.made == at
            && self.is_plain_reference(at)
            && let Some(inside) = text.strip_prefix("$util.escapeJavaScript(").and_then(|rest| rest.strip_suffix(')'))
            && inside.starts_with("$input.")
        {
            reported.fix = Some((Edit::replace(start..end, inside), false));
        }
        reported
    }

    fn java_object(&mut self, case: &Case, unknown: Unknown) -> Reported {
        let at = case.found.at;
        let path = self.json_path(unknown);
        let text = self.source().get(at.start as usize..at.end as usize).unwrap_or_default();
        let mut reported = Reported::new(
            "VTL078",
            at,
            format!("`{}` is an object, which prints as `{{a=b}}`", self.shown(at)),
            format!("print it as JSON: `$input.json('{path}')`"),
        );
        if path != "$…" && unknown.made == at && text.starts_with("$input.path(") && self.is_plain_reference(at) {
            let edit = Edit::replace(at.start as usize..at.end as usize, text.replacen("$input.path(", "$input.json(", 1));
            reported.fix = Some((edit, false));
        }
        reported
    }

    fn java_map(&mut self, at: Span) -> Reported {
        Reported::new(
            "VTL078",
            at,
            format!("`{}` is a map, which prints as `{{a=b}}`", self.shown(at)),
            "print its entries one by one in a `#foreach` over its `keySet()`",
        )
    }

    fn structure(&mut self, case: &Case) -> Reported {
        let found = &case.found;
        let (at, source) = (found.at, self.facts.source);
        let when = when(source, &case.when);
        let in_loop = self.loops.iter().any(|body| body.contains(&at.start));
        let on_line = |span: Option<Span>| span.map_or(0, |span| line(source, span.start));
        match found.trouble {
            Trouble::TrailingComma => {
                let code = if in_loop { "VTL081" } else { "VTL080" };
                let close = found.other.map_or_else(String::new, |close| format!(" `{}`", shown(source, close)));
                let place = format!("a comma stands before the closing bracket{close} of line {}", on_line(found.other));
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
                    format!("`{text}` prints nothing, where JSON needs a value{when}")
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
                let help = if found.text == "'" { "write the apostrophe without a backslash" } else { "write `\\\\` for a backslash" };
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
                let help = match &*word {
                    "True" | "TRUE" => "JSON writes `true`".to_owned(),
                    "False" | "FALSE" => "JSON writes `false`".to_owned(),
                    "None" | "undefined" | "NULL" | "Null" | "nil" => "JSON writes `null`".to_owned(),
                    _ => "write it in double quotes".to_owned(),
                };
                Reported::new("VTL090", at, format!("`{word}` is no JSON without quotes{when}"), help)
            }
            Trouble::Unclosed => Reported::new(
                "VTL091",
                at,
                format!("this bracket is not closed{when}"),
                "close it on every branch",
            ),
            Trouble::UnclosedString => {
                Reported::new("VTL091", at, format!("this string is not closed{when}"), "close it with `\"`")
            }
            Trouble::Unbalanced => Reported::new(
                "VTL091",
                at,
                match found.other {
                    Some(opened) => format!("this does not close the bracket of line {}{when}", line(source, opened.start)),
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
            Trouble::MissingColon => Reported::new("VTL094", at, format!("a colon is missing{when}"), "write `\"key\": value`"),
            _ => Reported::new(
                "VTL092",
                at,
                format!("this is printed behind the end of the JSON document{when}"),
                "take it away, or move it into the document",
            ),
        }
    }

    /// JSON on one path, and nothing on another.
    fn nothing(&self, documents: &[super::explore::Document]) -> Option<Reported> {
        if !documents.iter().any(|document| document.is_json) {
            return None;
        }
        let empty = documents.iter().find(|document| document.blank && document.followed)?;
        let decision = empty.decisions.first()?;
        Some(Reported::new(
            "VTL096",
            decision.at,
            format!("nothing is printed{}, but JSON otherwise", when(self.source(), &empty.decisions)),
            "print `{}` or `null` where there is nothing to say",
        ))
    }
}
