//! Where the suites are: `*.vtltest.yaml`, `.yml`, `.json` and `.toml` below the folders given.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::files::tidy;
use super::read::Problem;
use crate::definitions::is_template_file;

/// Finds suites: files that are given, and those in folders that `.gitignore` does not hide; sorted, each once, however often
/// and by whatever path it is given.
///
/// # Errors
/// A path that is not there, a file that is no suite, or a folder that cannot be read.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Box<Problem>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            in_folder(path, &mut found)?;
        } else if path.is_file() && is_suite(path) {
            found.push(tidy(path));
        } else if path.is_file() {
            return Err(Box::new(Problem::of_file(&path.display().to_string(), no_suite(path))));
        } else {
            return Err(Box::new(Problem::of_file(&path.display().to_string(), "there is no such file or folder")));
        }
    }
    found.sort();
    let mut known = HashSet::new();
    found.retain(|path| known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    Ok(found)
}

fn no_suite(path: &Path) -> String {
    let message = "this is no suite (`*.vtltest.yaml`)";
    match is_template_file(path) {
        true => format!("{message}; `vtl test --init {}` writes one", path.display()),
        false => message.to_owned(),
    }
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
    fn a_suite_is_found_once_by_whatever_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let suite = folder.path().join("a.vtltest.yaml");
        fs::write(&suite, "").expect("it is written");
        fs::create_dir(folder.path().join("b")).expect("it is made");
        let paths = [suite, folder.path().join("b/../a.vtltest.yaml"), folder.path().to_owned()];
        assert_eq!(find(&paths).expect("it is there").len(), 1);
    }

    #[test]
    fn a_file_must_be_a_suite() {
        let folder = tempfile::tempdir().expect("a folder");
        let complaint = |name: &str| {
            let path = folder.path().join(name);
            fs::write(&path, "").expect("it is written");
            find(&[path]).unwrap_err().to_string().replace(&format!("{}/", folder.path().display()), "")
        };
        let message = "t.vtl: this is no suite (`*.vtltest.yaml`); `vtl test --init t.vtl` writes one";
        assert_eq!(complaint("t.vtl"), message);
        assert_eq!(complaint("pets.json"), "pets.json: this is no suite (`*.vtltest.yaml`)");
    }

    #[test]
    fn a_folder_must_be_there() {
        let problem = find(&["no/such".into()]).unwrap_err();
        assert_eq!(problem.to_string(), "no/such: there is no such file or folder");
    }
}
