//! The shapes of definitions, and what is refused in them.

use serde_json::{Value, json};
use vtl::rest::{Integration, IntegrationAnswer, IntegrationType};

use crate::{answered, post, refused, sent_body};

#[test]
fn the_three_shapes_say_the_same() {
    let templates = json!({"application/json": "<$input.body>"});
    let parameters = json!({"method.response.header.X": "'x'"});
    let api = json!({
        "type": "HTTP",
        "httpMethod": "PUT",
        "uri": "https://example.com",
        "passthroughBehavior": "NEVER",
        "contentHandling": "CONVERT_TO_TEXT",
        "requestTemplates": templates,
        "timeoutInMillis": 29000,
        "cacheNamespace": "c",
        "integrationResponses": {"418": {
            "statusCode": "418", "selectionPattern": "4..", "responseParameters": parameters, "responseTemplates": templates,
        }},
    });
    let open_api = json!({
        "type": "http",
        "httpMethod": "PUT",
        "uri": "https://example.com",
        "passthroughBehavior": "never",
        "contentHandling": "CONVERT_TO_TEXT",
        "requestTemplates": templates,
        "responses": {"4..": {"statusCode": 418, "responseParameters": parameters, "responseTemplates": templates}},
    });
    let cloud_formation = json!({
        "Type": "HTTP",
        "IntegrationHttpMethod": "PUT",
        "Uri": "https://example.com",
        "PassthroughBehavior": "NEVER",
        "ContentHandling": "CONVERT_TO_TEXT",
        "RequestTemplates": templates,
        "IntegrationResponses": [{
            "StatusCode": 418, "SelectionPattern": "4..", "ResponseParameters": parameters, "ResponseTemplates": templates,
        }],
    });
    type Read = fn(&Value) -> Result<Integration, vtl::rest::Refusal>;
    let shapes: [(Value, Read); 3] = [
        (api, Integration::from_api),
        (open_api, Integration::from_openapi),
        (cloud_formation, Integration::from_cloudformation),
    ];
    for (json, read) in shapes {
        for integration in [read(&json).unwrap(), Integration::from_json(&json).unwrap()] {
            assert_eq!(integration.integration_type(), IntegrationType::Http);
            assert_eq!(sent_body(&integration, &post().body("b")), "<b>", "{json}");
            let answer = answered(&integration, &post(), &IntegrationAnswer::new(404).body("a"));
            assert_eq!((answer.status, answer.body.as_slice(), answer.headers.get("X")), (418, &b"<a>"[..], Some("x")));
        }
    }
}

#[test]
fn serde_reads_any_of_them() {
    let integration: Integration = serde_json::from_str(r#"{"Type": "MOCK"}"#).unwrap();
    assert_eq!(integration.integration_type(), IntegrationType::Mock);
    let error = serde_json::from_str::<Integration>(r#"{"type": "mok"}"#).unwrap_err();
    assert_eq!(error.to_string(), "integration.type: unknown type `mok`; did you mean `MOCK`?");
}

#[test]
fn a_name_that_only_a_deployment_knows_stays_in_the_uri() {
    let sub = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations";
    let integration = Integration::from_json(&json!({"Type": "AWS_PROXY", "Uri": {"Fn::Sub": sub}})).unwrap();
    assert_eq!(integration.uri(), sub);
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest() {
    assert_eq!(
        refused(json!({"passthroughBehavior": "WHEN_NO_TEMPLATE"})),
        "integration.passthroughBehavior: unknown passthrough behavior `WHEN_NO_TEMPLATE`; \
         did you mean `WHEN_NO_TEMPLATES`?"
    );
    assert_eq!(
        refused(json!({"contentHandling": "CONVERT_TO_TXT"})),
        "integration.contentHandling: unknown content handling `CONVERT_TO_TXT`; did you mean `CONVERT_TO_TEXT`?"
    );
    assert_eq!(
        refused(json!({"requestTemplate": {}})),
        "integration: unknown field `requestTemplate`; did you mean `requestTemplates`?"
    );
}

#[test]
fn a_type_is_needed() {
    let refusal = Integration::from_json(&json!({})).unwrap_err();
    assert_eq!(refusal.to_string(), "integration.type: is missing; one of AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK");
}

#[test]
fn a_uri_is_needed_and_must_fit_the_type() {
    let refusal = |json: Value| Integration::from_json(&json).unwrap_err().to_string();
    assert_eq!(refusal(json!({"type": "HTTP"})), "integration.uri: is missing, and `HTTP` needs it");
    assert!(refusal(json!({"type": "HTTP", "uri": "ftp://x"})).starts_with("integration.uri: invalid HTTP endpoint"));
    assert!(refusal(json!({"type": "AWS", "uri": "https://x"})).starts_with("integration.uri: invalid ARN"));
    let function = "arn:aws:lambda:eu-west-1:123456789012:function:f";
    assert!(refusal(json!({"type": "AWS_PROXY", "uri": function})).contains("must contain path or action"));
}

#[test]
fn a_mapping_expression_that_is_none_is_refused_with_its_path() {
    assert_eq!(
        refused(json!({"requestParameters": {"integration.request.header.X": "method.request.headers.X"}})),
        "integration.requestParameters['integration.request.header.X']: \
         invalid mapping expression `method.request.headers.X`; did you mean `method.request.header.X`?"
    );
    assert_eq!(
        refused(json!({"requestParameters": {"integration.request.headers.X": "'x'"}})),
        "integration.requestParameters['integration.request.headers.X']: \
         invalid name of a parameter of the integration request; did you mean `integration.request.header.X`?"
    );
    let response = json!({"statusCode": "200", "responseParameters": {"method.response.header.X": "true"}});
    assert_eq!(
        refused(json!({"responses": {"default": response}})),
        "integration.responses['default'].responseParameters['method.response.header.X']: \
         invalid mapping expression `true`; did you mean `'true'`?"
    );
}

#[test]
fn a_selection_pattern_that_is_none_is_refused() {
    let responses = json!({"400": {"statusCode": "400", "selectionPattern": "(4"}});
    assert_eq!(
        refused(json!({"integrationResponses": responses})),
        "integration.integrationResponses['400'].selectionPattern: \
         `(4` is no regular expression of Java: Unclosed group near index 2"
    );
}

#[test]
fn a_status_code_that_is_none_is_refused() {
    assert_eq!(
        refused(json!({"integrationResponses": {"default": {"statusCode": "default"}}})),
        "integration.integrationResponses['default'].statusCode: must be a status code from 100 to 599; such as `\"200\"`"
    );
}

#[test]
fn a_field_of_another_kind_is_refused() {
    assert_eq!(
        refused(json!({"requestTemplates": []})),
        "integration.requestTemplates: must be an object, but is a list"
    );
    assert_eq!(
        refused(json!({"requestTemplates": {"application/json": {"a": 1}}})),
        "integration.requestTemplates['application/json']: must be a string, but is an object"
    );
    let refusal = Integration::from_json(&json!([])).unwrap_err();
    assert_eq!(refusal.to_string(), "integration: must be an object, but is a list");
}

#[test]
fn an_answers_headers_are_an_object() {
    let refusal = |json: Value| IntegrationAnswer::from_json(&json).unwrap_err().to_string();
    assert_eq!(refusal(json!({"headers": [1]})), "answer.headers: must be an object, but is a list");
    assert_eq!(
        refusal(json!({"multiValueHeaders": "x"})),
        "answer.multiValueHeaders: must be an object, but is a string"
    );
    assert!(IntegrationAnswer::from_json(&json!({"headers": null})).unwrap().headers.is_empty());
}

#[test]
fn a_uri_that_only_a_deployment_knows_is_left_open() {
    let json = json!({"Type": "HTTP", "Uri": {"Fn::If": ["IsProd", "https://a.example", "https://b.example"]}});
    assert_eq!(Integration::from_json(&json).unwrap().uri(), "${Fn::If}");
}

#[test]
fn a_template_that_a_function_chooses_is_refused() {
    let json = json!({"Type": "MOCK", "RequestTemplates": {"application/json": {"Fn::If": ["IsProd", "{}", "[]"]}}});
    let refusal = Integration::from_json(&json).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "integration.RequestTemplates['application/json']: the template is what `Fn::If` gives when the API is deployed; \
         write the template itself there; `vtl extract` lists those of each branch"
    );
}

#[test]
fn a_method_and_a_media_type_must_be_one() {
    assert_eq!(
        refused(json!({"httpMethod": "POSTT"})),
        "integration.httpMethod: unknown HTTP method `POSTT`; did you mean `POST`?"
    );
    for name in ["requestTemplates", "responses"] {
        let templates = json!({"json": "{}"});
        let fields = match name {
            "responses" => json!({"responses": {"default": {"statusCode": "200", "responseTemplates": templates}}}),
            _ => json!({"requestTemplates": templates}),
        };
        assert!(refused(fields).ends_with("`json` is no media type; such as `application/json`"), "{name}");
    }
}

#[test]
fn a_proxy_of_aws_is_for_functions_and_streams() {
    let read = |service: &str| {
        let uri = format!("arn:aws:apigateway:eu-west-1:{service}");
        Integration::from_json(&json!({"type": "AWS_PROXY", "httpMethod": "POST", "uri": uri})).map(drop)
    };
    assert!(
        read("lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations").is_ok()
    );
    assert!(read("firehose:action/PutRecord").is_ok());
    assert!(read("s3:path/b/k").unwrap_err().to_string().contains("is for Lambda functions and Firehose streams only"));
}
