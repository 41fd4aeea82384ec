//! Compares calls with what Java answered. `METHOD_CASES` names a file of JSON lines with a receiver, a method, arguments
//! and the text or error that the reference printed; without it there is nothing to compare.

use std::collections::BTreeMap;

use bumpalo::Bump;
use serde_json::Value as Json;

use super::call;
use crate::limits::Limits;
use crate::value::{BigDecimal, Heap, List, ListKind, MapKind, Name, Outcome, Value, print, utf16};

/// `i:7`, `s:hello`, `c:97`: a value by its kind and text.
fn value<'a>(heap: &Heap<'a>, spec: &'a str) -> Value<'a> {
    let (kind, text) = spec.split_once(':').unwrap_or((spec, ""));
    let list = |kind, items: &[Value<'a>]| heap.list(kind, items).unwrap();
    match kind {
        "s" => Value::String(text),
        "i" => Value::Integer(text.parse().unwrap()),
        "l" => Value::Long(text.parse().unwrap()),
        "h" => Value::Short(text.parse().unwrap()),
        "y" => Value::Byte(text.parse().unwrap()),
        "d" => Value::Double(text.parse().unwrap()),
        "f" => Value::Float(text.parse().unwrap()),
        "b" => Value::Boolean(text == "true"),
        "c" => Value::Character(text.parse().unwrap()),
        "B" => Value::BigInteger(heap.arena().alloc(text.parse().unwrap())),
        "D" => Value::BigDecimal(heap.arena().alloc(BigDecimal::parse(text).unwrap())),
        "L" => list(ListKind::ArrayList, &[Value::String("a"), Value::String("b")]),
        "J" => list(ListKind::JsonArray, &[Value::String("a"), Value::String("b")]),
        "M" => heap.map_of(heap.arena().alloc_slice_copy(&[("a", Value::Integer(1))])),
        "A" => list(ListKind::StringArray, &text.split(' ').map(Value::String).collect::<Vec<_>>()),
        "C" => list(ListKind::CharArray, &utf16::encode(text).map(Value::Character).collect::<Vec<_>>()),
        _ => Value::Null,
    }
}

/// What the template `$r|$r.class.name|#foreach($e in $r)<$e:$e.class.name>#end` prints of a value.
fn shown<'a>(heap: &Heap<'a>, value: Value<'a>) -> String {
    let text = |v| {
        let mut out = String::new();
        print::print(heap, v, &mut out).unwrap();
        out
    };
    let items: &List<'a> = match value {
        Value::List(list) => list,
        _ => return format!("{}|{}|", text(value), value.class_name()),
    };
    let mut out = format!("{}|{}|", text(value), value.class_name());
    for item in items.to_vec(heap).unwrap() {
        out += &format!("<{}:{}>", text(item), item.class_name());
    }
    out
}

/// What of a result is the same in every run: no addresses, and no messages that Java's compiler may leave out.
fn stable(text: &str) -> String {
    if let Some((class, _)) = text.split_once("@").filter(|_| text.starts_with('[')) {
        return format!("{class}|{}", text.splitn(3, '|').last().unwrap_or(""));
    }
    let exception = text.split_once("threw exception ").map_or(text, |(_, rest)| rest);
    let exception = exception.split(" at template-").next().unwrap_or("");
    for class in ["java.lang.NullPointerException", "java.lang.IllegalArgumentException"] {
        if exception.starts_with(class) {
            return class.to_owned();
        }
    }
    exception.to_owned()
}

#[test]
#[ignore = "wants METHOD_CASES"]
fn as_java_answers() {
    let Ok(path) = std::env::var("METHOD_CASES") else { return };
    let mut wrong: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let (mut right, mut total) = (0, 0);
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let (arena, limits) = (Bump::new(), Limits::default());
        let heap = Heap::new(&arena, &limits, 0);
        heap.lone_surrogates.set(true);
        let _ = heap.map(MapKind::HashMap);
        let field = |name: &str| arena.alloc_str(case[name].as_str().unwrap_or("")) as &str;
        let args: Vec<_> = case["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
        let values: Vec<_> = args.iter().map(|a| value(&heap, arena.alloc_str(a))).collect();
        let got = match call(&heap, value(&heap, field("recv")), Name::new(field("m")), &values) {
            Ok(Outcome::Missing | Outcome::Value(Value::Null)) => "UNSET|java.lang.String|".to_owned(),
            Ok(Outcome::Void) => "|$r.class.name|".to_owned(),
            Ok(Outcome::Value(value)) => utf16::for_output(&shown(&heap, value)),
            Err(fault) => fault.message.clone(),
        };
        let want = if case["want"].is_null() { field("error") } else { field("want") };
        if want.contains("|java.util.Optional|") || want.contains("java.util.stream") || want.contains("#foreach") {
            continue;
        }
        total += 1;
        if stable(&got) == stable(want) {
            right += 1;
        } else {
            let report =
                format!("{} {args:?}\n    got  {:?}\n    want {:?}", field("recv"), stable(&got), stable(want));
            wrong.entry((field("recv")[..1].to_owned(), field("m").to_owned())).or_default().push(report);
        }
    }
    for ((receiver, method), reports) in &wrong {
        println!("{receiver} {method}: {} wrong", reports.len());
        for report in reports.iter().step_by((reports.len() / 3).max(1)).take(3) {
            println!("  {report}");
        }
    }
    println!("{right} of {total}");
    assert_eq!(right, total);
}
