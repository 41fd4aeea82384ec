//! Headers that API Gateway takes off, adds, refuses or renames. The lists are what was recorded on the service for REST APIs.

use super::{Headers, IntegrationType};

/// Taken off a client's request before anything sees them.
const TAKEN_OFF: [&str; 12] = [
    "Connection",
    "Content-Length",
    "Content-MD5",
    "Expect",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Server",
    "TE",
    "Transfer-Encoding",
    "Trailer",
    "Upgrade",
    "WWW-Authenticate",
];

/// Mapped to by a parameter, they end the request with 500.
const NEVER_MAPPED: [&str; 4] = ["Content-Length", "Transfer-Encoding", "X-Amzn-Trace-Id", "X-Amzn-Apigateway-Api-Id"];

/// The same where the request is signed for an AWS service.
const NEVER_MAPPED_TO_AWS: [&str; 5] = ["Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE"];

/// Never sent to an integration; the length and the encoding of a body that is sent are those of the connection.
const NOT_SENT: [&str; 5] = ["Expect", "Proxy-Authenticate", "TE", "Content-Length", "Transfer-Encoding"];

/// Not passed by `HTTP_PROXY`, unless they are mapped.
const NOT_PASSED: [&str; 2] = ["Host", "Content-Encoding"];

const RENAMED: [&str; 4] = ["Connection", "Content-Length", "Date", "Server"];

/// Renamed where parameters made the headers.
const RENAMED_MAPPED: [&str; 10] = [
    "Authorization",
    "Content-MD5",
    "Expect",
    "Host",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Trailer",
    "Upgrade",
    "User-Agent",
    "WWW-Authenticate",
];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

pub(in crate::gateway) fn is_taken_off(name: &str) -> bool {
    is_one_of(name, &TAKEN_OFF)
}

/// A header that no parameter may set: it is there already.
pub(super) fn is_never_mapped(name: &str, kind: IntegrationType) -> bool {
    let to_aws = matches!(kind, IntegrationType::Aws | IntegrationType::AwsProxy);
    is_one_of(name, &NEVER_MAPPED) || (to_aws && is_one_of(name, &NEVER_MAPPED_TO_AWS))
}

/// A client's header that `HTTP_PROXY` passes on.
pub(in crate::gateway) fn is_passed(name: &str) -> bool {
    !is_one_of(name, &NOT_PASSED)
}

/// Takes off what is never sent.
pub(in crate::gateway) fn keep_sendable(headers: &mut Headers, kind: IntegrationType) {
    NOT_SENT.iter().for_each(|name| headers.remove(name));
    match kind {
        IntegrationType::Aws => headers.remove("Referer"),
        IntegrationType::Http | IntegrationType::HttpProxy => headers.remove("Via"),
        IntegrationType::AwsProxy | IntegrationType::Mock => {}
    }
}

/// `Date` → `x-amzn-Remapped-Date`: an integration's headers that would be taken for the gateway's own.
pub(super) fn renamed(headers: Headers, kind: IntegrationType) -> Headers {
    let not_answered: &[&str] = match kind {
        IntegrationType::HttpProxy => &["Transfer-Encoding", "Content-Encoding", "Via"],
        _ => &["Transfer-Encoding"],
    };
    let is_renamed = |name: &str| match kind {
        IntegrationType::Http | IntegrationType::Aws | IntegrationType::Mock => {
            is_one_of(name, &RENAMED) || is_one_of(name, &RENAMED_MAPPED)
        }
        IntegrationType::HttpProxy => is_one_of(name, &RENAMED) || name.eq_ignore_ascii_case("x-amzn-RequestId"),
        IntegrationType::AwsProxy => is_one_of(name, &RENAMED),
    };
    let kept = headers.iter().filter(|(name, _)| !is_one_of(name, not_answered));
    let name = |name: &str| if is_renamed(name) { format!("x-amzn-Remapped-{name}") } else { name.to_owned() };
    kept.map(|(key, value)| (name(key), value)).collect()
}
