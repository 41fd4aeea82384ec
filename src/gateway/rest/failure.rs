//! Something went wrong on a message's way; it becomes a gateway response.

use super::GatewayResponseType;
use super::gateway_response::Cause;
use crate::error::{Error, ErrorKind};

#[derive(Debug)]
pub(super) struct Failure {
    pub kind: GatewayResponseType,
    /// Other than that of its kind.
    pub status: Option<u16>,
    /// Other than that of its kind.
    pub message: Option<String>,
    pub cause: Option<Box<Cause>>,
}

impl Failure {
    pub fn new(kind: GatewayResponseType) -> Box<Failure> {
        Box::new(Failure { kind, status: None, message: None, cause: None })
    }

    /// "Execution failed due to configuration error": 500, and the client learns no more.
    pub fn configuration(cause: impl Into<String>) -> Box<Failure> {
        let mut failure = Failure::new(GatewayResponseType::ApiConfigurationError);
        failure.cause = Some(Box::new(Cause::Configuration(cause.into())));
        failure
    }

    /// A Lambda function's answer that is none: 502.
    pub fn malformed(cause: impl Into<String>) -> Box<Failure> {
        let mut failure = Failure::configuration(cause);
        failure.kind = GatewayResponseType::Default5xx;
        failure.status = Some(502);
        failure
    }

    /// A request that the gateway cannot read: 400 with these words.
    pub fn bad_request(message: impl Into<String>) -> Box<Failure> {
        let mut failure = Failure::new(GatewayResponseType::Default4xx);
        failure.message = Some(message.into());
        failure
    }

    /// A request template that does not parse or failed: 400 if the body starts like JSON and is not, else 500.
    pub fn request_template(error: Error) -> Box<Failure> {
        if error.kind() != ErrorKind::Body {
            return Failure::template(error);
        }
        let mut failure = Failure::bad_request(format!("Could not process payload{}", error.message()));
        failure.cause = Some(Box::new(Cause::Template(error)));
        failure
    }

    /// A template that does not parse or failed: 500.
    pub fn template(error: Error) -> Box<Failure> {
        let mut failure = Failure::new(GatewayResponseType::ApiConfigurationError);
        failure.cause = Some(Box::new(Cause::Template(error)));
        failure
    }
}
