//! What the fuzz targets share. They see of the library what its users see.

use std::time::{Duration, Instant};

use vtl::{Dialect, Event, Limits, Options, Output, Template};

/// Stands between the parts of an input: no UTF-8 text has this byte, so that a mutation does not take it for text.
pub const SEPARATOR: u8 = 0xFF;

/// Small, so that one input cannot take long, and with the depth that users have.
pub fn limits() -> Limits {
    Limits {
        steps: 50_000,
        value_bytes: 1 << 20,
        output_bytes: 1 << 18,
        template_bytes: 1 << 16,
        loop_iterations: Some(50),
        ..Limits::default()
    }
}

/// The input's parts as text, as many as asked for; those that are not there are empty.
pub fn parts<const N: usize>(data: &[u8]) -> [String; N] {
    let mut parts = data.splitn(N, |byte| *byte == SEPARATOR);
    std::array::from_fn(|_| String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned())
}

/// A template, or the error's text; both look at everything an error has.
pub fn parse(source: &str, dialect: Dialect) -> Result<Template, String> {
    let loader = |name: &str| match name {
        "self" => Some("#parse('self')$a".to_owned()),
        "" => None,
        other => Some(other.to_owned()),
    };
    let options = Options::new().dialect(dialect).limits(limits()).loader(loader);
    options.parse(source).map_err(|error| look_at(&error, source))
}

/// Renders twice: the same both times, and soon. Gives the output or the error's text.
pub fn render(template: &Template, event: &Event) -> Result<Output, String> {
    let start = Instant::now();
    let once = template.render(event).map_err(|error| look_at(&error, template.source()));
    let took = start.elapsed();
    let start = Instant::now();
    let again = template.render(event).map_err(|error| look_at(&error, template.source()));
    let took = took.min(start.elapsed());
    assert!(took < slow(), "one render took {took:?}");
    assert_eq!(once, again, "the second render differs");
    if let Ok(output) = &once {
        assert!(output.body.len() <= limits().output_bytes, "{} bytes of output", output.body.len());
        let _ = (output.overrides.status(), output.overrides.request_override(), output.overrides.response_override());
    }
    once
}

/// Parses and renders, if it parses.
pub fn run(source: &str, dialect: Dialect, event: &Event) -> Option<Result<Output, String>> {
    parse(source, dialect).ok().map(|template| render(&template, event))
}

/// How long one render may take under [`limits`]; `VTL_FUZZ_MILLISECONDS` for a slower or faster machine.
fn slow() -> Duration {
    let milliseconds = std::env::var("VTL_FUZZ_MILLISECONDS").ok().and_then(|v| v.parse().ok());
    Duration::from_millis(milliseconds.unwrap_or(50))
}

/// The error's text, with its place checked against the source.
fn look_at(error: &vtl::Error, source: &str) -> String {
    if let Some(span) = error.span() {
        assert!(source.get(span.clone()).is_some(), "the place {span:?} is not in the source");
        let line = source.split('\n').nth(error.line().expect("a place has a line") - 1).expect("the line is there");
        assert!(line.starts_with(error.source_line().expect("a place has a text")));
        assert!(error.column().expect("a place has a column") <= line.chars().count() + 1);
    }
    format!("{:?} {error} {:?}", error.kind(), error.help())
}
