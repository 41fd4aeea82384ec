//! A template and where it lives.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::FilePlace;
use super::found::Found;
use super::hole::{self, Hole};
use super::text::Text;
use crate::gateway::rest::IntegrationType;

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// What the backend gets.
    Request,
    /// What the client gets.
    Response,
    /// The body of a gateway response, in which only `$context.name` and the like are replaced: no VTL.
    GatewayResponse,
    /// A file of its own, of which nothing is known.
    Unknown,
}

impl Role {
    /// `request`, `response`, `gateway response`, `unknown`
    pub fn name(self) -> &'static str {
        match self {
            Role::Request => "request",
            Role::Response => "response",
            Role::GatewayResponse => "gateway response",
            Role::Unknown => "unknown",
        }
    }
}

/// The sort of API that a template belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiKind {
    /// A REST API.
    Rest,
    /// A WebSocket API.
    WebSocket,
    /// An HTTP API, which has no mapping templates.
    Http,
}

impl ApiKind {
    /// `REST`, `WebSocket`, `HTTP`
    pub fn name(self) -> &'static str {
        match self {
            ApiKind::Rest => "REST",
            ApiKind::WebSocket => "WebSocket",
            ApiKind::Http => "HTTP",
        }
    }
}

/// A template where it lives: its text as the gateway gets it, and the way back to the file.
#[derive(Clone)]
pub struct Located {
    pub(super) file: Arc<File>,
    pub(super) found: Option<Found>,
    pub(super) text: Text,
    /// `x.vtl` of `file("x.vtl")`
    pub(super) reference: Option<String>,
    pub(super) address: String,
    /// It is a text, and no expression that gives one.
    pub(super) is_text: bool,
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct File {
    pub path: PathBuf,
    pub text: String,
}

impl Located {
    /// `api.yaml#/paths/~1pets/post/x-amazon-apigateway-integration/requestTemplates/application~1json`: the file, and in it
    /// a JSON pointer; of a template in a file of its own the file.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The part of the address behind the `#`; empty for a file of its own.
    pub fn pointer(&self) -> &str {
        self.found.as_ref().map_or("", |found| &found.pointer)
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file.path
    }

    /// The text of the file.
    pub fn file_text(&self) -> &str {
        &self.file.text
    }

    /// The template as the gateway will get it, with a mark for each placeholder: see [`Hole`].
    pub fn source(&self) -> &str {
        &self.text.value
    }

    /// The placeholders of the host language.
    pub fn holes(&self) -> &[Hole] {
        &self.text.holes
    }

    /// What the template makes.
    pub fn role(&self) -> Role {
        self.found.as_ref().map_or(Role::Unknown, |found| found.role)
    }

    /// False for the body of a gateway response, which is no VTL, and for what stands in another file.
    pub fn is_vtl(&self) -> bool {
        self.role() != Role::GatewayResponse && self.reference.is_none()
    }

    /// False for what [`Definition::replace`](super::Definition::replace) cannot give another text: `jsonencode({…})`.
    pub fn can_be_replaced(&self) -> bool {
        self.is_text
    }

    /// The sort of API, if that is known.
    pub fn kind(&self) -> Option<ApiKind> {
        self.found.as_ref()?.about.kind
    }

    /// The content type that selects the template; in WebSocket APIs the template's key, such as `$default`.
    pub fn content_type(&self) -> Option<&str> {
        self.found.as_ref()?.content_type.as_deref()
    }

    /// The type of the integration, if that is known.
    pub fn integration(&self) -> Option<IntegrationType> {
        self.found.as_ref()?.about.integration
    }

    /// What selects the integration response: `default` or a pattern; of a gateway response its type.
    pub fn response(&self) -> Option<&str> {
        self.found.as_ref()?.response.as_deref()
    }

    /// The HTTP method, `ANY` for all, if that is known.
    pub fn method(&self) -> Option<&str> {
        self.found.as_ref()?.about.method.as_deref()
    }

    /// The path of the resource, such as `/pets/{id}`, if that is known.
    pub fn path(&self) -> Option<&str> {
        self.found.as_ref()?.about.path.as_deref()
    }

    /// `x.vtl` where the definition says `file("x.vtl")` or `templatefile("x.vtl", …)`: the template is there, and
    /// [`source`](Located::source) is nothing but a hole.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// Where a byte of the template stands in the file; its end for what lies beyond it.
    pub fn place(&self, offset: usize) -> FilePlace {
        FilePlace::of(&self.file.text, self.text.raw_start(offset))
    }

    /// What a part of the template comes from, as bytes of the file. An escape is never cut.
    pub fn file_range(&self, range: Range<usize>) -> Range<usize> {
        self.text.raw_range(&range)
    }

    /// Where a line and a column of the template, both from 1, the column in characters, stand in the file.
    pub fn place_of(&self, line: usize, column: usize) -> FilePlace {
        let source = self.source();
        let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = source.get(start..).unwrap_or("");
        let column = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        self.place(start + column)
    }

    /// A text, such as an output, with the placeholders' own texts for their marks.
    ///
    /// ```
    /// use vtl::definitions::Definition;
    ///
    /// let api = r#"{"paths": {"/": {"get": {"x-amazon-apigateway-integration": {"requestTemplates": {
    ///   "application/json": {"Fn::Sub": "{\"table\": \"${Table}\", \"id\": \"$context.requestId\"}"}}}}}}}"#;
    /// let definition = Definition::parse("api.json", api)?;
    /// let template = &definition.templates()[0];
    /// assert_eq!(template.source(), r#"{"table": "⟦1:Table⟧", "id": "$context.requestId"}"#);
    /// assert_eq!(template.shown("an output: ⟦1:Table⟧"), "an output: ${Table}");
    /// # Ok::<(), vtl::definitions::DefinitionError>(())
    /// ```
    pub fn shown(&self, text: &str) -> String {
        let says = |number| self.holes().iter().find(|hole| hole.number == number).map(|hole| &hole.says);
        hole::replace_marks(text, says)
    }

    /// A text whose placeholders can be compared with those of another reading, in which they may have other numbers, and
    /// not be mistaken for VTL.
    pub(super) fn compared(&self, text: &str) -> String {
        let says =
            |number| self.holes().iter().find(|hole| hole.number == number).map(|hole| format!("\0{}\0", hole.says));
        hole::replace_marks(text, says)
    }

    /// An error of this template with its place in the file instead of in the template.
    pub fn in_file(&self, error: &crate::Error) -> crate::Error {
        let Some(span) = error.span() else { return error.clone() };
        let range = self.file_range(span.clone());
        let place = self.place(span.start);
        error.moved(&self.file.path.display().to_string(), range, place.line, place.column, place.text)
    }
}

impl fmt::Debug for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Located")
            .field("address", &self.address)
            .field("source", &self.source())
            .finish_non_exhaustive()
    }
}
