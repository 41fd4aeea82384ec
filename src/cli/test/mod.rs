//! `vtl test`: runs the suites below a folder.

mod screen;
mod watching;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use vtl::suite::snapshot::{self, Mode};
use vtl::suite::{self, Format, InitError, Report, Selection, Settings, Style};
use vtl::terminal::Paint;

use super::coverage_arguments::CoverageArguments;
use super::output;
use super::report::{Failure, has_colours, name};
use screen::Screen;

/// What to test, and how to report it.
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub struct TestArguments {
    /// Suites, and folders to find suites in: `*.vtltest.yaml`, `.yml`, `.json`, `.toml`
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,

    /// Run only cases with this text, or a match of this regular expression, in `suite > case`
    #[arg(short, long = "test", value_name = "PATTERN")]
    test: Option<String>,

    /// Run only cases with this tag
    #[arg(long, value_name = "NAME")]
    tag: Vec<String>,

    /// Run only suites that changed, or whose templates and files did, since a commit
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true, default_missing_value = "HEAD")]
    changed: Option<String>,

    /// Stop at the first failure
    #[arg(long)]
    fail_fast: bool,

    /// Let `only` fail, and write no file
    #[arg(long)]
    ci: bool,

    /// How to report
    #[arg(long, value_enum, default_value = "pretty")]
    format: FormatName,

    /// A line for each case
    #[arg(short, long)]
    verbose: bool,

    /// Suites that run at the same time; as many as there are processors if not given
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    #[command(flatten)]
    coverage: CoverageArguments,

    /// Run again what a changed file touches, until `q` is pressed
    #[arg(short, long, conflicts_with_all = ["ci", "changed"])]
    watch: bool,

    /// Write a suite for each template, with one case drawn from what it reads, and do nothing else
    #[arg(long, value_name = "TEMPLATE", num_args = 1.., conflicts_with_all = ["paths", "watch", "ci", "schema"])]
    init: Vec<PathBuf>,

    /// Let `--init` overwrite a suite
    #[arg(long, requires = "init")]
    force: bool,

    /// Print the JSON Schema of suites, for editors, and do nothing else
    #[arg(long, exclusive = true)]
    schema: bool,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    all passed; with `--watch`, in the last round
  1    some failed, or less is covered than `--coverage-min` asks for
  2    the arguments are wrong, or there is nothing to test
  3    a suite does not read, or the template of `--init` does not parse
  5    a file cannot be read or written, or there is a suite for the template of `--init`
  130  `--watch` ended with ctrl-C";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// for people
    Pretty,
    /// the Test Anything Protocol, version 14
    Tap,
    /// JUnit's XML
    Junit,
    /// one JSON object
    Json,
    /// annotations of GitHub's workflows
    Github,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Pretty => Format::Pretty,
            FormatName::Tap => Format::Tap,
            FormatName::Junit => Format::Junit,
            FormatName::Json => Format::Json,
            FormatName::Github => Format::Github,
        }
    }
}

/// Runs the unit tests of templates.
pub fn run(arguments: &TestArguments) -> Result<(), Failure> {
    if arguments.schema {
        return output::print(suite::SCHEMA.as_bytes());
    }
    if !arguments.init.is_empty() {
        return init_all(&arguments.init, arguments.force);
    }
    if arguments.watch {
        return watching::run(&arguments.paths, |suites| arguments.test(suites));
    }
    let suites = suite::find(&arguments.paths).map_err(|problem| Failure::Usage(problem.to_string()))?;
    if suites.is_empty() {
        let shown: Vec<String> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Failure::Usage(format!("there is no suite, `*.vtltest.yaml`, in: {}", shown.join(", "))));
    }
    let report = arguments.test(&suites)?;
    match report.exit_code() {
        0 => Ok(()),
        code => Err(Failure::Found(code)),
    }
}

/// Writes a suite for each template, also after one that fails; the first failure's exit code stands for all.
fn init_all(templates: &[PathBuf], force: bool) -> Result<(), Failure> {
    let mut first = None;
    for template in templates {
        match init(template, force) {
            Ok(()) => {}
            Err(Failure::ClosedOutput) => return Err(Failure::ClosedOutput),
            Err(failure) => {
                let code = failure.tell();
                first.get_or_insert(code);
            }
        }
    }
    first.map_or(Ok(()), |code| Err(Failure::Found(code)))
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./@%+=:,".contains(c);
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Writes a suite for a template.
fn init(template: &Path, force: bool) -> Result<(), Failure> {
    let written = suite::init(template, force).map_err(|error| match error {
        InitError::Template(error) => Failure::Parse(*error),
        InitError::Definition(error) => Failure::Definition(error),
        InitError::File(path, message) => Failure::input(name(&path), message),
        InitError::Exists(path) => Failure::Input {
            name: name(&path),
            message: "there is a suite already".to_owned(),
            help: Some("`--force` overwrites it".to_owned()),
        },
        other => Failure::input(name(template), other.to_string()),
    })?;
    let written = written.display().to_string();
    output::print(format!("Wrote {written}. Run it:\n\n    vtl test {}\n", quoted(&written)).as_bytes())
}

impl TestArguments {
    fn test(&self, suites: &[PathBuf]) -> Result<Report, Failure> {
        let style = Style::new(Paint::when(has_colours(&io::stdout())), self.verbose);
        let settings = self.settings()?;
        let mut screen = Screen::new(self.format == FormatName::Pretty, style, suites.len());
        let mut report = suite::run(suites, &settings, &mut |suite| screen.tell(suite));
        screen.end()?;
        let orphaned = self.orphaned_files()?;
        if self.ci {
            let complaint = |file: &PathBuf| format!("{}: these snapshots belong to no suite", file.display());
            report.complaints.extend(orphaned.iter().map(complaint));
        }
        let counts = report.counts();
        let is_chosen = self.test.is_some() || !self.tag.is_empty();
        if is_chosen && counts.passed + counts.failed + counts.skipped + counts.broken == 0 {
            return Err(Failure::Usage("no case is chosen by `--test` and `--tag`".to_owned()));
        }
        output::print(report.render(self.format.into(), style).as_bytes())?;
        if !orphaned.is_empty() && !self.ci && self.format == FormatName::Pretty {
            let suites = match orphaned.len() {
                1 => "a suite that is gone".to_owned(),
                count => format!("{count} suites that are gone"),
            };
            let note = format!("there are snapshots of {suites}: `vtl review` removes them");
            output::print(format!("{}\n", style.paint.warning(&note)).as_bytes())?;
        }
        if let Some(collector) = &settings.coverage {
            match self.coverage.report(collector, self.format == FormatName::Pretty) {
                // that a case failed is worse
                Err(Failure::Found(_)) if report.exit_code() != 0 => {}
                told => told?,
            }
        }
        Ok(report)
    }

    /// Files of snapshots whose suite is gone; looked for only where all suites are run.
    fn orphaned_files(&self) -> Result<Vec<PathBuf>, Failure> {
        let is_part = self.watch || self.changed.is_some() || self.test.is_some() || !self.tag.is_empty();
        let mode = if self.ci { Mode::Ci } else { Mode::Pending };
        let mut found = Vec::new();
        for folder in self.paths.iter().filter(|path| !is_part && path.is_dir()) {
            found.extend(snapshot::orphaned_files(folder, mode).map_err(Failure::snapshots)?);
        }
        Ok(found)
    }

    fn settings(&self) -> Result<Settings, Failure> {
        let mut selection = Selection::all().tagged(self.tag.iter().cloned());
        if let Some(pattern) = &self.test {
            selection = selection.named(pattern);
        }
        if let Some(reference) = &self.changed {
            selection = selection.changed(self.changed_files(reference)?);
        }
        let mut settings = Settings::default();
        settings.selection = selection;
        settings.fail_fast = self.fail_fast;
        settings.ci = self.ci;
        settings.coverage = self.coverage.collector();
        settings.jobs = self.jobs.map(usize::from);
        Ok(settings)
    }

    fn changed_files(&self, reference: &str) -> Result<std::collections::HashSet<PathBuf>, Failure> {
        let first = self.paths.first().map_or(Path::new("."), PathBuf::as_path);
        suite::changed_files(first, reference).map_err(|why| Failure::Usage(format!("`--changed`: {why}")))
    }
}
