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
