//! SARIF 2.1.0, for code scanning.

use serde_json::{Value, json};

use super::{Checked, Placed, all};
use crate::lint::checked::Position;
use crate::lint::rule::{Rule, rules};
use crate::lint::settings::Level;

/// A SARIF log with one run: all rules with their pages, and a result for each finding.
pub fn sarif(checked: &[Checked]) -> String {
    let results: Vec<Value> = all(checked).map(|(template, placed)| result(template, placed)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "vtl",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules().iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": pascal(rule.name),
        "shortDescription": {"text": format!("{}.", rule.summary)},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.why, "markdown": rule.documentation},
        "defaultConfiguration": {"enabled": rule.level != Level::Off, "level": level(rule.level)},
        "properties": {"tags": [rule.family.title()], "precision": "high"},
    })
}

/// `null-condition` → `NullCondition`
fn pascal(name: &str) -> String {
    let mut words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    });
    words.by_ref().collect()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}

fn result(template: &Checked, placed: &Placed) -> Value {
    let finding = &placed.finding;
    let index = rules().iter().position(|rule| *rule == finding.rule).unwrap_or(0);
    let text = format!("{}. {} {}", finding.message, finding.why, capital(&finding.help));
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&template.file)},
        "region": region(placed.start, placed.end),
    }});
    if let Some(address) = &template.address {
        let pointer = address.split_once('#').map_or("", |(_, pointer)| pointer);
        location["logicalLocations"] = json!([{"fullyQualifiedName": pointer, "kind": "object"}]);
    }
    let mut result = json!({
        "ruleId": finding.code(),
        "ruleIndex": index,
        "level": level(finding.level),
        "message": {"text": text.trim_end()},
        "locations": [location],
    });
    if let Some(fix) = &finding.fix {
        let replacements = placed.edits.iter().map(
            |(start, end, edit)| json!({"deletedRegion": region(*start, *end), "insertedContent": {"text": edit.text}}),
        );
        // an edit in a definition is not the text that is to be put there: it would need its quotes and escapes
        if fix.safe && template.address.is_none() {
            result["fixes"] = json!([{
                "description": {"text": finding.help},
                "artifactChanges": [{
                    "artifactLocation": {"uri": uri(&template.file)},
                    "replacements": replacements.collect::<Vec<_>>(),
                }],
            }]);
        }
    }
    result
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    match first {
        Some(first) => format!("{first}{}.", chars.as_str()),
        None => String::new(),
    }
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
    })
}

/// A relative path as a URI: slashes, and what is no part of one in percent.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.split('/').map(|part| urlencoding::encode(part).into_owned()).collect::<Vec<_>>().join("/")
}
