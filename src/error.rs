//! What went wrong, where, and what would be right.

use std::fmt;

use crate::limits::Limit;

/// What sort of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The template is not VTL. API Gateway answers 500.
    Syntax,
    /// A Java method threw, or an index was out of range. API Gateway answers 500.
    Exception,
    /// The body starts like JSON and is not. API Gateway answers 400.
    Body,
    /// A path is not JSONPath, or its evaluation failed.
    JsonPath,
    /// A directive cannot run: `#include` of something that is not there, `#break` of what is no scope.
    Directive,
    /// A limit of this library was reached.
    Limit(Limit),
    /// What was handed in as an event is not one.
    Event,
}

impl ErrorKind {
    /// A stable name for machines: `syntax`, `exception`, `body`, `jsonpath`, `directive`, `limit`, `event`.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "syntax",
            ErrorKind::Exception => "exception",
            ErrorKind::Body => "body",
            ErrorKind::JsonPath => "jsonpath",
            ErrorKind::Directive => "directive",
            ErrorKind::Limit(_) => "limit",
            ErrorKind::Event => "event",
        }
    }
}

/// Why a template could not be parsed or rendered, with its place.
///
/// ```
/// let error = vtl::Template::parse("a\n#if($x").unwrap_err();
/// assert_eq!((error.line(), error.column()), (Some(2), Some(7)));
/// assert_eq!(error.source_line(), Some("#if($x"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    help: Option<String>,
    template: String,
    place: Option<Place>,
}

/// Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    span: Span,
    line: usize,
    column: usize,
    text: String,
}

impl Error {
    /// The sort of thing that went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// What went wrong, without the place.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// What would be right, where that is known.
    pub fn help(&self) -> Option<&str> {
        self.inner.help.as_deref()
    }

    /// The name the template was given; `template` if none.
    pub fn template(&self) -> &str {
        &self.inner.template
    }

    /// The line, from 1.
    pub fn line(&self) -> Option<usize> {
        self.inner.place.as_ref().map(|p| p.line)
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> Option<usize> {
        self.inner.place.as_ref().map(|p| p.column)
    }

    /// The text of the line, without its line break.
    pub fn source_line(&self) -> Option<&str> {
        self.inner.place.as_ref().map(|p| p.text.as_str())
    }

    /// The place as bytes of the template's source.
    pub fn span(&self) -> Option<std::ops::Range<usize>> {
        self.inner.place.as_ref().map(|p| p.span.start as usize..p.span.end as usize)
    }

    /// An error of the event rather than of a template.
    pub(crate) fn event(message: impl Into<String>) -> Error {
        Error::new(*Fault::new(ErrorKind::Event, message), "event", "")
    }

    /// The same error with a place in the file that the template stands in; the span is of that file, too.
    #[cfg(feature = "cli")]
    pub(crate) fn moved(
        &self,
        file: &str,
        range: std::ops::Range<usize>,
        line: usize,
        column: usize,
        text: String,
    ) -> Error {
        let span = Span { start: range.start as u32, end: range.end as u32 };
        let place = self.inner.place.as_ref().map(|_| Place { span, line, column, text });
        Error { inner: Box::new(Inner { template: file.to_owned(), place, ..(*self.inner).clone() }) }
    }

    /// Gives a fault its place in `source`.
    pub(crate) fn new(fault: Fault, template: &str, source: &str) -> Error {
        let place = fault.span.map(|span| {
            let start = floor_char(source, span.start as usize);
            let line_start = source[..start].rfind('\n').map_or(0, |i| i + 1);
            let rest = &source[line_start..];
            Place {
                span: Span { start: start as u32, end: floor_char(source, (span.end as usize).max(start)) as u32 },
                line: source[..start].matches('\n').count() + 1,
                column: source[line_start..start].chars().count() + 1,
                text: rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].to_owned(),
            }
        });
        let Fault { kind, message, help, ends, .. } = fault;
        let message = match ends {
            None => message,
            Some(_) => {
                "`#stop` or `#break` in a block whose text was asked for after its template had ended".to_owned()
            }
        };
        Error { inner: Box::new(Inner { kind, message, help, template: template.to_owned(), place }) }
    }
}

fn floor_char(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Error {
    /// `template:2:7: message`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.template())?;
        if let Some(place) = &self.inner.place {
            write!(f, ":{}:{}", place.line, place.column)?;
        }
        write!(f, ": {}", self.message())?;
        if let Some(place) = &self.inner.place {
            let shown: String = place.text.chars().take(200).collect();
            write!(f, "\n  {shown}\n  {}^", " ".repeat(place.column.saturating_sub(1).min(200)))?;
        }
        if let Some(help) = self.help() {
            write!(f, "\n  {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Bytes of the template's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }
}

/// An error on its way up, before it knows the template's name and lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub kind: ErrorKind,
    pub message: String,
    pub help: Option<String>,
    /// Set by the innermost node that knows it.
    pub span: Option<Span>,
    /// Set for what is no error: `#stop` and `#break`.
    pub ends: Option<Ends>,
}

/// What is to be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// `#break`: the nearest loop, define or macro.
    Nearest,
    /// `#stop`: the template, or the `#evaluate` it is in.
    Template,
    /// `#break` with a scope: the directive of that number, which owns it.
    Directive(u32),
}

/// The result of everything that can fail while a template is read or run. The error is one pointer, so that results fit
/// into registers.
pub(crate) type Result<T> = std::result::Result<T, Box<Fault>>;

/// Takes a `#break` meant for the directive `owner`, or for the nearest one, for what it is there: its end.
#[inline]
pub(crate) fn unless_broken(result: Result<()>, owner: u32) -> Result<()> {
    match result {
        Err(fault) if fault.ends == Some(Ends::Nearest) || fault.ends == Some(Ends::Directive(owner)) => Ok(()),
        other => other,
    }
}

impl Fault {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Box<Fault> {
        Box::new(Fault { kind, message: message.into(), help: None, span: None, ends: None })
    }

    /// A Java exception: its class's full name and its message.
    #[cold]
    pub fn exception(class: &str, message: impl fmt::Display) -> Box<Fault> {
        Fault::new(ErrorKind::Exception, format!("{class}: {message}"))
    }

    /// A limit was reached.
    #[cold]
    pub fn limit(limit: Limit, allowed: impl fmt::Display) -> Box<Fault> {
        Fault::new(ErrorKind::Limit(limit), format!("limit `{}` of {allowed} reached", limit.name()))
    }

    /// No error, but on its way up like one.
    #[cold]
    pub fn end(ends: Ends) -> Box<Fault> {
        Box::new(Fault { kind: ErrorKind::Directive, message: String::new(), help: None, span: None, ends: Some(ends) })
    }

    /// Says what would be right.
    pub fn help(mut self: Box<Self>, help: impl Into<String>) -> Box<Fault> {
        self.help = Some(help.into());
        self
    }

    /// Gives the place unless an inner node did.
    #[cold]
    pub fn at(mut self: Box<Self>, span: Span) -> Box<Fault> {
        self.span.get_or_insert(span);
        self
    }
}
