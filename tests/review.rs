//! `vtl review` without a terminal: output, exit codes, and what becomes of the files.
#![cfg(feature = "cli")]

#[path = "support/folder.rs"]
mod folder;

use std::path::Path;

use folder::Folder;
use vtl::suite::Snapshot;
use vtl::suite::snapshot::{Decision, Mode, Store, settle};

/// A folder with two suites: one snapshot is accepted, changed and waits; two are new.
fn project() -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("orders")).expect("a folder in it");
    let pets = folder.path("pets.vtltest.yaml");
    waits(&pets, &[("gets one pet", "{\"id\": 7}"), ("puts one pet", "old")]);
    settle(&pets, &["puts one pet"], Decision::Accept).expect("it is accepted");
    waits(&pets, &[("gets one pet", "{\"id\": 7}"), ("puts one pet", "new")]);
    waits(&folder.path("orders/put.vtltest.json"), &[("an order", "<order/>")]);
    folder
}

fn waits(suite: &Path, printed: &[(&str, &str)]) {
    let mut store = Store::open(suite, Mode::Pending).expect("the snapshots read");
    for (case, text) in printed {
        store.check(case, Snapshot::of("pets.vtl").section("output", *text));
    }
    store.finish(printed.iter().map(|(case, _)| *case)).expect("the snapshots are written");
}

/// Runs `vtl review` there: exit code, stdout and stderr.
fn review(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    let run = folder.vtl(&[&["review"], arguments].concat());
    (run.code, run.out, run.err)
}

/// The files, with what is in them.
fn files(folder: &Folder, path: &str) -> String {
    if folder.has(path) { folder.read(path) } else { "none".to_owned() }
}

const LIST: &str = "orders/put.vtltest.json > an order (new)\n\
                    pets.vtltest.yaml > gets one pet (new)\n\
                    pets.vtltest.yaml > puts one pet (changed)\n";

#[test]
fn list_names_what_waits() {
    let folder = project();
    assert_eq!(review(&folder, &["--list"]), (1, LIST.to_owned(), String::new()));
    let one = "pets.vtltest.yaml > gets one pet (new)\n";
    assert_eq!(review(&folder, &["--list", "--snapshot", "gets"]), (1, one.to_owned(), String::new()));
    assert_eq!(review(&folder, &["orders", "--list"]).1, "orders/put.vtltest.json > an order (new)\n");
    assert_eq!(review(&folder, &["orders/put.vtltest.json", "--list"]).1, "orders/put.vtltest.json > an order (new)\n");
    assert!(review(&folder, &["pets.vtltest.yaml.snap.new"]).2.contains("this is no suite, `*.vtltest.yaml`"));
}

#[test]
fn accept_takes_them_all() {
    let folder = project();
    let (code, out, _) = review(&folder, &["--accept"]);
    assert_eq!((code, out.lines().count()), (0, 3), "{out}");
    insta::assert_snapshot!(files(&folder, "pets.vtltest.yaml.snap"), @r#"
    # What the cases of pets.vtltest.yaml printed. `vtl test` compares it, `vtl review` changes it.

    === gets one pet
    template: pets.vtl
    output:
    | {"id": 7}

    === puts one pet
    template: pets.vtl
    output:
    | new
    "#);
    assert_eq!(files(&folder, "pets.vtltest.yaml.snap.new"), "none");
    assert_eq!(review(&folder, &[]), (0, "No snapshot waits for a decision.\n".to_owned(), String::new()));
}

#[test]
fn reject_leaves_what_was_accepted() {
    let folder = project();
    let before = files(&folder, "pets.vtltest.yaml.snap");
    let (code, out, _) = review(&folder, &["--reject", "--snapshot", "puts one", "--snapshot", "orders/"]);
    assert_eq!(code, 1, "one is left");
    assert_eq!(out, "rejected orders/put.vtltest.json > an order\nrejected pets.vtltest.yaml > puts one pet\n");
    assert_eq!(files(&folder, "pets.vtltest.yaml.snap"), before);
    assert_eq!(review(&folder, &["--list"]).1, "pets.vtltest.yaml > gets one pet (new)\n");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let folder = project();
    let (code, out, err) = review(&folder, &[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("there is no terminal to ask at: say `--accept`, `--reject` or `--list`"), "{err}");
    let (code, _, err) = review(&folder, &["--accept", "--snapshot", "nothing"]);
    assert!(code == 2 && err.contains("no snapshot that waits has `nothing` in its name"), "{code} {err}");
    assert_eq!(review(&folder, &["--list"]).1, LIST);
}

#[test]
fn a_file_that_does_not_read_is_left_alone() {
    let broken = "=== a\n<<<<<<< HEAD\n";
    let folder = project().with("pets.vtltest.yaml.snap", broken);
    let (code, out, err) = review(&folder, &["--accept"]);
    assert_eq!((code, out.as_str()), (5, ""));
    assert!(err.contains("pets.vtltest.yaml.snap:2: a merge left its conflict here"), "{err}");
    assert_eq!(files(&folder, "pets.vtltest.yaml.snap"), broken);
    assert!(review(&folder, &["elsewhere"]).2.contains("elsewhere: there is no such folder or suite"));
}

#[test]
fn snapshots_of_a_suite_that_is_gone_are_removed() {
    let suite = "cases: [{name: one, template: t.vtl}]";
    let folder = project().with("t.vtl", "{}").with("other.vtltest.yaml", suite);
    let vtl = |arguments: &[&str]| {
        let run = folder.vtl(arguments);
        (run.code, run.out)
    };
    let (code, out) = vtl(&["test", "--ci"]);
    assert!(code == 1 && out.contains("pets.vtltest.yaml.snap: these snapshots belong to no suite"), "{code} {out}");
    let (code, out) = vtl(&["test"]);
    assert!(
        code == 0 && out.contains("there are snapshots of a suite that is gone: `vtl review` removes them"),
        "{out}"
    );
    let (_, out) = vtl(&["review", "--accept", "--snapshot", "pets"]);
    assert!(out.contains("removed pets.vtltest.yaml > puts one pet\n"), "{out}");
    assert_eq!(files(&folder, "pets.vtltest.yaml.snap"), "none");
    assert_eq!(vtl(&["test", "--ci"]).0, 0);
}
