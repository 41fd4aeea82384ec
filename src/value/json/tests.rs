//! What json-smart 2.2 makes of texts, as examples.

use std::cell::Cell;

use bumpalo::Bump;

use super::{Style, read, read_datum, write};
use crate::error::{ErrorKind, Fault, Result};
use crate::limits::{Limit, Limits};
use crate::value::object::{Entry, EntryOf, Iter, Origin, Over, View, ViewKind};
use crate::value::{Datum, Heap, ListKind, MapKind, Object, Value, print, utf16};

fn with_heap<T>(limits: &Limits, test: impl FnOnce(&Heap<'_>) -> T) -> T {
    let arena = Bump::new();
    test(&Heap::new(&arena, limits, 0))
}

fn written<'a>(heap: &Heap<'a>, value: Value<'a>, style: Style) -> Result<String> {
    let mut out = String::new();
    write(heap, value, style, &mut out)?;
    Ok(out)
}

/// `$input.json('$')` of a body.
fn json(body: &str) -> Result<String> {
    let arena = Bump::new();
    let limits = Limits::default();
    let heap = Heap::new(&arena, &limits, body.len());
    Ok(utf16::for_output(&written(&heap, read(&heap, body)?, Style::Plain)?))
}

fn check(cases: &[(&str, &str)]) {
    for (body, expected) in cases {
        assert_eq!(json(body).as_deref(), Ok(*expected), "{body}");
    }
}

/// The names of the classes in a list, without their packages.
fn classes(list: &str) -> String {
    let arena = Bump::new();
    let limits = Limits::default();
    let heap = Heap::new(&arena, &limits, list.len());
    let Ok(Value::List(list)) = read(&heap, list) else { return String::new() };
    let names = (0..list.len()).filter_map(|i| list.get(i)).map(|v| v.class_name().rsplit('.').next().unwrap_or(""));
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn ordinary_json() {
    check(&[
        ("{}", "{}"),
        (" [ ] ", "[]"),
        (r#"{"a": [1, -2, true, false, null], "b": {"c": "d"}}"#, r#"{"a":[1,-2,true,false,null],"b":{"c":"d"}}"#),
        ("{\n        \"indented\":\r\n\t[\n1\n,\n\"x\"\n]\n}\n", r#"{"indented":[1,"x"]}"#),
        (r#"[[[1], []], {}, "a string that is longer than four times eight bytes"]"#, {
            r#"[[[1],[]],{},"a string that is longer than four times eight bytes"]"#
        }),
        ("\"text\"", "\"text\""),
        ("12", "12"),
    ]);
}

#[test]
fn a_key_that_comes_again_keeps_its_place() {
    check(&[
        (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
        (r#"{"":1,"":2}"#, r#"{"":2}"#),
        (r#"{"ab":1,"ba":2,"a\u0062":3}"#, r#"{"ab":3,"ba":2}"#),
    ]);
    let many: Vec<String> = (0..100).map(|i| format!("\"k{}\":{i}", i % 60)).collect();
    let once: Vec<String> = (0..60).map(|i| format!("\"k{i}\":{}", if i < 40 { i + 60 } else { i })).collect();
    assert_eq!(json(&format!("{{{}}}", many.join(","))), Ok(format!("{{{}}}", once.join(","))));
}

#[test]
fn classes_of_numbers() {
    assert_eq!(classes("[0, -0, 2147483647, 2147483648, -2147483648]"), "Integer Integer Integer Long Integer");
    assert_eq!(classes("[9223372036854775807, 9223372036854775808]"), "Long BigInteger");
    assert_eq!(classes("[-9223372036854775808, -9223372036854775809]"), "Long BigInteger");
    assert_eq!(classes("[1.0, 1e5, 1E400, -0.0, 1.5e-3]"), "Double Double Double Double Double");
    assert_eq!(classes("[0.1234567890123456, 0.12345678901234567]"), "Double BigDecimal");
    // by the length of the text, whatever it says
    assert_eq!(classes("[00000000000000000001, 0000000000000000001]"), "BigInteger Integer");
    assert_eq!(classes("[007, -, 1., -.5, NaN]"), "Integer Integer Double Double Float");
}

#[test]
fn values_of_numbers() {
    let arena = Bump::new();
    let limits = Limits::default();
    let heap = Heap::new(&arena, &limits, 0);
    let double = |text| match read(&heap, text) {
        Ok(Value::List(list)) => match list.get(0) {
            Some(Value::Double(d)) => d,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(double("[-12.75]"), -12.75);
    assert_eq!(double("[0.1]"), 0.1);
    assert_eq!(double("[9007199254740993.0]"), 9007199254740992.0);
    assert_eq!(double("[4.9E-324]"), f64::from_bits(1));
    assert_eq!(double("[1e23]"), 1e23);
    assert!(double("[-0.0]").is_sign_negative());
    match read(&heap, "-1.50000000000000000000E+3") {
        Ok(Value::BigDecimal(d)) => {
            assert_eq!((d.unscaled_value().to_string(), d.scale()), ("-150000000000000000000".into(), 17))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_quite_json() {
    check(&[
        ("hello world", "\"hello world\""),
        ("a=1&b=2", "\"a=1&b=2\""),
        ("", "\"\""),
        (" \n", "\"\""),
        ("\u{FEFF}{}", "\"\u{FEFF}{}\""),
        ("{a: b, 'c' : 'd', e f:g h,}", r#"{"a":"b","c":"d","e f":"g h"}"#),
        ("[,1,,2,]", "[1,2]"),
        ("[1 2, 3x, --1, 1e, nul, true false]", r#"["1 2","3x","--1","1e","nul","true false"]"#),
        ("[1é, 2~]", r#"[1,"é",2,"~"]"#),
        (r#"["a" "b"]"#, r#"["a","b"]"#),
        (r#"{"a":,"b":1]}"#, r#"{"a":"","b":"1]"}"#),
        (r#"{"a":1}} what follows"#, r#"{"a":1}"#),
        ("1, 2", "\"1, 2\""),
        ("{null:1, 2:3}", r#"{"null":1,"2":3}"#),
        ("[\u{1}null, tr\u{b}ue]", r#"["null","tr\u000Bue"]"#),
    ]);
}

#[test]
fn strings_and_escapes() {
    check(&[
        (r#""\"\\\/\b\f\n\r\t\u00e9\x41\'""#, r#""\"\\/\b\f\n\r\téA'""#),
        (r#""\ud83d\ude00 \uD83D\uDE00""#, "\"😀 😀\""),
        (r#""\ud83d \ude00\ud83d\ud83d\ude00\ude00""#, "\"? ??😀?\""),
        // an escape of another character stands for nothing, of half a pair takes the half
        (r#""a\qb\éc\😀d""#, "\"abc?d\""),
        // control characters stay unless an escape makes json-smart look closer
        ("\"a\u{1}\n\u{7f}b\"", r#""a\u0001\n\u007Fb""#),
        ("\"a\u{1}\n\u{7f}b\\t\"", r#""ab\t""#),
        ("'it\"s'", r#""it\"s""#),
        ("'it\\'s'", r#""it's""#),
        (
            "\"\u{80}\u{9f}\u{a0}\u{1fff}\u{2000}\u{20ff}\u{2100}\"",
            "\"\\u0080\\u009F\u{a0}\u{1fff}\\u2000\\u20FF\u{2100}\"",
        ),
    ]);
}

#[test]
fn borrows_what_has_no_escape() {
    let arena = Bump::new();
    let limits = Limits::default();
    let heap = Heap::new(&arena, &limits, 0);
    let body = r#"{"key": "value", "other": "a\nb"}"#.to_owned();
    let Ok(Value::Map(map)) = read(&heap, &body) else { panic!() };
    let inside = |s: &str| body.as_bytes().as_ptr_range().contains(&s.as_ptr());
    assert!(map.get_str(&heap, "key", &Cell::new(0)).and_then(Value::as_str).is_some_and(inside));
    assert!(map.get_str(&heap, "other", &Cell::new(0)).and_then(Value::as_str).is_some_and(|s| !inside(s)));
}

#[test]
fn errors_read_as_in_java() {
    let parse = "net.minidev.json.parser.ParseException: ";
    for (body, message) in [
        ("{", "Unexpected End Of File position 0: null"),
        ("{\"a\"", "Unexpected End Of File position 3: null"),
        ("{\"a\":", "Unexpected End Of File position 4: EOF"),
        ("{\"a\":1", "Unexpected End Of File position 5: null"),
        ("[1,", "Unexpected End Of File position 2: EOF"),
        ("\"abc", "Unexpected End Of File position 4: null"),
        ("\"a\\\"", "Unexpected End Of File position 3: null"),
        ("\"a\\\"\\", "Unexpected End Of File position 5: null"),
        ("  ]", "Unexpected character (]) at position 2."),
        ("{\"a\":}", "Unexpected character (}) at position 5."),
        ("{\"😀\"x", "Unexpected character (x) at position 4."),
        ("{\"a\"😀", "Unexpected character (?) at position 3."),
        ("{\"a\":\"b\"c}", "Unexpected token c at position 7."),
        ("\"\\u12\"", "Unexpected unicode escape sequence \" at position 5."),
        ("[1\u{1a}]", "Unexpected End Of File position 1: EOF"),
    ] {
        let fault = json(body).expect_err(body);
        assert_eq!((fault.kind, fault.message.as_str()), (ErrorKind::Body, &*format!("{parse}{message}")), "{body}");
    }
    let number = |body| json(body).expect_err(body).message;
    assert_eq!(number("[1E-]"), "java.lang.NumberFormatException: For input string: \"1E-\"");
    assert_eq!(number("1.0000000000000000000E+"), "java.lang.NumberFormatException");
    assert_eq!(number("-E0000000000000000000"), "java.lang.NumberFormatException: No digits found.");
    assert_eq!(number("1.000000000000000E-2147483640"), "java.lang.NumberFormatException: Scale out of range.");
}

#[test]
fn errors_say_where() {
    let help = |body| json(body).expect_err(body).help.unwrap_or_default();
    assert_eq!(help("{\n  \"é\": }"), "the text is not JSON at `}`, at its line 2, column 8");
    assert_eq!(help("[1,\n2"), "the text ends too early, at its line 2, column 2");
}

#[test]
fn depth_is_bounded_and_takes_no_stack() {
    let small_stack = std::thread::Builder::new().stack_size(512 * 1024);
    let test = || {
        for open in ["[", "{\"a\":"] {
            let fault = json(&open.repeat(100_000)).expect_err("deep");
            assert_eq!(fault.kind, ErrorKind::Limit(Limit::Depth));
        }
        let depth = Limits::default().depth as usize;
        let deepest = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(json(&deepest), Ok(deepest.clone()));
    };
    assert!(small_stack.spawn(test).is_ok_and(|thread| thread.join().is_ok()));
}

#[test]
fn a_number_without_end_is_bounded() {
    let fault = json(&"9".repeat(1_000_000)).expect_err("long");
    assert_eq!(fault.kind, ErrorKind::Limit(Limit::Steps));
}

#[test]
fn output_is_bounded() {
    let limits = Limits { output_bytes: 10, ..Limits::default() };
    with_heap(&limits, |heap| {
        let fault = read(heap, "[\"0123456789\"]").and_then(|list| written(heap, list, Style::Plain)).expect_err("big");
        assert_eq!(fault.kind, ErrorKind::Limit(Limit::OutputBytes));
    });
}

#[test]
fn slashes_are_protected_in_a_printed_list() -> std::result::Result<(), Box<Fault>> {
    with_heap(&Limits::default(), |heap| {
        let list = read(heap, "[\"a/b\", {\"c/d\": 1}]")?;
        assert_eq!(written(heap, list, Style::Protected)?, r#"["a\/b",{"c\/d":1}]"#);
        assert_eq!(written(heap, list, Style::Plain)?, r#"["a/b",{"c/d":1}]"#);
        Ok(())
    })
}

#[test]
fn keys_are_written_as_they_print() -> Result<()> {
    with_heap(&Limits::default(), |heap| {
        let map = heap.map(MapKind::LinkedHashMap)?;
        let list = heap.list(ListKind::ArrayList, &[Value::Integer(1), Value::String("x")])?;
        for key in [Value::Integer(1), list, Value::Boolean(true)] {
            map.put(heap, key, Value::Null)?;
        }
        assert_eq!(written(heap, Value::Map(map), Style::Plain)?, r#"{"1":null,"[1, x]":null,"true":null}"#);
        map.put(heap, Value::Null, Value::Null)?;
        let fault = written(heap, Value::Map(map), Style::Plain).expect_err("null key");
        assert!(fault.message.starts_with("java.lang.NullPointerException: "));
        Ok(())
    })
}

#[test]
fn odd_members_of_a_list() -> Result<()> {
    with_heap(&Limits::default(), |heap| {
        let Value::Map(map) = read(heap, r#"{"k":"v"}"#)? else { panic!() };
        let view = |kind| heap.object(Object::View(View { map, kind, origin: Origin::Map }));
        let Value::List(numbers) = heap.list(ListKind::StringArray, &[Value::String("s")])? else { panic!() };
        let iterator = Iter {
            over: Over::List(numbers),
            position: Cell::new(0),
            expected: Cell::new(0),
            last: Cell::new(usize::MAX),
            two_way: false,
        };
        let members = [
            Value::Character(65),
            Value::Double(f64::INFINITY),
            heap.object(Object::Iterator(iterator))?,
            view(ViewKind::Keys)?,
            view(ViewKind::Values)?,
            Value::List(numbers),
        ];
        let list = heap.list(ListKind::JsonArray, &members)?;
        assert_eq!(written(heap, list, Style::Plain)?, r#"[{},null,{},["k"],["v"],["s"]]"#);

        let entry = Entry { of: EntryOf::Map(map, 0), key: Value::String("k"), value: Cell::new(Value::Null) };
        let bytes = heap.list(ListKind::ByteArray, &[Value::Byte(1)])?;
        for (member, error) in [
            (heap.object(Object::Entry(entry))?, "java.lang.IllegalAccessError: "),
            (view(ViewKind::Entries)?, "java.lang.IllegalAccessError: "),
            (heap.object(Object::Class("java.lang.String"))?, "java.lang.IllegalAccessError: "),
            (bytes, "java.lang.ClassCastException: class [B cannot be cast"),
        ] {
            let fault = written(heap, member, Style::Plain).expect_err(error);
            assert!(fault.message.starts_with(error), "{}", fault.message);
        }
        Ok(())
    })
}

#[test]
fn what_contains_itself_ends_in_an_error() -> Result<()> {
    with_heap(&Limits::default(), |heap| {
        let Value::List(list) = heap.list(ListKind::JsonArray, &[])? else { panic!() };
        list.push(heap, Value::List(list))?;
        let fault = written(heap, Value::List(list), Style::Plain).expect_err("list");
        assert_eq!(fault.kind, ErrorKind::Limit(Limit::Depth));

        // through a key, which is printed, and the list in it, which is written
        let Value::List(list) = heap.list(ListKind::JsonArray, &[])? else { panic!() };
        let map = heap.map(MapKind::LinkedHashMap)?;
        map.put(heap, Value::List(list), Value::Null)?;
        list.push(heap, Value::Map(map))?;
        let mut out = String::new();
        let fault = print::print(heap, Value::List(list), &mut out).expect_err("key");
        assert_eq!(fault.kind, ErrorKind::Limit(Limit::Depth));
        Ok(())
    })
}

#[test]
fn an_events_part() -> Result<()> {
    let (datum, lone) = read_datum(r#"{"a": [1, 2.5, "x", null], b: NaN}"#, 10)?;
    let list = vec![Datum::Integer(1), Datum::Double(2.5), Datum::String("x".into()), Datum::Null];
    let Datum::Map(entries) = datum else { panic!("{datum:?}") };
    assert_eq!(entries[0], ("a".to_owned(), Datum::List(list)));
    assert!(matches!(entries[1].1, Datum::Double(d) if d.is_nan()));
    assert!(!lone);
    assert!(read_datum(r#""\ud83d""#, 10)?.1);
    assert!(read_datum("[[[1]]]", 2).is_err());
    Ok(())
}
