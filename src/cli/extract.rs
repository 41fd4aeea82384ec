//! `vtl extract api.yaml --out templates`: templates out of definitions, and back into them.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use vtl::definitions::{self, Definition, DefinitionError, Located, Manifest, Note};

use super::output;
use super::report::{self, Failure};

/// Where to look, and what to do with what is found.
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub struct ExtractArguments {
    /// Definitions, folders to look through, or an address such as `api.yaml#/paths/~1pets/post`, whose template is printed
    #[arg(value_name = "FILE|FOLDER|ADDRESS", default_value = ".")]
    paths: Vec<PathBuf>,

    /// Print one JSON object: templates (address, file, line, role, kind, contentType, …, source), notes
    #[arg(long, conflicts_with_all = ["out", "write"])]
    json: bool,

    /// Write each template to a file in a folder, with a map back to the definitions
    #[arg(long, value_name = "DIR", conflicts_with = "write")]
    out: Option<PathBuf>,

    /// Put the templates that were changed in such a folder back into their definitions
    #[arg(long, value_name = "DIR", conflicts_with = "paths")]
    write: Option<PathBuf>,
}

const EXIT_CODES: &str = "\
A placeholder of the definition's language, such as `${Table}` in an `!Sub`, is printed as a mark: ⟦1:Table⟧.

Exit codes:
  0  done
  1  the output could not be written
  2  the arguments are wrong
  5  a definition could not be read, has no such template, or cannot take a text back";

/// Finds, prints, writes out or puts back templates.
pub fn run(arguments: &ExtractArguments) -> Result<(), Failure> {
    if let Some(folder) = &arguments.write {
        return put_back(folder);
    }
    if let ([path], false, None) = (arguments.paths.as_slice(), arguments.json, &arguments.out)
        && let Some((file, pointer)) = address(path)
    {
        let definition = Definition::read(file).map_err(Failure::Definition)?;
        let located = definition.at(pointer).map_err(Failure::Definition)?;
        return output::print(located.source().as_bytes());
    }
    let (found, failed) = gather(&arguments.paths);
    match &arguments.out {
        Some(folder) => write_out(folder, &found)?,
        None if arguments.json => output::print(as_json(&found).as_bytes())?,
        None => output::print(as_text(&found, std::io::stdout().is_terminal()).as_bytes())?,
    }
    if !arguments.json {
        for (definition, note) in
            found.iter().flat_map(|one| one.definition.notes().iter().map(move |note| (one, note)))
        {
            report::note(&format!("{}:{}: {}", definition.definition.file().display(), note.line, note.message));
        }
        if found.iter().all(|one| one.templates().is_empty()) && !failed {
            report::note("no templates found");
        }
    }
    if failed { Err(Failure::Found(5)) } else { Ok(()) }
}

/// A definition, and the part of it that was asked for.
struct Found {
    definition: Definition,
    pointer: String,
}

impl Found {
    fn templates(&self) -> Vec<&Located> {
        let below = |located: &&Located| {
            let rest = located.pointer().strip_prefix(self.pointer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.definition.templates().iter().filter(below).collect()
    }
}

fn address(path: &Path) -> Option<(&Path, &str)> {
    let (file, pointer) = definitions::split(path.to_str()?);
    Some((file, pointer?))
}

/// The definitions that the arguments name. One that cannot be read is reported, and the others are gone on with.
fn gather(paths: &[PathBuf]) -> (Vec<Found>, bool) {
    let (mut found, mut failed) = (Vec::new(), false);
    for path in paths {
        let all: Vec<Result<Found, DefinitionError>> = match address(path) {
            Some((file, pointer)) => vec![below(file, pointer)],
            None => {
                let whole = |definition| Found { definition, pointer: String::new() };
                definitions::find(path).map(|definition| definition.map(whole)).collect()
            }
        };
        for one in all {
            match one {
                Ok(one) => found.push(one),
                Err(error) => {
                    report::print_definition_error(&error);
                    failed = true;
                }
            }
        }
    }
    (found, failed)
}

/// The part of a definition below a pointer, in which there must be a template.
fn below(file: &Path, pointer: &str) -> Result<Found, DefinitionError> {
    let definition = Definition::read(file)?;
    let found = Found { definition, pointer: pointer.trim_end_matches('/').to_owned() };
    if found.templates().is_empty() {
        found.definition.at(pointer)?;
    }
    Ok(found)
}

/// On a terminal an address and below it what is known; else a line each, with tabs.
fn as_text(found: &[Found], for_people: bool) -> String {
    let mut out = String::new();
    for located in found.iter().flat_map(Found::templates) {
        let size = located.source().len();
        let content_type = located.content_type().unwrap_or("-");
        if !for_people {
            let _ = writeln!(out, "{}\t{}\t{content_type}\t{size}", located.address(), located.role().name());
            continue;
        }
        let known = [located.method(), located.path(), located.response(), located.content_type()];
        let known = known.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let kind = located.integration().map_or("", |kind| kind.name());
        let holes = match located.holes().len() {
            0 => String::new(),
            1 => ", 1 placeholder".to_owned(),
            many => format!(", {many} placeholders"),
        };
        let place = located.reference().map_or(String::new(), |file| format!(", in {file}"));
        let details = [located.role().name(), &known, kind].into_iter().filter(|part| !part.is_empty());
        let details = details.collect::<Vec<_>>().join("  ");
        let _ = writeln!(out, "{}\n    {details}  {size} bytes{holes}{place}", located.address());
    }
    out
}

fn as_json(found: &[Found]) -> String {
    let templates: Vec<Value> = found.iter().flat_map(Found::templates).map(template_json).collect();
    let notes = found.iter().flat_map(|one| one.definition.notes().iter().map(|note| note_json(&one.definition, note)));
    format!("{:#}\n", json!({"templates": templates, "notes": notes.collect::<Vec<_>>()}))
}

fn template_json(located: &Located) -> Value {
    let place = located.place(0);
    let holes = located.holes().iter();
    let holes = holes.map(|hole| json!({"mark": located.source()[hole.range.clone()], "says": hole.says}));
    json!({
        "address": located.address(),
        "file": located.file().display().to_string(),
        "pointer": located.pointer(),
        "line": place.line,
        "column": place.column,
        "role": located.role().name(),
        "isVtl": located.is_vtl(),
        "kind": located.kind().map(|kind| kind.name()),
        "integration": located.integration().map(|kind| kind.name()),
        "method": located.method(),
        "path": located.path(),
        "response": located.response(),
        "contentType": located.content_type(),
        "reference": located.reference(),
        "size": located.source().len(),
        "holes": holes.collect::<Vec<_>>(),
        "source": located.source(),
    })
}

fn note_json(definition: &Definition, note: &Note) -> Value {
    let file = definition.file().display().to_string();
    json!({"file": file, "line": note.line, "pointer": note.pointer, "message": note.message})
}

fn write_out(folder: &Path, found: &[Found]) -> Result<(), Failure> {
    let manifest = Manifest::write(folder, found.iter().map(|one| &one.definition)).map_err(Failure::Definition)?;
    let files = manifest.files(folder);
    let lines: String = files.iter().map(|(file, address)| format!("{}\t{address}\n", file.display())).collect();
    output::print(lines.as_bytes())
}

fn put_back(folder: &Path) -> Result<(), Failure> {
    let mut manifest = Manifest::read(folder).map_err(Failure::Definition)?;
    let changes = manifest.changes(folder).map_err(Failure::Definition)?;
    manifest.put_back(folder, &changes).map_err(Failure::Definition)?;
    let line = |change: &definitions::Change| {
        let count = change.files.len();
        let templates = if count == 1 { "template" } else { "templates" };
        format!("{}: {count} {templates} put back\n", change.definition.display())
    };
    output::print(changes.iter().map(line).collect::<String>().as_bytes())
}
