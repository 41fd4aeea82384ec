//! `vtl explain template.vtl --event event.json`: a render as it happened.

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::Args;
use vtl::terminal::Paint;
use vtl::trace::report::{self as shown, TreeOptions};

use super::event_arguments::EventArguments;
use super::output;
use super::report::{self, Failure, has_colours};
use super::template_arguments::{Loaded, Source, TemplateArguments};

/// What to render, and how to show it.
#[derive(Args)]
#[command(after_help = READING)]
pub struct ExplainArguments {
    #[command(flatten)]
    template: TemplateArguments,

    /// Print one JSON object, with a step a line
    #[arg(long, conflicts_with = "html")]
    json: bool,

    /// Write one page that shows template, event and output side by side; it loads nothing, so it can be sent to others
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Turns of one loop that are shown; of more, the first ones and the last
    #[arg(long, value_name = "N", default_value = "5")]
    turns: usize,

    #[command(flatten)]
    event: EventArguments,
}

const READING: &str = "\
How to read the tree:
  12  ├ $input.path('$.id') → \"7\"  String  ← body.id
  a line of the template; what stands there; → what it printed, or = the value it had in an expression;
  its class in Java; where in the event it comes from
JSON:
  output, error, requestOverride, responseOverride, warnings, truncated, sources, and steps: each with kind, parent (the
  number of the step it happened in), source, span, line, column, text, output (the bytes that it printed), ended, and
  what its kind has to tell: value, null, event, taken, holds, why, reason, list, turns, item, target, assigned …
Exit codes are those of `vtl render`; a template that fails is shown as far as it came.";

/// Shows a render as it happened.
pub fn run(arguments: &ExplainArguments) -> Result<(), Failure> {
    report::check_stdin(usize::from(arguments.template.is_stdin()) + arguments.event.stdin_count())?;
    let Loaded { template, source } = arguments.template.parse()?;
    let event = arguments.event.event()?;
    let trace = template.trace(&event).in_file(file_lines(&source));
    match &arguments.html {
        Some(path) => fs::write(path, shown::html(&trace, &event))
            .map_err(|error| Failure::Output(io::Error::other(format!("{}: {error}", report::name(path)))))?,
        None if arguments.json => output::print(shown::json(&trace).as_bytes())?,
        None => {
            let paint = Paint::when(has_colours(&io::stdout()));
            let options = TreeOptions { paint, turns: arguments.turns, ..TreeOptions::default() };
            output::print(shown::tree(&trace, &options).as_bytes())?;
        }
    }
    trace.into_result().map(|_| ()).map_err(|error| Failure::Render(source.in_file(error)))
}

/// The lines of the definition that a template stands in, by its own.
fn file_lines(source: &Source) -> Vec<usize> {
    let Some(located) = source.located() else { return Vec::new() };
    (1..=source.text.matches('\n').count() + 1).map(|line| located.place_of(line, 1).line).collect()
}
