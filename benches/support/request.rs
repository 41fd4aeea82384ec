//! What the workloads render: one request to a library of books, with a body of its own for each workload.

use serde_json::{Value, json};
use vtl::Event;

/// A request, from which each engine makes what it renders before anything is timed.
pub struct Request {
    pub body: String,
    pub path: Vec<(&'static str, &'static str)>,
    pub query: Vec<(&'static str, &'static str)>,
    pub headers: Vec<(&'static str, &'static str)>,
    pub stage_variables: Vec<(&'static str, &'static str)>,
    pub context: Value,
}

impl Request {
    pub fn new(body: String) -> Request {
        Request {
            body,
            path: vec![("reader", "r-2071"), ("loan", "l-90210")],
            query: vec![
                ("sort", "due:asc"),
                ("limit", "25"),
                ("match", "title=\"sea\" & year>1990"),
                ("columns", "isbn,title,due"),
                ("from", "3"),
            ],
            headers: HEADERS.to_vec(),
            stage_variables: vec![
                ("loans", "loans-live"),
                ("mode", "production"),
                ("verbosity", "WARN"),
                ("alias", "current"),
            ],
            context: context(),
        }
    }

    pub fn event(&self) -> Event {
        let mut event = Event::new().body(self.body.as_str()).context(self.context.clone());
        for (name, value) in &self.path {
            event = event.path_param(*name, *value);
        }
        for (name, value) in &self.query {
            event = event.query_param(*name, *value);
        }
        for (name, value) in &self.headers {
            event = event.header(*name, *value);
        }
        for (name, value) in &self.stage_variables {
            event = event.stage_variable(*name, *value);
        }
        event
    }

    /// `$input.params()`
    pub fn params(&self) -> [(&'static str, &[(&'static str, &'static str)]); 3] {
        [("path", &self.path), ("querystring", &self.query), ("header", &self.headers)]
    }

    /// `context("identity.sourceIp")`: a string of `$context`.
    pub fn context(&self, path: &str) -> &str {
        path.split('.').fold(&self.context, |value, name| &value[name]).as_str().unwrap_or_default()
    }
}

/// Sorted, as `$input.params()` shows them.
const HEADERS: [(&str, &str); 15] = [
    ("Accept", "application/json;q=0.9, text/html, */*;q=0.1"),
    ("Accept-Encoding", "br, gzip"),
    ("Accept-Language", "pt-PT,pt;q=0.9,en;q=0.6"),
    (
        "Authorization",
        "Bearer AAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB.CCCCCCCCCCCCCCCCCCCCCCCCCCCC_-CC",
    ),
    ("CloudFront-Is-Mobile-Viewer", "false"),
    ("CloudFront-Is-Tablet-Viewer", "true"),
    ("CloudFront-Viewer-Country", "PT"),
    ("Content-Type", "application/json"),
    ("Host", "library.example.org"),
    ("Referer", "https://library.example.org/search?q=\"sea\"&page=3"),
    ("User-Agent", "Mozilla/5.0 (Linux; Android 14; Tablet) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0"),
    ("Via", "1.1 proxy.example.org (squid)"),
    ("X-Amzn-Trace-Id", "Root=1-00000000-000000000000000000000001"),
    ("X-Forwarded-For", "198.51.100.23, 203.0.113.80"),
    ("X-Forwarded-Proto", "https"),
];

fn context() -> Value {
    json!({
        "accountId": "000000000000",
        "apiId": "lib0000001",
        "domainName": "library.example.org",
        "extendedRequestId": "AbCdEfGhIjKlMnO=",
        "httpMethod": "PUT",
        "path": "/live/readers/r-2071/loans/l-90210",
        "protocol": "HTTP/1.1",
        "requestId": "00000000-1111-2222-3333-444444444444",
        "requestTime": "02/Jan/2026:03:04:05 +0000",
        "requestTimeEpoch": 1_767_323_045_000_u64,
        "resourceId": "res001",
        "resourcePath": "/readers/{reader}/loans/{loan}",
        "stage": "live",
        "authorizer": {"reader": "r-2071", "branch": "harbour"},
        "identity": {
            "sourceIp": "198.51.100.23",
            "userAgent": "Mozilla/5.0 (Linux; Android 14; Tablet)",
            "apiKey": "not-a-key",
            "caller": null,
        },
    })
}
