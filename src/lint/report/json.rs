//! One JSON object, for programs.

use serde_json::{Value, json as value};

use super::{Checked, Placed, Summary, all};

/// `{"version": 1, "findings": […], "summary": {…}}`. A finding has `code`, `name`, `level`, `file`, `address` (in a
/// definition), `line`, `column`, `endLine`, `endColumn` (from 1, in characters), `message`, `why`, `help`, and `fix` where
/// there is one.
pub fn json(checked: &[Checked]) -> String {
    let findings: Vec<Value> = all(checked).map(|(template, placed)| finding(template, placed)).collect();
    let summary = Summary::of(checked);
    let document = value!({
        "version": 1,
        "findings": findings,
        "summary": {"errors": summary.errors, "warnings": summary.warnings, "notes": summary.notes, "files": summary.files},
    });
    format!("{document:#}\n")
}

fn finding(template: &Checked, placed: &Placed) -> Value {
    let finding = &placed.finding;
    let mut object = value!({
        "code": finding.code(),
        "name": finding.rule.name,
        "level": finding.level.name(),
        "file": template.file,
        "line": placed.start.line,
        "column": placed.start.column,
        "endLine": placed.end.line,
        "endColumn": placed.end.column,
        "message": finding.message,
        "why": finding.why,
        "help": finding.help,
    });
    if let Some(address) = &template.address {
        object["address"] = value!(address);
    }
    if let Some(fix) = &finding.fix {
        let edits = placed.edits.iter().map(|(start, end, edit)| {
            value!({
                "line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column,
                "text": edit.text,
            })
        });
        object["fix"] = value!({"safe": fix.safe, "edits": edits.collect::<Vec<_>>()});
    }
    object
}
