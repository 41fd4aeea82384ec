//! `x-amazon-apigateway-integration`: how messages of one method are mapped.

use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::super::mapping_expression::Expression;
use super::super::parameters::Target;
use super::super::selection_pattern::SelectionPattern;
use super::super::templates::Templates;
use super::definition;
use super::{GatewayResponses, Refusal};
use crate::error::Error;
use crate::template::Options;

/// What stands behind a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntegrationType {
    /// `AWS`: an action of an AWS service, a Lambda function among them.
    Aws,
    /// `AWS_PROXY`: a Lambda function that gets the request as an event.
    AwsProxy,
    /// `HTTP`
    Http,
    /// `HTTP_PROXY`: the request as it came.
    HttpProxy,
    /// `MOCK`: nothing; the request template says which status came.
    Mock,
}

impl IntegrationType {
    /// By their names, in the order of the variants.
    pub(in crate::gateway) const CHOICES: [(&'static str, IntegrationType); 5] = [
        ("AWS", IntegrationType::Aws),
        ("AWS_PROXY", IntegrationType::AwsProxy),
        ("HTTP", IntegrationType::Http),
        ("HTTP_PROXY", IntegrationType::HttpProxy),
        ("MOCK", IntegrationType::Mock),
    ];

    /// `HTTP_PROXY`
    pub fn name(self) -> &'static str {
        IntegrationType::CHOICES[self as usize].0
    }

    /// The one of that name, whatever its case: OpenAPI has `aws_proxy`, CloudFormation `AWS_PROXY`.
    #[cfg(feature = "cli")]
    pub(crate) fn named(name: &str) -> Option<IntegrationType> {
        let mut choices = IntegrationType::CHOICES.into_iter();
        choices.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
    }

    pub(crate) fn is_proxy(self) -> bool {
        matches!(self, IntegrationType::AwsProxy | IntegrationType::HttpProxy)
    }
}

/// What becomes of a body that no template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PassthroughBehavior {
    /// `WHEN_NO_MATCH`: it goes through.
    #[default]
    WhenNoMatch,
    /// `WHEN_NO_TEMPLATES`: it goes through if there is no template at all; else 415.
    WhenNoTemplates,
    /// `NEVER`: 415.
    Never,
}

impl PassthroughBehavior {
    pub(in crate::gateway) const CHOICES: [(&'static str, PassthroughBehavior); 3] = [
        ("WHEN_NO_MATCH", PassthroughBehavior::WhenNoMatch),
        ("WHEN_NO_TEMPLATES", PassthroughBehavior::WhenNoTemplates),
        ("NEVER", PassthroughBehavior::Never),
    ];
}

/// Whether a body is to be bytes or text behind the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentHandling {
    /// `CONVERT_TO_BINARY`: a text is base64, and is decoded.
    ConvertToBinary,
    /// `CONVERT_TO_TEXT`: bytes are encoded in base64.
    ConvertToText,
}

impl ContentHandling {
    pub(in crate::gateway) const CHOICES: [(&'static str, ContentHandling); 2] =
        [("CONVERT_TO_BINARY", ContentHandling::ConvertToBinary), ("CONVERT_TO_TEXT", ContentHandling::ConvertToText)];
}

/// How messages of one method are mapped: the integration and its responses, with their templates read.
///
/// The three shapes in which definitions have it are told apart by [`from_json`](Integration::from_json):
///
/// ```
/// # use vtl::rest::Integration;
/// # use serde_json::json;
/// let api = Integration::from_json(&json!({
///     "type": "MOCK",
///     "integrationResponses": {"200": {"statusCode": "200", "selectionPattern": "2\\d\\d"}},
/// }))?;
/// let open_api = Integration::from_json(&json!({"type": "mock", "responses": {"2\\d\\d": {"statusCode": "200"}}}))?;
/// let cloud_formation = Integration::from_json(&json!({
///     "Type": "MOCK",
///     "IntegrationResponses": [{"StatusCode": "200", "SelectionPattern": "2\\d\\d"}],
/// }))?;
/// # Ok::<(), vtl::rest::Refusal>(())
/// ```
///
/// A template that does not parse is no refusal: the service takes it too, and answers 500 when it is needed. See
/// [`template_errors`](Integration::template_errors).
#[derive(Debug, Clone)]
pub struct Integration {
    pub(super) kind: IntegrationType,
    pub(super) http_method: Option<String>,
    pub(super) uri: String,
    pub(super) passthrough: PassthroughBehavior,
    pub(super) content_handling: Option<ContentHandling>,
    pub(super) parameters: Vec<(Target, Expression)>,
    pub(super) templates: Templates,
    pub(super) responses: Vec<IntegrationResponse>,
    pub(super) binary_media_types: Arc<[String]>,
    pub(super) gateway_responses: Arc<GatewayResponses>,
}

/// What becomes of the answers that one pattern selects.
#[derive(Debug, Clone)]
pub(super) struct IntegrationResponse {
    pub status: u16,
    /// `None` for the default.
    pub pattern: Option<SelectionPattern>,
    pub content_handling: Option<ContentHandling>,
    /// Headers of the method response.
    pub parameters: Vec<(String, Expression)>,
    pub templates: Templates,
}

impl Integration {
    /// Reads an integration in whichever of the three shapes it is: CloudFormation's has a `Type`, OpenAPI's `responses`
    /// or a `type` in small letters.
    ///
    /// # Errors
    /// What API Gateway refuses when an API is made, with the field's path.
    pub fn from_json(json: &Json) -> Result<Integration, Refusal> {
        definition::integration(json, None, &Options::new())
    }

    /// The same, with other limits for its templates.
    ///
    /// ```
    /// # use vtl::rest::{Integration, MethodRequest};
    /// let options = vtl::Options::new().limits(vtl::Limits { output_bytes: 10, ..vtl::Limits::default() });
    /// let json = serde_json::json!({
    ///     "type": "HTTP",
    ///     "uri": "https://example.com",
    ///     "requestTemplates": {"application/json": "#foreach($i in [1..9])ab#end"},
    /// });
    /// let integration = Integration::from_json_with(&json, &options)?;
    /// assert_eq!(integration.map_request(&MethodRequest::new("POST", "/")).unwrap_err().status, 500);
    /// # Ok::<(), vtl::rest::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_json`](Integration::from_json).
    pub fn from_json_with(json: &Json, options: &Options) -> Result<Integration, Refusal> {
        definition::integration(json, None, options)
    }

    /// Reads an integration as `PutIntegration` takes it and `GetIntegration` gives it: `integrationResponses` by status.
    ///
    /// # Errors
    /// As [`from_json`](Integration::from_json).
    pub fn from_api(json: &Json) -> Result<Integration, Refusal> {
        definition::integration(json, Some(definition::Shape::Api), &Options::new())
    }

    /// Reads an `x-amazon-apigateway-integration`: `responses` by pattern, and `default`.
    ///
    /// # Errors
    /// As [`from_json`](Integration::from_json).
    pub fn from_openapi(json: &Json) -> Result<Integration, Refusal> {
        definition::integration(json, Some(definition::Shape::OpenApi), &Options::new())
    }

    /// Reads the `Integration` of an `AWS::ApiGateway::Method`: names in `PascalCase`, `IntegrationResponses` a list.
    ///
    /// # Errors
    /// As [`from_json`](Integration::from_json).
    pub fn from_cloudformation(json: &Json) -> Result<Integration, Refusal> {
        definition::integration(json, Some(definition::Shape::CloudFormation), &Options::new())
    }

    /// The media types that the API treats as binary: `image/png`, `image/*`, `*/*`.
    pub fn binary_media_types(mut self, types: impl IntoIterator<Item = impl Into<String>>) -> Integration {
        self.binary_media_types = types.into_iter().map(Into::into).collect();
        self
    }

    /// The gateway responses of the API, for what goes wrong.
    pub fn gateway_responses(mut self, responses: impl Into<Arc<GatewayResponses>>) -> Integration {
        self.gateway_responses = responses.into();
        self
    }

    /// What stands behind the method.
    pub fn integration_type(&self) -> IntegrationType {
        self.kind
    }

    /// The URI as it was written, with its placeholders.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Templates that do not parse, with the path of each: `integration.requestTemplates['application/json']`.
    pub fn template_errors(&self) -> impl Iterator<Item = (&str, &Error)> {
        let responses = self.responses.iter().flat_map(|response| response.templates.errors());
        self.templates.errors().chain(responses)
    }

    /// The answer is what a Lambda function returns: of `AWS_PROXY`, and of `AWS` with a function's URI, whose errors
    /// select the integration response.
    pub fn is_lambda(&self) -> bool {
        match self.kind {
            IntegrationType::AwsProxy => true,
            IntegrationType::Aws => self.uri.contains(":lambda:path/"),
            _ => false,
        }
    }
}

impl<'de> Deserialize<'de> for Integration {
    /// Of any of the three shapes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Integration, D::Error> {
        Integration::from_json(&Json::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
