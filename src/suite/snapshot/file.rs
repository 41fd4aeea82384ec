//! The text of a file of snapshots.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::escape::{escape, is_plain, unescape};
use super::{Snapshot, SnapshotError, disk};

/// `put-item.vtltest.yaml.snap`, or the `.snap.new` beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct SnapshotFile {
    pub entries: BTreeMap<String, Entry>,
}

/// What a file says of a case.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    Printed(Snapshot),
    /// The snapshot is to be removed, because no case has its name. Only in files that wait for a decision.
    Orphaned,
}

/// Where a suite's snapshots are.
pub(in crate::suite) fn accepted_path(suite: &Path) -> PathBuf {
    with(suite, ".snap")
}

/// Where those are that wait for a decision.
pub(super) fn pending_path(suite: &Path) -> PathBuf {
    with(suite, ".snap.new")
}

fn with(suite: &Path, ending: &str) -> PathBuf {
    let mut name = suite.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

const ORPHANED: &str = "orphaned: no case has this name";

impl SnapshotFile {
    /// Reads a file; an empty one if there is none.
    pub fn load(path: &Path) -> Result<SnapshotFile, SnapshotError> {
        match disk::read(path)? {
            Some(text) => SnapshotFile::parse(path, &text),
            None => Ok(SnapshotFile::default()),
        }
    }

    /// Writes the file, or removes it if there is nothing in it.
    pub fn save(&self, path: &Path, suite: &Path) -> Result<(), SnapshotError> {
        if self.entries.is_empty() { disk::remove(path) } else { disk::replace(path, &self.print(suite)) }
    }

    fn print(&self, suite: &Path) -> String {
        let name = suite.file_name().unwrap_or_default().to_string_lossy();
        let mut out = format!(
            "# What the cases of {} printed. `vtl test` compares it, `vtl review` changes it.\n",
            escape(&name)
        );
        for (case, entry) in &self.entries {
            out.push_str(&format!("\n=== {}\n", escape(case)));
            match entry {
                Entry::Orphaned => out.push_str(&format!("{ORPHANED}\n")),
                Entry::Printed(snapshot) => print(snapshot, &mut out),
            }
        }
        out
    }

    pub fn parse(path: &Path, text: &str) -> Result<SnapshotFile, SnapshotError> {
        let mut reader = Reader::default();
        for (index, line) in text.split('\n').enumerate() {
            // a checkout on Windows may have added it; one of the output is spelt out
            let line = line.strip_suffix('\r').unwrap_or(line);
            reader.line(line).map_err(|message| SnapshotError::at(path, index + 1, line, message))?;
        }
        Ok(reader.finish())
    }
}

fn print(snapshot: &Snapshot, out: &mut String) {
    out.push_str(&format!("template: {}\n", escape(&snapshot.template)));
    for (name, text) in &snapshot.sections {
        out.push_str(&format!("{name}:\n"));
        for line in text.split('\n') {
            if line.is_empty() {
                out.push_str("|\n");
            } else if is_plain(line) {
                out.push_str(&format!("| {line}\n"));
            } else {
                out.push_str(&format!("\\ {}\n", escape(line)));
            }
        }
    }
}

#[derive(Default)]
struct Reader {
    file: SnapshotFile,
    case: Option<String>,
    snapshot: Snapshot,
    orphaned: bool,
    /// Lines of the last section so far.
    lines: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
            return Err("a merge left its conflict here".to_owned());
        }
        if let Some(name) = line.strip_prefix("===") {
            self.end_case();
            let name = unescape(name.strip_prefix(' ').unwrap_or(name)).ok_or("an escape in this name is none")?;
            if self.file.entries.contains_key(&name) {
                return Err("a second snapshot of this name".to_owned());
            }
            self.case = Some(name);
            return Ok(());
        }
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if self.case.is_none() {
            return Err("`=== ` and a case's name must come first".to_owned());
        }
        if let Some(raw) = line.strip_prefix('|') {
            return self.text(raw.strip_prefix(' ').unwrap_or(raw).to_owned());
        }
        if let Some(escaped) = line.strip_prefix("\\ ") {
            return self.text(unescape(escaped).ok_or("an escape in this line is none")?);
        }
        if line == ORPHANED {
            self.orphaned = true;
            return Ok(());
        }
        match line.split_once(':') {
            Some(("template", name)) if !name.is_empty() => {
                self.snapshot.template = unescape(name.trim_start()).ok_or("an escape in this name is none")?;
            }
            Some((name, "")) if name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-')) => {
                self.snapshot.sections.push((name.to_owned(), String::new()));
                self.lines = 0;
            }
            _ => {
                return Err(
                    "a line of an output starts with `| `; other lines are `output:` or `template: …`".to_owned()
                );
            }
        }
        Ok(())
    }

    fn text(&mut self, line: String) -> Result<(), String> {
        let (_, text) = self.snapshot.sections.last_mut().ok_or("`output:` must come before the output's lines")?;
        if self.lines > 0 {
            text.push('\n');
        }
        text.push_str(&line);
        self.lines += 1;
        Ok(())
    }

    fn end_case(&mut self) {
        let snapshot = std::mem::take(&mut self.snapshot);
        let orphaned = std::mem::take(&mut self.orphaned);
        if let Some(case) = self.case.take() {
            self.file.entries.insert(case, if orphaned { Entry::Orphaned } else { Entry::Printed(snapshot) });
        }
    }

    fn finish(mut self) -> SnapshotFile {
        self.end_case();
        self.file
    }
}
