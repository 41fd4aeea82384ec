//! `$request.header.x-tenant`: the variables of parameter mappings.

use super::super::body_path::{self, BodyPath, JsonBody};
use super::super::context::Entries;
use super::super::context_names::ApiType;
use super::super::mapping_expression::variable;
use super::super::nearest::nearest;
use super::super::refusal::shown;
use super::super::selection_expression::Expression;
use super::super::uri;
use super::{Headers, Refusal, Request, context};

/// Which message a mapping changes, and so which variables it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
}

impl Side {
    /// Beginnings of variables, as a refusal shows them.
    fn forms(self) -> &'static [&'static str] {
        match self {
            Side::Request => &[
                "request.header.",
                "request.querystring.",
                "request.path",
                "request.path.",
                "request.body",
                "request.body.",
                "context.",
                "stageVariables.",
            ],
            Side::Response => &["response.header.", "response.body", "response.body.", "context.", "stageVariables."],
        }
    }
}

/// A variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// `$request.header.name`, `$response.header.name`: all values, joined with commas.
    Header(String),
    /// `$request.querystring.name`: all values, joined with commas.
    Querystring(String),
    /// `$request.path`, decoded
    Path,
    /// `$request.path.id`
    PathParameter(String),
    /// `$request.body`
    Body,
    /// `$request.body.pets[0].name`
    BodyPath(BodyPath),
    /// `$context.identity.sourceIp`
    Context(String),
    /// `$stageVariables.table`
    StageVariable(String),
}

/// The message that sources are read from.
#[derive(Clone, Copy)]
pub(super) struct Facts<'f> {
    pub request: &'f Request,
    pub context: &'f Entries,
    /// Of the message that the mapping changes.
    pub headers: &'f Headers,
    pub body: &'f [u8],
}

/// Bytes of a body of which a piece may be asked for (the documentation's 100 KB).
const BODY_BYTES: usize = 100 * 1024;

/// The texts of some expressions. The body is read at most once, and not unless a piece of it is asked for.
pub(super) fn evaluate<'e>(
    expressions: impl Iterator<Item = &'e Expression<Source>> + Clone,
    facts: Facts<'_>,
) -> Vec<String> {
    let all = |json: Option<&JsonBody<'_>>| {
        let text = |expression: &Expression<Source>| expression.evaluate(|source| source.text(facts, json));
        expressions.clone().map(text).collect()
    };
    let reads_json = |e: &Expression<Source>| e.variables().any(|(source, _)| matches!(source, Source::BodyPath(_)));
    if !expressions.clone().any(reads_json) {
        return all(None);
    }
    let body = String::from_utf8_lossy(&facts.body[..facts.body.len().min(BODY_BYTES)]);
    body_path::with(&body, |json| all(json.ok().as_ref()))
}

/// Bytes that a value may have.
const MAX_BYTES: usize = 512;

/// Reads the value of a mapping: text with variables.
pub(super) fn value(text: &str, side: Side, path: &str) -> Result<Expression<Source>, Refusal> {
    if text.len() > MAX_BYTES {
        return Err(Refusal::new(path, format!("it has {} bytes; {MAX_BYTES} are allowed", text.len())));
    }
    let expression = Expression::parse(text, path, |name| source(name, side, path))?;
    let bare = expression.variables().find(|(_, braced)| !braced);
    if bare.is_some() && expression.variables().nth(1).is_some() {
        let refusal = invalid(text, path);
        return Err(
            refusal.with_help("each of several variables needs its braces: `${request.path.a} ${request.path.b}`")
        );
    }
    Ok(expression)
}

fn invalid(text: &str, path: &str) -> Refusal {
    Refusal::new(path, format!("invalid mapping expression `{}`", shown(text)))
}

/// Reads what follows the `$`.
fn source(name: &str, side: Side, path: &str) -> Result<Source, Refusal> {
    let unknown = || unknown(name, side, path);
    if let Some(name) = name.strip_prefix("stageVariables.") {
        return if is_name(name) { Ok(Source::StageVariable(name.to_owned())) } else { Err(unknown()) };
    }
    if let Some(names) = name.strip_prefix("context.") {
        return context_name(names, path).map(Source::Context);
    }
    let (message, part) = name.split_once('.').ok_or_else(unknown)?;
    if message != (if side == Side::Request { "request" } else { "response" }) {
        return Err(unknown());
    }
    if let Some(json_path) = part.strip_prefix("body.") {
        return body_path(json_path, path).map(Source::BodyPath);
    }
    let (kind, name) = part.split_once('.').unwrap_or((part, ""));
    let name_given = || if is_name(name) { Ok(name.to_owned()) } else { Err(unknown()) };
    match (side, kind) {
        (_, "header") => name_given().map(Source::Header),
        (Side::Request, "querystring") => name_given().map(Source::Querystring),
        (Side::Request, "path") if part == "path" => Ok(Source::Path),
        (Side::Request, "path") => name_given().map(Source::PathParameter),
        (_, "body") if part == "body" => Ok(Source::Body),
        _ => Err(unknown()),
    }
}

/// `identity.sourceIp`, which HTTP APIs must have.
fn context_name(name: &str, path: &str) -> Result<String, Refusal> {
    let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:".contains(&b));
    let names: Vec<String> = name.split('.').map(str::to_owned).collect();
    // what an authorizer gave is also under the names of its kind
    let is_known = || ApiType::Http.knows(&names);
    if is_plain && !names.iter().any(String::is_empty) && is_known() {
        return Ok(name.to_owned());
    }
    let refusal = invalid(&format!("$context.{name}"), path);
    if name.contains('[') {
        let dotted = name.replace("['", ".").replace("[\"", ".").replace("']", "").replace("\"]", "");
        return Err(refusal.with_help(format!("a property is named after a dot: `$context.{dotted}`")));
    }
    let near = nearest(name, &ApiType::Http.context_names().collect::<Vec<_>>()).filter(|near| !near.contains('*'));
    Err(refusal.with_help(match near {
        Some(near) => format!("did you mean `$context.{near}`?"),
        None => format!("{} has no such variable", ApiType::Http.shown()),
    }))
}

/// `pets[0].name`: JSONPath without `..` and without filters.
fn body_path(json_path: &str, path: &str) -> Result<BodyPath, Refusal> {
    let refused = |what: &str| {
        let refusal = Refusal::new(path, format!("{what} in `{}`", shown(json_path)));
        refusal.with_help("the JSONPath of an HTTP API is one of names, indexes, slices and `*`")
    };
    match forbidden(json_path) {
        Some(what) => Err(refused(what)),
        None => BodyPath::parse(&format!("$.{json_path}"))
            .or_else(|_| BodyPath::parse(json_path))
            .map_err(|fault| Refusal::new(path, format!("`{}` is not JSONPath: {}", shown(json_path), fault.message))),
    }
}

/// What of JSONPath HTTP APIs do not have, outside of quotes.
fn forbidden(json_path: &str) -> Option<&'static str> {
    let mut quote = None;
    let mut before = '.';
    for c in json_path.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '.') if before == '.' => return Some("no recursive descent (`..`) is allowed"),
            (None, '?') if before == '[' => return Some("no filter (`?(…)`) is allowed"),
            (None, _) => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    None
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && !b"{}[]()'\",;/\\".contains(&b))
}

#[cold]
fn unknown(name: &str, side: Side, path: &str) -> Refusal {
    let refusal = invalid(&format!("${name}"), path);
    let head = |dots: usize| name.match_indices('.').nth(dots - 1).map(|(at, _)| name.split_at(at + 1));
    for dots in [2, 1] {
        let Some((head, tail)) = head(dots).filter(|(_, tail)| !tail.is_empty()) else { continue };
        let known: Vec<&str> = side.forms().iter().copied().filter(|f| f.matches('.').count() == dots).collect();
        if let Some(near) = nearest(head, &known)
            && near != head
        {
            return refusal.with_help(format!("did you mean `${near}{tail}`?"));
        }
    }
    let forms: Vec<String> = side.forms().iter().map(|form| format!("`${form}`")).collect();
    refusal.with_help(format!("a variable begins with {}", forms.join(", ")))
}

impl Source {
    /// Its text, if there is one.
    fn text(&self, facts: Facts<'_>, json: Option<&JsonBody<'_>>) -> Option<String> {
        match self {
            Source::Header(name) => joined(facts.headers.all(name)),
            Source::Querystring(name) => joined(facts.request.query.all(name)),
            Source::Path => Some(uri::decoded(&facts.request.path)),
            Source::PathParameter(name) => facts.request.path_parameter(name).map(str::to_owned),
            Source::Body => Some(String::from_utf8_lossy(facts.body).into_owned()),
            Source::BodyPath(path) => json.and_then(|json| json.get(path).ok().flatten()),
            Source::Context(name) => context::look_up(facts.context, name),
            Source::StageVariable(name) => variable(&facts.request.stage_variables, name),
        }
    }
}

fn joined<'v>(values: impl Iterator<Item = &'v str>) -> Option<String> {
    let values: Vec<&str> = values.collect();
    (!values.is_empty()).then(|| values.join(","))
}
