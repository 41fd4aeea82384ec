//! `vtl test --watch`: runs again what a changed file touches.

use std::io::{self, IsTerminal};

use console::Term;
use vtl::suite::watch::{Next, Ran, Round, Watch};
use vtl::suite::{self, Paint, SuiteReport};

use super::TestArguments;
use crate::cli::output;
use crate::cli::report::{Failure, has_colours};

/// Runs all suites, and then what changes touch or keys ask for, until the end is asked for.
pub(super) fn run(arguments: &TestArguments) -> Result<(), Failure> {
    let paths = arguments.paths.clone();
    let find = move || suite::find(&paths).unwrap_or_default();
    let watch = Watch::new(&arguments.paths, find.clone());
    let mut watch = watch.map_err(|why| Failure::Usage(format!("`--watch`: {why}")))?;
    let screen = Screen::new();
    if screen.has_keys {
        watch.listen_to_keys();
    }
    let mut round = Round::All;
    loop {
        let suites = match &round {
            Round::All => find(),
            Round::Again(suites) | Round::Failed(suites) | Round::Changed { suites, .. } => suites.clone(),
        };
        screen.begin(&round)?;
        let code = if suites.is_empty() {
            screen.nothing(&round)?;
            0
        } else {
            let report = arguments.test(&suites)?;
            watch.ran(report.suites.iter().map(ran));
            report.exit_code()
        };
        screen.wait()?;
        round = match watch.next() {
            Next::Run(round) => round,
            Next::Quit => return screen.end(code),
            Next::Interrupted => return screen.end(130),
        };
    }
}

fn ran(suite: &SuiteReport) -> Ran {
    Ran { suite: suite.path.clone(), files: suite.files.clone(), failed: suite.has_failed() }
}

/// What is seen around the reports.
struct Screen {
    is_terminal: bool,
    has_keys: bool,
    paint: Paint,
}

impl Screen {
    fn new() -> Screen {
        let is_terminal = io::stdout().is_terminal();
        let has_keys = is_terminal && io::stdin().is_terminal();
        Screen { is_terminal, has_keys, paint: Paint::when(has_colours(&io::stdout())) }
    }

    /// A new round begins on an empty screen.
    fn begin(&self, round: &Round) -> Result<(), Failure> {
        if self.is_terminal {
            Term::stdout().clear_screen().map_err(output::failed)?;
        }
        let Round::Changed { files, .. } = round else { return Ok(()) };
        let mut names: Vec<String> = files.iter().take(3).map(|file| file.display().to_string()).collect();
        if files.len() > names.len() {
            names.push(format!("{} more", files.len() - names.len()));
        }
        self.faint(&format!("Changed: {}", names.join(", ")))
    }

    fn nothing(&self, round: &Round) -> Result<(), Failure> {
        self.faint(match round {
            Round::Failed(_) => "No suite failed when it last ran.",
            _ => "There is no suite, `*.vtltest.yaml`, yet.",
        })
    }

    fn wait(&self) -> Result<(), Failure> {
        self.faint(match self.has_keys {
            true => "Waiting for changes. Keys: a all, f failed, enter again, q quit",
            false => "Waiting for changes.",
        })
    }

    fn end(&self, code: u8) -> Result<(), Failure> {
        if self.is_terminal {
            output::print(b"\n")?;
        }
        if code == 0 { Ok(()) } else { Err(Failure::Found(code)) }
    }

    fn faint(&self, line: &str) -> Result<(), Failure> {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        output::print(format!("{}\n", self.paint.faint(&line)).as_bytes())
    }
}
