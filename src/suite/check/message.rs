//! What a message has besides its body: status, headers, and how it came to be.

use super::Finding;
use crate::suite::model::{Check, Expect};
use crate::suite::read::Mark;

/// What a message has besides its body, as far as it has it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Message<'a> {
    pub url: Option<&'a str>,
    pub status: Option<u16>,
    pub headers: &'a [(String, String)],
    pub integration_response: Option<&'a str>,
    pub gateway_response: Option<&'a str>,
}

impl Message<'_> {
    /// Everything that is not as expected.
    pub fn findings(&self, expect: &Expect) -> Vec<Finding> {
        expect.checks.iter().filter_map(|(mark, check)| self.finding(*mark, check)).collect()
    }

    /// What is not as expected.
    pub(super) fn finding(&self, mark: Mark, check: &Check) -> Option<Finding> {
        match check {
            Check::Status(expected) => {
                compared("status", mark, &expected.to_string(), self.status.map(|s| s.to_string()))
            }
            Check::Url(expected) => compared("url", mark, expected, self.url.map(str::to_owned)),
            Check::IntegrationResponse(expected) => {
                compared("integration_response", mark, expected, self.integration_response.map(str::to_owned))
            }
            Check::GatewayResponse(expected) => {
                compared("gateway_response", mark, expected, self.gateway_response.map(str::to_owned))
            }
            Check::Header(name, expected) => self.header(mark, name, expected.as_deref()),
            _ => None,
        }
    }

    fn header(&self, mark: Mark, name: &str, expected: Option<&str>) -> Option<Finding> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let actual = found.map(|(_, value)| value.as_str());
        let message = match (expected, actual) {
            _ if expected == actual => return None,
            (Some(expected), None) => format!("the header is not there, where {expected:?} was expected"),
            (Some(expected), Some(actual)) => format!("the header is {actual:?}, where {expected:?} was expected"),
            (None, actual) => format!("the header is there: {:?}", actual.unwrap_or_default()),
        };
        Some(Finding::new(format!("header {name}"), mark, message))
    }
}

fn compared(what: &str, mark: Mark, expected: &str, actual: Option<String>) -> Option<Finding> {
    let message = match actual {
        Some(actual) if actual == expected => return None,
        Some(actual) => format!("it is `{actual}`, where `{expected}` was expected"),
        None => format!("there is none, where `{expected}` was expected"),
    };
    Some(Finding::new(what, mark, message))
}
