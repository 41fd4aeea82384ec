//! `vtl render template.vtl --event event.json`

use clap::Args;
use serde_json::json;
use vtl::Output;

use super::event_arguments::EventArguments;
use super::output;
use super::report::{self, Failure};
use super::template_arguments::TemplateArguments;

/// What to render, and how to print it.
#[derive(Args)]
pub struct RenderArguments {
    #[command(flatten)]
    template: TemplateArguments,

    /// Print one JSON object: body, requestOverride, responseOverride, warnings
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    event: EventArguments,
}

/// Renders a template with an event.
pub fn run(arguments: &RenderArguments) -> Result<(), Failure> {
    report::check_stdin(usize::from(arguments.template.is_stdin()) + arguments.event.stdin_count())?;
    let template = arguments.template.parse()?;
    let event = arguments.event.event()?;
    let output = template.render(&event)?;
    output.warnings.iter().for_each(|warning| template.warn(warning));
    if arguments.json { output::print(as_json(&output).as_bytes()) } else { output::print(output.body.as_bytes()) }
}

fn as_json(output: &Output) -> String {
    let warnings = output.warnings.iter();
    let warnings = warnings.map(|w| json!({"message": w.message, "line": w.line, "column": w.column}));
    let object = json!({
        "body": output.body,
        "requestOverride": output.overrides.request_override(),
        "responseOverride": output.overrides.response_override(),
        "warnings": warnings.collect::<Vec<_>>(),
    });
    format!("{object}\n")
}
