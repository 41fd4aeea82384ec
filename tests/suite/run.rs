//! A folder of files, and the command in it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub struct Folder(tempfile::TempDir);

#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder for files"))
    }

    pub fn with(self, name: &str, text: impl AsRef<[u8]>) -> Folder {
        fs::write(self.path(name), text).expect("the file is written");
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    pub fn vtl(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_vtl")).args(arguments).current_dir(self.0.path()).output();
        let output = output.expect("the command starts");
        Run {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// Whether git did it.
    pub fn git(&self, arguments: &[&str]) -> bool {
        let status = Command::new("git").args(arguments).current_dir(self.0.path()).status();
        status.is_ok_and(|status| status.success())
    }
}
