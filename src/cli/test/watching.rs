//! `vtl test --watch`: one round after the other.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use console::Term;
use vtl::suite::watch::{Next, Ran, Round, Watch};
use vtl::suite::{self, Report, SuiteReport};
use vtl::terminal::{Paint, one_line};

use crate::cli::output;
use crate::cli::report::{Failure, has_colours};

/// Runs all suites, and then those that changes touch or keys ask for. `test` runs suites and reports.
pub(super) fn run(paths: &[PathBuf], test: impl Fn(&[PathBuf]) -> Result<Report, Failure>) -> Result<(), Failure> {
    let find = {
        let paths = paths.to_vec();
        move || suite::find(&paths).unwrap_or_default()
    };
    // a path that is not there is said once, and not waited for
    suite::find(paths).map_err(|problem| Failure::Usage(problem.to_string()))?;
    let mut watch = Watch::new(paths, find.clone()).map_err(Failure::Usage)?;
    let screen = Screen::new();
    if screen.has_keys {
        watch.listen_to_keys();
    }
    let mut round = Round::All;
    // of the last round
    let mut code = 0;
    loop {
        let suites = match &round {
            Round::All => find(),
            Round::Again(suites) | Round::Failed(suites) | Round::Changed { suites, .. } => suites.clone(),
        };
        screen.begin(&round)?;
        if suites.is_empty() {
            screen.nothing(&round)?;
        } else {
            match test(&suites) {
                Ok(report) => {
                    watch.ran(report.suites.iter().map(ran));
                    code = report.exit_code();
                }
                Err(failure @ (Failure::ClosedOutput | Failure::Output(_))) => return Err(failure),
                // said, and perhaps better after the next change
                Err(failure) => drop(failure.report()),
            }
        }
        screen.wait()?;
        round = match watch.next() {
            Next::Run(round) => round,
            Next::Quit => return screen.end(code),
            Next::Interrupted => return screen.end(130),
        };
    }
}

fn ran(suite: &SuiteReport) -> Ran {
    let failed = suite.problem.is_some() || suite.cases.iter().any(|case| !case.failures.is_empty());
    Ran { suite: PathBuf::from(&suite.name), files: suite.files.clone(), failed }
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

    /// What the shell writes next stands on a line of its own.
    fn end(&self, code: u8) -> Result<(), Failure> {
        if self.is_terminal {
            output::print(b"\n")?;
        }
        if code == 0 { Ok(()) } else { Err(Failure::Found(code)) }
    }

    fn faint(&self, line: &str) -> Result<(), Failure> {
        output::print(format!("{}\n", self.paint.faint(&one_line(line))).as_bytes())
    }
}
