//! `binaryMediaTypes` and `contentHandling`: the tables of the documentation, both directions.

use serde_json::{Value, json};
use vtl::rest::{Integration, IntegrationAnswer, MethodRequest};

use crate::{answered, failed, http, post, sent, try_answer};

const BYTES: &[u8] = &[0x1f, 0x8b, 0xff, 0x00];
const BASE64: &[u8] = b"H4v/AA==";
const REPLACED: &[u8] = "\u{1f}\u{fffd}\u{fffd}\0".as_bytes();

fn handling(i: usize) -> Value {
    [Value::Null, json!("CONVERT_TO_BINARY"), json!("CONVERT_TO_TEXT")][i].clone()
}

fn image(content_handling: Value, types: &[&str]) -> Integration {
    http(json!({"contentHandling": content_handling})).binary_media_types(types.to_vec())
}

fn of_type(content_type: &str, body: &[u8]) -> MethodRequest {
    post().header("Content-Type", content_type).body(body)
}

#[test]
fn request_bytes_of_a_binary_type() {
    let expected = [BYTES, BYTES, BASE64];
    for (i, expected) in expected.into_iter().enumerate() {
        let integration = image(handling(i), &["image/png"]);
        assert_eq!(sent(&integration, &of_type("image/png", BYTES)).body, expected, "{}", handling(i));
    }
}

#[test]
fn request_text_of_no_binary_type() {
    for types in [&[][..], &["image/png"]] {
        let converted = |i| image(handling(i), types);
        assert_eq!(sent(&converted(0), &of_type("text/plain", BASE64)).body, BASE64);
        assert_eq!(sent(&converted(1), &of_type("text/plain", BASE64)).body, BYTES);
        assert_eq!(sent(&converted(2), &of_type("text/plain", BASE64)).body, BASE64);
    }
}

#[test]
fn what_is_no_utf_8_is_replaced_in_a_text() {
    assert_eq!(sent(&image(Value::Null, &[]), &of_type("image/png", BYTES)).body, REPLACED);
}

#[test]
fn what_is_no_base64_cannot_become_binary() {
    assert_eq!(failed(&image(json!("CONVERT_TO_BINARY"), &[]), &of_type("text/plain", b"not base64!")).status, 500);
}

#[test]
fn a_template_sees_bytes_in_base64_or_fails() {
    let integration = |handling: Value| {
        let templates = json!({"image/png": "<$input.body>"});
        http(json!({"contentHandling": handling, "requestTemplates": templates})).binary_media_types(["image/png"])
    };
    let request = of_type("image/png", BYTES);
    assert_eq!(sent(&integration(json!("CONVERT_TO_TEXT")), &request).body, b"<H4v/AA==>");
    assert_eq!(failed(&integration(Value::Null), &request).status, 500);
}

#[test]
fn a_binary_type_may_be_a_range() {
    for types in [["image/*"], ["*/*"], ["IMAGE/PNG"]] {
        assert_eq!(sent(&image(Value::Null, &types), &of_type("image/png; x=y", BYTES)).body, BYTES, "{types:?}");
    }
    assert_eq!(sent(&image(Value::Null, &["image/*"]), &of_type("video/mp4", BYTES)).body, REPLACED);
    // the well-known trap: all types are binary, JSON too, and a template sees no bytes
    let mock =
        crate::integration(&json!({"type": "mock", "requestTemplates": {"application/json": "{statusCode: 200}"}}));
    assert_eq!(failed(&mock.binary_media_types(["*/*"]), &post()).status, 500);
}

/// What the client gets of a body, with each content handling.
fn answers(content_type: &str, accept: &str, body: &[u8]) -> [Vec<u8>; 3] {
    [0, 1, 2].map(|i| {
        let response = json!({"statusCode": "200", "contentHandling": handling(i)});
        let integration = http(json!({"responses": {"default": response}})).binary_media_types(["image/png"]);
        let answer = IntegrationAnswer::new(200).header("Content-Type", content_type).body(body);
        answered(&integration, &post().header("Accept", accept), &answer).body
    })
}

#[test]
fn response_text_for_a_client_who_wants_text() {
    assert_eq!(answers("text/plain", "text/plain", BASE64), [BASE64, BYTES, BASE64]);
}

#[test]
fn response_text_for_a_client_who_wants_bytes() {
    assert_eq!(answers("text/plain", "image/png", BASE64), [BYTES, BYTES, BASE64]);
}

#[test]
fn response_bytes_for_a_client_who_wants_text() {
    assert_eq!(answers("image/png", "text/plain", BYTES), [BASE64, BYTES, BASE64]);
    assert_eq!(answers("image/png", "*/*, image/png", BYTES), [BASE64, BYTES, BASE64], "the first type counts");
}

#[test]
fn response_bytes_for_a_client_who_wants_bytes() {
    assert_eq!(answers("image/png", "image/png", BYTES), [BYTES, BYTES, BASE64]);
}

#[test]
fn without_binary_types_an_answer_is_text_unless_it_is_converted() {
    let response = |handling: Value| {
        let integration = http(json!({"responses": {"default": {"statusCode": "200", "contentHandling": handling}}}));
        answered(&integration, &post(), &IntegrationAnswer::new(200).body(BASE64)).body
    };
    assert_eq!([0, 1, 2].map(|i| response(handling(i))), [BASE64, BYTES, BASE64]);
}

#[test]
fn a_response_template_sees_no_bytes() {
    let response = json!({"statusCode": "200", "responseTemplates": {"application/json": "$input.body"}});
    let integration = http(json!({"responses": {"default": response}})).binary_media_types(["image/png"]);
    let answer = IntegrationAnswer::new(200).header("Content-Type", "image/png").body(BYTES);
    let accepts = |accept: &str| try_answer(&integration, &post().header("Accept", accept), &answer);
    assert_eq!(accepts("image/png").unwrap_err().status, 500);
    assert_eq!(accepts("text/plain").unwrap().body, BASE64);
}

#[test]
fn bytes_are_base64_in_json_and_on_paper() {
    let sent = sent(&image(Value::Null, &["image/png"]), &of_type("image/png", BYTES));
    let shown = json!(sent);
    assert_eq!((&shown["body"], &shown["isBase64Encoded"]), (&json!("H4v/AA=="), &json!(true)));
    assert!(sent.to_string().ends_with("\n\n(4 bytes in base64) H4v/AA=="));
}
