//! `{statusCode: 200}`: what a MOCK integration reads of its request.

use super::body_path;
use crate::value::Value;

/// The status that a rendered request template asks for: an integer, in JSON as json-smart reads it, so that keys need
/// no quotes and commas may be too many. `None` where the service answers 500: `{"statusCode": "200"}`.
pub(crate) fn status(body: &[u8]) -> Option<i64> {
    let body = std::str::from_utf8(body).ok()?;
    body_path::with(body, |json| match json.ok()?.member("statusCode")? {
        Value::Integer(status) => Some(i64::from(status)),
        Value::Long(status) => Some(status),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    fn status(body: &str) -> Option<i64> {
        super::status(body.as_bytes())
    }

    /// Each was tried on the service, or by those who did.
    #[test]
    fn the_status_is_found_in_what_is_hardly_json() {
        let good = [
            "{ statusCode: 200 }",
            "{statusCode: 200,super{ f}oo: [ba r]}",
            "{statusCode: 200, \"value\": 'goog'}",
            "{statusCode: 200, foo}: [ba r]}",
            "{statusCode: 200, foo'}: [ba r]}",
            "{statusCode: 200, }foo: [ba r]}",
            "{statusCode: 200, }foo: ''}",
            r#"{statusCode: 200, " ": " "}"#,
            r#"{statusCode: 200, "": ""}"#,
            "{'statusCode': 200, '': ''}",
            r#"{"statusCode": 200 , }"#,
            r#"{"statusCode": 200 ,, }"#,
            r#"{"statusCode": 200 , null: null }"#,
        ];
        for body in good {
            assert_eq!(status(body), Some(200), "{body}");
        }
        assert_eq!(status(r#"{"statusCode": 0}"#), Some(0));
        assert_eq!(status(r#"{"statusCode": -1000}"#), Some(-1000));
    }

    #[test]
    fn a_status_that_is_no_integer_is_none() {
        let bad = [
            r#"{"statusCode": "200"}"#,
            r#"{"statusCode": 200.0}"#,
            r#"{"statusCode": 200"#,
            "{\"statusCode': 200 }",
            "{'statusCode\": 200 }",
            "{'statusCode: 200 }",
            "statusCode: 200",
            "{statusCode: 200, {foo: [ba r]}",
            "",
            "[200]",
            "200",
        ];
        for body in bad {
            assert_eq!(status(body), None, "{body}");
        }
    }
}
