//! Keys that are pressed while files are watched.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use console::{Key, Term};

use super::Happening;
use crate::terminal::{self, Kept};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WatchKey {
    /// `a`
    All,
    /// Enter
    Again,
    /// `f`
    Failed,
    /// `q`
    Quit,
    /// Ctrl-C
    Interrupt,
}

impl WatchKey {
    fn of(key: &Key) -> Option<WatchKey> {
        match key {
            Key::Char('a' | 'A') => Some(WatchKey::All),
            Key::Enter | Key::Char('r') => Some(WatchKey::Again),
            Key::Char('f' | 'F') => Some(WatchKey::Failed),
            Key::Char('q' | 'Q') => Some(WatchKey::Quit),
            Key::CtrlC => Some(WatchKey::Interrupt),
            _ => None,
        }
    }
}

/// A thread that waits for keys. It cannot be woken; whoever drops this gets the terminal back as it was nevertheless.
pub(super) struct Listening {
    _kept: Kept,
}

impl Listening {
    /// `None` if stdin is no terminal. Ctrl-C is a key as long as somebody waits for keys; in the middle of a round it ends all.
    pub fn start(sender: &Sender<Happening>, is_waited_for: &Arc<AtomicBool>) -> Option<Listening> {
        if !io::stdin().is_terminal() {
            return None;
        }
        let listening = Listening { _kept: terminal::keep() };
        let (sender, is_waited_for) = (sender.clone(), Arc::clone(is_waited_for));
        std::thread::spawn(move || {
            let term = Term::stdout();
            loop {
                // the end of a terminal is the end of the watch
                let key = term.read_key_raw().map_or(Some(WatchKey::Quit), |key| WatchKey::of(&key));
                let Some(key) = key else { continue };
                if key == WatchKey::Interrupt && !is_waited_for.load(Ordering::Relaxed) {
                    terminal::interrupt();
                }
                let is_last = matches!(key, WatchKey::Quit | WatchKey::Interrupt);
                if sender.send(Happening::Key(key)).is_err() || is_last {
                    return;
                }
            }
        });
        Some(listening)
    }
}
