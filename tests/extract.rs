//! Templates in definitions: what is found, where it stands, and how it is put back.
#![cfg(feature = "cli")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use vtl::definitions::{Definition, Located};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/definitions").join(name)
}

fn relative(text: &str) -> String {
    text.replace(&format!("{}/", fixture("").display().to_string().trim_end_matches('/')), "")
}

/// A template as a reader of a snapshot wants it: what is known, and each line with its place in the file.
fn shown(located: &Located) -> String {
    let mut out = format!("{}\n", relative(located.address()));
    let known = [
        Some(located.role().name()),
        located.kind().map(|kind| kind.name()),
        located.integration().map(|kind| kind.name()),
        located.method(),
        located.path(),
        located.response(),
        located.content_type(),
        located.reference(),
    ];
    let _ = writeln!(out, "  {}", known.map(|known| known.unwrap_or("-")).join(" | "));
    for hole in located.holes() {
        let _ = writeln!(out, "  hole {} says {:?}", hole.number, hole.says);
    }
    let mut at = 0;
    for line in located.source().split_inclusive('\n') {
        let place = located.place(at);
        let _ = writeln!(out, "  {}:{} {line:?}", place.line, place.column);
        at += line.len();
    }
    out
}

fn listing(path: &Path) -> String {
    let definition = Definition::read(path).unwrap_or_else(|error| panic!("{error}"));
    let mut out: String = definition.templates().iter().map(|located| shown(located) + "\n").collect();
    for note in definition.notes() {
        let _ = writeln!(out, "note: line {}: {}: {}", note.line, note.pointer, note.message);
    }
    out
}

#[test]
fn every_fixture_lists_its_templates() {
    insta::glob!("../fixtures/definitions", "*/*.*", |path| {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(listing(path));
        });
    });
}

#[test]
fn every_fixture_lists_its_apis() {
    insta::glob!("../fixtures/definitions", "*/*.*", |path| {
        let apis = Definition::read(path).and_then(|definition| definition.apis()).unwrap_or_else(|e| panic!("{e}"));
        let mut out = String::new();
        for api in apis {
            let _ = writeln!(out, "{} | {}", relative(&api.name), api.kind.name());
            let _ = writeln!(out, "  binary: {:?}", api.binary_media_types);
            let _ = writeln!(out, "  gateway responses: {}", api.gateway_responses);
            let _ = writeln!(out, "  selection: {:?}", api.route_selection_expression);
            for operation in api.operations {
                let key = operation.route_key.unwrap_or_default();
                let _ = writeln!(out, "  {} {} {key} {:?}", operation.method, operation.path, operation.shape);
                let _ = writeln!(out, "    {}", relative(&operation.address));
                let _ = writeln!(out, "    {}", operation.integration);
                let _ = writeln!(out, "    {:?}", operation.integration_responses);
                let _ = writeln!(out, "    {}", operation.method_settings);
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(out);
        });
    });
}

/// Ways in which people change templates.
fn changes(source: &str) -> Vec<String> {
    let middle = source.char_indices().map(|(at, _)| at).nth(source.chars().count() / 2).unwrap_or(0);
    let (before, after) = source.split_at(middle);
    let inserted =
        if source.contains('⟦') { source.replacen('⟦', "#set($x = 1)⟦", 1) } else { format!("{before}!{after}") };
    vec![
        inserted,
        format!("{source}\n## the end"),
        format!("{source}one more line\n"),
        format!("  indented {source}"),
        format!("'it''s' \"quoted\" \\\\ ${{x}} $!{{y}} %{{z}} é: # - {source}"),
        source.replacen('\n', "\n\n  ## more\n", 1),
        format!("\n{source}\n\n"),
        format!("#set($tab = \"\t\")\r\n{source}"),
        source.replace("  ", " "),
        source.trim_end().to_owned(),
    ]
}

#[test]
fn a_change_is_put_back_and_touches_nothing_else() {
    insta::glob!("../fixtures/definitions", "*/*.*", |path| {
        let definition = Definition::read(path).unwrap();
        let mut count = 0;
        for located in definition.templates() {
            let source = located.source();
            for change in changes(source) {
                let what = format!("{}\nold {source:?}\nnew {change:?}", located.address());
                if change == source {
                    continue;
                }
                let text = match definition.replace(located.pointer(), &change) {
                    Ok(text) => text,
                    // an expression, or text between a placeholder and the delimiter of an `Fn::Join`
                    Err(error) if error.help_text().is_some_and(|help| help.starts_with("change the")) => continue,
                    Err(error) => panic!("{error}\n{what}"),
                };
                let new = Definition::parse(path, &text).unwrap();
                let now = new.at(located.pointer()).unwrap();
                assert_eq!(now.shown(now.source()), located.shown(&change), "{what}");
                let own = located.file_range(0..source.len());
                // the header of a block stands in the line before its text
                let old = definition.text();
                let line = old[..own.start].trim_end().rfind('\n').unwrap_or(0);
                let next = old[own.end..].find('\n').map_or(old.len(), |at| own.end + at + 1);
                assert!(text.starts_with(&old[..line]), "{what}\n{text}");
                assert!(text.ends_with(&old[next..]), "{what}\n{text}");
                count += 1;
            }
        }
        assert!(count > 0 || definition.templates().is_empty(), "{}", path.display());
    });
}
