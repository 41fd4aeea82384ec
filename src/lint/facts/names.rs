//! Variables: who sets them, who reads them.

use super::*;

/// A variable by its name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variable {
    /// In `Facts::sets`, where the name itself is set.
    pub sets: Vec<usize>,
    /// In `Facts::sets`, where something in it is set: `#set($a.b = 1)`.
    pub changes: Vec<usize>,
    /// In `Facts::loops`, where it is the item.
    pub items: Vec<usize>,
    /// In `Facts::defines`.
    pub defines: Vec<usize>,
    /// In `Facts::uses`.
    pub reads: Vec<usize>,
    /// It is an argument of a macro.
    pub is_argument: bool,
}

impl Variable {
    /// Something in the template gives it a value.
    pub fn is_set(&self) -> bool {
        self.is_argument || !(self.sets.is_empty() && self.items.is_empty() && self.defines.is_empty())
    }
}

/// Names that are there without being set.
pub(crate) const GIVEN: [&str; 7] =
    ["input", "context", "util", "stageVariables", "foreach", "velocityCount", "velocityHasNext"];

pub(super) fn collect(facts: &mut Facts<'_>) {
    let mut names: HashMap<&str, Variable> = HashMap::new();
    for (number, set) in facts.sets.iter().enumerate() {
        let target = set.node.target;
        match target.steps.is_empty() {
            true => names.entry(set.node.key).or_default().sets.push(number),
            false => names.entry(target.root).or_default().changes.push(number),
        }
    }
    for (number, each) in facts.loops.iter().enumerate() {
        names.entry(each.node.item).or_default().items.push(number);
    }
    for (number, define) in facts.defines.iter().enumerate() {
        names.entry(define.node.name).or_default().defines.push(number);
    }
    for parameter in facts.macros.iter().flat_map(|definition| definition.node.parameters) {
        names.entry(parameter).or_default().is_argument = true;
    }
    for (number, usage) in facts.uses.iter().enumerate() {
        if usage.place != Place::Target && usage.reference.path().is_some() {
            names.entry(usage.reference.root).or_default().reads.push(number);
        }
    }
    let mut sorted: Vec<&str> = names.iter().filter(|(_, variable)| variable.is_set()).map(|(name, _)| *name).collect();
    sorted.sort_unstable();
    facts.sorted_names = sorted;
    facts.names = names;
}

impl<'s> Facts<'s> {
    /// The variable of that name, if the template speaks of it.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.names.get(name)
    }

    /// Names that the template sets, in alphabetical order; not all, if there are very many.
    pub fn set_names(&self) -> impl Iterator<Item = &'s str> {
        const MOST: usize = 60;
        self.sorted_names.iter().copied().take(MOST)
    }

    /// The name stands for one of API Gateway's own objects here.
    pub fn is_given(&self, name: &str) -> bool {
        GIVEN.contains(&name) && self.variable(name).is_none_or(|variable| !variable.is_set())
    }
}
