//! The command at a terminal: keys, what is seen, and that ctrl-C leaves the terminal as it was. Skipped, with a message,
//! where no pseudo-terminal can be opened.
#![cfg(all(feature = "cli", unix))]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use tempfile::TempDir;
use vtl::suite::Snapshot;
use vtl::suite::snapshot::{Mode, Store};

/// Slow machines are slow; nobody waits this long where all is well.
const PATIENCE: Duration = Duration::from_secs(60);

/// `vtl` at a terminal.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal is still there when the command has ended.
    _slave: Box<dyn SlavePty + Send>,
    keys: Box<dyn Write + Send>,
    screen: Arc<(Mutex<Vec<u8>>, Condvar)>,
    /// How far the screen was read by `shows`.
    read: usize,
    /// The terminal's settings before the command ran.
    before: String,
}

impl Terminal {
    /// Starts the command in a folder; `None` where there are no pseudo-terminals.
    fn run(folder: &Path, arguments: &[&str]) -> Option<Terminal> {
        let size = PtySize { rows: 40, cols: 120, ..PtySize::default() };
        let pair = match native_pty_system().openpty(size) {
            Ok(pair) => pair,
            Err(error) => {
                eprintln!("skipped: no pseudo-terminal can be opened: {error}");
                return None;
            }
        };
        let before = settings(&*pair.master);
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_vtl"));
        command.args(arguments);
        command.cwd(folder);
        command.env("TERM", "xterm");
        command.env("NO_COLOR", "1");
        let child = pair.slave.spawn_command(command).expect("the command starts");
        let screen = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("the screen can be read");
        let filled = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                filled.0.lock().expect("no reader fails").extend(&bytes[..count]);
                filled.1.notify_all();
            }
        });
        let keys = pair.master.take_writer().expect("keys can be pressed");
        Some(Terminal { child, master: pair.master, _slave: pair.slave, keys, screen, read: 0, before })
    }

    /// Waits until a text is seen, after those that were waited for before.
    fn shows(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        let mut seen = self.screen.0.lock().expect("no reader fails");
        loop {
            let fresh = String::from_utf8_lossy(&seen[self.read..]).into_owned();
            if let Some(at) = fresh.find(text) {
                self.read += at + text.len();
                return;
            }
            assert!(Instant::now() < end, "no {text:?} in\n{fresh}");
            seen = self.screen.1.wait_timeout(seen, Duration::from_millis(200)).expect("no reader fails").0;
        }
    }

    /// Waits until the command listens to single keys.
    fn listens(&self) {
        let end = Instant::now() + PATIENCE;
        while settings(&*self.master) == self.before {
            assert!(Instant::now() < end, "the command does not listen to keys");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the command listens to single keys, and presses one.
    fn press(&mut self, key: &str) {
        self.listens();
        self.keys.write_all(key.as_bytes()).and_then(|()| self.keys.flush()).expect("the key is pressed");
    }

    /// Waits until the command listens to single keys, and sends it a signal from outside.
    fn signal(&self, name: &str) {
        self.listens();
        let process = self.child.process_id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args([format!("-{name}"), process]).status();
        assert!(sent.expect("there is `kill`").success());
    }

    /// Waits for the command's end: its exit code. The terminal has to be as it was before.
    fn ends(mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                break status;
            }
            assert!(Instant::now() < end, "the command does not end");
            std::thread::sleep(Duration::from_millis(5));
        };
        assert_eq!(settings(&*self.master), self.before, "the terminal is not as it was");
        status.exit_code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The terminal's settings, to be compared.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has settings"))
}

const CTRL_C: &str = "\u{3}";

/// A folder with a suite whose two cases printed something new.
fn two_snapshots() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(&folder.path().join("pets.vtltest.yaml"), Mode::Pending).expect("nothing to read");
    store.check("gets a pet", Snapshot::of("pets.vtl").section("output", "{\"id\": 7}"));
    store.check("puts a pet", Snapshot::of("pets.vtl").section("output", "{\"name\": \"Rex\"}"));
    store.finish([]).expect("the snapshots are written");
    folder
}

fn text(folder: &TempDir, name: &str) -> Option<String> {
    std::fs::read_to_string(folder.path().join(name)).ok()
}

#[test]
fn review_accepts_rejects_and_skips_with_a_key() {
    let folder = two_snapshots();
    let Some(mut terminal) = Terminal::run(folder.path(), &["review"]) else { return };
    terminal.shows("[1/2] pets.vtltest.yaml > gets a pet");
    terminal.shows("+ {\"id\": 7}");
    terminal.press("a");
    terminal.shows("accepted pets.vtltest.yaml > gets a pet");
    terminal.shows("[2/2] pets.vtltest.yaml > puts a pet");
    terminal.press("s");
    terminal.shows("skipped pets.vtltest.yaml > puts a pet");
    assert_eq!(terminal.ends(), 1, "one is left");
    assert!(text(&folder, "pets.vtltest.yaml.snap").is_some_and(|text| text.contains("| {\"id\": 7}")));

    let Some(mut terminal) = Terminal::run(folder.path(), &["review"]) else { return };
    terminal.shows("[1/1] pets.vtltest.yaml > puts a pet");
    terminal.press("x");
    terminal.press("R");
    terminal.shows("rejected pets.vtltest.yaml > puts a pet");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(text(&folder, "pets.vtltest.yaml.snap.new"), None);
}

#[test]
fn ctrl_c_ends_a_review_and_changes_nothing() {
    let folder = two_snapshots();
    let before = text(&folder, "pets.vtltest.yaml.snap.new");
    let Some(mut terminal) = Terminal::run(folder.path(), &["review"]) else { return };
    terminal.shows("reject all");
    terminal.press(CTRL_C);
    assert_eq!(terminal.ends(), 130);
    assert_eq!(text(&folder, "pets.vtltest.yaml.snap.new"), before);
    assert_eq!(text(&folder, "pets.vtltest.yaml.snap"), None);
}

/// A folder with a template and the suite that `--init` drew from it.
fn greeting() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let template = folder.path().join("greet.vtl");
    std::fs::write(&template, GREETING).expect("it is written");
    vtl::suite::init(&template, false).expect("a suite is drawn");
    folder
}

const GREETING: &str = r#"{"hello": "$input.params('name')"}"#;

/// Saves a file as many editors do: the new text takes the old one's place.
fn save(folder: &TempDir, name: &str, text: &str) {
    let fresh = folder.path().join(format!("{name}.tmp"));
    std::fs::write(&fresh, text).and_then(|()| std::fs::rename(&fresh, folder.path().join(name))).expect("it is saved");
}

#[test]
fn watch_runs_again_what_a_save_touches() {
    let folder = greeting();
    let Some(mut terminal) = Terminal::run(folder.path(), &["test", "--watch"]) else { return };
    terminal.shows("1 passed in 1 suite");
    terminal.shows("Waiting for changes.");
    save(&folder, "greet.vtl", r#"{"hullo": "$input.params('name')"}"#);
    terminal.shows("Changed: greet.vtl");
    terminal.shows("1 failed in 1 suite");
    terminal.shows("Waiting for changes.");
    save(&folder, "greet.vtl", GREETING);
    terminal.shows("1 passed in 1 suite");
    terminal.shows("Waiting for changes.");
    terminal.press("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn watch_notices_new_suites_and_listens_to_keys() {
    let folder = greeting();
    let Some(mut terminal) = Terminal::run(folder.path(), &["test", "--watch"]) else { return };
    terminal.shows("Waiting for changes.");
    let suite = "template: greet.vtl\ncases: [{name: fails, expect: {text: no}}]";
    save(&folder, "new.vtltest.yaml", suite);
    terminal.shows("Changed: new.vtltest.yaml");
    terminal.shows("1 failed in 1 suite");
    terminal.shows("Waiting for changes.");
    terminal.press("a");
    terminal.shows("1 failed, 1 passed in 2 suites");
    terminal.shows("Waiting for changes.");
    terminal.press("f");
    terminal.shows("1 failed in 1 suite");
    terminal.shows("Waiting for changes.");
    terminal.press("\r");
    terminal.shows("1 failed in 1 suite");
    terminal.shows("Waiting for changes.");
    terminal.press(CTRL_C);
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn a_signal_from_outside_leaves_the_terminal_as_it_was() {
    for signal in ["INT", "TERM", "HUP"] {
        let folder = two_snapshots();
        let Some(mut terminal) = Terminal::run(folder.path(), &["review"]) else { return };
        terminal.shows("reject all");
        terminal.signal(signal);
        assert_ne!(terminal.ends(), 0);

        let folder = greeting();
        let Some(mut terminal) = Terminal::run(folder.path(), &["test", "--watch"]) else { return };
        terminal.shows("Waiting for changes.");
        terminal.signal(signal);
        assert_ne!(terminal.ends(), 0);
    }
}

#[test]
fn ctrl_c_ends_a_round_that_takes_long() {
    let folder = greeting();
    let rows: Vec<String> = (0..1000).map(|n| format!("{{n: {n}}}")).collect();
    let suite = format!("template: slow.vtl\ncases: [{{name: slow, each: [{}]}}]", rows.join(", "));
    save(&folder, "slow.vtl", "#foreach($i in [1..1000])#foreach($j in [1..1000])#end#end{}");
    save(&folder, "slow.vtltest.yaml", &suite);
    let Some(mut terminal) = Terminal::run(folder.path(), &["test", "--watch"]) else { return };
    terminal.press(CTRL_C);
    assert_ne!(terminal.ends(), 0);
}
