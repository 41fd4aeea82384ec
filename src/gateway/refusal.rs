//! What API Gateway refuses when an API is made, and why.

use std::fmt;

use super::nearest::nearest;

/// A field of a definition that is not as it must be: where it is, what is wrong, what would be right.
///
/// ```
/// # use vtl::rest::Integration;
/// let json = serde_json::json!({"type": "MOCK", "passthroughBehavior": "WHEN_NO_TEMPLATE"});
/// let refusal = Integration::from_json(&json).unwrap_err();
/// assert_eq!(refusal.path(), "integration.passthroughBehavior");
/// assert_eq!(refusal.help(), Some("did you mean `WHEN_NO_TEMPLATES`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    path: String,
    message: String,
    help: Option<String>,
}

impl Refusal {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Refusal {
        Refusal { path: path.into(), message: message.into(), help: None }
    }

    /// A name that is none of those known; the help names the nearest, or all.
    pub(super) fn unknown(path: impl Into<String>, what: &str, name: &str, known: &[&str]) -> Refusal {
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are: {}", known.join(", ")),
        };
        Refusal::new(path, format!("unknown {what} `{}`", shown(name))).with_help(help)
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Refusal {
        self.help = Some(help.into());
        self
    }

    /// Where the field is: `integration.requestParameters['integration.request.header.X']`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What would be right, where that is known.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Refusal {
    /// `integration.type: unknown type `MOK`; did you mean `MOCK`?`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for Refusal {}

/// A name as a message shows it: not all of one that a stranger made long.
pub(super) fn shown(name: &str) -> String {
    match name.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}
