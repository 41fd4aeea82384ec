//! `vtl explain`

use clap::Args;

use super::report::Failure;

/// What to render, and how to show it.
#[derive(Args)]
pub struct ExplainArguments {}

/// Show a render as it happened.
pub fn run(_arguments: &ExplainArguments) -> Result<(), Failure> {
    Err(Failure::Usage("`vtl explain` is being built".to_owned()))
}
