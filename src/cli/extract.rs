//! `vtl extract`

use clap::Args;

use super::report::Failure;

/// Where to look, and what to do with what is found.
#[derive(Args)]
pub struct ExtractArguments {}

/// Find templates in OpenAPI, SAM, CloudFormation, Terraform and serverless.yml.
pub fn run(_arguments: &ExtractArguments) -> Result<(), Failure> {
    Err(Failure::Usage("`vtl extract` is being built".to_owned()))
}
