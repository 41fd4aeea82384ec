//! What is refused when a definition is read.

use serde_json::{Value as Json, json};

use super::super::{Api, Integration};
use super::{backend, refused};

fn refused_integration(json: Json) -> String {
    Integration::from_json(&json).unwrap_err().to_string()
}

/// Why a value is refused, without its path.
fn refused_value(value: &str) -> String {
    let path = "integration.requestParameters['append:header.x']: ";
    refused(json!({"append:header.x": value})).strip_prefix(path).unwrap().to_owned()
}

#[test]
fn a_reserved_header_cannot_be_mapped() {
    assert_eq!(
        refused(json!({"overwrite:header.authorization": "x"})),
        "integration.requestParameters['overwrite:header.authorization']: `authorization` is a reserved header \
         (`Authorization`): it cannot be mapped"
    );
    for header in ["access-control-max-age", "apigw-requestid", "x-amz-date", "X-Amzn-Trace-Id", "Via", "Keep-Alive"] {
        let key = format!("remove:header.{header}");
        assert!(refused(json!({key: "''"})).contains("reserved header"), "{header}");
        let json = json!({"type": "HTTP_PROXY", "uri": "https://b.example", "responseParameters": {
            "200": {format!("append:header.{header}"): "x"},
        }});
        assert!(refused_integration(json).contains("reserved header"), "{header}");
    }
}

#[test]
fn a_mapping_key_is_an_action_and_a_place() {
    assert!(refused(json!({"apend:header.x": "1"})).ends_with("unknown action `apend`; did you mean `append`?"));
    assert!(refused(json!({"header.x": "1"})).ends_with("a key is an action and a place: `append:header.x`"));
    assert!(refused(json!({"append:query.x": "1"})).contains("invalid mapping key `append:query.x`"));
    assert!(refused(json!({"append:path": "/x"})).ends_with("it can only be overwritten: `overwrite:path`"));
    assert!(refused(json!({"overwrite:header.": "x"})).ends_with("did you mean `overwrite:header.NAME`?"));
    assert!(refused(json!({"overwrite:statuscode": "200"})).contains("invalid mapping key"), "of responses only");
    assert!(
        refused(json!({"append:header.x": ""}))
            .ends_with("its value is empty; to take a parameter away, use `remove:`")
    );
}

#[test]
fn a_variable_must_be_one_of_its_message() {
    assert_eq!(
        refused_value("$request.headers.x"),
        "invalid mapping expression `$request.headers.x`; did you mean `$request.header.x`?"
    );
    assert!(refused_value("${request.querystring.}").starts_with("invalid mapping expression"));
    assert!(refused_value("$response.header.x").starts_with("invalid mapping expression `$response.header.x`"));
    assert!(refused_value("$stageVariable.x").ends_with("did you mean `$stageVariables.x`?"));
    assert!(refused_value("${request.body").ends_with("add the `}` at its end"));
    assert!(refused_value(&"x".repeat(513)).starts_with("it has 513 bytes"));
}

#[test]
fn context_variables_must_be_those_of_http_apis() {
    let documented = "accountId apiId authorizer.claims.sub authorizer.error authorizer.principalId authorizer.tenant \
        awsEndpointRequestId awsEndpointRequestId2 customDomain.basePathMatched dataProcessed domainName domainPrefix \
        error.message error.messageString error.responseType extendedRequestId httpMethod identity.accountId \
        identity.caller identity.cognitoAuthenticationProvider identity.cognitoAuthenticationType \
        identity.cognitoIdentityId identity.cognitoIdentityPoolId identity.principalOrgId \
        identity.clientCert.clientCertPem identity.clientCert.subjectDN identity.clientCert.issuerDN \
        identity.clientCert.serialNumber identity.clientCert.validity.notBefore identity.clientCert.validity.notAfter \
        identity.sourceIp identity.user identity.userAgent identity.userArn integration.error \
        integration.integrationStatus integration.latency integration.requestId integration.status \
        integrationErrorMessage integrationLatency integrationStatus path protocol requestId requestTime \
        requestTimeEpoch responseLatency responseLength routeKey stage status";
    for name in documented.split_whitespace() {
        backend(json!({"append:header.x": format!("$context.{name}")}));
    }
    assert!(refused_value("$context.requestid").ends_with("did you mean `$context.requestId`?"));
    assert!(refused_value("$context.resourcePath").ends_with("an HTTP API has no such variable"));
    assert_eq!(
        refused_value("$context.authorizer.claims['custom:api_key']"),
        "invalid mapping expression `$context.authorizer.claims['custom:api_key']`; \
         a property is named after a dot: `$context.authorizer.claims.custom:api_key`"
    );
}

#[test]
fn jsonpath_has_no_descent_and_no_filters() {
    assert!(refused_value("$request.body..name").starts_with("no recursive descent (`..`) is allowed in `.name`"));
    assert!(refused_value("${request.body.a..b}").starts_with("no recursive descent"));
    assert!(refused_value("${request.body.pets[?(@.age > 1)].name}").starts_with("no filter (`?(…)`) is allowed"));
    assert!(refused_value("${request.body.pets[abc]}").contains("is not JSONPath"));
}

#[test]
fn responses_are_keyed_by_status() {
    let refused = |parameters: Json| {
        refused_integration(json!({"type": "HTTP_PROXY", "uri": "https://b.example", "responseParameters": parameters}))
    };
    assert!(
        refused(json!({"default": {}}))
            .starts_with("integration.responseParameters.default: `default` is no status code")
    );
    assert!(refused(json!({"100": {}})).contains("from 200 to 599"));
    assert!(refused(json!({"200": {"overwrite:statuscode": "OK"}})).contains("`OK` is no status code from 100 to 599"));
    assert!(refused(json!({"200": {"append:querystring.x": "1"}})).contains("invalid mapping key"));
    assert!(
        refused(json!({"200": {"append:overwrite.static": "x"}}))
            .contains("invalid mapping key `append:overwrite.static`")
    );
}

#[test]
fn http_apis_have_two_types_of_integrations_and_no_templates() {
    assert_eq!(
        refused_integration(json!({"IntegrationType": "MOCK"})),
        "integration.IntegrationType: HTTP APIs have no integrations of type `MOCK`; `AWS_PROXY` or `HTTP_PROXY`"
    );
    assert_eq!(
        refused_integration(json!({"type": "HTTP_PROX", "uri": "https://b.example"})),
        "integration.type: unknown type `HTTP_PROX`; did you mean `HTTP_PROXY`?"
    );
    assert_eq!(
        refused_integration(json!({"type": "AWS_PROXY", "uri": "arn", "requestTemplates": {"application/json": "{}"}})),
        "integration.requestTemplates: HTTP APIs have no mapping templates; \
         map parameters with `requestParameters`, or use a REST or WebSocket API"
    );
    assert!(refused_integration(json!({"type": "AWS_PROXY"})).contains("integrationUri: is missing"));
    let of_format =
        |format: &str| json!({"type": "HTTP_PROXY", "uri": "https://b.example", "payloadFormatVersion": format});
    assert!(refused_integration(of_format("2.0")).ends_with("`HTTP_PROXY` has no format `2.0`; write `1.0`"));
    assert!(refused_integration(of_format("3.0")).contains("unknown payload format `3.0`"));
}

#[test]
fn a_service_has_its_own_parameters() {
    let of = |subtype: &str, parameters: Json| {
        refused_integration(
            json!({"type": "AWS_PROXY", "integrationSubtype": subtype, "requestParameters": parameters}),
        )
    };
    assert!(of("SQS-SendMesage", json!({})).ends_with("did you mean `SQS-SendMessage`?"));
    assert!(
        of("SQS-SendMessage", json!({"QueueUrl": "u"}))
            .ends_with("`SQS-SendMessage` needs the parameter `MessageBody`")
    );
    assert!(of("SQS-PurgeQueue", json!({"QueueURL": "u"})).ends_with("did you mean `QueueUrl`?"));
}

#[test]
fn the_path_of_a_refusal_leads_through_the_definition() {
    let template = json!({"Resources": {
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "HTTP"}},
        "Route": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {
            "ApiId": {"Ref": "Api"}, "RouteKey": "GET /", "Target": {"Fn::Join": ["/", ["integrations", {"Ref": "Backend"}]]},
        }},
        "Backend": {"Type": "AWS::ApiGatewayV2::Integration", "Properties": {
            "ApiId": {"Ref": "Api"}, "IntegrationType": "HTTP_PROXY", "IntegrationUri": "https://b.example",
            "RequestParameters": {"append:header.via": "x"},
        }},
    }});
    assert!(Api::from_json(&template).unwrap_err().to_string().starts_with(
        "Resources.Backend.Properties.RequestParameters['append:header.via']: `via` is a reserved header"
    ));
    let open_api = json!({"openapi": "3.0.1", "paths": {"/pets/{id}": {"get": {
        "x-amazon-apigateway-integration": {"type": "http_proxy"},
    }}}});
    assert_eq!(
        Api::from_json(&open_api).unwrap_err().to_string(),
        "paths['/pets/{id}'].get['x-amazon-apigateway-integration'].integrationUri: is missing; the URL of a backend"
    );
}
