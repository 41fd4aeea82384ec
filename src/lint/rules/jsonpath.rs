//! `$input.path('$.a')`: its path.

use super::rule;
use crate::error::Span;
use crate::jsonpath::Path;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Use};
use crate::lint::rule::Rule;
use crate::syntax::ast::{Expression, Step};

pub(crate) const INVALID: Rule = rule!(
    "VTL052", "invalid-jsonpath", Gateway, Error, fixable: false,
    "A path that is not JSONPath",
    "The render fails where it is evaluated, and API Gateway answers 500.",
    invalid,
);

pub(crate) const IN_LOOP: Rule = rule!(
    "VTL053", "path-in-loop", Gateway, Note, fixable: false,
    "A constant path that is evaluated in every turn of a loop",
    "The path is walked, and with `$input.json` its JSON written, once for each turn, and is the same each time.",
    in_loop,
);

/// `$input.path(…)` and `$input.json(…)` with their path.
fn paths<'f, 's>(facts: &'f Facts<'s>) -> impl Iterator<Item = (&'f Use<'s>, &'s str, &'s Expression<'s>)> {
    let here = facts.is_given("input");
    facts.uses.iter().filter(move |_| here).filter_map(|usage| match usage.reference.path()? {
        ("input", [Step::Method { name: name @ ("path" | "json"), args: [path], .. }, ..]) => {
            Some((usage, *name, path))
        }
        _ => None,
    })
}

fn invalid(facts: &Facts<'_>, findings: &mut Findings) {
    for (_, name, path) in paths(facts) {
        let Some(text) = facts.constant(path) else { continue };
        if text.is_empty() {
            findings
                .add(path.span(), "an empty path is refused")
                .help(format!("the whole body is `$input.{name}('$')`"));
        } else if let Err(fault) = Path::parse(text) {
            findings
                .add(path.span(), fault.message.as_str())
                .help(fault.help.unwrap_or_else(|| "a path is like `$.a.b[0]` or `$['a b']`".to_owned()));
        } else if !is_closed(text) {
            findings
                .add(path.span(), "a bracket in this path has no partner")
                .why("The bracket is taken for a part of the name, and the path finds nothing.")
                .help("a path is like `$.a.b[0]` or `$['a b']`");
        }
    }
}

/// Each bracket outside of quotes has its partner.
fn is_closed(path: &str) -> bool {
    let (mut open, mut quote) = (0_i32, None);
    for byte in path.bytes() {
        match (byte, quote) {
            (b'\'' | b'"', None) => quote = Some(byte),
            (byte, Some(start)) if byte == start => quote = None,
            (b'[', None) => open += 1,
            (b']', None) => open -= 1,
            _ => {}
        }
        if open < 0 {
            return false;
        }
    }
    open == 0
}

fn in_loop(facts: &Facts<'_>, findings: &mut Findings) {
    for (usage, _, path) in paths(facts) {
        if facts.blocks[usage.block].loops == 0 || facts.constant(path).is_none() {
            continue;
        }
        let close = facts.source[path.end as usize..].find(')').map_or(0, |at| at as u32 + 1);
        let span = Span::new(usage.reference.offset, path.end + close);
        let shown = facts.shown(span);
        findings
            .add(span, format!("`{shown}` is the same in every turn of the loop"))
            .help("keep it in a variable before the loop: `#set($items = $input.path('$.items'))`");
    }
}
