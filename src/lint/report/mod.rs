//! What was found, written for people and for machines. Each format is a function from checked templates to a text.

mod github;
mod json;
mod junit;
mod pretty;
mod sarif;

use super::checked::{Checked, Placed};
use super::settings::Level;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use pretty::pretty;
pub use sarif::sarif;

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Files with findings.
    pub files: usize,
}

impl Summary {
    /// Counts.
    pub fn of(checked: &[Checked]) -> Summary {
        let mut summary = Summary::default();
        let mut files: Vec<&str> = Vec::new();
        for template in checked.iter().filter(|template| !template.found.is_empty()) {
            files.push(&template.file);
            for placed in &template.found {
                match placed.finding.level {
                    Level::Error => summary.errors += 1,
                    Level::Warning => summary.warnings += 1,
                    Level::Note => summary.notes += 1,
                    Level::Off => {}
                }
            }
        }
        files.sort_unstable();
        files.dedup();
        Summary { files: files.len(), ..summary }
    }

    /// `2 errors and 1 warning in 3 files`; nothing if there is none.
    pub fn sentence(&self) -> Option<String> {
        let counted = |count: usize, of: &str| (count > 0).then(|| plural(count, of));
        let parts = [counted(self.errors, "error"), counted(self.warnings, "warning"), counted(self.notes, "note")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let (last, rest) = parts.split_last()?;
        let all = if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) };
        Some(format!("{all} in {}", plural(self.files, "file")))
    }
}

fn plural(count: usize, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}

/// All findings, with the template each is in.
fn all(checked: &[Checked]) -> impl Iterator<Item = (&Checked, &Placed)> {
    checked.iter().flat_map(|template| template.found.iter().map(move |placed| (template, placed)))
}
