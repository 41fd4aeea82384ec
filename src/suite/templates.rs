//! Each template is read and parsed once in a run, however many suites and cases use it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::coverage::{Collector, Coverage};
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
    /// Counts what its renders reach.
    coverage: Option<Arc<Collector>>,
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
        let template = self.parsed.as_ref().map_err(Clone::clone)?;
        match &self.coverage {
            Some(collector) => collector.render(template, event),
            None => template.render(event),
        }
    }

    /// Counts what a render reaches that was done elsewhere.
    pub fn count(&self, event: &Event) {
        if self.coverage.is_some() {
            let _ = self.render(event);
        }
    }

    /// Counts from now on what its renders reach, also if there are none.
    fn counted(self, collector: &Arc<Collector>) -> TemplateFile {
        if let Ok(template) = &self.parsed {
            let coverage = Coverage::new(template);
            collector.expect(match &self.located {
                Some(located) => {
                    let count = template.source().matches('\n').count() + 1;
                    let lines = (1..=count).map(|line| located.place_of(line, 1).line).collect();
                    coverage.in_file(located.file().display().to_string(), lines)
                }
                None => coverage,
            });
        }
        TemplateFile { coverage: Some(Arc::clone(collector)), ..self }
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
    slots: Mutex<HashMap<(String, Dialect), Slot>>,
    coverage: Option<Arc<Collector>>,
}

impl Templates {
    /// Those of a run whose coverage is counted, or not.
    pub fn new(coverage: Option<Arc<Collector>>) -> Templates {
        Templates { slots: Mutex::default(), coverage }
    }

    /// The template at an address: a file, or a definition with a pointer into it. The error says why it cannot be read.
    pub fn get(&self, address: &str, dialect: Dialect) -> Result<Arc<TemplateFile>, String> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry((address.to_owned(), dialect)).or_default())
        };
        let counted = |file: TemplateFile| match &self.coverage {
            Some(collector) => file.counted(collector),
            None => file,
        };
        slot.get_or_init(|| read(address, dialect).map(counted).map(Arc::new)).clone()
    }
}

fn read(address: &str, dialect: Dialect) -> Result<TemplateFile, String> {
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
    Ok(TemplateFile { name: address.to_owned(), source, parsed, located, coverage: None })
}
