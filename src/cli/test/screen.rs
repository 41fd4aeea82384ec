//! What is seen while suites run.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use vtl::suite::{Style, SuiteReport};

use crate::cli::output;
use crate::cli::report::Failure;

/// Dots, or a line for each case; on a terminal a bar if it takes long.
pub(super) struct Screen {
    is_pretty: bool,
    style: Style,
    start: Instant,
    suites: usize,
    bar: Option<ProgressBar>,
    is_terminal: bool,
    /// Dots that a bar would wipe away.
    kept: String,
    failure: Option<io::Error>,
}

/// Runs that are over before that show no bar.
const PATIENCE: Duration = Duration::from_millis(500);

impl Screen {
    pub fn new(is_pretty: bool, style: Style, suites: usize) -> Screen {
        let is_terminal = io::stderr().is_terminal();
        let start = Instant::now();
        Screen { is_pretty, style, start, suites, bar: None, is_terminal, kept: String::new(), failure: None }
    }

    pub fn tell(&mut self, suite: &SuiteReport) {
        if self.is_terminal && self.bar.is_none() && self.start.elapsed() > PATIENCE {
            let bar = ProgressBar::new(self.suites as u64);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} suites") {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if self.is_pretty {
            let text = suite.progress(self.style);
            if self.is_terminal && !self.style.verbose {
                self.kept.push_str(&text);
            } else {
                self.print(&text);
            }
        }
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    fn print(&mut self, text: &str) {
        let print = || {
            let mut stdout = io::stdout().lock();
            stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
        };
        let done = match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        };
        if let Err(error) = done {
            self.failure.get_or_insert(error);
        }
    }

    pub fn end(mut self) -> Result<(), Failure> {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.is_pretty {
            let dots = std::mem::take(&mut self.kept);
            self.print(&format!("{dots}\n"));
        }
        self.failure.map_or(Ok(()), |error| Err(output::failed(error)))
    }
}
