//! Snapshots that wait for a decision.

use std::path::{Path, PathBuf};

use super::file::{Entry, SnapshotFile, accepted_path, pending_path};
use super::{Snapshot, SnapshotError};
use crate::suite::folders::folders;

/// A snapshot that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The suite's file.
    pub suite: PathBuf,
    /// The case's name.
    pub case: String,
    /// What is proposed.
    pub proposal: Proposal,
}

/// What is proposed for a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// There is none yet.
    New(Snapshot),
    /// What was accepted, and what is printed now.
    Changed(Snapshot, Snapshot),
    /// No case has its name any more: it is to be removed.
    Orphaned(Snapshot),
}

/// What to do with a snapshot that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It takes the accepted one's place.
    Accept,
    /// It is forgotten; the accepted one stays.
    Reject,
}

/// The snapshots that wait for a decision in a folder and those below it, suite by suite; or those of one suite. What
/// `.gitignore` excludes is left out, but not the waiting files themselves, which are usually ignored.
///
/// # Errors
/// If there is no such folder or suite, or if a file of snapshots cannot be read.
pub fn pending(path: &Path) -> Result<Vec<Pending>, SnapshotError> {
    let suites = match path.is_dir() {
        true => suites_with(path, ".snap.new"),
        false => vec![suite(path)?],
    };
    let mut found = Vec::new();
    for suite in suites {
        let accepted = SnapshotFile::load(&accepted_path(&suite))?;
        for (case, entry) in SnapshotFile::load(&pending_path(&suite))?.entries {
            let proposal = match (accepted.entries.get(&case), entry) {
                (Some(Entry::Printed(old)), Entry::Printed(new)) => Proposal::Changed(old.clone(), new),
                (_, Entry::Printed(new)) => Proposal::New(new),
                (Some(Entry::Printed(old)), Entry::Orphaned) => Proposal::Orphaned(old.clone()),
                (_, Entry::Orphaned) => continue,
            };
            found.push(Pending { suite: suite.clone(), case, proposal });
        }
    }
    Ok(found)
}

/// A suite, also one that is gone and has left snapshots that wait.
fn suite(path: &Path) -> Result<PathBuf, SnapshotError> {
    if !path.exists() && !pending_path(path).exists() {
        return Err(SnapshotError::new(path, "there is no such folder or suite"));
    }
    if !crate::suite::find::is_suite(path) {
        return Err(SnapshotError::new(path, "this is no suite, `*.vtltest.yaml`"));
    }
    Ok(path.to_owned())
}

/// Accepts or rejects snapshots of a suite that wait, by the names of their cases. Names of which none waits are skipped.
/// The accepted file is replaced before the waiting one, each of them whole, so that nothing is lost whenever it ends.
///
/// # Errors
/// If a file cannot be read or written.
pub fn settle(suite: &Path, cases: &[&str], decision: Decision) -> Result<(), SnapshotError> {
    let (accepted_path, pending_path) = (accepted_path(suite), pending_path(suite));
    let mut waiting = SnapshotFile::load(&pending_path)?;
    let settled: Vec<_> = cases.iter().filter_map(|case| waiting.entries.remove_entry(*case)).collect();
    if settled.is_empty() {
        return Ok(());
    }
    if decision == Decision::Accept {
        let mut accepted = SnapshotFile::load(&accepted_path)?;
        for (case, entry) in settled {
            match entry {
                Entry::Printed(_) => accepted.entries.insert(case, entry),
                Entry::Orphaned => accepted.entries.remove(&case),
            };
        }
        accepted.save(&accepted_path, suite)?;
    }
    waiting.save(&pending_path, suite)
}

/// The files of snapshots in a folder and those below it whose suite is gone. Where snapshots may be written, their removal is
/// left to `vtl review`.
///
/// # Errors
/// If a file cannot be read or written.
pub fn orphaned_files(folder: &Path, mode: super::Mode) -> Result<Vec<PathBuf>, SnapshotError> {
    let mut found = Vec::new();
    for suite in suites_with(folder, ".snap").into_iter().filter(|suite| !suite.exists()) {
        super::Store::open(&suite, mode)?.finish([])?;
        found.push(accepted_path(&suite));
    }
    Ok(found)
}

/// The suites beside which there is a file of this ending.
fn suites_with(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders(folder) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let name = entry.file_name();
            let suite = name.to_str().and_then(|name| name.strip_suffix(ending));
            if let Some(suite) = suite.filter(|suite| crate::suite::find::is_suite(Path::new(suite))) {
                found.push(folder.join(suite));
            }
        }
    }
    found.sort();
    found
}
