//! Files that a suite names: read once, within bounds, and remembered for `--changed` and `--watch`.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::gateway::nearest::nearest;

/// No suite, template or body is as long as this; a device that never ends is.
const MOST: u64 = 16 << 20;

/// So many files of a folder are looked through for a name.
const MOST_ENTRIES: usize = 10_000;

/// All files that a suite names have no more together.
const MOST_READ: usize = 1 << 30;

/// The text of a file, or why there is none.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    let complaint = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "this is a directory, not a file".to_owned(),
        ErrorKind::PermissionDenied => "permission to read it is denied".to_owned(),
        _ => format!("it cannot be read: {error}"),
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(complaint)?;
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(complaint)?;
    if bytes.len() as u64 > MOST {
        return Err(format!("it is longer than {MOST} bytes"));
    }
    String::from_utf8(bytes)
        .map_err(|error| format!("it is not UTF-8 from byte {} on", error.utf8_error().valid_up_to()))
}

/// `a/./b/../c` is `a/c`.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidied.components().next_back(), Some(Component::Normal(_))) => {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    if tidied.as_os_str().is_empty() { PathBuf::from(".") } else { tidied }
}

/// The folder that a file is in: `.` for a name alone.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The folder of a suite, and the files that it named.
#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
    used: RefCell<Vec<PathBuf>>,
    /// Bytes that were read so far, of a file that several cases name each time.
    read: Cell<usize>,
}

impl Files {
    pub fn beside(suite: &Path) -> Files {
        let folder = suite.parent().map(Path::to_path_buf).unwrap_or_default();
        Files { folder, used: RefCell::new(vec![suite.to_path_buf()]), read: Cell::new(0) }
    }

    /// The path of a file that the suite names.
    pub fn path(&self, name: &str) -> PathBuf {
        let path = tidy(&self.folder.join(name));
        let mut used = self.used.borrow_mut();
        if !used.contains(&path) {
            used.push(path.clone());
        }
        path
    }

    /// The address of a template that the suite names: a file, or `api.yaml#/paths/…`.
    pub fn address(&self, name: &str) -> String {
        let (file, pointer) = match name.find("#/") {
            Some(at) if !self.folder.join(name).exists() => name.split_at(at),
            _ => (name, ""),
        };
        format!("{}{pointer}", self.path(file).display())
    }

    pub fn text(&self, name: &str) -> Result<String, String> {
        let text = text(&self.path(name))?;
        let read = self.read.get() + text.len();
        self.read.set(read);
        if read > MOST_READ { Err(format!("the suite reads more than {MOST_READ} bytes of files")) } else { Ok(text) }
    }

    /// The file, in the same folder, whose name is most like one that is not there; as the suite would name it.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let path = self.folder.join(name);
        if path.exists() {
            return None;
        }
        let entries = folder_of(&path).read_dir().ok()?.take(MOST_ENTRIES).flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let near = nearest(path.file_name()?.to_str()?, &names)?;
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        Some(folder.join(near).display().to_string())
    }

    pub fn used(self) -> Vec<PathBuf> {
        self.used.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_detours() {
        let tidied = |path: &str| tidy(Path::new(path)).display().to_string();
        assert_eq!(tidied("./a/./b/../c.vtl"), "a/c.vtl");
        assert_eq!(tidied("../a/../../b"), "../../b");
        assert_eq!(tidied("a/.."), ".");
    }
}
