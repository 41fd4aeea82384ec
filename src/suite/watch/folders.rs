//! The folders that are watched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::{Config, EventHandler, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Happening;
use super::changes::Changes;
use crate::suite::files::folder_of;
use crate::suite::folders::folders;

/// Where the system tells of no changes, files are looked at so often.
const INTERVAL: Duration = Duration::from_millis(700);

pub(super) struct Folders {
    watcher: Box<dyn Watcher + Send>,
    /// As they were given.
    roots: Vec<PathBuf>,
    watched: BTreeSet<PathBuf>,
    sender: Sender<Happening>,
    is_polling: bool,
}

impl Folders {
    pub fn new(paths: &[PathBuf], sender: Sender<Happening>) -> Result<Folders, String> {
        let roots = paths.iter().map(|path| if path.is_dir() { path } else { folder_of(path) }.to_owned()).collect();
        let handler = Changes { sender: sender.clone() };
        let recommended = make::<RecommendedWatcher>(handler, Config::default());
        let is_polling = recommended.is_err();
        let watcher = recommended.or_else(|_| poll(&sender))?;
        let mut folders = Folders { watcher, roots, watched: BTreeSet::new(), sender, is_polling };
        folders.look_again();
        if folders.watched.is_empty() { Err("none of the folders can be watched".to_owned()) } else { Ok(folders) }
    }

    /// Watches folders that are new.
    pub fn look_again(&mut self) {
        // a folder may be made in one that is not watched yet
        for _ in 0..5 {
            let before = self.watched.len();
            let all: Vec<PathBuf> = self.roots.iter().flat_map(|root| folders(root)).collect();
            self.add(all);
            if self.watched.len() == before {
                break;
            }
        }
    }

    /// Watches the folders that files are in.
    pub fn add_those_of<'p>(&mut self, files: impl Iterator<Item = &'p PathBuf>) {
        let folder = |file: &Path| folder_of(file).to_owned();
        let all = files.flat_map(|file| [Some(folder(file)), file.canonicalize().ok().map(|file| folder(&file))]);
        let all: Vec<PathBuf> = all.flatten().collect();
        self.add(all);
    }

    fn add(&mut self, folders: Vec<PathBuf>) {
        let fresh: BTreeSet<PathBuf> = folders
            .iter()
            .filter_map(|folder| folder.canonicalize().ok())
            .filter(|folder| folder.is_dir() && !self.watched.contains(folder))
            .collect();
        if fresh.is_empty() {
            return;
        }
        let mut paths = self.watcher.paths_mut();
        let mut failed = false;
        for folder in &fresh {
            failed |= paths.add(folder, RecursiveMode::NonRecursive).is_err();
        }
        failed |= paths.commit().is_err();
        self.watched.extend(fresh);
        // the system watches no more folders than this: look at them all instead
        if failed && !self.is_polling {
            self.is_polling = true;
            if let Ok(watcher) = poll(&self.sender) {
                self.watcher = watcher;
                let all = std::mem::take(&mut self.watched).into_iter().collect();
                self.add(all);
            }
        }
    }
}

fn poll(sender: &Sender<Happening>) -> Result<Box<dyn Watcher + Send>, String> {
    let config = Config::default().with_poll_interval(INTERVAL);
    make::<PollWatcher>(Changes { sender: sender.clone() }, config)
}

fn make<W: Watcher + Send + 'static>(
    handler: impl EventHandler,
    config: Config,
) -> Result<Box<dyn Watcher + Send>, String> {
    match W::new(handler, config) {
        Ok(watcher) => Ok(Box::new(watcher)),
        Err(error) => Err(format!("files cannot be watched: {error}")),
    }
}
