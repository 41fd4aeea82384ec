use std::borrow::Cow;

use serde::Deserialize;

use crate::support::Request;
use crate::support::literal::{Source, references};

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    reader: Reader<'a>,
}

#[derive(Deserialize)]
struct Reader<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    town: Cow<'a, str>,
}

/// `chunks` with the references' values between them.
pub fn literal(request: &Request, chunks: &[String], out: &mut String) {
    let body: Body = serde_json::from_str(&request.body).expect("a body of ours");
    out.push_str(&chunks[0]);
    for (chunk, reference) in chunks[1..].iter().zip(references()) {
        out.push_str(match reference.source {
            Source::Context(path) => request.context(path),
            Source::Path(at) => request.path[at].1,
            Source::Query(at) => request.query[at].1,
            Source::Stage(at) => request.stage_variables[at].1,
            Source::Name => &body.reader.name,
            Source::Town => &body.reader.town,
        });
        out.push_str(chunk);
    }
}
