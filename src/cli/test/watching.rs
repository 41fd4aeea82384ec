//! `vtl test --watch`: runs again what a changed file touches.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use console::Term;
use vtl::suite::watch::{Next, Ran, Round, Watch};
use vtl::suite::{self, Report};

use super::TestArguments;
use crate::cli::output;
use crate::cli::report::Failure;

/// Runs all suites, and then what changes touch or keys ask for, until the end is asked for.
pub(super) fn run(arguments: &TestArguments) -> Result<(), Failure> {
    let paths = arguments.paths.clone();
    let find = move || suite::find(&paths).unwrap_or_default();
    let mut watch = Watch::new(&arguments.paths, find.clone()).map_err(|why| Failure::Usage(format!("`--watch`: {why}")))?;
    watch.listen_to_keys();
    let mut round = Round::All;
    loop {
        clear();
        output::print(title(&round).as_bytes())?;
        let suites = match round {
            Round::All => find(),
            Round::Again(suites) | Round::Failed(suites) | Round::Changed { suites, .. } => suites,
        };
        let report = arguments.test(&suites)?;
        watch.ran(report.suites.iter().map(|suite| Ran {
            suite: suite.path.clone(),
            files: suite.files.clone(),
            failed: suite.has_failed(),
        }));
        output::print(b"watching: a all, enter again, f failed, q quit\n")?;
        round = match watch.next() {
            Next::Run(round) => round,
            Next::Quit => return ended(&report),
            Next::Interrupted => {
                drop(watch);
                return Err(Failure::Found(130));
            }
        };
    }
}

/// A new round begins on an empty screen.
fn clear() {
    if io::stdout().is_terminal() {
        let _ = Term::stdout().clear_screen();
    }
}

fn title(round: &Round) -> String {
    match round {
        Round::All | Round::Again(_) => String::new(),
        Round::Failed(suites) if suites.is_empty() => "nothing has failed\n".to_owned(),
        Round::Failed(_) => "again what failed\n".to_owned(),
        Round::Changed { files, .. } => {
            let shown: Vec<String> = files.iter().take(3).map(|file| shown(file)).collect();
            let more = if files.len() > 3 { " and more" } else { "" };
            format!("changed: {}{more}\n", shown.join(", "))
        }
    }
}

fn shown(file: &Path) -> String {
    PathBuf::from(file).display().to_string()
}

/// The last round counts.
fn ended(report: &Report) -> Result<(), Failure> {
    match report.exit_code() {
        0 => Ok(()),
        code => Err(Failure::Found(code)),
    }
}
