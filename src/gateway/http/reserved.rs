//! Headers that no parameter mapping may touch.

/// The documentation's list; a `*` at its end stands for anything.
const RESERVED: [&str; 22] = [
    "access-control-*",
    "apigw-*",
    "Authorization",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Location",
    "Forwarded",
    "Keep-Alive",
    "Origin",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "TE",
    "Trailers",
    "Transfer-Encoding",
    "Upgrade",
    "x-amz-*",
    "x-amzn-*",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "Via",
];

/// The entry of the list that a header falls under.
pub(super) fn reserved(header: &str) -> Option<&'static str> {
    let is = |known: &&str| match known.strip_suffix('*') {
        Some(prefix) => header.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
        None => header.eq_ignore_ascii_case(known),
    };
    RESERVED.into_iter().find(is)
}

/// Of one connection only: no proxy passes them on.
pub(super) fn is_hop_by_hop(header: &str) -> bool {
    const NAMES: [&str; 9] = [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    NAMES.iter().any(|name| header.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_headers_are_known_whatever_their_case() {
        let documented = [
            "Access-Control-Allow-Origin",
            "APIGW-Requestid",
            "authorization",
            "CONNECTION",
            "content-encoding",
            "content-length",
            "content-location",
            "forwarded",
            "keep-alive",
            "origin",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailers",
            "transfer-encoding",
            "upgrade",
            "X-Amz-Date",
            "X-AMZN-Trace-Id",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "VIA",
        ];
        let mut entries = documented.map(|header| reserved(header).unwrap_or_else(|| panic!("{header}")));
        entries.sort_unstable();
        assert!(entries.windows(2).all(|pair| pair[0] != pair[1]), "each stands for an entry of its own");
        for header in ["Host", "Content-Type", "X-Forwarded-Port", "x-am", "Authorization2", "é-x"] {
            assert_eq!(reserved(header), None, "{header}");
        }
    }
}
