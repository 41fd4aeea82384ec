//! What `$context` has in each place, by the documentation's tables: the names that an access log and a parameter mapping
//! may use. `*` stands for any further name.

/// One of the three types of API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiType {
    /// REST APIs.
    Rest,
    /// WebSocket APIs.
    WebSocket,
    /// HTTP APIs.
    Http,
}

/// Names that come together: `*` stands for any further name.
type Group = &'static [&'static str];

/// Of all APIs.
const COMMON: Group = &[
    "apiId",
    "authorizer.principalId",
    "authorizer.*",
    "domainName",
    "error.message",
    "error.messageString",
    "error.responseType",
    "extendedRequestId",
    "identity.accountId",
    "identity.caller",
    "identity.cognitoAuthenticationProvider",
    "identity.cognitoAuthenticationType",
    "identity.cognitoIdentityId",
    "identity.cognitoIdentityPoolId",
    "identity.principalOrgId",
    "identity.sourceIp",
    "identity.user",
    "identity.userAgent",
    "identity.userArn",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "stage",
];

/// Of REST and HTTP APIs: what a request over HTTP has.
const OF_REQUEST: Group = &[
    "accountId",
    "authorizer.claims.*",
    "awsEndpointRequestId",
    "domainPrefix",
    "httpMethod",
    "identity.clientCert.clientCertPem",
    "identity.clientCert.subjectDN",
    "identity.clientCert.issuerDN",
    "identity.clientCert.serialNumber",
    "identity.clientCert.validity.notBefore",
    "identity.clientCert.validity.notAfter",
    "path",
    "protocol",
];

/// Of REST and WebSocket APIs.
const OF_VERSION_1: Group = &["error.validationErrorString", "identity.apiKey", "identity.apiKeyId"];

const REST: Group = &[
    "deploymentId",
    "identity.accessKey",
    "identity.vpcId",
    "identity.vpceId",
    "isCanaryRequest",
    "requestOverride.header.*",
    "requestOverride.path.*",
    "requestOverride.querystring.*",
    "resourceId",
    "resourcePath",
    "responseOverride.header.*",
    "responseOverride.status",
    "wafResponseCode",
    "webaclArn",
];

const WEBSOCKET: Group = &["connectedAt", "connectionId", "eventType", "messageId", "routeKey", "status"];

const HTTP: Group = &["authorizer.error", "awsEndpointRequestId2", "dataProcessed", "routeKey", "status"];

/// Of all APIs, in access logs.
const LOGGED: Group = &[
    "integration.error",
    "integration.integrationStatus",
    "integration.latency",
    "integration.requestId",
    "integration.status",
    "integrationLatency",
];

/// Of REST and WebSocket APIs, in access logs: what happened before the integration.
const LOGGED_PHASES: Group = &[
    "authenticate.error",
    "authenticate.latency",
    "authenticate.status",
    "authorize.error",
    "authorize.latency",
    "authorize.status",
    "waf.error",
    "waf.latency",
    "waf.status",
];

/// Of REST and HTTP APIs, in access logs.
const LOGGED_OF_REQUEST: Group = &[
    "customDomain.basePathMatched",
    "integrationErrorMessage",
    "integrationStatus",
    "responseLatency",
    "responseLength",
];

const LOGGED_REST: Group = &["endpointType", "status", "xrayTraceId"];

impl ApiType {
    /// What a message calls an API of this type: `a WebSocket API`.
    pub(super) fn shown(self) -> &'static str {
        match self {
            ApiType::Rest => "a REST API",
            ApiType::WebSocket => "a WebSocket API",
            ApiType::Http => "an HTTP API",
        }
    }

    /// The names that `$context` has in an API of this type; `*` stands for any further name.
    ///
    /// ```
    /// use vtl::access_log::ApiType;
    ///
    /// assert!(ApiType::WebSocket.context_names().any(|name| name == "connectionId"));
    /// assert!(ApiType::Http.context_names().all(|name| name != "resourcePath"));
    /// ```
    pub fn context_names(self) -> impl Iterator<Item = &'static str> {
        self.names_in_templates().chain(self.names_in_logs())
    }

    /// Those that are there while a request is mapped.
    pub(crate) fn names_in_templates(self) -> impl Iterator<Item = &'static str> {
        let groups: &[Group] = match self {
            ApiType::Rest => &[COMMON, OF_REQUEST, OF_VERSION_1, REST],
            ApiType::WebSocket => &[COMMON, OF_VERSION_1, WEBSOCKET],
            ApiType::Http => &[COMMON, OF_REQUEST, HTTP],
        };
        groups.iter().flat_map(|group| group.iter().copied())
    }

    /// Those that only an access log has.
    pub(crate) fn names_in_logs(self) -> impl Iterator<Item = &'static str> {
        let groups: &[Group] = match self {
            ApiType::Rest => &[LOGGED, LOGGED_PHASES, LOGGED_OF_REQUEST, LOGGED_REST],
            ApiType::WebSocket => &[LOGGED, LOGGED_PHASES],
            ApiType::Http => &[LOGGED, LOGGED_OF_REQUEST],
        };
        groups.iter().flat_map(|group| group.iter().copied())
    }

    /// True if the documentation names it: `["identity", "sourceIp"]`.
    pub(super) fn knows(self, names: &[String]) -> bool {
        let is = |known: &str| {
            let (mut left, mut names) = (known.split('.'), names.iter());
            loop {
                match (left.next(), names.next()) {
                    (None, None) => return true,
                    (Some("*"), Some(_)) => return true,
                    (Some(known), Some(name)) if known == name => {}
                    _ => return false,
                }
            }
        };
        self.context_names().any(is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knows(api: ApiType, name: &str) -> bool {
        api.knows(&name.split('.').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn each_type_of_api_has_names_of_its_own() {
        assert!(knows(ApiType::Http, "routeKey") && knows(ApiType::WebSocket, "routeKey"));
        assert!(!knows(ApiType::Rest, "routeKey"));
        assert!(knows(ApiType::Rest, "resourcePath") && !knows(ApiType::Http, "resourcePath"));
        assert!(knows(ApiType::WebSocket, "messageId") && !knows(ApiType::Http, "messageId"));
    }

    #[test]
    fn what_an_authorizer_gave_has_any_name() {
        for api in [ApiType::Rest, ApiType::WebSocket, ApiType::Http] {
            assert!(knows(api, "authorizer.tenant"));
            assert!(!knows(api, "authorizer"));
            assert!(!knows(api, "identity.nope"));
        }
        assert!(knows(ApiType::Http, "authorizer.claims.cognito:groups"));
    }

    #[test]
    fn no_name_is_listed_twice() {
        for api in [ApiType::Rest, ApiType::WebSocket, ApiType::Http] {
            let mut sorted: Vec<_> = api.context_names().collect();
            let all = sorted.len();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), all);
        }
    }
}
