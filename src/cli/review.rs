//! `vtl review`

use clap::Args;

use super::report::Failure;

/// Which snapshots to review.
#[derive(Args)]
pub struct ReviewArguments {}

/// Accept or reject the snapshots that changed.
pub fn run(_arguments: &ReviewArguments) -> Result<(), Failure> {
    Err(Failure::Usage("`vtl review` is being built".to_owned()))
}
