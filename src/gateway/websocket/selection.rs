//! Selection expressions: which route, template, model or integration response it is.

use super::super::body_path::{self, BodyPath, JsonBody};
use super::super::nearest::nearest;
use super::super::refusal::shown;
use super::super::selection_expression::Expression;
use super::{Headers, Message, Refusal};

/// A variable of a selection expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Variable {
    /// `$request.body.action`
    Body(BodyPath),
    /// `$integration.response.statuscode`
    Status,
    /// `$integration.response.header.name`
    Header(String),
    /// `$integration.response.multivalueheader.name`
    MultiValueHeader(String),
    /// An unescaped `$default`: the reserved key.
    Default,
}

/// Where an expression stands, and so which variables it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Of an API, a route or an integration: the message is known.
    Request,
    /// Of an integration response: the answer is known, too.
    Response,
}

/// A selection expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selection(Expression<Variable>);

/// An answer, as far as an expression looks at it.
#[derive(Clone, Copy)]
pub(super) struct AnswerFacts<'f> {
    pub status: i64,
    pub headers: &'f Headers,
}

impl Selection {
    /// Reads an expression, such as `${request.body.service}/${request.body.action}`.
    pub fn parse(source: &str, stand: Stand, path: &str) -> Result<Selection, Refusal> {
        Expression::parse(source, path, |name| variable(name, stand, path)).map(Selection)
    }

    /// The key for a message, and for its answer if there is one. What is missing is the empty text; a list is `[a, b]`.
    pub fn key(&self, message: &Message, answer: Option<AnswerFacts<'_>>) -> String {
        let evaluate = |json: Option<&JsonBody<'_>>| {
            self.0.evaluate(|variable| match (variable, answer) {
                (Variable::Body(path), _) => json.and_then(|json| json.get_printed(path).ok().flatten()),
                (Variable::Default, _) => Some("$default".to_owned()),
                (Variable::Status, Some(answer)) => Some(answer.status.to_string()),
                (Variable::Header(name), Some(answer)) => answer.headers.get(name).map(str::to_owned),
                (Variable::MultiValueHeader(name), Some(answer)) => {
                    let values: Vec<&str> = answer.headers.all(name).collect();
                    (!values.is_empty()).then(|| values.join(","))
                }
                (_, None) => None,
            })
        };
        if !self.0.variables().any(|(variable, _)| matches!(variable, Variable::Body(_))) {
            return evaluate(None);
        }
        body_path::with(message.body_text(), |json| evaluate(json.ok().as_ref()))
    }
}

const REQUEST: &[&str] = &["request.body."];
const RESPONSE: &[&str] = &[
    "request.body.",
    "integration.response.statuscode",
    "integration.response.header.",
    "integration.response.multivalueheader.",
];

fn variable(name: &str, stand: Stand, path: &str) -> Result<Variable, Refusal> {
    if name == "default" {
        return Ok(Variable::Default);
    }
    if let Some(json_path) = name.strip_prefix("request.body.") {
        let parsed = BodyPath::parse(&format!("$.{json_path}")).or_else(|_| BodyPath::parse(json_path));
        return parsed
            .map(Variable::Body)
            .map_err(|fault| Refusal::new(path, format!("`{}` is not JSONPath: {}", shown(json_path), fault.message)));
    }
    if stand == Stand::Response {
        let name = |prefix: &str| name.strip_prefix(prefix).filter(|name| !name.is_empty()).map(str::to_owned);
        if let Some(header) = name("integration.response.header.") {
            return Ok(Variable::Header(header));
        }
        if let Some(header) = name("integration.response.multivalueheader.") {
            return Ok(Variable::MultiValueHeader(header));
        }
    }
    if name == "integration.response.statuscode" && stand == Stand::Response {
        return Ok(Variable::Status);
    }
    let known = if stand == Stand::Request { REQUEST } else { RESPONSE };
    let refusal = Refusal::new(path, format!("invalid selection expression: there is no variable `${}`", shown(name)));
    let head = |known: &str| {
        let dots = known.matches('.').count();
        let end = if known.ends_with('.') { name.match_indices('.').nth(dots - 1).map(|(at, _)| at + 1) } else { None };
        let (head, tail) = name.split_at(end.unwrap_or(name.len()));
        nearest(head, &[known]).map(|near| format!("{near}{tail}"))
    };
    Err(refusal.with_help(match known.iter().find_map(|known| head(known)).filter(|near| near != name) {
        Some(near) => format!("did you mean `${{{near}}}`?"),
        None => {
            format!("a variable begins with {}", known.iter().map(|k| format!("`${k}`")).collect::<Vec<_>>().join(", "))
        }
    }))
}
