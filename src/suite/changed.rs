//! `--changed`: what git says has changed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::files::folder_of;

/// The files that differ from a commit, and those that git does not know and does not ignore; as full paths. The repository is
/// the one that a folder or file is in.
///
/// # Errors
/// What git says where that is in no repository, or the commit unknown.
pub fn changed_files(path: &Path, reference: &str) -> Result<HashSet<PathBuf>, String> {
    if reference.starts_with('-') {
        return Err(format!("`{reference}` is no commit"));
    }
    let folder = if path.is_dir() { path } else { folder_of(path) };
    let root = git(folder, &["rev-parse", "--show-toplevel"])?;
    let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
    // a repository without a commit has no HEAD: then all is new
    let is_empty = reference == "HEAD" && git(&root, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_err();
    let differing = match is_empty {
        true => git(&root, &["ls-files", "-z"])?,
        false => git(&root, &["diff", "--name-only", "-z", reference, "--"])?,
    };
    let unknown = git(&root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = differing.split('\0').chain(unknown.split('\0')).filter(|name| !name.is_empty());
    Ok(names.map(|name| root.join(name)).map(|path| path.canonicalize().unwrap_or(path)).collect())
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| format!("cannot run git: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(format!("git: {}", message.lines().next().unwrap_or("it failed")))
}
