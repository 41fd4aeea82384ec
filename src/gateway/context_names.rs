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

/// Of REST APIs, in access logs.
const REST: &[&str] = &[
    "accountId",
    "apiId",
    "authorizer.claims.*",
    "authorizer.principalId",
    "authorizer.*",
    "awsEndpointRequestId",
    "customDomain.basePathMatched",
    "deploymentId",
    "domainName",
    "domainPrefix",
    "endpointType",
    "error.message",
    "error.messageString",
    "error.responseType",
    "error.validationErrorString",
    "extendedRequestId",
    "httpMethod",
    "identity.accountId",
    "identity.apiKey",
    "identity.apiKeyId",
    "identity.caller",
    "identity.cognitoAuthenticationProvider",
    "identity.cognitoAuthenticationType",
    "identity.cognitoIdentityId",
    "identity.cognitoIdentityPoolId",
    "identity.principalOrgId",
    "identity.sourceIp",
    "identity.clientCert.clientCertPem",
    "identity.clientCert.subjectDN",
    "identity.clientCert.issuerDN",
    "identity.clientCert.serialNumber",
    "identity.clientCert.validity.notBefore",
    "identity.clientCert.validity.notAfter",
    "identity.vpcId",
    "identity.vpceId",
    "identity.accessKey",
    "identity.user",
    "identity.userAgent",
    "identity.userArn",
    "isCanaryRequest",
    "path",
    "protocol",
    "requestId",
    "requestOverride.header.*",
    "requestOverride.path.*",
    "requestOverride.querystring.*",
    "responseOverride.header.*",
    "responseOverride.status",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "stage",
    "wafResponseCode",
    "webaclArn",
    // of access logs only
    "authenticate.error",
    "authenticate.latency",
    "authenticate.status",
    "authorize.error",
    "authorize.latency",
    "authorize.status",
    "integration.error",
    "integration.integrationStatus",
    "integration.latency",
    "integration.requestId",
    "integration.status",
    "integrationErrorMessage",
    "integrationLatency",
    "integrationStatus",
    "responseLatency",
    "responseLength",
    "status",
    "waf.error",
    "waf.latency",
    "waf.status",
    "xrayTraceId",
];

/// Of WebSocket APIs, in templates and access logs.
const WEBSOCKET: &[&str] = &[
    "apiId",
    "authenticate.error",
    "authenticate.latency",
    "authenticate.status",
    "authorize.error",
    "authorize.latency",
    "authorize.status",
    "authorizer.principalId",
    "authorizer.*",
    "connectedAt",
    "connectionId",
    "domainName",
    "error.message",
    "error.messageString",
    "error.responseType",
    "error.validationErrorString",
    "eventType",
    "extendedRequestId",
    "identity.accountId",
    "identity.apiKey",
    "identity.apiKeyId",
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
    "integration.error",
    "integration.integrationStatus",
    "integration.latency",
    "integration.requestId",
    "integration.status",
    "integrationLatency",
    "messageId",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "routeKey",
    "stage",
    "status",
    "waf.error",
    "waf.latency",
    "waf.status",
];

/// Of HTTP APIs, in parameter mappings and access logs.
const HTTP: &[&str] = &[
    "accountId",
    "apiId",
    "authorizer.claims.*",
    "authorizer.error",
    "authorizer.principalId",
    "authorizer.*",
    "awsEndpointRequestId",
    "awsEndpointRequestId2",
    "customDomain.basePathMatched",
    "dataProcessed",
    "domainName",
    "domainPrefix",
    "error.message",
    "error.messageString",
    "error.responseType",
    "extendedRequestId",
    "httpMethod",
    "identity.accountId",
    "identity.caller",
    "identity.cognitoAuthenticationProvider",
    "identity.cognitoAuthenticationType",
    "identity.cognitoIdentityId",
    "identity.cognitoIdentityPoolId",
    "identity.principalOrgId",
    "identity.clientCert.clientCertPem",
    "identity.clientCert.subjectDN",
    "identity.clientCert.issuerDN",
    "identity.clientCert.serialNumber",
    "identity.clientCert.validity.notBefore",
    "identity.clientCert.validity.notAfter",
    "identity.sourceIp",
    "identity.user",
    "identity.userAgent",
    "identity.userArn",
    "integration.error",
    "integration.integrationStatus",
    "integration.latency",
    "integration.requestId",
    "integration.status",
    "integrationErrorMessage",
    "integrationLatency",
    "integrationStatus",
    "path",
    "protocol",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "responseLatency",
    "responseLength",
    "routeKey",
    "stage",
    "status",
];

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
    /// assert!(ApiType::WebSocket.context_names().contains(&"connectionId"));
    /// assert!(!ApiType::Http.context_names().contains(&"resourcePath"));
    /// ```
    pub fn context_names(self) -> &'static [&'static str] {
        match self {
            ApiType::Rest => REST,
            ApiType::WebSocket => WEBSOCKET,
            ApiType::Http => HTTP,
        }
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
        self.context_names().iter().any(|known| is(known))
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
        for names in [REST, WEBSOCKET, HTTP] {
            let mut sorted = names.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), names.len());
        }
    }
}
