//! Runs suites: reads all, then runs their cases, each suite on a thread of its own choice of the pool.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use super::case;
use super::coverage::Collector;
use super::files::folder_of;
use super::model::{Case, Suite};
use super::read::{self, Problem};
use super::report::{CaseReport, Failure, Report, Status, SuiteReport};
use super::snapshot::{Mode, SnapshotError, Store, accepted_path};
use super::templates::Templates;
use crate::regex::Regex;

/// How suites are run.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Which cases.
    pub selection: Selection,
    /// Stop at the first failure.
    pub fail_fast: bool,
    /// `only` is a failure, no file is written, and a snapshot that no case has is a failure.
    pub ci: bool,
    /// Threads; as many as there are processors if none.
    pub jobs: Option<usize>,
    /// Counts what the cases reach of their templates.
    pub coverage: Option<Arc<Collector>>,
}

/// Which cases are run.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    pattern: Option<(String, Option<Regex>)>,
    tags: Vec<String>,
    changed: Option<HashSet<PathBuf>>,
}

impl Selection {
    /// All cases.
    pub fn all() -> Selection {
        Selection::default()
    }

    /// Only cases whose name, written `suite > case`, has this text in it; if there is no such case, those that have a match
    /// of it as a regular expression.
    pub fn named(mut self, pattern: &str) -> Selection {
        self.pattern = Some((pattern.to_owned(), Regex::new(pattern).ok()));
        self
    }

    /// Only cases with one of these tags.
    pub fn tagged(mut self, tags: impl IntoIterator<Item = String>) -> Selection {
        self.tags.extend(tags);
        self
    }

    /// Only suites that are, or use, one of these files; see [`changed_files`](super::changed_files).
    pub fn changed(mut self, files: HashSet<PathBuf>) -> Selection {
        self.changed = Some(files);
        self
    }

    fn has_suite(&self, suite: &Suite) -> bool {
        let is_changed = |path: &PathBuf| self.changed.as_ref().is_none_or(|changed| changed.contains(&full(path)));
        suite.files.iter().chain([&accepted_path(&suite.path)]).any(is_changed)
    }

    /// Whether any case has the pattern's text in its name.
    fn is_text(&self, read: &[Read]) -> bool {
        self.pattern.as_ref().is_some_and(|(text, _)| {
            read.iter()
                .flatten()
                .any(|suite| suite.cases.iter().any(|case| full_name(suite, case).contains(text.as_str())))
        })
    }

    fn has_case(&self, suite: &Suite, case: &Case, by_text: bool) -> bool {
        let has_tag = self.tags.is_empty() || case.tags.iter().any(|tag| self.tags.contains(tag));
        let is_named = |(text, regex): &(String, Option<Regex>)| {
            let name = full_name(suite, case);
            let budget = std::cell::Cell::new(super::check::PATIENCE);
            match (by_text, regex) {
                (true, _) | (_, None) => name.contains(text.as_str()),
                (false, Some(regex)) => regex.find(&name, &budget).unwrap_or(false),
            }
        };
        has_tag && self.pattern.as_ref().is_none_or(is_named)
    }
}

/// A full path, of a file that was removed too.
fn full(path: &Path) -> PathBuf {
    let removed = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(removed).unwrap_or_else(|| path.to_owned())
}

fn full_name(suite: &Suite, case: &Case) -> String {
    format!("{} > {}", suite.name, case.name)
}

/// Runs suites, in parallel. `tell` hears of each when it and all before it are done.
///
/// ```
/// use vtl::suite::{self, Settings};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("hello.vtl"), "{\"hello\": \"$input.params('name')\"}")?;
/// let suite = folder.path().join("hello.vtltest.yaml");
/// let text = "template: hello.vtl\ncases: [{name: greets, params: {path: {name: Rex}}, expect: {json: {hello: Rex}}}]";
/// std::fs::write(&suite, text)?;
///
/// let report = suite::run(&[suite], &Settings::default(), &mut |_| {});
/// assert_eq!((report.counts().passed, report.exit_code()), (1, 0));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn run(suites: &[PathBuf], settings: &Settings, tell: &mut dyn FnMut(&SuiteReport)) -> Report {
    let start = Instant::now();
    let jobs = settings.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into)).max(1);
    let templates = Templates::new(settings.coverage.clone());
    let read = read_all(suites, &templates, jobs);
    let read: Vec<_> = read
        .into_iter()
        .filter(|read| read.as_ref().map_or(true, |suite| settings.selection.has_suite(suite)))
        .collect();
    let by_text = settings.selection.is_text(&read);
    let has_only =
        |suite: &Suite| suite.cases.iter().any(|case| case.only && settings.selection.has_case(suite, case, by_text));
    let only = !settings.ci && read.iter().flatten().any(has_only);
    let runner = Runner { settings, only, by_text, stopped: AtomicBool::new(false) };
    let suites = runner.run_all(&read, jobs, tell);
    let complaints = if settings.ci { orphaned(&suites) } else { Vec::new() };
    Report { suites, duration: start.elapsed(), complaints }
}

/// Snapshots that no case has.
fn orphaned(suites: &[SuiteReport]) -> Vec<String> {
    let complaint = |suite: &SuiteReport, name: &String| {
        format!("{}: the snapshot `{name}` belongs to no case; run `vtl test` and `vtl review`", suite.name)
    };
    suites.iter().flat_map(|suite| suite.orphaned.iter().map(|name| complaint(suite, name))).collect()
}

type Read = Result<Suite, Box<Problem>>;

fn read_all(paths: &[PathBuf], templates: &Templates, jobs: usize) -> Vec<Read> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Read)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(paths.len()) {
            scope.spawn(|| {
                while let Some((at, path)) = take(&next, paths) {
                    let read = read::read(path, templates);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, read));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, read)| read).collect()
}

/// The next piece of work that no thread has taken.
fn take<'t, T>(next: &AtomicUsize, work: &'t [T]) -> Option<(usize, &'t T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    work.get(at).map(|work| (at, work))
}

struct Runner<'r> {
    settings: &'r Settings,
    /// A case of the selection says `only`.
    only: bool,
    /// The pattern is a text, and no regular expression.
    by_text: bool,
    stopped: AtomicBool,
}

impl Runner<'_> {
    fn run_all(&self, read: &[Read], jobs: usize, tell: &mut dyn FnMut(&SuiteReport)) -> Vec<SuiteReport> {
        let next = AtomicUsize::new(0);
        let (sender, receiver) = mpsc::channel();
        let mut reports: Vec<Option<SuiteReport>> = std::iter::repeat_with(|| None).take(read.len()).collect();
        let mut told = 0;
        std::thread::scope(|scope| {
            for _ in 0..jobs.min(read.len()) {
                let (next, sender) = (&next, sender.clone());
                scope.spawn(move || {
                    while let Some((at, read)) = take(next, read) {
                        if sender.send((at, self.report(read))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            for (at, report) in receiver {
                reports[at] = Some(report);
                while let Some(Some(report)) = reports.get(told) {
                    tell(report);
                    told += 1;
                }
            }
        });
        reports.into_iter().flatten().collect()
    }

    fn report(&self, read: &Read) -> SuiteReport {
        let start = Instant::now();
        let (name, files) = match read {
            Ok(suite) => (suite.name.clone(), suite.files.clone()),
            Err(problem) => (problem.file.clone(), problem.files.clone()),
        };
        let ran = match read {
            Ok(suite) => self.cases(suite).map_err(|error| Problem::of_file(&suite.name, error.to_string())),
            Err(problem) => Err((**problem).clone()),
        };
        if ran.is_err() {
            self.stop();
        }
        let (problem, (cases, orphaned)) = match ran {
            Ok(ran) => (None, ran),
            Err(problem) => (Some(problem), Default::default()),
        };
        SuiteReport { name, files, problem, cases, orphaned, duration: start.elapsed() }
    }

    /// Runs the cases of a suite; says which of its snapshots no case has.
    fn cases(&self, suite: &Suite) -> Result<(Vec<CaseReport>, Vec<String>), SnapshotError> {
        let mode = if self.settings.ci { Mode::Ci } else { Mode::Pending };
        let mut snapshots = Store::open(&suite.path, mode)?;
        let cases = suite.cases.iter().map(|case| self.case(suite, case, &mut snapshots)).collect();
        let with = suite.cases.iter().filter(|case| case.snapshot).map(|case| case.name.as_str());
        Ok((cases, snapshots.finish(with)?.orphaned))
    }

    fn stop(&self) {
        self.stopped.fetch_or(self.settings.fail_fast, Ordering::Relaxed);
    }

    fn case(&self, suite: &Suite, case: &Case, snapshots: &mut Store) -> CaseReport {
        let is_left_out = !self.settings.selection.has_case(suite, case, self.by_text)
            || (self.only && !case.only)
            || self.stopped.load(Ordering::Relaxed);
        let mut failures = Vec::new();
        if self.settings.ci && case.only && !is_left_out {
            let message = "`only` is left in the suite: other cases would not be run";
            failures.push(Failure::new("only", case.mark, message));
        }
        let status = match &case.skip {
            _ if is_left_out => Status::NotRun,
            Some(_) if !failures.is_empty() => Status::Failed,
            Some(reason) => Status::Skipped(reason.clone()),
            None => Status::Passed,
        };
        let mut report = CaseReport {
            name: case.name.clone(),
            mark: case.mark,
            tags: case.tags.clone(),
            status,
            duration: Duration::ZERO,
            failures,
            warnings: Vec::new(),
        };
        if report.status == Status::Passed {
            let start = Instant::now();
            case::run(case, snapshots, &mut report);
            report.duration = start.elapsed();
        }
        if !report.failures.is_empty() {
            report.status = Status::Failed;
            self.stop();
        }
        report
    }
}
