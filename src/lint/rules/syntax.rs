//! What is no VTL: the faults of the parser, and the few that have a cause which is known better than that.

use super::rule;
use crate::error::{ErrorKind, Fault, Span};
use crate::lint::check::Findings;
use crate::lint::facts::Facts;
use crate::lint::finding::Edit;
use crate::lint::rule::Rule;
use crate::syntax::ast::Kind;

pub(crate) const SYNTAX: Rule = rule!(
    "VTL001", "syntax-error", Language, Error, fixable: false,
    "The template is not VTL",
    "API Gateway answers 500 to every request: a template that does not parse is found out only when it runs.",
    |facts, findings| report(facts, findings, Misreading::Other),
);

pub(crate) const LONE_SIGN: Rule = rule!(
    "VTL002", "lone-sign-at-end", Language, Error, fixable: false,
    "The template ends in a lone `$` or `#`",
    "Velocity's lexer waits for what belongs to it, and API Gateway answers 500.",
    |facts, findings| report(facts, findings, Misreading::LoneSign),
);

pub(crate) const ESCAPED_QUOTE: Rule = rule!(
    "VTL003", "escaped-quote", Language, Error, fixable: true,
    "A backslash before a quote in a string, where it is no escape",
    "Velocity's strings have no escapes: `\\\"` is a backslash and the end of the string.",
    escaped_quote,
);

pub(crate) const MINUS: Rule = rule!(
    "VTL005", "minus-as-sign", Language, Error, fixable: true,
    "A `-` that is read as the sign of a number, or has nothing before it",
    "`-1` behind a value is a second value, not a subtraction, and there is no sign before a reference: API Gateway answers 500.",
    |facts, findings| report(facts, findings, Misreading::Minus),
);

pub(crate) const NULL: Rule = rule!(
    "VTL007", "null-word", Language, Error, fixable: true,
    "`null` in an expression, where VTL has no such word",
    "A bare word is a syntax error outside of a method's arguments: API Gateway answers 500.",
    |facts, findings| report(facts, findings, Misreading::Null),
);

/// What a fault of the parser comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misreading {
    Other,
    LoneSign,
    EscapedQuote,
    Minus,
    Null,
    /// `#endif`, `#end1`
    Glued,
    /// `$a._id` in an expression
    Underscore,
    /// `#elif($a == 1)`
    Directive,
}

/// The fault of a template that does not parse, and what it comes from; nothing where a placeholder of the host language
/// stands that might make it right.
pub(super) fn misreading<'f>(facts: &'f Facts<'_>) -> Option<(Misreading, &'f Fault, Span)> {
    let fault = facts.fault.as_deref()?;
    let end = facts.source.len() as u32;
    let span = fault.span.unwrap_or(Span::new(end, end));
    if !facts.subject.holes.is_empty() && hole_before(facts, span) {
        return None;
    }
    let text = facts.slice(span);
    let message = fault.message.as_str();
    let is_number = text.strip_prefix('-').is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()));
    let misreading = if fault.kind != ErrorKind::Syntax {
        Misreading::Other
    } else if message.starts_with("a lone `") {
        Misreading::LoneSign
    } else if directive_before(facts, span).is_some_and(|before| before.contains("\\\"")) {
        Misreading::EscapedQuote
    } else if matches!(text, "null" | "NULL" | "nil" | "None" | "undefined") && message.ends_with("expected a value") {
        Misreading::Null
    } else if (is_number && message.contains("expected an operator")) || message == "found `-`, expected a value" {
        Misreading::Minus
    } else if message.contains("is never closed: expected `#end`")
        && super::directives::glued_end(facts.source).is_some()
    {
        Misreading::Glued
    } else if facts.source[span.start as usize..].starts_with("._") {
        Misreading::Underscore
    } else if super::directives::misspelt_before(facts.source, span.start as usize).is_some() {
        Misreading::Directive
    } else {
        Misreading::Other
    };
    Some((misreading, fault, span))
}

/// A placeholder stands in the line of the fault, or in the one before.
fn hole_before(facts: &Facts<'_>, span: Span) -> bool {
    let start = (span.start as usize).min(facts.source.len());
    let line = facts.source[..start].rfind('\n').and_then(|at| facts.source[..at].rfind('\n')).unwrap_or(0);
    let end = facts.source[start..].find('\n').map_or(facts.source.len(), |at| start + at);
    facts.has_hole(Span::new(line as u32, end as u32))
}

/// `${AWS::StackName}` around a fault, or ending before it: what in braces is no name is not VTL's.
fn placeholder_before<'s>(facts: &Facts<'s>, span: Span) -> Option<&'s str> {
    let start = (span.start as usize).min(facts.source.len());
    let line = facts.source[..start].rfind('\n').map_or(0, |at| at + 1);
    let open = line + facts.source[line..start].rfind("${")?;
    let rest = &facts.source[open..];
    let length = rest.find(['}', '\n']).filter(|at| rest[*at..].starts_with('}'))? + 1;
    let inside = &rest[2..length - 1];
    let is_name = inside.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'-');
    (!is_name || start >= open + length).then_some(&rest[..length])
}

/// The directive that a fault is in, up to the fault: `#set($a = "\"`.
fn directive_before<'s>(facts: &Facts<'s>, span: Span) -> Option<&'s str> {
    let end = (span.end as usize).min(facts.source.len());
    let before = facts.source.get(..end)?;
    let start = ["#set", "#if", "#elseif", "#foreach"].iter().filter_map(|name| before.rfind(name)).max()?;
    Some(&before[start..])
}

fn report(facts: &Facts<'_>, findings: &mut Findings, wanted: Misreading) {
    let Some((misreading, fault, span)) = misreading(facts) else { return };
    if misreading != wanted {
        return;
    }
    // what was found may go over several lines
    let message = fault.message.split_whitespace().collect::<Vec<_>>().join(" ");
    let finding = findings.add(span, message);
    match wanted {
        Misreading::Null => {
            finding.help(
                "compare with the empty string, which is what null and missing values are: `$x == \"\"`; `#set` to `\"\"`",
            );
            finding.fix(vec![super::edit(span, "\"\"")]);
        }
        Misreading::Minus => {
            let text = facts.slice(span);
            let behind = text.strip_prefix('-').filter(|digits| !digits.is_empty());
            match behind {
                Some(digits) => {
                    finding.help(format!("write the operator with blanks around it: `- {digits}`"));
                    let blank = if facts.source[..span.start as usize].ends_with([' ', '\t']) { "" } else { " " };
                    finding.fix(vec![super::edit(span, format!("{blank}- {digits}"))])
                }
                None => finding.help("write `0 - $x`"),
            };
        }
        _ => {
            let help = match placeholder_before(facts, span) {
                Some(placeholder) => format!(
                    "if `{placeholder}` is a placeholder of CloudFormation, Terraform or JavaScript, check the definition that fills it in"
                ),
                None => fault.help.clone().unwrap_or_else(|| "Velocity's grammar has no such thing here".to_owned()),
            };
            finding.help(help);
        }
    }
}

/// In a template that does not parse, and in strings that end where their author did not mean them to.
fn escaped_quote(facts: &Facts<'_>, findings: &mut Findings) {
    const HELP: &str = "write the quote twice (`\"\"`), or put the string into single quotes: '…\"…'";
    if let Some((Misreading::EscapedQuote, fault, span)) = misreading(facts) {
        let directive = directive_before(facts, span).unwrap_or("");
        let start = facts.offset_of(directive).unwrap_or(span.start);
        let at = start + directive.find("\\\"").unwrap_or(0) as u32;
        let message = format!("`\\\"` in a string is no escape: {}", fault.message);
        findings.add(Span::new(at, at + 2), message).help(HELP).unsafe_fix(doubled(facts, at as usize));
        return;
    }
    for literal in &facts.strings {
        let span = literal.span();
        let written = facts.slice(span);
        let is_double = written.len() > 2 && written.starts_with('"') && !matches!(literal.kind, Kind::Word(_));
        if let Some(at) = written.find("\\\"\"").filter(|at| is_double && at + 3 < written.len()) {
            let at = span.start + at as u32;
            let message = "`\\\"` in a string is no escape: the backslash is printed, and the quote is half of `\"\"`";
            findings.add(Span::new(at, at + 2), message).help(HELP);
        }
    }
}

/// Doubles every `\"` of the line instead.
fn doubled(facts: &Facts<'_>, at: usize) -> Vec<Edit> {
    let end = facts.source[at..].find('\n').map_or(facts.source.len(), |length| at + length);
    let found = facts.source[at..end].match_indices("\\\"");
    found.map(|(found, _)| Edit::replace(at + found..at + found + 2, "\"\"")).collect()
}
