//! The command: reads arguments, calls the library by its public names, prints. A file for each subcommand; called by
//! `main.rs` alone.

mod batch;
mod bench;
mod check;
mod coverage_arguments;
mod event_arguments;
mod explain;
mod extract;
mod input;
mod invoke;
mod output;
mod render;
mod report;
mod review;
mod template_arguments;
mod test;

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
    /// Run the unit tests of templates
    Test(test::TestArguments),
    /// Accept or reject the snapshots that changed
    Review(review::ReviewArguments),
    /// Find mistakes in templates
    Check(check::CheckArguments),
    /// Find templates in OpenAPI, SAM, CloudFormation, Terraform and serverless.yml
    Extract(extract::ExtractArguments),
    /// Show a render as it happened
    Explain(explain::ExplainArguments),
    /// Show what API Gateway sends to an integration and answers a client
    Invoke(invoke::InvokeArguments),
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
        Command::Test(arguments) => test::run(&arguments),
        Command::Review(arguments) => review::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Invoke(arguments) => invoke::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
