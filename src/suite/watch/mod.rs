//! `vtl test --watch`: what is to be run again, and when.
//!
//! The command's loop asks [`Watch::next`] what to run, runs it, and hands back which files each suite read
//! ([`Watch::ran`]). A file that changes touches the suites that read it; a suite that is new is noticed. Editors that save by
//! renaming work, because folders are watched and not files; a burst of changes is one.

mod changes;
mod dependencies;
mod folders;
mod keys;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use self::dependencies::Dependencies;
use self::folders::Folders;
use self::keys::{Listening, WatchKey};
use super::find::is_suite;

/// So long no file may change before a burst of changes is over.
const QUIET: Duration = Duration::from_millis(60);

/// And so long a burst may last.
const LONGEST: Duration = Duration::from_millis(800);

/// A suite that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The suite's file.
    pub suite: PathBuf,
    /// What it read: templates, bodies, events. Of a suite that could not be read, what is known.
    pub files: Vec<PathBuf>,
    /// It did not read, or a case failed.
    pub failed: bool,
}

/// What is to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Round {
    /// All suites.
    All,
    /// The suites of the last round.
    Again(Vec<PathBuf>),
    /// Those that failed when they last ran; there may be none.
    Failed(Vec<PathBuf>),
    /// Those that changed files touch.
    Changed {
        /// The files.
        files: Vec<PathBuf>,
        /// The suites.
        suites: Vec<PathBuf>,
    },
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Run this.
    Run(Round),
    /// `q` was pressed, or the terminal is gone.
    Quit,
    /// Ctrl-C was pressed.
    Interrupted,
}

enum Happening {
    Files(Vec<PathBuf>),
    /// Something was missed.
    Lost,
    Key(WatchKey),
}

/// Watches the files of suites.
///
/// ```no_run
/// use vtl::suite::watch::{Next, Ran, Round, Watch};
///
/// # fn find() -> Vec<std::path::PathBuf> { Vec::new() }
/// # fn run(_: &[std::path::PathBuf]) -> Vec<Ran> { Vec::new() }
/// let mut watch = Watch::new(&["templates".into()], find)?;
/// watch.listen_to_keys();
/// let mut round = Round::All;
/// loop {
///     let suites = match &round {
///         Round::All => find(),
///         Round::Again(suites) | Round::Failed(suites) | Round::Changed { suites, .. } => suites.clone(),
///     };
///     watch.ran(run(&suites));
///     match watch.next() {
///         Next::Run(next) => round = next,
///         Next::Quit | Next::Interrupted => break,
///     }
/// }
/// # Ok::<(), String>(())
/// ```
pub struct Watch {
    folders: Folders,
    dependencies: Dependencies,
    /// The suites there are.
    find: Box<dyn Fn() -> Vec<PathBuf>>,
    /// Files that changed and were not looked at yet.
    changed: BTreeSet<PathBuf>,
    lost: bool,
    last: Vec<PathBuf>,
    sender: Sender<Happening>,
    receiver: Receiver<Happening>,
    /// The caller is not in the middle of a round.
    is_waiting: Arc<AtomicBool>,
    _listening: Option<Listening>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("dependencies", &self.dependencies).finish_non_exhaustive()
    }
}

impl Watch {
    /// Watches these files and folders, with all folders below them that are neither hidden nor excluded by `.gitignore`.
    /// `find` gives the suites that there are.
    ///
    /// # Errors
    /// A message if nothing can be watched.
    pub fn new(paths: &[PathBuf], find: impl Fn() -> Vec<PathBuf> + 'static) -> Result<Watch, String> {
        let (sender, receiver) = channel();
        let folders = Folders::new(paths, sender.clone())?;
        Ok(Watch {
            folders,
            dependencies: Dependencies::default(),
            find: Box::new(find),
            changed: BTreeSet::new(),
            lost: false,
            last: Vec::new(),
            sender,
            receiver,
            is_waiting: Arc::default(),
            _listening: None,
        })
    }

    /// Listens to the terminal's keys from now on, if stdin is one. When the watch is dropped, or a
    /// signal ends the process, the terminal is as it was.
    pub fn listen_to_keys(&mut self) {
        self._listening = Listening::start(&self.sender, &self.is_waiting);
    }

    /// Takes what was run, and watches the folders of what it read.
    pub fn ran(&mut self, ran: impl IntoIterator<Item = Ran>) {
        self.is_waiting.store(true, Ordering::Relaxed);
        self.last.clear();
        for ran in ran {
            self.last.push(ran.suite.clone());
            self.folders.add_those_of(ran.files.iter().chain([&ran.suite]));
            self.dependencies.learn(ran);
        }
    }

    /// Waits for a change or a key.
    #[expect(clippy::should_implement_trait, reason = "it never ends by itself")]
    pub fn next(&mut self) -> Next {
        self.is_waiting.store(true, Ordering::Relaxed);
        let next = loop {
            if let Some(next) = self.next_within(Duration::from_secs(3600)) {
                break next;
            }
        };
        self.is_waiting.store(false, Ordering::Relaxed);
        next
    }

    fn next_within(&mut self, patience: Duration) -> Option<Next> {
        let end = Instant::now() + patience;
        // what changed before a key was pressed is not lost
        let mut burst = (!self.changed.is_empty() || self.lost).then(Instant::now);
        loop {
            let wait = match burst {
                None => end.saturating_duration_since(Instant::now()),
                Some(start) => QUIET.min(LONGEST.saturating_sub(start.elapsed())),
            };
            // changes that never end do not put a round off for ever
            let happening =
                if wait.is_zero() { Err(RecvTimeoutError::Timeout) } else { self.receiver.recv_timeout(wait) };
            match happening {
                Ok(Happening::Key(key)) => {
                    if let Some(next) = self.key(key) {
                        return Some(next);
                    }
                }
                Ok(Happening::Files(files)) => {
                    self.changed.extend(files);
                    burst.get_or_insert_with(Instant::now);
                }
                Ok(Happening::Lost) => {
                    self.lost = true;
                    burst.get_or_insert_with(Instant::now);
                }
                Err(RecvTimeoutError::Timeout) if burst.is_some() => {
                    if let Some(round) = self.settled() {
                        return Some(Next::Run(round));
                    }
                    burst = None;
                }
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => return Some(Next::Quit),
            }
        }
    }

    fn key(&mut self, key: WatchKey) -> Option<Next> {
        let last = || self.last.iter().filter(|suite| suite.exists()).cloned().collect();
        match key {
            WatchKey::All => Some(Next::Run(Round::All)),
            WatchKey::Again => Some(Next::Run(Round::Again(last()))),
            WatchKey::Failed => Some(Next::Run(Round::Failed(self.dependencies.failed()))),
            WatchKey::Quit => Some(Next::Quit),
            WatchKey::Interrupt => Some(Next::Interrupted),
        }
    }

    /// A burst is over: what it touches.
    fn settled(&mut self) -> Option<Round> {
        let changed = std::mem::take(&mut self.changed);
        if std::mem::take(&mut self.lost) {
            self.folders.look_again();
            return Some(Round::All);
        }
        if changed.iter().any(|path| path.is_dir()) {
            self.folders.look_again();
        }
        let mut files = BTreeSet::new();
        let mut suites = BTreeSet::new();
        for path in &changed {
            let touched = self.dependencies.touched_by(path);
            if !touched.is_empty() {
                files.insert(path.clone());
                suites.extend(touched);
            }
        }
        // a new suite, or a new folder with suites in it
        if changed.iter().any(|path| path.is_dir() || is_suite(path)) {
            for suite in (self.find)() {
                if !self.dependencies.knows(&suite) {
                    files.insert(suite.clone());
                    suites.insert(suite);
                }
            }
        }
        suites.retain(|suite| {
            let exists = suite.exists();
            if !exists {
                self.dependencies.forget(suite);
            }
            exists
        });
        let suites: Vec<PathBuf> = suites.into_iter().collect();
        (!suites.is_empty()).then(|| Round::Changed { files: files.iter().map(|file| shown(file)).collect(), suites })
    }
}

/// As people know it: from the folder they are in.
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
