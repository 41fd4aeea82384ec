//! Random methods on random receivers with random arguments, one after the other.
#![no_main]

use std::fmt::Write as _;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use vtl::{Dialect, Event};
use vtl_fuzz::run;

static METHODS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../dictionaries/methods.txt").lines().collect());

/// What there is to begin with; the input gives more.
const RECEIVERS: [&str; 40] = [
    "''",
    "'abc'",
    "'é😀'",
    "'a,b,,c'",
    "'-12'",
    "'1.50'",
    "'%5.2f %s %x'",
    "'(a|b)*'",
    "'$1'",
    "'true'",
    "0",
    "1",
    "-1",
    "7",
    "2147483647",
    "-2147483648",
    "9223372036854775807",
    "99999999999999999999",
    "1.5",
    "-0.0",
    "1e300",
    "true",
    "false",
    "[]",
    "{}",
    "[3, 1, 2]",
    "['b', 'a']",
    "[1..5]",
    "[[1], {'k': 1}]",
    "{'k': 'v', 'a': [1]}",
    "$input",
    "$util",
    "$context",
    "$input.path('$')",
    "$input.params()",
    "'abc'.class",
    "$d.toByteArray()",
    "'x'.toCharArray()",
    "$d",
    "$b",
];

fn program(u: &mut Unstructured) -> Result<(String, Event, Dialect)> {
    let dialect = if u.ratio(1, 3)? { Dialect::Velocity } else { Dialect::ApiGateway };
    let event = Event::new()
        .body(r#"{"list": [1, 2.5, "x", null], "map": {"a": true}, "text": "hello"}"#)
        .variable("t", <String as arbitrary::Arbitrary>::arbitrary(u)?.into())
        .variable("n", json!(u.arbitrary::<i64>()?))
        .variable("i", json!(u.int_in_range(-40..=40)?))
        .variable("x", serde_json::Number::from_f64(u.arbitrary()?).map_or(Value::Null, Value::Number))
        .variable("d", serde_json::from_str("123456789012345678901234567890").unwrap_or(Value::Null));
    let mut template = String::from("#set($b = 3000000000.5)");
    let mut made = 0;
    for _ in 0..u.int_in_range(1..=10)? {
        let receiver = operand(u, made)?;
        let arguments = (0..u.int_in_range(0..=3)?).map(|_| operand(u, made)).collect::<Result<Vec<_>>>()?;
        let arguments = arguments.join(", ");
        let _ = write!(template, "#set($r = {receiver})");
        let _ = match u.int_in_range(0..=11)? {
            0 => write!(template, "#set($v{made} = $r[{}])", operand(u, made)?),
            1 => write!(template, "#set($r[{}] = {})", operand(u, made)?, operand(u, made)?),
            2 => {
                write!(template, "#set($v{made} = $r {} {})", u.choose(&["+", "-", "*", "/", "%"])?, operand(u, made)?)
            }
            3 => write!(template, "#if($r {} {})x#end", u.choose(&["==", "<", ">=", "&&"])?, operand(u, made)?),
            4 => write!(template, "#foreach($e in $r)$e$foreach.count$e.{}({arguments})#end", u.choose(&METHODS)?),
            5 => write!(template, "#set($v{made} = $r.{})", u.choose(&METHODS)?),
            6 => write!(template, "#set($v{made} = \"$r#foreach($e in $r)$e.{}()#end\")", u.choose(&METHODS)?),
            _ => write!(template, "#set($v{made} = $r.{}({arguments}))", u.choose(&METHODS)?),
        };
        let _ = writeln!(template, "$!r|$!v{made}");
        made += 1;
    }
    Ok((template, event, dialect))
}

fn operand(u: &mut Unstructured, made: u32) -> Result<String> {
    Ok(match u.int_in_range(0..=7)? {
        0 | 1 if made > 0 => format!("$v{}", u.int_in_range(0..=made - 1)?),
        2 => (*u.choose(&["$t", "$n", "$i", "$x", "$d", "$r", "$nothing"])?).to_owned(),
        3 => u.int_in_range(-70_000..=70_000)?.to_string(),
        _ => (*u.choose(&RECEIVERS)?).to_owned(),
    })
}

fuzz_target!(|data: &[u8]| {
    if let Ok((template, event, dialect)) = program(&mut Unstructured::new(data)) {
        if std::env::var_os("VTL_FUZZ_SHOW").is_some() {
            eprintln!("{dialect:?}\n{template}\n{event:?}");
        }
        run(&template, dialect, &event);
    }
});
