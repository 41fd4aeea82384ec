//! `vtl invoke api.yaml --method POST --path /pets/42`, `vtl invoke chat.yaml --body '{"action": "join"}'`

mod answer;
mod exchange;
mod http;
mod lists;
mod message;
mod reader;
mod rest;
mod websocket;

use std::path::PathBuf;

use clap::Args;
use vtl::Error;
use vtl::definitions::{Api, Definition, Format, Located, Role};

use super::report::{self, Failure};
use super::{input, output};
use answer::Answer;
use exchange::Exchange;
use message::MessageArguments;
use reader::{Found, Reader};

/// Which API, which message, and how to show what becomes of it.
#[derive(Args)]
pub struct InvokeArguments {
    /// OpenAPI, SAM, CloudFormation, Terraform, or serverless.yml with CloudFormation in its `resources`; `-` is
    /// stdin
    definition: PathBuf,

    /// The API of that name, where the definition has more than one
    #[arg(long, value_name = "NAME")]
    api: Option<String>,

    /// What the integration answers: JSON, `{"status", "headers", "body"}`, or what a Lambda function returns; `-` is stdin
    #[arg(long, value_name = "FILE")]
    answer: Option<PathBuf>,

    /// Print one JSON object: operation, integrationRequest, methodResponse or gatewayResponse
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    message: MessageArguments,
}

/// Shows what API Gateway sends to an integration, and what the client gets of its answer.
pub fn run(arguments: &InvokeArguments) -> Result<(), Failure> {
    let answer_is_stdin = arguments.answer.as_ref().is_some_and(|path| path.as_os_str() == "-");
    let definition_is_stdin = arguments.definition.as_os_str() == "-";
    let count = usize::from(answer_is_stdin) + usize::from(definition_is_stdin) + arguments.message.stdin_count();
    report::check_stdin(count)?;
    let definition = match definition_is_stdin {
        true => Definition::parse(report::name(&arguments.definition), &input::text(&arguments.definition)?),
        false => Definition::read(&arguments.definition),
    };
    let definition = definition.map_err(Failure::Definition)?;
    let apis = definition.apis().map_err(Failure::Definition)?;
    let apis = chosen(&definition, &apis, arguments)?;
    let answer = arguments.answer.as_deref().map(Answer::read).transpose()?;
    let Exchange { json, text, failure, address } = exchange(&apis, arguments, answer)?;
    output::print(if arguments.json { format!("{json}\n") } else { text }.as_bytes())?;
    match failure {
        None => Ok(()),
        Some(Failure::Parse(error)) => Err(Failure::Parse(in_file(&definition, &address, error))),
        Some(Failure::Render(error)) => Err(Failure::Render(in_file(&definition, &address, error))),
        Some(failure) => Err(failure),
    }
}

/// A template's error with the lines of the definition's file, if it is known which template of the integration it is.
fn in_file(definition: &Definition, address: &str, error: Error) -> Error {
    let line =
        |located: &Located| error.line().and_then(|line| located.source().lines().nth(line - 1).map(str::to_owned));
    let is_it = |located: &&Located| {
        let is_request =
            error.template().contains(".requestTemplates") || error.template().contains(".RequestTemplates");
        located.address().starts_with(address)
            && (located.role() == Role::Request) == is_request
            && error.template().contains(located.content_type().unwrap_or_default())
            && line(located).as_deref() == error.source_line()
    };
    definition.templates().iter().find(is_it).map(|located| located.in_file(&error)).unwrap_or(error)
}

/// The APIs that the message may be for.
fn chosen<'a>(definition: &Definition, apis: &'a [Api], arguments: &InvokeArguments) -> Result<Vec<&'a Api>, Failure> {
    let name = report::name(&arguments.definition);
    let wanted = |api: &&Api| arguments.api.as_ref().is_none_or(|wanted| *wanted == api.name);
    let chosen: Vec<&Api> = apis.iter().filter(|api| !api.operations.is_empty()).filter(wanted).collect();
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let names: Vec<String> = apis.iter().map(|api| format!("`{}`", api.name)).collect();
    Err(match (&arguments.api, apis) {
        (_, []) => Failure::Input {
            name,
            message: "there is no API in it".to_owned(),
            help: Some(match definition.format() {
                Format::Serverless => {
                    "of serverless.yml only the CloudFormation in `resources` is read, not the `http` events of functions; \
                     the template that `serverless package` writes has their methods"
                        .to_owned()
                }
                _ => "an API has `paths` with `x-amazon-apigateway-integration`, methods or routes".to_owned(),
            }),
        },
        (Some(api), _) => Failure::Input {
            name,
            message: format!("there is no API `{api}` in it"),
            help: Some(format!("there is {}", names.join(", "))),
        },
        (None, _) => Failure::input(name, "no method of its APIs has an integration"),
    })
}

/// The exchange with the one API that has a method or route for the message.
fn exchange(apis: &[&Api], arguments: &InvokeArguments, answer: Option<Answer>) -> Result<Exchange, Failure> {
    let message = &arguments.message;
    let found = find(apis, message)?;
    match found.as_slice() {
        [] => Err(nothing(apis, arguments)),
        [(_, _, found)] if found.operation.integration.is_null() => {
            let message = format!("route `{}` has no integration", exchange::title(found.operation));
            Err(Failure::input(found.operation.address.as_str(), message))
        }
        [(_, reader, found)] => {
            let refusals = reader.refusals();
            if let Some(refused) = refusals.of(found.operation) {
                return Err(refused);
            }
            refusals.warn();
            reader.exchange(found, message, answer)
        }
        several => {
            let names: Vec<String> = several.iter().map(|(api, ..)| format!("`--api {}`", api.name)).collect();
            Err(Failure::Usage(format!("more than one API has {}: {}", message.shown(), names.join(" or "))))
        }
    }
}

type Reading<'a> = (&'a Api, Box<dyn Reader<'a> + 'a>, Found<'a>);

/// The APIs that have a method or route for the message.
fn find<'a>(apis: &[&'a Api], message: &MessageArguments) -> Result<Vec<Reading<'a>>, Failure> {
    let mut found = Vec::new();
    for api in apis.iter().filter(|api| message.is_for(api.kind)) {
        let reader = reader::read(api)?;
        if let Some(operation) = reader.find(message)? {
            found.push((*api, reader, operation));
        }
    }
    Ok(found)
}

fn nothing(apis: &[&Api], arguments: &InvokeArguments) -> Failure {
    const MOST: usize = 12;
    let operations: Vec<_> = apis.iter().flat_map(|api| &api.operations).collect();
    let mut shown: Vec<String> = operations.iter().take(MOST).map(|found| exchange::title(found)).collect();
    if operations.len() > MOST {
        shown.push(format!("and {} more", operations.len() - MOST));
    }
    let without_stage = arguments.message.without_stage().filter(|message| {
        let found = find(apis, message);
        found.is_ok_and(|found| !found.is_empty())
    });
    Failure::Input {
        name: report::name(&arguments.definition),
        message: format!("nothing in it is for {}", arguments.message.shown()),
        help: Some(match without_stage {
            Some(message) => format!("the path is without the stage: {}", message.shown()),
            None => format!("there is {}", shown.join(", ")),
        }),
    }
}
