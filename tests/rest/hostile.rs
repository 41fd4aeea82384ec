//! Definitions, requests, answers and bodies that a stranger changed: a refusal, a mapping or a gateway response, never a
//! panic. `fuzz/fuzz_targets/mapping.rs` does the same for hours.

use std::time::{Duration, Instant};

use serde_json::Value;
use vtl::rest::{GatewayResponseType, GatewayResponses, Integration, IntegrationAnswer, MethodRequest};
use vtl::{Limits, Options};

/// A generator of numbers that is the same each time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

const PIECES: [&[u8]; 14] = [
    b"{",
    b"}",
    b"\"",
    b"'",
    b"$",
    b".",
    b"\xff",
    b"${stageVariables.",
    b"#set($context.responseOverride.status = 1)",
    b"method.request.body.",
    b"null",
    b"99999999999999999999",
    b"[",
    b"(a*)*",
];

/// Cuts, doubles or fills in pieces of the bytes.
fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let from = random.below(bytes.len());
        let to = (from + random.below(12)).min(bytes.len());
        match random.below(3) {
            0 => drop(bytes.drain(from..to)),
            1 => drop(bytes.splice(from..from, PIECES[random.below(PIECES.len())].iter().copied())),
            _ => drop(bytes.splice(from..to, PIECES[random.below(PIECES.len())].iter().copied())),
        }
    }
    bytes
}

/// Changes one leaf of a JSON value, so that most of it stays what it was.
fn changed_json(json: &mut Value, random: &mut Random) {
    match json {
        Value::Object(fields) if !fields.is_empty() => {
            let at = random.below(fields.len());
            changed_json(fields.values_mut().nth(at).expect("it is there"), random);
        }
        Value::Array(items) if !items.is_empty() => {
            let at = random.below(items.len());
            changed_json(&mut items[at], random);
        }
        Value::String(text) => {
            *text = String::from_utf8_lossy(&changed(text.as_bytes(), random)).into_owned();
        }
        other => *other = [Value::Null, Value::Bool(true), (-1).into(), "x".into()][random.below(4)].clone(),
    }
}

fn map(integration: &Value, request: &Value, answer: &[u8], body: &[u8]) {
    let options = Options::new().limits(Limits { steps: 50_000, ..Limits::default() });
    let text = |name: &str| request[name].as_str().unwrap_or("/");
    let mut sent = MethodRequest::new(text("method"), text("path")).body(body).context(request["context"].clone());
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        sent = sent.header(name, value.as_str().unwrap_or("x"));
    }
    let own = GatewayResponses::from_json(&request["gatewayResponses"]).unwrap_or_default();
    for kind in GatewayResponseType::ALL {
        assert!((100..600).contains(&own.answer(*kind, &sent).status));
    }
    let Ok(integration) = Integration::from_json_with(integration, &options) else { return };
    let integration = integration.gateway_responses(own).binary_media_types(["image/*"]);
    let Ok(request) = integration.map_request(&sent) else { return };
    let as_json: Option<Value> = serde_json::from_slice(answer).ok();
    let as_json = as_json.and_then(|json| IntegrationAnswer::from_json(&json).ok());
    let answers = [as_json, request.mock_answer(), Some(IntegrationAnswer::lambda(answer))];
    for answer in answers.into_iter().flatten() {
        let status = match integration.map_response(&sent, &request, &answer) {
            Ok(response) => response.status,
            Err(response) => response.status,
        };
        assert!((100..600).contains(&status), "{status}");
    }
}

#[test]
fn whatever_a_stranger_changes_is_refused_or_mapped() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mapping/rest");
    let mut cases: Vec<_> = std::fs::read_dir(folder).expect("fixtures").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    let (mut random, start) = (Random(0x5EED), Instant::now());
    for path in cases {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("a fixture")).expect("JSON");
        for _ in 0..200 {
            let (mut integration, mut request) = (case["integration"].clone(), case["request"].clone());
            match random.below(3) {
                0 => changed_json(&mut integration, &mut random),
                1 => changed_json(&mut request, &mut random),
                _ => {}
            }
            let answer = changed(case["answer"].to_string().as_bytes(), &mut random);
            let body = changed(case["body"].as_str().unwrap_or("{}").as_bytes(), &mut random);
            map(&integration, &request, &answer, &body);
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60), "it took {:?}", start.elapsed());
}
