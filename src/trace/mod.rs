//! A render as it happened: what each reference printed, which branches were taken, how loops turned. Observers of the
//! interpreter make it; `suite` (failures, coverage), the command's `explain` and whoever debugs a template call it.
//!
//! [`Template::trace`](crate::Template::trace) renders a template and writes down every step. It takes several times as
//! long as a plain render, which pays nothing for it.
//!
//! ```
//! use vtl::trace::StepKind;
//! use vtl::{Event, Template};
//!
//! let template = Template::parse("#set($name = $input.path('$.name'))Hello $name!")?;
//! let trace = template.trace(&Event::new().body(r#"{"name": "Rex"}"#));
//! assert_eq!(trace.printed(), "Hello Rex!");
//!
//! // which piece of the template printed the seventh byte of the output?
//! let step = trace.step(trace.origin(6).unwrap());
//! assert_eq!(trace.text_of(step), "$name");
//! let StepKind::Reference(reference) = &step.kind else { panic!("it is a reference") };
//! let value = reference.value.as_ref().unwrap();
//! assert_eq!((value.text.as_str(), value.class), ("Rex", "java.lang.String"));
//! assert_eq!(reference.place.as_deref(), Some("/body/name"));
//! # Ok::<(), vtl::Error>(())
//! ```

mod head;
mod lines;
mod output;
mod place;
#[cfg(feature = "cli")]
pub mod report;
mod show;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod tracer;

use std::cell::RefCell;
use std::ops::Range;

pub use lines::{Lines, Position};
pub use step::*;

#[cfg(feature = "cli")]
pub(crate) use head::{head_of, start_of_node};

use crate::error::{Error, Fault, Result};
use crate::gateway::{Bindings, Event, Output};
use crate::template::Template;
use state::State;
use tracer::Tracer;

/// How much a trace keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Steps; later ones are left out, and the trace says so.
    pub steps: usize,
    /// Bytes of the text of one value.
    pub value_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { steps: 100_000, value_bytes: 256 }
    }
}

/// What happened in one render. See [`Template::trace`](crate::Template::trace).
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    result: std::result::Result<Output, Error>,
    /// Kept apart only if the render failed.
    printed: String,
    sources: Vec<Source>,
    steps: Vec<Step>,
    truncated: bool,
    /// The steps that printed something and of which no part did, in the order of the output.
    leaves: Vec<usize>,
    /// The lines of the file that the template's lines stand in; empty if it is a file of its own.
    file_lines: Vec<usize>,
}

impl Template {
    /// Renders the template and writes down what happens. A render that fails has a trace as well, up to where it failed.
    ///
    /// ```
    /// use vtl::{Event, Template};
    ///
    /// let template = Template::parse("ab$input.path('$.list')[3]")?;
    /// let trace = template.trace(&Event::new().body(r#"{"list": []}"#));
    /// assert!(trace.result().is_err());
    /// assert_eq!(trace.printed(), "ab");
    /// # Ok::<(), vtl::Error>(())
    /// ```
    pub fn trace(&self, event: &Event) -> Trace {
        self.trace_within(event, &Bounds::default())
    }

    /// The same with other bounds on what is kept.
    ///
    /// ```
    /// use vtl::trace::Bounds;
    /// use vtl::{Event, Template};
    ///
    /// let template = Template::parse("#foreach($i in [1..1000])$i #end")?;
    /// let trace = template.trace_within(&Event::new(), &Bounds { steps: 100, ..Bounds::default() });
    /// assert_eq!((trace.steps().len(), trace.is_truncated()), (100, true));
    /// assert_eq!(trace.printed().len(), 3893, "the render itself is whole");
    /// # Ok::<(), vtl::Error>(())
    /// ```
    pub fn trace_within(&self, event: &Event, bounds: &Bounds) -> Trace {
        let traced = self.session(event.body_text().len(), |session| {
            let arena = session.heap.arena();
            let state: &RefCell<State<'_>> = arena.alloc(RefCell::default());
            let bindings = &*arena.alloc(Bindings::new(event, self.dialect()));
            let tracer = Tracer::new(session.heap, state, event, self.dialect(), bounds);
            let mut printed = String::new();
            let stopped = session.run(bindings, tracer, &mut printed);
            let done = stopped.and_then(|stopped| Ok((stopped, bindings.overrides(session.heap)?)));
            // the arena drops nothing, so that all is taken out
            Ok((done, printed, state.take().kept()))
        });
        match traced {
            Ok((done, printed, kept)) => self.traced(done, printed, kept),
            Err(error) => self.traced(Err(Fault::new(error.kind(), error.message())), String::new(), Kept::default()),
        }
    }

    fn traced(
        &self,
        done: Result<(Vec<crate::interpreter::LoopStopped>, crate::Overrides)>,
        printed: String,
        kept: Kept,
    ) -> Trace {
        let Kept { mut steps, mut sources, truncated } = kept;
        let printed = output::for_output(printed, &mut steps);
        if sources.is_empty() {
            sources.push(Source { name: self.name().to_owned(), text: self.source().to_owned() });
        }
        let (result, printed) = match self.output(done, printed) {
            Ok(output) => (Ok(output), String::new()),
            Err((error, printed)) => (Err(error), printed),
        };
        output::spread(&mut steps);
        let leaves = output::leaves(&steps);
        Trace { result, printed, sources, steps, truncated, leaves, file_lines: Vec::new() }
    }
}

/// What is left of a [`State`] when the render is over.
#[derive(Default)]
struct Kept {
    steps: Vec<Step>,
    sources: Vec<Source>,
    truncated: bool,
}

impl Trace {
    /// Tells in which lines of a file the template's lines stand, for a template that lives in a definition: reports show
    /// these. The first number is that of the template's first line.
    pub fn in_file(self, file_lines: Vec<usize>) -> Trace {
        Trace { file_lines, ..self }
    }

    /// The line to show people for a line of the template, from 1: see [`in_file`](Trace::in_file).
    pub fn file_line(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|at| self.file_lines.get(at)).copied().unwrap_or(line)
    }

    /// What [`Template::render`] gives.
    pub fn result(&self) -> &std::result::Result<Output, Error> {
        &self.result
    }

    /// The same, for keeps.
    pub fn into_result(self) -> std::result::Result<Output, Error> {
        self.result
    }

    /// The output; if the render failed, what was printed until then.
    pub fn printed(&self) -> &str {
        self.result.as_ref().map_or(&self.printed, |output| &output.body)
    }

    /// The texts that steps stand in. The first is the template.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// What happened, in the order in which it started.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step of a number.
    ///
    /// # Panics
    /// If there is none.
    pub fn step(&self, number: usize) -> &Step {
        &self.steps[number]
    }

    /// True if more happened than was to be kept.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The numbers of the steps that happened in none, or in a step.
    ///
    /// ```
    /// # use vtl::{Event, Template};
    /// let trace = Template::parse("#foreach($i in [1..2])$i#end.")?.trace(&Event::new());
    /// let names = |of| trace.children(of).map(|n| trace.step(n).kind.name()).collect::<Vec<_>>();
    /// assert_eq!(names(None), ["foreach", "text"]);
    /// assert_eq!(names(Some(0)), ["turn", "turn"]);
    /// assert_eq!(names(Some(1)), ["reference"]);
    /// # Ok::<(), vtl::Error>(())
    /// ```
    pub fn children(&self, of: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let (mut next, end) = match of.and_then(|number| Some((number, self.steps.get(number)?))) {
            Some((number, step)) => (number + 1, step.end),
            None if of.is_none() => (0, self.steps.len()),
            None => (0, 0),
        };
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.steps[child].end.max(child + 1);
            Some(child)
        })
    }

    /// The steps that a step happened in, the nearest first.
    pub fn ancestors(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.steps.get(of).and_then(|step| step.parent), |&number| self.steps[number].parent)
    }

    /// The number of the step that printed a byte of the output: a text, a reference, or what else prints. `None` behind
    /// the output's end, and for what a [truncated](Trace::is_truncated) trace left out altogether.
    pub fn origin(&self, offset: usize) -> Option<usize> {
        let output = |number: usize| self.steps[number].output.clone().unwrap_or_default();
        let behind = self.leaves.partition_point(|&number| output(number).start <= offset);
        let leaf = behind.checked_sub(1).map(|at| self.leaves[at]).filter(|&number| output(number).contains(&offset));
        // where steps were left out, what they happened in is what is known
        leaf.or_else(|| (0..self.steps.len()).rev().find(|&number| output(number).contains(&offset)))
    }

    /// A step as it stands in its source.
    pub fn text_of(&self, step: &Step) -> &str {
        self.text_at(step.source, &step.span)
    }

    /// Some bytes of a source; empty if there are none.
    pub fn text_at(&self, source: usize, span: &Range<usize>) -> &str {
        self.sources.get(source).and_then(|source| source.text.get(span.clone())).unwrap_or("")
    }

    /// The references that stand on a line of the template (from 1) or reach into it, each with the number of its step, in the
    /// order in which they were looked up; in a loop each turn's.
    ///
    /// ```
    /// # use vtl::{Event, Template};
    /// let trace = Template::parse("#set($n = 2)\n#if($n > 1)many#end")?.trace(&Event::new());
    /// let found: Vec<_> = trace.references_on_line(2).map(|(number, found)| {
    ///     format!("{} = {}", trace.text_of(trace.step(number)), found.value.as_ref().unwrap().text)
    /// }).collect();
    /// assert_eq!(found, ["$n = 2"]);
    /// # Ok::<(), vtl::Error>(())
    /// ```
    pub fn references_on_line(&self, line: usize) -> impl Iterator<Item = (usize, &Reference)> + '_ {
        let span = self.sources.first().map(|source| Lines::new(&source.text).span(line)).unwrap_or_default();
        self.steps.iter().enumerate().filter_map(move |(number, step)| match &step.kind {
            StepKind::Reference(reference)
                if step.source == 0 && step.span.start < span.end.max(span.start + 1) && step.span.end > span.start =>
            {
                Some((number, reference))
            }
            _ => None,
        })
    }
}
