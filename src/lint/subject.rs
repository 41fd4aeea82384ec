//! A template and what is known of the place where it runs.

use std::ops::Range;

use super::text::range_in;
use crate::definitions::IntegrationType;
use crate::gateway::nearest::nearest;

/// The type of API that a template belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Api {
    /// A REST API.
    Rest,
    /// A WebSocket API.
    WebSocket,
    /// An HTTP API, which has parameter mappings and no templates.
    Http,
    /// AppSync, which has its own `$util` and `$context`: what is said of API Gateway's does not apply.
    AppSync,
}

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// What is sent to the backend.
    Request,
    /// What is sent to the client.
    Response,
    /// What the client gets when API Gateway itself answers; simple substitution, not VTL.
    GatewayResponse,
}

/// A name for each variant, both ways.
macro_rules! named {
    ($type:ident { $($variant:ident: $name:literal $(| $other:literal)*),* $(,)? }) => {
        impl $type {
            /// Their names.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// What settings and comments call it.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            /// The one of that name, whatever its case.
            pub fn named(name: &str) -> Option<$type> {
                match name.to_ascii_lowercase().as_str() {
                    $($name $(| $other)* => Some($type::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

named!(Api { Rest: "rest", WebSocket: "websocket", Http: "http", AppSync: "appsync" });
named!(Role { Request: "request", Response: "response", GatewayResponse: "gateway-response" | "gatewayresponse" });
/// The types of integrations, as comments name them.
const INTEGRATIONS: &[&str] = &["aws", "aws-proxy", "http", "http-proxy", "mock"];

/// `aws-proxy` or `aws_proxy`, whatever its case.
fn integration(name: &str) -> Option<IntegrationType> {
    IntegrationType::named(&name.replace('-', "_"))
}

/// A template and what is known of the place where it runs: from a definition, from options, or from a comment in it.
///
/// ```
/// use vtl::lint::{Api, Settings, Subject, check};
///
/// let subject = Subject { api: Some(Api::AppSync), ..Subject::new("$util.toJson($ctx.result)") };
/// assert!(check(&subject, &Settings::default()).is_empty());
/// // the same, said in the template
/// let subject = Subject::new("## vtl: api=appsync\n$util.toJson($ctx.result)");
/// assert!(check(&subject, &Settings::default()).is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Subject<'t> {
    /// The template.
    pub source: &'t str,
    /// Pieces of it, in order, for which the host language of a definition will put a text that is not known. They are
    /// marked with what VTL prints as it is: `⟦1:Table⟧`.
    pub holes: Vec<Range<usize>>,
    /// It stands in a definition, whose placeholders are known and marked.
    pub in_definition: bool,
    /// The type of the API.
    pub api: Option<Api>,
    /// What it makes.
    pub role: Option<Role>,
    /// The type of the integration.
    pub integration: Option<IntegrationType>,
    /// The content type that it is the template of.
    pub content_type: Option<String>,
}

impl<'t> Subject<'t> {
    /// A template of which nothing is known.
    pub fn new(source: &'t str) -> Subject<'t> {
        Subject { source, ..Subject::default() }
    }

    /// What comments `## vtl: api=websocket role=request` in the template say. They win, as they stand nearest.
    pub(crate) fn with_comments(mut self) -> Subject<'t> {
        for (_, said) in comments(self.source, "vtl:") {
            for (key, value, _) in words(said) {
                match key {
                    "api" => self.api = Api::named(value).or(self.api),
                    "role" => self.role = Role::named(value).or(self.role),
                    "integration" => self.integration = integration(value).or(self.integration),
                    "content-type" => self.content_type = Some(value.to_owned()),
                    _ => {}
                }
            }
        }
        self
    }

    /// What those comments say that is not understood: where, why, and what would be.
    pub(crate) fn unknown_words(source: &str, mut report: impl FnMut(Range<usize>, String, String)) {
        for (_, said) in comments(source, "vtl:") {
            for (key, value, word) in words(said) {
                let names = match key {
                    "api" => Api::NAMES,
                    "role" => Role::NAMES,
                    "integration" => INTEGRATIONS,
                    "content-type" => continue,
                    _ => &[],
                };
                let known = match key {
                    "api" => Api::named(value).is_some(),
                    "role" => Role::named(value).is_some(),
                    "integration" => integration(value).is_some(),
                    _ => false,
                };
                let place = range_in(source, word);
                match (known, names) {
                    (true, _) => {}
                    (false, []) => report(place, format!("nothing is called `{key}`"), help("", key, KEYS)),
                    (false, names) => {
                        let message = format!("`{value}` is no {key}");
                        report(place, message, help(&format!("{key}="), value, names));
                    }
                }
            }
        }
    }
}

const KEYS: &[&str] = &["api", "role", "integration", "content-type"];

fn help(before: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("did you mean `{before}{near}`?"),
        None => format!("known are: {}", known.join(", ")),
    }
}

/// `api=rest content-type="text/plain; charset=utf-8"`: the key, the value, and both as they are written.
fn words(said: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut rest = said;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = rest;
        let key_length = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = &rest[..key_length];
        let Some(behind) = rest[key_length..].strip_prefix('=') else {
            rest = &rest[key_length..];
            return Some((key, "", key));
        };
        let (value, length) = match behind.strip_prefix('"') {
            Some(quoted) => {
                let length = quoted.find('"').unwrap_or(quoted.len());
                (&quoted[..length], (length + 2).min(behind.len()))
            }
            None => {
                let length = behind.find(char::is_whitespace).unwrap_or(behind.len());
                (&behind[..length], length)
            }
        };
        rest = &behind[length..];
        Some((key, value, &start[..start.len() - rest.len()]))
    })
}

/// The comments `## vtl: …` of a template: where each starts, and what it says behind its first word.
pub(crate) fn comments<'t>(source: &'t str, first_word: &str) -> impl Iterator<Item = (usize, &'t str)> {
    const LONGEST: usize = 1000;
    source.match_indices("##").filter_map(move |(at, _)| {
        let said = source[at + 2..].trim_start_matches([' ', '\t']).strip_prefix(first_word)?;
        // nobody says more than this, and a line may be as long as the template
        let bytes = &said.as_bytes()[..said.len().min(LONGEST)];
        let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        let said = said.get(..end)?;
        Some((at, said)).filter(|_| first_word.ends_with(':') || said.is_empty() || said.starts_with([' ', '\t', ':']))
    })
}
