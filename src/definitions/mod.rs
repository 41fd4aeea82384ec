//! Templates where they live: OpenAPI, SAM, CloudFormation, CDK's output, Terraform, serverless.yml. The command's
//! subcommands, `suite` and `lint` call it; it knows no VTL.
