//! What people see on stderr: errors and warnings with the line of the template that they are about.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::CommandFactory;
use vtl::Error;
use vtl::definitions::DefinitionError;
use vtl::suite::snapshot::SnapshotError;

use super::Cli;

/// Why the command ends before its work is done.
pub enum Failure {
    /// The reader of stdout has gone: nothing is left to do, and nobody to tell.
    ClosedOutput,
    /// Stdout takes no more, for another reason.
    Output(io::Error),
    /// Arguments that do not go together.
    Usage(String),
    /// The template does not parse.
    Parse(Error),
    /// The template failed while it ran.
    Render(Error),
    /// All was done and said; what was found is not well, and this exit code stands for it.
    Found(u8),
    /// A definition cannot be read, or has no such template.
    Definition(DefinitionError),
    /// A file, or stdin, is not what it should be.
    Input { name: String, message: String, help: Option<String> },
}

impl Failure {
    /// An input that could not be read, by the name that people know it by.
    pub fn input(name: impl Into<String>, message: impl Into<String>) -> Failure {
        Failure::Input { name: name.into(), message: message.into(), help: None }
    }

    /// A file that is no event.
    pub fn event(name: impl Into<String>, error: &Error) -> Failure {
        Failure::Input {
            name: name.into(),
            message: error.message().to_owned(),
            help: error.help().map(ToOwned::to_owned),
        }
    }

    /// A file of snapshots that cannot be read or written.
    pub fn snapshots(error: SnapshotError) -> Failure {
        let path = name(error.path());
        let place = error.line().map_or(path.clone(), |line| format!("{path}:{line}"));
        Failure::input(place, error.message())
    }

    /// Says what happened, and gives the exit code that stands for it.
    pub fn report(self) -> ExitCode {
        ExitCode::from(self.tell())
    }

    /// The same, with the code as a number.
    pub fn tell(self) -> u8 {
        match self {
            Failure::ClosedOutput => 0,
            Failure::Output(error) => {
                print(&[Group::with_title(Level::ERROR.primary_title(format!("cannot write the output: {error}")))]);
                1
            }
            Failure::Usage(message) => {
                let error = called().error(clap::error::ErrorKind::ArgumentConflict, message);
                let _ = error.print();
                2
            }
            Failure::Parse(error) => {
                print_error(&error);
                3
            }
            Failure::Render(error) => {
                print_error(&error);
                4
            }
            Failure::Found(code) => code,
            Failure::Definition(error) => {
                print_definition_error(&error);
                5
            }
            Failure::Input { name, message, help } => {
                let title = Group::with_title(Level::ERROR.primary_title(format!("{name}: {message}")));
                print(&[title.elements(help.map(|help| Level::HELP.message(help)))]);
                5
            }
        }
    }
}

/// The subcommand that was called, which shows its own usage.
fn called() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    let matches = command.clone().try_get_matches().ok();
    let name = matches.as_ref().and_then(clap::ArgMatches::subcommand_name);
    name.and_then(|name| command.find_subcommand(name).cloned()).unwrap_or(command)
}

/// Says what went otherwise than a template's author may think.
pub fn warn(name: &str, line: usize, column: usize, text: &str, message: &str) {
    let place = Place { name, line, column, text, length: 1 };
    print(&[Level::WARNING.primary_title(message).element(place.snippet())]);
}

/// Says what is wrong and stands in nobody's way.
pub fn warn_of(message: &str, help: Option<&str>) {
    let title = Group::with_title(Level::WARNING.primary_title(message));
    print(&[title.elements(help.map(|help| Level::HELP.message(help)))]);
}

/// Says something that is good to know.
pub fn note(message: &str) {
    print(&[Group::with_title(Level::NOTE.primary_title(message))]);
}

/// Says why a definition cannot be read, or a template in it not be had.
pub fn print_definition_error(error: &DefinitionError) {
    let title = Level::ERROR.primary_title(error.message());
    let name = name(error.file());
    let group = match (error.line(), error.column(), error.source_line()) {
        (Some(line), Some(column), Some(text)) => {
            title.element(Place { name: &name, line, column, text, length: 1 }.snippet())
        }
        _ => title.element(annotate_snippets::Origin::path(&*name)),
    };
    print(&[group.elements(error.help_text().map(|help| Level::HELP.message(help)))]);
}

fn print_error(error: &Error) {
    let title = Level::ERROR.primary_title(error.message()).id(error.kind().name());
    let group = match (error.line(), error.column(), error.source_line(), error.span()) {
        (Some(line), Some(column), Some(text), Some(span)) => {
            title.element(Place { name: error.template(), line, column, text, length: span.len() }.snippet())
        }
        _ => title.element(annotate_snippets::Origin::path(error.template())),
    };
    print(&[group.elements(error.help().map(|help| Level::HELP.message(help)))]);
}

/// A piece of one line of a template.
struct Place<'e> {
    name: &'e str,
    line: usize,
    /// In characters, from 1.
    column: usize,
    text: &'e str,
    /// In bytes; what lies beyond the line is not shown.
    length: usize,
}

impl<'e> Place<'e> {
    fn snippet(&self) -> Snippet<'e, annotate_snippets::Annotation<'e>> {
        let start = self.text.char_indices().nth(self.column - 1).map_or(self.text.len(), |(at, _)| at);
        let mut end = (start + self.length).min(self.text.len()).max(start);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Snippet::source(self.text)
            .path(self.name)
            .line_start(self.line)
            .annotation(AnnotationKind::Primary.span(start..end))
    }
}

fn print(report: &[Group<'_>]) {
    let mut stderr = io::stderr().lock();
    let renderer = if has_colours(&stderr) { Renderer::styled() } else { Renderer::plain() };
    // a closed stderr has no reader to complain to
    let _ = writeln!(stderr, "{}", renderer.render(report));
}

/// On terminals, unless `NO_COLOR` asks for none.
pub fn has_colours(stream: &impl IsTerminal) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Stdin can be read but once.
pub fn check_stdin(count: usize) -> Result<(), Failure> {
    if count > 1 { Err(Failure::Usage("only one of the inputs can be stdin (`-`)".to_owned())) } else { Ok(()) }
}

/// What messages call a file: its path, or `<stdin>`.
pub fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "<stdin>".to_owned() } else { path.display().to_string() }
}
