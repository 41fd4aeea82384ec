//! What holds for every template and every event: no panic, the same each time, nothing changed, on any thread.

use std::sync::Arc;

use proptest::prelude::*;
use vtl::{Dialect, Error, Event, Limits, Options, Output, Template};

/// Pieces of templates, so that random templates do something.
const PIECES: [&str; 56] = [
    "$a",
    "$!a",
    "${a}",
    "$a.b",
    "$a[0]",
    "$a.size()",
    "$a.get(0)",
    "$nothing",
    "$input.body",
    "$input.json('$')",
    "$input.path('$.a')",
    "$input.params('p')",
    "$input.params()",
    "$context.stage",
    "$context",
    "$stageVariables.v",
    "$util.escapeJavaScript($a)",
    "$util.base64Encode(\"$a\")",
    "$foreach.count",
    "$!foreach.hasNext",
    "#set($a = 1)",
    "#set($a = $b)",
    "#set($a = [1, 'x', $a])",
    "#set($a = {'k': $a})",
    "#set($b = \"$a\")",
    "#set($a = $a + 1)",
    "#set($x = $input.path('$'))",
    "#set($x = $x.put('k', $a))",
    "#set($context.responseOverride.status = 201)",
    "#set($x = $a.hashCode())$x",
    "#if($a)",
    "#if($a == $b)",
    "#elseif($b)",
    "#else",
    "#end",
    "#{end}",
    "#foreach($i in $a)$i",
    "#foreach($i in [1..3])$i",
    "#break",
    "#stop",
    "#define($d)",
    "$d",
    "#macro(m $p)",
    "#m($a)",
    "#evaluate('$a')",
    "## c\n",
    "#* c *#",
    "#[[",
    "]]#",
    "\\",
    "(",
    ")",
    "\"",
    "'",
    " ",
    "é😀",
];

fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Any JSON, and now and then what is none.
fn body() -> impl Strategy<Value = String> {
    prop_oneof![4 => json().prop_map(|json| json.to_string()), 1 => "[\\[\\]{}:,\"a0-9.e-]{0,20}"]
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((prop_oneof!["[ab]", ".{0,3}"], inner), 0..4)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn event() -> impl Strategy<Value = Event> {
    (body(), json(), json(), ".{0,5}").prop_map(|(body, context, variable, text)| {
        Event::new()
            .body(body)
            .context(context)
            .variable("a", variable)
            .path_param("p", text.clone())
            .header("h", text.clone())
            .stage_variable("v", text)
    })
}

fn dialect() -> impl Strategy<Value = Dialect> {
    prop::sample::select(vec![Dialect::ApiGateway, Dialect::Velocity])
}

fn parse(source: &str, dialect: Dialect) -> Result<Template, Error> {
    let limits = Limits { steps: 20_000, value_bytes: 1 << 20, output_bytes: 1 << 16, ..Limits::default() };
    Options::new().dialect(dialect).limits(limits).parse(source)
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(400))]

    /// Neither does anything else of an error or an output.
    #[test]
    fn nothing_panics(source in template(), dialect in dialect(), event in event()) {
        match parse(&source, dialect).and_then(|template| template.render(&event)) {
            Ok(output) => drop(format!("{output:?}")),
            Err(error) => {
                prop_assert!(!error.to_string().is_empty());
                if let Some(span) = error.span() {
                    prop_assert!(source.get(span).is_some());
                }
            }
        }
    }

    #[test]
    fn a_template_renders_the_same_each_time(source in template(), dialect in dialect(), event in event()) {
        let (Ok(template), Ok(again)) = (parse(&source, dialect), parse(&source, dialect)) else { return Ok(()) };
        let first = template.render(&event);
        prop_assert_eq!(&first, &template.render(&event));
        prop_assert_eq!(&first, &template.clone().render(&event.clone()));
        prop_assert_eq!(first, again.render(&event));
    }

    #[test]
    fn a_render_changes_neither_its_event_nor_the_next_render(
        (one, other) in (template(), template()), dialect in dialect(), (event, different) in (event(), event())
    ) {
        let (Ok(one), Ok(other)) = (parse(&one, dialect), parse(&other, dialect)) else { return Ok(()) };
        let before = event.clone();
        let first = one.render(&event);
        let _ = other.render(&event);
        let _ = one.render(&different);
        prop_assert_eq!(first, one.render(&event));
        prop_assert_eq!(before, event);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn threads_share_a_template_and_an_event(source in template(), dialect in dialect(), event in event()) {
        let Ok(template) = parse(&source, dialect) else { return Ok(()) };
        let shared = Arc::new((template, event));
        let threads: [_; 2] = std::array::from_fn(|_| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || (0..3).map(|_| shared.0.render(&shared.1)).collect::<Vec<_>>())
        });
        let here = shared.0.render(&shared.1);
        for thread in threads {
            for there in thread.join().expect("no panic") {
                prop_assert_eq!(&here, &there);
            }
        }
    }
}

#[test]
fn everything_that_users_hold_is_send_and_sync() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Template>();
    check::<Event>();
    check::<Options>();
    check::<Output>();
    check::<Error>();
}
