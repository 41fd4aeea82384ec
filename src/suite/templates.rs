//! Each template is read and parsed once in a run, however many suites and cases use it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::files;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::template::{Options, Template};

/// A template's file; a template that does not parse is a case's failure, not the suite's.
#[derive(Debug)]
pub(crate) struct TemplateFile {
    /// As messages call it.
    pub name: String,
    /// The file it stands in.
    pub path: PathBuf,
    pub parsed: Result<Template, Error>,
}

type Slot = Arc<OnceLock<Result<Arc<TemplateFile>, String>>>;

/// The templates of a run.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    slots: Mutex<HashMap<(PathBuf, Dialect), Slot>>,
}

impl Templates {
    /// The template in a file, which messages call `name`; the error says why the file cannot be read.
    pub fn get(&self, path: &Path, name: &str, dialect: Dialect) -> Result<Arc<TemplateFile>, String> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry((path.to_owned(), dialect)).or_default())
        };
        slot.get_or_init(|| {
            let source = files::text(path)?;
            let parsed = Options::new().dialect(dialect).name(name).parse(&source);
            Ok(Arc::new(TemplateFile { name: name.to_owned(), path: path.to_owned(), parsed }))
        })
        .clone()
    }
}
