//! `TEMPLATE --dialect velocity --loop-limit none`: the arguments that say what a template is and how it runs.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use vtl::definitions::{self, Located};
use vtl::{Dialect, Error, Event, Limits, Options, Output, Template, Warning};

use super::report::{Failure, name};
use super::{input, report};

/// A template and the language that it is written in.
#[derive(Args)]
pub struct TemplateArguments {
    /// The template's file; `-` is stdin. Or its address in a definition: `api.yaml#/paths/~1pets/post`; `vtl extract`
    /// lists them
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

    /// Reads the template's text.
    pub fn source(&self) -> Result<Source, Failure> {
        Source::read(&self.template)
    }

    /// Reads and parses the template.
    pub fn parse(&self) -> Result<Loaded, Failure> {
        self.source()?.parse(&self.language.options())
    }
}

/// The text of a template, and the definition that it stands in.
pub struct Source {
    pub text: String,
    /// What messages call it.
    pub name: String,
    located: Option<Located>,
}

impl Source {
    /// Reads a file, stdin, or what stands at an address.
    pub fn read(argument: &Path) -> Result<Source, Failure> {
        let address = argument.to_str().filter(|text| *text != "-");
        match address.map(definitions::resolve).transpose().map_err(Failure::Definition)?.flatten() {
            Some(located) => Ok(Source::of(located)),
            None => Ok(Source { text: input::text(argument)?, name: name(argument), located: None }),
        }
    }

    /// A template of a definition.
    pub fn of(located: Located) -> Source {
        let (text, name) = (located.source().to_owned(), located.address().to_owned());
        Source { text, name, located: Some(located) }
    }

    /// Where it lives, if not in a file of its own.
    pub fn located(&self) -> Option<&Located> {
        self.located.as_ref()
    }

    /// Parses the template; an error names the file and the line that people know.
    pub fn parse(self, options: &Options) -> Result<Loaded, Failure> {
        let template = options.clone().name(&*self.name).parse(&self.text);
        let template = template.map_err(|error| Failure::Parse(self.in_file(error)))?;
        Ok(Loaded { template, source: self })
    }

    /// An error with its place in the file that the template stands in.
    pub fn in_file(&self, error: Error) -> Error {
        self.located.as_ref().map_or_else(|| error.clone(), |located| located.in_file(&error))
    }
}

/// A template, parsed, that knows where it lives.
pub struct Loaded {
    pub template: Template,
    pub source: Source,
}

impl Loaded {
    /// Renders; an error names the file and the line that people know.
    pub fn render(&self, event: &Event) -> Result<Output, Failure> {
        self.template.render(event).map_err(|error| Failure::Render(self.source.in_file(error)))
    }

    /// Says what went otherwise than the template's author may think.
    pub fn warn(&self, warning: &Warning) {
        match self.source.located() {
            Some(located) => {
                let place = located.place_of(warning.line, warning.column);
                let file = name(located.file());
                report::warn(&file, place.line, place.column, &place.text, &warning.message);
            }
            None => {
                let line = self.source.text.lines().nth(warning.line.saturating_sub(1)).unwrap_or("");
                report::warn(&self.source.name, warning.line, warning.column, line, &warning.message);
            }
        }
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
