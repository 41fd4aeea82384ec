//! What stands behind a route, and what is mapped on the way there and back.

use std::sync::Arc;

use serde_json::Value as Json;

use super::super::definition::Fields;
use super::super::mapping_expression::Expression;
use super::super::mapping_template::MappingTemplate;
use super::super::parameters::Target;
use super::super::selection_pattern::SelectionPattern;
use super::super::templates::Templates;
use super::selection::Selection;
use super::{ContentHandling, IntegrationType, PassthroughBehavior, Refusal, definition};
use crate::error::Error;
use crate::template::Options;

/// What stands behind a route, and what is mapped on the way there and back, with its templates read.
///
/// Read from the shape of the AWS API (`integrationType`) or of CloudFormation (`IntegrationType`); its responses are in
/// `integrationResponses`.
///
/// ```
/// use vtl::websocket::Integration;
///
/// let refusal = Integration::from_json(&serde_json::json!({
///     "integrationType": "HTTP",
///     "integrationUri": "https://rooms.example",
///     "integrationResponses": [{"integrationResponseKey": "/2\\d(/"}],
/// })).unwrap_err();
/// assert_eq!(refusal.path(), "integration.integrationResponses[0].integrationResponseKey");
/// ```
///
/// A template that does not parse is no refusal: the service finds out when it needs it. See
/// [`template_errors`](Integration::template_errors).
#[derive(Debug, Clone)]
pub struct Integration {
    pub(super) kind: IntegrationType,
    pub(super) uri: String,
    pub(super) method: Option<String>,
    pub(super) passthrough: PassthroughBehavior,
    pub(super) content_handling: Option<ContentHandling>,
    pub(super) parameters: Vec<(Target, Expression)>,
    pub(super) templates: SelectedTemplates,
    pub(super) responses: Arc<[IntegrationResponse]>,
}

/// What becomes of the answers that one key selects.
#[derive(Debug, Clone)]
pub(super) struct IntegrationResponse {
    pub key: ResponseKey,
    pub content_handling: Option<ContentHandling>,
    /// Headers of the response to a client that opens a connection.
    pub parameters: Vec<(String, Expression)>,
    pub templates: SelectedTemplates,
}

/// `$default`, `/2\d\d/`
#[derive(Debug, Clone)]
pub(super) enum ResponseKey {
    Default,
    Pattern(SelectionPattern),
    Text(String),
}

/// Templates by key, and the expression that gives the key.
#[derive(Debug, Clone, Default)]
pub(super) struct SelectedTemplates {
    pub selection: Option<Selection>,
    pub all: Templates,
}

impl SelectedTemplates {
    /// The template of a key; else that of `$default`.
    pub fn get(&self, key: &str) -> Option<&MappingTemplate> {
        self.all.of_key(key).or_else(|| self.all.of_key("$default"))
    }
}

impl Integration {
    /// Reads an integration with its `integrationResponses`.
    ///
    /// # Errors
    /// What the service refuses when an API is created, with the field's path.
    pub fn from_json(json: &Json) -> Result<Integration, Refusal> {
        Integration::from_json_with(json, &Options::new())
    }

    /// The same with templates that are read and rendered with those options: their limits, for one.
    ///
    /// # Errors
    /// As [`from_json`](Integration::from_json).
    pub fn from_json_with(json: &Json, options: &Options) -> Result<Integration, Refusal> {
        let fields = Fields::of(json, "integration")?;
        let responses = fields.list(&["integrationResponses"])?;
        let responses: Result<Vec<Fields<'_>>, Refusal> =
            responses.into_iter().map(|(path, json)| Fields::of(json, path)).collect();
        definition::integration(&fields, &responses?, options)
    }

    /// What stands behind the route.
    pub fn integration_type(&self) -> IntegrationType {
        self.kind
    }

    /// The URI as it was written, with its placeholders.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Templates that do not parse, with the path of each.
    pub fn template_errors(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.templates.all.errors().chain(self.responses.iter().flat_map(|response| response.templates.all.errors()))
    }

    /// A Lambda function that is called by itself: its errors select the integration response.
    pub fn is_lambda(&self) -> bool {
        self.kind == IntegrationType::Aws && self.uri.contains(":lambda:path/")
    }
}
