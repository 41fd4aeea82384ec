//! A folder of files for one test, and the command in it.

#![allow(dead_code)] // each test uses its part of it

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder for files"))
    }

    pub fn with(self, name: &str, text: impl AsRef<[u8]>) -> Folder {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("its folder is made");
        fs::write(path, text).expect("the file is written");
        self
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("there is such a file")
    }

    /// Runs the command here.
    pub fn vtl(&self, arguments: &[&str]) -> Run {
        self.vtl_with(arguments, "")
    }

    /// Runs the command here, with a text on stdin.
    pub fn vtl_with(&self, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        let mut child = command(arguments).current_dir(self.root()).spawn().expect("the command starts");
        let mut pipe = child.stdin.take().expect("stdin is piped");
        let stdin = stdin.as_ref().to_vec();
        // a command that is wrongly called reads none of it
        let writer = std::thread::spawn(move || drop(pipe.write_all(&stdin)));
        let output = child.wait_with_output().expect("the command ends");
        writer.join().expect("stdin is written");
        Run {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// Whether git did it.
    pub fn git(&self, arguments: &[&str]) -> bool {
        let status = Command::new("git").args(arguments).current_dir(self.root()).status();
        status.is_ok_and(|status| status.success())
    }
}

/// The command with all its streams piped.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vtl"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the command did.
#[derive(Debug, PartialEq)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn prints(&self, out: &str) {
        assert_eq!((self.code, self.out.as_str(), self.err.as_str()), (0, out, ""));
    }

    /// Ends with a code, prints nothing on stdout and says a message on stderr.
    pub fn fails(&self, code: i32, message: &str) {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{self:?}");
        assert!(self.err.contains(message), "no {message:?} in\n{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}
