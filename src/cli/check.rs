//! `vtl check`

use clap::Args;

use super::report::Failure;

/// What to check, and how to report it.
#[derive(Args)]
pub struct CheckArguments {}

/// Find mistakes in templates.
pub fn run(_arguments: &CheckArguments) -> Result<(), Failure> {
    Err(Failure::Usage("`vtl check` is being built".to_owned()))
}
