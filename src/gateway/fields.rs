//! Reads an event from JSON, field by field, and says which field is not as it should be.

use super::context::Entries;
use super::nearest::nearest;
use super::{Event, Overrides, proxy_event};
use crate::error::{ErrorKind, Fault, Result};
use crate::value::Datum;

const EVENT: &[&str] = &["body", "params", "context", "stageVariables", "vars", "variables", "overrides"];
const PARAMS: &[&str] = &["path", "querystring", "header"];
const OVERRIDES: &[&str] = &["requestOverride", "responseOverride"];

/// An event, in this library's own shape or in that of a Lambda proxy integration.
pub(super) fn event(datum: Datum) -> Result<Event> {
    let Datum::Map(fields) = datum else {
        return Err(fault(format!("an event must be an object, but this is {}", kind(&datum)))
            .help("an empty event is `{}`; a body goes into the field `body`"));
    };
    if fields.iter().any(|(name, _)| name == "requestContext") {
        return proxy_event::event(fields);
    }
    let mut event = Event::new();
    for (name, datum) in fields {
        match name.as_str() {
            "body" => event.body = body(datum)?,
            "params" => event = params(event, object(datum, "params")?)?,
            "context" => event = event.with_context(object(datum, "context")?),
            "stageVariables" => event.stage_variables = object(datum, "stageVariables")?,
            "vars" | "variables" => event.variables.extend(object(datum, &name)?),
            "overrides" => event = event.overrides(overrides(datum)?),
            _ => return Err(unknown("", &name, EVENT)),
        }
    }
    Ok(event)
}

/// `{"requestOverride": …, "responseOverride": …}`
pub(super) fn overrides(datum: Datum) -> Result<Overrides> {
    let (mut request, mut response) = (None, None);
    for (name, datum) in object(datum, "overrides")? {
        match name.as_str() {
            "requestOverride" => request = Some(datum),
            "responseOverride" => response = Some(datum),
            _ => return Err(unknown("overrides.", &name, OVERRIDES)),
        }
    }
    Ok(Overrides::new(request, response))
}

/// A text as it is. JSON is convenient for people who write events by hand: it becomes its own text.
fn body(datum: Datum) -> Result<Option<String>> {
    match datum {
        Datum::Null => Ok(None),
        Datum::String(text) => Ok(Some(text)),
        Datum::List(_) | Datum::Map(_) => {
            let mut text = String::new();
            write_compact(&datum, &mut text);
            Ok(Some(text))
        }
        other => Err(expected("body", "a string, an object or a list", &other)
            .help("a body is a text: put the number or the `true` into quotes")),
    }
}

fn params(mut event: Event, fields: Entries) -> Result<Event> {
    for (name, datum) in fields {
        match name.as_str() {
            "path" => event.path = object(datum, "params.path")?,
            "querystring" => event.querystring = object(datum, "params.querystring")?,
            "header" => event = event.with_headers(object(datum, "params.header")?),
            _ => return Err(unknown("params.", &name, PARAMS)),
        }
    }
    Ok(event)
}

/// The entries of an object; null counts as an empty one.
pub(super) fn object(datum: Datum, path: &str) -> Result<Entries> {
    match datum {
        Datum::Map(entries) => Ok(entries),
        Datum::Null => Ok(Vec::new()),
        other => Err(expected(path, "an object", &other)),
    }
}

pub(super) fn expected(path: &str, expected: &str, found: &Datum) -> Box<Fault> {
    fault(format!("`{path}` must be {expected}, but is {}", kind(found)))
}

fn unknown(within: &str, name: &str, known: &[&str]) -> Box<Fault> {
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{within}{near}`?"),
        None => format!("known are: {}", known.join(", ")),
    };
    fault(format!("unknown field `{within}{name}`")).help(help)
}

pub(super) fn fault(message: impl Into<String>) -> Box<Fault> {
    Fault::new(ErrorKind::Event, message)
}

fn kind(datum: &Datum) -> &'static str {
    match datum {
        Datum::Null => "null",
        Datum::Boolean(true) => "`true`",
        Datum::Boolean(false) => "`false`",
        Datum::String(_) => "a string",
        Datum::List(_) => "a list",
        Datum::Map(_) => "an object",
        Datum::Integer(_) | Datum::Long(_) | Datum::Double(_) | Datum::BigInteger(_) | Datum::BigDecimal(_) => {
            "a number"
        }
    }
}

/// JSON without a blank, every number with all its digits.
pub(crate) fn write_compact(datum: &Datum, out: &mut String) {
    match datum {
        Datum::BigInteger(i) => out.push_str(&i.to_string()),
        Datum::BigDecimal(d) => d.write(out),
        Datum::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                write_compact(item, out);
            }
            out.push(']');
        }
        Datum::Map(entries) => {
            out.push('{');
            for (i, (key, datum)) in entries.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                write_compact(&Datum::String(key.clone()), out);
                out.push(':');
                write_compact(datum, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&super::overrides::json(scalar).to_string()),
    }
}
