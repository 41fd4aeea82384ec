//! What the gateway itself answers when something goes wrong.

use serde_json::json;
use vtl::rest::{GatewayResponseType, GatewayResponses, MethodRequest};

use crate::{failed, http, post};
use GatewayResponseType as T;

fn own(json: serde_json::Value) -> GatewayResponses {
    GatewayResponses::from_json(&json).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[test]
fn every_type_has_its_default_status() {
    let documented = [
        (T::AccessDenied, "ACCESS_DENIED", 403),
        (T::ApiConfigurationError, "API_CONFIGURATION_ERROR", 500),
        (T::AuthorizerConfigurationError, "AUTHORIZER_CONFIGURATION_ERROR", 500),
        (T::AuthorizerFailure, "AUTHORIZER_FAILURE", 500),
        (T::BadRequestParameters, "BAD_REQUEST_PARAMETERS", 400),
        (T::BadRequestBody, "BAD_REQUEST_BODY", 400),
        (T::ExpiredToken, "EXPIRED_TOKEN", 403),
        (T::IntegrationFailure, "INTEGRATION_FAILURE", 504),
        (T::IntegrationTimeout, "INTEGRATION_TIMEOUT", 504),
        (T::InvalidApiKey, "INVALID_API_KEY", 403),
        (T::InvalidSignature, "INVALID_SIGNATURE", 403),
        (T::MissingAuthenticationToken, "MISSING_AUTHENTICATION_TOKEN", 403),
        (T::QuotaExceeded, "QUOTA_EXCEEDED", 429),
        (T::RequestTooLarge, "REQUEST_TOO_LARGE", 413),
        (T::ResourceNotFound, "RESOURCE_NOT_FOUND", 404),
        (T::Throttled, "THROTTLED", 429),
        (T::Unauthorized, "UNAUTHORIZED", 401),
        (T::UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", 415),
        (T::WafFiltered, "WAF_FILTERED", 403),
    ];
    for (kind, name, status) in documented {
        assert_eq!((kind.name(), kind.default_status()), (name, status));
        assert_eq!(GatewayResponses::new().answer(kind, &post()).status, status);
    }
    assert_eq!(T::ALL.len(), documented.len() + 2, "and DEFAULT_4XX and DEFAULT_5XX");
}

#[test]
fn the_services_own_bodies() {
    let body = |kind| GatewayResponses::new().answer(kind, &post()).body;
    assert_eq!(body(T::MissingAuthenticationToken), r#"{"message":"Missing Authentication Token"}"#);
    assert_eq!(body(T::InvalidApiKey), r#"{"message":"Forbidden"}"#);
    assert_eq!(body(T::Unauthorized), r#"{"message":"Unauthorized"}"#);
    assert_eq!(body(T::IntegrationTimeout), r#"{"message": "Endpoint request timed out"}"#);
    assert_eq!(body(T::AuthorizerConfigurationError), r#"{"message":null}"#);
    assert!(body(T::AccessDenied).starts_with(r#"{"Message":"#), "with a capital");
    assert_eq!(body(T::Default5xx).len(), 36, "recorded");
}

#[test]
fn the_error_type_is_a_header() {
    let header = |kind| GatewayResponses::new().answer(kind, &post()).headers;
    assert_eq!(header(T::Throttled).get("x-amzn-ErrorType"), Some("TooManyRequestsException"));
    assert_eq!(header(T::Default5xx).get("x-amzn-errortype"), Some("InternalServerErrorException"));
    assert_eq!(header(T::Throttled).get("Content-Type"), Some("application/json"));
}

#[test]
fn a_template_substitutes_and_is_no_vtl() {
    let template = "$context.error.messageString $context.error.message $context.error.responseType \
                    $context.identity.sourceIp $stageVariables.v $method.request.path.id \
                    $method.request.querystring.q $method.request.header.X-Tag|$context.nothing| #if(true)$input.body#end";
    let responses = own(json!({"UNAUTHORIZED": {"responseTemplates": {"application/json": template}}}));
    let request = MethodRequest::new("GET", "/")
        .path_param("id", "7")
        .query_param("q", "a")
        .header("X-Tag", "t")
        .stage_variable("v", "s")
        .context(json!({"identity": {"sourceIp": "192.0.2.1"}}));
    assert_eq!(
        responses.answer(T::Unauthorized, &request).body,
        "\"Unauthorized\" Unauthorized UNAUTHORIZED 192.0.2.1 s 7 a t|| #if(true)$input.body#end"
    );
}

#[test]
fn parameters_set_headers() {
    let responses = own(json!({"UNAUTHORIZED": {"responseParameters": {
        "gatewayresponse.header.A": "'*'",
        "gatewayresponse.header.B": "method.request.header.Origin",
        "gatewayresponse.header.C": "method.request.path.id",
        "gatewayresponse.header.D": "method.request.querystring.q",
        "gatewayresponse.header.E": "method.request.multivaluequerystring.q",
        "gatewayresponse.header.F": "context.requestId",
        "gatewayresponse.header.G": "stageVariables.v",
        "gatewayresponse.header.H": "method.request.multivalueheader.Accept-Language",
        "gatewayresponse.header.Missing": "method.request.header.Referer",
    }}}));
    let request = MethodRequest::new("GET", "/")
        .header("Origin", "o")
        .header("Accept-Language", "nl")
        .header("Accept-Language", "de")
        .path_param("id", "7")
        .query_param("q", "1")
        .query_param("q", "2")
        .context(json!({"requestId": "r"}))
        .stage_variable("v", "s");
    let headers = responses.answer(T::Unauthorized, &request).headers;
    let names = ["A", "B", "C", "D", "E", "F", "G", "H"];
    assert_eq!(names.map(|name| headers.get(name).unwrap()), ["*", "o", "7", "2", "1,2", "r", "s", "nl,de"]);
    assert_eq!(headers.get("Missing"), None);
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let responses = own(json!({"UNAUTHORIZED": {"responseParameters": {
        "gatewayresponse.header.A": "method.request.querystring.q",
    }}}));
    let request = MethodRequest::new("GET", "/").query_param("q", "x\r\nEvil: 1");
    assert_eq!(responses.answer(T::Unauthorized, &request).headers.get("A"), Some("x  Evil: 1"));
}

#[test]
fn an_undefined_type_is_the_default_of_its_hundred() {
    let responses = own(json!({
        "DEFAULT_4XX": {"statusCode": 418, "responseTemplates": {"text/plain": "4: $context.error.message"}},
        "DEFAULT_5XX": {"statusCode": "599"},
        "UNAUTHORIZED": {"responseTemplates": {"application/json": "own"}},
    }));
    let forbidden = responses.answer(T::InvalidApiKey, &post());
    assert_eq!((forbidden.status, forbidden.body.as_str()), (418, "4: Forbidden"));
    assert_eq!(forbidden.headers.get("Content-Type"), Some("text/plain"));
    let timeout = responses.answer(T::IntegrationTimeout, &post());
    assert_eq!((timeout.status, timeout.body.as_str()), (599, r#"{"message": "Endpoint request timed out"}"#));
    let unauthorized = responses.answer(T::Unauthorized, &post());
    assert_eq!((unauthorized.status, unauthorized.body.as_str()), (401, "own"));
}

#[test]
fn a_request_that_is_too_large_cannot_be_customised() {
    let responses = own(json!({
        "REQUEST_TOO_LARGE": {"statusCode": "400"},
        "DEFAULT_4XX": {"statusCode": "400"},
    }));
    assert_eq!(responses.answer(T::RequestTooLarge, &post()).status, 413);
}

#[test]
fn what_fails_in_a_mapping_becomes_the_apis_own_response() {
    let responses = own(json!({"UNSUPPORTED_MEDIA_TYPE": {"statusCode": "406"}}));
    let integration = http(json!({"passthroughBehavior": "NEVER"})).gateway_responses(responses);
    assert_eq!(failed(&integration, &post()).status, 406);
}

#[test]
fn they_are_read_from_the_shapes_of_openapi_sam_cloudformation_and_the_api() {
    let headers = json!({"gatewayresponse.header.A": "'*'"});
    let shapes = [
        json!({"DEFAULT_4XX": {"statusCode": 418, "responseParameters": headers}}),
        json!({"DEFAULT_4XX": {"StatusCode": 418, "ResponseParameters": {"Headers": {"A": "'*'"}}}}),
        json!([{"ResponseType": "DEFAULT_4XX", "StatusCode": "418", "ResponseParameters": headers}]),
        json!({"items": [{"responseType": "DEFAULT_4XX", "statusCode": "418", "responseParameters": headers}]}),
    ];
    for shape in shapes {
        let response = own(shape.clone()).answer(T::Throttled, &post());
        assert_eq!((response.status, response.headers.get("A")), (418, Some("*")), "{shape}");
    }
}

#[test]
fn what_is_refused() {
    let refusal = |json| GatewayResponses::from_json(&json).unwrap_err().to_string();
    assert_eq!(
        refusal(json!({"DEFAULT_4X": {}})),
        "gatewayResponses.DEFAULT_4X: unknown type of gateway response `DEFAULT_4X`; did you mean `DEFAULT_4XX`?"
    );
    assert!(
        refusal(json!({"THROTTLED": {"responseParameters": {"gatewayresponse.header.A": "method.request.body"}}}))
            .starts_with("gatewayResponses.THROTTLED.responseParameters['gatewayresponse.header.A']: invalid mapping")
    );
    assert!(refusal(json!({"THROTTLED": {"statusCode": "abc"}})).contains("must be a status code from 100 to 599"));
}
