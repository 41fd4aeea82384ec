//! `integration.request.header.X-Tag`: the parameters of an integration request, which REST and WebSocket APIs map and
//! templates override.

use std::collections::HashSet;

use super::context::Entries;
use super::mapping_expression::{self, Mapped, Place, variable};
use super::message::{Headers, Query, is_header_name};
use super::overrides::Overrides;
use super::refusal::{Refusal, shown};
use super::uri;

/// `integration.request.header.X-Tag`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub place: Place,
    pub name: String,
}

const PLACES: [(&str, Place); 3] = [
    ("integration.request.path.", Place::Path),
    ("integration.request.querystring.", Place::Querystring),
    ("integration.request.header.", Place::Header),
];

/// Reads the name of a parameter of an integration request; a refusal has `path` as its place.
pub(super) fn request_target(key: &str, path: &str) -> Result<Target, Refusal> {
    for (prefix, place) in PLACES {
        if let Some(name) = key.strip_prefix(prefix).filter(|name| mapping_expression::is_name(name)) {
            return Ok(Target { place, name: name.to_owned() });
        }
    }
    let refusal = Refusal::new(path, "invalid name of a parameter of the integration request");
    Err(refusal.with_help(target_help(key, &PLACES.map(|(prefix, _)| prefix))))
}

/// The nearest right name, or what is right.
pub(super) fn target_help(key: &str, prefixes: &[&str]) -> String {
    let dots = prefixes[0].matches('.').count();
    let head = key.match_indices('.').nth(dots - 1).map(|(at, _)| key.split_at(at + 1));
    match head.and_then(|(head, name)| Some((super::nearest::nearest(head, prefixes)?, name))) {
        Some((near, name)) if mapping_expression::is_name(name) && format!("{near}{name}") != key => {
            format!("did you mean `{near}{name}`?")
        }
        _ => format!("it must begin with {}, and then letters, digits, `.`, `_`, `$` or `-`", {
            let quoted: Vec<String> = prefixes.iter().map(|prefix| format!("`{prefix}`")).collect();
            quoted.join(" or ")
        }),
    }
}

/// The parameters of an integration request in the making.
#[derive(Default)]
pub(super) struct Parameters {
    pub path: Vec<(String, String)>,
    pub query: Query,
    pub headers: Headers,
}

impl Parameters {
    /// Puts mapped values in their places.
    pub fn map(&mut self, mapped: Vec<(&Target, Mapped)>) {
        let (mut headers, mut query) = (Vec::new(), Vec::new());
        for (Target { place, name }, value) in mapped {
            let name = name.clone();
            match place {
                Place::Path => self.path.push((name, value.joined())),
                Place::Header => headers.push((name, value.joined())),
                Place::Querystring => query.push((name, value.values())),
            }
        }
        self.headers.set_all(headers);
        self.query.set_all(query);
    }

    /// Overrides are final.
    pub fn override_with(&mut self, overrides: &Overrides) -> Result<(), NotAHeader> {
        override_headers(&mut self.headers, overrides.request_headers())?;
        self.query.set_all(overrides.querystrings().map(|(name, value)| (name.to_owned(), vec![value])).collect());
        let path: Vec<(String, String)> = overrides.paths().map(|(name, value)| (name.to_owned(), value)).collect();
        if !path.is_empty() {
            let names: HashSet<&str> = path.iter().map(|(name, _)| name.as_str()).collect();
            self.path.retain(|(name, _)| !names.contains(name.as_str()));
            self.path.extend(path);
        }
        Ok(())
    }

    /// An integration's URI with these parameters of the path, and with stage variables.
    pub fn fill(&self, uri: &str, stage_variables: &Entries) -> String {
        uri::filled(uri, &self.path, |name| variable(stage_variables, name))
    }
}

/// The name of a header that a template set, and that no header can have: with a line break in it, for one.
#[derive(Debug)]
pub(super) struct NotAHeader(String);

impl std::fmt::Display for NotAHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no header can have the name {:?} that the template set", shown(&self.0))
    }
}

/// Puts the headers that a template set in place of those of their names.
pub(super) fn override_headers<'o>(
    headers: &mut Headers,
    overrides: impl Iterator<Item = (&'o str, String)>,
) -> Result<(), NotAHeader> {
    let new = overrides.map(|(name, value)| match is_header_name(name) {
        true => Ok((name.to_owned(), value)),
        false => Err(NotAHeader(name.to_owned())),
    });
    headers.set_all(new.collect::<Result<Vec<_>, _>>()?);
    Ok(())
}
