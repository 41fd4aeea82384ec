//! Variables that are set and never read, or read and never set.

use super::rule;
use crate::error::Span;
use crate::gateway::nearest::nearest;
use crate::lint::check::Findings;
use crate::lint::facts::{Facts, GIVEN, Place, Use, Variable};
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
    let mut names: Vec<_> = facts.names.iter().filter(|(name, _)| !meant.contains(**name)).collect();
    names.sort_by_key(|(_, variable)| variable.sets.first().copied());
    for (name, variable) in names {
        let is_read = !variable.reads.is_empty() || !variable.changes.is_empty();
        let is_output = GIVEN.contains(name) || name.starts_with(['{', '!']) || name.is_empty();
        // the rule about the one that is read and not set says "did you mean"
        let is_misspelt = nearest(name, &unset).is_some_and(|other| is_slip(name, other));
        if is_read
            || is_output
            || is_misspelt
            || IGNORED.contains(name)
            || variable.sets.is_empty()
            || !variable.items.is_empty()
            || calls(facts, variable)
        {
            continue;
        }
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
    for usage in &facts.uses {
        let Some((name, _)) = usage.reference.path() else { continue };
        if GIVEN.contains(&name) || NULLS.contains(&name) || is_elsewhere(facts, usage) {
            continue;
        }
        let Some(variable) = facts.variable(name) else {
            if usage.place == Place::Target {
                never_set(facts, findings, usage, name);
            }
            continue;
        };
        if !variable.is_set() {
            never_set(facts, findings, usage, name);
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

fn never_set(facts: &Facts<'_>, findings: &mut Findings, usage: &Use<'_>, name: &str) {
    let span = name_span(facts, usage, name);
    if name == "ctx" || name == "utils" {
        let meant = if name == "ctx" { "context" } else { "util" };
        findings
            .add(span, format!("`${name}` is AppSync's; API Gateway does not have it"))
            .help(format!("API Gateway's is `${meant}`, with other things in it"));
        return;
    }
    let message = match usage.place {
        Place::Target => format!("`${name}` is never set, so that nothing can be set in it"),
        _ => format!("`${name}` is never set"),
    };
    let finding = findings.add(span, message);
    let known: Vec<&str> = GIVEN[..4].iter().copied().chain(facts.set_names()).collect();
    match nearest(name, &known).filter(|near| is_slip(name, near)) {
        Some(near) => {
            let edit = super::edit(span, facts.slice(span).replacen(name, near, 1));
            finding.help(format!("did you mean `${near}`?")).unsafe_fix(vec![edit])
        }
        None if usage.place == Place::Target => finding.help(format!("set it first: `#set(${name} = {{}})`")),
        None => finding.help("set it, or write `\\$` if it is text"),
    };
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
        let in_loop = variable.items.iter().any(|each| facts.is_within(usage.block, facts.loops[*each].body));
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
    let is_item = variable.items.iter().any(|each| facts.is_within(usage.block, facts.loops[*each].body));
    // a value that is set to itself is how people start a sum
    (!may_be_set && !is_item).then(|| format!("`${name}` is read before it is set"))
}
