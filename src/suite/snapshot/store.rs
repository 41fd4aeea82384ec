//! A suite's snapshots while its cases run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::{Entry, SnapshotFile, accepted_path, pending_path};
use super::{Snapshot, SnapshotError};

/// What happens to snapshots that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// They are written to the `.snap.new` beside the suite, for `vtl review`.
    #[default]
    Pending,
    /// Nothing is ever written (`--ci`).
    Ci,
}

/// The snapshots of one suite.
///
/// ```
/// use vtl::suite::snapshot::{self, Decision, Mode, Store, Verdict};
/// use vtl::suite::Snapshot;
///
/// let folder = tempfile::tempdir()?;
/// let suite = folder.path().join("pets.vtltest.yaml");
/// let printed = || Snapshot::of("pets.vtl").section("output", r#"{"id": 7}"#);
///
/// let mut store = Store::open(&suite, Mode::Pending)?;
/// assert_eq!(store.check("one pet", printed()), Verdict::Missing);
/// assert_eq!(store.finish(["one pet"])?.pending, 1);
///
/// snapshot::settle(&suite, &["one pet"], Decision::Accept)?;
/// let mut store = Store::open(&suite, Mode::Ci)?;
/// assert_eq!(store.check("one pet", printed()), Verdict::Same);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Store {
    suite: PathBuf,
    mode: Mode,
    accepted: SnapshotFile,
    /// What an earlier run left.
    waiting: SnapshotFile,
    /// What was checked, and whether it is to be written.
    checked: BTreeMap<String, Option<Snapshot>>,
}

/// What a snapshot is, compared with the accepted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The same, byte for byte.
    Same,
    /// There is none of this case yet.
    Missing,
    /// Another; the accepted one is here.
    Changed(Snapshot),
}

/// What is left when all cases have run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finished {
    /// Snapshots that wait for a decision: missing, changed and orphaned ones. None under [`Mode::Ci`].
    pub pending: usize,
    /// Accepted snapshots of which there is no case. A failure under [`Mode::Ci`].
    pub orphaned: Vec<String>,
}

impl Store {
    /// Reads the suite's snapshots.
    ///
    /// # Errors
    /// If they cannot be read; a suite without snapshots is none.
    pub fn open(suite: &Path, mode: Mode) -> Result<Store, SnapshotError> {
        Ok(Store {
            suite: suite.to_owned(),
            mode,
            accepted: SnapshotFile::load(&accepted_path(suite))?,
            waiting: if mode == Mode::Ci { SnapshotFile::default() } else { SnapshotFile::load(&pending_path(suite))? },
            checked: BTreeMap::new(),
        })
    }

    /// The file with the suite's accepted snapshots, which may not exist.
    pub fn path(&self) -> PathBuf {
        accepted_path(&self.suite)
    }

    /// What happens to snapshots that differ.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Compares what a case printed with its accepted snapshot. Names are those of the cases, each one once.
    pub fn check(&mut self, case: &str, printed: Snapshot) -> Verdict {
        let verdict = match self.accepted.entries.get(case) {
            Some(Entry::Printed(accepted)) if accepted.agrees(&printed) => Verdict::Same,
            Some(Entry::Printed(accepted)) => Verdict::Changed(accepted.clone()),
            Some(Entry::Orphaned) | None => Verdict::Missing,
        };
        let written = (verdict != Verdict::Same).then_some(printed);
        self.checked.insert(case.to_owned(), written);
        verdict
    }

    /// Writes what waits for a decision. `cases` are the names of all cases that take a snapshot, those too that did not
    /// run: what an earlier run left of them stays.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish<'c>(self, cases: impl IntoIterator<Item = &'c str>) -> Result<Finished, SnapshotError> {
        let cases: std::collections::BTreeSet<&str> = cases.into_iter().collect();
        let is_case = |name: &str| cases.contains(name) || self.checked.contains_key(name);
        let orphaned: Vec<String> = self.accepted.entries.keys().filter(|name| !is_case(name)).cloned().collect();
        if self.mode == Mode::Ci {
            return Ok(Finished { pending: 0, orphaned });
        }
        let mut next = SnapshotFile::default();
        for (name, entry) in &self.waiting.entries {
            if matches!(entry, Entry::Printed(_)) && is_case(name) && !self.checked.contains_key(name) {
                next.entries.insert(name.clone(), entry.clone());
            }
        }
        next.entries.extend(orphaned.iter().map(|name| (name.clone(), Entry::Orphaned)));
        let written = self.checked.into_iter().filter_map(|(name, snapshot)| Some((name, Entry::Printed(snapshot?))));
        next.entries.extend(written);
        if next != self.waiting {
            next.save(&pending_path(&self.suite), &self.suite)?;
        }
        Ok(Finished { pending: next.entries.len(), orphaned })
    }
}
