//! `$context` of one request: what the caller gave, and what the request itself tells.

use super::super::context::Entries;
use super::super::mapping_expression::variable;
use super::super::overrides;
use super::authorizer::Authorizer;
use super::{Request, RouteKey};
use crate::value::Datum;

/// The context that parameter mappings and events see.
pub(super) fn of(request: &Request, route: Option<&RouteKey>) -> Entries {
    let mut context: Entries = request.context.iter().filter(|(name, _)| name != "authorizer").cloned().collect();
    if let Some(authorizer) = Authorizer::of(&request.context).shown() {
        context.push(("authorizer".to_owned(), authorizer));
    }
    let prefix = variable(&context, "domainName").and_then(|name| name.split('.').next().map(str::to_owned));
    let derived = [
        ("httpMethod", Some(request.method.clone())),
        ("path", Some(path_with_stage(request, &context))),
        ("protocol", Some("HTTP/1.1".to_owned())),
        ("routeKey", route.map(ToString::to_string)),
        ("extendedRequestId", variable(&context, "requestId")),
        ("domainPrefix", prefix),
    ];
    for (name, value) in derived {
        add(&mut context, name, value);
    }
    let agent = request.headers.get("user-agent").map(str::to_owned);
    match context.iter_mut().find(|(name, _)| name == "identity") {
        Some((_, Datum::Map(identity))) => add(identity, "userAgent", agent),
        Some(_) => {}
        None if agent.is_some() => {
            let mut identity = Vec::new();
            add(&mut identity, "userAgent", agent);
            context.push(("identity".to_owned(), Datum::Map(identity)));
        }
        None => {}
    }
    context
}

/// `/prod/pets/7`: the stage `$default` has no part in a path.
pub(super) fn path_with_stage(request: &Request, context: &Entries) -> String {
    match variable(context, "stage").filter(|stage| stage != "$default" && !stage.is_empty()) {
        Some(stage) => format!("/{stage}{}", request.path),
        None => request.path.clone(),
    }
}

fn add(entries: &mut Entries, name: &str, value: Option<String>) {
    if let Some(value) = value.filter(|_| !entries.iter().any(|(key, _)| key == name)) {
        entries.push((name.to_owned(), Datum::String(value)));
    }
}

/// `$context.authorizer.claims.cognito:groups`: names of properties may have dots in them, too. `claims` as a whole is
/// nothing; any other list or object that a Lambda authorizer gave is JSON.
pub(super) fn look_up(context: &Entries, name: &str) -> Option<String> {
    let mut entries = context;
    let mut rest = name;
    loop {
        if let Some((_, datum)) = entries.iter().find(|(key, _)| key == rest) {
            return match datum {
                Datum::Null => None,
                Datum::Map(_) | Datum::List(_) => {
                    const WHOLE: [&str; 3] = ["authorizer.claims", "authorizer.jwt", "authorizer.jwt.claims"];
                    let is_property = name.starts_with("authorizer.") && !WHOLE.contains(&name);
                    is_property.then(|| overrides::json(datum).to_string())
                }
                scalar => Some(overrides::text(scalar)),
            };
        }
        let (first, after) = rest.split_once('.')?;
        match entries.iter().find(|(key, _)| key == first) {
            Some((_, Datum::Map(inner))) => (entries, rest) = (inner, after),
            _ => return None,
        }
    }
}
