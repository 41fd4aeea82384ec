//! `--coverage --coverage-html page.html --coverage-lcov lcov.info --coverage-min 90`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use vtl::suite::coverage::{Collector, Totals, html, lcov, table};
use vtl::terminal::Paint;

use super::output;
use super::report::{Failure, has_colours, name};

/// How much of the templates the cases reach, and how that is told.
#[derive(Args)]
#[command(next_help_heading = "Coverage")]
pub struct CoverageArguments {
    /// Show how much of each template the cases reach: lines, branches, loops, references that were null
    #[arg(long, conflicts_with = "watch")]
    coverage: bool,

    /// Write one page with the templates and marks of what was reached
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    coverage_html: Option<PathBuf>,

    /// Write a tracefile in LCOV's format, for tools
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    coverage_lcov: Option<PathBuf>,

    /// Fail if less than so many percent of all lines and branches are reached
    #[arg(long, value_name = "PERCENT", value_parser = percent, conflicts_with = "watch")]
    coverage_min: Option<f64>,
}

fn percent(text: &str) -> Result<f64, &'static str> {
    let number = text.strip_suffix('%').unwrap_or(text).parse().map_err(|_| "not a number")?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err("not from 0 to 100") }
}

fn write(path: &Path, text: String) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::input(name(path), format!("it cannot be written: {error}")))
}

impl CoverageArguments {
    /// What counts, if anything is to be counted.
    pub fn collector(&self) -> Option<Arc<Collector>> {
        let files = self.coverage_html.is_some() || self.coverage_lcov.is_some();
        (self.coverage || files || self.coverage_min.is_some()).then(Arc::default)
    }

    /// Writes what was counted. The table goes to stdout, or to stderr where a report for machines is on stdout. Fails if too
    /// little was reached.
    pub fn report(&self, collector: &Collector, for_people: bool) -> Result<(), Failure> {
        let all = collector.all();
        if let Some(path) = &self.coverage_html {
            write(path, html(&all))?;
        }
        if let Some(path) = &self.coverage_lcov {
            write(path, lcov(&all))?;
        }
        let percent = Totals::of(&all).percent();
        let missing = self.coverage_min.filter(|most| percent < *most);
        if self.coverage || missing.is_some() {
            let colours = if for_people { has_colours(&io::stdout()) } else { has_colours(&io::stderr()) };
            let table = format!("\n{}", table(&all, Paint::when(colours)));
            if for_people { output::print(table.as_bytes())? } else { eprint!("{table}") }
        }
        match missing {
            Some(least) => {
                eprintln!("coverage is {percent:.1}%, and should be at least {least}%");
                Err(Failure::Found(1))
            }
            None => Ok(()),
        }
    }
}
