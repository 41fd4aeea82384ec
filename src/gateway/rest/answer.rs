//! What an integration answers, and what the client gets of it.

use serde_json::Value as Json;

use super::super::base64;
use super::super::context::Entries;
use super::super::definition::{Fields, Naming, status};
use super::super::mapping_expression::{Facts, Place};
use super::super::message::{is_header_name, pairs};
use super::super::refusal::shown;
use super::{Headers, Refusal};

/// The answer of an integration.
///
/// ```
/// use vtl::rest::IntegrationAnswer;
///
/// let of_http = IntegrationAnswer::new(404).header("Content-Type", "text/plain").body("no such pet");
/// let of_lambda = IntegrationAnswer::lambda(r#"{"errorMessage": "no such pet"}"#);
/// assert_eq!((of_http.status, of_lambda.status), (404, 200));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IntegrationAnswer {
    /// The status; what a MOCK integration's template asked for may be any integer.
    pub status: i64,
    /// The headers.
    pub headers: Headers,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// A Lambda function threw, and the body is its `{"errorMessage": …}`. REST APIs tell by the body itself.
    pub function_error: bool,
}

impl IntegrationAnswer {
    /// An answer with a status and nothing else.
    pub fn new(status: impl Into<i64>) -> IntegrationAnswer {
        IntegrationAnswer { status: status.into(), ..IntegrationAnswer::default() }
    }

    /// What a Lambda function returned, as JSON, or the `{"errorMessage": …}` of one that failed.
    pub fn lambda(payload: impl Into<Vec<u8>>) -> IntegrationAnswer {
        IntegrationAnswer::new(200).header("Content-Type", "application/json").body(payload)
    }

    /// The `{"errorMessage": …}` of a Lambda function that threw.
    pub fn lambda_error(payload: impl Into<Vec<u8>>) -> IntegrationAnswer {
        IntegrationAnswer { function_error: true, ..IntegrationAnswer::lambda(payload) }
    }

    /// One value of a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> IntegrationAnswer {
        self.headers.add(name, value);
        self
    }

    /// The body, byte for byte.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> IntegrationAnswer {
        self.body = body.into();
        self
    }

    /// Reads `{"status": 200, "headers": {"Content-Type": "text/plain"}, "body": "…"}`. A body that is no string is sent as
    /// JSON, one with `"isBase64Encoded": true` as bytes. `"functionError": true` says that a Lambda function threw.
    ///
    /// # Errors
    /// A field that is not as it must be.
    pub fn from_json(json: &Json) -> Result<IntegrationAnswer, Refusal> {
        let fields = Fields::named(json, "answer", Naming::CamelCase)?;
        fields.check_names(&[
            "status",
            "statusCode",
            "headers",
            "multiValueHeaders",
            "body",
            "isBase64Encoded",
            "functionError",
        ])?;
        let names = ["status", "statusCode"];
        let status = fields.get(&names).map(|json| status(json, fields.path_of(&names))).transpose()?.unwrap_or(200);
        let mut answer = IntegrationAnswer::new(status);
        for name in ["headers", "multiValueHeaders"] {
            let (Some(json), Some(headers)) = (fields.get(&[name]), fields.object(&[name])?) else { continue };
            let pairs = pairs(json).map_err(|header| {
                Refusal::new(format!("{}['{header}']", headers.path()), "must be a string or a list of strings")
            })?;
            if let Some((name, _)) = pairs.iter().find(|(name, _)| !is_header_name(name)) {
                let path = format!("{}['{}']", headers.path(), shown(name));
                return Err(Refusal::new(path, "no header can have that name"));
            }
            pairs.into_iter().for_each(|(name, value)| answer.headers.add(name, value));
        }
        let is_true = |name| fields.get(&[name]) == Some(&Json::Bool(true));
        answer.function_error = is_true("functionError");
        answer.body = match fields.get(&["body"]) {
            None => Vec::new(),
            Some(Json::String(text)) if is_true("isBase64Encoded") => {
                base64::bytes(text).ok_or_else(|| Refusal::new(fields.path_of(&["body"]), "is not base64"))?
            }
            Some(Json::String(text)) => text.clone().into_bytes(),
            Some(json) => json.to_string().into_bytes(),
        };
        Ok(answer)
    }
}

/// What the client gets.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MethodResponse {
    /// The status.
    pub status: u16,
    /// The headers. Those that would be taken for the gateway's own begin with `x-amzn-Remapped-`.
    pub headers: Headers,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// What went otherwise in the template than its author may think.
    pub warnings: Vec<crate::Warning>,
}

/// An answer, and the request it belongs to, as a mapping expression sees them.
pub(in crate::gateway) struct AnswerFacts<'m> {
    pub request: &'m dyn Facts,
    pub answer: &'m IntegrationAnswer,
}

impl Facts for AnswerFacts<'_> {
    fn values(&self, place: Place, name: &str) -> Vec<&str> {
        match place {
            Place::Header => self.answer.headers.exactly(name).collect(),
            Place::Path | Place::Querystring => Vec::new(),
        }
    }

    fn body(&self) -> Option<&str> {
        std::str::from_utf8(&self.answer.body).ok()
    }

    fn context(&self) -> &Entries {
        self.request.context()
    }

    fn stage_variables(&self) -> &Entries {
        self.request.stage_variables()
    }
}
