//! The folders of a project.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// More folders than this nobody watches or searches.
const MOST: usize = 20_000;

/// A folder and those below it, without hidden ones and what `.gitignore` excludes, sorted. At most 20,000.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(root).require_git(false).sort_by_file_path(Path::cmp).build();
    let folders = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
    folders.take(MOST).map(ignore::DirEntry::into_path).collect()
}
