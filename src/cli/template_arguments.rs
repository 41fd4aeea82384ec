//! `TEMPLATE --dialect velocity --loop-limit none`: the arguments that say what a template is and how it runs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use vtl::{Dialect, Limits, Options, Template};

use super::input;
use super::report::{Failure, name};

/// A template and the language that it is written in.
#[derive(Args)]
pub struct TemplateArguments {
    /// The template's file; `-` is stdin
    pub template: PathBuf,

    #[command(flatten)]
    pub language: LanguageArguments,
}

impl TemplateArguments {
    /// True if the template comes on stdin.
    pub fn is_stdin(&self) -> bool {
        self.template.as_os_str() == "-"
    }

    /// The options, with the file's name for messages.
    pub fn options(&self) -> Options {
        self.language.options().name(name(&self.template))
    }

    /// Reads and parses the template.
    pub fn parse(&self) -> Result<Template, Failure> {
        self.options().parse(&input::text(&self.template)?).map_err(Failure::Parse)
    }
}

/// The dialect, and the limit that is part of it.
#[derive(Args, Clone, Copy)]
pub struct LanguageArguments {
    /// The language of the template
    #[arg(long, value_enum, default_value = "apigateway")]
    pub dialect: DialectName,

    /// Turns of one `#foreach`, or `none`. Above API Gateway's 1000 the limits on work and memory are raised, too
    #[arg(long, value_name = "N|none", default_value = "1000")]
    loop_limit: LoopLimit,
}

impl LanguageArguments {
    /// The options of the library that these arguments stand for.
    pub fn options(&self) -> Options {
        Options::new().dialect(self.dialect.into()).limits(self.loop_limit.limits())
    }
}

/// What the command calls the dialects.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum DialectName {
    /// Velocity 1.7 as API Gateway runs it
    Apigateway,
    /// plain Apache Velocity 1.7
    Velocity,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Dialect {
        match name {
            DialectName::Apigateway => Dialect::ApiGateway,
            DialectName::Velocity => Dialect::Velocity,
        }
    }
}

#[derive(Clone, Copy)]
struct LoopLimit(Option<u32>);

impl LoopLimit {
    fn limits(self) -> Limits {
        let limits = Limits { loop_iterations: self.0, ..Limits::default() };
        if self.0.is_some_and(|turns| turns <= 1000) {
            return limits;
        }
        Limits { steps: 2_000_000_000, output_bytes: 1 << 30, value_bytes: 1 << 30, ..limits }
    }
}

impl std::str::FromStr for LoopLimit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<LoopLimit, &'static str> {
        match text {
            "none" => Ok(LoopLimit(None)),
            number => number.parse().map(|turns| LoopLimit(Some(turns))).map_err(|_| "neither a number nor `none`"),
        }
    }
}
