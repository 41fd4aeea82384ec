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
    let compiled = Path::parse(path).map_err(|fault| fault.message)?;
    let value = compiled.read(&heap, path, root).map_err(|fault| fault.message)?;
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
            continue; // the gateway gives nothing then, whatever the path
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
}

/// Random cases, with the truth's answers, from the file that the variable names.
#[test]
fn random() {
    if let Ok(file) = std::env::var("JSONPATH_CASES") {
        compare_file(&file);
    }
}

/// Some documents to read from.
fn store() -> Json {
    json!({
        "book": [
            {"title": "Say", "price": 8.95, "tags": ["x", "y"]},
            {"title": "Sword", "price": 12, "isbn": "0-553"},
            {"title": "Moby", "price": null, "tags": []},
        ],
        "nums": [3, 1, 2],
        "a-b": {"c d": 1, "é": [7]},
        "null": null,
        "text": "hello",
    })
}

#[track_caller]
fn gives(path: &str, expected: Json) {
    assert_eq!(read(&store(), path), Ok(Some(expected)), "{path}");
}

#[track_caller]
fn nothing(path: &str) {
    assert_eq!(read(&store(), path), Ok(None), "{path}");
}

#[track_caller]
fn fails(path: &str, message: &str) {
    assert_eq!(read(&store(), path), Err(message.to_owned()), "{path}");
}

#[test]
fn definite_paths_give_a_value_or_nothing() {
    gives("$.nums[1]", json!(1));
    gives("$.nums[-1]", json!(2));
    gives("nums[0]", json!(3));
    gives("$['a-b']['c d']", json!(1));
    gives("$.a-b.é[0]", json!(7));
    gives("$.null", Json::Null);
    gives("@.text", json!("hello"));
    for path in ["$.nope", "$.nope.x", "$.null.x", "$.text.x", "$.nums[3]", "$.nums.x", "$.text[0]"] {
        nothing(path);
    }
    assert_eq!(read(&json!("text"), "$"), Ok(Some(json!("text"))));
    assert_eq!(read(&json!(null), "$.x"), Ok(None));
}

#[test]
fn indefinite_paths_give_a_list() {
    gives("$.nums[*]", json!([3, 1, 2]));
    gives("$.nums[0,2,9]", json!([3, 2]));
    gives("$.nums[1:]", json!([1, 2]));
    gives("$.nums[:-1]", json!([3, 1]));
    gives("$.nums[0:3:2]", json!([3, 1, 2])); // no steps
    gives("$.text[*]", json!([]));
    gives("$.text..x", json!([]));
    gives("$..title", json!(["Say", "Sword", "Moby"]));
    gives("$..tags[0]", json!(["x"]));
    gives("$.book[*].isbn", json!(["0-553"]));
    nothing("$.nope[*]");
}

#[test]
fn several_names_make_a_map() {
    gives("$['text','nope','null']", json!({"text": "hello", "null": null}));
    gives("$['nums','text'][0]", json!([3]));
    gives(
        "$.book[*]['title','isbn']",
        json!([{"title": "Say"}, {"title": "Sword", "isbn": "0-553"}, {"title": "Moby"}]),
    );
}

#[test]
fn what_follows_a_step_after_two_dots() {
    // Jayway goes on behind the step with every item of a list, and takes a name at the end only from the item of
    // that index
    gives("$..[0].title", json!(["Say"]));
    gives("$..[*].title", json!([]));
    gives("$..[?(@.isbn)].title", json!(["Sword"]));
}

#[test]
fn filters() {
    gives("$.book[?(@.price < 10)].title", json!(["Say"]));
    gives("$.book[?(@.price == '12')].title", json!(["Sword"]));
    gives("$.book[?(@.price === '12')].title", json!([]));
    gives("$.book[?(@.isbn)].title", json!(["Sword"]));
    gives("$.book[?(!@.isbn && @.price)].title", json!(["Say", "Moby"]));
    gives("$.book[?(@.price == null || !(@.tags))].title", json!(["Sword", "Moby"]));
    gives("$.book[?(@.tags.length() == 2)].title", json!(["Say"]));
    gives("$.book[?(@.tags contains 'x')].title", json!(["Say"]));
    gives("$.book[?(@.tags empty true)].title", json!(["Moby"]));
    gives("$.book[?(@.title SIZE 4)].title", json!(["Moby"]));
    gives("$.nums[?(@ > $.nums[1])]", json!([3, 2]));
    gives("$.nums[?(@ >= $.nums.avg())]", json!([3, 2]));
    gives("$.book[?($.title)].title", json!(["Say", "Sword", "Moby"])); // `$` in a test for existence is the item
    fails("$.text[?(@.a)]", "Filter: [?] can not be applied to primitives. Current context is: hello");
}

#[test]
fn functions() {
    gives("$.nums.length()", json!(3));
    gives("$.text.length()", Json::Null);
    gives("$.nums.sum()", json!(6.0));
    gives("$..price.max()", json!(12.0));
    gives("$.nums.last()", json!(2));
    gives("$.a-b.keys()", json!(["c d", "é"]));
    gives("$.nums.concat()", json!(""));
    fails("$.text.sum()", "Aggregation function attempted to calculate value using empty array");
    fails("$.nums.index(5)", "java.lang.IndexOutOfBoundsException: Index 5 out of bounds for length 3");
    fails("$.nums.nope()", "Function with name: nope does not exist.");
}

#[test]
fn what_is_no_path() {
    fails("", "the JSONPath is empty");
    fails("$x", "invalid JSONPath `$x`: Illegal character, expected '.' or '[' at position 1");
    fails("$.a.", "invalid JSONPath `$.a.`: Path must not end with a '.' or '..' at position 3");
    fails("a[?]", "invalid JSONPath `a[?]`: Not enough predicates supplied for filter [?] at position 1");
    fails("$.a[?(@.b ==)]", "invalid JSONPath `$.a[?(@.b ==)]`: Failed to parse filter at position 12");
    fails(
        "$.a[?(@.b <> 1)]",
        "invalid JSONPath `$.a[?(@.b <> 1)]`: Filter operator <> is not supported! at position 10",
    );
    fails("$.é['x", "invalid JSONPath `$.é['x`: Property has not been closed - missing closing ' at position 4");
    gives("$.nums[", json!([3, 1, 2])); // the last character of a path may be anything
}

/// What an attacker might send: no stack, time or memory without bound.
#[test]
fn hostile_paths_and_documents() {
    let deep_list = || (0..190).fold(json!(1), |inner, _| json!([inner]));
    let wide: Json = (0..80).map(|_| (0..80).collect::<Json>()).collect();
    let run = move || {
        let n = 2_000;
        for path in [
            "[?(".repeat(n),
            format!("$[?({}@.a{})]", "(".repeat(n), ")".repeat(n)),
            format!("$[?({}@.a)]", "!".repeat(n)),
            format!("$[?({}@.a{})]", "@[?(".repeat(n), ")]".repeat(n)),
            "$.sum(".repeat(n),
            "$..*".repeat(n),
            "$['".repeat(n),
            format!("$[?(@{})]", "()".repeat(n)),
            format!("$[?({}@)]", "(@)||".repeat(n)),
            format!("${}", ".a".repeat(n)),
            format!("${}", "[*]".repeat(n)),
            format!("${}", "..a".repeat(n)),
            format!("$[?(@ == 1e{})]", "9".repeat(n)),
            format!("$[?(@ == {})]", "9".repeat(n)),
            "$.a[?(@.a".repeat(n),
            format!("${}", "..*".repeat(20)),
            format!("${}", "[*]".repeat(150)),
        ] {
            let _ = read(&deep_list(), &path);
            let _ = read(&wide, &path);
        }
        for path in ["$[*][?(@ in $[*])]", "$..[?(@..* == 1 || @..[?(@ > 1)] == $..*)]", "$[*][?(@ == $..*.max(1))]"] {
            let _ = read(&wide, path);
        }
        assert!(read(&wide, "$[*][?(@ nin $[*][*])]").unwrap_err().contains("limit `steps`"));
        assert!(read(&(0..250).fold(json!(1), |inner, _| json!([inner])), "$..a").unwrap_err().contains("`depth`"));
    };
    // an unoptimised build needs more for the same depth
    let kilobytes = if cfg!(debug_assertions) { 2048 } else { 512 };
    std::thread::Builder::new().stack_size(kilobytes * 1024).spawn(run).unwrap().join().unwrap();
}
