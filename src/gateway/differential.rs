//! `$util` and `$input.params` against the reference stack, on random text.
//!
//! `VTL_ORACLE=../shared/oracle/run cargo test --lib gateway::differential`; without it the test passes over itself.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use bumpalo::Bump;
use serde_json::{Value as Json, json};

use super::{Bindings, Event};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::limits::Limits;
use crate::value::object::HostCall;
use crate::value::{Heap, Name, Object, Outcome, Value, print, utf16};

/// The reference stack's filter, if it is there.
fn oracle() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracle/run");
    let path = std::env::var_os("VTL_ORACLE").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    path.exists().then_some(path)
}

/// Runs all cases through the reference stack at once.
fn expected(oracle: PathBuf, cases: &[Json]) -> Vec<Json> {
    let mut child = Command::new(oracle).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The filter's own reader passes over a DEL that is not escaped.
    let lines: String = cases.iter().map(|case| format!("{case}\n").replace('\x7F', "\\u007f")).collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What `$variable.method(argument)` prints.
fn called(event: &Event, variable: &str, method: &str, argument: &str) -> Result<String> {
    let (arena, limits) = (Bump::new(), Limits::default());
    let heap = Heap::new(&arena, &limits, 0);
    let bindings = Bindings::new(event, Dialect::ApiGateway);
    let Some(Value::Object(Object::Host(host))) = bindings.variable(&heap, variable)? else { unreachable!() };
    let argument = [heap.string(argument)?];
    let name = Name::new(heap.text(method)?);
    let mut out = String::new();
    if let Outcome::Value(value) = host.call(&heap, &HostCall { name, args: &argument, path: None })?
        && !value.is_null()
    {
        print::print(&heap, value, &mut out)?;
    }
    Ok(utf16::for_output(&out))
}

/// A small generator of random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.below(most)).map(|_| pieces[self.below(pieces.len())]).collect()
    }

    fn any(&mut self, most: usize) -> String {
        let ranges = [(0, 0x20), (0x20, 0x60), (0x60, 0x100), (0x100, 0x3000), (0xE000, 0x2000), (0x1F600, 0x100)];
        let mut c = || {
            let (from, size) = ranges[self.below(ranges.len())];
            char::from_u32(from + self.below(size) as u32)
        };
        (0..most / 2).filter_map(|_| c()).collect()
    }
}

const ESCAPES: &[&str] = &[
    "%", "%", "%4", "%41", "%C3", "%A9", "%E2", "%82", "%AC", "%F0", "%9F", "%98", "%80", "%ED", "%A0", "%BF", "%C0",
    "%E0", "%F4", "%F5", "%FF", "%8F", "%90", "+", "a", "é", "😀", "-", "%-", "%+1", "%-0", "%-1", "%zz", "G", "0",
    "%٣", "%٣f", "Ｆ", "%Ｆ1",
];
const BASE64: &[&str] = &[
    "QUJD", "QUJD", "QQ", "QQ==", "QUI=", "QUI", "Q", "=", "==", "+/", "-_", " ", "\n", "é", "☃", "😀", "7aCA",
    "8J+YgA==", "wA", "4oI", "/w==", "w6k=",
];

#[test]
fn as_the_reference_does() {
    let Some(oracle) = oracle() else { return };
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut cases = Vec::new();
    let header = json!({"b": "hb", "Ü": "hu", "a": "ha", "n": null});
    let params =
        json!({"path": {"a": "pa", "n": null}, "querystring": {"a": "qa", "b": "qb", "n": "qn"}, "header": header});
    for i in 0..3000 {
        let (variable, method, argument) = match i % 6 {
            0 => ("util", "escapeJavaScript", random.any(20)),
            1 => ("util", "urlEncode", random.any(20)),
            2 => ("util", "urlDecode", random.text(ESCAPES, 9)),
            3 => ("util", "base64Encode", random.any(12)),
            4 => ("util", "base64Decode", random.text(BASE64, 6)),
            _ => ("input", "params", random.text(&["a", "b", "n", "Ü", "B", ""], 3)),
        };
        cases.push((variable, method, argument));
    }
    let inputs: Vec<Json> = cases
        .iter()
        .map(|(variable, method, argument)| {
            let template = format!("${variable}.{method}($s)");
            json!({"id": method, "template": template, "params": params, "vars": {"s": argument}})
        })
        .collect();
    let event = Event::try_from(json!({"params": params})).unwrap();
    for ((variable, method, argument), expected) in cases.iter().zip(expected(oracle, &inputs)) {
        let given = format!("${variable}.{method}({argument:?})");
        match (called(&event, variable, method, argument), expected["output"].as_str()) {
            // The last private characters stand for lone surrogates here.
            (Ok(_), Some(expected)) if expected.contains(|c| c >= '\u{10F800}') => {}
            (Ok(output), Some(expected)) => assert_eq!(output, expected, "{given}"),
            (Err(fault), None) => {
                let error = expected["error"].as_str().unwrap_or_default();
                assert!(error.contains(&fault.message), "{given}: {error}, but here: {}", fault.message);
            }
            (here, there) => panic!("{given}: {there:?}, but here: {here:?}"),
        }
    }
}
