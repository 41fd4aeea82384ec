//! Each template is read and parsed once in a run, however many suites and cases use it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::coverage::Coverage;
use super::files;
use crate::definitions::{self, Located};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::gateway::{Event, Output};
use crate::template::{Options, Template};

/// A template, in a file of its own or in a definition; one that does not parse is a case's failure, not the suite's.
#[derive(Debug)]
pub(crate) struct TemplateFile {
    /// As messages call it.
    pub name: String,
    pub source: String,
    pub parsed: Result<Template, Error>,
    /// The definition that it stands in.
    located: Option<Located>,
    /// What is reached, if that is counted.
    coverage: Option<Mutex<Coverage>>,
}

/// A place that people can go to.
pub(crate) struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub text: String,
}

impl TemplateFile {
    /// Renders it, if it parses.
    pub fn render(&self, event: &Event) -> Result<Output, Error> {
        match &self.coverage {
            Some(coverage) => coverage.lock().unwrap_or_else(PoisonError::into_inner).render(event),
            None => self.parsed.as_ref().map_err(Clone::clone)?.render(event),
        }
    }

    /// Counts what a render reaches that was done elsewhere.
    pub fn count(&self, event: &Event) {
        if self.coverage.is_some() {
            let _ = self.render(event);
        }
    }

    /// An error with its place in the file that the template stands in.
    pub fn in_file(&self, error: &Error) -> Error {
        self.located.as_ref().map_or_else(|| error.clone(), |located| located.in_file(error))
    }

    /// Where a line and a column of a template in a definition stand in its file.
    pub fn place(&self, line: usize, column: usize) -> Option<Place> {
        let located = self.located.as_ref()?;
        let place = located.place_of(line, column);
        let file = located.file().display().to_string();
        Some(Place { file, line: place.line, column: place.column, text: place.text })
    }
}

type Slot = Arc<OnceLock<Result<Arc<TemplateFile>, String>>>;

/// The templates of a run.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    has_coverage: bool,
    slots: Mutex<HashMap<(String, Dialect), Slot>>,
}

impl Templates {
    /// No templates yet.
    pub fn new(has_coverage: bool) -> Templates {
        Templates { has_coverage, slots: Mutex::default() }
    }

    /// What was reached of each template, by name.
    pub fn coverage(&self) -> Vec<Coverage> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let files = slots.values().filter_map(|slot| slot.get()?.as_ref().ok());
        let counted = files.filter_map(|file| file.coverage.as_ref());
        let mut all: Vec<Coverage> =
            counted.map(|coverage| coverage.lock().unwrap_or_else(PoisonError::into_inner).clone()).collect();
        all.sort_by(|a, b| a.template().name().cmp(b.template().name()));
        all
    }

    /// The template at an address: a file, or a definition with a pointer into it. The error says why it cannot be read.
    pub fn get(&self, address: &str, dialect: Dialect) -> Result<Arc<TemplateFile>, String> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry((address.to_owned(), dialect)).or_default())
        };
        slot.get_or_init(|| read(address, dialect, self.has_coverage).map(Arc::new)).clone()
    }
}

fn read(address: &str, dialect: Dialect, has_coverage: bool) -> Result<TemplateFile, String> {
    let complaint = |error: definitions::DefinitionError| match error.help_text() {
        Some(help) => format!("{}; {help}", error.message()),
        None => error.message().to_owned(),
    };
    let located = definitions::resolve(address).map_err(complaint)?;
    let source = match &located {
        Some(located) => located.source().to_owned(),
        None => files::text(&PathBuf::from(address))?,
    };
    let parsed = Options::new().dialect(dialect).name(address).parse(&source);
    let coverage = parsed.as_ref().ok().filter(|_| has_coverage).map(|template| Mutex::new(Coverage::new(template)));
    Ok(TemplateFile { name: address.to_owned(), source, parsed, located, coverage })
}
