//! Access logs: `$context.identity.sourceIp [$context.requestTime] $context.status`, a line for each request. It is no VTL:
//! each variable of `$context` is replaced by its value, or by `-`, and nothing else happens.
//!
//! ```
//! use vtl::access_log::{ApiType, Format};
//!
//! let format = Format::parse(ApiType::Http, r#"{"id":"$context.requestId","ip":"$context.identity.sourceIp"}"#)?;
//! let context = serde_json::json!({"requestId": "JKJaXmPLvHcESHA="});
//! assert_eq!(format.render(&context), r#"{"id":"JKJaXmPLvHcESHA=","ip":"-"}"#);
//! # Ok::<(), vtl::access_log::Refusal>(())
//! ```

use serde_json::Value as Json;

pub use super::context_names::ApiType;
pub use super::refusal::Refusal;

use super::mapping_expression::look_up;
use super::nearest::nearest;
use super::substitution::{self, Variable};
use crate::value::Datum;

/// What the definition calls it: `accessLogSettings.format`.
const PATH: &str = "format";

/// Bytes that a format may have (the documentation's 3 KB).
const MAX_BYTES: usize = 3 * 1024;

/// The format of an access log, read once.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    api: ApiType,
    format: substitution::Format,
}

impl Format {
    /// Reads the format of an API of that type.
    ///
    /// # Errors
    /// What the service refuses: a format of more than 3 KB, one of more than one line (a line break may come last), one
    /// without `$context.requestId` and `$context.extendedRequestId`.
    ///
    /// ```
    /// use vtl::access_log::{ApiType, Format};
    ///
    /// let refusal = Format::parse(ApiType::Rest, "$context.status").unwrap_err();
    /// assert_eq!(refusal.message(), "it must contain `$context.requestId` or `$context.extendedRequestId`");
    /// ```
    pub fn parse(api: ApiType, source: &str) -> Result<Format, Refusal> {
        if source.len() > MAX_BYTES {
            return Err(Refusal::new(PATH, format!("it has {} bytes; {MAX_BYTES} are allowed", source.len())));
        }
        if source.trim_end_matches(['\n', '\r']).contains(['\n', '\r']) {
            return Err(Refusal::new(PATH, "it must be a single line; a line break may stand at its end only"));
        }
        let format = substitution::Format::parse(source);
        let has_id = format.variables().any(|variable| match variable {
            Variable::Context(names) => {
                matches!(names.as_slice(), [id] if id == "requestId" || id == "extendedRequestId")
            }
            _ => false,
        });
        if !has_id {
            let message = "it must contain `$context.requestId` or `$context.extendedRequestId`";
            return Err(Refusal::new(PATH, message).with_help("add ` $context.requestId` at its end"));
        }
        Ok(Format { api, format })
    }

    /// The format as it was written.
    pub fn source(&self) -> &str {
        self.format.source()
    }

    /// The line of a request with that `$context`, an object as in [`Event::context`](crate::Event::context). What it has
    /// no value for, and what is unknown in such an API, is `-`.
    ///
    /// Values are not escaped: a format that is to give JSON gives broken JSON for a `"` in a user agent, as the service's
    /// does. Of names that the documentation calls equivalent one is enough: `integrationLatency` and
    /// `integration.latency`, `error.message` and the quoted `error.messageString`.
    pub fn render(&self, context: &Json) -> String {
        let Datum::Map(entries) = Datum::from(context) else { return self.format.render("-", |_| None) };
        self.format.render("-", |variable| match variable {
            Variable::Context(names) if self.api.knows(names) => look_up(&entries, names)
                .or_else(|| equivalent(self.api, names).and_then(|names| look_up(&entries, &names)))
                .or_else(|| message_string(names, |names| look_up(&entries, names)))
                .filter(|text| !text.is_empty()),
            _ => None,
        })
    }

    /// The variables that an API of this type does not have, which always are `-`; each with the nearest that it has.
    ///
    /// ```
    /// use vtl::access_log::{ApiType, Format};
    ///
    /// let format = Format::parse(ApiType::Http, "$context.requestId $context.routekey")?;
    /// assert_eq!(format.unknown(), [("$context.routekey".to_owned(), Some("$context.routeKey".to_owned()))]);
    /// # Ok::<(), vtl::access_log::Refusal>(())
    /// ```
    pub fn unknown(&self) -> Vec<(String, Option<String>)> {
        let unknown = self.format.variables().filter_map(|variable| match variable {
            Variable::Context(names) if self.api.knows(names) => None,
            Variable::Context(names) => {
                let name = names.join(".");
                let near =
                    nearest(&name, &self.api.context_names().collect::<Vec<_>>()).filter(|near| !near.contains('*'));
                Some((format!("$context.{name}"), near.map(|near| format!("$context.{near}"))))
            }
            Variable::Stage(name) => Some((format!("$stageVariables.{name}"), None)),
            Variable::Parameter(place, name) => {
                Some((format!("$method.request.{}.{name}", format!("{place:?}").to_lowercase()), None))
            }
        });
        unknown.collect()
    }
}

/// The other name of the same thing.
fn equivalent(api: ApiType, names: &[String]) -> Option<Vec<String>> {
    const PAIRS: [(&str, &str); 3] = [
        ("integration.error", "integrationErrorMessage"),
        ("integration.latency", "integrationLatency"),
        ("integration.requestId", "awsEndpointRequestId"),
    ];
    let name = names.join(".");
    let pairs = PAIRS
        .iter()
        .filter(|(_, flat)| api.context_names().any(|known| known == *flat) || *flat == "integrationLatency");
    let mut other = pairs.filter_map(|(dotted, flat)| match &name {
        name if name == dotted => Some(*flat),
        name if name == flat => Some(*dotted),
        _ => None,
    });
    let other = other.next().or(match (api, name.as_str()) {
        (ApiType::Rest, _) => None,
        (_, "extendedRequestId") => Some("requestId"),
        (_, "requestId") => Some("extendedRequestId"),
        _ => None,
    })?;
    Some(other.split('.').map(str::to_owned).collect())
}

/// `error.messageString` is `error.message` in quotes.
fn message_string(names: &[String], look_up: impl FnOnce(&[String]) -> Option<String>) -> Option<String> {
    let is_it = matches!(names, [error, string] if error == "error" && string == "messageString");
    let message = is_it.then(|| look_up(&["error".to_owned(), "message".to_owned()])).flatten()?;
    Some(Json::String(message).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn context() -> Json {
        json!({
            "requestId": "r1",
            "extendedRequestId": "x1",
            "identity": {"sourceIp": "192.0.2.1", "caller": null, "user": ""},
            "requestTime": "04/Mar/2020:19:15:17 +0000",
            "httpMethod": "GET",
            "resourcePath": "/pets/{id}",
            "routeKey": "GET /pets/{id}",
            "status": 200,
            "protocol": "HTTP/1.1",
            "responseLength": 35,
        })
    }

    fn render(api: ApiType, format: &str) -> String {
        Format::parse(api, format).unwrap().render(&context())
    }

    #[test]
    fn the_common_log_format_of_a_rest_api() {
        let format = "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] \
             \"$context.httpMethod $context.resourcePath $context.protocol\" $context.status $context.responseLength \
             $context.requestId $context.extendedRequestId";
        assert_eq!(
            render(ApiType::Rest, format),
            "192.0.2.1 - - [04/Mar/2020:19:15:17 +0000] \"GET /pets/{id} HTTP/1.1\" 200 35 r1 x1"
        );
    }

    #[test]
    fn the_common_log_format_of_an_http_api() {
        let format = "$context.identity.sourceIp - - [$context.requestTime] \
             \"$context.httpMethod $context.routeKey $context.protocol\" $context.status $context.responseLength \
             $context.requestId";
        assert_eq!(
            render(ApiType::Http, format),
            "192.0.2.1 - - [04/Mar/2020:19:15:17 +0000] \"GET GET /pets/{id} HTTP/1.1\" 200 35 r1"
        );
    }

    #[test]
    fn json_xml_and_csv_are_text_with_variables() {
        let json =
            r#"{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "status":"$context.status" }"#;
        assert_eq!(render(ApiType::Http, json), r#"{ "requestId":"r1", "ip": "192.0.2.1", "status":"200" }"#);
        let xml = "<request id=\"$context.requestId\"> <caller>$context.identity.caller</caller> </request>\n";
        assert_eq!(render(ApiType::Rest, xml), "<request id=\"r1\"> <caller>-</caller> </request>\n");
        let csv = "$context.identity.sourceIp,$context.requestTime,$context.httpMethod,$context.requestId";
        assert_eq!(render(ApiType::Rest, csv), "192.0.2.1,04/Mar/2020:19:15:17 +0000,GET,r1");
    }

    #[test]
    fn a_websocket_api_logs_its_connection() {
        let format = Format::parse(ApiType::WebSocket, "$context.eventType $context.connectionId $context.requestId");
        let context = json!({"eventType": "MESSAGE", "connectionId": "c", "extendedRequestId": "x"});
        assert_eq!(format.unwrap().render(&context), "MESSAGE c x");
    }

    #[test]
    fn what_is_missing_unknown_or_no_context_is_a_hyphen() {
        assert_eq!(render(ApiType::Http, "$context.requestId $context.integrationLatency"), "r1 -");
        assert_eq!(render(ApiType::Http, "$context.requestId $context.resourcePath"), "r1 -", "of REST APIs only");
        assert_eq!(render(ApiType::Http, "$context.requestId $context.identity"), "r1 -");
        assert_eq!(render(ApiType::Rest, "$context.requestId $stageVariables.table"), "r1 -");
        assert_eq!(render(ApiType::Rest, "$context.requestId $input.body #if(1)"), "r1 $input.body #if(1)");
        assert_eq!(Format::parse(ApiType::Rest, "$context.requestId").unwrap().render(&json!(7)), "-");
    }

    #[test]
    fn of_equivalent_names_one_is_enough() {
        let line = |api, format: &str, context: Json| {
            Format::parse(api, &format!("{format} $context.requestId")).unwrap().render(&context)
        };
        let context =
            json!({"integrationLatency": 12, "integration": {"error": "no"}, "error": {"message": "a \"b\""}});
        assert_eq!(line(ApiType::Http, "$context.integration.latency", context.clone()), "12 -");
        assert_eq!(line(ApiType::Http, "$context.integrationErrorMessage", context.clone()), "no -");
        assert_eq!(line(ApiType::Rest, "$context.error.messageString", context), r#""a \"b\"" -"#);
        assert_eq!(line(ApiType::Rest, "$context.extendedRequestId", json!({"requestId": "r"})), "- r", "two things");
    }

    #[test]
    fn what_the_service_refuses_is_refused() {
        let refused = |source: &str| Format::parse(ApiType::Http, source).unwrap_err().message().to_owned();
        assert_eq!(refused("$context.status"), "it must contain `$context.requestId` or `$context.extendedRequestId`");
        assert!(refused("$context.requestId\n$context.status").starts_with("it must be a single line"));
        assert!(refused(&"$context.requestId".repeat(200)).ends_with("3072 are allowed"));
        assert!(Format::parse(ApiType::Http, "$context.requestId\n").is_ok());
    }

    #[test]
    fn unknown_names_are_named_with_the_nearest() {
        let format = Format::parse(
            ApiType::Rest,
            "$context.requestId $context.identity.sourceIP $context.tenant $stageVariables.a",
        );
        let unknown = format.unwrap().unknown();
        let unknown: Vec<_> = unknown.iter().map(|(name, near)| (name.as_str(), near.as_deref())).collect();
        assert_eq!(
            unknown,
            [
                ("$context.identity.sourceIP", Some("$context.identity.sourceIp")),
                ("$context.tenant", None),
                ("$stageVariables.a", None)
            ]
        );
    }
}
