//! What a suite says, read and checked: the model that is run.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::read::node::Mark;
use super::redact::Redactions;
use super::templates::TemplateFile;
use crate::gateway::{Event, Overrides};
use crate::regex::Regex;
use crate::rest::{Integration, IntegrationType};

/// A `*.vtltest.yaml`, `.yml`, `.json` or `.toml`.
#[derive(Debug)]
pub(crate) struct Suite {
    /// As messages call it.
    pub name: String,
    pub path: PathBuf,
    pub cases: Vec<Case>,
    /// All files it was made of: itself, templates, bodies, events.
    pub files: Vec<PathBuf>,
}

/// What an output is, unless a case expects something of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Content {
    /// Valid JSON.
    #[default]
    Json,
    /// Anything.
    Text,
    /// Well-formed XML.
    Xml,
}

/// `- name: puts one pet`
#[derive(Debug)]
pub(crate) struct Case {
    pub name: String,
    pub mark: Mark,
    pub tags: Vec<String>,
    /// Why it is not run.
    pub skip: Option<String>,
    pub only: bool,
    pub content: Content,
    pub event: Event,
    pub subject: Subject,
    pub snapshot: bool,
    /// What replaces the values that change, in snapshots.
    pub redactions: Arc<Redactions>,
}

/// What a case runs, and what it expects.
#[derive(Debug)]
pub(crate) enum Subject {
    Template(Arc<TemplateFile>, Expect),
    Pipeline(Box<Pipeline>),
}

/// A request template, a backend's answer and the integration responses that it may choose.
#[derive(Debug)]
pub(crate) struct Pipeline {
    pub way: Arc<Way>,
    /// Missing where nothing comes to a backend, and for MOCK.
    pub backend: Option<Backend>,
    pub expect_request: Expect,
    pub expect_response: Expect,
}

/// What `pipeline` says: an integration, and the files of its templates.
#[derive(Debug)]
pub(crate) struct Way {
    pub integration: Integration,
    /// By media type; one of any type has none. Without a template for it a body passes through.
    pub request: Vec<(Option<String>, Arc<TemplateFile>)>,
    /// In the order of the integration's.
    pub responses: Vec<IntegrationResponse>,
}

impl Way {
    /// Whether something else than the gateway answers.
    pub fn needs_backend(&self) -> bool {
        self.integration.integration_type() != IntegrationType::Mock
    }
}

/// One of `responses`.
#[derive(Debug)]
pub(crate) struct IntegrationResponse {
    pub name: String,
    /// Without it the backend's body passes through.
    pub template: Option<Arc<TemplateFile>>,
}

/// What the backend answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Backend {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// `expect:`
#[derive(Debug, Default)]
pub(crate) struct Expect {
    pub checks: Vec<(Mark, Check)>,
}

/// One expectation.
#[derive(Debug)]
pub(crate) enum Check {
    Json(ExpectedValue),
    /// What a path leads to; `None` if it leads nowhere.
    Path(String, Option<ExpectedValue>),
    Text(String),
    Contains(String),
    NotContains(String),
    Matches(String, Regex),
    ValidJson(bool),
    Overrides(Box<SentOverrides>),
    Warnings(Vec<String>),
    Error(ExpectedError),
    Status(u16),
    /// A header and its value; `None` if it must not be sent.
    Header(String, Option<String>),
    IntegrationResponse(String),
    GatewayResponse(String),
    Url(String),
}

impl Check {
    /// Whether it looks at what a template gave, and not at what the gateway made around it.
    pub fn is_of_output(&self) -> bool {
        !matches!(
            self,
            Check::Status(_)
                | Check::Header(..)
                | Check::IntegrationResponse(_)
                | Check::GatewayResponse(_)
                | Check::Url(_)
        )
    }
}

impl Expect {
    /// The error that is expected.
    pub fn error(&self) -> Option<(Mark, &ExpectedError)> {
        self.checks.iter().find_map(|(mark, check)| match check {
            Check::Error(error) => Some((*mark, error)),
            _ => None,
        })
    }

    /// Whether it says what the gateway itself answers, which tells that something fails.
    pub fn is_of_gateway(&self) -> bool {
        self.checks.iter().any(|(_, check)| matches!(check, Check::Status(_) | Check::GatewayResponse(_)))
    }

    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }
}

/// A document that an output must be, or a value in it.
#[derive(Debug)]
pub(crate) struct ExpectedValue {
    pub json: Json,
    /// The same with all digits of its numbers.
    pub text: String,
}

/// `error: {contains: "Unexpected End Of File", line: 3}`
#[derive(Debug, Clone, Default)]
pub(crate) struct ExpectedError {
    pub contains: Vec<String>,
    pub kind: Option<String>,
    pub line: Option<usize>,
    pub column: Option<usize>,
}

/// All that a template sets in `$context.requestOverride` and `$context.responseOverride`, as it is sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SentOverrides {
    pub request_header: Vec<(String, String)>,
    pub request_path: Vec<(String, String)>,
    pub request_querystring: Vec<(String, String)>,
    pub response_header: Vec<(String, String)>,
    pub status: Option<Json>,
}

impl SentOverrides {
    /// What a render set.
    pub fn of(overrides: &Overrides) -> SentOverrides {
        fn taken<'o>(entries: impl Iterator<Item = (&'o str, String)>) -> Vec<(String, String)> {
            entries.map(|(name, value)| (name.to_owned(), value)).collect()
        }
        SentOverrides {
            request_header: taken(overrides.request_headers()),
            request_path: taken(overrides.paths()),
            request_querystring: taken(overrides.querystrings()),
            response_header: taken(overrides.response_headers()),
            status: overrides.response_override().get("status").filter(|status| !status.is_null()).cloned(),
        }
    }

    /// As a suite writes it: only what is set.
    pub fn document(&self) -> Json {
        let map = |entries: &[(String, String)]| {
            let entries: Map<String, Json> = entries.iter().map(|(n, v)| (n.clone(), v.as_str().into())).collect();
            (!entries.is_empty()).then_some(Json::Object(entries))
        };
        let object = |entries: &[(&str, Option<Json>)]| {
            let entries: Map<String, Json> =
                entries.iter().filter_map(|(name, json)| Some(((*name).to_owned(), json.clone()?))).collect();
            (!entries.is_empty()).then_some(Json::Object(entries))
        };
        let request = [
            ("header", map(&self.request_header)),
            ("path", map(&self.request_path)),
            ("querystring", map(&self.request_querystring)),
        ];
        let response = [("header", map(&self.response_header)), ("status", self.status.clone())];
        object(&[("request", object(&request)), ("response", object(&response))])
            .unwrap_or_else(|| Json::Object(Map::new()))
    }
}
