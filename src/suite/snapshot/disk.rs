//! Files, read within bounds and replaced whole.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::error::SnapshotError;

/// No file of snapshots is as long as this.
const MOST: u64 = 64 << 20;

/// A file's text; `None` if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<String>, SnapshotError> {
    let failed = |error: std::io::Error| SnapshotError::new(path, format!("it cannot be read: {error}"));
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file.map_err(failed)?,
    };
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST {
        return Err(SnapshotError::new(path, format!("it is longer than {MOST} bytes")));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| SnapshotError::new(path, "it is not UTF-8"))
}

/// Writes a file so that whoever reads it, and a fall of the machine, find the old text or the new one and nothing between.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), SnapshotError> {
    // through a link to the file that it leads to
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fresh = beside(&target);
    let written = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, &target)
    };
    written().map_err(|error| {
        let _ = fs::remove_file(&fresh);
        SnapshotError::new(path, format!("it cannot be written: {error}"))
    })
}

/// Removes a file, if there is one.
pub(super) fn remove(path: &Path) -> Result<(), SnapshotError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(SnapshotError::new(path, format!("it cannot be removed: {error}")))
        }
        _ => Ok(()),
    }
}

/// A path that nobody else writes to, in the same folder.
fn beside(path: &Path) -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}-{next}.tmp", std::process::id()))
}
