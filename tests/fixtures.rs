//! Every template in `fixtures/`, rendered with the event beside it. Adding a lesson is adding a file: `name.vtl`, its event
//! `name.json` where it needs one; `cargo insta review` or `INSTA_UPDATE=always cargo test` writes what it gives.

#[path = "support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::reference::Reference;
use support::{Answer, ours};

const LESSONS: [&str; 2] = ["fixtures/apigateway", "fixtures/velocity"];

fn lessons() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = LESSONS.iter().map(|f| Path::new(env!("CARGO_MANIFEST_DIR")).join(f)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "vtl") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lesson as a case: the event's fields, the template and the dialect, which is the folder's.
fn case(path: &Path) -> Value {
    let event = std::fs::read_to_string(path.with_extension("json")).map_or(json!({}), |text| {
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.with_extension("json").display()))
    });
    let mut case = event;
    case["template"] = std::fs::read_to_string(path).expect("a lesson is UTF-8").into();
    case["dialect"] =
        if path.components().any(|c| c.as_os_str() == "velocity") { "velocity" } else { "apigateway" }.into();
    case
}

/// What a lesson gives, for its snapshot.
fn shown(case: &Value) -> String {
    match ours(case) {
        Answer::Error(message) => format!("error: {message}"),
        Answer::Output(output, overrides) => {
            let written = overrides.as_object().is_some_and(|o| !o.is_empty());
            let overrides = if written { format!("\n--- overrides\n{overrides:#}") } else { String::new() };
            format!("{output}{overrides}")
        }
    }
}

#[test]
fn every_lesson_gives_its_snapshot() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lessons = lessons();
    assert!(lessons.len() >= 450, "only {} lessons", lessons.len());
    for path in lessons {
        let case = case(&path);
        let name = path.strip_prefix(root).expect("lessons are in the project").with_extension("");
        let name = name.display().to_string().replace("fixtures/", "").replace('/', "__");
        insta::with_settings!({ description => case["template"].as_str().unwrap_or_default(), omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shown(&case));
        });
    }
}

#[test]
fn every_lesson_is_what_the_reference_prints() {
    let Some(mut reference) = Reference::start() else { return };
    let lessons = lessons();
    let cases: Vec<Value> = lessons.iter().map(|path| case(path)).collect();
    let answers = reference.ask(&cases);
    let wrong: Vec<String> = lessons
        .iter()
        .zip(&cases)
        .zip(&answers)
        .filter(|((_, case), theirs)| !ours(case).agrees(theirs))
        .map(|((path, case), theirs)| format!("{}: ours {:?}, reference {theirs:?}", path.display(), ours(case)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
