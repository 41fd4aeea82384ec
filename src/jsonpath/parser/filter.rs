//! `(@.a > 1 && !(@.b || @.c))`: what stands between `[?` and `]`.
//!
//! ```text
//! any      = all { "||" all }
//! all      = one { "&&" one }
//! one      = "!" one | "(" any ")" | relation
//! relation = operand [ operator operand ]
//! ```

use jsonpath_rust::parser::model::{Comparison, Filter, FilterAtom, Test};
use nom::Parser;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::char;
use nom::sequence::preceded;

use super::operand::{is_operator, operand};
use super::{DEEPEST, blanks};
use crate::jsonpath::model::{Body, Condition, Operand, Operator, Query, Relation, Root};
use crate::jsonpath::problem::{Parsed, Problem, hard, hard_with_help, inner, soft};

/// A filter with its parentheses.
pub(super) fn filter(text: &str, nesting: u32) -> Parsed<'_, Condition> {
    let (rest, condition) = any(text, nesting)?;
    let (rest, _) = blanks(rest)?;
    if rest.is_empty() { Ok((rest, condition)) } else { hard(rest, "Expected end of filter expression") }
}

/// `a || b`
fn any(text: &str, nesting: u32) -> Parsed<'_, Condition> {
    let (rest, alternatives) = chain(text, "||", |text| all(text, nesting))?;
    Ok((rest, joined(alternatives, Filter::Or, Condition::Any)))
}

/// `a && b`
fn all(text: &str, nesting: u32) -> Parsed<'_, Condition> {
    let (rest, parts) = chain(text, "&&", |text| one(text, nesting))?;
    Ok((rest, joined(parts, Filter::And, Condition::All)))
}

fn chain<'s>(
    text: &'s str,
    operator: &str,
    part: impl Fn(&'s str) -> Parsed<'s, Condition>,
) -> Parsed<'s, Vec<Condition>> {
    let (mut rest, first) = part(text)?;
    let mut parts = vec![first];
    while let Ok((after, _)) = preceded(blanks, tag(operator)).parse(rest) {
        let (after, next) = part(after)?;
        parts.push(next);
        rest = after;
    }
    Ok((rest, parts))
}

/// Several conditions as one, in jsonpath-rust's model if all of them are.
fn joined(
    mut parts: Vec<Condition>,
    standard: impl Fn(Vec<Filter>) -> Filter,
    own: impl Fn(Vec<Condition>) -> Condition,
) -> Condition {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    if !parts.iter().all(|part| matches!(part, Condition::Standard(_))) {
        return own(parts);
    }
    let filter = |part| match part {
        Condition::Standard(filter) => Some(filter),
        _ => None,
    };
    Condition::Standard(standard(parts.into_iter().filter_map(filter).collect()))
}

/// `!a`, `(a)`, `@.a > 1`, `@.a`, `!@.a`
fn one(text: &str, nesting: u32) -> Parsed<'_, Condition> {
    if nesting > DEEPEST {
        return hard(text, format!("filters are nested deeper than {DEEPEST}"));
    }
    let (start, _) = blanks(text)?;
    if let Some(rest) = start.strip_prefix('!')
        && !rest.trim_start_matches(' ').starts_with(['$', '@'])
    {
        let (rest, condition) = one(rest, nesting + 1)?;
        return Ok((rest, not(condition)));
    }
    if let Some(rest) = start.strip_prefix('(') {
        let (rest, condition) = any(rest, nesting + 1)?;
        return match preceded(blanks, char(')')).parse(rest) {
            Ok((rest, _)) => Ok((rest, condition)),
            Err(nom::Err::Error(_)) => unclosed(rest, nesting),
            Err(failure) => Err(failure),
        };
    }
    relation(start, nesting)
}

/// Says why no `)` is where one must be: mostly because of what should have been an operator and its right side.
#[cold]
fn unclosed(text: &str, nesting: u32) -> Parsed<'_, Condition> {
    let help = "operators are == != === !== < <= > >= =~ in nin contains size empty subsetof anyof noneof, and && || !";
    let problem = match operator(text) {
        Ok((rest, _)) => operand(rest, nesting).err().map(inner),
        Err(error) => Some(inner(error)),
    };
    match problem.filter(|problem| !problem.rest.is_empty()) {
        Some(problem) => Err(nom::Err::Failure(Problem { help, ..problem })),
        None => hard_with_help(text, "Expected character: )", help),
    }
}

fn not(condition: Condition) -> Condition {
    match condition {
        Condition::Standard(filter) => Condition::Standard(Filter::Atom(FilterAtom::filter(filter, true))),
        condition => Condition::Not(Box::new(condition)),
    }
}

/// `left operator right`, or a path alone, which asks whether it leads anywhere.
fn relation(text: &str, nesting: u32) -> Parsed<'_, Condition> {
    let (rest, (left, negated)) = operand(text, nesting)?;
    match (operator, |text| operand(text, nesting)).parse(rest) {
        Ok((rest, (operator, (right, _)))) => Ok((rest, compared(left, operator, right))),
        Err(nom::Err::Error(problem)) => match left.into_query() {
            Some(query) => Ok((rest, exists(query, !negated))),
            None => Err(nom::Err::Failure(problem)),
        },
        Err(failure) => Err(failure),
    }
}

/// `==`, `in`, `=~` …: signs up to the first that is none, or a word up to a blank.
fn operator(text: &str) -> Parsed<'_, Operator> {
    let (start, _) = blanks(text)?;
    let (rest, word) = if start.starts_with(is_operator) {
        take_while1(is_operator)(start)?
    } else {
        take_while_m_n(0, Operator::LONGEST + 1, |c| c != ' ')(start)?
    };
    match Operator::of_text(word) {
        Some(operator) => Ok((rest, operator)),
        None => soft(start, format!("Filter operator {} is not supported!", word.chars().take(20).collect::<String>())),
    }
}

fn compared(left: Operand, operator: Operator, right: Operand) -> Condition {
    let standard = match operator {
        Operator::Eq => Comparison::Eq,
        Operator::Ne => Comparison::Ne,
        Operator::Lt => Comparison::Lt,
        Operator::Le => Comparison::Lte,
        Operator::Gt => Comparison::Gt,
        Operator::Ge => Comparison::Gte,
        _ => return Condition::Relation(Box::new(Relation { left, operator, right })),
    };
    match (left, right) {
        (Operand::Standard(left), Operand::Standard(right)) => {
            Condition::Standard(Filter::Atom(FilterAtom::cmp(Box::new(standard(left, right)))))
        }
        (left, right) => Condition::Relation(Box::new(Relation { left, operator, right })),
    }
}

fn exists(query: Query, wanted: bool) -> Condition {
    let test = match query {
        Query { root: Root::Item, body: Body::Standard(query) } => Test::RelQuery(query.segments),
        Query { root: Root::Document, body: Body::Standard(query) } => Test::AbsQuery(query),
        query => return Condition::Exists { query, wanted },
    };
    Condition::Standard(Filter::Atom(FilterAtom::test(test, !wanted)))
}
