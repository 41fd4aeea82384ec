//! How much of a template the cases of its suites reach: lines, branches, loops, references that were null.
//!
//! The runner of suites renders with a [`Collector`], which has a [`Coverage`] for each template; the renderers [`table`],
//! [`html`] and [`lcov`] show them.
//!
//! ```
//! use vtl::suite::coverage::Coverage;
//! use vtl::{Event, Template};
//!
//! let mut coverage = Coverage::new(&Template::parse("#if($input.path('$.a') == 1)\none\n#else\nother\n#end")?);
//! coverage.render(&Event::new().body(r#"{"a": 1}"#))?;
//! let totals = coverage.totals();
//! assert_eq!((totals.lines.covered, totals.lines.total), (2, 3));
//! assert_eq!((totals.branches.covered, totals.branches.total), (1, 2));
//! assert_eq!(totals.percent(), 60.0);
//! # Ok::<(), vtl::Error>(())
//! ```
//!
//! A line counts if something on it can run: blank lines, comments and lines with nothing but `#else` or `#end` do not. It
//! is covered if something on it ran. Each `#if` has a branch for each of its conditions, which is covered if the arm was
//! taken, and one for `#else`, written or not. A loop should be seen with no turn, with one and with many; a reference, null
//! at least once: both are shown and not counted in the percentage.

mod collector;
mod counter;
mod html;
mod lcov;
mod points;
mod table;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::ops::{AddAssign, Range};
use std::sync::Arc;

pub use collector::Collector;
pub use html::html;
pub use lcov::lcov;
pub use table::table;

use crate::error::Error;
use crate::gateway::{Bindings, Event, Output};
use crate::template::Template;
use crate::trace::{StepKind, Taken, Trace};
use counter::{Counter, Counts};
use points::{Points, What};

/// What the cases of one template have reached so far.
#[derive(Debug, Clone)]
pub struct Coverage {
    template: Template,
    points: Arc<Points>,
    counts: Vec<u64>,
    renders: u64,
    /// The file that the template stands in, and the lines of it that its lines are.
    file: Option<(String, Vec<usize>)>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many were reached.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
}

/// How much was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Lines on which something ran.
    pub lines: Share,
    /// Arms of `#if`s that were taken; `#else` is one, written or not.
    pub branches: Share,
    /// Of three for each `#foreach`: it made no turn, one turn, many turns.
    pub loops: Share,
    /// References that were null at least once.
    pub nulls: Share,
}

impl Coverage {
    /// Nothing is reached yet.
    pub fn new(template: &Template) -> Coverage {
        let points = Points::of(template.program());
        Coverage {
            template: template.clone(),
            counts: vec![0; points.counts],
            points: Arc::new(points),
            renders: 0,
            file: None,
        }
    }

    /// The template.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// Tells in which file, and in which lines of it, the template's lines stand, for a template that lives in a definition:
    /// reports show these. The first number is that of the template's first line.
    pub fn in_file(self, path: impl Into<String>, lines: Vec<usize>) -> Coverage {
        Coverage { file: Some((path.into(), lines)), ..self }
    }

    /// The file that people know: the template's name, unless it lives in a definition.
    fn path(&self) -> &str {
        self.file.as_ref().map_or(self.template.name(), |(path, _)| path)
    }

    /// The line that people know.
    fn file_line(&self, line: usize) -> usize {
        let lines = self.file.as_ref().map_or(&[][..], |(_, lines)| lines);
        line.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or(line)
    }

    /// How many renders were counted.
    pub fn renders(&self) -> u64 {
        self.renders
    }

    /// Renders the template and counts what is reached, also by a render that fails. It takes little longer than a plain
    /// render.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render(&mut self, event: &Event) -> Result<Output, Error> {
        let (output, counts) = rendered(&self.template, &self.points, event)?;
        self.count(&counts);
        output
    }

    /// Counts what a trace of this template reached. A truncated one tells of less than there was.
    pub fn add(&mut self, trace: &Trace) {
        let mut counts = Counts::new(&self.points);
        let points = &*self.points;
        for step in trace.steps().iter().filter(|step| step.source == 0) {
            let start = step.span.start;
            match &step.kind {
                StepKind::Turn { .. } => continue,
                StepKind::Reference(reference) => {
                    if let Some(value) = &reference.value {
                        counts.reference(points, start, value.is_null());
                    }
                    // the others are looked up in an expression, and are no statements
                    if step.output.is_none() {
                        continue;
                    }
                }
                StepKind::If { taken } => {
                    let branch = points.find_branch(start).unwrap_or_default();
                    match taken {
                        Taken::Arm(arm) => counts.add(Some(branch.start + arm).filter(|count| branch.contains(count))),
                        Taken::Else | Taken::Nothing => counts.add(branch.end.checked_sub(1)),
                        Taken::Undecided => {}
                    }
                }
                StepKind::Foreach(of) => {
                    let failed = step.ended == crate::trace::Ended::Failed;
                    if let Some(first) = points.find(What::Loop, start).filter(|_| !failed || of.turns > 0) {
                        counts.looped(first, of.turns);
                    }
                }
                _ => {}
            }
            counts.add(points.find(What::Statement, start));
        }
        self.count(&counts.counts);
    }

    /// Adds what one render reached.
    fn count(&mut self, counts: &[u64]) {
        self.renders += 1;
        self.sum(counts);
    }

    fn sum(&mut self, counts: &[u64]) {
        self.counts.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }

    /// Adds what another one counted; false, and nothing is added, if it is of another template.
    pub fn merge(&mut self, other: &Coverage) -> bool {
        if self.template.source() != other.template.source() || self.counts.len() != other.counts.len() {
            return false;
        }
        self.renders += other.renders;
        self.sum(&other.counts);
        true
    }

    /// How much is reached.
    pub fn totals(&self) -> Totals {
        let share = |counted: &mut dyn Iterator<Item = bool>| {
            counted.fold(Share::default(), |share, covered| Share {
                covered: share.covered + usize::from(covered),
                total: share.total + 1,
            })
        };
        let slots = |what| self.points.with(what).flat_map(|point| point.first..point.first + point.counts);
        Totals {
            lines: share(&mut self.lines().map(|(_, count)| count > 0)),
            branches: share(&mut slots(What::Branch).map(|slot| self.counts[slot] > 0)),
            loops: share(&mut slots(What::Loop).map(|slot| self.counts[slot] > 0)),
            nulls: share(&mut self.points.with(What::Reference).map(|point| self.counts[point.first + 1] > 0)),
        }
    }

    /// The lines that can run, from 1, and how often they did.
    pub fn lines(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        let most = |counts: &Vec<usize>| counts.iter().map(|&count| self.counts[count]).max().unwrap_or(0);
        self.points.lines.iter().map(move |(line, counts)| (*line, most(counts)))
    }

    /// The arms of each `#if`, with how often they were taken.
    fn branches(&self) -> impl Iterator<Item = Branch> + '_ {
        self.points.with(What::Branch).map(|point| {
            let counts = &self.counts[point.first..point.first + point.counts];
            let arms = counts.iter().enumerate().map(|(number, &taken)| {
                let name = match number {
                    0 => "#if",
                    _ if number < point.arms.len() => "#elseif",
                    _ if point.has_else => "#else",
                    _ => "no arm",
                };
                Arm { name, line: point.arms.get(number).copied().unwrap_or(point.line), taken }
            });
            Branch { arms: arms.collect() }
        })
    }

    /// Each `#foreach`, with how often it made no turn, one and many.
    fn loops(&self) -> impl Iterator<Item = Loop> + '_ {
        self.points.with(What::Loop).map(|point| Loop {
            line: point.line,
            turns: std::array::from_fn(|number| self.counts[point.first + number]),
        })
    }

    /// The references, with how often they were looked up, and null.
    fn references(&self) -> impl Iterator<Item = (Range<usize>, u64, u64)> + '_ {
        let counts = &self.counts;
        self.points.with(What::Reference).map(|at| (at.span.clone(), counts[at.first], counts[at.first + 1]))
    }
}

/// What a render gives, and the counts of what it reached.
type Rendered = (Result<Output, Error>, Vec<u64>);

/// Renders a template and counts what is reached, also by a render that fails.
fn rendered(template: &Template, points: &Points, event: &Event) -> Result<Rendered, Error> {
    let (done, body, counts) = template.session(event.body_text().len(), |session| {
        let arena = session.heap.arena();
        let counts = &*arena.alloc(RefCell::new(Counts::new(points)));
        let bindings = &*arena.alloc(Bindings::new(event, template.dialect()));
        let mut body = String::new();
        let stopped = session.render(bindings, Counter { points, counts, program: session.program }, &mut body);
        let done = stopped.and_then(|stopped| Ok((stopped, bindings.overrides(session.heap)?)));
        // the arena drops nothing, so that all is taken out
        Ok((done, body, counts.take()))
    })?;
    Ok((template.output(done, body).map_err(|(error, _)| error), counts.counts))
}

struct Branch {
    arms: Vec<Arm>,
}

struct Arm {
    name: &'static str,
    line: usize,
    taken: u64,
}

struct Loop {
    line: usize,
    /// None, one, many.
    turns: [u64; 3],
}

/// What the three counts of a loop are of.
const TURNS: [&str; 3] = ["no turn", "one turn", "many turns"];

impl Share {
    /// In percent; all of nothing is 100.
    pub fn percent(self) -> f64 {
        if self.total == 0 { 100.0 } else { self.covered as f64 * 100.0 / self.total as f64 }
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Share) {
        *self = Share { covered: self.covered + other.covered, total: self.total + other.total };
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.lines += other.lines;
        self.branches += other.branches;
        self.loops += other.loops;
        self.nulls += other.nulls;
    }
}

impl Totals {
    /// Of several templates.
    pub fn of(all: &[Coverage]) -> Totals {
        let mut totals = Totals::default();
        all.iter().for_each(|coverage| totals += coverage.totals());
        totals
    }

    /// Lines and branches together, in percent: what a gate such as `--coverage-min 90` looks at.
    pub fn percent(&self) -> f64 {
        let mut both = self.lines;
        both += self.branches;
        both.percent()
    }
}
