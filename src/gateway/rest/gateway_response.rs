//! `MISSING_AUTHENTICATION_TOKEN`, 403: what API Gateway itself answers when something goes wrong.

use super::Headers;
use crate::error::Error;

/// A response that comes from the gateway and not from the integration.
///
/// ```
/// use vtl::rest::{GatewayResponseType, Integration, MethodRequest};
///
/// let integration = Integration::from_json(&serde_json::json!({
///     "type": "http", "uri": "https://example.com", "passthroughBehavior": "never",
/// }))?;
/// let response = integration.map_request(&MethodRequest::new("POST", "/").body("<a/>")).unwrap_err();
/// assert_eq!((response.kind, response.status), (GatewayResponseType::UnsupportedMediaType, 415));
/// assert_eq!(response.body, r#"{"message": "Unsupported Media Type"}"#);
/// # Ok::<(), vtl::rest::Refusal>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GatewayResponse {
    /// What went wrong.
    pub kind: GatewayResponseType,
    /// The status that the client sees.
    pub status: u16,
    /// `Content-Type`, `x-amzn-ErrorType` and those of the API's own gateway response.
    pub headers: Headers,
    /// The text that the client sees.
    pub body: String,
    /// `$context.error.message`
    pub message: Option<String>,
    /// What failed, for the author of the API: the service tells it to its log only.
    pub cause: Option<Box<Cause>>,
}

/// Why the gateway answers itself.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// A template did not parse, or failed while it ran.
    Template(Error),
    /// Something of the definition or the answer does not fit, in words.
    Configuration(String),
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cause::Template(error) => error.fmt(f),
            Cause::Configuration(text) => f.write_str(text),
        }
    }
}

macro_rules! gateway_response_types {
    ($($variant:ident $name:literal $status:literal $error_type:literal $message:expr;)*) => {
        /// The gateway responses that an API can make its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum GatewayResponseType {
            $(#[doc = concat!("`", $name, "`, ", stringify!($status))] $variant,)*
        }

        /// What the service answers if the API has nothing of its own.
        pub(super) struct Usual {
            pub name: &'static str,
            pub status: u16,
            /// `x-amzn-ErrorType`
            pub error_type: &'static str,
            /// `None` for null.
            pub message: Option<&'static str>,
        }

        impl GatewayResponseType {
            /// All of them.
            pub const ALL: &'static [GatewayResponseType] = &[$(GatewayResponseType::$variant,)*];

            pub(super) const NAMES: &'static [&'static str] = &[$($name,)*];

            pub(super) fn usual(self) -> Usual {
                match self {
                    $(GatewayResponseType::$variant => Usual {
                        name: $name, status: $status, error_type: $error_type, message: $message,
                    },)*
                }
            }
        }
    };
}

gateway_response_types! {
    AccessDenied "ACCESS_DENIED" 403 "AccessDeniedException" Some("User is not authorized to access this resource");
    ApiConfigurationError "API_CONFIGURATION_ERROR" 500 "InternalServerErrorException" Some("Internal server error");
    AuthorizerConfigurationError "AUTHORIZER_CONFIGURATION_ERROR" 500 "AuthorizerConfigurationException" None;
    AuthorizerFailure "AUTHORIZER_FAILURE" 500 "AuthorizerFailureException" None;
    BadRequestParameters "BAD_REQUEST_PARAMETERS" 400 "BadRequestException" Some("Missing required request parameters");
    BadRequestBody "BAD_REQUEST_BODY" 400 "BadRequestException" Some("Invalid request body");
    Default4xx "DEFAULT_4XX" 400 "BadRequestException" Some("Bad Request");
    Default5xx "DEFAULT_5XX" 500 "InternalServerErrorException" Some("Internal server error");
    ExpiredToken "EXPIRED_TOKEN" 403 "ExpiredTokenException"
        Some("The security token included in the request is expired");
    IntegrationFailure "INTEGRATION_FAILURE" 504 "InternalServerErrorException"
        Some("Network error communicating with endpoint");
    IntegrationTimeout "INTEGRATION_TIMEOUT" 504 "InternalServerErrorException" Some("Endpoint request timed out");
    InvalidApiKey "INVALID_API_KEY" 403 "ForbiddenException" Some("Forbidden");
    InvalidSignature "INVALID_SIGNATURE" 403 "InvalidSignatureException"
        Some("The request signature we calculated does not match the signature you provided");
    MissingAuthenticationToken "MISSING_AUTHENTICATION_TOKEN" 403 "MissingAuthenticationTokenException"
        Some("Missing Authentication Token");
    QuotaExceeded "QUOTA_EXCEEDED" 429 "LimitExceededException" Some("Limit Exceeded");
    RequestTooLarge "REQUEST_TOO_LARGE" 413 "RequestTooLargeException" Some("Request Too Long");
    ResourceNotFound "RESOURCE_NOT_FOUND" 404 "ResourceNotFoundException" Some("Not Found");
    Throttled "THROTTLED" 429 "TooManyRequestsException" Some("Too Many Requests");
    Unauthorized "UNAUTHORIZED" 401 "UnauthorizedException" Some("Unauthorized");
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE" 415 "BadRequestException" Some("Unsupported Media Type");
    WafFiltered "WAF_FILTERED" 403 "ForbiddenException" Some("Forbidden");
}

impl GatewayResponseType {
    /// `MISSING_AUTHENTICATION_TOKEN`
    pub fn name(self) -> &'static str {
        self.usual().name
    }

    /// The status unless the API has another.
    pub fn default_status(self) -> u16 {
        self.usual().status
    }

    pub(super) fn named(name: &str) -> Option<GatewayResponseType> {
        GatewayResponseType::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// `DEFAULT_4XX` or `DEFAULT_5XX`, which stands for it where the API has nothing of its own.
    pub(super) fn fallback(self) -> GatewayResponseType {
        if self.default_status() < 500 { GatewayResponseType::Default4xx } else { GatewayResponseType::Default5xx }
    }

    /// The text of the service's own response. What the front of the service writes has no blank behind the colon, what
    /// its back does has one; an access that was denied has a `Message`.
    pub(super) fn usual_body(self, message_string: &str) -> String {
        use GatewayResponseType as T;
        let from_the_back = [
            T::ApiConfigurationError,
            T::BadRequestBody,
            T::BadRequestParameters,
            T::Default4xx,
            T::Default5xx,
            T::IntegrationFailure,
            T::IntegrationTimeout,
            T::UnsupportedMediaType,
        ];
        match self {
            T::AccessDenied => format!(r#"{{"Message":{message_string}}}"#),
            kind if from_the_back.contains(&kind) => format!(r#"{{"message": {message_string}}}"#),
            _ => format!(r#"{{"message":{message_string}}}"#),
        }
    }
}
