//! Paths and what they give, from the truth; and the truth itself where it is at hand.

use serde_json::{Value as Json, json};

use super::Path;
use crate::limits::Limits;
use crate::value::object::{View, ViewKind};
use crate::value::{Datum, Heap, MapKind, Object, Value};

/// What a path gives in a body: `Ok(None)` where it leads nowhere, `Err` with the message.
fn read(body: &Json, path: &str) -> Result<Option<Json>, String> {
    let datum = Datum::from(body);
    let (arena, limits) = (bumpalo::Bump::new(), Limits::default());
    let heap = Heap::new(&arena, &limits, 0);
    let root = heap.datum(&datum, MapKind::LinkedHashMap);
    let path = Path::parse(path).map_err(|fault| fault.message)?;
    let value = path.read(&heap, root).map_err(|fault| fault.message)?;
    Ok(value.map(|value| plain(&heap, value, 0)))
}

/// A value as `serde_json` has it.
fn plain<'a>(heap: &Heap<'a>, value: Value<'a>, depth: u32) -> Json {
    match value {
        _ if depth > 50 => json!("a list in itself"),
        Value::Null => Json::Null,
        Value::Boolean(b) => b.into(),
        Value::Integer(i) => i.into(),
        Value::Long(i) => i.into(),
        Value::Double(d) => d.into(),
        Value::String(text) => text.into(),
        Value::List(list) => list.to_vec(heap).unwrap().into_iter().map(|item| plain(heap, item, depth + 1)).collect(),
        Value::Map(map) => {
            let entry = |(key, value): (Value<'a>, Value<'a>)| {
                (key.as_str().unwrap().to_owned(), plain(heap, value, depth + 1))
            };
            Json::Object(map.ordered(heap).unwrap().into_iter().map(entry).collect())
        }
        Value::Object(Object::View(View { map, kind: ViewKind::Keys, .. })) => {
            map.ordered(heap).unwrap().into_iter().map(|(key, _)| plain(heap, key, 0)).collect()
        }
        other => json!(format!("{other:?}")),
    }
}

/// Compares with what `$input.json(path)` printed; gives what differs.
fn compare(body: &Json, path: &str, expected: Option<&str>) -> Option<String> {
    let ours = read(body, path);
    let same = match (&ours, expected) {
        (Ok(value), Some(expected)) => {
            let value = value.clone().unwrap_or(Json::Null);
            let value = if value.is_null() { json!("") } else { value };
            serde_json::from_str::<Json>(expected).is_ok_and(|expected| expected == value)
        }
        (Err(_), None) => true,
        _ => false,
    };
    (!same).then(|| format!("{path}\n  in    {body}\n  ours  {ours:?}\n  truth {expected:?}"))
}

/// Every case of a file of `$input.json($p)` cases; skipped where the file is not.
fn compare_file(file: &str) {
    let Ok(cases) = std::fs::read_to_string(file) else { return };
    let (mut all, mut wrong) = (0, Vec::new());
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        if case["template"] != "$input.json($p)" {
            continue;
        }
        let body: Json = serde_json::from_str(case["body"].as_str().unwrap()).unwrap();
        if body.is_null() {
            continue; // the gateway does not look at the path then
        }
        all += 1;
        wrong.extend(compare(&body, case["vars"]["p"].as_str().unwrap(), case["expected"].as_str()));
    }
    let shown: Vec<_> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {all} differ:\n{}", wrong.len(), shown.join("\n"));
    println!("{all} cases agree");
}

#[test]
fn conformance() {
    compare_file(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance/jsonpath.jsonl"));
    compare_file("/work/shared/conformance/jsonpath.jsonl");
}

#[test]
fn random() {
    if let Ok(file) = std::env::var("JSONPATH_CASES") {
        compare_file(&file);
    }
}
