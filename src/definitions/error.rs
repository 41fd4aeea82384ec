//! Why a definition, or a template in it, cannot be had: what, where, and what would be right.

use std::fmt;
use std::path::{Path, PathBuf};

/// What sort of thing went wrong with a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DefinitionErrorKind {
    /// The file cannot be read.
    Io,
    /// The file is not UTF-8.
    Encoding,
    /// The file is not YAML, JSON or HCL.
    Syntax,
    /// Too large, too deep, or too many of something.
    Limit,
    /// The file has none of the things that hold templates.
    NotADefinition,
    /// The address leads nowhere, or to more than one template.
    Address,
    /// The new text cannot be put where the template is.
    Replace,
}

/// Why a definition, or a template in it, cannot be had.
///
/// ```
/// # use vtl::definitions::{Definition, DefinitionErrorKind};
/// let error = Definition::parse("api.json", "{\n  \"openapi\": }").unwrap_err();
/// assert_eq!(error.kind(), DefinitionErrorKind::Syntax);
/// assert_eq!((error.line(), error.column(), error.source_line()), (Some(2), Some(14), Some("  \"openapi\": }")));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DefinitionError {
    inner: Box<Inner>,
}

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    kind: DefinitionErrorKind,
    message: String,
    help: Option<String>,
    file: PathBuf,
    place: Option<FilePlace>,
}

/// A place in a file. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
    /// In bytes, from 0.
    pub offset: usize,
    /// The line's text, without its line break.
    pub text: String,
}

impl FilePlace {
    /// The place of a byte of a file.
    pub(super) fn of(file: &str, offset: usize) -> FilePlace {
        let mut offset = offset.min(file.len());
        while !file.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &file[..offset];
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        let rest = &file[start..];
        let text = rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())].trim_end_matches('\r');
        // a byte order mark is no character of the line
        let bom = usize::from(start == 0 && file.starts_with('\u{feff}') && offset > 0);
        FilePlace {
            line: memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1,
            column: file[start..offset].chars().count() + 1 - bom,
            offset,
            text: text.trim_start_matches('\u{feff}').to_owned(),
        }
    }
}

impl DefinitionError {
    pub(super) fn new(kind: DefinitionErrorKind, file: &Path, message: impl Into<String>) -> DefinitionError {
        let (message, file) = (message.into(), file.to_owned());
        DefinitionError { inner: Box::new(Inner { kind, message, help: None, file, place: None }) }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> DefinitionError {
        self.inner.help = Some(help.into());
        self
    }

    pub(super) fn at(mut self, text: &str, offset: usize) -> DefinitionError {
        self.inner.place = Some(FilePlace::of(text, offset));
        self
    }

    /// Says which file's text was to be put back.
    pub(super) fn about(mut self, file: &Path) -> DefinitionError {
        self.inner.message = format!("{}: {}", file.display(), self.inner.message);
        self
    }

    /// The sort of thing that went wrong.
    pub fn kind(&self) -> DefinitionErrorKind {
        self.inner.kind
    }

    /// What went wrong, without the place.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// What would be right, where that is known.
    pub fn help_text(&self) -> Option<&str> {
        self.inner.help.as_deref()
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.inner.file
    }

    /// The line, from 1.
    pub fn line(&self) -> Option<usize> {
        self.inner.place.as_ref().map(|place| place.line)
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> Option<usize> {
        self.inner.place.as_ref().map(|place| place.column)
    }

    /// The text of the line, without its line break.
    pub fn source_line(&self) -> Option<&str> {
        self.inner.place.as_ref().map(|place| place.text.as_str())
    }
}

impl fmt::Display for DefinitionError {
    /// `api.yaml:2:7: message`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file().display())?;
        if let Some(place) = &self.inner.place {
            write!(f, ":{}:{}", place.line, place.column)?;
        }
        write!(f, ": {}", self.message())?;
        if let Some(place) = &self.inner.place {
            let shown: String = place.text.chars().take(200).collect();
            write!(f, "\n  {shown}\n  {}^", " ".repeat((place.column - 1).min(200)))?;
        }
        self.help_text().map_or(Ok(()), |help| write!(f, "\n  {help}"))
    }
}

impl std::error::Error for DefinitionError {}

/// An error on its way up, before it knows its file.
#[derive(Debug)]
pub(super) struct Fault {
    pub kind: DefinitionErrorKind,
    pub message: String,
    pub help: Option<String>,
    /// In bytes of the document's text.
    pub at: Option<usize>,
}

impl Fault {
    pub fn new(kind: DefinitionErrorKind, at: Option<usize>, message: impl Into<String>) -> Fault {
        Fault { kind, at, message: message.into(), help: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }

    /// With the file and the line.
    pub fn of(self, file: &Path, text: &str) -> DefinitionError {
        let error = DefinitionError::new(self.kind, file, self.message);
        let error = match self.at {
            Some(at) => error.at(text, at),
            None => error,
        };
        match self.help {
            Some(help) => error.help(help),
            None => error,
        }
    }
}
