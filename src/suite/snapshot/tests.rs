use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::file::SnapshotFile;
use super::*;
use crate::terminal::Paint;

/// A suite in a folder of its own.
struct Suite {
    folder: TempDir,
    path: PathBuf,
}

impl Suite {
    fn new() -> Suite {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pets.vtltest.yaml");
        fs::write(&path, "").unwrap();
        Suite { folder, path }
    }

    fn file(&self, ending: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join(format!("pets.vtltest.yaml{ending}"))).ok()
    }

    /// Runs cases, each with what it prints; `cases` are all there are.
    fn run(&self, mode: Mode, printed: &[(&str, &str)], cases: &[&str]) -> (Vec<Verdict>, Finished) {
        let mut store = Store::open(&self.path, mode).unwrap();
        let verdicts = printed.iter().map(|(case, text)| store.check(case, output(text))).collect();
        (verdicts, store.finish(cases.iter().copied()).unwrap())
    }

    fn settle(&self, case: &str, decision: Decision) {
        settle(&self.path, &[case], decision).unwrap();
    }

    fn pending(&self) -> Vec<(String, Proposal)> {
        pending(self.folder.path()).unwrap().into_iter().map(|p| (p.case, p.proposal)).collect()
    }
}

fn output(text: &str) -> Snapshot {
    Snapshot::of("pets.vtl").section("output", text)
}

#[test]
fn a_file_reads_well() {
    let suite = Suite::new();
    let mut store = Store::open(&suite.path, Mode::Pending).unwrap();
    store.check("puts one pet", output("{\n  \"id\": 7\n}\n").section("overrides", "{\"status\":202}"));
    store.check("an unusual \\ name\n", output("blank \nplain\r\n\ttab\u{a0}\u{1b}[0m"));
    store.check("nothing", output(""));
    store.finish(["puts one pet"]).unwrap();
    insta::assert_snapshot!(suite.file(".snap.new").unwrap(), @r#"
    # What the cases of pets.vtltest.yaml printed. `vtl test` compares it, `vtl review` changes it.

    === an unusual \\ name\n
    template: pets.vtl
    output:
    \ blank\u{20}
    \ plain\r
    \ \ttab\u{a0}\u{1b}[0m

    === nothing
    template: pets.vtl
    output:
    |

    === puts one pet
    template: pets.vtl
    output:
    | {
    |   "id": 7
    | }
    |
    overrides:
    | {"status":202}
    "#);
}

#[test]
fn what_is_read_is_what_was_written() {
    let texts =
        ["", "\n", "a", "a\n", "\n\na\n\n", "| a\n\\ b\n=== c\n# d", "  a  \r\n\t\r", "\u{feff}é\u{2028}\\u{20}\\"];
    for text in texts {
        let suite = Suite::new();
        assert_eq!(suite.run(Mode::Pending, &[(text, text)], &[text]).0, [Verdict::Missing]);
        suite.settle(text, Decision::Accept);
        let kept = suite.file(".snap").unwrap();
        assert_eq!(suite.run(Mode::Ci, &[(text, text)], &[text]).0, [Verdict::Same], "{text:?}\n{kept}");
        // editors and checkouts may do this
        let spoilt: String = kept.lines().map(|line| format!("{}\r\n", line.trim_end())).collect();
        let file = SnapshotFile::parse(&suite.path, &spoilt).unwrap();
        assert_eq!(file, SnapshotFile::parse(&suite.path, &kept).unwrap());
    }
}

#[test]
fn a_byte_more_is_a_change() {
    let suite = Suite::new();
    suite.run(Mode::Pending, &[("a", "{\"a\":1}")], &["a"]);
    suite.settle("a", Decision::Accept);
    for printed in ["{\"a\": 1}", "{\"a\":1}\n", "{\"a\":1} "] {
        assert_eq!(suite.run(Mode::Ci, &[("a", printed)], &["a"]).0, [Verdict::Changed(output("{\"a\":1}"))]);
    }
}

#[test]
fn ci_writes_nothing() {
    let suite = Suite::new();
    let (verdicts, finished) = suite.run(Mode::Ci, &[("a", "1")], &["a"]);
    assert_eq!((verdicts, finished), (vec![Verdict::Missing], Finished::default()));
    assert_eq!(fs::read_dir(suite.folder.path()).unwrap().count(), 1);
}

#[test]
fn accepting_replaces_and_rejecting_does_not() {
    let suite = Suite::new();
    suite.run(Mode::Pending, &[("a", "1"), ("b", "1")], &["a", "b"]);
    suite.settle("a", Decision::Accept);
    suite.settle("b", Decision::Reject);
    assert_eq!((suite.pending(), suite.file(".snap.new")), (vec![], None));
    let (verdicts, _) = suite.run(Mode::Pending, &[("a", "2"), ("b", "1")], &["a", "b"]);
    assert_eq!(verdicts, [Verdict::Changed(output("1")), Verdict::Missing]);
    let a = ("a".to_owned(), Proposal::Changed(output("1"), output("2")));
    assert_eq!(suite.pending(), [a, ("b".to_owned(), Proposal::New(output("1")))]);
}

#[test]
fn what_waits_stays_until_its_case_runs_again() {
    let suite = Suite::new();
    suite.run(Mode::Pending, &[("a", "1"), ("b", "1")], &["a", "b"]);
    // only b runs
    let (_, finished) = suite.run(Mode::Pending, &[("b", "2")], &["a", "b"]);
    assert_eq!(finished.pending, 2);
    assert_eq!(suite.pending()[0].1, Proposal::New(output("1")));
    assert_eq!(suite.pending()[1].1, Proposal::New(output("2")));
    // a is gone, b is as accepted
    suite.settle("b", Decision::Accept);
    suite.run(Mode::Pending, &[("b", "2")], &["b"]);
    assert_eq!(suite.file(".snap.new"), None);
}

#[test]
fn a_snapshot_without_a_case_is_orphaned() {
    let suite = Suite::new();
    suite.run(Mode::Pending, &[("old name", "1")], &["old name"]);
    suite.settle("old name", Decision::Accept);
    assert_eq!(suite.run(Mode::Ci, &[], &["new name"]).1.orphaned, ["old name"]);
    assert_eq!(suite.run(Mode::Ci, &[], &["old name"]).1.orphaned, [""; 0], "it did not run, but it is there");

    let (_, finished) = suite.run(Mode::Pending, &[("new name", "1")], &["new name"]);
    assert_eq!(finished, Finished { pending: 2, orphaned: vec!["old name".to_owned()] });
    assert_eq!(suite.pending()[1], ("old name".to_owned(), Proposal::Orphaned(output("1"))));
    suite.settle("old name", Decision::Accept);
    suite.settle("new name", Decision::Accept);
    assert_eq!(suite.run(Mode::Ci, &[("new name", "1")], &["new name"]), (vec![Verdict::Same], Finished::default()));
}

#[test]
fn snapshots_of_a_suite_that_is_gone_are_orphaned() {
    let suite = Suite::new();
    suite.run(Mode::Pending, &[("a", "1")], &["a"]);
    suite.settle("a", Decision::Accept);
    assert_eq!(orphaned_files(suite.folder.path(), Mode::Ci).unwrap(), Vec::<PathBuf>::new());
    fs::remove_file(&suite.path).unwrap();
    let file = suite.folder.path().join("pets.vtltest.yaml.snap");
    assert_eq!(orphaned_files(suite.folder.path(), Mode::Ci).unwrap(), std::slice::from_ref(&file));
    assert_eq!(suite.pending(), []);
    assert_eq!(orphaned_files(suite.folder.path(), Mode::Pending).unwrap(), [file]);
    assert_eq!(suite.pending(), [("a".to_owned(), Proposal::Orphaned(output("1")))]);
    suite.settle("a", Decision::Accept);
    assert_eq!(fs::read_dir(suite.folder.path()).unwrap().count(), 0);
}

#[test]
fn ignored_files_wait_and_ignored_folders_do_not() {
    let suite = Suite::new();
    let ignored = suite.folder.path().join("node_modules");
    fs::create_dir(&ignored).unwrap();
    fs::write(suite.folder.path().join(".gitignore"), "*.snap.new\nnode_modules\n").unwrap();
    suite.run(Mode::Pending, &[("a", "1")], &["a"]);
    fs::copy(suite.folder.path().join("pets.vtltest.yaml.snap.new"), ignored.join("pets.vtltest.yaml.snap.new"))
        .unwrap();
    fs::write(suite.folder.path().join("jest.snap.new"), "not ours").unwrap();
    assert_eq!(suite.pending().len(), 1);
}

#[test]
fn says_which_line_cannot_be_read() {
    let complaint = |text: &str| SnapshotFile::parse(std::path::Path::new("a.snap"), text).unwrap_err().to_string();
    insta::assert_snapshot!(complaint("=== a\noutput:\n| 1\n<<<<<<< HEAD\n| 2"), @r"
    a.snap:4: a merge left its conflict here
      <<<<<<< HEAD
    ");
    insta::assert_snapshot!(complaint("| 1"), @r"
    a.snap:1: `=== ` and a case's name must come first
      | 1
    ");
    insta::assert_snapshot!(complaint("=== a\ntemplate: t\n{}\n"), @r"
    a.snap:3: a line of an output starts with `| `; other lines are `output:` or `template: …`
      {}
    ");
    insta::assert_snapshot!(complaint("=== a\n=== a"), @r"
    a.snap:2: a second snapshot of this name
      === a
    ");
    insta::assert_snapshot!(complaint("=== a\noutput:\n\\ \\x"), @r"
    a.snap:3: an escape in this line is none
      \ \x
    ");
}

#[test]
fn a_new_snapshot_is_shown_whole_and_a_changed_one_by_what_differs() {
    let long = format!("{{\"id\":7,\"name\":\"{}\"}}", "Rex".repeat(40));
    insta::assert_snapshot!(show(&Proposal::New(output(&long)), Paint::Plain), @r#"
    (one line, laid out here for reading)
      1 + {
      2 +   "id": 7,
      3 +   "name": "RexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRexRex"
      4 + }
    "#);
    let changed = Proposal::Changed(output("{\"a\":1}"), output("{\"a\": 1}").section("overrides", "{}"));
    insta::assert_snapshot!(show(&changed, Paint::Plain), @r#"
    output:
    (the same JSON, written otherwise)
    1   - {"a":1}
      1 + {"a":·1}
    (· is a blank)
    overrides:
      1 + {}
    "#);
    insta::assert_snapshot!(show(&Proposal::Orphaned(output("gone\n")), Paint::Plain), @"1   - gone");
}
