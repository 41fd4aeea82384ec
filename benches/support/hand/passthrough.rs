use std::mem;

use super::{escape_javascript, integer};
use crate::support::Request;

const CONTEXT: [(&str, &str); 17] = [
    ("account", "accountId"),
    ("api", "apiId"),
    ("domain", "domainName"),
    ("method", "httpMethod"),
    ("path", "path"),
    ("resource", "resourcePath"),
    ("resource-id", "resourceId"),
    ("stage", "stage"),
    ("protocol", "protocol"),
    ("id", "requestId"),
    ("extended-id", "extendedRequestId"),
    ("time", "requestTime"),
    ("reader", "authorizer.reader"),
    ("branch", "authorizer.branch"),
    ("ip", "identity.sourceIp"),
    ("agent", "identity.userAgent"),
    ("key", "identity.apiKey"),
];

pub fn passthrough(request: &Request, out: &mut String) {
    out.push_str("{\n\"payload\" : ");
    transcode(&request.body, out);
    out.push_str(",\n\"parameters\" : {\n");
    for (i, (place, given)) in request.params().into_iter().enumerate() {
        out.push_str(if i > 0 { "    ,\n\"" } else { "\"" });
        out.push_str(place);
        out.push_str("\" : {\n");
        strings(given, out);
        out.push_str("}\n");
    }
    out.push_str("},\n\"settings\" : {\n");
    strings(&request.stage_variables, out);
    out.push_str("},\n\"request\" : {\n    \"epoch\" : ");
    integer(out, request.context["requestTimeEpoch"].as_u64().unwrap_or_default());
    for (name, path) in CONTEXT {
        out.push_str(",\n    \"");
        out.push_str(name);
        out.push_str("\" : \"");
        out.push_str(request.context(path));
        out.push('"');
    }
    out.push_str("\n    }\n}\n");
}

/// The body, checked and written anew without a tree between.
fn transcode(body: &str, out: &mut String) {
    let mut bytes = mem::take(out).into_bytes();
    let mut reader = serde_json::Deserializer::from_str(body);
    let mut writer = serde_json::Serializer::new(&mut bytes);
    serde_transcode::transcode(&mut reader, &mut writer).expect("a body of ours");
    *out = String::from_utf8(bytes).expect("JSON is UTF-8");
}

fn strings(entries: &[(&str, &str)], out: &mut String) {
    for (i, (name, value)) in entries.iter().enumerate() {
        out.push_str("    \"");
        out.push_str(name);
        out.push_str("\" : \"");
        escape_javascript(value, out);
        out.push_str(if i + 1 < entries.len() { "\"\n        ,\n" } else { "\"\n" });
    }
}
