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

/// Whether a file is a suite, by its name: `*.vtltest.yaml`, `.yml`, `.json` or `.toml`.
pub(super) fn is_suite(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    stem.is_some_and(|stem| !stem.is_empty())
}

const ENDINGS: [&str; 4] = [".vtltest.yaml", ".vtltest.yml", ".vtltest.json", ".vtltest.toml"];
