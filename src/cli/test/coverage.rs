//! `vtl test --coverage`: how much of the templates the cases reach.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use vtl::suite::coverage::{self, Totals};
use vtl::suite::{Paint, Report};

use crate::cli::output;
use crate::cli::report::{Failure, has_colours, name};

/// Whether coverage is counted, and where it goes.
#[derive(Args)]
#[command(next_help_heading = "Coverage")]
pub struct CoverageArguments {
    /// Show how much of the templates the cases reach: lines, branches, loops, references that were null
    #[arg(long)]
    coverage: bool,

    /// Write the templates with marks as one page
    #[arg(long, value_name = "FILE")]
    coverage_html: Option<PathBuf>,

    /// Write LCOV, for tools
    #[arg(long, value_name = "FILE")]
    coverage_lcov: Option<PathBuf>,

    /// Fail if less than this is covered, of lines and branches, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    coverage_min: Option<f64>,
}

fn percent(text: &str) -> Result<f64, &'static str> {
    let number: f64 = text.trim_end_matches('%').parse().map_err(|_| "not a number")?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err("not from 0 to 100") }
}

impl CoverageArguments {
    /// Whether anything of it is asked for.
    pub fn is_asked(&self) -> bool {
        self.coverage || self.coverage_html.is_some() || self.coverage_lcov.is_some() || self.coverage_min.is_some()
    }

    /// Prints the table, and writes the files. Where stdout is for machines, the table goes to stderr.
    pub fn show(&self, report: &Report, to_stdout: bool) -> Result<(), Failure> {
        if let Some(path) = &self.coverage_html {
            write(path, &coverage::html(&report.coverage))?;
        }
        if let Some(path) = &self.coverage_lcov {
            write(path, &coverage::lcov(&report.coverage))?;
        }
        if !self.coverage {
            return Ok(());
        }
        if to_stdout {
            let table = coverage::table(&report.coverage, Paint::when(has_colours(&io::stdout())));
            output::print(format!("\n{table}").as_bytes())
        } else {
            let table = coverage::table(&report.coverage, Paint::when(has_colours(&io::stderr())));
            // a closed stderr has no reader to complain to
            let _ = io::stderr().write_all(table.as_bytes());
            Ok(())
        }
    }

    /// Fails if less is covered than is asked for.
    pub fn gate(&self, report: &Report) -> Result<(), Failure> {
        let Some(least) = self.coverage_min else { return Ok(()) };
        let covered = Totals::of(&report.coverage).percent();
        if covered >= least {
            return Ok(());
        }
        let _ = writeln!(io::stderr(), "{covered:.1}% is covered, less than the {least}% of `--coverage-min`");
        Err(Failure::Found(report.exit_code().max(1)))
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::input(name(path), format!("cannot be written: {error}")))
}
