//! What a template set in `$context.requestOverride` and `$context.responseOverride`, beside what was expected.

use serde_json::{Map, Value as Json, json};

use super::Finding;
use crate::gateway::Overrides;
use crate::suite::model::ExpectedOverrides;
use crate::suite::read::Mark;
use crate::suite::report::Difference;

/// All that is set must be expected, and all that is expected be set.
pub(super) fn check(expected: &ExpectedOverrides, actual: &Overrides, mark: Mark) -> Option<Finding> {
    let texts = |entries: &[(String, String)]| entries.to_vec();
    let taken = |entries: Vec<(&str, String)>| entries.into_iter().map(|(n, v)| (n.to_owned(), v)).collect::<Vec<_>>();
    let (request, response) = (actual.request_override(), actual.response_override());
    let actual = document(
        taken(actual.request_headers().collect()),
        taken(actual.paths().collect()),
        taken(actual.querystrings().collect()),
        taken(actual.response_headers().collect()),
        response.get("status").cloned(),
    );
    let expected = document(
        renamed(texts(&expected.request_header), &actual["request"]["header"]),
        texts(&expected.request_path),
        texts(&expected.request_querystring),
        renamed(texts(&expected.response_header), &actual["response"]["header"]),
        expected.status.clone(),
    );
    // something else than a map was put in their place
    let is_odd = !request.is_object() || !response.is_object();
    if expected == actual && !is_odd {
        return None;
    }
    let actual = if is_odd { json!({"request": request, "response": response}) } else { actual };
    let mut finding = Finding::new("overrides", mark, "the template set other overrides than expected");
    finding.failure.difference = Difference::Json { expected, actual };
    Some(finding)
}

/// Headers are the same whatever their case: an expected one takes the name that the template used.
fn renamed(expected: Vec<(String, String)>, actual: &Json) -> Vec<(String, String)> {
    let known: Vec<&String> = actual.as_object().into_iter().flat_map(Map::keys).collect();
    let name = |name: String| match known.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
        Some(known) => (*known).clone(),
        None => name,
    };
    expected.into_iter().map(|(n, value)| (name(n), value)).collect()
}

/// Only what is set.
fn document(
    header: Vec<(String, String)>,
    path: Vec<(String, String)>,
    querystring: Vec<(String, String)>,
    response_header: Vec<(String, String)>,
    status: Option<Json>,
) -> Json {
    let map =
        |entries: Vec<(String, String)>| -> Json { entries.into_iter().map(|(n, v)| (n, Json::from(v))).collect() };
    let filled = |entries: [(&str, Json); 3]| -> Json {
        let kept = entries.into_iter().filter(|(_, json)| !json.is_null() && *json != json!({}));
        kept.map(|(name, json)| (name.to_owned(), json)).collect()
    };
    let request = filled([("header", map(header)), ("path", map(path)), ("querystring", map(querystring))]);
    let response =
        filled([("header", map(response_header)), ("status", status.unwrap_or(Json::Null)), ("", Json::Null)]);
    filled([("request", request), ("response", response), ("", Json::Null)])
}
