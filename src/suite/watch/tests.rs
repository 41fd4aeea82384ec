use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::*;

/// Slow machines are slow.
const LONG: Duration = Duration::from_secs(30);

/// Longer than a burst.
const SHORT: Duration = Duration::from_millis(300);

/// A project with one suite, which reads one template; both were run.
struct Project {
    folder: TempDir,
    watch: Watch,
}

impl Project {
    fn new() -> Project {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("pets.vtl"), "old").unwrap();
        fs::write(root.join("pets.vtltest.yaml"), "").unwrap();
        fs::write(root.join("other.txt"), "").unwrap();
        let found = root.clone();
        let find = move || {
            let all =
                crate::suite::folders::folders(&found).into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
            all.map(|entry| entry.unwrap().path()).filter(|path| is_suite(path)).collect()
        };
        let watch = Watch::new(&[root], find).unwrap();
        let mut project = Project { folder, watch };
        project.ran("pets.vtltest.yaml", &["pets.vtl"], false);
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn ran(&mut self, suite: &str, files: &[&str], failed: bool) {
        let files = files.iter().map(|file| self.path(file)).collect();
        let ran = Ran { suite: self.path(suite), files, failed };
        self.watch.ran([ran]);
    }

    /// The suites that changed files touch.
    fn touched(&mut self) -> Vec<String> {
        match self.watch.next_within(LONG) {
            Some(Next::Run(Round::Changed { suites, .. })) => suites.iter().map(|suite| self.name(suite)).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn name(&self, path: &Path) -> String {
        path.strip_prefix(self.path("")).unwrap().display().to_string()
    }

    fn press(&self, key: WatchKey) {
        self.watch.sender.send(Happening::Key(key)).unwrap();
    }
}

#[test]
fn a_template_that_is_saved_touches_its_suite() {
    let mut project = Project::new();
    fs::write(project.path("pets.vtl"), "new").unwrap();
    assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
    fs::write(project.path("pets.vtltest.yaml"), "cases:").unwrap();
    assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
    fs::write(project.path("pets.vtltest.yaml.snap"), "").unwrap();
    assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
}

#[test]
fn editors_may_save_by_renaming() {
    let mut project = Project::new();
    // the new text is written beside the file and takes its place
    fs::write(project.path("pets.vtl.tmp"), "new").unwrap();
    fs::rename(project.path("pets.vtl.tmp"), project.path("pets.vtl")).unwrap();
    assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
    // the file becomes a copy, and a new one is made; again and again
    for text in ["1", "2"] {
        fs::rename(project.path("pets.vtltest.yaml"), project.path("pets.vtltest.yaml~")).unwrap();
        fs::write(project.path("pets.vtltest.yaml"), text).unwrap();
        assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
    }
}

#[test]
fn other_files_and_reading_touch_nothing() {
    let mut project = Project::new();
    fs::write(project.path("other.txt"), "new").unwrap();
    fs::read(project.path("pets.vtl")).unwrap();
    fs::write(project.path("pets.vtltest.yaml.snap.new"), "").unwrap();
    assert_eq!(project.watch.next_within(SHORT), None);
}

#[test]
fn a_new_suite_is_noticed_in_a_new_folder_too() {
    let mut project = Project::new();
    fs::write(project.path("new.vtltest.json"), "").unwrap();
    assert_eq!(project.touched(), ["new.vtltest.json"]);
    project.ran("new.vtltest.json", &[], true);
    fs::create_dir_all(project.path("a/b")).unwrap();
    fs::write(project.path("a/b/deep.vtltest.toml"), "").unwrap();
    assert_eq!(project.touched(), ["a/b/deep.vtltest.toml"]);
    project.ran("a/b/deep.vtltest.toml", &["a/b/deep.vtl"], true);
    fs::write(project.path("a/b/deep.vtl"), "").unwrap();
    assert_eq!(project.touched(), ["a/b/deep.vtltest.toml"], "a file that was not there yet");
}

#[test]
fn files_elsewhere_are_watched_if_a_suite_reads_them() {
    let mut project = Project::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let body = elsewhere.path().join("body.json");
    fs::write(&body, "1").unwrap();
    let suite = project.path("pets.vtltest.yaml");
    project.watch.ran([Ran { suite, files: vec![body.clone()], failed: false }]);
    fs::write(&body, "2").unwrap();
    assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
}

#[test]
fn a_suite_that_is_gone_is_forgotten() {
    let mut project = Project::new();
    fs::remove_file(project.path("pets.vtltest.yaml")).unwrap();
    assert_eq!(project.watch.next_within(SHORT), None);
    fs::write(project.path("pets.vtl"), "new").unwrap();
    assert_eq!(project.watch.next_within(SHORT), None);
    fs::write(project.path("pets.vtltest.yaml"), "").unwrap();
    assert_eq!(project.touched(), ["pets.vtltest.yaml"]);
}

#[test]
fn keys_say_what_to_run() {
    let mut project = Project::new();
    project.ran("pets.vtltest.yaml", &[], true);
    let suite = project.path("pets.vtltest.yaml");
    let expected = [
        (WatchKey::All, Next::Run(Round::All)),
        (WatchKey::Again, Next::Run(Round::Again(vec![suite.clone()]))),
        (WatchKey::Failed, Next::Run(Round::Failed(vec![suite]))),
        (WatchKey::Quit, Next::Quit),
        (WatchKey::Interrupt, Next::Interrupted),
    ];
    for (key, next) in expected {
        project.press(key);
        assert_eq!(project.watch.next_within(LONG), Some(next));
    }
    project.ran("pets.vtltest.yaml", &[], false);
    project.press(WatchKey::Failed);
    assert_eq!(project.watch.next_within(LONG), Some(Next::Run(Round::Failed(Vec::new()))));
}

#[test]
fn changes_that_are_missed_run_all() {
    let mut project = Project::new();
    project.watch.sender.send(Happening::Lost).unwrap();
    assert_eq!(project.watch.next_within(LONG), Some(Next::Run(Round::All)));
}
