//! The registry of rules.

use std::sync::LazyLock;

use super::check::Findings;
use super::facts::Facts;
use super::settings::Level;
use super::{rules as own, shape};
use crate::gateway::nearest;

/// A rule of `vtl check`.
pub struct Rule {
    /// `VTL012`: never changes, and is never used for another rule.
    pub code: &'static str,
    /// What people call it: `null-condition`.
    pub name: &'static str,
    /// Its level unless settings say otherwise; off for what is a matter of opinion.
    pub level: Level,
    /// What it finds, in one line without a full stop.
    pub summary: &'static str,
    /// What it is about.
    pub family: Family,
    /// Why it matters unless the finding says more.
    pub why: &'static str,
    /// Its page, in Markdown: why, a wrong example, a right one.
    pub documentation: &'static str,
    /// It may come with a fix.
    pub fixable: bool,
    pub(crate) check: fn(&Facts<'_>, &mut Findings),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Rule").field(&self.code).finish()
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}

/// What a rule is about; each family has its range of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Velocity as API Gateway runs it: VTL001 to VTL039.
    Language,
    /// `$input`, `$context`, `$util`, `$stageVariables` and the place of a template: VTL040 to VTL069.
    Gateway,
    /// The JSON that is printed: VTL070 to VTL099.
    Json,
}

impl Family {
    /// A heading for it.
    pub fn title(self) -> &'static str {
        match self {
            Family::Language => "The language",
            Family::Gateway => "API Gateway's objects",
            Family::Json => "The JSON that is printed",
        }
    }
}

/// All rules, by code.
pub fn rules() -> &'static [&'static Rule] {
    static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let mut all: Vec<&'static Rule> = own::ALL.iter().chain(shape::RULES).copied().collect();
        all.sort_by_key(|rule| rule.code);
        all
    });
    &RULES
}

/// The rule of a code (`VTL012`, whatever its case) or a name (`null-condition`).
pub fn rule(code_or_name: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name).copied()
}

/// The code that a mistaken code or name is most likely meant to be.
pub fn nearest_code(mistaken: &str) -> Option<&'static str> {
    let names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    if let Some(name) = nearest::nearest(mistaken, &names) {
        return rule(name).map(|rule| rule.code);
    }
    let codes: Vec<&str> = rules().iter().map(|rule| rule.code).collect();
    nearest::nearest(mistaken, &codes).and_then(rule).map(|rule| rule.code)
}
