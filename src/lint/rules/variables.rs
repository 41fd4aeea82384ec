//! Variables that are set and never read, or read and never set.

use std::collections::HashSet;

use super::rule;
use crate::error::Span;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{BlockKind, Facts, GIVEN, Place, Use, Variable};
use crate::lint::rule::Rule;
use crate::lint::subject::{Api, Role};
use crate::syntax::ast::{Kind, Step};

pub(crate) const UNUSED: Rule = rule!(
    "VTL017", "unused-variable", Language, Warning, fixable: false,
    "A variable that is set and never read",
    "It has no effect: either something was forgotten, or the `#set` is.",
    unused,
);

pub(crate) const UNSET: Rule = rule!(
    "VTL018", "unset-variable", Language, Warning, fixable: true,
    "A variable that is read where nothing has set it",
    "On API Gateway it prints nothing, and is true in `#if`; there is no error.",
    unset,
);

/// How many names are compared with others: that takes time.
const MOST: usize = 100;

/// Names under which people read something that is never set on purpose.
const NULLS: [&str; 8] = ["null", "Null", "NULL", "nil", "none", "undefined", "nothing", "empty"];

/// Other things than API Gateway may yet read and set the template's variables: `${Name}` in a file of its own may be a
/// placeholder of CloudFormation, Terraform or JavaScript, and what it stands for is not known.
fn is_fragment(facts: &Facts<'_>) -> bool {
    !facts.subject.in_definition && facts.uses.iter().any(|usage| is_placeholder(facts, usage))
}

fn is_placeholder(facts: &Facts<'_>, usage: &Use<'_>) -> bool {
    let reference = usage.reference;
    let is_formal = facts.slice(reference.span()).trim_start_matches('\\').starts_with("${");
    is_formal && !GIVEN.contains(&reference.root) && !facts.variable(reference.root).is_some_and(Variable::is_set)
}

fn unused(facts: &Facts<'_>, findings: &mut Findings) {
    if is_fragment(facts) || !facts.subject.holes.is_empty() {
        return;
    }
    let meant = super::names::meant(facts);
    let unset = unset_names(facts);
    let mut told = 0;
    let mut names: Vec<_> = facts.names.iter().filter(|(name, _)| !meant.contains(**name)).collect();
    names.sort_by_key(|(_, variable)| variable.sets.first().copied());
    for (name, variable) in names {
        let is_read = !variable.reads.is_empty() || !variable.changes.is_empty();
        let is_output = GIVEN.contains(name) || name.starts_with(['{', '!']) || name.is_empty();
        if is_read || is_output || variable.sets.is_empty() || !variable.items.is_empty() {
            continue;
        }
        // the rule about the one that is read and not set says "did you mean"
        let is_misspelt = told < MOST && nearest(name, &unset).is_some_and(|other| is_slip(name, other));
        if is_misspelt || IGNORED.contains(name) || calls(facts, variable) {
            continue;
        }
        told += 1;
        let set = &facts.sets[variable.sets[0]];
        let message = match variable.sets.len() {
            1 => format!("`${name}` is set and never read"),
            n => format!("`${name}` is set {n} times and never read"),
        };
        findings
            .add(set.node.target.span(), message)
            .help("take the `#set` out; to call a method for its effect, name the variable `$ignored`");
    }
}

/// Names for what nobody wants.
const IGNORED: [&str; 8] = ["_", "ignored", "ignore", "discard", "dummy", "noop", "unused", "void"];

/// Both names are long enough that one is likely the other, mistyped.
fn is_slip(one: &str, other: &str) -> bool {
    one.len().min(other.len()) > 2
}

/// The variable swallows what a method returns: `#set($ignored = $list.add(1))`.
fn calls(facts: &Facts<'_>, variable: &Variable) -> bool {
    variable.sets.iter().all(|set| match facts.sets[*set].node.value.kind {
        Kind::Reference(reference) => {
            matches!(reference.steps.last(), Some(Step::Method { name, .. }) if EFFECTS.contains(name))
        }
        _ => false,
    })
}

/// Methods that are called for what they do.
const EFFECTS: [&str; 14] = [
    "add",
    "addAll",
    "addFirst",
    "addLast",
    "clear",
    "next",
    "put",
    "putAll",
    "putIfAbsent",
    "remove",
    "removeAll",
    "replace",
    "set",
    "sort",
];

fn unset_names<'s>(facts: &Facts<'s>) -> Vec<&'s str> {
    // `nearest` takes time for each of them
    const MOST: usize = 40;
    let unset = facts.names.iter().filter(|(name, variable)| !variable.is_set() && !GIVEN.contains(name));
    unset.map(|(name, _)| *name).take(MOST).collect()
}

fn unset(facts: &Facts<'_>, findings: &mut Findings) {
    // another rule says why these are not set
    let mut told: HashSet<&str> = super::names::braced(facts).map(|set| set.target.root).collect();
    let known: Vec<&str> = GIVEN[..4].iter().copied().chain(facts.set_names()).collect();
    for usage in &facts.uses {
        let Some((name, _)) = usage.reference.path() else { continue };
        let is_said = super::names::is_bare(facts, usage) || is_elsewhere(facts, usage);
        if GIVEN.contains(&name) || NULLS.contains(&name) || is_said {
            continue;
        }
        let Some(variable) = facts.variable(name) else {
            if usage.place == Place::Target && told.insert(name) {
                let known: &[&str] = if told.len() < MOST { &known } else { &[] };
                never_set(facts, findings, usage, name, known);
            }
            continue;
        };
        if !variable.is_set() {
            // once for all reads of it
            if told.insert(name) {
                let known: &[&str] = if told.len() < MOST { &known } else { &[] };
                never_set(facts, findings, usage, name, known);
            }
        } else if let Some(message) = too_early(facts, usage, variable, name) {
            let help = match variable.sets.is_empty() {
                true => "read it in the loop, or keep it in another variable there",
                false => "move the `#set` before it",
            };
            findings.add(name_span(facts, usage, name), message).help(help);
        }
    }
}

/// Another rule says why it is not set, or nobody knows whether it is.
fn is_elsewhere(facts: &Facts<'_>, usage: &Use<'_>) -> bool {
    let name = usage.reference.root;
    let of_appsync = facts.subject.api == Some(Api::AppSync) && matches!(name, "ctx" | "utils" | "extensions");
    let of_gateway_response = facts.subject.role == Some(Role::GatewayResponse) && name == "method";
    let placeholder = !facts.subject.in_definition && is_placeholder(facts, usage);
    let before = facts.source.get(..usage.reference.offset as usize).unwrap_or("");
    let of_bare_set = usage.place == Place::Printed && before.trim_end().ends_with("#set");
    of_appsync || of_bare_set || of_gateway_response || placeholder || super::names::is_misread(facts, usage)
}

fn never_set(facts: &Facts<'_>, findings: &mut Findings, usage: &Use<'_>, name: &str, known: &[&str]) {
    let span = name_span(facts, usage, name);
    if name == "ctx" || name == "utils" {
        let meant = if name == "ctx" { "context" } else { "util" };
        findings
            .add(span, format!("`${name}` is AppSync's; API Gateway does not have it"))
            .help(format!("API Gateway's is `${meant}`, with other things in it"));
        return;
    }
    let reads = facts.variable(name).map_or(0, |variable| variable.reads.len());
    let message = match usage.place {
        _ if reads > 1 => format!("`${name}` is never set, and read {reads} times"),
        Place::Target => format!("`${name}` is never set, so that nothing can be set in it"),
        _ => format!("`${name}` is never set"),
    };
    let finding = findings.add(span, message);
    match nearest(name, known).filter(|near| is_slip(name, near)) {
        Some(near) => {
            let edit = super::edit(span, facts.slice(span).replacen(name, near, 1));
            finding.help(format!("did you mean `${near}`?")).unsafe_fix(vec![edit])
        }
        None if usage.place == Place::Target => finding.help(format!("set it first: `#set(${name} = {{}})`")),
        None => finding.help("set it, or write `\\$` if it is text"),
    };
}

/// A loop around it has the name for its item.
fn is_item_of(facts: &Facts<'_>, usage: &Use<'_>, name: &str) -> bool {
    facts.around(usage.block).any(|block| match facts.blocks[block].kind {
        BlockKind::Loop(number) => facts.loops[number].node.item == name,
        _ => false,
    })
}

/// `$name`, without what follows.
fn name_span(facts: &Facts<'_>, usage: &Use<'_>, name: &str) -> Span {
    let start = usage.reference.offset;
    let text = facts.source.get(start as usize..).unwrap_or("");
    let length = text.find(name).filter(|at| *at <= 8).map_or(1, |at| at + name.len());
    Span::new(start, start + length as u32)
}

/// Why a variable that is set somewhere has no value here.
fn too_early(facts: &Facts<'_>, usage: &Use<'_>, variable: &Variable, name: &str) -> Option<String> {
    /// Sets of one variable that are looked at.
    const MOST: usize = 50;
    if variable.is_argument || !variable.defines.is_empty() || facts.runs_later(usage.block) {
        return None;
    }
    if variable.sets.is_empty() {
        let in_loop = is_item_of(facts, usage, name);
        return (!in_loop).then(|| format!("`${name}` is a loop's item, and has no value outside of the loop"));
    }
    // sets are in order: none before this, and none in the loop around it, of which an earlier turn may have run one
    let until = match facts.outermost_loop(usage.block) {
        Some(each) => facts.blocks[facts.loops[each].body].last,
        None => usage.order,
    };
    let first = &facts.sets[variable.sets[0]];
    let later = || variable.sets.iter().take(MOST).any(|set| facts.runs_later(facts.sets[*set].block));
    let may_be_set = first.order <= until || later() || variable.sets.len() > MOST;
    (!may_be_set && !is_item_of(facts, usage, name)).then(|| format!("`${name}` is read before it is set"))
}
