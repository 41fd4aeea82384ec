//! Asks for calls in tests, and compares them with what Java answered: `METHOD_CASES` names a file of JSON lines with a receiver, a method, arguments
//! and the text or error that the reference printed; without it there is nothing to compare.

use std::collections::BTreeMap;

use bumpalo::Bump;
use serde_json::Value as Json;

use super::{call, property};
use crate::error::Result;
use crate::limits::Limits;
use crate::value::{BigDecimal, Heap, ListKind, Name, Outcome, Value, print, utf16};

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
        "M" => heap.map_of(&["a"], heap.arena().alloc_slice_copy(&[Value::Integer(1)])),
        "A" => list(ListKind::StringArray, &text.split(' ').map(Value::String).collect::<Vec<_>>()),
        "C" => list(ListKind::CharArray, &utf16::encode(text).map(Value::Character).collect::<Vec<_>>()),
        _ => Value::Null,
    }
}

/// `receiver.method(args)`, or with a dot before it, a path of properties: `.class.name`.
fn asked<'a>(heap: &Heap<'a>, receiver: Value<'a>, method: &'a str, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let Some(path) = method.strip_prefix('.') else { return call(heap, receiver, Name::new(method), args) };
    path.split('.').try_fold(Outcome::Value(receiver), |of, name| match of {
        Outcome::Value(of) if name.ends_with("()") => call(heap, of, Name::new(&name[..name.len() - 2]), &[]),
        Outcome::Value(of) => property(heap, of, Name::new(name)),
        other => Ok(other),
    })
}

/// What a call gives, as it prints: items with a blank between, `no method`, or the exception.
pub(super) fn ask(receiver: &str, method: &str, args: &[&str]) -> String {
    let (arena, limits) = (Bump::new(), Limits::default());
    let heap = Heap::new(&arena, &limits, 0);
    let kept = |text: &str| arena.alloc_str(text) as &str;
    let args: Vec<_> = args.iter().map(|arg| value(&heap, kept(arg))).collect();
    let printed = |value| {
        let mut out = String::new();
        print::print(&heap, value, &mut out).map(|()| utf16::for_output(&out)).unwrap_or_else(|fault| fault.message)
    };
    match asked(&heap, value(&heap, kept(receiver)), kept(method), &args) {
        Ok(Outcome::Value(Value::List(list))) => {
            list.to_vec(&heap).unwrap().into_iter().map(printed).collect::<Vec<_>>().join(" ")
        }
        Ok(Outcome::Value(value)) => printed(value),
        Ok(Outcome::Void) => String::new(),
        Ok(Outcome::Missing) => "no method".to_owned(),
        Err(fault) => fault.message,
    }
}

/// What the template `$r|$r.class.name|#foreach($e in $r)<$e:$e.class.name>#end` prints of a value.
fn shown<'a>(heap: &Heap<'a>, value: Value<'a>) -> String {
    let text = |v| {
        let mut out = String::new();
        print::print(heap, v, &mut out).unwrap();
        out
    };
    let items = match value {
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
        let field = |name: &str| arena.alloc_str(case[name].as_str().unwrap_or("")) as &str;
        let args: Vec<_> = case["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
        let values: Vec<_> = args.iter().map(|a| value(&heap, arena.alloc_str(a))).collect();
        let result = asked(&heap, value(&heap, field("recv")), field("m"), &values);
        let got = match result {
            Ok(Outcome::Missing | Outcome::Value(Value::Null)) => "UNSET|java.lang.String|".to_owned(),
            Ok(Outcome::Void) => "|java.lang.String|".to_owned(),
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

/// Every character: `code flags type lower upper title digit numeric`, as Java says.
#[test]
#[ignore = "wants CHARACTER_CASES"]
fn as_java_sees_characters() {
    use crate::value::Known as K;
    let Ok(path) = std::env::var("CHARACTER_CASES") else { return };
    let flags = [
        K::isLetter,
        K::isDigit,
        K::isLetterOrDigit,
        K::isAlphabetic,
        K::isIdeographic,
        K::isLowerCase,
        K::isUpperCase,
        K::isTitleCase,
        K::isDefined,
        K::isSpaceChar,
        K::isWhitespace,
        K::isISOControl,
        K::isIdentifierIgnorable,
        K::isJavaIdentifierStart,
        K::isJavaIdentifierPart,
        K::isUnicodeIdentifierStart,
        K::isUnicodeIdentifierPart,
    ];
    let numbers = [K::getType, K::toLowerCase, K::toUpperCase, K::toTitleCase, K::digit, K::getNumericValue];
    let (arena, limits) = (Bump::new(), Limits { steps: u64::MAX, ..Limits::default() });
    let heap = Heap::new(&arena, &limits, 0);
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let want: Vec<i32> = line.split(' ').map(|n| n.parse().unwrap()).collect();
        let ask = |known, args: &[i32]| match super::character::call(
            &heap,
            0,
            known,
            &args.iter().map(|&i| Value::Integer(i)).collect::<Vec<_>>(),
        ) {
            Ok(Outcome::Value(Value::Boolean(b))) => i32::from(b),
            Ok(Outcome::Value(Value::Integer(i))) => i,
            other => panic!("{other:?}"),
        };
        let code = want[0];
        for (i, known) in flags.into_iter().enumerate() {
            if ask(known, &[code]) != want[1] >> i & 1 {
                wrong.entry(format!("{known:?}")).or_default().push(format!("{:x}", want[0]));
            }
        }
        for (i, known) in numbers.into_iter().enumerate() {
            let args = [code, 36];
            if ask(known, &args[..if known == K::digit { 2 } else { 1 }]) != want[2 + i] {
                wrong.entry(format!("{known:?}")).or_default().push(format!("{:x}", want[0]));
            }
        }
    }
    for (method, codes) in &wrong {
        println!("{method}: {} {:?}", codes.len(), &codes[..codes.len().min(60)]);
    }
    assert!(wrong.is_empty());
}
