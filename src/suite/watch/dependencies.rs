//! Which suites a file touches.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Ran;
use crate::suite::files::folder_of;
use crate::suite::snapshot::accepted_path;

/// What each suite read when it last ran.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    /// By the suite's path as its runner calls it.
    suites: BTreeMap<PathBuf, Known>,
}

#[derive(Debug)]
struct Known {
    files: BTreeSet<PathBuf>,
    failed: bool,
}

impl Dependencies {
    pub fn learn(&mut self, ran: Ran) {
        let snapshots = accepted_path(&ran.suite);
        let mut files: BTreeSet<PathBuf> =
            ran.files.iter().chain([&ran.suite, &snapshots]).flat_map(|path| names(path)).collect();
        // a suite that could not be read may not have said what it reads
        if let Some(known) = self.suites.get_mut(&ran.suite).filter(|_| ran.failed && ran.files.is_empty()) {
            files.append(&mut known.files);
        }
        self.suites.insert(ran.suite, Known { files, failed: ran.failed });
    }

    pub fn knows(&self, suite: &Path) -> bool {
        let names = names(suite);
        self.suites.keys().any(|known| known == suite || self::names(known).iter().any(|name| names.contains(name)))
    }

    pub fn forget(&mut self, suite: &Path) {
        self.suites.remove(suite);
    }

    /// The suites that read a file.
    pub fn touched_by(&self, file: &Path) -> Vec<PathBuf> {
        let touched = self.suites.iter().filter(|(_, known)| known.files.contains(file));
        touched.map(|(suite, _)| suite.clone()).collect()
    }

    pub fn failed(&self) -> Vec<PathBuf> {
        let failed = self.suites.iter().filter(|(suite, known)| known.failed && suite.exists());
        failed.map(|(suite, _)| suite.clone()).collect()
    }
}

/// What the watcher may call a file: where it stands, and where it leads to if it is a link.
fn names(path: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = path.canonicalize().into_iter().collect();
    if let (Ok(folder), Some(name)) = (folder_of(path).canonicalize(), path.file_name()) {
        names.push(folder.join(name));
    }
    names
}
