//! `method.request.querystring.page`, `context.identity.sourceIp`, `'static'`: what a parameter mapping takes its value
//! from. REST and WebSocket APIs share the language and differ in the names of a message's parts ([`Vocabulary`]).

use super::body_path::{self, BodyPath, JsonBody};
use super::context::Entries;
use super::context_names::ApiType;
use super::overrides;
use super::refusal::Refusal;
use crate::value::Datum;

/// What the parts of a message are called in one place.
pub(super) struct Vocabulary {
    /// Whose `context` it is.
    api: ApiType,
    /// `method.request.`
    pub prefix: &'static str,
    /// What may follow it before a name.
    pub parameters: &'static [&'static str],
    /// The whole body may be taken.
    pub body: bool,
    /// A piece of the body may be taken.
    pub body_path: bool,
}

/// `requestParameters` of a REST API's integration.
pub(super) const METHOD_REQUEST: Vocabulary = Vocabulary {
    api: ApiType::Rest,
    prefix: "method.request.",
    parameters: &["path", "querystring", "multivaluequerystring", "header", "multivalueheader"],
    body: true,
    body_path: true,
};

/// `responseParameters` of a REST API's integration response.
pub(super) const INTEGRATION_RESPONSE: Vocabulary = Vocabulary {
    api: ApiType::Rest,
    prefix: "integration.response.",
    parameters: &["header", "multivalueheader"],
    body: true,
    body_path: true,
};

/// `responseParameters` of a WebSocket API's integration response.
pub(super) const WEBSOCKET_RESPONSE: Vocabulary = Vocabulary { api: ApiType::WebSocket, ..INTEGRATION_RESPONSE };

/// `responseParameters` of a gateway response.
pub(super) const GATEWAY_RESPONSE: Vocabulary = Vocabulary {
    api: ApiType::Rest,
    prefix: "method.request.",
    parameters: &["path", "querystring", "multivaluequerystring", "header", "multivalueheader"],
    body: false,
    body_path: false,
};

/// `requestParameters` of a WebSocket API's integration.
pub(super) const ROUTE_REQUEST: Vocabulary = Vocabulary {
    api: ApiType::WebSocket,
    prefix: "route.request.",
    parameters: &["querystring", "multivaluequerystring", "header", "multivalueheader"],
    body: false,
    body_path: true,
};

/// Where a parameter of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Querystring,
    Header,
}

/// `method.request.header.Accept`
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// `'text'`
    Static(String),
    /// `stageVariables.name`
    StageVariable(String),
    /// `context.identity.sourceIp`
    Context(Vec<String>),
    /// `method.request.header.name`: the last of its values.
    Last(Place, String),
    /// `method.request.multivalueheader.name`
    All(Place, String),
    /// `method.request.body`
    Body,
    /// `method.request.body.pets[0].name`
    BodyPath(BodyPath),
}

/// A value on its way into a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mapped {
    One(String),
    /// Of `multivaluequerystring`, which stays several in a query string.
    Many(Vec<String>),
}

impl Mapped {
    /// Several are joined with commas.
    pub fn joined(self) -> String {
        match self {
            Mapped::One(value) => value,
            Mapped::Many(values) => values.join(","),
        }
    }

    pub fn values(self) -> Vec<String> {
        match self {
            Mapped::One(value) => vec![value],
            Mapped::Many(values) => values,
        }
    }
}

/// The message that an expression is evaluated on.
pub(super) trait Facts {
    /// All values of a parameter in order; a header only in this case.
    fn values(&self, place: Place, name: &str) -> Vec<&str>;
    /// The body, if it is text.
    fn body(&self) -> Option<&str>;
    /// `$context`
    fn context(&self) -> &Entries;
    /// `$stageVariables`
    fn stage_variables(&self) -> &Entries;
}

/// The body starts like JSON and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotJson;

impl Expression {
    /// Reads an expression; a refusal has `path` as its place.
    pub fn parse(text: &str, vocabulary: &Vocabulary, path: &str) -> Result<Expression, Refusal> {
        let invalid = || invalid(text, vocabulary, path);
        if let Some(quoted) = text.strip_prefix('\'') {
            return quoted.strip_suffix('\'').map(|text| Expression::Static(text.to_owned())).ok_or_else(|| {
                Refusal::new(path, format!("the static value `{}` has no `'` at its end", super::refusal::shown(text)))
            });
        }
        if let Some(name) = text.strip_prefix("stageVariables.") {
            return if is_name(name) { Ok(Expression::StageVariable(name.to_owned())) } else { Err(invalid()) };
        }
        if let Some(names) = text.strip_prefix("context.") {
            let found = context_path(names).ok_or_else(invalid)?;
            return match vocabulary.api.knows(&found) {
                true => Ok(Expression::Context(found)),
                false => Err(unknown_context(names, vocabulary.api, path)),
            };
        }
        let part = text.strip_prefix(vocabulary.prefix).ok_or_else(invalid)?;
        if part == "body" && vocabulary.body {
            return Ok(Expression::Body);
        }
        if let Some(json_path) = part.strip_prefix("body.").filter(|_| vocabulary.body_path) {
            let dotted =
                if json_path.starts_with("$.") || json_path == "$" { json_path } else { &format!("$.{json_path}") };
            return BodyPath::parse(dotted).map(Expression::BodyPath).map_err(|fault| {
                Refusal::new(path, format!("`{}` is not JSONPath: {}", super::refusal::shown(json_path), fault.message))
            });
        }
        let (kind, name) = part.split_once('.').ok_or_else(invalid)?;
        if !vocabulary.parameters.contains(&kind) || !is_name(name) {
            return Err(invalid());
        }
        let name = name.to_owned();
        Ok(match kind {
            "path" => Expression::Last(Place::Path, name),
            "querystring" => Expression::Last(Place::Querystring, name),
            "header" => Expression::Last(Place::Header, name),
            "multivaluequerystring" => Expression::All(Place::Querystring, name),
            _ => Expression::All(Place::Header, name),
        })
    }

    /// True if it must look into the body.
    fn needs_body(&self) -> bool {
        matches!(self, Expression::Body | Expression::BodyPath(_))
    }

    /// The value; `None` where there is none, which maps nothing. See [`evaluate_all`] for more than one.
    pub fn evaluate(&self, facts: &dyn Facts) -> Result<Option<Mapped>, NotJson> {
        with_json(facts, self.needs_body(), |json| self.value(facts, json))?
    }

    fn value(&self, facts: &dyn Facts, json: Option<&JsonBody<'_>>) -> Result<Option<Mapped>, NotJson> {
        let one = |value: Option<String>| value.map(Mapped::One);
        Ok(match self {
            Expression::Static(text) => one(Some(text.clone())),
            Expression::StageVariable(name) => one(variable(facts.stage_variables(), name)),
            Expression::Context(names) => one(look_up(facts.context(), names)),
            Expression::Last(place, name) => one(facts.values(*place, name).last().map(ToString::to_string)),
            Expression::All(place, name) => {
                let values: Vec<String> = facts.values(*place, name).iter().map(ToString::to_string).collect();
                match place {
                    _ if values.is_empty() => None,
                    Place::Querystring if values.len() > 1 => Some(Mapped::Many(values)),
                    _ => Some(Mapped::One(values.join(","))),
                }
            }
            Expression::Body => one(facts.body().map(str::trim).map(|body| match body {
                "" => "{}".to_owned(),
                body => body.to_owned(),
            })),
            // a path that fails on this body leads nowhere
            Expression::BodyPath(path) => one(json.and_then(|json| json.get(path).unwrap_or(None))),
        })
    }
}

/// The values that there are, each with what it is for. The body is read once.
pub(super) fn evaluate_all<'m, T>(
    mappings: &'m [(T, Expression)],
    facts: &dyn Facts,
) -> Result<Vec<(&'m T, Mapped)>, NotJson> {
    let needs_body = mappings.iter().any(|(_, expression)| expression.needs_body());
    with_json(facts, needs_body, |json| {
        let mut all = Vec::with_capacity(mappings.len());
        for (target, expression) in mappings {
            if let Some(value) = expression.value(facts, json)? {
                all.push((target, value));
            }
        }
        Ok(all)
    })?
}

/// The service reads a body as JSON if it begins like it, even if all of it is wanted.
fn with_json<R>(
    facts: &dyn Facts,
    needs_body: bool,
    work: impl FnOnce(Option<&JsonBody<'_>>) -> R,
) -> Result<R, NotJson> {
    match facts.body().map(str::trim).filter(|body| needs_body && starts_like_json(body)) {
        Some(body) => body_path::with(body, |json| json.map(|json| work(Some(&json)))).map_err(|_| NotJson),
        None => Ok(work(None)),
    }
}

fn starts_like_json(body: &str) -> bool {
    body.starts_with(['{', '[', '"', '\''])
}

/// `$stageVariables.name` as text.
pub(super) fn variable(entries: &Entries, name: &str) -> Option<String> {
    entries.iter().find(|(key, _)| key == name).and_then(|(_, datum)| scalar(datum))
}

/// `identity.sourceIp` in a context, as text; maps and null are nothing.
pub(super) fn look_up(context: &Entries, names: &[String]) -> Option<String> {
    let mut entries = context;
    let (last, maps) = names.split_last()?;
    for name in maps {
        match entries.iter().find(|(key, _)| key == name) {
            Some((_, Datum::Map(inner))) => entries = inner,
            _ => return None,
        }
    }
    variable(entries, last)
}

fn scalar(datum: &Datum) -> Option<String> {
    match datum {
        Datum::Null | Datum::Map(_) => None,
        datum => Some(overrides::text(datum)),
    }
}

/// `authorizer.claims['cognito:username']` → its names.
pub(super) fn context_path(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if !is_context_name(name) {
            return None;
        }
        names.push(name.to_owned());
        rest = after;
        while let Some(inner) = rest.strip_prefix("['") {
            let (name, after) = inner.split_once("']")?;
            names.push(name.to_owned());
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None => return rest.is_empty().then_some(names),
        }
    }
}

/// The documentation's `^[a-zA-Z0-9._$-]+$`.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._$-".contains(&b))
}

/// A claim's name may have colons.
fn is_context_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_$-:".contains(&b))
}

#[cold]
fn invalid(text: &str, vocabulary: &Vocabulary, path: &str) -> Refusal {
    let refusal = Refusal::new(path, format!("invalid mapping expression `{}`", super::refusal::shown(text)));
    match suggestion(text, vocabulary) {
        Some(near) => refusal.with_help(format!("did you mean `{near}`?")),
        None => refusal.with_help(format!("it must be {}", forms(vocabulary))),
    }
}

/// `context.requestid`: the documentation has a table of the names that there are.
#[cold]
fn unknown_context(names: &str, api: ApiType, path: &str) -> Refusal {
    let text = super::refusal::shown(names);
    let refusal = Refusal::new(path, format!("invalid mapping expression `context.{text}`"));
    let known: Vec<&str> = api.context_names().filter(|name| !name.contains('*')).collect();
    let near = super::nearest::nearest(names, &known);
    refusal.with_help(match near {
        Some(near) => format!("did you mean `context.{near}`?"),
        None => format!("`$context` of {} has no such variable", api.shown()),
    })
}

/// What the writer may have meant.
fn suggestion(text: &str, vocabulary: &Vocabulary) -> Option<String> {
    let bare = text.strip_prefix('$').unwrap_or(text);
    let mut heads: Vec<String> = vec!["stageVariables.".into(), "context.".into()];
    heads.extend(vocabulary.parameters.iter().map(|kind| format!("{}{kind}.", vocabulary.prefix)));
    if vocabulary.body_path {
        heads.push(format!("{}body.", vocabulary.prefix));
    }
    if vocabulary.body && bare == format!("{}body", vocabulary.prefix) {
        return Some(bare.to_owned());
    }
    // as many dotted names as the nearest beginning has
    for dots in [3, 1] {
        let end = bare.match_indices('.').nth(dots - 1).map(|(at, _)| at + 1);
        let Some((head, tail)) = end.map(|end| bare.split_at(end)).filter(|(_, tail)| !tail.is_empty()) else {
            continue;
        };
        let known: Vec<&str> = heads.iter().map(String::as_str).filter(|h| h.matches('.').count() == dots).collect();
        if let Some(near) = super::nearest::nearest(head, &known)
            && format!("{near}{tail}") != text
        {
            return Some(format!("{near}{tail}"));
        }
    }
    let is_word = !bare.is_empty() && bare.len() < 80 && !bare.contains(['.', '\'']);
    is_word.then(|| format!("'{bare}'"))
}

fn forms(vocabulary: &Vocabulary) -> String {
    let prefix = vocabulary.prefix;
    let mut forms: Vec<String> = vocabulary.parameters.iter().map(|kind| format!("`{prefix}{kind}.NAME`")).collect();
    if vocabulary.body {
        forms.push(format!("`{prefix}body`"));
    }
    if vocabulary.body_path {
        forms.push(format!("`{prefix}body.JSONPATH`"));
    }
    format!("{}, `context.NAME`, `stageVariables.NAME` or `'static'`", forms.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Expression::parse(text, &METHOD_REQUEST, "x").unwrap_err().to_string()
    }

    #[test]
    fn a_slip_of_the_pen_is_named() {
        assert_eq!(
            refused("method.request.querystrings.page"),
            "x: invalid mapping expression `method.request.querystrings.page`; \
             did you mean `method.request.querystring.page`?"
        );
        assert!(refused("$context.requestId").ends_with("did you mean `context.requestId`?"));
        assert!(refused("stageVariable.table").ends_with("did you mean `stageVariables.table`?"));
        assert!(refused("true").ends_with("did you mean `'true'`?"));
        assert!(refused("'open").ends_with("has no `'` at its end"));
        assert!(refused("method.request.header.a b").contains("it must be `method.request.path.NAME`"));
        assert!(refused("method.request.body.a[?(@.b").contains("is not JSONPath"));
    }

    #[test]
    fn each_place_has_its_own_sources() {
        let parse = |text, vocabulary| Expression::parse(text, vocabulary, "x");
        assert_eq!(parse("method.request.body", &METHOD_REQUEST).unwrap(), Expression::Body);
        assert!(parse("method.request.body", &GATEWAY_RESPONSE).is_err());
        assert!(parse("integration.response.querystring.a", &INTEGRATION_RESPONSE).is_err());
        assert!(parse("route.request.body.a", &ROUTE_REQUEST).is_ok());
        assert!(parse("route.request.path.a", &ROUTE_REQUEST).is_err());
        assert_eq!(
            parse("context.authorizer.claims['cognito:username']", &METHOD_REQUEST).unwrap(),
            Expression::Context(["authorizer", "claims", "cognito:username"].map(str::to_owned).to_vec())
        );
    }
}
