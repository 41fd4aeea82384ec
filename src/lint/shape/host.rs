//! `$input`, `$util`, `$context` and `$stageVariables`: what is known of what they answer.

use super::chains::{Chain, Link};
use super::path::Path;
use super::reference::Asked;
use super::terms::Term;
use super::value::{Collection, Host, Origin, Piece, Source, Unknown, Value, What};
use crate::error::Span;

/// The object of that name.
pub(super) fn root(path: &mut Path<'_, '_>, name: &str) -> Option<Host> {
    Some(match name {
        "input" => Host::Input,
        "util" => Host::Util,
        "context" => Host::Context(path.world.terms.root("context")),
        "stageVariables" => Host::StageVariables,
        _ => return None,
    })
}

/// A step from such an object.
pub(super) fn step<'p>(path: &mut Path<'p, '_>, host: Host, asked: &Asked<'p>, at: Span) -> Value<'p> {
    match host {
        Host::Input => input(path, asked, at),
        Host::Util => util(path, asked, at),
        Host::Context(term) => context(path, term, asked, at),
        Host::StageVariables => map_step(path, Source::StageVariables, "stageVariables", asked, at),
        Host::Params => params(path, asked, at),
        Host::Parameters(of) => map_step(path, of, parameters_name(of), asked, at),
    }
}

fn parameters_name(of: Source) -> &'static str {
    match of {
        Source::Path => "params.path",
        Source::Query => "params.querystring",
        Source::Header => "params.header",
        _ => "params.any",
    }
}

fn unknown<'p>(origin: Origin, term: Term, made: Span) -> Value<'p> {
    Value::Unknown(Unknown::new(origin, term, made))
}

fn input<'p>(path: &mut Path<'p, '_>, asked: &Asked<'p>, at: Span) -> Value<'p> {
    match asked {
        Asked::Property("body") => {
            let term = path.world.terms.root("body");
            unknown(Origin::Body, term, at)
        }
        Asked::Method("params", arguments) => match arguments[..] {
            [] => Value::Host(Host::Params),
            [name] => {
                let term = path.world.terms.root("param");
                let of = Collection { of: Source::Query, term, chain: Chain::NONE, made: at };
                path.child_of(of, name, at)
            }
            _ => Value::Nothing,
        },
        Asked::Method(name @ ("path" | "json"), arguments) if arguments.len() == 1 => {
            let value = json_path(path, arguments[0], at);
            match value {
                Value::Unknown(found) if *name == "json" => {
                    if found.origin == Origin::Anything {
                        return Value::Unknown(Unknown { origin: Origin::JsonText, ..found });
                    }
                    let term = path.world.terms.child(found.term, "json");
                    unknown(Origin::JsonText, term, at)
                }
                value => value,
            }
        }
        _ => Value::Nothing,
    }
}

/// `$input.path('$.a.b')`: the same value as `$input.path('$').a.b`.
fn json_path<'p>(path: &mut Path<'p, '_>, argument: Value<'p>, at: Span) -> Value<'p> {
    let Some(text) = path.known_text(argument) else {
        return match path.anything(at) {
            Value::Unknown(other) => Value::Unknown(Unknown { origin: Origin::JsonValue, ..other }),
            other => other,
        };
    };
    let mut term = path.world.terms.root("body");
    term = path.world.terms.child(term, "value");
    let steps = text.strip_prefix('$').unwrap_or(&text);
    let plain = |step: &str| !step.is_empty() && step.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let steps = steps.strip_prefix('.').unwrap_or(steps);
    if steps.is_empty() {
        return path_member(path, term, at);
    }
    if steps.len() > 2000 || !steps.split('.').all(plain) {
        let term = path.world.terms.child(term, &format!("({text})"));
        return path_member(path, term, at);
    }
    for step in steps.split('.') {
        path.world.containers.insert(term);
        term = path.world.terms.child(term, step);
    }
    path_member(path, term, at)
}

fn path_member<'p>(path: &Path<'p, '_>, term: Term, at: Span) -> Value<'p> {
    path.assigned.get(&term).copied().unwrap_or_else(|| unknown(Origin::JsonValue, term, at))
}

fn params<'p>(path: &mut Path<'p, '_>, asked: &Asked<'p>, at: Span) -> Value<'p> {
    let named = |name: &str| match name {
        "path" => Value::Host(Host::Parameters(Source::Path)),
        "querystring" => Value::Host(Host::Parameters(Source::Query)),
        "header" => Value::Host(Host::Parameters(Source::Header)),
        _ => Value::Nothing,
    };
    match asked {
        Asked::Property(name) => named(name),
        Asked::Index(key) => {
            path.known_text(*key).map_or(Value::Host(Host::Parameters(Source::Anything)), |k| named(&k))
        }
        Asked::Method("get", arguments) if arguments.len() == 1 => {
            path.known_text(arguments[0]).map_or(Value::Host(Host::Parameters(Source::Anything)), |k| named(&k))
        }
        Asked::Method("keySet", _) => {
            let mut list = bumpalo::collections::Vec::new_in(path.arena);
            list.extend(["path", "header", "querystring"].map(|name| path.constant(name, at)));
            Value::List(path.arena.alloc(std::cell::RefCell::new(list)))
        }
        Asked::Method("size", _) => Value::Integer(3),
        Asked::Method("isEmpty", _) => Value::Boolean(false),
        _ => path.anything(at),
    }
}

/// A step from one of the maps of parameters or of stage variables.
fn map_step<'p>(path: &mut Path<'p, '_>, of: Source, name: &str, asked: &Asked<'p>, at: Span) -> Value<'p> {
    let term = path.world.terms.root(name);
    let of = Collection { of, term, chain: Chain::NONE, made: at };
    match asked {
        Asked::Property("class") => path.anything(at),
        Asked::Property(name) => path.child(of, name, at),
        Asked::Index(key) => path.child_of(of, *key, at),
        Asked::Method("get", arguments) if arguments.len() == 1 => path.child_of(of, arguments[0], at),
        Asked::Method("keySet", _) => Value::Keys(of),
        Asked::Method("values", _) => Value::Values(of),
        Asked::Method("entrySet", _) => Value::Entries(of),
        Asked::Method("size", _) => Value::Size(of),
        Asked::Method("isEmpty", _) => Value::Test(super::value::Test::Empty(of)),
        Asked::Method("toString", _) => match path.anything(at) {
            Value::Unknown(other) => Value::Unknown(Unknown { origin: Origin::Parameters, ..other }),
            other => other,
        },
        _ => path.anything(at),
    }
}

/// Maps in `$context`; everything else in it is text or a number.
const MAPS: &[&str] = &[
    "context.identity",
    "context.authorizer",
    "context.authorizer.claims",
    "context.error",
    "context.requestOverride",
    "context.requestOverride.path",
    "context.requestOverride.header",
    "context.requestOverride.querystring",
    "context.responseOverride",
    "context.responseOverride.header",
    "context.identity.clientCert",
    "context.identity.clientCert.validity",
];

fn context<'p>(path: &mut Path<'p, '_>, term: Term, asked: &Asked<'p>, at: Span) -> Value<'p> {
    let key = match asked {
        Asked::Property("class") => return path.anything(at),
        Asked::Property(name) => Some((*name).to_owned()),
        Asked::Index(key) => path.known_text(*key),
        Asked::Method("get", arguments) if arguments.len() == 1 => path.known_text(arguments[0]),
        Asked::Method("keySet" | "values" | "entrySet" | "size" | "isEmpty", _) => {
            let of = context_collection(path, term, at);
            return match asked {
                Asked::Method("keySet", _) => Value::Keys(of),
                Asked::Method("values", _) => Value::Values(of),
                Asked::Method("entrySet", _) => Value::Entries(of),
                Asked::Method("size", _) => Value::Size(of),
                _ => Value::Test(super::value::Test::Empty(of)),
            };
        }
        // overrides are set this way, and print nothing or what was set before
        Asked::Method("put" | "putAll", _) => return Value::Nothing,
        Asked::Method(..) => return path.anything(at),
    };
    let Some(key) = key else {
        let of = context_collection(path, term, at);
        let key = match asked {
            Asked::Index(key) => *key,
            Asked::Method(_, arguments) => arguments[0],
            Asked::Property(_) => return Value::Nothing,
        };
        return path.child_of(of, key, at);
    };
    let term = path.world.terms.child(term, &key);
    let name = path.world.terms.path(term);
    if MAPS.contains(&&*name) {
        return Value::Host(Host::Context(term));
    }
    unknown(context_origin(&name), term, at)
}

fn context_collection(path: &mut Path<'_, '_>, term: Term, at: Span) -> Collection {
    let name = path.world.terms.path(term);
    let of = match &*name {
        "context.identity" | "context.authorizer" | "context.authorizer.claims" => Source::Context,
        _ => Source::Anything,
    };
    Collection { of, term, chain: Chain::NONE, made: at }
}

/// What a name of `$context` may hold.
fn context_origin(name: &str) -> Origin {
    let Some(name) = name.strip_prefix("context.") else { return Origin::Anything };
    match name {
        "requestId" | "extendedRequestId" | "httpMethod" | "apiId" | "domainName" | "resourcePath" | "resourceId"
        | "protocol" | "requestTime" | "connectionId" | "eventType" | "messageId" | "identity.sourceIp" => Origin::Word,
        "requestTimeEpoch" | "connectedAt" => Origin::Number,
        "identity.userAgent" => Origin::Client,
        "path" => Origin::Path,
        "stage"
        | "accountId"
        | "domainPrefix"
        | "deploymentId"
        | "routeKey"
        | "identity.accountId"
        | "identity.apiKey"
        | "identity.apiKeyId"
        | "identity.caller"
        | "identity.user"
        | "identity.userArn"
        | "identity.principalOrgId"
        | "identity.cognitoIdentityId"
        | "identity.cognitoIdentityPoolId" => Origin::Plain,
        "authorizer.principalId" => Origin::Plain,
        _ if name.strip_prefix("authorizer.claims.").is_some_and(is_identifier) => Origin::Plain,
        _ if name.starts_with("authorizer.") && !is_log_name(name) => Origin::Client,
        _ => Origin::Anything,
    }
}

/// Claims that are identifiers and times, not texts of people.
fn is_identifier(claim: &str) -> bool {
    matches!(
        claim,
        "sub"
            | "iss"
            | "aud"
            | "exp"
            | "iat"
            | "auth_time"
            | "token_use"
            | "event_id"
            | "jti"
            | "origin_jti"
            | "client_id"
    )
}

/// Names under `authorizer` that only access logs know.
fn is_log_name(name: &str) -> bool {
    matches!(
        name,
        "authorizer.error"
            | "authorizer.integrationLatency"
            | "authorizer.integrationStatus"
            | "authorizer.latency"
            | "authorizer.requestId"
            | "authorizer.status"
    )
}

fn util<'p>(path: &mut Path<'p, '_>, asked: &Asked<'p>, at: Span) -> Value<'p> {
    let Asked::Method(name, arguments) = asked else { return Value::Nothing };
    let [argument] = arguments[..] else { return Value::Nothing };
    match *name {
        "escapeJavaScript" | "urlEncode" | "base64Encode" => encoded(path, name, argument, at),
        "urlDecode" | "base64Decode" => decoded(path, name, argument, at),
        "parseJson" => parsed(path, argument, at),
        _ => Value::Nothing,
    }
}

/// A text with something done to each of its characters.
fn encoded<'p>(path: &mut Path<'p, '_>, name: &str, argument: Value<'p>, at: Span) -> Value<'p> {
    let link = Link::Util(name.into());
    if let Some(text) = path.known_text(argument) {
        return match path.applied(link, &text) {
            Some(made) => path.constant(&made, at),
            None => path.anything(at),
        };
    }
    let made = match argument {
        Value::Unknown(unknown) => path.chained(unknown, link, at).map(Value::Unknown),
        Value::Text([Piece { what: What::Unknown(unknown), .. }]) => {
            path.chained(*unknown, link, at).map(Value::Unknown)
        }
        Value::Text(pieces) if name != "base64Encode" => path.each_piece(pieces, &link, at),
        Value::Text(_) => match path.anything(at) {
            Value::Unknown(other) => Some(Value::Unknown(Unknown { origin: Origin::Word, ..other })),
            _ => None,
        },
        Value::Host(Host::Parameters(of)) => {
            let term = path.world.terms.root(parameters_name(of));
            let map = Unknown::new(Origin::Parameters, term, at);
            path.chained(map, link, at).map(Value::Unknown)
        }
        Value::Host(_) => Some(Value::Nothing),
        _ => None,
    };
    made.unwrap_or_else(|| path.anything(at))
}

fn decoded<'p>(path: &mut Path<'p, '_>, name: &str, argument: Value<'p>, at: Span) -> Value<'p> {
    if let Some(text) = path.known_text(argument) {
        return match path.applied(Link::Util(name.into()), &text) {
            Some(made) => path.constant(&made, at),
            None => path.anything(at),
        };
    }
    let source = match argument {
        Value::Unknown(unknown) => unknown,
        Value::Text([Piece { what: What::Unknown(unknown), .. }]) => *unknown,
        _ => return path.anything(at),
    };
    if matches!(source.origin, Origin::Anything | Origin::Plain | Origin::Word | Origin::Number) {
        return path.anything(at);
    }
    let call = path.world.chains.expression(source.chain, "");
    let term = path.world.terms.child(source.term, &format!("{name}({call})"));
    unknown(Origin::Decoded, term, at)
}

/// `$util.parseJson($input.body)`: the same value as `$input.path('$')`.
fn parsed<'p>(path: &mut Path<'p, '_>, argument: Value<'p>, at: Span) -> Value<'p> {
    let source = match argument {
        Value::Unknown(unknown) => unknown,
        Value::Text([Piece { what: What::Unknown(unknown), .. }]) => *unknown,
        _ => match path.anything(at) {
            Value::Unknown(other) => return Value::Unknown(Unknown { origin: Origin::JsonValue, ..other }),
            other => return other,
        },
    };
    let plain = source.chain == Chain::NONE;
    let term = match (source.origin, path.world.terms.parent(source.term)) {
        (Origin::Body, _) if plain => path.world.terms.child(source.term, "value"),
        (Origin::JsonText, Some(value)) if plain => value,
        _ => {
            let call = path.world.chains.expression(source.chain, "");
            path.world.terms.child(source.term, &format!("parseJson({call})"))
        }
    };
    path_member(path, term, at)
}

impl<'p> Path<'p, '_> {
    /// The map behind such an object.
    pub fn host_collection(&mut self, host: Host, at: Span) -> Option<Collection> {
        Some(match host {
            Host::StageVariables => {
                let term = self.world.terms.root("stageVariables");
                Collection { of: Source::StageVariables, term, chain: Chain::NONE, made: at }
            }
            Host::Parameters(of) => {
                let term = self.world.terms.root(parameters_name(of));
                Collection { of, term, chain: Chain::NONE, made: at }
            }
            Host::Context(term) => context_collection(self, term, at),
            Host::Input | Host::Util | Host::Params => return None,
        })
    }

    /// Prints such an object.
    pub fn print_host(&mut self, host: Host, at: Span, out: &mut Vec<Piece<'p>>) {
        match host {
            Host::Params | Host::Parameters(_) => self.print_of(Origin::Parameters, at, out),
            Host::StageVariables => out.push(Piece { what: What::JavaMap, at, exact: false }),
            Host::Input | Host::Util | Host::Context(_) => {
                out.push(Piece { what: What::Text(""), at, exact: false });
            }
        }
    }
}
