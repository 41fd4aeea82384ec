//! `::error file=…,line=…::…`: annotations of a pull request.

use super::{Checked, all};
use crate::lint::settings::Level;

/// A workflow command of GitHub Actions for each finding.
pub fn github(checked: &[Checked]) -> String {
    let mut out = String::new();
    for (template, placed) in all(checked) {
        let finding = &placed.finding;
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note | Level::Off => "notice",
        };
        // columns are shown only within one line
        let columns = match placed.start.line == placed.end.line {
            true => format!(",col={},endColumn={}", placed.start.column, placed.end.column),
            false => String::new(),
        };
        out.push_str(&format!(
            "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
            property(&template.file),
            placed.start.line,
            placed.end.line,
            property(&format!("{} {}", finding.code(), finding.rule.name)),
            data(&format!("{}\n{}\nhelp: {}", finding.message, finding.why, finding.help)),
        ));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
