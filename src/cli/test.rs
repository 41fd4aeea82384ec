//! `vtl test`

use clap::Args;

use super::report::Failure;

/// What to test, and how to report it.
#[derive(Args)]
pub struct TestArguments {}

/// Run the unit tests of templates.
pub fn run(_arguments: &TestArguments) -> Result<(), Failure> {
    Err(Failure::Usage("`vtl test` is being built".to_owned()))
}
