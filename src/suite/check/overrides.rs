//! What a template set in `$context.requestOverride` and `$context.responseOverride`, beside what was expected.

use serde_json::json;

use super::Finding;
use crate::gateway::Overrides;
use crate::suite::model::SentOverrides;
use crate::suite::read::Mark;
use crate::suite::report::Difference;

/// All that is set must be expected, and all that is expected be set.
pub(super) fn check(expected: &SentOverrides, overrides: &Overrides, mark: Mark) -> Option<Finding> {
    let actual = SentOverrides::of(overrides);
    let expected = SentOverrides {
        request_header: renamed(&expected.request_header, &actual.request_header),
        response_header: renamed(&expected.response_header, &actual.response_header),
        ..expected.clone()
    };
    let (expected, actual) = (expected.document(), actual.document());
    // something else than a map was put in their place
    let (request, response) = (overrides.request_override(), overrides.response_override());
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
fn renamed(expected: &[(String, String)], actual: &[(String, String)]) -> Vec<(String, String)> {
    let name = |name: &String| {
        let known = actual.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map_or_else(|| name.clone(), |(known, _)| known.clone())
    };
    expected.iter().map(|(n, value)| (name(n), value.clone())).collect()
}
