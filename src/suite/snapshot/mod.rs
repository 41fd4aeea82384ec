//! Snapshots: what a case printed, kept beside its suite and compared from then on.
//!
//! `put-item.vtltest.yaml` has its snapshots in `put-item.vtltest.yaml.snap`, and those that wait for a decision in
//! `put-item.vtltest.yaml.snap.new`. One file for a suite, not one for a case: it is read in a review like the suite itself, a
//! case needs no name that a file system takes, and a suite of fifty cases does not become fifty files. Cases stand in the
//! order of their names, so that two branches that add a case seldom collide.
//!
//! ```text
//! === puts one pet
//! template: put-item.vtl
//! output:
//! | {
//! |   "TableName": "pets"
//! | }
//! ```
//!
//! The text behind `| ` is the output, byte for byte; JSON is not laid out anew. A line that an editor might
//! spoil or a reader not see (a blank at its end, a carriage return, a control character) stands behind `\ ` with that
//! character spelt out, as `\u{20}`.
//!
//! The runner opens a [`Store`] for each suite; `vtl review` calls [`pending`](fn@pending) and [`settle`].

mod disk;
mod error;
mod escape;
mod file;
mod pending;
mod show;
mod store;
#[cfg(test)]
mod tests;

pub use error::SnapshotError;
pub(super) use file::accepted_path;
pub use pending::{Decision, Pending, Proposal, orphaned_files, pending, settle};
pub use show::show;
pub use store::{Finished, Mode, Store, Verdict};

/// What a case printed: its output, and whatever else is worth keeping, each under a name.
///
/// ```
/// use vtl::suite::Snapshot;
///
/// let snapshot = Snapshot::of("put-item.vtl").section("output", r#"{"id": 7}"#).section("overrides", "{}");
/// assert_eq!(snapshot.get("output"), Some(r#"{"id": 7}"#));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    template: String,
    sections: Vec<(String, String)>,
}

impl Snapshot {
    /// A snapshot of what this template printed. The name is for readers, and not compared.
    pub fn of(template: impl Into<String>) -> Snapshot {
        Snapshot { template: template.into(), sections: Vec::new() }
    }

    /// Adds a text under a name, such as `output`, `overrides`, `error`.
    pub fn section(mut self, name: &'static str, text: impl Into<String>) -> Snapshot {
        self.sections.push((name.to_owned(), text.into()));
        self
    }

    /// The template's name.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The names and texts, in order.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sections.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.sections().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Whether the same was printed.
    fn agrees(&self, other: &Snapshot) -> bool {
        self.sections == other.sections
    }
}
