//! `#else if`, `#endif`, `#macro`: directives that are others than their author thinks, or none.

use std::collections::{HashMap, HashSet};

use super::rule;
use super::syntax::{Misreading, misreading};
use crate::error::Span;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, Located};
use crate::lint::finding::Edit;
use crate::lint::rule::Rule;
use crate::syntax::ast::{Call, Node};

pub(crate) const ELSE_IF: Rule = rule!(
    "VTL008", "else-if", Language, Error, fixable: true,
    "`#else if(…)`, of which ` if(…)` is text",
    "`#else` ends at its blank. The condition is printed, never asked, and the block is the `#else`.",
    else_if,
);

pub(crate) const GLUED: Rule = rule!(
    "VTL009", "glued-end", Language, Error, fixable: true,
    "`#end` or `#else` with a letter, digit or `_` behind it is no directive",
    "A directive's name goes on to the first character that is no part of a name: `#endif` closes nothing.",
    glued,
);

pub(crate) const MACRO: Rule = rule!(
    "VTL010", "macro", Language, Error, fixable: false,
    "`#macro`, which defines nothing on API Gateway",
    "API Gateway takes the definition away, and prints every call as it is written.",
    macros,
);

pub(crate) const NESTED_TEMPLATE: Rule = rule!(
    "VTL011", "nested-template", Language, Error, fixable: false,
    "`#parse`, `#include` or `#evaluate`, which API Gateway does not have",
    "There are no other files, and no `#evaluate`: it is printed as it is written.",
    nested,
);

pub(crate) const UNKNOWN: Rule = rule!(
    "VTL012", "unknown-directive", Language, Warning, fixable: true,
    "A `#name` that is nearly a directive, or one of another engine",
    "What is no directive is printed as it is written.",
    unknown,
);

const DIRECTIVES: [&str; 9] = ["set", "if", "elseif", "else", "end", "foreach", "define", "break", "stop"];

/// Names that people close blocks with, coming from other languages.
const CLOSERS: [&str; 7] = ["endif", "endfor", "endforeach", "endmacro", "enddefine", "endset", "fi"];

fn else_if(facts: &Facts<'_>, findings: &mut Findings) {
    for branching in &facts.ifs {
        let Some([Node::Text(text), ..]) = branching.node.otherwise else { continue };
        let Some(offset) = facts.offset_of(text) else { continue };
        let Some(rest) = text.trim_start_matches([' ', '\t']).strip_prefix("if") else { continue };
        if !rest.trim_start_matches([' ', '\t']).starts_with('(') {
            continue;
        }
        let before = &facts.source[..offset as usize];
        let Some(start) = before.strip_suffix("#else").or(before.strip_suffix("#{else}")).map(str::len) else {
            continue;
        };
        let end = offset as usize + (text.len() - rest.len());
        findings
            .add(start..end, "`#else if(…)` is an `#else`, and ` if(…)` is text that is printed")
            .help("write `#elseif(…)`")
            .fix(vec![Edit::replace(start..end, "#elseif")]);
    }
}

/// The first `#endif`, `#end1` of a text: where, and its name.
pub(super) fn glued_end(source: &str) -> Option<(usize, &str)> {
    source.match_indices("#end").find_map(|(at, _)| {
        let rest = &source[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        let escaped = source[..at].ends_with(['\\', '#']);
        (length > 3 && !escaped).then_some((at, &rest[..length]))
    })
}

fn glued(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some((Misreading::Glued, fault, _)) = misreading(facts)
        && let Some((at, name)) = glued_end(facts.source)
    {
        let why = format!("{} Here {}.", GLUED.why, fault.message);
        report_glued(findings, at, name, "end").why(why);
        return;
    }
    for call in &facts.calls {
        let name = call.node.name;
        let is_closer = CLOSERS.contains(&name) && name != "fi";
        let is_else =
            name.strip_prefix("else").is_some_and(|rest| !rest.is_empty() && rest != "if") && in_arm(facts, call);
        if call.node.args.is_empty() && !name.eq_ignore_ascii_case("elseif") && (is_closer || is_else) {
            report_glued(findings, call.node.offset as usize, name, if is_else { "else" } else { "end" });
        }
    }
}

fn in_arm(facts: &Facts<'_>, call: &Located<'_, Call<'_>>) -> bool {
    matches!(facts.blocks[call.block].kind, crate::lint::facts::BlockKind::Arm(..))
}

fn report_glued<'f>(
    findings: &'f mut Findings,
    at: usize,
    name: &str,
    directive: &str,
) -> &'f mut crate::lint::finding::Finding {
    let span = at..at + 1 + name.len();
    let finding = findings.add(span.clone(), format!("`#{name}` is not `#{directive}`, but text"));
    if CLOSERS.contains(&name) {
        finding.help(format!("write `#{directive}`")).fix(vec![Edit::replace(span, format!("#{directive}"))])
    } else {
        let rest = &name[directive.len()..];
        finding
            .help(format!("write `#{{{directive}}}{rest}`"))
            .fix(vec![Edit::replace(span, format!("#{{{directive}}}{rest}"))])
    }
}

fn macros(facts: &Facts<'_>, findings: &mut Findings) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for call in &facts.calls {
        *counts.entry(call.node.name).or_default() += 1;
    }
    for definition in &facts.macros {
        let name = definition.node.name;
        let start = definition.node.offset;
        let length = facts.source[start as usize..].find([')', '\n']).map_or(6, |at| at as u32 + 1);
        let calls = counts.get(name).copied().unwrap_or(0);
        let message = match calls {
            0 => format!("`#macro({name} …)` defines nothing on API Gateway"),
            1 => {
                format!("`#macro({name} …)` defines nothing on API Gateway, and `#{name}` is printed as it is written")
            }
            n => format!(
                "`#macro({name} …)` defines nothing on API Gateway, and {n} calls `#{name}` are printed as they are"
            ),
        };
        findings.add(Span::new(start, start + length), message).help(format!(
            "write `#define(${name}) … #end` and print `${name}`; what would be arguments are variables set before"
        ));
    }
}

fn nested(facts: &Facts<'_>, findings: &mut Findings) {
    for call in &facts.calls {
        let name = call.node.name;
        if !matches!(name, "parse" | "include" | "evaluate") || call.node.args.is_empty() {
            continue;
        }
        let message = format!("API Gateway has no `#{name}`: it is text");
        findings.add(call.node.offset..call.node.end, message).help(match name {
            "evaluate" => "write what is to be evaluated into the template, in a `#define` if it is needed twice",
            _ => "write what it would read into the template",
        });
    }
}

/// `#elif(` in the line before a fault: where, its name, and the directive that is meant. What is in the parentheses of
/// an unknown directive must be simple values, so that its condition is a syntax error.
pub(super) fn misspelt_before(source: &str, fault: usize) -> Option<(usize, &str, &'static str)> {
    let before = source.get(..fault)?;
    let at = before.rfind('#').filter(|at| !before[*at..].contains('\n'))?;
    let rest = &before[at + 1..];
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
    let near = near_directive(name).filter(|near| *near != name && rest[name.len()..].trim_start().starts_with('('))?;
    Some((at, name, near))
}

fn unknown(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some((Misreading::Directive, _, span)) = misreading(facts)
        && let Some((at, name, near)) = misspelt_before(facts.source, span.start as usize)
    {
        let span = at..at + 1 + name.len();
        findings
            .add(span.clone(), format!("`#{name}` is no directive"))
            .help(format!("did you mean `#{near}`?"))
            .fix(vec![Edit::replace(span, format!("#{near}"))]);
    }
    let macros: HashSet<&str> = facts.macros.iter().map(|definition| definition.node.name).collect();
    for call in &facts.calls {
        let name = call.node.name;
        if macros.contains(name) {
            continue;
        }
        let span = Span::new(call.node.offset, call.node.offset + 1 + name.len() as u32);
        let near = near_directive(name).filter(|_| facts.slice(span).starts_with('#'));
        let has_argument = facts.slice(Span::new(call.node.offset, call.node.end)).ends_with(')');
        if matches!(name, "return") && has_argument {
            findings
                .add(span, "`#return` is a directive of AppSync; on API Gateway it is text")
                .help("print the value; `#stop` ends the template");
        } else if let Some(near) = near {
            let behind = facts.source[span.end as usize..].trim_start_matches([' ', '\t']);
            let is_meant = has_argument || (near == name && behind.starts_with(['$', '(']));
            if near == name && is_meant {
                findings
                    .add(span, format!("`#{name}` without parentheses is text"))
                    .help(format!("write `#{name}(…)`"));
            } else if is_meant || matches!(name, "els" | "esle" | "edn" | "ned" | "fi") {
                findings
                    .add(span, format!("`#{name}` is no directive, but text"))
                    .help(format!("did you mean `#{near}`?"))
                    .unsafe_fix(vec![super::edit(span, format!("#{near}"))]);
            }
        }
    }
}

/// The directive that a name is nearly, or stands for in other languages.
fn near_directive(name: &str) -> Option<&'static str> {
    match name {
        "elif" | "elsif" | "elsIf" | "elseIf" | "elseifs" => return Some("elseif"),
        "for" | "each" | "forEach" | "foreachs" => return Some("foreach"),
        "var" | "let" | "assign" => return Some("set"),
        "unless" | "when" => return Some("if"),
        "fi" | "edn" | "ned" => return Some("end"),
        "els" | "esle" => return Some("else"),
        "parse" | "include" | "evaluate" | "macro" | "literal" => return None,
        _ => {}
    }
    let near = nearest(name, &DIRECTIVES)?;
    // a short name is near to everything: the slip must leave most of it
    let close = near.eq_ignore_ascii_case(name) || (name.len() >= 5 && name.len().abs_diff(near.len()) <= 1);
    close.then_some(near)
}
