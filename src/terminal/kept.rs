//! The terminal's settings, kept while single keys are read.

/// The settings of the terminal that stdin is, as they were when this was made. They are so again when it is dropped, and when
/// a signal ends the process.
#[derive(Debug)]
#[must_use = "the terminal is as it was as soon as this is dropped"]
pub struct Kept {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

/// Keeps the settings of the terminal that stdin is, if it is one.
pub fn keep() -> Kept {
    #[cfg(unix)]
    let before = rustix::termios::tcgetattr(std::io::stdin()).ok().inspect(unix::restore_at_signals);
    Kept {
        #[cfg(unix)]
        before,
    }
}

/// Ends the process as ctrl-C does where nobody reads keys, with the terminal as it was when it was [kept](keep). Returns where
/// there are no such signals.
pub(crate) fn interrupt() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGINT);
}

impl Drop for Kept {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.before.iter().for_each(unix::restore);
    }
}

#[cfg(unix)]
mod unix {
    use std::sync::Once;

    use rustix::termios::{OptionalActions, Termios, tcsetattr};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    pub fn restore(before: &Termios) {
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
    }

    /// A thread that waits for signals which end the process, as if nobody had waited for them. It never ends: with nobody
    /// waiting, signals would be lost from then on.
    pub fn restore_at_signals(before: &Termios) {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| {
            let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]) else { return };
            let before = before.clone();
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    restore(&before);
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            });
        });
    }
}
