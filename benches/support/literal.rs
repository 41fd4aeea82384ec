//! 100 KB of text with twenty references in it.

use super::random::Random;

/// A reference in both languages, and where hand-written code finds its value.
pub struct Reference {
    pub vtl: &'static str,
    pub jinja: &'static str,
    pub source: Source,
}

#[derive(Clone, Copy)]
pub enum Source {
    Context(&'static str),
    Path(usize),
    Query(usize),
    Stage(usize),
    Name,
    Town,
}

const REFERENCES: [Reference; 10] = [
    Reference { vtl: "$context.requestId", jinja: "context.requestId", source: Source::Context("requestId") },
    Reference { vtl: "$input.params('reader')", jinja: "params.path.reader", source: Source::Path(0) },
    Reference { vtl: "$input.path('$.reader.name')", jinja: "root.reader.name", source: Source::Name },
    Reference { vtl: "${context.stage}", jinja: "context.stage", source: Source::Context("stage") },
    Reference { vtl: "$stageVariables.mode", jinja: "stageVariables.mode", source: Source::Stage(1) },
    Reference { vtl: "$input.params('limit')", jinja: "params.querystring.limit", source: Source::Query(1) },
    Reference { vtl: "$input.path('$.reader.town')", jinja: "root.reader.town", source: Source::Town },
    Reference {
        vtl: "$context.identity.sourceIp",
        jinja: "context.identity.sourceIp",
        source: Source::Context("identity.sourceIp"),
    },
    Reference { vtl: "$context.resourcePath", jinja: "context.resourcePath", source: Source::Context("resourcePath") },
    Reference { vtl: "$context.apiId", jinja: "context.apiId", source: Source::Context("apiId") },
];

const WORDS: [&str; 24] = [
    "every",
    "book",
    "that",
    "was",
    "lent",
    "comes",
    "back",
    "(or",
    "not)",
    "within",
    "thirty",
    "days;",
    "see",
    "<b>rules</b>",
    "&",
    "[notes]",
    "{fees}",
    "at",
    "the",
    "desk,",
    "by",
    "mail",
    "or",
    "online:",
];

/// The pieces of text; between each two stands a reference.
pub fn chunks() -> Vec<String> {
    let mut random = Random::new(23);
    let mut chunks = vec![String::new()];
    for number in 0..20 {
        let chunk = chunks.last_mut().expect("there is one");
        text(&mut random, 5060, chunk);
        chunk.push_str(&format!("entry {number}: <"));
        chunks.push(">.\n".to_owned());
    }
    chunks
}

fn text(random: &mut Random, bytes: usize, out: &mut String) {
    let (end, mut line) = (out.len() + bytes, 0);
    while out.len() < end {
        let word = random.pick(&WORDS);
        line += word.len() + 1;
        out.push_str(word);
        out.push(if line > 72 { '\n' } else { ' ' });
        line = if line > 72 { 0 } else { line };
    }
    out.push('\n');
}

pub fn references() -> impl Iterator<Item = &'static Reference> {
    REFERENCES.iter().cycle()
}

/// The template, `reference` being how a language writes one.
pub fn template(reference: impl Fn(&Reference) -> String) -> String {
    let chunks = chunks();
    let mut out = chunks[0].clone();
    for (chunk, next) in chunks[1..].iter().zip(references()) {
        out.push_str(&reference(next));
        out.push_str(chunk);
    }
    out
}
