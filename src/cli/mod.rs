//! The command: reads arguments, calls the library by its public names, prints. A file for each subcommand; called by
//! `main.rs` alone.

mod batch;
mod bench;
mod event_arguments;
mod input;
mod output;
mod render;
mod report;
mod template_arguments;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Renders Amazon API Gateway mapping templates (VTL), byte for byte as the service does.
#[derive(Parser)]
#[command(name = "vtl", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Render a template with an event and print the result
    Render(render::RenderArguments),
    /// Render a case for each line of JSON on stdin; answer each with a line of JSON
    Batch(batch::BatchArguments),
    /// Measure how fast a template renders
    Bench(bench::BenchArguments),
}

const EXIT_CODES: &str = "\
Exit codes:
  0  rendered
  1  the output could not be written
  2  the arguments are wrong
  3  the template does not parse
  4  the template failed while it ran
  5  an input could not be read";

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Render(arguments) => render::run(&arguments),
        Command::Batch(arguments) => batch::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
