//! `vtl invoke`

use clap::Args;

use super::report::Failure;

/// Which API, and which message.
#[derive(Args)]
pub struct InvokeArguments {}

/// Show what API Gateway sends to an integration and answers a client.
pub fn run(_arguments: &InvokeArguments) -> Result<(), Failure> {
    Err(Failure::Usage("`vtl invoke` is being built".to_owned()))
}
