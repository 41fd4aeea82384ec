//! `expect:`, what a case's output must be.

use serde_json::Value as Json;

use super::fields::{
    ANSWER, ERROR, EXPECT, Fields, OVERRIDES, REQUEST_OVERRIDE, RESPONSE_OVERRIDE, SENT, STEPS, entries, expected,
    scalar, word,
};
use super::node::{Complaint, Key, Kind, Mark, Node};
use super::suite::{Reader, file_name, unescaped};
use crate::jsonpath::Path;
use crate::regex::Regex;
use crate::suite::model::{Check, Expect, ExpectedError, ExpectedValue, SentOverrides};

/// What is expected of the output of one template.
pub(super) fn read(reader: &Reader<'_>, node: Option<&Node>) -> Result<Expect, Complaint> {
    let Some(node) = node else { return Ok(Expect::default()) };
    let of_pipelines = |key: &Key| [STEPS, ANSWER, SENT].iter().any(|known| known.contains(&key.name.as_str()));
    if let Some((key, _)) = entries(node, "expect")?.iter().find(|(key, _)| of_pipelines(key)) {
        let help = match STEPS.contains(&key.name.as_str()) {
            true => "without `pipeline`, what is expected of the output stands in `expect` itself",
            false => {
                "what the template sets is expected by `overrides: { response: { status: 202, header: { X-A: b } } }`"
            }
        };
        let complaint = Complaint::at(key.mark, format!("`expect.{}` has a meaning in a pipeline only", key.name));
        return Err(complaint.help(help));
    }
    checks(reader, &Fields::new(node, "`expect`", &[EXPECT])?)
}

/// What is expected of the two steps of a pipeline.
pub(super) fn steps(reader: &Reader<'_>, node: Option<&Node>) -> Result<(Expect, Expect), Complaint> {
    let Some(node) = node else { return Ok((Expect::default(), Expect::default())) };
    let known = |key: &Key| [EXPECT, ANSWER, SENT].iter().any(|known| known.contains(&key.name.as_str()));
    if let Some((key, _)) = entries(node, "expect")?.iter().find(|(key, _)| known(key)) {
        return Err(Complaint::at(
            key.mark,
            format!("in a pipeline `{}` stands in `request` or in `response`", key.name),
        )
        .help(format!("write `expect: {{ response: {{ {}: … }} }}`", key.name)));
    }
    let steps = Fields::new(node, "`expect` of a pipeline", &[STEPS])?;
    let mut request = Expect::default();
    if let Some(node) = steps.get("request") {
        let fields = Fields::new(node, "`expect.request`", &[EXPECT, SENT])?;
        if let Some(url) = fields.text("url")? {
            request.checks.push((fields.key("url"), Check::Url(url.to_owned())));
        }
        headers(&fields, &mut request)?;
        request.checks.extend(checks(reader, &fields)?.checks);
        check_error_alone(&request)?;
    }
    let mut response = Expect::default();
    if let Some(node) = steps.get("response") {
        let fields = Fields::new(node, "`expect.response`", &[EXPECT, ANSWER])?;
        answer(&fields, &mut response)?;
        response.checks.extend(checks(reader, &fields)?.checks);
        check_error_alone(&response)?;
    }
    Ok((request, response))
}

/// `status`, `headers`, `integration_response` and `gateway_response`
fn answer(fields: &Fields<'_>, expect: &mut Expect) -> Result<(), Complaint> {
    if let Some(name) = fields.text("integration_response")? {
        let check = Check::IntegrationResponse(name.to_owned());
        expect.checks.push((fields.key("integration_response"), check));
    }
    if let Some(name) = fields.text("gateway_response")? {
        expect.checks.push((fields.key("gateway_response"), Check::GatewayResponse(name.to_owned())));
    }
    if let Some(status) = fields.status("status")? {
        expect.checks.push((fields.key("status"), Check::Status(status)));
    }
    headers(fields, expect)
}

fn headers(fields: &Fields<'_>, expect: &mut Expect) -> Result<(), Complaint> {
    let headers = fields.pairs("headers")?;
    check_says_something(fields, "headers", headers.is_empty())?;
    expect.checks.extend(headers.into_iter().map(|(mark, name, value)| (mark, Check::Header(name, value))));
    Ok(())
}

/// The checks in the order in which their failures are worth reading.
fn checks(reader: &Reader<'_>, fields: &Fields<'_>) -> Result<Expect, Complaint> {
    let mut checks = Vec::new();
    if let Some(node) = fields.get("error")
        && let Some(error) = error(node)?
    {
        checks.push((fields.key("error"), Check::Error(error)));
    }
    if let Some(is_valid) = fields.bool("valid_json")? {
        checks.push((fields.key("valid_json"), Check::ValidJson(is_valid)));
    }
    if let Some(node) = fields.given("json") {
        let json = match node.text() {
            Some(written) if file_name(written).is_none() => of_text(unescaped(written)),
            _ => comparable(&*reader.loaded(node, "json")?)?,
        };
        checks.push((fields.key("json"), Check::Json(json)));
    }
    if let Some(node) = fields.get("path") {
        let entries = entries(node, "path")?;
        check_says_something(fields, "path", entries.is_empty())?;
        for (key, node) in entries {
            check_path(&key.name, key.mark)?;
            checks.push((key.mark, Check::Path(key.name.clone(), Some(comparable(node)?))));
        }
    }
    for (mark, path) in sought(fields, "no_path")? {
        check_path(&path, mark)?;
        checks.push((mark, Check::Path(path, None)));
    }
    if let Some(node) = fields.get("text") {
        checks.push((fields.key("text"), Check::Text(reader.text(node, "text")?)));
    }
    checks.extend(sought(fields, "contains")?.into_iter().map(|(mark, text)| (mark, Check::Contains(text))));
    checks.extend(sought(fields, "not_contains")?.into_iter().map(|(mark, text)| (mark, Check::NotContains(text))));
    for (mark, pattern) in sought(fields, "matches")? {
        let regex = regex(&pattern, mark)?;
        checks.push((mark, Check::Matches(pattern, regex)));
    }
    if let Some(node) = fields.given("overrides") {
        checks.push((fields.key("overrides"), Check::Overrides(Box::new(overrides(node)?))));
    }
    if fields.get("warnings").is_some() {
        let texts = fields.texts("warnings")?.into_iter().map(|(_, text)| text).collect();
        checks.push((fields.key("warnings"), Check::Warnings(texts)));
    }
    let expect = Expect { checks };
    check_error_alone(&expect)?;
    Ok(expect)
}

/// Texts to look for. None at all, or an empty one, would be an expectation that nothing can fail.
fn sought(fields: &Fields<'_>, name: &str) -> Result<Vec<(Mark, String)>, Complaint> {
    let texts = fields.texts(name)?;
    check_says_something(fields, name, texts.is_empty())?;
    match texts.iter().find(|(_, text)| text.is_empty()) {
        Some((mark, _)) => Err(Complaint::at(*mark, format!("an empty text in `{name}` is in every output"))
            .help("to expect that the output is empty, write `text: \"\"`")),
        None => Ok(texts),
    }
}

fn check_says_something(fields: &Fields<'_>, name: &str, is_empty: bool) -> Result<(), Complaint> {
    match fields.get(name) {
        Some(node) if is_empty => {
            Err(Complaint::at(node.mark, format!("`{name}` is empty, and so expects nothing")).help("leave it out"))
        }
        _ => Ok(()),
    }
}

/// An expected value that can be held.
fn comparable(node: &Node) -> Result<ExpectedValue, Complaint> {
    check_numbers(node)?;
    Ok(ExpectedValue { json: node.to_json(), text: node.to_json_text() })
}

fn of_text(text: &str) -> ExpectedValue {
    let json = Json::from(text);
    ExpectedValue { text: json.to_string(), json }
}

fn check_numbers(node: &Node) -> Result<(), Complaint> {
    match &node.kind {
        Kind::Number(written) if !written.parse::<f64>().is_ok_and(f64::is_finite) => {
            let message = format!("the number {written} is too large to be compared");
            Err(Complaint::at(node.mark, message).help("use `contains` or `text`"))
        }
        Kind::List(items) => items.iter().try_for_each(check_numbers),
        Kind::Map(entries) => entries.iter().try_for_each(|(_, node)| check_numbers(node)),
        _ => Ok(()),
    }
}

fn check_error_alone(expect: &Expect) -> Result<(), Complaint> {
    match expect.error() {
        Some((mark, _)) if expect.checks.iter().filter(|(_, check)| check.is_of_output()).count() > 1 => {
            Err(Complaint::at(mark, "where an error is expected there is no output to expect something of")
                .help("remove the other expectations, or make them a case of their own"))
        }
        _ => Ok(()),
    }
}

fn check_path(path: &str, mark: Mark) -> Result<(), Complaint> {
    Path::parse(path).map(|_| ()).map_err(|fault| Complaint::at(mark, fault.message.clone()))
}

pub(super) fn regex(pattern: &str, mark: Mark) -> Result<Regex, Complaint> {
    Regex::new(pattern).map_err(|error| {
        let message = error.to_string();
        let first = message.lines().next().unwrap_or_default();
        Complaint::at(mark, format!("`{pattern}` is no regular expression of Java: {first}"))
    })
}

/// `error: true`, the text that its message contains, or what it is like.
fn error(node: &Node) -> Result<Option<ExpectedError>, Complaint> {
    let kinds: Vec<(&str, &str)> =
        ["syntax", "exception", "body", "jsonpath", "directive", "limit"].iter().map(|kind| (*kind, *kind)).collect();
    let part = |(mark, text): (Mark, String)| match text.is_empty() {
        true => Err(Complaint::at(mark, "every message contains an empty text")
            .help("to expect any error, write `error: true`")),
        false => Ok(text),
    };
    match &node.kind {
        Kind::Bool(true) => Ok(Some(ExpectedError::default())),
        Kind::Bool(false) => Ok(None),
        Kind::Text(text) => {
            Ok(Some(ExpectedError { contains: vec![part((node.mark, text.clone()))?], ..ExpectedError::default() }))
        }
        Kind::Map(_) => {
            let fields = Fields::new(node, "`error`", &[ERROR])?;
            let contains = fields.texts("contains")?;
            check_says_something(&fields, "contains", contains.is_empty())?;
            Ok(Some(ExpectedError {
                contains: contains.into_iter().map(part).collect::<Result<_, _>>()?,
                kind: fields.get("kind").map(|node| word(node, "kind", &kinds)).transpose()?.map(ToOwned::to_owned),
                line: fields.place("line")?,
                column: fields.place("column")?,
            }))
        }
        _ => Err(expected(node, "error", "`true`, a part of its message, or an object")),
    }
}

fn overrides(node: &Node) -> Result<SentOverrides, Complaint> {
    let mut expected = SentOverrides::default();
    let nothing = Node { mark: node.mark, kind: Kind::Map(Vec::new()) };
    let fields = Fields::new(if node.is_null() { &nothing } else { node }, "`overrides`", &[OVERRIDES])?;
    if let Some(node) = fields.get("request") {
        let request = Fields::new(node, "`overrides.request`", &[REQUEST_OVERRIDE])?;
        expected.request_header = sent(&request, "header")?;
        expected.request_path = sent(&request, "path")?;
        expected.request_querystring = sent(&request, "querystring")?;
    }
    if let Some(node) = fields.get("response") {
        let response = Fields::new(node, "`overrides.response`", &[RESPONSE_OVERRIDE])?;
        expected.response_header = sent(&response, "header")?;
        expected.status = response.get("status").map(Node::to_json);
    }
    Ok(expected)
}

/// Names and values as they are sent: a list is one value, joined with commas.
fn sent(fields: &Fields<'_>, name: &str) -> Result<Vec<(String, String)>, Complaint> {
    let Some(node) = fields.get(name) else { return Ok(Vec::new()) };
    let value = |key: &Key, node: &Node| match &node.kind {
        Kind::List(items) => {
            Ok(items.iter().map(|item| scalar(item, &key.name)).collect::<Result<Vec<_>, _>>()?.join(","))
        }
        _ => scalar(node, &key.name),
    };
    entries(node, name)?
        .iter()
        .filter(|(_, node)| !node.is_null())
        .map(|(key, node)| Ok((key.name.clone(), value(key, node)?)))
        .collect()
}
