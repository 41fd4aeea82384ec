//! Which rules speak, and how loud.

use std::collections::BTreeMap;
use std::fmt;

use super::rule::Rule;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The rule does not speak.
    Off,
    /// Good to know; does not make a check fail.
    Note,
    /// The template most likely does what its author did not mean.
    Warning,
    /// API Gateway fails, or never does what is written.
    Error,
}

impl Level {
    /// All levels, from the quietest.
    pub const ALL: [Level; 4] = [Level::Off, Level::Note, Level::Warning, Level::Error];

    /// `off`, `note`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The level of that name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The level of each rule. By default each has its own.
///
/// ```
/// use vtl::lint::{Level, Settings, Subject, check};
///
/// let quiet = Settings::default().level("VTL041", Level::Off);
/// assert!(check(&Subject::new("$util.toJson($id)"), &quiet).iter().all(|finding| finding.code() != "VTL041"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    levels: BTreeMap<String, Level>,
    only: Option<Vec<String>>,
}

impl Settings {
    /// Gives the rule of this code another level.
    pub fn level(mut self, code: impl Into<String>, level: Level) -> Settings {
        self.levels.insert(code.into(), level);
        self
    }

    /// Lets only the rules of these codes speak; one that is off by default speaks as a warning then.
    pub fn only<C: Into<String>>(mut self, codes: impl IntoIterator<Item = C>) -> Settings {
        self.only = Some(codes.into_iter().map(Into::into).collect());
        self
    }

    /// Takes a rule out again that [`only`](Settings::only) names.
    pub fn without(mut self, code: &str) -> Settings {
        self.only.iter_mut().for_each(|only| only.retain(|other| other != code));
        self
    }

    /// The level a rule has under these settings.
    pub fn level_of(&self, rule: &Rule) -> Level {
        let level = self.levels.get(rule.code).copied();
        match &self.only {
            Some(only) if !only.iter().any(|code| code == rule.code) => Level::Off,
            Some(_) => match level.unwrap_or(rule.level) {
                Level::Off => Level::Warning,
                level => level,
            },
            None => level.unwrap_or(rule.level),
        }
    }
}
