//! Where the suites are: `*.vtltest.yaml`, `.yml`, `.json` and `.toml` below the folders given.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::files::tidy;
use super::read::Problem;

/// Finds suites: files as they are given, and those in folders that `.gitignore` does not hide; sorted, each once.
///
/// # Errors
/// A path that is not there, or a folder that cannot be read.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Box<Problem>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            in_folder(path, &mut found)?;
        } else if path.is_file() {
            found.push(tidy(path));
        } else {
            return Err(Box::new(Problem::of_file(&path.display().to_string(), "there is no such file or folder")));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn in_folder(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<Problem>> {
    // ignored files are ignored outside of a repository, too
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry =
            entry.map_err(|error| Box::new(Problem::of_file(&folder.display().to_string(), error.to_string())))?;
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && is_suite(entry.path()) {
            found.push(tidy(entry.path()));
        }
    }
    Ok(())
}

/// Whether a file is a suite, by its name: `*.vtltest.yaml`, `.yml`, `.json` or `.toml`.
pub(super) fn is_suite(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    stem.is_some_and(|stem| !stem.is_empty())
}

const ENDINGS: [&str; 4] = [".vtltest.yaml", ".vtltest.yml", ".vtltest.json", ".vtltest.toml"];

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn finds_suites_and_respects_gitignore() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            fs::write(path, text).expect("it is written");
        };
        for name in ["b.vtltest.yaml", "a/c.vtltest.toml", "a/d.vtltest.json", "a/e.yaml", "build/f.vtltest.yml"] {
            write(name, "");
        }
        write(".gitignore", "build/\n");
        let found = find(&[folder.path().to_path_buf()]).expect("it is there");
        let found: Vec<_> = found.iter().map(|path| path.strip_prefix(folder.path()).expect("within")).collect();
        assert_eq!(found, ["a/c.vtltest.toml", "a/d.vtltest.json", "b.vtltest.yaml"].map(Path::new));
    }

    #[test]
    fn a_folder_must_be_there() {
        let problem = find(&["no/such".into()]).unwrap_err();
        assert_eq!(problem.to_string(), "no/such: there is no such file or folder");
    }
}
